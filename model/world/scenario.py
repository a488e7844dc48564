"""Scenarios: which countries, how many firms, for how long, under which settings, and to ask what.

A scenario is a TOML file. Those in ``scenarios/`` are known by name; a user's own is given by its path. Everything in
it is checked when it is read: what cannot be used is an ``InputError`` of one line that says what is allowed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from alliances.model.declarations.parameters import checked, values
from alliances.model.errors import refuse, unknown
from alliances.model.policies.policy import Policy, policies_from
from alliances.model.world.geography import (
    Countries,
    check_overrides,
    read_countries,
    synthetic_codes,
    synthetic_countries,
)
from alliances.model.world.toml_files import refused_in, text_of

SHIPPED = Path(__file__).parents[1] / "scenarios"
LEAST_COUNTRIES = 2
COUNTS = {
    "firms": (2, 5_000_000),
    "quarters": (0, 100_000),
    "burn_in": (0, 100_000),
    "synthetic": (0, 200),  # about as many as there are countries; 0 means real ones
}


class Kind(NamedTuple):
    """What a key of a scenario file may hold, in words and as a test."""

    words: str
    admits: Callable[[object], bool]


def is_text(value: object) -> bool:
    """Whether this is a text that says something."""
    return isinstance(value, str) and bool(value.strip())


TEXT = Kind("a text in quotes", is_text)
WHOLE = Kind("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool))
CODES = Kind('a list of codes like ["DEU", "VNM"]', lambda value: isinstance(value, list) and all(map(is_text, value)))

HEADER = dict.fromkeys(("title", "question", "source", "look_for"), TEXT)
EXTENT = dict.fromkeys(("firms", "quarters", "burn_in"), WHOLE)
SELECTION = {"countries": CODES, "countries_file": TEXT, "synthetic": WHOLE, "homes": CODES, "firms_file": TEXT}
FILES = ("countries_file", "firms_file")  # paths relative to the scenario's own file
TABLES = ("scenario", "world", "parameters", "markets", "policy")


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A world to simulate, and the question it is for; refuses to be built from what cannot be used."""

    name: str
    title: str
    question: str
    source: str
    look_for: str
    firms: int
    quarters: int
    burn_in: int
    countries: tuple[str, ...] = ()  # none: all that there are
    countries_file: str | None = None  # none: the packaged one
    synthetic: int = 0  # 0: real countries
    homes: tuple[str, ...] = ()  # none: all countries
    firms_file: str | None = None  # named firms, the first of the world; the others are drawn
    parameters: dict[str, float] = field(default_factory=dict)  # by full name; all others keep their defaults
    markets: dict[str, dict[str, float]] = field(default_factory=dict)  # settings by country code, or for "all"
    policies: tuple[Policy, ...] = ()  # policies and shocks of this world

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless all parts can be used, alone and together."""
        for key, (low, high) in COUNTS.items():
            value = getattr(self, key)
            if not (WHOLE.admits(value) and low <= value <= high):
                refuse(f"{key} = {value!r} must be a whole number in [{low}, {high}]")
        if self.synthetic and (self.countries or self.countries_file):
            refuse(f"synthetic = {self.synthetic} is given beside countries or countries_file; it must be one of them")
        known = self.known_codes()
        check_codes("countries", self.countries, known)
        codes = self.countries or known
        if len(codes) < LEAST_COUNTRIES:
            refuse(f"countries = {list(codes)} must be at least {LEAST_COUNTRIES} countries")
        check_codes("homes", self.homes, codes)
        check_overrides(self.markets, codes)
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
    """Raise ``InputError`` unless every code is known and named once."""
    for place, code in enumerate(codes):
        if code not in known:
            refuse(f"{key}: {unknown('country', code, known)}; it must be one of {', '.join(known)}")
        if code in codes[:place]:
            refuse(f"{key} names {code!r} twice; each must be named once")


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
    """The shipped scenario of this name, or the one in this TOML file; ``InputError`` if it cannot be used."""
    path, text = text_of("scenario", name_or_path, shipped_files())
    with refused_in(path):
        return scenario_from(tomllib.loads(text), path)


def scenario_from(document: Mapping[str, Any], path: Path) -> Scenario:
    """The scenario that a parsed TOML file describes."""
    for name in document:
        if name not in TABLES:
            refuse(f"{unknown('table', name, TABLES)}; it must be one of {', '.join(TABLES)}")
    header = checked_table(document, "scenario", required=HEADER)
    world = checked_table(document, "world", required=EXTENT, optional=SELECTION)
    for key in ("countries", "homes"):
        world[key] = tuple(world.get(key, ()))
    for key in FILES:
        if key in world:
            world[key] = str((path.resolve().parent / world[key]).resolve())
    parameters: dict[str, float] = {}
    for name, value in flattened(table(document, "parameters")):
        if name in parameters:
            refuse(f"parameters: {name} is set twice; it must be set once")
        parameters[name] = checked(name, value)
    return Scenario(
        name=path.stem, **header, **world, parameters=parameters, markets=table(document, "markets"),
        policies=policies_from(document.get("policy", [])),
    )  # fmt: skip


def table(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A table of the file; empty if it is not there."""
    content = document.get(name, {})
    if not isinstance(content, dict):
        refuse(f"{name} = {content!r} must be a table [{name}]")
    return content


def checked_table(
    document: Mapping[str, Any], name: str, required: Mapping[str, Kind], optional: Mapping[str, Kind] | None = None
) -> dict[str, Any]:
    """A table of the file that has all required keys and no unknown ones, each holding what it may."""
    content = dict(table(document, name))
    kinds = {**required, **(optional or {})}
    for key, value in content.items():
        if key not in kinds:
            refuse(f"{unknown(f'[{name}] key', key, kinds)}; it must be one of {', '.join(kinds)}")
        if not kinds[key].admits(value):
            refuse(f"{name}.{key} = {value!r} must be {kinds[key].words}")
    for key in required:
        if key not in content:
            refuse(f"{name}.{key} is missing; it must be {kinds[key].words}")
    return content


def flattened(content: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Names and values of nested tables, names joined by dots."""
    for key, value in content.items():
        if isinstance(value, dict):
            yield from flattened(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
