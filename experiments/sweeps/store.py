"""What a sweep has brought so far: read from its folder, or its shards' folders, at any time.

However often the work was interrupted and whoever did it, the tables are the same: parts are put in the order of the
runs, a run that is there twice is read once, and a damaged part is left out and named.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from alliances.experiments.designs.design import Design, design_from
from alliances.experiments.result_folder import is_ours, read_manifest
from alliances.experiments.sweeps.folder import POINTS, comparable
from alliances.experiments.sweeps.parts import (
    FAILURE_ROWS,
    FAILURES,
    OUTCOME_ROWS,
    RUNS,
    TABLES,
    WHO,
    flush_of,
    part_paths,
    read_part,
)
from alliances.model.errors import refuse

if TYPE_CHECKING:
    import pandas as pd


class Results:
    """The results of a sweep in a folder, as they are when first looked at.

    A folder whose shards were run into folders of their own, one level below it, is read as one sweep.
    """

    def __init__(self, folder: str | Path, temporary: TemporaryDirectory[str] | None = None) -> None:
        """Raises ``InputError`` if the folder holds no sweep. ``temporary`` is removed when the results are let go."""
        self.folder, self._temporary = Path(folder), temporary
        self.folders = list(sweep_folders(self.folder))
        if not self.folders:
            refuse(f"{folder}: holds no sweep; allowed: the folder of one, or of its shards")
        self.damaged: list[Path] = []

    def __repr__(self) -> str:
        """The folder, and how far the sweep is."""
        return f"Results({str(self.folder)!r}, {int(self.over.sum())} of {self.asked} runs)"

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Design, versions, every parameter with its source, and the program's mark."""
        return manifest_in(self.folders[0])

    @cached_property
    def design(self) -> Design:
        """The design, checked anew; ``InputError`` if a scenario file of one's own is gone."""
        told = self.manifest["sweep"]
        return design_from(told["design"], self.folders[0] / f"{told['name']}.toml")

    @cached_property
    def points(self) -> pd.DataFrame:
        """The points: index ``point``, one column per factor, before them ``scenario`` if there are several."""
        return pq.read_table(self.folders[0] / POINTS).to_pandas()

    @property
    def replicates(self) -> int:
        """Runs at each point."""
        return int(self.manifest["sweep"]["replicates"])

    @property
    def asked(self) -> int:
        """How many runs the design has."""
        return int(self.manifest["sweep"]["runs"])

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """One row per run and outcome: run_id, point, replicate, seed, outcome, value."""
        rows = self._rows(RUNS, OUTCOME_ROWS)
        place = {name: number for number, name in enumerate(self.manifest["sweep"]["design"]["design"]["outcomes"])}
        rows = rows.assign(place=rows["outcome"].map(place)).drop_duplicates(["point", "replicate", "place"])
        return rows.sort_values(["point", "replicate", "place"], ignore_index=True).drop(columns="place")

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row per finished run: run_id, point, replicate, seed, the point's factors, and every outcome."""
        who = [name for name, _ in WHO]
        order = list(self.manifest["sweep"]["design"]["design"]["outcomes"])
        wide = self.outcomes.set_index([*who, "outcome"])["value"].unstack("outcome").reindex(columns=order)
        wide = wide.sort_index(level=["point", "replicate"]).rename_axis(columns=None).reset_index()
        together = wide[who].join(self.points, on="point").join(wide[order])
        return together

    @cached_property
    def failures(self) -> pd.DataFrame:
        """One row per run that failed and has no outcomes: who, scenario, parameters (JSON), error, trace."""
        rows = self._rows(FAILURES, FAILURE_ROWS)
        numbers = rows["point"] * self.replicates + rows["replicate"]
        rows = rows[~self._marks[0][numbers.to_numpy(dtype=np.int64)]]
        return rows.sort_values(["point", "replicate"], kind="stable").drop_duplicates(
            ["point", "replicate"], ignore_index=True
        )

    @cached_property
    def over(self) -> np.ndarray:
        """For each run in the order of the design, whether it has outcomes or failed for good."""
        done, failed = self._marks
        return np.asarray(done | failed)

    def missing(self) -> list[str]:
        """Ids of the runs that are still to be done; among them those that failed by a fault of the machine."""
        return [run_id(number, self.replicates) for number in np.flatnonzero(~self.over).tolist()]

    def table(self, name: str) -> pd.DataFrame:
        """A table that the design keeps of every run, with run_id, point, replicate and seed before its columns."""
        import pandas as pd

        kept = self.manifest["sweep"]["design"]["design"]["keep_tables"]
        if name not in kept:
            refuse(f"table {name!r} was not kept; kept: {', '.join(kept) or 'none'}")
        parts: list[pd.DataFrame] = []
        seen: set[str] = set()
        for rows in self._intact(f"{TABLES}/{name}"):
            frame = rows.to_pandas()
            parts.append(frame[~frame["run_id"].isin(seen)])
            seen.update(frame["run_id"].unique())
        if not parts:
            return pd.DataFrame(columns=[column for column, _ in WHO])
        together = pd.concat(parts, ignore_index=True)
        return together.sort_values(["point", "replicate"], kind="stable", ignore_index=True)

    @cached_property
    def _marks(self) -> tuple[np.ndarray, np.ndarray]:
        """For each run, whether it has outcomes, and whether it failed and would fail again; little memory."""
        done, failed = np.zeros(self.asked, dtype=bool), np.zeros(self.asked, dtype=bool)
        for rows in self._intact(RUNS, ["point", "replicate"]):
            done[self._numbers(rows)] = True
        for rows in self._intact(FAILURES, ["point", "replicate", "of_machine"]):
            failed[self._numbers(rows)[~rows["of_machine"].to_numpy(zero_copy_only=False)]] = True
        return done, failed

    def _numbers(self, rows: pa.Table) -> np.ndarray:
        """The runs of rows by their place in the design."""
        return np.asarray(rows["point"].to_numpy() * self.replicates + rows["replicate"].to_numpy())

    def _rows(self, kind: str, schema: pa.Schema) -> pd.DataFrame:
        """All rows of a kind."""
        parts = list(self._intact(kind))
        return (pa.concat_tables(parts) if parts else schema.empty_table()).to_pandas()

    def _intact(self, kind: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
        """The parts of a kind that are whole; of kept tables, those whose runs count as done."""
        counted = {flush_of(path) for path in part_paths(self.folders, RUNS)} if kind.startswith(TABLES) else None
        for path in part_paths(self.folders, kind):
            if counted is not None and flush_of(path) not in counted:
                continue
            rows = read_part(path, columns)
            if rows is not None:
                yield rows
            elif path not in self.damaged:
                self.damaged.append(path)
                warnings.warn(f"{path} is damaged and left out; `alliances sweep` does its runs again", stacklevel=4)


def run_id(number: int, replicates: int) -> str:
    """The id of the run at a place in the design."""
    return f"{number // replicates:06d}-{number % replicates:03d}"


def manifest_in(folder: Path) -> dict[str, Any]:
    """The manifest of a folder; empty if it holds no sweep."""
    if not is_ours(folder):
        return {}
    written = read_manifest(folder)
    return written if "sweep" in written else {}


def sweep_folders(folder: Path) -> Iterator[Path]:
    """The folder, if it holds a sweep, and those right below it that hold shards of the same one."""
    first: dict[str, Any] | None = None
    below = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    for path in (folder, *below):
        written = manifest_in(path)
        if not written:
            continue
        first = first or written
        if comparable(written) == comparable(first):
            yield path
        elif path.parent == folder and first and not manifest_in(folder):
            refuse(f"{folder}: {path.name} holds another sweep than its neighbours; allowed: shards of one sweep")
