"""One run of a campaign again, alone, from what the folder says of it; and which runs a folder is to hold."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, NamedTuple

from alliances.experiments.campaign.campaign import Campaign, Finished, Task
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.campaign.work import done
from alliances.model.errors import refuse, unknown

HOMES = {
    "sweep": "sweeps.sweep", "validation": "evidence.validation", "survey": "evidence.survey_campaign",
    "comparison": "policy.comparison", "calibration": "calibration.calibration",
    "comparison of worlds": "variants.comparison", "effect": "variants.effect", "case": "cases.study",
}  # fmt: skip


class Repeated(NamedTuple):
    """A run that was done again, and what was kept of it."""

    task: Task
    now: Finished
    kept: Finished | None  # None: it was not done, or not to the end

    @property
    def differs(self) -> list[str]:
        """Tables whose bits differ; NaN equals NaN. ``error`` if one failed, or both did in another way."""
        if self.kept is None:
            return []
        if self.now.error or self.kept.error:
            return ["error"] if self.now.error != self.kept.error else []
        names = dict.fromkeys([*self.now.rows, *self.kept.rows])
        return [name for name in names if exact(self.now, name) != exact(self.kept, name)]


def exact(run: Finished, name: str) -> list[str]:
    """The rows of a table of a run, to the last bit."""
    return [repr(row) for row in run.rows[name].to_pylist()] if name in run.rows else []


def campaign_in(kept: KeptRuns) -> Campaign:
    """The campaign that a folder holds; ``InputError`` if a file that it was made from is gone."""
    home = import_module(f"alliances.experiments.{HOMES[kept.manifest['kind']]}")
    campaign: Campaign = home.again(kept.manifest, kept.folders[0])
    return campaign


def repeat(kept: KeptRuns, run_id: str) -> Repeated:
    """Do one run again; ``InputError`` if the campaign has none of this id."""
    task = task_of(kept, run_id.strip())
    return Repeated(task, done(task), kept.by_id().get(task.run_id) or kept.failures.get(task.run_id))


def task_of(kept: KeptRuns, run_id: str) -> Task:
    """The task of this id."""
    ids = []
    for task in tasks_in(campaign_in(kept), kept):
        if task.run_id == run_id:
            return task
        ids.append(task.run_id)
    refuse(f"{unknown('run', run_id, ids)}; it must be {ids[0]} to {ids[-1]}, {len(ids):,} in all")


def tasks_in(campaign: Campaign, kept: KeptRuns) -> Iterator[Task]:
    """All tasks of a campaign; of a search, as far as it can be gone through with the runs that are kept."""
    yield from campaign.tasks()
    if campaign.search is None:
        return
    runs, search = kept.by_id(), campaign.search()
    answers: list[Finished] | None = None
    while True:
        try:
            batch = search.send(answers)  # type: ignore[arg-type]
        except StopIteration:
            return
        yield from batch
        if any(task.run_id not in runs for task in batch):
            return
        answers = [runs[task.run_id] for task in batch]


def described(task: Task) -> dict[str, Any]:
    """What a run is of, as far as it can be said in words and numbers."""
    parts = task._asdict() if hasattr(task, "_asdict") else {}
    return {name: value for name, value in parts.items() if isinstance(value, (str, int, float)) and value != ""}
