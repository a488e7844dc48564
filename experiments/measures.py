"""The table of measures, kept as it grows: one row per rule that was off, fact, number, seed and draw.

In a folder it is one Parquet file, rewritten in one go every few seconds, with a mark of what it was measured in. A
later run with the same mark goes on where this one stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import alliances.analysis
from alliances.model.declarations import refuse
from alliances.model.kernels import source_hash

FILE = "measures.parquet"
MARK = b"measured_in"
EVERY = 3.0  # seconds between writes
KEY = ["rule_off", "fact", "number", "seed", "draw"]
TYPES = {"rule_off": "str", "fact": "str", "number": "str", "seed": "int64", "draw": "int64", "value": "float64",
         "error": "str"}  # fmt: skip
READ_BY_FACTS = ("data", "facts", "statistics", "surveys")


def measures_table(rows: Iterable[tuple[Any, ...]] = ()) -> pd.DataFrame:
    """The rows as a table, in order, with its types; columns are those of ``TYPES``."""
    return ordered(pd.DataFrame(list(rows), columns=list(TYPES)))


def ordered(measures: pd.DataFrame) -> pd.DataFrame:
    """The table in the order of its key, whatever order the work was done in."""
    return measures.astype(TYPES).sort_values(KEY, kind="stable", ignore_index=True)


def mark_of(settings: Mapping[str, Any]) -> str:
    """A mark of the settings and of every source file that measures depend on."""
    digest = hashlib.sha256(source_hash().encode())
    root = Path(alliances.analysis.__file__).parent
    for path in sorted(path for name in READ_BY_FACTS for path in (root / name).rglob("*.*")):
        if path.suffix in (".py", ".csv"):
            digest.update(path.read_bytes())
    digest.update(json.dumps(settings, sort_keys=True, default=str).encode())
    return digest.hexdigest()


class Measures:
    """The measures taken so far, in a folder or in memory only."""

    def __init__(self, folder: Path | None, mark: str) -> None:
        """Read what ``folder`` holds; raises ``InputError`` if that was measured in something else."""
        self.file = None if folder is None else folder / FILE
        self.mark = mark
        self.parts = [self._read()]
        self.written = monotonic()

    def _read(self) -> pd.DataFrame:
        """The table in the folder, or an empty one."""
        if self.file is None or not self.file.exists():
            return measures_table()
        content = pq.read_table(self.file)
        if (content.schema.metadata or {}).get(MARK) != self.mark.encode():
            refuse(
                f"{self.file}: holds measures of other settings or of another version; "
                "allowed: the same settings (it goes on from there), or another folder"
            )
        return ordered(content.to_pandas())

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
        new = self.file.with_name(f"{FILE}.new")
        pq.write_table(content.replace_schema_metadata({MARK: self.mark.encode()}), new)
        new.replace(self.file)
        self.written = monotonic()

    def all(self) -> pd.DataFrame:
        """All measures in order."""
        if len(self.parts) > 1:
            self.parts = [ordered(pd.concat([part for part in self.parts if len(part)], ignore_index=True))]
        return self.parts[0]
