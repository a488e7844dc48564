"""What a sweep has brought so far: read from its folder, or its shards' folders, at any time."""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alliances.experiments.campaign.campaign import Finished
from alliances.experiments.campaign.folder import content_of
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.designs.design import Design, design_from, points
from alliances.experiments.schemas import from_parquet
from alliances.experiments.sweeps.runs import OUTCOME_ROWS, OUTCOMES, WHO
from alliances.experiments.whole_files import digest
from alliances.model.errors import echoed, note, refuse

if TYPE_CHECKING:
    import pandas as pd

KIND, POINTS = "sweep", "points.parquet"


class Results:
    """The results of a sweep in a folder, as they are when first looked at.

    A folder whose shards were run into folders of their own, one level below it, is read as one sweep.
    """

    def __init__(self, folder: str | Path | KeptRuns) -> None:
        """Raises ``InputError`` if the folder holds no sweep."""
        self.kept = folder if isinstance(folder, KeptRuns) else KeptRuns(folder)
        self.folder = self.kept.folder
        if self.manifest["kind"] != KIND:
            refuse(f"{self.folder}: holds no sweep, but a {self.manifest['kind']}; it must be the folder of a sweep")

    def __repr__(self) -> str:
        """The folder, and how far the sweep is."""
        return f"Results({str(self.folder)!r}, {len(self.kept.over)} of {self.asked} runs)"

    def _repr_html_(self) -> str:
        """How far the sweep is, and each outcome over all runs, for a notebook."""
        from alliances.analysis.report.notebook import shown

        spread = self.outcomes.groupby("outcome")["value"].agg(["count", "mean", "std", "min", "max"])
        return shown(repr(self), [self.manifest["title"]], table=spread.reindex(self.order).reset_index())

    @property
    def manifest(self) -> dict[str, Any]:
        """Design, versions, every parameter with its source, and the program's mark."""
        return self.kept.manifest

    @cached_property
    def design(self) -> Design:
        """The design, checked anew; ``InputError`` if a scenario file of one's own is gone."""
        return design_in(self.manifest["asked"], self.kept.folders[0])

    @cached_property
    def points(self) -> pd.DataFrame:
        """The points: index ``point``, one column per factor, before them ``scenario`` if there are several."""
        content = content_of(self.kept.folders[0], POINTS)
        if content is None:
            content = again = stored(points(self.design))
            note(f"{self.kept.folders[0] / POINTS} is damaged or gone: its points are drawn from the design again")
            if digest(again) != self.manifest["files"][POINTS]:
                refuse(f"{self.kept.folders[0] / POINTS} is damaged or gone, and cannot be made again as it was with "
                       "this version of packages; the manifest names those that it was made with")  # fmt: skip
        return from_parquet(content).to_pandas()

    @property
    def replicates(self) -> int:
        """Runs at each point."""
        return int(self.manifest["asked"]["replicates"])

    @property
    def asked(self) -> int:
        """How many runs the design has."""
        return int(self.manifest["runs"])

    @property
    def order(self) -> list[str]:
        """Names of the outcomes, as the design has them."""
        return list(self.manifest["asked"]["design"]["design"]["outcomes"])

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """One row per run and outcome: run_id, point, replicate, seed, outcome, value."""
        return self.kept.rows(OUTCOMES, OUTCOME_ROWS).to_pandas()

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row per finished run: run_id, point, replicate, seed, the point's factors, and every outcome."""
        who = ["run_id", *WHO.names]
        wide = self.outcomes.set_index([*who, "outcome"])["value"].unstack("outcome").reindex(columns=self.order)
        wide = wide.sort_index(level="run_id").rename_axis(columns=None).reset_index()
        return wide[who].join(self.points, on="point").join(wide[self.order])

    @cached_property
    def failures(self) -> pd.DataFrame:
        """One row per run that failed and has no outcomes: who, the point's factors, error, trace, of_machine."""
        import pandas as pd

        rows = []
        for run_id, run in self.kept.failures.items():
            point, replicate = map(int, run_id.split("-"))
            rows.append((run_id, point, replicate, self.design.seed(point, replicate), *run[2:]))
        told = pd.DataFrame(rows, columns=["run_id", *WHO.names, *Finished._fields[2:]])
        return told.join(self.points, on="point")

    def missing(self) -> list[str]:
        """Ids of the runs that are still to be done; among them those that failed by a fault of the machine."""
        ids = (run_id(point, replicate) for point in range(len(self.points)) for replicate in range(self.replicates))
        return [one for one in ids if one not in self.kept.over]

    def table(self, name: str) -> pd.DataFrame:
        """A table that the design keeps of every run, with run_id, point, replicate and seed before its columns."""
        kept = self.manifest["asked"]["design"]["design"]["keep_tables"]
        if name not in kept:
            refuse(f"table {echoed(name)} was not kept; kept: {', '.join(kept) or 'none'}")
        return self.kept.rows(name, WHO).to_pandas()


def stored(drawn: pd.DataFrame) -> bytes:
    """The points as their file holds them."""
    content = BytesIO()
    drawn.to_parquet(content)
    return content.getvalue()


def run_id(point: int, replicate: int) -> str:
    """The id of a run: its point and its replicate."""
    return f"{point:06d}-{replicate:03d}"


def design_in(asked: dict[str, Any], folder: Path) -> Design:
    """The design that a sweep's manifest tells."""
    return design_from(asked["design"], folder / f"{asked['name']}.toml")
