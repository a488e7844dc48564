"""Scenarios: which countries, how many firms, for how long, under which settings, and to ask what.

A scenario is a TOML file. Those in ``scenarios/`` are known by name; a user's own is given by its path. Everything in
it is checked when it is read: what cannot be used is an ``InputError`` of one line that says what is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo

from alliances.model.declarations.parameters import Parameters, values
from alliances.model.declarations.typed import Distinct, Text, read, typed, within
from alliances.model.errors import at, refuse
from alliances.model.policies.policy import Policy
from alliances.model.world.countries import Countries, synthetic_codes, synthetic_countries
from alliances.model.world.country_file import read_countries
from alliances.model.world.country_names import no_country
from alliances.model.world.geography import Markets, check_overrides
from alliances.model.world.own_files import FIRST_YEAR, Beside, folder_of, is_there
from alliances.model.world.own_folder import SCENARIO, own_data
from alliances.model.world.toml_files import load

SHIPPED = Path(__file__).parents[1] / "scenarios"
DEFAULT = "default"
LEAST_COUNTRIES = 2
FILES = ("countries_file", "firms_file", "alliances_file")  # paths from the scenario's own file
Codes = Annotated[Distinct[Annotated[Text, Field(title="code")]], Field(examples=[["DEU", "VNM"]])]


Firms = Annotated[int, within(2, 5_000_000)]
Quarters = Annotated[int, within(0, 100_000)]


@typed
class About:
    """The table ``[scenario]``: the question that a world is for."""

    title: Text
    question: Text
    source: Text
    look_for: Text
    outcome: Text = "mean_foreign_sales_share"  # what it asks about, of those that ``alliances outcomes runs`` lists
    then: str = ""  # the command that goes on from there; by default the one that tells the effect of alliances


@typed
class Extent:
    """The table ``[world]``: which countries and firms there are, and for how long."""

    firms: Firms
    quarters: Quarters
    burn_in: Quarters
    countries: Codes = ()  # none: all that there are
    countries_file: Beside | None = None  # none: the packaged one
    synthetic: Annotated[int, within(0, 200)] = 0  # about as many as there are countries; 0: real ones
    homes: Codes = ()  # none: all countries
    firms_file: Beside | None = None  # named firms, the first of the world; the others are drawn
    alliances_file: Beside | None = None  # all alliances of these firms at the start
    first_year: Annotated[int, within(1000, 3000)] = FIRST_YEAR  # the calendar year that begins with step 0


@typed
class Settings:
    """What a scenario changes: parameters by full name, markets by country code or "all", policies and shocks."""

    parameters: Parameters = field(default_factory=dict)
    markets: Markets = field(default_factory=dict)
    policies: Annotated[tuple[Policy, ...], Field(alias="policy")] = ()


@typed
class ScenarioFile(Settings):
    """A scenario as a TOML file has it."""

    scenario: About
    world: Extent


@typed
class Scenario(About, Extent, Settings):
    """A world to simulate, and the question it is for; refuses to be built from what cannot be used."""

    name: str

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless all parts can be used together."""
        with at("world.synthetic"):
            if self.synthetic and (self.countries or self.countries_file):
                refuse(f"synthetic = {self.synthetic} must be left out beside countries or countries_file")
        known = self.known_codes()
        check_codes("countries", self.countries, known)
        codes = self.countries or known
        with at("world.countries"):
            if len(codes) < LEAST_COUNTRIES:
                refuse(f"countries = {list(codes)} must be at least {LEAST_COUNTRIES} countries")
        check_codes("homes", self.homes, codes)
        with at("world.alliances_file"):
            if self.alliances_file and not self.firms_file:
                refuse("alliances_file needs firms_file, a file of the firms that it names")
        check_overrides(self.markets, codes)
        with at("parameters"):
            values(self.parameters)

    def known_codes(self) -> list[str]:
        """Codes of the countries to select from."""
        if self.synthetic:
            return synthetic_codes(self.synthetic)
        return [country.iso3 for country in self.real_countries().countries]

    def real_countries(self) -> Countries:
        """All countries of the file, selected or not."""
        return read_countries(Path(self.countries_file) if self.countries_file else None)


def countries_of(scenario: Scenario, seed: int) -> Countries:
    """The scenario's countries in market order, and which of their values were missing and filled.

    Only synthetic countries depend on the seed.
    """
    if scenario.synthetic:
        return Countries(synthetic_countries(scenario.synthetic, seed))
    countries, filled = scenario.real_countries()
    by_code = {country.iso3: country for country in countries}
    chosen = scenario.countries or tuple(by_code)
    return Countries([by_code[code] for code in chosen], tuple(f for f in filled if f.partition(".")[0] in chosen))


def check_codes(key: str, codes: Sequence[str], known: Sequence[str]) -> None:
    """Raise ``InputError`` unless every code is known."""
    with at(f"world.{key}"):
        for code in codes:
            if code not in known:
                refuse(f"{key}: {no_country(code, known)}")


def shipped_files() -> dict[str, Path]:
    """The files of the scenarios that come with the package, by name."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}


def scenario_names() -> list[str]:
    """Names of the scenarios that come with the package, in alphabetical order."""
    return list(shipped_files())


def shipped() -> list[Scenario]:
    """The scenarios that come with the package, in the order of their names."""
    return [load_scenario(name) for name in scenario_names()]


def load_scenario(name_or_path: str | Path) -> Scenario:
    """The shipped scenario of this name, or the one in this TOML file or folder; ``InputError`` if it cannot be used.

    A folder holds data of the user's own (see ``own_folder``).
    """
    folder = Path(name_or_path) if isinstance(name_or_path, str | Path) else None
    if folder is not None and str(folder) not in shipped_files() and is_there(folder) and folder.is_dir():
        if is_there(folder / SCENARIO):
            return replace(load("scenario", folder / SCENARIO, {}, scenario_from), name=folder.resolve().name)
        return replace(load_scenario(DEFAULT), **own_data(folder))
    return load("scenario", name_or_path, shipped_files(), scenario_from)


def scenario_from(document: Mapping[str, Any], path: Path) -> Scenario:
    """The scenario that a parsed TOML file describes; files that it names are found beside it."""
    file = read(ScenarioFile, document, folder_of(path))
    parts = {name: value for name, value in vars(file).items() if name not in ("scenario", "world")}
    return Scenario(name=path.stem, **vars(file.scenario), **vars(file.world), **parts)


def found_beside(name: str, info: ValidationInfo) -> str:
    """A scenario's name, or the path of one of one's own that lies in the folder of the file that is read."""
    path = info.context / name if info.context else Path(name)
    return str(path.resolve()) if info.context and name not in scenario_names() and is_there(path) else name


ScenarioName = Annotated[Text, AfterValidator(found_beside)]
"""A scenario as a design names it: shipped, or a file beside the design."""
