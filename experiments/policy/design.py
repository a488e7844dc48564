"""A comparison of policies: which options, in which world, over how many seeds, and what to work out beside.

An option is a bundle of policies. Every option is set against the world without it, on the same seeds. Everything is
checked when a design is made: what cannot be used is an ``InputError`` of one line.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property

from alliances.analysis.policy.plan import AIMS
from alliances.experiments.ensemble import load_ensemble
from alliances.model.declarations.parameters import declared, values
from alliances.model.errors import refuse, unknown
from alliances.model.policies.policy import FOREVER, UNLIMITED, Known, Policy, checked_policies
from alliances.model.rules import QUARTERS_PER_YEAR
from alliances.model.simulation import adjusted_scenario, merged_overrides
from alliances.model.world.scenario import Scenario, check_codes, countries_of
from alliances.model.world.setup import industry_names

CONDITIONS = ("competition", "barriers", "institutions")
MOST_FACTOR = 1000.0
COUNTS = {
    "firms": (2, 5_000_000),
    "years": (1, 200),
    "replicates": (2, 10_000),
    "first_seed": (0, 2**32),
    "draws": (2, 10_000),
    "trials": (2, 100_000),
}
NUMBERS = {
    "horizon": (0.25, 200.0),
    "discount_rate": (0.0, 1.0),
    "cost_of_funds": (0.0, 10.0),
    "price": (1e-9, 1e12),
    "precision": (1e-9, 1e12),
    "most": (1e-3, MOST_FACTOR),
}


@dataclass(frozen=True, kw_only=True)
class Option:
    """One of the options that are compared: policies that go together."""

    name: str
    policies: tuple[Policy, ...]
    against: str = ""  # the option, of shocks alone, whose world this one is set against; "": the world as it is

    def scaled(self, factor: float) -> Option:
        """The option with every budget, and every number of places, times a factor; what is without limit stays so."""
        return replace(self, policies=tuple(scaled(policy, factor) for policy in self.policies))


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """Parameters that are not known: drawn together, and each moved alone over its plausible range.

    Those that an ensemble has are drawn from it, all of them as they go together; others from their plausible ranges.
    """

    parameters: tuple[str, ...]
    ensemble: str = ""  # a shipped one, or the path of a CSV file
    draws: int = 20
    replicates: int = 3

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless the parameters exist and are named once."""
        check_counts(self, "knowledge")
        check_list("knowledge.parameters", self.parameters, tuple(declared()), "parameter")
        if self.ensemble:
            load_ensemble(self.ensemble)


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Factors on all budgets at which the options are tried."""

    factors: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0, 4.0)
    replicates: int = 20

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless there are factors, each a number above 0 and named once."""
        check_counts(self, "budget")
        usable = all(0 < factor <= MOST_FACTOR for factor in self.factors)
        if not self.factors or not usable or len(set(self.factors)) < len(self.factors):
            allowed = f"numbers in (0, {MOST_FACTOR:g}], each once"
            refuse(f"budget.factors = {list(self.factors)} is refused; allowed: {allowed}")


@dataclass(frozen=True, kw_only=True)
class Robustness:
    """Conditions under which the ranking of the options is looked at again."""

    conditions: tuple[str, ...] = CONDITIONS
    replicates: int = 10

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless the conditions exist and are named once."""
        check_counts(self, "robustness")
        check_list("robustness.conditions", self.conditions, CONDITIONS, "condition")


@dataclass(frozen=True, kw_only=True)
class Frontier:
    """The search for bundles of the options' policies that no other bundle beats in cost and effect."""

    trials: int = 60
    replicates: int = 8
    most: float = 4.0  # factor on a policy's budget, at most

    def __post_init__(self) -> None:
        """Raise ``InputError`` for a number that is refused."""
        check_counts(self, "frontier")


@dataclass(frozen=True, kw_only=True)
class Design:
    """A comparison of policies; refuses to be made from what cannot be used."""

    name: str
    title: str
    question: str
    options: tuple[Option, ...]
    source: str = ""
    scenario: str = "default"
    firms: int = 2000
    years: int = 20
    replicates: int = 50
    first_seed: int = 1
    horizon: float | None = None  # years after the burn-in; the last policy's end, or the last year
    aim: str = "firms_abroad"
    precision: float | None = None  # half-width of the 95 % interval of the aim's effect that is wanted
    discount_rate: float = 0.035  # a year
    price: float = 1.0  # million USD that one more firm abroad may cost
    cost_of_funds: float = 0.0  # what raising a dollar costs beside the dollar
    constituency: tuple[str, ...] = ()  # homes that are told apart; none: the largest
    parameters: dict[str, float] = field(default_factory=dict)  # by full name, the same in every world
    knowledge: Knowledge | None = None
    budget: Budget | None = None
    robustness: Robustness | None = None
    frontier: Frontier | None = None
    text: str = field(default="", repr=False, compare=False)  # the file that it was read from

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless all parts can be used, alone and together."""
        check_counts(self, "comparison")
        if self.aim not in AIMS:
            refuse(f"comparison.{unknown('aim', str(self.aim), AIMS)}; allowed: {', '.join(AIMS)}")
        values(merged_overrides(self.world, (), self.parameters)[0])
        check_codes("comparison.constituency", self.constituency, self.codes)
        check_options(self)
        if not self.start < self.measured_at <= self.years:
            refuse(
                f"comparison.horizon = {self.measured_at:g} is refused; allowed: a year after the first policy starts "
                f"({self.start:g}) and not after the last ({self.years})"
            )

    @cached_property
    def world(self) -> Scenario:
        """The scenario as it is run."""
        return adjusted_scenario(self.scenario, self.firms, self.years * QUARTERS_PER_YEAR)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes of the world's countries."""
        return tuple(country.iso3 for country in countries_of(self.world, self.first_seed).countries)

    @property
    def seeds(self) -> range:
        """The seeds of the main comparison; other parts take the first of them."""
        return range(self.first_seed, self.first_seed + self.replicates)

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The policies of all options."""
        return tuple(policy for option in self.options for policy in option.policies)

    @property
    def start(self) -> float:
        """When the first policy starts, years after the burn-in."""
        return min(policy.start for policy in self.policies)

    @property
    def end(self) -> float:
        """When the last policy ends, years after the burn-in; the last year if one of them does not end."""
        return float(min(max(policy.end for policy in self.policies), self.years))

    @property
    def measured_at(self) -> float:
        """The horizon at which effects are told, years after the burn-in."""
        return self.end if self.horizon is None else self.horizon


def scaled(policy: Policy, factor: float) -> Policy:
    """The policy with its budget and places times a factor; fewer than one place is one."""
    budget = policy.budget if policy.budget == UNLIMITED else policy.budget * factor
    places = policy.places if policy.places == UNLIMITED else max(math.floor(policy.places * factor), 1)
    return policy if factor == 1 else replace(policy, budget=budget, places=places)


def check_options(design: Design) -> None:
    """Raise ``InputError`` unless there are options, named once, that the world can have, in its time."""
    if not design.options:
        refuse("[[option]] is missing; allowed: at least one option with a name and [[option.policy]] tables")
    names = [option.name for option in design.options]
    known = Known(design.codes, industry_names())
    for option in design.options:
        if not isinstance(option.name, str) or not option.name.strip():
            refuse(f"option.name = {option.name!r} is refused; allowed: a text that names the option")
        if names.count(option.name) > 1:
            refuse(f"two options are named {option.name!r}; allowed: each name once")
        if not option.policies:
            refuse(f"option {option.name!r} has no policy; allowed: at least one [[option.policy]]")
        check_against(option, design.options)
        checked_policies((*design.world.policies, *option.policies), known)
        for policy in option.policies:
            if policy.start >= design.years or design.years < policy.end < FOREVER:
                time = f"start = {policy.start:g}, end = {policy.end:g}"
                raise policy.refusal(f"{time} is refused; allowed: within the {design.years} years of comparison.years")


def check_against(option: Option, options: tuple[Option, ...]) -> None:
    """Raise ``InputError`` unless an option is set against one of shocks alone, and holds these shocks too."""
    if not option.against:
        return
    shocks = {other.name: other for other in options if all(policy.module.SHOCK for policy in other.policies)}
    shocks.pop(option.name, None)
    if option.against not in shocks:
        known = ", ".join(shocks) or "none here"
        error = unknown("option of shocks alone", option.against, shocks)
        refuse(f"option {option.name!r}: against: {error}; allowed: {known}")
    if missing := [shock.name for shock in shocks[option.against].policies if shock not in option.policies]:
        refuse(f"option {option.name!r} lacks {missing[0]!r} of {option.against!r}; allowed: all shocks it is against")


def check_counts(part: object, table: str) -> None:
    """Raise ``InputError`` for a number of a design's part that is refused."""
    for bounds, words in ((COUNTS, "a whole number"), (NUMBERS, "a number")):
        for key, (low, high) in bounds.items():
            value = getattr(part, key, None)
            if value is not None and not (isinstance(value, (int, float)) and low <= value <= high):
                refuse(f"{table}.{key} = {value!r} is refused; allowed: {words} in [{low:g}, {high:g}]")


def check_list(key: str, names: tuple[str, ...], allowed: tuple[str, ...], kind: str) -> None:
    """Raise ``InputError`` unless a list holds known names, each once."""
    if not names:
        refuse(f"{key} is empty; allowed: at least one {kind}")
    for place, name in enumerate(names):
        if name not in allowed:
            raise unknown(f"{kind} in {key}:", name, allowed)
        if name in names[:place]:
            refuse(f"{key} names {name!r} twice; allowed: each once")
