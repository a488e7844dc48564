"""How result tables lie in Parquet: declared types, units and meanings."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from alliances.model.extension import Mechanism
from alliances.model.plugins import brought
from alliances.model.records.outcomes import Outcome, Table

TYPES = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "text": pa.string()}
ITEMS = {"partners": pa.int64(), "goals_met": pa.bool_(), "skipped_stages": pa.string()}


def schema(table: Table, found: Container[str]) -> pa.Schema:
    """The Parquet schema of a table, with those columns of plugins that are ``found`` there."""
    own = (column for mechanism in brought(Mechanism) for column in mechanism.outcomes(table.name))
    return pa.schema([field(column) for column in (*table.columns, *(one for one in own if one.name in found))])


def field(column: Outcome) -> pa.Field:
    """The Parquet field of a column."""
    kind = pa.list_(ITEMS[column.name]) if column.kind == "list" else TYPES[column.kind]
    return pa.field(column.name, kind, column.nullable, {"unit": column.unit, "meaning": column.meaning})


def parquet(table: pa.Table, **how: Any) -> bytes:
    """A table as the content of a Parquet file; written by name, Arrow would take some folders' names for columns."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, **how)
    return bytes(sink.getvalue())


def from_parquet(content: bytes) -> pa.Table:
    """The table in the content of a Parquet file."""
    # a reading thread that outlives the interpreter would take the process down with it: read in this one
    return pq.read_table(pa.BufferReader(content), use_threads=False, pre_buffer=False)
