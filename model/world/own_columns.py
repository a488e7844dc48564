"""What columns and industries are called in the lists that people have, so that they need not be renamed by hand.

A heading is understood whatever its case and marks: ``Year founded`` is ``founded_year``. A column of money tells its
unit and, if it likes, its year: ``assets_busd_2022``, ``Total assets (million USD)``. Money is taken as it stands:
nothing is converted between years, and other currencies are refused.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from alliances.model.errors import InputError, echoed, refuse_all, unknown
from alliances.model.world.own_tables import Cell, Cells

INDUSTRY_NAMES = Path(__file__).parents[1] / "data" / "industry_names.csv"
ALIASES = {
    "name": ("company", "company_name", "firm", "firm_name", "organization", "organisation", "organization_name"),
    "home": ("country", "country_code", "home_country", "headquarters", "headquarters_country", "nation", "iso3"),
    "industry": ("sector", "industry_name"),
    "employees": ("number_of_employees", "no_of_employees", "employee_count", "staff", "headcount"),
    "age_years": ("age", "firm_age", "age_in_years"),
    "founded_year": ("founded", "year_founded", "founding_year", "year_of_foundation", "year_established"),
}
"""Other headings of columns of firms."""
UNITS = {"usd": 1e-6, "kusd": 1e-3, "thousand_usd": 1e-3, "musd": 1.0, "million_usd": 1.0, "usd_m": 1.0,
         "busd": 1e3, "billion_usd": 1e3, "usd_b": 1e3}  # fmt: skip
"""How many million USD a unit is; the order of its words does not matter."""
MONEY = re.compile(r"(?:total_)?assets(?:_in)?(?:_(?P<unit>[a-z_]+?))?(?:_(?P<year>(?:19|20)\d\d))?")
SURE = 0.8
"""Likeness from which an unknown heading is taken for a slip of the pen."""


@dataclass
class Understood:
    """What was made of the headings of a table.

    Attributes:
        renamed: column by heading, where these differ.
        aside: headings that nothing was made of.
        unit: million USD per unit of the column of money.
        money: that unit and the year in words; empty if there is no such column.
    """

    renamed: dict[str, str] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)
    unit: float = 1.0
    money: str = ""


def understood(
    cells: Cells, columns: Sequence[str], strangers: Sequence[str] = ()
) -> tuple[dict[str, list[Cell]], Understood]:
    """A table's cells by known column, and what was made of its headings.

    Of two headings for one column the first counts. Raises ``InputError`` for a heading that is all but a known one,
    and for ``strangers``, of which somebody may expect an effect.
    """
    made: dict[str, list[Cell]] = {}
    told, faults = Understood(), list[InputError]()
    for heading, column in cells.items():
        name = column_of(heading, columns, told, faults)
        if name and name not in made:
            made[name] = list(column)
        elif not name and (heading in strangers or difflib.get_close_matches(heading, columns, n=1, cutoff=SURE)):
            faults.append(InputError(f"{unknown('column', heading, columns)}; it must be one of {', '.join(columns)}"))
        else:
            told.aside.append(heading)
    refuse_all(faults)
    return made, told


def column_of(heading: str, columns: Sequence[str], told: Understood, faults: list[InputError]) -> str:
    """The column that a heading means, which is noted; empty if none."""
    plain = re.sub(r"[^a-z0-9]+", "_", heading.replace("$", " usd ").lower()).strip("_")
    name = next((column for column, also in ALIASES.items() if column in columns and plain in (column, *also)), "")
    money = MONEY.fullmatch(plain) if "assets" in columns else None
    if money and not name:
        name = "assets"
        read_unit(money["unit"] or "million_usd", money["year"] or "", told, faults)
    name = name or (plain if plain in columns else "")
    if name and name != heading:
        told.renamed[heading] = name
    return name


def read_unit(unit: str, year: str, told: Understood, faults: list[InputError]) -> None:
    """Note unit and year of a column of money."""
    known = {tuple(sorted(name.split("_"))): factor for name, factor in UNITS.items()}
    factor = known.get(tuple(sorted(unit.split("_"))))
    if factor is None:
        faults.append(InputError(f"unit {echoed(unit)} of assets must be one of {', '.join(UNITS)}"))
    told.unit = factor or 1.0
    told.money = f"{told.unit:g} million USD, {f'of {year}' if year else 'of a year that the heading does not tell'}"


@cache
def industries_by_name() -> Mapping[str, str]:
    """The industry by what it is called, in small letters."""
    rows = csv.DictReader(INDUSTRY_NAMES.read_text("utf-8").splitlines())
    return {name.lower(): row["industry"] for row in rows for name in (row["industry"], *row["also"].split(";"))}


def industry_of(name: str) -> str:
    """The industry that is called so; the name itself if none is known by it."""
    return industries_by_name().get(name.lower(), name)
