"""The files that runs are kept in: many runs to a file, complete or not there, and damage that shows.

Runs are written a few seconds' worth at a time: a part for each of their tables, and last a part of the ledger, which
says which runs are over and which parts hold their rows. So a run that counts as over has all of its rows. A part is
written whole or not at all, and never changed after that. Its name ends with a hash of its content, so whatever happens
to it later is noticed when it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import monotonic
from uuid import uuid4

import pyarrow as pa

from alliances.experiments.campaign.campaign import Finished
from alliances.experiments.schemas import from_parquet, parquet
from alliances.experiments.whole_files import NEW, digest, write_whole

PARTS, LEDGER = "parts", "runs"
RUN_ID = pa.field("run_id", pa.string())
OVER = pa.schema([RUN_ID, ("error", pa.string()), ("trace", pa.string()), ("of_machine", pa.bool_())])
HOLD, OF = b"parts", b"campaign"  # what a part of the ledger says: which parts hold the rows, and of what they are
SOON, LATE = 2.0, 30.0  # seconds of work that are written together: few at first, more in a long campaign
SHARE = 0.01  # of the time so far, between the two
LARGE = 64 * 2**20  # bytes that are written at once, whatever the time
DIGITS = 16  # of the hash in a file's name


class Writer:
    """Takes finished runs in and writes them, a few seconds' worth to a file."""

    def __init__(self, folder: Path, name: str, campaign: str, check: Callable[[], None]) -> None:
        """Write below ``folder``, if ``check`` does not raise; ``name`` tells this writer's files from others'.

        ``campaign`` is the mark of the campaign that the runs are of.
        """
        self.folder, self.name = folder / PARTS, f"{name}-{uuid4().hex[:8]}"
        self.campaign, self.check = campaign, check
        self.waiting: list[Finished] = []
        self.bytes = self.flush = self.kept = 0
        self.broken = False  # whether the disk refused what was to be written
        self.start = self.written = monotonic()

    def take(self, runs: Sequence[Finished]) -> None:
        """Keep finished runs, and write them if it is time."""
        self.waiting += runs
        self.bytes += sum(table.nbytes for run in runs for table in run.rows.values())
        now = monotonic()
        if self.bytes > LARGE or now - self.written > min(max(SOON, SHARE * (now - self.start)), LATE):
            self.write()

    def write(self) -> None:
        """Write what is waiting; the ledger last."""
        runs = self.waiting
        if not runs:
            return
        self.flush, self.broken = self.flush + 1, True
        self.check()
        names = sorted({name for run in runs for name in run.rows})
        holding = [self._add(name, together([own_rows(run, name) for run in runs if name in run.rows]))
                   for name in names]  # fmt: skip
        over = pa.Table.from_pylist([{name: getattr(run, name) for name in OVER.names} for run in runs], OVER)
        self._add(LEDGER, over.replace_schema_metadata({HOLD: "\n".join(holding), OF: self.campaign}))
        self.kept += len(runs)
        self.waiting, self.bytes, self.written, self.broken = [], 0, monotonic(), False

    def close(self) -> None:
        """Write the rest."""
        if not self.broken:
            self.write()

    def _add(self, table: str, rows: pa.Table) -> str:
        """Write a part; returns where it lies."""
        part = write_part(self.folder / table, rows, f"{self.name}-{self.flush:05d}")
        return f"{table}/{part.name}"


def own_rows(run: Finished, name: str) -> pa.Table:
    """A table of a run, with the run in front of every row."""
    rows = run.rows[name]
    return rows.add_column(0, RUN_ID, pa.array([run.run_id] * rows.num_rows, RUN_ID.type))


def together(tables: list[pa.Table]) -> pa.Table:
    """Tables one under the other; a column that says nothing in one of them takes its type from the others."""
    plain = [table.replace_schema_metadata(None) for table in tables]
    return pa.concat_tables(plain, promote_options="permissive").combine_chunks()


def write_part(folder: Path, rows: pa.Table, flush: str) -> Path:
    """Write rows as a new part, named after what is written together; it has its name once it is on the disk."""
    content = parquet(rows, compression="zstd")
    folder.mkdir(exist_ok=True)
    part = folder / f"part-{flush}-{digest(content)[:DIGITS]}.parquet"
    write_whole(part, content)
    return part


def is_whole(path: Path) -> bool:
    """Whether a part is there, as it was written."""
    return path.is_file() and digest(path.read_bytes())[:DIGITS] == path.stem.rpartition("-")[2]


def flush_of(path: Path) -> str:
    """What the parts that were written together share in their names."""
    return path.stem.rpartition("-")[0]


def read_part(path: Path) -> pa.Table:
    """The rows of a part."""
    return from_parquet(path.read_bytes())


def ledger(folder: Path) -> Iterator[Path]:
    """The parts of a folder's ledger, in the order of their names."""
    yield from sorted((folder / PARTS / LEDGER).glob("part-*.parquet"))


def holding(folder: Path, over: pa.Table) -> list[Path]:
    """The parts that hold the rows of a part of the ledger."""
    told = (over.schema.metadata or {}).get(HOLD, b"").decode()
    return [folder / PARTS / name for name in told.splitlines()]


def campaigns_in(folder: Path) -> set[str]:
    """The marks of the campaigns that a folder holds runs of; of an older version, the mark is empty."""
    over = (read_part(path).schema.metadata or {} for path in ledger(folder) if is_whole(path))
    return {told.get(OF, b"").decode() for told in over}


def clear(folder: Path, name: str) -> None:
    """Remove what a writer of this name had half written when it was killed."""
    for path in (folder / PARTS).glob(f"*/.part-{name}-*{NEW}"):
        path.unlink(missing_ok=True)
    counted = {flush_of(path) for path in ledger(folder)}
    for path in (folder / PARTS).glob(f"*/part-{name}-*.parquet"):
        if flush_of(path) not in counted:
            path.unlink(missing_ok=True)
