"""Tables as JSON can hold them: rows with null for what is missing or without end."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd


def plain(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows by column, with Python's own values."""
    rows = table.astype(object).to_dict("records")
    return [{str(key): null(value) for key, value in row.items()} for row in rows]


def null(value: Any) -> Any:
    """The value as Python's own kind, or None where there is none."""
    if value is None or value is pd.NA:
        return None
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value
