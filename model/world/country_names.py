"""What else countries are called: ISO codes of two letters, of three, and numbers; English names; ``UK``, ``EL``."""

from __future__ import annotations

import csv
from collections.abc import Collection
from functools import cache
from pathlib import Path

from alliances.model.errors import echoed, unknown
from alliances.model.world.countries import packaged_rows

OTHER_NAMES = Path(__file__).parents[1] / "data" / "country_names.csv"


@cache
def codes_by_name() -> dict[str, str]:
    """The code of every country by what it is called, in small letters; numbers without zeros before them."""
    rows = list(csv.DictReader(OTHER_NAMES.read_text("utf-8").splitlines()))
    codes = {name.lower(): row["iso3"] for row in rows for name in (row["iso3"], *row["also"].split(";"))}
    return codes | {row["country"].lower(): code for code, row in packaged_rows().items()}


def code_of(name: str, known: Collection[str]) -> str | None:
    """The code of a country among those that are known, whatever it is called; None if it is none of them."""
    code = name if name in known else codes_by_name().get(plain(name))
    return code if code in known else None


def plain(name: str) -> str:
    """A name as it is looked up."""
    return name.strip().lower().lstrip("0" if name.strip().isdecimal() else "")


def is_without_data(name: str) -> bool:
    """Whether this is a country, and none of those of which data are packaged."""
    return codes_by_name().get(plain(name), "") not in ("", *packaged_rows())


def no_country(name: str, known: Collection[str]) -> str:
    """What is wrong with a country that is not among those that are known, and which may have been meant."""
    code = codes_by_name().get(plain(name))
    if code in known:
        return f"no country {echoed(name)}; did you mean '{code}'?"
    if code is None:
        return f"{unknown('country', name, known)}; it must be one of {', '.join(known)}"
    remedy = "add it" if name == code else f"give '{code}', and add it"
    return (
        f"country {echoed(name)} ({full_name(code)}) is not in this world; {remedy} to the scenario: "
        f'[world] countries = [..., "{code}"]; there are {", ".join(known)}'
    )


def full_name(code: str) -> str:
    """A country's English name."""
    if code in packaged_rows():
        return packaged_rows()[code]["country"]
    return next(name for name, of in reversed(codes_by_name().items()) if of == code).title()
