"""What a folder holds of a campaign: read from it, or from its shards' folders, at any time.

However often the work was interrupted and whoever did it, the tables are the same: rows are put in the order of their
runs, a run that is there twice is read once, and what is damaged is left out and named.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from alliances.experiments.campaign.campaign import Finished
from alliances.experiments.campaign.folder import campaign_folders, lost, manifest_in
from alliances.experiments.campaign.parts import RUN_ID, holding, is_whole, ledger, read_part, together
from alliances.model.errors import note, refuse


class Flush(NamedTuple):
    """Runs that were written together: ids of those with rows, the failed ones, and the parts with rows by table."""

    done: list[str]
    failed: list[Finished]
    parts: dict[str, Path]


class KeptRuns:
    """What is kept in a folder, as it is when first looked at.

    A folder whose shards were run into folders of their own, one level below it, is read as one.
    """

    def __init__(self, folder: str | Path, temporary: TemporaryDirectory[str] | None = None) -> None:
        """Raises ``InputError`` if the folder holds no campaign. ``temporary`` is removed once nobody holds this."""
        self.folder, self._temporary = Path(folder), temporary
        self.folders = list(campaign_folders(self.folder))
        if not self.folders:
            refuse(f"{folder}: holds no runs; it must be the folder of a sweep, validation, survey, comparison or "
                   "calibration, or of its shards")  # fmt: skip
        self.damaged: list[Path] = []
        self.spoiled: list[Path] = []  # parts that were written together with a damaged one

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What it says of itself: the kind, what was asked, every parameter with its source, versions."""
        return manifest_in(self.folders[0])

    @cached_property
    def over(self) -> frozenset[str]:
        """Ids of the runs that have rows, or failed for good."""
        return self.done | {run_id for run_id, run in self.failures.items() if not run.of_machine}

    @cached_property
    def done(self) -> frozenset[str]:
        """Ids of the runs that have rows."""
        return frozenset(chain.from_iterable(flush.done for flush in self._flushes))

    @cached_property
    def failures(self) -> dict[str, Finished]:
        """What ended the runs that failed and have no rows, by id, in order."""
        found = sorted((run for flush in self._flushes for run in flush.failed), key=lambda run: not run.of_machine)
        by_id = {run.run_id: run for run in found if run.run_id not in self.done}
        return dict(sorted(by_id.items()))

    @cached_property
    def lost(self) -> list[Path]:
        """Files that lie beside the runs from the start, and are damaged or gone."""
        return [path for folder in self.folders for path in lost(folder)]

    def rows(self, name: str, schema: pa.Schema | None = None) -> pa.Table:
        """A table of all runs, the run in front of every row; with the columns of ``schema`` if no run is done."""
        empty = (schema or pa.schema([])).empty_table().add_column(0, RUN_ID, pa.array([], RUN_ID.type))
        found, seen = [empty], set[str]()
        for flush in self._flushes:
            new = pa.array([run_id for run_id in flush.done if run_id not in seen], RUN_ID.type)
            seen.update(flush.done)
            if name in flush.parts:
                rows = read_part(flush.parts[name])
                found.append(rows.filter(pc.is_in(rows["run_id"], value_set=new)))
        whole = together([rows for rows in found if rows.num_rows] or found)
        return whole.take(pc.sort_indices(whole, sort_keys=[("run_id", "ascending")]))

    def by_id(self) -> dict[str, Finished]:
        """Every run that is over, by id."""
        found = {run_id: Finished(run_id, {}) for run_id in self.done}
        for name in sorted({name for flush in self._flushes for name in flush.parts}):
            rows = self.rows(name)
            start = 0
            for run_id, own in groupby(rows["run_id"].to_pylist()):
                stop = start + len(list(own))
                table = rows.slice(start, stop - start).drop_columns("run_id")
                found[run_id] = found[run_id]._replace(rows={**found[run_id].rows, name: table})
                start = stop
        return found | {run_id: run for run_id, run in self.failures.items() if not run.of_machine}

    def set_damaged_aside(self) -> list[Path]:
        """Rename what cannot be used: no reader takes it, and its runs are done again; returns what was damaged."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the caller tells
            _ = self._flushes
        for path in self.spoiled:
            path.rename(path.with_name(f"{path.name}.damaged"))
        return self.damaged

    @cached_property
    def _flushes(self) -> list[Flush]:
        """What was written together and is whole."""
        return [flush for folder in self.folders for path in ledger(folder) for flush in self._intact(folder, path)]

    def _intact(self, folder: Path, path: Path) -> Iterator[Flush]:
        """The runs that a part of the ledger tells of, unless it or a part with their rows is damaged."""
        over = read_part(path) if is_whole(path) else None
        parts = [] if over is None else holding(folder, over)
        broken = [part for part in (path, *parts) if not is_whole(part)]
        if over is not None and not broken:
            runs = [Finished(**row) for row in over.to_pylist()]
            done, failed = [run.run_id for run in runs if not run.error], [run for run in runs if run.error]
            yield Flush(done, failed, {part.parent.name: part for part in parts})
        self.damaged += broken
        self.spoiled += [part for part in (path, *parts) if broken and part.exists()]
        for part in broken:
            note(f"{part} is damaged and left out; the same command does its runs again")
