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
from collections.abc import Iterable, Mapping
from dataclasses import field, fields
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from alliances.model.declarations.codes import COSTS, PURPOSES
from alliances.model.declarations.parameter import Parameter
from alliances.model.declarations.typed import Among, Names, Number, Switch, Text, by_choice, read, typed, within
from alliances.model.errors import InputError, MustBeError, at, echoed, refuse, unknown
from alliances.model.policies.instruments import Instrument, instrument_modules
from alliances.model.policies.levers import LEVERS
from alliances.model.policies.target import Target
from alliances.model.rules import QUARTERS_PER_YEAR

INSTRUMENTS: dict[str, Any] = dict(instrument_modules())
"""Every instrument by name: those of ``instruments/``, and those that plugins bring."""
SCORES = ("assets", "age", "technology", "capital", "marketing", "operations", "management", "alliance_capability",
          "alliances", "foreign_sales")  # fmt: skip
RANKS = tuple(f"{end} {score}" for end in ("lowest", "highest") for score in SCORES)
UNLIMITED = math.inf
FOREVER = math.inf
ROUNDING = 1e-9
"""What sums of equal payments may exceed a budget by, as a share of it: rounding, and no more."""
AtLeastZero = Annotated[Number, Field(ge=0)]
Years = Annotated[float, within(0, 1_000_000)]


@typed
class Policy:
    """One policy or shock; refuses to be made from what cannot be used."""

    name: Text
    instrument: Annotated[Text, Among("instrument", lambda: INSTRUMENTS)]
    strengths: Mapping[str, Any] = field(default_factory=dict)  # by name; others keep the instrument's defaults
    markets: Names = ()  # country codes; none: all
    start: Years = 0.0  # years after the burn-in
    phase_in: Years = 0.0  # years until full strength
    end: AtLeastZero = FOREVER  # years after the burn-in
    budget: AtLeastZero = UNLIMITED  # million USD a year; what is left at a year's end lapses
    ceiling: AtLeastZero = UNLIMITED  # million USD for one firm in a year
    administration: Annotated[AtLeastZero, Field(allow_inf_nan=False)] = 0.0  # million USD a year
    places: AtLeastZero = UNLIMITED  # firms supported at a time; below 1, a share of those that apply in a round
    allocation: Literal["first_come", "score", "lottery"] = "first_come"
    rounds: Literal["quarterly", "yearly", "once"] | None = None  # of admission: quarterly for first_come, else yearly
    score: Annotated[Text, Among("score", lambda: RANKS)] = "lowest assets"  # by which places are given
    stacking: Switch = True  # whether a firm may have another programme as well
    target: Target = field(default_factory=Target)

    @staticmethod
    def describe(schema: dict[str, Any]) -> None:
        """Add the strengths of every instrument to the JSON Schema."""
        del schema["properties"]["strengths"]
        declared = {name: module.Parameters._field_defaults for name, module in INSTRUMENTS.items()}
        strengths = {name: {key: one.schema for key, one in own.items()} for name, own in declared.items()}
        by_choice(schema, "instrument", list(schema["properties"]), strengths)

    @model_validator(mode="before")
    @classmethod
    def sorted_out(cls, given: Any) -> Any:
        """A table whose keys that are not a policy's own are put under ``strengths``."""
        if not isinstance(given, Mapping):
            return given
        own = {one.name for one in fields(cls)} - {"strengths"}
        strengths = {key: value for key, value in given.items() if key not in own}
        return {**{key: value for key, value in given.items() if key in own}, "strengths": strengths}

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless all parts can be used together."""
        self.check_strengths()
        self.check_shock()
        with at("end"):
            if self.after_step <= self.first_step:
                raise MustBeError(f"a quarter of a year or more after start = {self.start:g}")
        with at("allocation"):
            self.check_allocation()
        with at("markets"):
            if self.markets and not self.module.MARKETS:
                raise MustBeError(f"left out; {self.instrument} is not bound to markets")
        with at("target"):
            if self.target != Target() and not self.module.TARGET:
                raise MustBeError(f"left out; {self.instrument} reaches all firms")

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
        if not self.first_step <= step < self.after_step:
            return 0.0
        quarters = self.phase_in * QUARTERS_PER_YEAR
        return min(1.0, (step - self.first_step + 1) / (quarters + 1)) if quarters else 1.0

    @property
    def first_step(self) -> int:
        """The first quarter in which it is in force."""
        return round(self.start * QUARTERS_PER_YEAR)

    @property
    def after_step(self) -> float:
        """The first quarter in which it is in force no more; infinite if it does not end."""
        return FOREVER if self.end == FOREVER else round(self.end * QUARTERS_PER_YEAR)

    def offered(self, years: float) -> float:
        """Million USD that its budget offers in the first so many years of the run; infinite without a limit.

        A year that it has begun counts in full: its budget is there from the first quarter on.
        """
        quarters = max(min(self.after_step, years * QUARTERS_PER_YEAR) - self.first_step, 0.0)
        return self.budget * math.ceil(quarters / QUARTERS_PER_YEAR) if self.budget else 0.0

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
            return math.floor(self.places * applicants * (1 + ROUNDING))
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
        firms = money / each * (1 + ROUNDING)
        return math.floor(firms) if firms < UNLIMITED else UNLIMITED

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
        return InputError(f"policy {echoed(self.name)}: {what}")

    def check_strengths(self) -> None:
        """Raise ``InputError`` for a strength that the instrument does not have or admit."""
        declared: dict[str, Parameter] = self.module.Parameters._field_defaults
        for name, value in self.strengths.items():
            with at(name):
                if name not in declared:
                    known = [*declared, *(one.name for one in fields(Policy)), *(one.name for one in fields(Target))]
                    refuse(f"{unknown('key', name, known)}; strengths of {self.instrument}: {', '.join(declared)}")
                if isinstance(value, bool) or not isinstance(value, (int, float)) or not declared[name].admits(value):
                    raise MustBeError(declared[name].allowed)

    def check_shock(self) -> None:
        """Raise ``InputError`` if a shock is given money."""
        for name in ("budget", "ceiling", "administration", "places"):
            with at(name):
                if self.module.SHOCK and getattr(self, name) != getattr(Policy, name):
                    raise MustBeError(f"left out; {self.instrument} is a shock, which costs nobody's budget")

    def check_allocation(self) -> None:
        """Raise ``InputError`` unless it is clear how many are admitted."""
        if self.allocation != "first_come" and self.places == UNLIMITED:
            if self.budget == UNLIMITED or (self.fee == 0 and self.ceiling in (0, UNLIMITED)):
                enough = "needs places, or a budget and what one firm gets (ceiling)"
                refuse(f"allocation = '{self.allocation}' {enough}")


def policies_of(given: Any) -> tuple[Policy, ...]:
    """Policies, each given as such or as a mapping; ``InputError`` if they are anything else."""
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable):
        refuse(f"policies = {echoed(given)} must be a list of policies")
    return tuple(policy if isinstance(policy, Policy) else policy_from(policy) for policy in given)


@typed
class PolicyFile:
    """The tables ``[[policy]]`` of a TOML file."""

    policy: tuple[Policy, ...] = ()


def policies_from(tables: Any) -> tuple[Policy, ...]:
    """The policies that the [[policy]] tables of a file describe."""
    return read(PolicyFile, {"policy": tables}).policy


def policy_from(table: Mapping[str, Any]) -> Policy:
    """The policy that a table of a TOML file describes; keys that are not a policy's are strengths."""
    return policies_from([table])[0]


def add_instrument(instrument: Instrument) -> None:
    """Let policies use an instrument of one's own; ``InputError`` unless its functions are ones that are asked for."""
    known = (*LEVERS.stored, *(f"pays_{purpose}" for purpose in PURPOSES[:COSTS]), "fee", "upkeep")
    for name in instrument.functions:
        if name not in known:
            allowed = f"it must be one of {', '.join(known)}"
            raise InputError(f"instrument {echoed(instrument.name)}: {unknown('function', name, known)}; {allowed}")
    if INSTRUMENTS.setdefault(instrument.name, instrument) is not instrument:
        refuse(f"instrument {echoed(instrument.name)} must have a name of its own; there is one of this name")
