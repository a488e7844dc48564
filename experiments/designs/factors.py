"""Factors: what a design varies, over which values.

A factor is a parameter by its full name (``trust.gain``) or a setting of markets (``markets.all.entry_barrier``,
``markets.VNM.competition_intensity``). It has a range or a list of values.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from alliances.model.declarations.parameters import MARKETS, by_full_name, checked, declared, schema_by_rule
from alliances.model.declarations.typed import Described, Number, read, schema_of, typed, within
from alliances.model.errors import MustBeError, at, echoed, one_of, refuse, unknown
from alliances.model.world.geography import SETTINGS as MARKET_SETTINGS
from alliances.model.world.geography import SHARE, Markets, markets_schema
from alliances.model.world.scenario import Scenario

DEFAULT = "default"  # in a list of values: the declared one
RANGE_WORDS = "{ low = NUMBER, high = NUMBER }, or {} for the plausible range"
WORDS = f"{RANGE_WORDS}, or a list of values like [0, 0.5, 1]"


@typed
class Range:
    """What a line of a file says of a parameter's range; an end that is left out is the plausible one."""

    low: Number | None = None
    high: Number | None = None


@typed
class Spacing:
    """How values lie in a range.

    ``levels`` is how many values a grid takes from it (None: the sampler's own number). ``scale`` is the one on which
    values are evenly spread.
    """

    scale: Literal["linear", "log"] = "linear"
    levels: Annotated[int, within(2, 1000)] | None = None


@typed
class Line(Range, Spacing):
    """What a line of a design says of a factor: a range, or a list of values."""

    values: tuple[Any, ...] = ()  # none: the whole range


@typed
class Factor(Spacing):
    """A parameter or market setting that a design varies: in a range, or over a list of values."""

    name: str
    low: Number
    high: Number
    values: tuple[float, ...] = ()  # none: the whole range

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless every value is admissible and the parts fit together."""
        for value in (self.low, self.high, *self.values):
            checked_value(self.name, value)
        if len(set(self.values)) < len(self.values):
            refuse(f"{self.name} = {list(self.values)} must name each value once")
        if not self.values and self.low >= self.high:
            refuse(f"{self.name} = {{ low = {self.low:g}, high = {self.high:g} }} must have low below high")
        if self.scale == "log" and self.low <= 0:
            refuse(f"{self.name}: low = {self.low:g} must be a number above 0 on a log scale")

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

    def share_of(self, value: float) -> float | None:
        """The share of the way at which ``at`` gives this value; none if it is not in the range or list."""
        if self.values:
            return (self.values.index(value) + 0.5) / len(self.values) if value in self.values else None
        if not self.low <= value <= self.high:
            return None
        if self.integer and self.scale == "linear":
            return (value - self.low + 0.5) / (self.high - self.low + 1)
        low, high, reached = map(math.log, (self.low, self.high, value)) if self.scale == "log" else (
            self.low, self.high, value)  # fmt: skip
        return (reached - low) / (high - low)

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
        refuse(f"{echoed(name)} must be markets.all.SETTING or markets.CODE.SETTING")
    one_of("market setting", parts[2], MARKET_SETTINGS)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        refuse(f"{name} = {echoed(value)} must be a number in [0, 1]")
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
        refuse(f"{name} = {echoed(DEFAULT)} must be a number in [0, 1], for markets' own values differ")
    return float(declared()[name])


def factor(name: str, given: Any) -> Factor:
    """The factor that a line of a design describes: a table of its parts, or a list of values."""
    low, high = plausible(name)
    line = given if isinstance(given, Range) else read(Line, as_table(name, given))
    values = [checked_value(name, default(name) if one == DEFAULT else one) for one in getattr(line, "values", ())]
    if values:
        return Factor(name=name, low=min(values), high=max(values), values=tuple(values))
    said = {key: value for key, value in vars(line).items() if value is not None}
    return Factor(**{"name": name, "low": low, "high": high, **said})


def as_table(name: str, given: Any, words: str = WORDS) -> Any:
    """A line as a table, a list of values as one of ``values``."""
    if isinstance(given, list) and words == WORDS:
        given = {"values": given}
    if not isinstance(given, Mapping) or given.get("values", [0]) == []:
        raise MustBeError(words)
    if "values" in given and len(given) > 1:
        refuse(f"{name}: values must stand alone, without {next(key for key in given if key != 'values')}")
    return given


def line_schema(number: dict[str, Any], of: type[Range] = Line) -> dict[str, Any]:
    """The JSON Schema of a line, from that of the parameter's values."""
    parts = schema_of(of)["properties"] | {"low": number, "high": number}
    told = {"type": "object", "additionalProperties": False, "properties": parts}
    items = {"anyOf": [number, {"const": DEFAULT}]}
    return {**told, "type": ["object", "array"], "items": items, "minItems": 1} if of is Line else told


def with_markets_schema(part: Callable[[dict[str, Any]], dict[str, Any]] = dict) -> dict[str, Any]:
    """The JSON Schema of a table of parameters and settings of markets; of ``part`` see ``schema_by_rule``."""
    schema = schema_by_rule(part)
    schema["properties"][MARKETS] = markets_schema(part(SHARE))
    schema["patternProperties"] |= {r"^(\*|\w+\.\*|markets\.\w+\.\w+)$": part(SHARE)}
    return schema


Settings = Annotated[
    dict[str, float], BeforeValidator(partial(by_full_name, check=checked_value)), Described(with_markets_schema)
]
"""Parameters and settings of markets that are the same in every run, by full name."""
Lines = Annotated[
    dict[str, Line],
    BeforeValidator(partial(by_full_name, check=as_table)),
    Described(partial(with_markets_schema, line_schema)),
]
"""What a design says of each factor, by full name or for all that a ``*`` stands for."""


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
