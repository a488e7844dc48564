"""What else countries are called, for those who write ``UK``, ``DE`` or ``Vietnam`` where a code is needed."""

from __future__ import annotations

import csv
from collections.abc import Collection
from functools import cache
from pathlib import Path

from alliances.model.errors import echoed, unknown
from alliances.model.world.countries import packaged

OTHER_NAMES = Path(__file__).parents[1] / "data" / "country_names.csv"


@cache
def codes_by_name() -> dict[str, str]:
    """The code of every packaged country by what it is called, in small letters."""
    codes = {name.lower(): country.iso3 for country in packaged().countries for name in (country.iso3, country.name)}
    rows = csv.DictReader(OTHER_NAMES.read_text("utf-8").splitlines())
    return codes | {name.lower(): row["iso3"] for row in rows for name in row["also"].split(";")}


def no_country(name: str, known: Collection[str]) -> str:
    """What is wrong with a country that is not among those that are known, and which may have been meant."""
    code = codes_by_name().get(name.strip().lower())
    if code in known:
        return f"no country {echoed(name)}; did you mean '{code}'?"
    if code is None:
        return f"{unknown('country', name, known)}; it must be one of {', '.join(known)}"
    full = next(country.name for country in packaged().countries if country.iso3 == code)
    remedy = "add it" if name == code else f"give '{code}', and add it"
    return (
        f"country {echoed(name)} ({full}) is not in this world; {remedy} to the scenario: "
        f'[world] countries = [..., "{code}"]; there are {", ".join(known)}'
    )
