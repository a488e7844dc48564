"""Declared columns as pandas has them: words for codes, null where nothing is told, and the declared types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from alliances.model.declarations.codes import NOBODY
from alliances.model.declarations.columns import CONTEXT, Column, Records, asks_for
from alliances.model.records.outcomes import Shown, Table, shown

DTYPES = {"int": "int64", "float": "float64", "bool": "bool", "text": "object", "list": "object"}
NULLABLE = {"int": "Int64", "float": "float64", "bool": "boolean", "text": "object", "list": "object"}


class Rows(NamedTuple):
    """The rows of a table, and what derived columns may ask for beside columns."""

    column: Callable[[str], Any]  # a column by its name in the state
    words: Mapping[str, Sequence[str]]  # names of countries, industries, and firms of the user's own
    step: Any = None  # the quarter of each row
    ids: Any = None  # its row number in the state
    values: Any = None  # all parameter values

    def answer(self, function: Callable[..., Any]) -> Any:
        """A function of columns, on these rows."""
        asked = asks_for(function)
        return function(**{name: getattr(self, name) if name in CONTEXT else self.column(name) for name in asked})


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


def columns_shown(records: Records, table: str, rows: Rows) -> dict[str, Any]:
    """What a table shows of some rows, by name."""
    return {one.name: content(one, rows) for one in shown(records, table)}


def content(one: Shown, rows: Rows) -> Any:
    """The values of a column of a table."""
    declared = one.declared
    if not isinstance(declared, Column):
        values = rows.answer(declared.of)
    elif one.place is None:
        values = rows.column(one.source)
    else:
        values = rows.column(one.source)[:, one.place]
    if declared.kind == "text":
        values = words(rows.words[declared.words] if isinstance(declared.words, str) else declared.words, values)
    if isinstance(declared, Column) and declared.when:
        return known(values, np.asarray(rows.answer(declared.when)))
    return optional(values) if isinstance(values, np.ma.MaskedArray) else values


def words(vocabulary: Sequence[str], codes: np.ndarray) -> np.ndarray:
    """Words for codes; None for a code that has no word, such as one below zero."""
    return np.array([*vocabulary, None], dtype=object)[np.where(codes < len(vocabulary), codes, NOBODY)]


def known(values: np.ndarray, where: np.ndarray) -> Any:
    """Values where they are known; null elsewhere."""
    if values.dtype.kind == "O":
        return np.where(where, values, np.array(None))
    if values.dtype.kind == "f":
        return np.where(where, values, np.nan)
    return optional(np.ma.array(values, mask=~where))


def optional(values: np.ma.MaskedArray[Any, Any]) -> Any:
    """Whole numbers or yes/no, null where they are masked."""
    kind: Any = pd.BooleanDtype() if values.dtype == bool else pd.Int64Dtype()
    return pd.Series(values.data).astype(kind).mask(np.ma.getmaskarray(values))
