"""The stylized facts, each declared once: what is reported, how it is measured, and where it must lie."""

from collections.abc import Iterable

from alliances.analysis.facts import (
    alliance_lives,
    causes,
    destinations,
    exporters,
    first_entries,
    networks,
    nissanka,
    partners,
    population,
    promotion,
    purposes,
    sanctions,
    telecom,
    veilleux,
    zhu,
)
from alliances.analysis.facts.declaration import Fact
from alliances.analysis.registry import named, together
from alliances.model.plugins import brought

MODULES = (
    alliance_lives, purposes, partners, networks, population, exporters, destinations, first_entries, zhu, causes,
    nissanka, veilleux, promotion, sanctions, telecom,
)  # fmt: skip
FACTS: tuple[Fact, ...] = tuple(fact for module in MODULES for fact in module.FACTS)


def facts(extra: Iterable[Fact] = ()) -> dict[str, Fact]:
    """The shipped facts, those of plugins and ``extra`` ones, by id; ``InputError`` if two share an id."""
    return together("fact", FACTS, (*brought(Fact), *extra), lambda fact: fact.id)


def fact(name: str, extra: Iterable[Fact] = ()) -> Fact:
    """The fact of this id, shipped, of a plugin or ``extra``; ``InputError`` with the nearest one if there is none."""
    return named("fact", name, facts(extra))
