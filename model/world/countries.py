"""Countries: read from data, or drawn at random for a synthetic world.

The columns of the data and their sources are described in ``data/README.md``. What countries mean for markets and
firms follows in ``geography``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple

from alliances.model.engine.memory import GIGABYTE
from alliances.model.errors import InputError, echoed, refuse, refuse_all, said_of, unknown
from alliances.model.world.own_files import text_in
from alliances.model.world.own_tables import Cells, Found, Range, cells_in, number, numbers

MOST_COUNTRIES = 500
"""More than there are in the world; what is said of pairs of countries grows with the square of their number."""
A_PAIR = 250
"""Bytes that a pair of countries takes, measured."""
PACKAGED = Path(__file__).parents[1] / "data" / "countries.csv"
ECONOMIES = ("advanced", "emerging")
TEXTS = {"iso3": "iso3", "name": "country", "region": "region", "economy": "economy"}
GOVERNANCE = {"rule_of_law": "rule_of_law_2019", "regulatory_quality": "regulatory_quality_2019"}
NUMBERS = {"gdp": "gdp_2019_busd"} | GOVERNANCE | {"latitude": "latitude", "longitude": "longitude"}
CULTURE = (
    "power_distance", "individualism", "masculinity", "uncertainty_avoidance", "long_term_orientation", "indulgence",
)  # fmt: skip
LIMITS = {
    "gdp_2019_busd": (1e-3, 1e6),  # the smallest economy has about 0.05, the whole world about 1e5
    "latitude": (-90.0, 90.0),
    "longitude": (-180.0, 180.0),
    **dict.fromkeys(GOVERNANCE.values(), (-5.0, 5.0)),  # published scores run from about -2.5 to 2.5
    **dict.fromkeys(CULTURE, (-100.0, 200.0)),  # published indices run from 0 to about 120; replications leave it
}

# a synthetic world: normal draws with mean and standard deviation, near those of the packaged countries
LOG_GDP = (math.log(800.0), 1.2)  # log of billion USD
LAW_AND_REGULATION = 0.95  # correlation of rule of law and regulatory quality, each standard normal
CULTURE_INDEX = (50.0, 20.0)
CULTURE_RANGE = (0.0, 100.0)
FIRST_DRAWS = 0  # further "steps" of this decision are redraws of culture
DRAWS = ("gdp", "rule_of_law", "regulatory_quality", "latitude", "longitude")


@dataclass(frozen=True)
class Country:
    """A country as data: GDP in billion USD, governance in points, Hofstede's six, degrees."""

    iso3: str
    name: str
    region: str
    economy: str
    gdp: float
    rule_of_law: float
    regulatory_quality: float
    culture: tuple[float, ...]
    latitude: float
    longitude: float


class Countries(NamedTuple):
    """Countries in the order of their market numbers, and which values were missing and filled: ``ROU.rule_of_law``."""

    countries: list[Country]
    filled: tuple[str, ...] = ()


def read_countries(path: Path | None = None) -> Countries:
    """Countries from a CSV file with the columns of the packaged one, which is the default.

    Blank governance is filled by the mean of the countries of the same region and economy, or else of all. Raises
    ``InputError``, one line, for a file, column, or cell that cannot be used.
    """
    return packaged() if path is None else countries_in(Path(path))


@cache
def packaged() -> Countries:
    """The packaged countries, read once: a sweep makes thousands of worlds."""
    return countries_in(PACKAGED)


def countries_in(source: Path) -> Countries:
    """The countries of a CSV file, checked and completed."""
    text = text_in(source)
    try:
        return completed(countries_from(cells_in(text)))
    except InputError as error:
        raise said_of(str(source), error) from None


def countries_from(cells: Cells) -> list[Country]:
    """The countries of a table, all of whose faults are told at once; blank governance is not a number for now."""
    needed = (*TEXTS.values(), *NUMBERS.values(), *CULTURE)
    refuse_all([InputError(f"{unknown('column', column, cells)}; it has: {', '.join(cells)}")
                for column in needed if column not in cells])  # fmt: skip
    count, found = len(cells["iso3"]), Found()
    check_number(count)
    texts = {field: [cell.text for cell in cells[column]] for field, column in TEXTS.items()}
    check_texts(cells, found)
    read = {column: values_of(cells, column, found) for column in (*NUMBERS.values(), *CULTURE)}
    found.refuse()
    columns: dict[str, Any] = {**texts, **{field: read[column] for field, column in NUMBERS.items()}}
    cultures = zip(*(read[column] for column in CULTURE), strict=True)
    return [
        Country(**{field: values[n] for field, values in columns.items()}, culture=culture)
        for n, culture in enumerate(cultures)
    ]


def check_number(count: int) -> None:
    """Refuse a file with no country, or with more than there are."""
    if not count:
        refuse("holds no country; it needs one row per country")
    if count > MOST_COUNTRIES:
        need = count**2 * A_PAIR / GIGABYTE
        refuse(f"has {count:,} countries, whose pairs would need about {need:.1f} GB of memory; "
               f"it must have at most {MOST_COUNTRIES}")  # fmt: skip


def check_texts(cells: Cells, found: Found) -> None:
    """Note codes that are none or there twice, and economies that are neither."""
    codes: set[str] = set()
    for cell in cells["iso3"]:
        if not re.fullmatch("[A-Z][A-Z0-9]{2}", cell.text):
            found.say(cell, f"iso3 = {echoed(cell.text)} must be three capital letters")
        elif cell.text in codes:
            found.say(cell, f"iso3 = {echoed(cell.text)} is there twice; there must be one row per country")
        codes.add(cell.text)
    for cell in cells["economy"]:
        if cell.text not in ECONOMIES:
            found.say(cell, f"economy = {echoed(cell.text)} must be {' or '.join(ECONOMIES)}")


def values_of(cells: Cells, column: str, found: Found) -> list[float]:
    """The numbers of a column; NaN where governance is blank."""
    allowed = Range(*LIMITS[column])
    if column in GOVERNANCE.values():
        return numbers(cells[column], column, allowed, found)
    return [number(cell, column, allowed, found) for cell in cells[column]]


def completed(countries: Sequence[Country]) -> Countries:
    """The countries with blank governance filled in, and what was filled."""
    filled: list[str] = []
    complete = []
    for country in countries:
        blank = [field for field in GOVERNANCE if math.isnan(getattr(country, field))]
        given: dict[str, Any] = {field: typical(field, country, countries) for field in blank}
        complete.append(replace(country, **given))
        filled += [f"{country.iso3}.{field}" for field in blank]
    return Countries(complete, tuple(filled))


def typical(field: str, like: Country, countries: Sequence[Country]) -> float:
    """Mean of a governance score over the countries of the same region and economy that have it, else of all."""
    known = [country for country in countries if not math.isnan(getattr(country, field))]
    alike = [country for country in known if (country.region, country.economy) == (like.region, like.economy)]
    if not known:
        refuse(f"{GOVERNANCE[field]} is blank in every row; at least one country needs it")
    return fmean(getattr(country, field) for country in alike or known)


def synthetic_codes(count: int) -> list[str]:
    """The codes of so many synthetic countries: S01, S02, ..."""
    return [f"S{number:02d}" for number in range(1, count + 1)]


def synthetic_countries(count: int, seed: int) -> list[Country]:
    """Countries drawn at random; the first ones stay the same when more are drawn, save for who counts as advanced.

    GDP is lognormal, governance and culture are normal, the place is uniform on the sphere. A culture index
    outside [0, 100] is drawn again. Those with governance above the median are advanced, the others emerging.
    """
    drawn = [synthetic_country(number, code, seed) for number, code in enumerate(synthetic_codes(count))]
    governance = [country.rule_of_law + country.regulatory_quality for country in drawn]
    middle = median(governance)
    return [
        replace(country, economy=ECONOMIES[0] if level > middle else ECONOMIES[1])
        for country, level in zip(drawn, governance, strict=True)
    ]


def synthetic_country(number: int, code: str, seed: int) -> Country:
    """One synthetic country; whether it is advanced is not yet known."""
    from alliances.model.engine.randomness import normal_pair, uniform_pair  # here, since Numba is slow to import

    key = synthetic_key(seed, FIRST_DRAWS)
    normal = {name: float(normal_pair(key, number, place)) for place, name in enumerate(DRAWS)}
    height, turn = (float(uniform_pair(key, number, DRAWS.index(name))) for name in ("latitude", "longitude"))

    law = normal["rule_of_law"]
    own = math.sqrt(1 - LAW_AND_REGULATION**2) * normal["regulatory_quality"]
    return Country(
        iso3=code,
        name=f"Synthetic country {number + 1}",
        region="synthetic",
        economy="",
        gdp=math.exp(LOG_GDP[0] + LOG_GDP[1] * normal["gdp"]),
        rule_of_law=law,
        regulatory_quality=LAW_AND_REGULATION * law + own,
        culture=tuple(culture_index(number, dimension, seed) for dimension in range(len(CULTURE))),
        latitude=math.degrees(math.asin(2 * height - 1)),
        longitude=math.degrees(2 * math.pi * turn - math.pi),
    )


def culture_index(number: int, dimension: int, seed: int) -> float:
    """One culture index of a synthetic country, drawn until it lies within the published range."""
    from alliances.model.engine.randomness import normal_pair

    (mean, spread), (low, high) = CULTURE_INDEX, CULTURE_RANGE
    attempt, value = FIRST_DRAWS, -math.inf
    while not low <= value <= high:
        attempt += 1
        value = mean + spread * float(normal_pair(synthetic_key(seed, attempt), number, dimension))
    return value


def synthetic_key(seed: int, attempt: int) -> Any:
    """Key of the draws of one attempt, as 64 bits: outside a kernel Numba hands it back as a plain integer."""
    from numpy import uint64

    from alliances.model.declarations.decisions import SYNTHETIC_COUNTRY
    from alliances.model.engine.randomness import stream

    return uint64(stream(uint64(seed), SYNTHETIC_COUNTRY, attempt))
