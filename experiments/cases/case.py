"""A case as a TOML file declares it: its world, what would have been different, and what is reported of it.

``[case]`` names the scenario and tells what the case is about. Each ``[[counterfactual]]`` is the same world with
something changed. Each ``[[quantity]]`` is measured in all worlds; what is reported of it is read by nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from alliances.analysis.cases.declaration import Event, Quantity, Told
from alliances.experiments.variants.variant import Variant
from alliances.model.arguments import adjusted_scenario
from alliances.model.declarations.parameters import Parameters, Rule, values
from alliances.model.declarations.typed import Distinct, Some, Text, read, typed
from alliances.model.errors import at, echoed, refuse, unknown
from alliances.model.policies.policy import Policy
from alliances.model.policies.world_policies import Known
from alliances.model.rules import QUARTERS_PER_YEAR
from alliances.model.world.firm_file import read_register
from alliances.model.world.own_alliances import read_alliances
from alliances.model.world.own_files import Beside
from alliances.model.world.scenario import Scenario, ScenarioName, countries_of, load_scenario
from alliances.model.world.setup import industry_names
from alliances.model.world.toml_files import load

SHIPPED = Path(__file__).parent
AS_IT_WAS = "as it was"
"""What the world is called that nothing is changed in."""
EVERY = ("all",)


@typed
class Header(Told):
    """The table ``[case]``."""

    scenario: ScenarioName


@typed
class Counterfactual:
    """A table ``[[counterfactual]]``: what is different; all else is as in the case's scenario."""

    name: Text
    words: Text
    scenario: ScenarioName | None = None  # another one altogether
    firms_file: Beside | None = None  # in place of the scenario's
    alliances_file: Beside | None = None
    lifted: Distinct[Text] = ()  # policies of the scenario that are not there; ["all"] for none of them
    without: Distinct[Rule] = ()
    parameters: Parameters = field(default_factory=dict)
    policies: Annotated[tuple[Policy, ...], Field(alias="policy")] = ()

    def changed(self, base: Scenario) -> Variant:
        """The world that differs from the case's in what is said here."""
        scenario = base if self.scenario is None else adjusted_scenario(self.scenario, base.firms, base.quarters)
        names = [policy.name for policy in scenario.policies]
        for name in () if self.lifted == EVERY else self.lifted:
            if name not in names:
                raise unknown("policy of the scenario", name, names)
        files = {name: path for name in ("firms_file", "alliances_file") if (path := getattr(self, name))}
        kept = tuple(policy for policy in scenario.policies if self.lifted != EVERY and policy.name not in self.lifted)
        world = replace(scenario, policies=kept, **files)
        return Variant(world, self.parameters, self.without, self.policies, self.name)


@typed
class CaseFile:
    """A case as a TOML file has it."""

    case: Header
    event: tuple[Event, ...] = ()
    counterfactual: Some[Counterfactual]
    quantity: Some[Quantity]


@dataclass(frozen=True)
class Case:
    """A case, ready to be simulated; refuses to be made of what cannot be."""

    name: str
    about: Told
    events: tuple[Event, ...]
    quantities: tuple[Quantity, ...]
    variants: tuple[Variant, ...]  # the world as it was, then one for each counterfactual
    differs: Mapping[str, str]  # what is different in each of these, in words

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless names are there once, and years are those of the scenario."""
        for kind, named in (("counterfactual", self.variants), ("quantity", self.quantities)):
            names = [one.name for one in named]
            if twice := [name for place, name in enumerate(names) if name in names[:place]]:
                refuse(f"{kind} {echoed(twice[0])} must have a name of its own")
        known, *_ = [known_in(one.scenario) for one in self.variants]
        for place, quantity in enumerate(self.quantities):
            with at(f"quantity.{place}"):
                check_of(quantity, known)
                told = (*quantity.reported_in(self.last_year), quantity.told_in(self.last_year))
                for year in (*told, *filter(None, [quantity.since])):
                    if not self.first_year <= year <= self.last_year:
                        refuse(f"year {year} must be in {self.first_year} to {self.last_year}")

    @property
    def first_year(self) -> int:
        """The year that begins with step 0."""
        return self.variants[0].scenario.first_year

    @property
    def last_year(self) -> int:
        """The last whole year of the scenario."""
        return self.first_year + self.variants[0].scenario.quarters // QUARTERS_PER_YEAR - 1


def known_in(scenario: Scenario) -> dict[str, Collection[str]]:
    """The firms, industries and markets that a measure may name, by what it calls them.

    Raises ``InputError`` for a file of firms or alliances that cannot be used.
    """
    codes, industries = tuple(country.iso3 for country in countries_of(scenario, 0).countries), industry_names()
    names: tuple[str, ...] = ()
    if scenario.firms_file:
        known = Known(codes, industries)
        names = read_register(Path(scenario.firms_file), known, values(scenario.parameters), scenario.first_year).names
    if scenario.alliances_file:
        read_alliances(Path(scenario.alliances_file), names, codes, scenario.first_year)
    return {"firm": names, "other": names, "industry": industries, "markets": codes}


def check_of(quantity: Quantity, known: Mapping[str, Collection[str]]) -> None:
    """Raise ``InputError`` unless a quantity names firms, industries and markets that there are."""
    for kind, names in known.items():
        asked = quantity.of.get(kind, ())
        for name in [asked] if isinstance(asked, str) else asked:
            if name not in names:
                raise unknown("firm" if kind == "other" else kind.removesuffix("s"), name, names)


def shipped_cases() -> dict[str, Path]:
    """The files of the cases that come with the package, by name."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}


def load_case(name_or_path: str | Path, firms: int | None = None) -> Case:
    """The shipped case of this name, or the one in this TOML file; ``InputError`` if it cannot be used.

    ``firms`` at the start, instead of the scenario's.
    """
    return load("case", name_or_path, shipped_cases(), lambda document, path: case_from(document, path, firms))


def case_from(document: Mapping[str, Any], path: Path, firms: int | None) -> Case:
    """The case that a parsed TOML file describes; files that it names are found beside it."""
    file = read(CaseFile, document, path.resolve().parent)
    about = Told(**{one.name: getattr(file.case, one.name) for one in fields(Told)})
    scenario = adjusted_scenario(load_scenario(file.case.scenario), firms, None)
    variants = [Variant(scenario, name=AS_IT_WAS)]
    for place, one in enumerate(file.counterfactual):
        with at(f"counterfactual.{place}"):
            variants.append(one.changed(scenario))
    differs = {one.name: one.words for one in file.counterfactual}
    return Case(path.stem, about, file.event, file.quantity, tuple(variants), differs)
