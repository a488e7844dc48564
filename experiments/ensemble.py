"""Ensembles: parameter sets that reported numbers leave as they are, one row each, made by ``alliances calibrate``.

A file has one column per parameter. Rows are in an order of chance, so the first few stand for all.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from alliances.model.declarations.parameters import checked, declared
from alliances.model.declarations.typed import Text
from alliances.model.errors import InputError, refuse, unknown
from alliances.model.world.own_files import is_there
from alliances.model.world.toml_files import refused_in, text_of

SHIPPED = Path(__file__).parent / "ensembles"
Member = Mapping[str, float]
"""Parameters by full name."""


def shipped_ensembles() -> dict[str, Path]:
    """The files of the ensembles that come with the package, by name."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.csv"))}


def load_ensemble(name_or_path: str | Path) -> tuple[Member, ...]:
    """The members of a shipped ensemble, or of the CSV file at this path; ``InputError`` if it cannot be used."""
    path, text = text_of("ensemble", name_or_path, shipped_ensembles())
    with refused_in(path):
        rows = csv.DictReader(text.splitlines())
        for name in rows.fieldnames or ():
            if name not in declared():
                raise unknown("parameter", name, declared())
        members = tuple(member(number, row) for number, row in enumerate(rows, 1))
        if not members:
            refuse("no member is given; it must be a CSV file with one column per parameter, and one row per member")
        return members


def member(number: int, row: Mapping[str, str]) -> Member:
    """The values of a row."""
    try:
        return {name: checked(name, float(value)) for name, value in row.items()}
    except (TypeError, ValueError) as error:
        reason = str(error) if isinstance(error, InputError) else "every cell must be a number"
        raise InputError(f"member {number}: {reason}") from None


def found_beside(name: str, info: ValidationInfo) -> str:
    """The name of a shipped ensemble that can be used, or the path of one's own, from the folder of the file read."""
    path = info.context / name if info.context else Path(name)
    own = info.context and name not in shipped_ensembles() and is_there(path)
    found = str(path.resolve()) if own else name
    load_ensemble(found)
    return found


EnsembleName = Annotated[Text, AfterValidator(found_beside)]
"""An ensemble as a design names it: shipped, or a CSV file beside the design."""
