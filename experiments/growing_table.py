"""A table that is kept as it grows: what is finished stays, whatever ends the work.

In a folder it is one Parquet file, rewritten in one go every few seconds, with a mark of what its rows depend on. A
later run with the same mark goes on where this one stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from alliances.model.errors import refuse

MARK = b"measured_in"
EVERY = 3.0  # seconds between writes


class Form(NamedTuple):
    """What a growing table holds."""

    file: str
    types: Mapping[str, str]  # columns and their types, as pandas names them
    key: tuple[str, ...]  # the columns that rows are ordered by

    def table(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows with their types, in the order of the key, whatever order the work was done in."""
        content = rows.reindex(columns=list(self.types)) if rows.empty else rows[list(self.types)]
        return content.astype(dict(self.types)).sort_values(list(self.key), kind="stable", ignore_index=True)


class GrowingTable:
    """The rows so far, in a folder or in memory only."""

    def __init__(self, folder: Path | None, mark: str, form: Form) -> None:
        """Read what ``folder`` holds; raises ``InputError`` if that depends on something else."""
        self.file = None if folder is None else folder / form.file
        self.mark, self.form = mark, form
        self.parts = [self._read()]
        self.written = monotonic()

    def _read(self) -> pd.DataFrame:
        """The table in the folder, or an empty one."""
        if self.file is None or not self.file.exists():
            return self.form.table(pd.DataFrame(columns=list(self.form.types)))
        content = pq.read_table(self.file)
        if (content.schema.metadata or {}).get(MARK) != self.mark.encode():
            refuse(
                f"{self.file}: holds measures of other settings or of another version; "
                "allowed: the same settings (it goes on from there), or another folder"
            )
        return self.form.table(content.to_pandas())

    def add(self, rows: pd.DataFrame) -> None:
        """Take in finished rows, and write them if the last time is long ago."""
        self.parts.append(rows)
        if monotonic() - self.written > EVERY:
            self.write()

    def write(self) -> None:
        """Write the whole table; a reader sees the old file or the new one."""
        if self.file is None:
            return
        content = pa.Table.from_pandas(self.all(), preserve_index=False)
        new = self.file.with_name(f"{self.form.file}.new")
        pq.write_table(content.replace_schema_metadata({MARK: self.mark.encode()}), new)
        new.replace(self.file)
        self.written = monotonic()

    def all(self) -> pd.DataFrame:
        """All rows in order."""
        if len(self.parts) > 1:
            self.parts = [self.form.table(pd.concat([part for part in self.parts if len(part)], ignore_index=True))]
        return self.parts[0]
