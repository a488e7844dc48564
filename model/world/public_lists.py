"""Cells of public lists of firms, as the model has them: ranges, dates, places, tags and codes of industries."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path

INDUSTRY_NAMES = Path(__file__).parents[1] / "data" / "industry_names.csv"
OUTSIDE = "outside"
"""What stands in that file for industries that the model has not."""
KEPT = 10_000
"""Different texts whose meaning is kept, for in a list few of them fill many rows."""
TAGS = re.compile(r"[;|,]")
NACE = re.compile(r"[A-U]?\s?(\d\d)\.?(\d{0,2})(?:\s?[-_].*)?")
YEAR = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)")
HEADS = re.compile(r"(\d[\d,]*)(?:\s*(?:-|–|to)\s*(\d[\d,]*)|\s*(?:\+|or more|and more|and over))")
PLACES = ("location", "headquarters")
"""Words in headings under which a country stands after a town."""


@cache
def industries_by_name() -> Mapping[str, str]:
    """The industry by name, in small letters, and by number of NACE; ``OUTSIDE`` for one that the model has not."""
    rows = csv.DictReader(INDUSTRY_NAMES.read_text("utf-8").splitlines())
    return {name.lower(): row["industry"] for row in rows for name in (row["industry"], *row["also"].split(";"))}


@lru_cache(KEPT)
def industry_of(name: str) -> str:
    """The industry that is called so, or ``OUTSIDE``; the name itself if nothing is known by it.

    Of several tags the first counts that is an industry of the model.
    """
    names = industries_by_name()
    if name.lower() in names:
        return names[name.lower()]
    code = NACE.fullmatch(name)
    tags = [code[1] + code[2][:cut] for cut in (2, 1, 0)] if code else [tag.strip().lower() for tag in TAGS.split(name)]
    found = [names[tag] for tag in tags if tag in names]
    return next((industry for industry in found if industry != OUTSIDE), OUTSIDE if found or code else name)


def is_industry(name: str) -> bool:
    """Whether anything is known by this name."""
    return name.lower() in industries_by_name() or industry_of(name) != name


def tagged(text: str) -> str:
    """Tags of an open vocabulary as an industry: those that nobody knows are outside."""
    industry = industry_of(text)
    return OUTSIDE if industry == text and text else industry


@lru_cache(KEPT)
def year_in(text: str) -> str:
    """The year of a date; the text itself unless it holds one year."""
    years = YEAR.findall(text)
    return years[0] if len(years) == 1 else text


def at_most(latest: int, text: str) -> str:
    """A year, or the latest that there may be if it is one of this century after that; any other text as it is."""
    return str(latest) if re.fullmatch(r"20\d\d", text) and int(text) > latest else text


@lru_cache(KEPT)
def heads_in(text: str) -> str:
    """The geometric mean of a range of employees, or the least of an open one; any other text as it is."""
    found = HEADS.fullmatch(text.strip().lower())
    if not found:
        return text
    low = int(found[1].replace(",", ""))
    high = int(found[2].replace(",", "")) if found[2] else low
    return str(max(round(math.sqrt(low * high)), 1))


def country_in(text: str) -> str:
    """The country of a place: what stands last."""
    return text.rpartition(",")[2].strip()


def reader_of(heading: str, column: str) -> Callable[[str], str] | None:
    """How cells under a heading, in plain words, are read for a column; None if as they are."""
    if column == "home" and any(word in heading for word in PLACES):
        return country_in
    if column == "industry" and heading in OPEN:
        return tagged
    return {"founded_year": year_in, "employees": heads_in}.get(column)


OPEN = ("industries", "categories", "category_list", "category_groups_list", "industry_groups", "tags")
"""Headings of tags from an open vocabulary."""
