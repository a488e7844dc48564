"""Firms of the user's own: read from a CSV file or a table in Python, and checked cell by cell.

One row per firm. ``home`` and ``industry`` are needed; any other column of ``COLUMNS`` may be there, and any of its
cells may be blank. What is not given is drawn (see ``own_firms``). Headings, countries and industries of a file may
go by other names (see ``own_columns`` and ``country_names``); columns of other things are set aside, and told.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import compress
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from alliances.model.declarations.codes import RESOURCES
from alliances.model.errors import InputError, echoed, note, refuse, refuse_all, said_of, unknown
from alliances.model.policies.world_policies import Known
from alliances.model.rules import QUARTERS_PER_YEAR
from alliances.model.world.country_names import code_of, is_without_data, no_country
from alliances.model.world.own_columns import Understood, understood
from alliances.model.world.own_files import FIRST_YEAR, LEAST_FIRMS, text_in
from alliances.model.world.own_firms import OwnFirms
from alliances.model.world.own_tables import Cells, Found, Range, cells_in, cells_of, numbers
from alliances.model.world.public_lists import KEPT, OUTSIDE, at_most, industry_of

MOST_MARKETS = 63
"""Of a footprint, which is one number of 64 bits."""
ANSWERS = {"true": 1.0, "yes": 1.0, "1": 1.0, "1.0": 1.0, "false": 0.0, "no": 0.0, "0": 0.0, "0.0": 0.0}

SIZES = {
    "assets": Range(0.001, 1e7, "Assets, million USD"),
    "employees": Range(1, 1e8, "Employees, instead of assets", whole=True),
}
UNIT_TRAITS = {
    **{name: Range(0, 1, name.capitalize()) for name in RESOURCES},
    "aptitude": Range(0, 1, "Aptitude for learning from others"),
    "international_experience": Range(0, 1, "International experience"),
    "planning": Range(0, 1, "Inclination to plan rather than seize opportunities"),
    "opportunism": Range(0, 1, "Latent opportunism"),
    "risk_tolerance": Range(0, 1, "Risk tolerance"),
    "reputation": Range(0, 1, "Name as a partner"),
}
AGES = {
    "age_years": Range(0, 1000, "Age in years"),
    "founded_year": Range(FIRST_YEAR - 1000, FIRST_YEAR, "Year of founding, instead of age, not after step 0"),
}
TRAITS = {**SIZES, **AGES, **UNIT_TRAITS}
ONE_OF = (tuple(SIZES), tuple(AGES))
"""Columns of which a table may have one."""
STRANGERS = ("alliance_capability", "absorptive_capacity", "endowment", "experience", "capacity")
"""What follows from other traits, and cannot be given."""
COLUMNS = ("name", "home", "industry", *TRAITS, "dedicated_function", "footprint")
"""All columns that a register may have; all are as at the first recorded quarter."""


def read_register(path: Path, known: Known, p: Any, first_year: int = FIRST_YEAR) -> OwnFirms:
    """The firms of a CSV file; ``p`` holds all parameter values, and step 0 begins ``first_year``.

    Raises ``InputError`` for a file, column or cell that cannot be used; all faults of a file are told at once.
    """
    firms, told = read_told(path, known, p, first_year)
    tell_aside(str(path), told)
    return firms


def tell_aside(path: str, told: Understood) -> None:
    """Let a user know, once, of how many firms of a file the model has no use."""
    if told.rows_aside and parent_process() is None:  # not from every worker of a sweep
        reasons = " and ".join(f"{count:,} {reason}" for reason, count in told.rows_aside.items())
        note_once(f"{path}: of {told.rows:,} firms these are set aside: {reasons}; alliances check tells more")


note_once = lru_cache(KEPT)(note)


class Told(NamedTuple):
    """The firms of a file, and what was made of its headings."""

    firms: OwnFirms
    headings: Understood


def read_told(path: Path, known: Known, p: Any, first_year: int = FIRST_YEAR) -> Told:
    """The same, with what was made of the file's headings."""
    text = text_in(Path(path))
    try:
        cells, told = usable(text, first_year)
        return Told(firms_of(cells, known, p, told.unit, first_year), told)
    except InputError as error:
        raise said_of(str(path), error) from None


def usable(text: str, first_year: int = FIRST_YEAR) -> tuple[Cells, Understood]:
    """The cells of a file's firms of which the model has a use, by column; what was made of the file tells the others.

    Set aside are firms of industries that the model has not, and of countries of which no data are packaged.
    Who was founded after ``first_year`` begins as new.
    """
    cells, told = understood(cells_in(text), COLUMNS, STRANGERS)
    check_columns(cells)
    why = [useless(home.text, industry.text) for home, industry in zip(cells["home"], cells["industry"], strict=True)]
    told.rows, told.rows_aside = len(why), Counter(reason for reason in why if reason)
    if "founded_year" in cells:
        cells["founded_year"] = [cell._replace(text=at_most(first_year, cell.text)) for cell in cells["founded_year"]]
    if told.rows_aside:
        cells = {name: list(compress(column, [not reason for reason in why])) for name, column in cells.items()}
    return cells, told


@lru_cache(KEPT)
def useless(home: str, industry: str) -> str:
    """Why the model has no use for a firm; empty if it has, or if what is given of it is wrong."""
    if industry_of(industry) == OUTSIDE:
        return "of industries that the model has not"
    return "of countries without data" if is_without_data(home) else ""


def given_register(table: Any, known: Known, p: Any) -> OwnFirms:
    """The firms of a table in Python, as ``AllianceModel(register=...)`` takes it: the columns of a file."""
    try:
        cells = cells_of(table, COLUMNS)
        check_columns(cells)
        return firms_of(cells, known, p)
    except InputError as error:
        raise said_of("register", error) from None


def own_firms(register: Any, file: str | None, known: Known, p: Any, first_year: int) -> OwnFirms | None:
    """The firms of a register, which is a table or the path of a file, or else of a scenario's; None without either."""
    if register is None or isinstance(register, str | Path):
        path = file if register is None else register
        return read_register(Path(path), known, p, first_year) if path else None
    return given_register(register, known, p)


def firms_of(
    cells: Cells, known: Known, p: Any, unit: float = 1.0, first_year: int = FIRST_YEAR
) -> OwnFirms:  # fmt: skip
    """Checked cells as firms; ``unit`` is million USD per unit of assets."""
    count, found = len(cells["home"]), Found()
    if count < LEAST_FIRMS:
        refuse(f"has {count} firms; it must have at least {LEAST_FIRMS}")
    scaled = SIZES["assets"]._replace(low=SIZES["assets"].low / unit, high=SIZES["assets"].high / unit)
    founded = TRAITS["founded_year"]._replace(high=first_year)
    read = {name: np.array(numbers(cells[name], name, allowed, found))
            for name, allowed in {**TRAITS, "assets": scaled, "founded_year": founded}.items()
            if name in cells}  # fmt: skip
    if "assets" in read:
        read["assets"] *= unit
    if "dedicated_function" in cells:
        read["dedicated_function"] = answers(cells, found)
    home, industry = homes(cells, known, found), industries(cells, known, found)
    served = footprints(cells, known, found) if "footprint" in cells else 0
    found.refuse()
    return OwnFirms(names(cells, count), home, industry, traits_of(read, count, p, first_year), served)


def check_columns(cells: Cells) -> None:
    """Refuse columns that are missing, or that contradict each other."""
    faults = [InputError(f"has no column '{name}'; needed: home and industry")
              for name in ("home", "industry") if name not in cells]  # fmt: skip
    faults += [InputError(f"has columns '{one}' and '{other}'; it must be one of them, since each follows from the "
                          "other") for one, other in ONE_OF if one in cells and other in cells]  # fmt: skip
    refuse_all(faults)


def traits_of(read: dict[str, np.ndarray], count: int, p: Any, first_year: int) -> dict[str, np.ndarray]:
    """What was read, as columns of the state; NaN where nothing was given."""
    traits = {name: column for name, column in read.items() if name not in ("employees", *AGES, *RESOURCES)}
    if "founded_year" in read:
        read["age_years"] = first_year - read["founded_year"]
    if "employees" in read:
        traits["assets"] = read["employees"] * p.firm_demography.assets_per_employee
    if "age_years" in read:
        traits["founded"] = -np.rint(read["age_years"] * QUARTERS_PER_YEAR) - 1
    if any(name in read for name in RESOURCES):
        blank = np.full(count, np.nan)
        traits["resources"] = np.stack([read.get(name, blank) for name in RESOURCES], axis=1)
    return traits


def homes(cells: Cells, known: Known, found: Found) -> np.ndarray:
    """Market numbers of the homes."""
    places = {code: place for place, code in enumerate(known.codes)}
    codes = {text: code_of(text, places) for text in {cell.text for cell in cells["home"]}}
    for cell in cells["home"]:
        if codes[cell.text] is None:
            found.say(cell, f"home: {no_country(cell.text, known.codes)}")
    return np.array([places.get(codes[cell.text] or "", 0) for cell in cells["home"]])


def footprints(cells: Cells, known: Known, found: Found) -> np.ndarray:
    """Foreign markets that each firm serves as a buyer, one bit each; countries stand with ; or + between them."""
    masks = []
    for cell in cells["footprint"]:
        codes = {part: code_of(part, known.codes) for part in map(str.strip, re.split("[;+]", cell.text)) if part}
        for part, code in codes.items():
            if code is None:
                found.say(cell, f"footprint: {no_country(part, known.codes)}")
        places = {known.codes.index(code) for code in codes.values() if code is not None}
        if places and max(places) >= MOST_MARKETS:
            found.say(cell, f"footprint: must lie in the first {MOST_MARKETS} countries of the world")
        masks.append(sum(1 << place for place in places if place < MOST_MARKETS))
    return np.array(masks, np.int64)


def industries(cells: Cells, known: Known, found: Found) -> np.ndarray:
    """Numbers of the industries."""
    places = {name: place for place, name in enumerate(known.industries)}
    for cell in cells["industry"]:
        if industry_of(cell.text) not in places:
            words = unknown("industry", cell.text, known.industries)
            found.say(cell, f"industry: {words}; it must be one of {', '.join(known.industries)}")
    return np.array([places.get(industry_of(cell.text), 0) for cell in cells["industry"]])


def answers(cells: Cells, found: Found) -> np.ndarray:
    """Answers of yes or no as 1 or 0; NaN where nothing is given."""
    for cell in cells["dedicated_function"]:
        if cell.text and cell.text.lower() not in ANSWERS:
            found.say(cell, f"dedicated_function = {echoed(cell.text)} must be one of yes, no, true, false, 1, 0")
    return np.array([ANSWERS.get(cell.text.lower(), np.nan) for cell in cells["dedicated_function"]])


def names(cells: Cells, count: int) -> tuple[str, ...]:
    """The firms' names; those without one are numbered."""
    given = [cell.text for cell in cells["name"]] if "name" in cells else [""] * count
    return tuple(name or f"own firm {number}" for number, name in enumerate(given, 1))
