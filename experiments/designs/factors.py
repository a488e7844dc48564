"""Factors: what a design varies, over which values.

A factor is a parameter by its full name (``trust.gain``) or a setting of markets (``markets.all.entry_barrier``,
``markets.VNM.competition_intensity``). It has a range or a list of values.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from alliances.experiments.designs.lines import at
from alliances.model.declarations.parameters import checked, declared
from alliances.model.errors import refuse, unknown
from alliances.model.world.geography import SETTINGS as MARKET_SETTINGS
from alliances.model.world.scenario import Scenario

MARKETS = "markets"
DEFAULT = "default"  # in a list of values: the declared one
Markets = dict[str, dict[str, float]]
"""Settings of markets by country code, or for "all"."""
SCALES = ("linear", "log")
KEYS = ("low", "high", "values", "scale", "levels")
WORDS = "{} for the plausible range, { low = NUMBER, high = NUMBER }, or a list of values like [0, 0.5, 1]"


@dataclass(frozen=True, kw_only=True)
class Factor:
    """A parameter or market setting that a design varies: in a range, or over a list of values.

    ``levels`` is how many values a grid takes from the range (None: the sampler's own number). ``scale`` is the one on
    which values are evenly spread.
    """

    name: str
    low: float
    high: float
    values: tuple[float, ...] = ()  # none: the whole range
    scale: str = "linear"
    levels: int | None = None

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless every value is admissible and the parts fit together."""
        for value in (self.low, self.high, *self.values):
            checked_value(self.name, value)
        if self.scale not in SCALES:
            refuse(f"{self.name}: {unknown('scale', str(self.scale), SCALES)}; allowed: {', '.join(SCALES)}")
        if len(set(self.values)) < len(self.values):
            refuse(f"{self.name} = {list(self.values)} is refused; allowed: each value once")
        if not self.values and self.low >= self.high:
            refuse(f"{self.name} = {{ low = {self.low:g}, high = {self.high:g} }} is refused; allowed: low below high")
        if self.scale == "log" and self.low <= 0:
            refuse(f"{self.name}: low = {self.low:g} is refused on a log scale; allowed: a number above 0")
        whole = isinstance(self.levels, int) and not isinstance(self.levels, bool)
        if self.levels is not None and not (whole and 2 <= self.levels <= 1000):
            refuse(f"{self.name}: levels = {self.levels!r} is refused; allowed: a whole number in [2, 1000]")

    @cached_property
    def integer(self) -> bool:
        """Whether only whole numbers can be used."""
        return not is_market_setting(self.name) and declared()[self.name].integer

    @property
    def group(self) -> str:
        """The rule it belongs to; ``markets`` for a setting of markets."""
        return self.name.partition(".")[0]

    def parts(self) -> dict[str, object]:
        """What a design file says of it."""
        if self.values:
            return {"values": list(self.values)}
        said = {"low": self.low, "high": self.high, "scale": self.scale, "levels": self.levels}
        return {key: value for key, value in said.items() if value not in (None, "linear")}

    def at(self, share: float) -> float:
        """The value at a share of the way through the range or list; equal stretches for each whole number or item."""
        if self.values:
            return self.values[place(share, len(self.values))]
        if self.integer and self.scale == "linear":
            return self.low + place(share, int(self.high - self.low) + 1)
        return self._between(share)

    def grid(self, levels: int) -> tuple[float, ...]:
        """The values a grid takes: those listed, or so many from low to high, fewer where whole numbers run out."""
        if self.values:
            return self.values
        count = self.levels or levels
        return tuple(dict.fromkeys(self._between(step / (count - 1)) for step in range(count)))

    def _between(self, share: float) -> float:
        """The value at a share of the range's length on its scale, ends exactly met, rounded if whole."""
        if share in (0, 1):
            return self.high if share else self.low
        if self.scale == "log":
            value = math.exp(math.log(self.low) + share * (math.log(self.high) - math.log(self.low)))
        else:
            value = self.low + share * (self.high - self.low)
        return min(max(float(round(value)) if self.integer else value, self.low), self.high)


def place(share: float, count: int) -> int:
    """Which of so many equal parts of [0, 1] a share lies in; 1 itself lies in the last."""
    return min(int(share * count), count - 1)


def is_market_setting(name: str) -> bool:
    """Whether the name is one of markets, not of a parameter."""
    return name.partition(".")[0] == MARKETS


def checked_value(name: str, value: object) -> float:
    """The value as a number, or ``InputError`` saying what is allowed for this parameter or market setting."""
    if not is_market_setting(name):
        return checked(name, value)
    parts = name.split(".")
    if len(parts) != 3:
        refuse(f"{name!r} is refused; allowed: markets.all.SETTING or markets.CODE.SETTING")
    if parts[2] not in MARKET_SETTINGS:
        refuse(f"{unknown('market setting', parts[2], MARKET_SETTINGS)}; allowed: {', '.join(MARKET_SETTINGS)}")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        refuse(f"{name} = {value!r} is refused; allowed: a number in [0, 1]")
    return float(value)


def plausible(name: str) -> tuple[float, float]:
    """The range that is explored where none is given: the declared plausible one, all of [0, 1] for markets."""
    if is_market_setting(name):
        return 0.0, 1.0
    if name not in declared():
        raise unknown("parameter", name, declared())
    return declared()[name].plausible


def default(name: str) -> float:
    """The declared value of a parameter."""
    if is_market_setting(name):
        refuse(f"{name} = {DEFAULT!r} is refused, for markets' own values differ; allowed: a number in [0, 1]")
    return float(declared()[name])


def factor(name: str, given: object) -> Factor:
    """The factor that a line of a design describes: a table of its parts, or a list of values."""
    low, high = plausible(name)
    if isinstance(given, list):
        given = {"values": given}
    if not isinstance(given, dict):
        refuse(f"{name} = {given!r} is refused; allowed: {WORDS}")
    for key in given:
        if key not in KEYS:
            refuse(f"{name}: {unknown('key', key, KEYS)}; allowed: {', '.join(KEYS)}")
    if "values" in given:
        return factor_of_values(name, given)
    low, high = (checked_value(name, given.get(key, end)) for key, end in (("low", low), ("high", high)))
    return Factor(name=name, low=low, high=high, scale=given.get("scale", "linear"), levels=given.get("levels"))


def factor_of_values(name: str, given: Mapping[str, Any]) -> Factor:
    """The factor of a list of values."""
    if beside := [key for key in given if key != "values"]:
        refuse(f"{name}: {beside[0]} is refused beside values; allowed: one of the two")
    if not isinstance(given["values"], list) or not given["values"]:
        refuse(f"{name}: values = {given['values']!r} is refused; allowed: a list of values like [0, 0.5, 1]")
    values = tuple(checked_value(name, default(name) if value == DEFAULT else value) for value in given["values"])
    return Factor(name=name, low=min(values), high=max(values), values=values)


def spelled_out(lines: Iterable[str], fixed: Iterable[str] = (), without: Iterable[str] = ()) -> dict[str, str]:
    """Every factor's name with the line that it is told by, in one order whatever the order of the lines.

    The line ``trust.*`` stands for every parameter of a rule and ``*`` for all there are, save for those that are
    fixed, those of rules that are off, and those that have a line of their own.
    """
    order = {name: number for number, name in enumerate(declared())}
    rules, off = {name.partition(".")[0] for name in order}, set(without)
    told: dict[str, str] = {}
    for line in sorted(lines, key=lambda line: (not line.endswith("*"), len(line))):
        if not line.endswith("*"):
            told[line] = line
            continue
        if line != "*" and line.removesuffix(".*") not in rules:
            with at(f"factors.{line}"):
                raise unknown("rule", line.rstrip(".*"), sorted(rules))
        found = [name for name in order if name.startswith(line[:-1]) and name.partition(".")[0] not in off]
        told |= dict.fromkeys((name for name in found if name not in set(fixed)), line)
    return {name: told[name] for name in sorted(told, key=lambda name: (order.get(name, len(order)), name))}


def divided(settings: Mapping[str, float]) -> tuple[dict[str, float], Markets]:
    """Values by full name as those of parameters, and those of markets by country code."""
    parameters: dict[str, float] = {}
    markets: Markets = {}
    for name, value in settings.items():
        if is_market_setting(name):
            _, code, setting = name.split(".")
            markets.setdefault(code, {})[setting] = value
        else:
            parameters[name] = value
    return parameters, markets


def with_markets(scenario: Scenario, markets: Mapping[str, Mapping[str, float]]) -> Scenario:
    """The scenario with settings of markets put into its own; ``InputError`` for a market it does not have."""
    if not markets:
        return scenario
    own = scenario.markets
    return replace(
        scenario, markets={code: {**own.get(code, {}), **markets.get(code, {})} for code in {**own, **markets}}
    )
