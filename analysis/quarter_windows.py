"""Columns of the ``quarters`` table in a window, as outcomes of a run: ``exporters@last``, ``formed@0:80 sum``."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from alliances.model.errors import echoed, refuse, unknown
from alliances.model.records.outcomes import QUARTERS_TABLE

WINDOW = re.compile(r"(?P<column>\w+)@(?:(?P<last>last)|(?P<start>\d+):(?P<stop>\d+)(?: (?P<how>\w+))?)")
HOW = ("mean", "sum", "min", "max")
FORM = "COLUMN@last, COLUMN@FROM:TO (mean), or COLUMN@FROM:TO sum, min or max"


def windowed(name: str, quarters: pd.DataFrame) -> float | None:
    """A column of the ``quarters`` table in a window: from one quarter up to, and without, another."""
    parts = window(name)
    column = quarters[parts["column"]]
    if parts["last"]:
        return float(column.iloc[-1]) if len(column) else None
    inside = column[quarters["step"].between(int(parts["start"]), int(parts["stop"]), inclusive="left")]
    return float(inside.agg(parts["how"] or "mean")) if len(inside) else None


def window(name: str) -> dict[str, Any]:
    """Column, window and how to take one number of it; ``InputError`` if that is no such name."""
    columns = [column.name for column in QUARTERS_TABLE.columns if column.name != "step"]
    read = WINDOW.fullmatch(name)
    if not read:
        refuse(f"outcome {echoed(name)} must be {FORM}")
    parts = read.groupdict()
    if parts["column"] not in columns:
        refuse(f"{unknown('column of quarters', parts['column'], columns)}; it must be one of {', '.join(columns)}")
    if parts["how"] and parts["how"] not in HOW:
        refuse(f"{unknown('way to take one number', parts['how'], HOW)}; it must be one of {', '.join(HOW)}")
    if not parts["last"] and int(parts["start"]) >= int(parts["stop"]):
        refuse(f"outcome {echoed(name)} must have a window from an earlier to a later quarter")
    return parts
