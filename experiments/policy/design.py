"""A comparison of policies: which options, in which world, over how many seeds, and what to work out beside.

An option is a bundle of policies. Every option is set against the world without it, on the same seeds. Everything is
checked when a design is made: what cannot be used is an ``InputError`` of one line.
"""

from __future__ import annotations

import math
from dataclasses import field, replace
from functools import cached_property
from typing import Annotated

from pydantic import Field

from alliances.analysis.policy.plan import AIMS
from alliances.analysis.policy.settings import CONDITIONS
from alliances.experiments.ensemble import EnsembleName
from alliances.model.arguments import adjusted_scenario, merged_overrides
from alliances.model.declarations.parameters import ParameterName, Parameters, values
from alliances.model.declarations.typed import Among, Positive, Some, Text, typed, within
from alliances.model.errors import at, echoed, refuse, unknown
from alliances.model.policies.policy import FOREVER, ROUNDING, UNLIMITED, Policy
from alliances.model.policies.world_policies import Known, checked_policies
from alliances.model.rules import QUARTERS_PER_YEAR
from alliances.model.world.scenario import Codes, Firms, Scenario, ScenarioName, check_codes, countries_of
from alliances.model.world.setup import industry_names

MOST_FACTOR = 1000.0
Condition = Annotated[Text, Among("condition", lambda: CONDITIONS)]
Seeds = Annotated[int, within(2, 10_000)]


@typed
class Option:
    """One of the options that are compared: policies that go together."""

    name: Text
    policies: Annotated[tuple[Policy, ...], Field(alias="policy")] = ()
    against: str = ""  # the option, of shocks alone, whose world this one is set against; "": the world as it is

    def scaled(self, factor: float) -> Option:
        """The option with every budget, and every number of places, times a factor; what is without limit stays so."""
        return replace(self, policies=tuple(scaled(policy, factor) for policy in self.policies))


@typed
class Knowledge:
    """Parameters that are not known: drawn together, and each moved alone over its plausible range.

    Those that an ensemble has are drawn from it, all of them as they go together; others from their plausible ranges.
    """

    parameters: Some[ParameterName]
    ensemble: EnsembleName | None = None
    draws: Annotated[int, within(2, 10_000)] = 20
    replicates: Seeds = 3


@typed
class Budget:
    """Factors on all budgets at which the options are tried."""

    factors: Some[Annotated[Positive, Field(le=MOST_FACTOR)]] = (0.25, 0.5, 1.0, 2.0, 4.0)
    replicates: Seeds = 20


@typed
class Robustness:
    """Conditions under which the ranking of the options is looked at again."""

    conditions: Some[Condition] = tuple(CONDITIONS)
    replicates: Seeds = 10


@typed
class Frontier:
    """The search for bundles of the options' policies that no other bundle beats in cost and effect."""

    trials: Annotated[int, within(2, 100_000)] = 60
    replicates: Seeds = 8
    most: Annotated[float, within(1e-3, MOST_FACTOR)] = 4.0  # factor on a policy's budget, at most


@typed
class Header:
    """The table ``[comparison]``: the world, the seeds, and what counts."""

    title: Text
    question: Text
    source: str = ""
    scenario: ScenarioName = "default"
    firms: Firms = 2000
    years: Annotated[int, within(1, 200)] = 20
    replicates: Seeds = 50
    first_seed: Annotated[int, within(0, 2**32)] = 1
    horizon: Annotated[float, within(0.25, 200)] | None = None  # years after the burn-in; the last end, or last year
    aim: Annotated[Text, Among("aim", lambda: AIMS)] = "firms_abroad"
    precision: Annotated[float, within(1e-9, 1e12)] | None = None  # half-width of the aim's 95 % interval, as wanted
    discount_rate: Annotated[float, within(0, 1)] = 0.035  # a year
    price: Annotated[float, within(1e-9, 1e12)] = 1.0  # million USD that one more firm abroad may cost
    cost_of_funds: Annotated[float, within(0, 10)] = 0.0  # what raising a dollar costs beside the dollar
    constituency: Codes = ()  # homes that are told apart; none: the largest
    parameters: Parameters = field(default_factory=dict)  # by full name, the same in every world


@typed
class Parts:
    """What a comparison works out beside its main part."""

    knowledge: Knowledge | None = None
    budget: Budget | None = None
    robustness: Robustness | None = None
    frontier: Frontier | None = None


@typed
class Design(Header, Parts):
    """A comparison of policies; refuses to be made from what cannot be used."""

    name: str
    options: tuple[Option, ...]
    text: str = field(default="", repr=False, compare=False)  # the file that it was read from

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless all parts can be used together."""
        with at("comparison.parameters"):
            values(merged_overrides(self.world, (), self.parameters)[0])
        with at("comparison.constituency"):
            check_codes("comparison.constituency", self.constituency, self.codes)
        check_options(self)
        with at("comparison.horizon"):
            if not self.start < self.measured_at <= self.years:
                refuse(
                    f"comparison.horizon = {self.measured_at:g} must be a year after the first policy starts "
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
    """The policy with its budget and places times a factor; fewer than one place is one, a share of places stays."""
    budget = policy.budget if policy.budget == UNLIMITED else policy.budget * factor
    kept = policy.places == UNLIMITED or policy.places < 1
    places = policy.places if kept else max(math.floor(policy.places * factor * (1 + ROUNDING)), 1)
    return policy if factor == 1 else replace(policy, budget=budget, places=places)


def check_options(design: Design) -> None:
    """Raise ``InputError`` unless there are options, named once, that the world can have, in its time."""
    if not design.options:
        refuse("[[option]] is missing; it must be one option or more, each with a name and [[option.policy]] tables")
    names = [option.name for option in design.options]
    known = Known(design.codes, industry_names())
    for place, option in enumerate(design.options):
        with at(f"option.{place}"):
            with at("name"):
                if option.name in names[:place]:
                    refuse(f"two options are named {echoed(option.name)}; each must have a name of its own")
            if not option.policies:
                refuse(f"option {echoed(option.name)} has no policy; it must have one [[option.policy]] or more")
            check_against(option, design.options)
            checked_policies((*design.world.policies, *option.policies), known)
            with at("policy.end"):
                check_times(option, design.years)


def check_times(option: Option, years: int) -> None:
    """Raise ``InputError`` unless all policies start and end in the years of a comparison."""
    for policy in option.policies:
        if policy.start >= years or years < policy.end < FOREVER:
            time = f"start = {policy.start:g}, end = {policy.end:g}"
            raise policy.refusal(f"{time} must be within the {years} years of comparison.years")


def check_against(option: Option, options: tuple[Option, ...]) -> None:
    """Raise ``InputError`` unless an option is set against one of shocks alone, and holds these shocks too."""
    if not option.against:
        return
    shocks = {other.name: other for other in options if all(policy.module.SHOCK for policy in other.policies)}
    shocks.pop(option.name, None)
    if option.against not in shocks:
        known = ", ".join(shocks) or "an option of shocks alone, and there is none"
        error = unknown("option of shocks alone", option.against, shocks)
        refuse(f"option {echoed(option.name)}: against: {error}; it must be {known}")
    if missing := [shock.name for shock in shocks[option.against].policies if shock not in option.policies]:
        refuse(
            f"option {echoed(option.name)} lacks {echoed(missing[0])} of {echoed(option.against)}; "
            "it must have all shocks of it"
        )
