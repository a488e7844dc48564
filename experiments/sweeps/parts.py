"""The files that a sweep's results lie in: many runs to a file, complete or not there, and damage that shows.

A part is written under a hidden temporary name, flushed to the disk and renamed; it is never changed after that. Its
name ends with a hash of its content, so whatever happens to a file later is noticed when it is read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

RUNS, FAILURES, TABLES = "runs", "failures", "tables"
WHO = [("run_id", pa.string()), ("point", pa.int64()), ("replicate", pa.int64()), ("seed", pa.uint64())]
OUTCOME_ROWS = pa.schema([*WHO, ("outcome", pa.string()), ("value", pa.float64())])
FAILURE_ROWS = pa.schema([
    *WHO, ("scenario", pa.string()), ("parameters", pa.string()), ("error", pa.string()), ("trace", pa.string()),
    ("of_machine", pa.bool_()),
])  # fmt: skip
SOON, LATE = 2.0, 30.0  # seconds of work that are written together: few at first, more in a long sweep
SHARE = 0.01  # of the time so far, between the two
LARGE = 64 * 2**20  # bytes of kept tables that are written at once, whatever the time
DIGITS = 16  # of the hash in a file's name


class Finished(NamedTuple):
    """One run that is over: its outcomes by name, or the error that ended it."""

    run_id: str
    point: int
    replicate: int
    seed: int
    outcomes: dict[str, float]
    error: str = ""  # one line; empty if all went well
    trace: str = ""
    of_machine: bool = False  # whether another try may succeed: memory, disk or a worker that was killed
    scenario: str = ""
    parameters: str = ""  # of a failed run, as JSON
    tables: Mapping[str, pa.Table] = {}

    @property
    def who(self) -> dict[str, Any]:
        """What every row of the run begins with."""
        return {"run_id": self.run_id, "point": self.point, "replicate": self.replicate, "seed": self.seed}


class Writer:
    """Takes finished runs in and writes them, a few seconds' worth to a file."""

    def __init__(self, folder: Path, name: str) -> None:
        """Write below ``folder``; ``name`` tells this writer's files from others'."""
        self.folder, self.name = folder, f"{name}-{uuid4().hex[:8]}"
        self.waiting: list[Finished] = []
        self.bytes = self.flush = self.kept = 0
        self.start = self.written = monotonic()

    def take(self, runs: list[Finished]) -> None:
        """Keep finished runs, and write them if it is time."""
        self.waiting += runs
        self.bytes += sum(table.nbytes for run in runs for table in run.tables.values())
        now = monotonic()
        if self.bytes > LARGE or now - self.written > min(max(SOON, SHARE * (now - self.start)), LATE):
            self.write()

    def write(self) -> None:
        """Write what is waiting; outcomes last, so that a run which counts as done has its tables."""
        runs, self.flush = self.waiting, self.flush + 1
        for name in dict.fromkeys(name for run in runs for name in run.tables):
            self._add(f"{TABLES}/{name}", pa.concat_tables(identified(run, name) for run in runs if name in run.tables))
        failed = [{name: getattr(run, name) for name in FAILURE_ROWS.names} for run in runs if run.error]
        self._add(FAILURES, pa.Table.from_pylist(failed, FAILURE_ROWS))
        rows = [{**run.who, "outcome": name, "value": value} for run in runs for name, value in run.outcomes.items()]
        self._add(RUNS, pa.Table.from_pylist(rows, OUTCOME_ROWS))
        self.kept += len(runs)
        self.waiting, self.bytes, self.written = [], 0, monotonic()

    def _add(self, kind: str, rows: pa.Table) -> None:
        """Write a part, unless there is nothing to say."""
        if rows.num_rows:
            write_part(self.folder / kind, rows, f"{self.name}-{self.flush:05d}")


def identified(run: Finished, name: str) -> pa.Table:
    """A kept table of a run, with the run in front of every row."""
    rows = run.tables[name]
    front = [pa.array([run.who[column]] * rows.num_rows, kind) for column, kind in WHO]
    return pa.table(
        [*front, *rows.columns], schema=pa.schema([*WHO, *(f for f in rows.schema if f.name not in dict(WHO))])
    )


def write_part(folder: Path, rows: pa.Table, flush: str) -> Path:
    """Write rows as a new part, named after what is written together; it has its name once it is on the disk."""
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd")
    content = sink.getvalue().to_pybytes()
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"part-{flush}-{digest(content)}.parquet"
    write_whole(part, content)
    return part


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a hidden name, see it onto the disk, and rename it: all of it is there, or nothing."""
    new = path.with_name(f".{path.name}.new")
    try:
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def digest(content: bytes) -> str:
    """The hash that a part's name ends with."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def is_whole(path: Path) -> bool:
    """Whether a part is as it was written."""
    return digest(path.read_bytes()) == path.stem.rpartition("-")[2]


def flush_of(path: Path) -> str:
    """What the parts that were written together share in their names."""
    return path.stem.rpartition("-")[0]


def read_part(path: Path, columns: list[str] | None = None) -> pa.Table | None:
    """The rows of a part, or None if it is damaged."""
    content = path.read_bytes()
    if digest(content) != path.stem.rpartition("-")[2]:
        return None
    # a reading thread that outlives the interpreter would take the process down with it: read in this one
    return pq.read_table(pa.BufferReader(content), columns=columns, use_threads=False, pre_buffer=False)


def part_paths(folders: list[Path], kind: str) -> Iterator[Path]:
    """The parts of a kind, in the order of their names."""
    for folder in folders:
        yield from sorted((folder / kind).glob("part-*.parquet"))
