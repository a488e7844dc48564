"""Calibration: trials of the free parameters, kept as they are made, until the simulated moments meet the reported.

Trials are proposed in batches by Optuna, run in every training seed, and kept in a journal in the result folder. Each
proposal draws its luck from its own number, and a batch is told together: so the result is the same for any number of
workers, and a calibration that was stopped goes on as if it had not been.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from alliances.analysis.calibration.moments import distance, means, measured
from alliances.analysis.facts.declaration import Replicate
from alliances.analysis.tables import BASE
from alliances.experiments.calibration.design import Design
from alliances.experiments.evidence.lazy_tables import TablesOnDemand
from alliances.experiments.evidence.measures import mark_of, scenario_read
from alliances.experiments.workers import finished
from alliances.model.errors import refuse
from alliances.model.face.model import AllianceModel
from alliances.model.simulation import adjusted_scenario

if TYPE_CHECKING:
    from optuna import Study
    from optuna.distributions import BaseDistribution
    from optuna.samplers import BaseSampler
    from optuna.trial import Trial

JOURNAL = "trials.journal"
STUDY = "calibration"
STARTUP = 3  # random trials per free parameter before the tree-structured sampler models anything
ERROR, MOMENTS, IDENTITY = "error", "moments", "identity"
Point = Mapping[str, float]
Measure = Callable[[Point, int], Mapping[str, float]]
"""Parameters and a seed to moments by ``fact.number``."""
Progress = Callable[[int], None]


class Failure(NamedTuple):
    """Why a point could not be run."""

    reason: str


class Task(NamedTuple):
    """One run: which point, and in which seed."""

    place: int
    seed: int


def simulated(design: Design, point: Point, seed: int) -> dict[str, float]:
    """The moments of one run of the model."""
    model = AllianceModel(
        design.scenario, seed=seed, firms=design.firms, quarters=design.quarters, parameters=dict(point),
    )  # fmt: skip
    replicate = Replicate(seed, {BASE: TablesOnDemand(model.run())})
    return measured(design.declared_facts(), replicate)


def attempt(measure: Measure, points: Sequence[Point], task: Task) -> Mapping[str, float] | Failure:
    """The moments of one run, or why there are none: one point that fails must not stop the others."""
    try:
        return measure(points[task.place], task.seed)
    except Exception as error:
        return Failure(" ".join(f"{type(error).__name__}: {error}".split()))


class Runs:
    """Runs points in seeds, here or in an executor."""

    def __init__(
        self,
        measure: Measure,
        executor: Executor | None = None,
        stopped: Callable[[], bool] = lambda: False,
        progress: Progress = lambda done: None,
    ) -> None:
        """``measure`` is what a run gives; ``progress(done)`` is called after each with the number of runs so far."""
        self.measure, self.executor, self.stopped, self.progress = measure, executor, stopped, progress
        self.done = 0

    def __call__(self, points: Sequence[Point], seeds: Iterable[int]) -> list[pd.DataFrame | Failure]:
        """For each point its moments, one row per seed, or its first failure; ``KeyboardInterrupt`` once stopped."""
        seeds = list(seeds)
        tasks = [Task(place, seed) for place in range(len(points)) for seed in seeds]
        results = {}
        for task, result in finished(partial(attempt, self.measure, points), tasks, self.executor, self.stopped):
            results[task] = result
            self.done += 1
            self.progress(self.done)
        if len(results) < len(tasks):
            raise KeyboardInterrupt
        return [together({seed: results[Task(place, seed)] for seed in seeds}) for place in range(len(points))]


def together(by_seed: Mapping[int, Mapping[str, float] | Failure]) -> pd.DataFrame | Failure:
    """Moments of all seeds as one table, or the first failure."""
    failures = [result for result in by_seed.values() if isinstance(result, Failure)]
    return failures[0] if failures else pd.DataFrame.from_dict(dict(by_seed), orient="index", dtype="float64")


def open_study(folder: Path, design: Design) -> Study:
    """The study kept in this folder, new or to be gone on with; ``InputError`` if it is of another design."""
    import optuna
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    storage = JournalStorage(JournalFileBackend(str(folder / JOURNAL)))
    study = optuna.create_study(storage=storage, study_name=STUDY, load_if_exists=True)
    now = identity(design)
    before = study.user_attrs.get(IDENTITY, now)
    for part, value in now.items():
        if before.get(part) != value:
            refuse(f"--out {folder}: holds trials with other {part}; allowed: the same, or a new folder")
    if IDENTITY not in study.user_attrs:
        study.set_user_attr(IDENTITY, now)
    return study


def identity(design: Design) -> dict[str, Any]:
    """What must not change between the trials of one study, as it reads back from JSON."""
    parts = {
        "parameters": design.parameters,
        "facts": design.targets(),
        "scenario": scenario_read(adjusted_scenario(design.scenario, design.firms, design.quarters)),
        "training seeds": [design.first_seed, design.seeds],
        "sampler": [design.sampler, design.batch],
        "code": mark_of({}),
    }
    return json.loads(json.dumps(parts))


def improve(study: Study, design: Design, runs: Runs) -> None:
    """Make trials until the design's number is reached; a batch goes into the study once it is finished.

    Proposals come from a copy in memory, so that trials under way leave no trace when they are stopped. A batch that
    the study holds only a part of is proposed again as a whole, so that it makes no difference where one stopped.
    """
    import optuna

    made = study.get_trials()
    start = len(made) - len(made) % design.batch
    live = optuna.create_study()
    live.add_trials(made[:start])
    while len(made) < design.trials:
        asked = [proposed(live, design, n) for n in range(start, min(start + design.batch, design.trials))]
        known, new = made[start:], asked[len(made) - start :]
        results = runs([trial.params for trial in new], design.training())
        for trial, before in zip(asked, known, strict=False):
            live.tell(trial, before.value, before.state)
        for trial, result in zip(new, results, strict=True):
            tell(live, trial, result, design)
        study.add_trials(live.get_trials()[len(made) :])
        made, start = study.get_trials(), start + design.batch


def tell(study: Study, trial: Trial, result: pd.DataFrame | Failure, design: Design) -> None:
    """What came of a trial: moments and distance, or why it failed."""
    from optuna.trial import TrialState

    if isinstance(result, Failure):
        trial.set_user_attr(ERROR, result.reason)
        study.tell(trial, state=TrialState.FAIL)
    else:
        moments = means(result)
        trial.set_user_attr(MOMENTS, moments)
        study.tell(trial, distance(moments, design.targets()))


def proposed(study: Study, design: Design, number: int) -> Trial:
    """The next trial to run; the very first are the values without calibration, where the ranges allow them."""
    defaults = design.defaults()
    if number == 0 and all(free.low <= defaults[free.name] <= free.high for free in design.parameters):
        study.enqueue_trial(defaults)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Optuna warns of every option that it may still change
        study.sampler = sampler(design, number)
        return study.ask(distributions(design))


def sampler(design: Design, number: int) -> BaseSampler:
    """The sampler that proposes trial ``number``: its luck depends on nothing but the design and that number."""
    from optuna import samplers

    seed = int(np.random.SeedSequence([design.first_seed, number]).generate_state(1)[0])
    if design.sampler == "tpe":
        first = STARTUP * len(design.parameters)
        return samplers.TPESampler(seed=seed, n_startup_trials=first, multivariate=True, constant_liar=True)
    if design.sampler == "gp":
        return samplers.GPSampler(seed=seed, n_startup_trials=STARTUP * len(design.parameters))
    return samplers.CmaEsSampler(seed=seed)


def distributions(design: Design) -> dict[str, BaseDistribution]:
    """The free parameters as Optuna takes them."""
    from optuna.distributions import FloatDistribution, IntDistribution

    return {
        free.name: IntDistribution(round(free.low), round(free.high))
        if free.integer
        else FloatDistribution(free.low, free.high)
        for free in design.parameters
    }


def trials_table(study: Study) -> pd.DataFrame:
    """One row per trial made: ``trial``, ``distance``, ``error``, then every parameter and every moment."""
    return pd.DataFrame([
        {
            "trial": trial.number, "distance": np.nan if trial.value is None else trial.value,
            "error": trial.user_attrs.get(ERROR, ""), **trial.params, **trial.user_attrs.get(MOMENTS, {}),
        }
        for trial in study.get_trials(deepcopy=False)
    ])  # fmt: skip
