"""What columns and industries are called in the lists that people have, so that they need not be renamed by hand.

A heading is understood whatever its case and marks: ``Year founded`` is ``founded_year``. A column of money tells its
unit and, if it likes, its year: ``assets_busd_2022``, ``Total assets (million USD)``. Money is taken as it stands:
nothing is converted between years, and other currencies are refused.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from alliances.model.errors import InputError, echoed, refuse, refuse_all, unknown
from alliances.model.world.own_tables import Cell, Cells
from alliances.model.world.public_lists import OPEN, is_industry, reader_of

ALIASES = {
    "name": ("company", "company_name", "firm", "firm_name", "organization", "organisation", "organization_name",
             "enterprise", "startup", "startup_name"),
    "home": ("country", "country_code", "country_iso_code", "home_country", "headquarters_country", "hq_country",
             "nation", "iso3", "headquarters", "headquarters_location", "hq_location", "location"),
    "industry": ("industry_name", "main_industry", "nace", "nace_code", "nace_rev_2", "nace_rev_2_core_code",
                 "nace_pro", "sector", *OPEN),
    "employees": ("number_of_employees", "no_of_employees", "employee_count", "total_employees", "num_employees",
                  "staff", "headcount", "workers", "emp", "size_class", "size_pro"),
    "age_years": ("age", "firm_age", "age_in_years"),
    "founded_year": ("founded", "year_founded", "founding_year", "year_of_foundation", "year_established", "founded_at",
                     "founded_on", "founded_date", "founding_date", "date_founded", "date_of_incorporation",
                     "year_of_incorporation"),
}  # fmt: skip
"""Other headings of columns of firms; of several in a file the first of these counts, if it is understood."""
CLUTTER = re.compile(r"(?:_latin_alphabet|_last_avail(?:able)?_y(?:ea)?r|_4_digits|_?(?:19|20)?\d\d)$")
"""What follows in headings of databases: of which year a number is, and how a text is written."""
UNITS = {"usd": 1e-6, "kusd": 1e-3, "thousand_usd": 1e-3, "th_usd": 1e-3, "thousands": 1e-3, "musd": 1.0,
         "million_usd": 1.0, "usd_m": 1.0, "mil_usd": 1.0, "million": 1.0, "millions": 1.0, "busd": 1e3,
         "billion_usd": 1e3, "usd_b": 1e3, "billion": 1e3, "billions": 1e3}  # fmt: skip
"""How many million USD a unit is; the order of its words does not matter."""
MONEY = re.compile(
    r"(?:total_)?assets(?:_in)?(?:_(?P<unit>[a-z_]+?))?(?:_last_avail(?:able)?_y(?:ea)?r)?(?:_(?P<year>(?:19|20)\d\d))?"
)
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
        rows_aside: of how many firms the model has no use, by why.
        rows: how many firms the table has, with these.
    """

    renamed: dict[str, str] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)
    unit: float = 1.0
    money: str = ""
    rows_aside: Counter[str] = field(default_factory=Counter)
    rows: int = 0


def understood(
    cells: Cells, columns: Sequence[str], strangers: Sequence[str] = ()
) -> tuple[dict[str, list[Cell]], Understood]:
    """A table's cells by known column, and what was made of its headings.

    Of two headings for one column the first counts. Raises ``InputError`` for a heading that is all but a known one,
    and for ``strangers``, of which somebody may expect an effect.
    """
    made: dict[str, dict[str, Sequence[Cell]]] = {}  # by column, then by heading
    told, faults = Understood(), list[InputError]()
    for heading in cells:
        name = column_of(heading, columns, told)
        if name:
            made.setdefault(name, {})[heading] = cells[heading]
        elif heading in strangers or difflib.get_close_matches(heading, columns, n=1, cutoff=SURE):
            faults.append(InputError(f"{unknown('column', heading, columns)}; it must be one of {', '.join(columns)}"))
        else:
            told.aside.append(heading)
    choose(made, told, faults)
    refuse_all(faults)
    return {name: read(name, named) for name, named in made.items()}, told


def choose(made: dict[str, dict[str, Sequence[Cell]]], told: Understood, faults: list[InputError]) -> None:
    """Leave one heading for each column, except for the industry, and one column for what two of them say."""
    for name, named in made.items():
        order = (name, *ALIASES.get(name, ()))
        best = sorted(named, key=partial(place_of, order=order))
        kept = best if name == "industry" else best[:1]
        told.aside += [heading for heading in named if heading not in kept]
        made[name] = {heading: named[heading] for heading in kept}
    if "assets" in made:
        (heading,) = made["assets"]
        try:
            read_unit(MONEY.fullmatch(plain(heading)), told)
        except InputError as error:
            if "employees" in made:
                told.aside += made.pop("assets")
            else:
                faults.append(error)
    for one, other in (("assets", "employees"), ("founded_year", "age_years")):
        if one in made and other in made and {one, other} - {*made[one], *made[other]}:
            told.aside += made.pop(other)
    for heading in told.aside:
        told.renamed.pop(heading, None)


def read(name: str, named: Mapping[str, Sequence[Cell]]) -> list[Cell]:
    """The cells of a column, as the model has them; of several headings the first that is understood, row by row."""
    columns = []
    for heading, cells in named.items():
        reader = reader_of(called(heading, ALIASES.get(name, ())), name)
        columns.append([cell._replace(text=reader(cell.text)) for cell in cells] if reader else [*cells])
    if len(columns) == 1:
        return columns[0]
    return [next((cell for cell in row if is_industry(cell.text)), row[0]) for row in zip(*columns, strict=True)]


def plain(heading: str) -> str:
    """A heading in small letters, with a line between words."""
    return re.sub(r"[^a-z0-9]+", "_", heading.replace("$", " usd ").lower()).strip("_")


def called(heading: str, names: Sequence[str]) -> str:
    """Which of these names a heading is, whatever follows it; the heading in plain words if none."""
    found = plain(heading)
    while found not in names and CLUTTER.search(found):
        found = CLUTTER.sub("", found)
    return found


def place_of(heading: str, order: Sequence[str]) -> int:
    """The place of a heading among the names of a column."""
    name = called(heading, order)
    return order.index(name) if name in order else 0


def column_of(heading: str, columns: Sequence[str], told: Understood) -> str:
    """The column that a heading means, which is noted; empty if none."""
    name = next((column for column in columns if called(heading, (column, *ALIASES.get(column, ()))) in
                 (column, *ALIASES.get(column, ()))), "")  # fmt: skip
    name = "assets" if not name and "assets" in columns and MONEY.fullmatch(plain(heading)) else name
    if name and name != heading:
        told.renamed[heading] = name
    return name


def read_unit(money: re.Match[str] | None, told: Understood) -> None:
    """Note unit and year of a column of money; ``InputError`` for another currency."""
    unit, year = (money["unit"] or "million_usd", money["year"] or "") if money else ("million_usd", "")
    known = {tuple(sorted(name.split("_"))): factor for name, factor in UNITS.items()}
    factor = known.get(tuple(sorted(unit.split("_"))))
    if factor is None:
        refuse(f"unit {echoed(unit)} of assets must be one of {', '.join(UNITS)}")
    told.unit = factor
    told.money = f"{told.unit:g} million USD, {f'of {year}' if year else 'of a year that the heading does not tell'}"
