"""A policy: an instrument, for whom, with how much money, given out how, from when to when.

A policy is a table of a TOML file, or a mapping with the same keys::

    name = "Grant for first exporters"
    instrument = "export_grant"
    share = 0.5                            # strengths of the instrument, by name
    markets = ["VNM", "CHN"]               # where it works; all, if left out
    start = 5                              # years after the burn-in; phase_in and end likewise
    end = 15
    budget = 2.0                           # million USD a year; without limit, if left out
    ceiling = 0.1                          # million USD for one firm in a year
    allocation = "lottery"                 # or "first_come", "score"
    target = { size = "sme", exporting = "no" }

Everything is checked when it is made: what cannot be used is an ``InputError`` of one line.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from alliances.model.declarations.codes import COSTS, PURPOSES
from alliances.model.declarations.parameter import Parameter
from alliances.model.errors import InputError, refuse, unknown
from alliances.model.policies.instruments import Instrument, instrument_modules
from alliances.model.policies.levers import LEVERS
from alliances.model.policies.target import Target, is_number, names_in, one_of, target_from
from alliances.model.rules import QUARTERS_PER_YEAR

INSTRUMENTS: dict[str, Any] = dict(instrument_modules())
"""Every instrument by name: those of ``instruments/``, and those that plugins bring."""
MOST_POLICIES = 8
ALLOCATIONS = ("first_come", "score", "lottery")
ROUNDS = ("quarterly", "yearly", "once")
DIRECTIONS = ("lowest", "highest")
SCORES = ("assets", "age", "technology", "capital", "marketing", "operations", "management", "alliance_capability",
          "alliances", "foreign_sales")  # fmt: skip
UNLIMITED = math.inf
FOREVER = math.inf
ROUNDING = 1e-9
"""What sums of equal payments may exceed a budget by, as a share of it: rounding, and no more."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One policy or shock; refuses to be made from what cannot be used."""

    name: str
    instrument: str
    strengths: Mapping[str, float] = field(default_factory=dict)  # by name; others keep the instrument's defaults
    markets: tuple[str, ...] = ()  # country codes; none: all
    start: float = 0.0  # years after the burn-in
    phase_in: float = 0.0  # years until full strength
    end: float = FOREVER  # years after the burn-in
    budget: float = UNLIMITED  # million USD a year; what is left at a year's end lapses
    ceiling: float = UNLIMITED  # million USD for one firm in a year
    administration: float = 0.0  # million USD a year
    places: float = UNLIMITED  # firms supported at a time; below 1, a share of those that apply in a round
    allocation: str = "first_come"
    rounds: str | None = None  # when firms are admitted: quarterly for first_come, else yearly
    score: str = "lowest assets"  # by which places are given
    stacking: bool = True  # whether a firm may have another programme as well
    target: Target = field(default_factory=Target)

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless all parts can be used, alone and together."""
        if not isinstance(self.name, str) or not self.name.strip():
            refuse(f"name = {self.name!r} is refused; allowed: a text that names the policy")
        if self.instrument not in INSTRUMENTS:
            raise self.refusal(f"{unknown('instrument', str(self.instrument), INSTRUMENTS)}")
        self.check_strengths()
        self.check_times()
        self.check_money()
        self.check_admission()
        if self.markets and not self.module.MARKETS:
            raise self.refusal(f"markets = {list(self.markets)} is refused; {self.instrument} is not bound to markets")
        if self.target != Target() and not self.module.TARGET:
            everybody = f"allowed: none, {self.instrument} reaches all firms"
            raise self.refusal(f"target = {self.target.told()} is refused; {everybody}")

    @property
    def module(self) -> Any:
        """The instrument's module."""
        return INSTRUMENTS[self.instrument]

    @property
    def full(self) -> Any:
        """The instrument's ``Parameters`` at full strength."""
        defaults = self.module.Parameters._field_defaults
        return self.module.Parameters(**{name: float(self.strengths.get(name, defaults[name])) for name in defaults})

    def strength(self, step: int) -> Any:
        """The instrument's ``Parameters`` in a quarter; all zero out of its time."""
        share = self.ramp(step)
        return self.module.Parameters(*(share * value for value in self.full))

    def ramp(self, step: int) -> float:
        """Share of its full strength that a policy has in a quarter, in [0, 1]."""
        first, last = self.first_step, self.end * QUARTERS_PER_YEAR
        if not first <= step < last:
            return 0.0
        quarters = self.phase_in * QUARTERS_PER_YEAR
        return min(1.0, (step - first + 1) / (quarters + 1)) if quarters else 1.0

    @property
    def first_step(self) -> int:
        """The first quarter in which it is in force."""
        return round(self.start * QUARTERS_PER_YEAR)

    @property
    def fee(self) -> float:
        """What supporting one firm costs a year at full strength, million USD."""
        return float(self.module.fee(self.full)) if hasattr(self.module, "fee") else 0.0

    @property
    def upkeep(self) -> float:
        """What the whole costs a year at full strength, beside administration, million USD."""
        return float(self.module.upkeep(self.full)) if hasattr(self.module, "upkeep") else 0.0

    @property
    def admits(self) -> str:
        """When firms are admitted: one of ``ROUNDS``."""
        return self.rounds or ("quarterly" if self.allocation == "first_come" else "yearly")

    def free(self, members: int, applicants: int) -> int:
        """How many applicants a round admits beside the members that there are."""
        if self.places < 1:
            return math.floor(self.places * applicants)
        return int(min(max(self.room - members, 0), applicants))

    @property
    def room(self) -> float:
        """Firms that can be supported at a time: the places given, or those that the budget pays for."""
        if self.places < UNLIMITED:
            return self.places
        each = self.fee or (UNLIMITED if self.allocation == "first_come" else self.ceiling)
        if self.budget == UNLIMITED or each == UNLIMITED:
            return UNLIMITED
        money = max(self.budget - self.administration - self.upkeep, 0.0)
        return math.floor(money / each * (1 + ROUNDING))

    def told(self) -> dict[str, Any]:
        """The table that makes the same policy: what differs from the defaults, ready for JSON."""
        said: dict[str, Any] = {}
        for one in fields(Policy):
            value, default = getattr(self, one.name), one.default
            if one.name not in ("strengths", "target") and value != default:
                said[one.name] = list(value) if isinstance(value, tuple) else value
        said |= self.strengths
        return said | ({"target": target} if (target := self.target.told()) else {})

    def refusal(self, what: str) -> InputError:
        """The error about this policy."""
        return InputError(f"policy {self.name!r}: {what}")

    def check_strengths(self) -> None:
        """Raise ``InputError`` for a strength that the instrument does not have or admit."""
        declared: dict[str, Parameter] = self.module.Parameters._field_defaults
        for name, value in self.strengths.items():
            if name not in declared:
                known = [*declared, *(one.name for one in fields(Policy)), *(one.name for one in fields(Target))]
                strengths = f"strengths of {self.instrument}: {', '.join(declared)}"
                raise self.refusal(f"{unknown('key', name, known)}; {strengths}")
            if not is_number(value) or not declared[name].admits(value):
                raise self.refusal(f"{name} = {value!r} is refused; allowed: {declared[name].allowed}")

    def check_times(self) -> None:
        """Raise ``InputError`` unless it starts, phases in and ends in order."""
        for name in ("start", "phase_in", "end"):
            value = getattr(self, name)
            if not is_number(value) or value < 0:
                raise self.refusal(f"{name} = {value!r} is refused; allowed: a number of years, 0 or more")
        if self.end <= self.start:
            raise self.refusal(f"end = {self.end:g} is refused; allowed: a year after start = {self.start:g}")

    def check_money(self) -> None:
        """Raise ``InputError`` unless budget, ceiling, administration and places can be used."""
        for name in ("budget", "ceiling", "administration", "places"):
            value = getattr(self, name)
            if not is_number(value) or value < 0:
                raise self.refusal(f"{name} = {value!r} is refused; allowed: a number, 0 or more")
            default = next(one.default for one in fields(Policy) if one.name == name)
            if self.module.SHOCK and value != default:
                nobody = f"{self.instrument} is a shock, which costs nobody's budget"
                raise self.refusal(f"{name} = {value:g} is refused; {nobody}")
        if self.administration == UNLIMITED:
            raise self.refusal("administration = inf is refused; allowed: a finite number, 0 or more")

    def check_admission(self) -> None:
        """Raise ``InputError`` unless it is clear who is admitted, when, and in which order."""
        one_of(f"policy {self.name!r}: allocation", self.allocation, ALLOCATIONS)
        one_of(f"policy {self.name!r}: rounds", self.admits, ROUNDS)
        if not isinstance(self.stacking, bool):
            raise self.refusal(f"stacking = {self.stacking!r} is refused; allowed: true, false")
        direction, _, column = str(self.score).partition(" ")
        if direction not in DIRECTIONS or column not in SCORES:
            allowed = f"lowest or highest, and one of {', '.join(SCORES)}"
            raise self.refusal(f"score = {self.score!r} is refused; allowed: {allowed}")
        if self.allocation != "first_come" and self.places == UNLIMITED:
            if self.budget == UNLIMITED or (self.fee == 0 and self.ceiling in (0, UNLIMITED)):
                enough = "needs places, or a budget and what one firm gets (ceiling)"
                raise self.refusal(f"allocation = '{self.allocation}' {enough}")


class Known(NamedTuple):
    """What policies may name in a world."""

    codes: tuple[str, ...]  # of countries
    industries: tuple[str, ...]


def checked_policies(policies: Any, known: Known) -> tuple[Policy, ...]:
    """Policies, given as such or as mappings, that a world can have; ``InputError`` otherwise."""
    made = tuple(policy if isinstance(policy, Policy) else policy_from(policy) for policy in policies)
    if len(made) > MOST_POLICIES:
        refuse(f"{len(made)} policies are refused; allowed: {MOST_POLICIES} at most in one run")
    for place, policy in enumerate(made):
        if policy.name in {other.name for other in made[:place]}:
            refuse(f"two policies are named {policy.name!r}; allowed: each name once")
        for key, names, allowed in (
            ("markets", policy.markets, known.codes),
            ("target.homes", policy.target.homes, known.codes),
            ("target.industries", policy.target.industries, known.industries),
        ):
            for name in names:
                if name not in allowed:
                    raise policy.refusal(f"{key}: {unknown('name', str(name), allowed)}; allowed: {', '.join(allowed)}")
    return made


def policies_from(tables: Any) -> tuple[Policy, ...]:
    """The policies that the [[policy]] tables of a file describe."""
    if not isinstance(tables, list):
        refuse(f"policy = {tables!r} is refused; allowed: tables [[policy]]")
    return tuple(map(policy_from, tables))


def policy_from(table: Mapping[str, Any]) -> Policy:
    """The policy that a table of a TOML file describes; keys that are not a policy's are strengths."""
    if not isinstance(table, Mapping):
        refuse(f"policy = {table!r} is refused; allowed: a table with name, instrument and more")
    own = {one.name for one in fields(Policy)} - {"strengths"}
    for key in ("name", "instrument"):
        if key not in table:
            refuse(f"policy {table.get('name', '')!r}: {key} is missing; allowed: a text in quotes")
    given = {key: value for key, value in table.items() if key in own}
    strengths = {key: value for key, value in table.items() if key not in own}
    if "markets" in given:
        given["markets"] = names_in(f"policy {table['name']!r}: markets", given["markets"])
    if "target" in given:
        given["target"] = target_from(str(table["name"]), given["target"])
    return Policy(**given, strengths=strengths)


def add_instrument(instrument: Instrument) -> None:
    """Let policies use an instrument of one's own; ``InputError`` unless its functions are ones that are asked for."""
    known = (*LEVERS.stored, *(f"pays_{purpose}" for purpose in PURPOSES[:COSTS]), "fee", "upkeep")
    for name in instrument.functions:
        if name not in known:
            allowed = f"it must be one of {', '.join(known)}"
            raise InputError(f"instrument {instrument.name!r}: {unknown('function', name, known)}; {allowed}")
    if INSTRUMENTS.setdefault(instrument.name, instrument) is not instrument:
        refuse(f"instrument {instrument.name!r} must have a name of its own; there is one of this name")
