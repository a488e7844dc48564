"""DataFrames with the columns and types that a table declares, and what their columns are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from alliances.model.outcomes import Table

DTYPES = {"int": "int64", "float": "float64", "bool": "bool", "text": "object", "list": "object"}
NULLABLE = {"int": "Int64", "float": "float64", "bool": "boolean", "text": "object", "list": "object"}


def frame(table: Table, columns: Mapping[str, Any]) -> pd.DataFrame:
    """A DataFrame with exactly the declared columns, in order and type."""
    data = {}
    for column in table.columns:
        dtype = (NULLABLE if column.nullable else DTYPES)[column.kind]
        data[column.name] = pd.Series(columns[column.name], dtype=dtype)
    return pd.DataFrame(data)


def empty(table: Table) -> pd.DataFrame:
    """A table without rows."""
    return frame(table, {column.name: [] for column in table.columns})


def words(vocabulary: Sequence[str], codes: np.ndarray) -> np.ndarray:
    """Words for codes; None for a code below zero."""
    return np.array([*vocabulary, None], dtype=object)[codes]


def optional(values: np.ndarray, known: np.ndarray) -> Any:
    """Whole numbers or yes/no, null where not known."""
    kind: Any = pd.BooleanDtype() if values.dtype == bool else pd.Int64Dtype()
    return pd.Series(values).astype(kind).mask(~known)
