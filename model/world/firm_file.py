"""A register of the user's own firms: read from CSV, checked cell by cell, turned into columns of ``records.firms``.

One row per firm. ``home`` and ``industry`` are needed; any other column of ``COLUMNS`` may be there, and then every
firm has a value in it. What the register does not tell is drawn as for any other firm.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from alliances.model.declarations.codes import RESOURCES
from alliances.model.errors import InputError, refuse, unknown
from alliances.model.policies.policy import Known
from alliances.model.rules import QUARTERS_PER_YEAR

LEAST_FIRMS = 2
ANSWERS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class Trait(NamedTuple):
    """A column of numbers: its admissible range and meaning."""

    low: float
    high: float
    meaning: str


SIZES = {
    "assets": Trait(0.001, 1e7, "Assets, million USD"),
    "employees": Trait(1, 1e8, "Employees, instead of assets"),
}
UNIT_TRAITS = {
    **{name: Trait(0, 1, f"{name.capitalize()} (all five resources, or none)") for name in RESOURCES},
    "aptitude": Trait(0, 1, "Aptitude for learning from others"),
    "international_experience": Trait(0, 1, "International experience at the start of the burn-in"),
    "planning": Trait(0, 1, "Inclination to plan rather than seize opportunities"),
    "opportunism": Trait(0, 1, "Latent opportunism"),
    "risk_tolerance": Trait(0, 1, "Risk tolerance"),
    "reputation": Trait(0, 1, "Name as a partner"),
}
TRAITS = {**SIZES, "age_years": Trait(0, 1000, "Age in years at the end of the burn-in"), **UNIT_TRAITS}
COLUMNS = ("name", "home", "industry", *TRAITS, "dedicated_function")
"""All columns that a register may have; ``name`` is for its reader only."""


def read_register(path: Path, codes: Sequence[str], industries: Sequence[str], p: Any) -> dict[str, np.ndarray]:
    """Columns of ``records.firms`` by name, for ``AllianceModel(register=...)``.

    ``codes`` and ``industries`` are the markets and industries of the world, in the order of their numbers; ``p`` holds
    all parameter values. Raises ``InputError``, one line, for a file, column, or cell that cannot be used.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            cells = columns_of(csv.DictReader(file, strict=True))
        return converted(cells, codes, industries, p)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: is not a CSV file in UTF-8 ({error})") from None
    except InputError as error:
        raise InputError(" ".join(f"{path}: {error}".split())) from None


def named_firms(file: str | None, known: Known, p: Any) -> dict[str, Any] | None:
    """The firms that a scenario names in a register, as ``read_register`` gives them; None if it names none."""
    return read_register(Path(file), known.codes, known.industries, p) if file else None


Cells = Mapping[str, Sequence[tuple[int, str]]]
"""Each column's cells with their line numbers."""


def columns_of(reader: csv.DictReader[str]) -> Cells:
    """The cells of the file by column, once header and shape are as they must be."""
    header = [name.strip() for name in reader.fieldnames or refuse("is empty; it needs a header and one row per firm")]
    check_header(header)
    reader.fieldnames = header
    rows = []
    for row in reader:
        if None in row or None in row.values():
            refuse(f"line {reader.line_num} has not as many cells as the header ({len(header)})")
        rows.append((reader.line_num, row))
    if len(rows) < LEAST_FIRMS:
        refuse(f"has {len(rows)} firms; allowed: at least {LEAST_FIRMS}")
    return {name: [(line, row[name].strip()) for line, row in rows] for name in header}


def check_header(header: Sequence[str]) -> None:
    """Refuse columns that are unknown, twice there, missing, or contradict each other."""
    if "absorptive_capacity" in header:
        refuse("has column 'absorptive_capacity'; allowed: 'aptitude', from which, assets and industry it follows")
    for name in header:
        if name not in COLUMNS:
            refuse(f"{unknown('column', name, COLUMNS)}; allowed: {', '.join(COLUMNS)}")
        if header.count(name) > 1:
            refuse(f"column '{name}' appears twice; allowed: once")
    for name in ("home", "industry"):
        if name not in header:
            refuse(f"has no column '{name}'; needed: home and industry")
    if "assets" in header and "employees" in header:
        refuse("has columns 'assets' and 'employees'; allowed: one of them, since the model derives the other")
    given = [name for name in RESOURCES if name in header]
    if missing := [name for name in RESOURCES if name not in header]:
        if given:
            refuse(f"has column '{given[0]}' but not '{missing[0]}'; allowed: all of {', '.join(RESOURCES)}, or none")


def converted(cells: Cells, codes: Sequence[str], industries: Sequence[str], p: Any) -> dict[str, np.ndarray]:
    """The checked cells as columns of ``records.firms``."""
    register = {
        "home": numbered(cells, "home", "country", codes),
        "industry": numbered(cells, "industry", "industry", industries),
    }
    numbers = {name: np.array(list(values(cells, name))) for name in cells if name in TRAITS}
    if "employees" in numbers:
        register["assets"] = numbers["employees"] * p.firm_demography.assets_per_employee
    if "age_years" in numbers:
        register["founded"] = -np.rint(numbers["age_years"] * QUARTERS_PER_YEAR).astype(np.int64) - 1
    if RESOURCES[0] in numbers:
        register["resources"] = np.stack([numbers[name] for name in RESOURCES], axis=1)
    if "dedicated_function" in cells:
        register["dedicated_function"] = np.array(list(answers(cells, "dedicated_function")))
    own = set(numbers) - set(RESOURCES) - {"employees", "age_years"}
    return register | {name: numbers[name] for name in cells if name in own}


def numbered(cells: Cells, column: str, kind: str, known: Sequence[str]) -> np.ndarray:
    """Positions of the words of a column among those that are known."""
    places = {word: place for place, word in enumerate(known)}
    for line, word in cells[column]:
        if word not in places:
            refuse(f"line {line}, {column}: {unknown(kind, word, known)}; allowed: {', '.join(known)}")
    return np.array([places[word] for _, word in cells[column]])


def values(cells: Cells, column: str) -> Iterator[float]:
    """The numbers of a column, each within its range."""
    trait = TRAITS[column]
    allowed = f"a number in [{trait.low:g}, {trait.high:g}]"
    for line, text in cells[column]:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not trait.low <= value <= trait.high:
            refuse(f"line {line}, {column} = {text!r} is refused; allowed: {allowed}, in every row")
        yield value


def answers(cells: Cells, column: str) -> Iterator[bool]:
    """The answers of a column of yes or no."""
    for line, text in cells[column]:
        if text.lower() not in ANSWERS:
            refuse(f"line {line}, {column} = {text!r} is refused; allowed: {', '.join(ANSWERS)}, in every row")
        yield ANSWERS[text.lower()]
