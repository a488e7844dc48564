"""What is missing in a file of countries, and how it is filled: every value that is filled is told.

A column that is missing is taken from the packaged countries, for those that are among them. A blank score of
governance becomes the mean of the countries of the same region and economy. A blank score of culture becomes the mean
of the nearest countries on the globe that have it, the packaged ones included: values are shared by neighbours more
than by income groups, and Hofstede's published table has gaps.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from statistics import fmean
from typing import Any

from alliances.model.errors import refuse
from alliances.model.world.countries import (
    CULTURE,
    GOVERNANCE,
    NUMBERS,
    PACKAGED,
    TEXTS,
    Countries,
    Country,
    countries_from,
    kilometres,
    packaged_rows,
)
from alliances.model.world.country_names import codes_by_name, plain
from alliances.model.world.own_columns import SURE
from alliances.model.world.own_tables import Cell, Cells, cells_in

NEIGHBOURS = 3
"""Nearest countries whose mean fills a gap in culture."""
COLUMNS = (*TEXTS.values(), *NUMBERS.values(), *CULTURE)
ALIASES = {
    "iso3": ("code", "iso", "iso_code", "iso2", "country_code", "ctr"),
    "country": ("name", "country_name"),
    "gdp_2019_busd": ("gdp", "gdp_busd"),
    "rule_of_law_2019": ("rule_of_law",),
    "regulatory_quality_2019": ("regulatory_quality",),
    "power_distance": ("pdi",),
    "individualism": ("idv",),
    "masculinity": ("mas", "motivation_towards_achievement_and_success"),
    "uncertainty_avoidance": ("uai",),
    "long_term_orientation": ("ltowvs", "lto", "long_term_orientation_wvs"),
    "indulgence": ("ivr", "indulgence_versus_restraint"),
    "latitude": ("lat",),
    "longitude": ("lon", "lng", "long"),
}
"""Other headings, among them those of Hofstede's published table."""


def with_known(cells: Cells) -> tuple[Cells, tuple[str, ...]]:
    """A table with headings and codes as the model has them and missing columns taken over, and which values were."""
    named = {heading_of(heading): column for heading, column in cells.items()}
    if "iso3" not in named and "country" in named:
        named = {"iso3": named["country"], **named}
    if "iso3" not in named:
        return named, ()
    codes = [Cell(cell.place, codes_by_name().get(plain(cell.text), cell.text)) for cell in named["iso3"]]
    missing = [column for column in COLUMNS if column not in named and not is_misspelt(column, named)]
    rows = packaged_rows()
    if not all(cell.text in rows for cell in codes):
        return {**named, "iso3": codes}, ()
    added = {column: [Cell(cell.place, rows[cell.text][column]) for cell in codes] for column in missing}
    taken = tuple(f"{cell.text}.{column}" for column in missing for cell in codes)
    return {**named, "iso3": codes, **added}, taken


def is_misspelt(column: str, headings: Collection[str]) -> bool:
    """Whether a heading is all but this column."""
    return bool(difflib.get_close_matches(column, list(headings), n=1, cutoff=SURE))


def heading_of(heading: str) -> str:
    """The column that a heading means; the heading itself if none is known by it."""
    plain = re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_")
    return next((column for column, also in ALIASES.items() if plain in (column, *also)), heading)


def completed(countries: Sequence[Country], taken: Sequence[str]) -> Countries:
    """The countries with blank scores filled in, and what was filled, by code and field, with what was ``taken``."""
    filled, complete = list(taken), []
    for country in countries:
        blank = [field for field in GOVERNANCE if math.isnan(getattr(country, field))]
        given: dict[str, Any] = {field: typical(field, country, countries) for field in blank}
        gaps = [n for n, value in enumerate(country.culture) if math.isnan(value)]
        culture = [
            neighbourly(n, country, countries) if n in gaps else value for n, value in enumerate(country.culture)
        ]
        complete.append(replace(country, **given, culture=tuple(culture)))
        filled += [f"{country.iso3}.{field}" for field in (*blank, *(CULTURE[n] for n in gaps))]
    return Countries(complete, tuple(filled))


def typical(field: str, like: Country, countries: Sequence[Country]) -> float:
    """Mean of a governance score over the countries of the same region and economy that have it, else of all."""
    known = [country for country in countries if not math.isnan(getattr(country, field))]
    alike = [country for country in known if (country.region, country.economy) == (like.region, like.economy)]
    if not known:
        refuse(f"{GOVERNANCE[field]} is blank in every row; at least one country needs it")
    return fmean(getattr(country, field) for country in alike or known)


@cache
def packaged_countries() -> list[Country]:
    """The packaged countries as data, whose culture is complete."""
    return countries_from(cells_in(PACKAGED.read_text("utf-8")))


def neighbourly(dimension: int, like: Country, countries: Sequence[Country]) -> float:
    """Mean of a score of culture over the nearest countries that have it, of the file and of the packaged ones."""
    listed = {country.iso3 for country in countries}
    known = [country for country in (*countries, *(one for one in packaged_countries() if one.iso3 not in listed))
             if not math.isnan(country.culture[dimension])]  # fmt: skip
    near = sorted(known, key=lambda country: (kilometres(like, country), country.iso3))[:NEIGHBOURS]
    return fmean(country.culture[dimension] for country in near)
