"""Alliances of the user's own firms: read from a CSV file, and checked cell by cell.

One row per alliance. Partners are named as in the file of firms, the initiator first, in the columns ``partner_1`` to
``partner_4``; the first two are needed. Any other column of ``COLUMNS`` may be there, and any of its cells may be
blank; what is not given is worked out by the rules as the partners sign (see ``own_network``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from alliances.model.declarations.codes import GOVERNANCE, MAX_PARTNERS, NOBODY
from alliances.model.errors import InputError, echoed, nearest, refuse_all, said_of, unknown
from alliances.model.rules import QUARTERS_PER_YEAR
from alliances.model.world.country_names import code_of, no_country
from alliances.model.world.own_files import FIRST_YEAR, text_in
from alliances.model.world.own_tables import Cell, Cells, Found, Range, cells_in, numbers

PARTNERS = tuple(f"partner_{number}" for number in range(1, MAX_PARTNERS + 1))
SCOPE = ("technology", "supply_chain", "market_access")
COLUMNS = (*PARTNERS, "start_year", "governance", "scope", "host")
YEARS_BEFORE = 100
START = Range(FIRST_YEAR - YEARS_BEFORE, FIRST_YEAR, "Year of signature; a part of a year as a decimal")
FORMS = {"contract": 0, GOVERNANCE[0]: 0, "joint venture": 1, "jv": 1, "equity": 1, GOVERNANCE[1]: 1}


class OwnAlliance(NamedTuple):
    """What is known of an alliance: partners by row of the firms' file; None, or NOBODY, where nothing is given."""

    partners: tuple[int, ...]
    start: int | None  # quarter of signature, before 0
    equity: int | None
    scope: tuple[str, ...] | None
    host: int  # market number


def read_alliances(
    path: Path, names: Sequence[str], codes: Sequence[str], first_year: int = FIRST_YEAR
) -> list[OwnAlliance]:  # fmt: skip
    """The alliances of a CSV file, between firms of these names, in countries of these codes.

    Raises ``InputError`` for a file, column or cell that cannot be used; all faults of a file are told at once.
    """
    text = text_in(Path(path))
    try:
        cells = cells_in(text, COLUMNS)
        refuse_all([InputError(f"has no column '{name}'; needed: {' and '.join(PARTNERS[:2])}")
                    for name in PARTNERS[:2] if name not in cells])  # fmt: skip
        return alliances_of(cells, names, codes, first_year)
    except InputError as error:
        raise said_of(str(path), error) from None


def alliances_of(cells: Cells, names: Sequence[str], codes: Sequence[str], first_year: int) -> list[OwnAlliance]:
    """Checked cells as alliances."""
    found, count = Found(), len(cells[PARTNERS[0]])
    blank = [Cell("", "")] * count
    places = places_of(names)
    allowed = START._replace(low=first_year - YEARS_BEFORE, high=first_year)
    starts = numbers(cells.get("start_year", blank), "start_year", allowed, found)
    listed = [partners_in([cells[name][n] for name in PARTNERS if name in cells], places, found) for n in range(count)]
    read = [
        OwnAlliance(
            listed[n],
            None if starts[n] != starts[n] else min(round((starts[n] - first_year) * QUARTERS_PER_YEAR), -1),
            form_in(cells.get("governance", blank)[n], found),
            scope_in(cells.get("scope", blank)[n], found),
            host_in(cells.get("host", blank)[n], codes, found),
        )
        for n in range(count)
    ]
    found.refuse()
    return read


def places_of(names: Sequence[str]) -> Mapping[str, int | None]:
    """The row of each firm by its name; None where several have it."""
    places: dict[str, int | None] = {}
    for place, name in enumerate(names):
        places[name] = None if name in places else place
    return places


def partners_in(cells: Sequence[Cell], places: Mapping[str, int | None], found: Found) -> tuple[int, ...]:
    """The partners of a row, the initiator first; faults are noted."""
    partners: list[int] = []
    for column, cell in zip(PARTNERS, cells, strict=False):
        place = places.get(cell.text)
        if not cell.text and column not in PARTNERS[:2]:
            continue
        if place in partners:
            found.say(cell, f"{column}: {echoed(cell.text)} is there twice; each partner must be there once")
        elif place is None:
            wrong = "several firms have this name" if cell.text in places else "no firm has this name"
            found.say(cell, f"{column} = {echoed(cell.text)}: {wrong}; it must be the name of one"
                            f"{nearest(cell.text, places) if cell.text not in places else ''}")  # fmt: skip
        else:
            partners.append(place)
    return tuple(partners)


def form_in(cell: Cell, found: Found) -> int | None:
    """The form of governance."""
    if cell.text and cell.text.lower() not in FORMS:
        found.say(cell, f"governance = {echoed(cell.text)} must be {' or '.join(GOVERNANCE)}")
    return FORMS.get(cell.text.lower())


def scope_in(cell: Cell, found: Found) -> tuple[str, ...] | None:
    """What an alliance covers: one or more words, between them blanks or any mark."""
    words = tuple(word for word in re.split(r"[^a-z_]+", cell.text.lower()) if word)
    for word in words:
        if word not in SCOPE:
            found.say(cell, f"scope: {unknown('field', word, SCOPE)}; it must be one or more of {', '.join(SCOPE)}")
    return words or None


def host_in(cell: Cell, codes: Sequence[str], found: Found) -> int:
    """The market where it operates."""
    code = code_of(cell.text, codes) if cell.text else None
    if cell.text and code is None:
        found.say(cell, f"host: {no_country(cell.text, codes)}")
    return NOBODY if code is None else [*codes].index(code)
