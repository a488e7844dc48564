"""Calibration: trials of the free parameters until the simulated moments meet the reported, and how sure the best is.

Trials are proposed in batches by Optuna and run in every training seed. Each proposal draws its luck from its own
number, and a batch is told together: so the search is the same for any number of workers, and one that was stopped is
gone through again, with the runs that were made before.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliances.analysis.calibration.moments import distance, means
from alliances.experiments.calibration.design import Design
from alliances.experiments.calibration.result import PROBED, Calibrated, conclude
from alliances.experiments.calibration.runs import Asking, Failure, Run, moments_of
from alliances.experiments.campaign.campaign import Campaign
from alliances.experiments.campaign.marks import scenario_read
from alliances.experiments.designs.factors import factor
from alliances.experiments.result_folder import world_told
from alliances.model.simulation import adjusted_scenario

if TYPE_CHECKING:
    from optuna import Study
    from optuna.distributions import BaseDistribution
    from optuna.samplers import BaseSampler
    from optuna.trial import Trial

KIND = "calibration"
STARTUP = 3  # random trials per free parameter before the tree-structured sampler models anything
ERROR, MOMENTS = "error", "moments"


def campaign_of(design: Design) -> Campaign:
    """The campaign that calibrates; a folder of it may hold more trials, and other ways to choose among them."""
    settings = adjusted_scenario(design.scenario, design.firms, design.quarters)
    told = asdict(design) | {"parameters": {free.name: free.parts() for free in design.parameters}}
    measures = (fact.measure for fact in design.declared_facts() if fact.measure is not None)
    return Campaign(
        kind=KIND, title=design.title, asked=told, world=world_told(settings, (), {}),
        conditions={
            "parameters": told["parameters"], "facts": list(design.facts), "weights": design.weights,
            "scenario": scenario_read(settings), "training seeds": [design.first_seed, design.seeds],
            "sampler": [design.sampler, design.batch],
        },
        modules=tuple(sorted({Run.__module__, *(measure.__module__ for measure in measures)})),
        expected=expected_runs(design), tasks=tuple, search=lambda: search(design),
        result=lambda kept, found: found, needs_all=False,
    )  # fmt: skip


def search(design: Design) -> Asking[Calibrated]:
    """Search, and conclude."""
    made = yield from trials(design)
    return (yield from conclude(made, design))


def expected_runs(design: Design) -> int:
    """How many runs there are at most."""
    sliced = PROBED * len(design.parameters) * (design.seeds + design.further_seeds)
    finalists = min(design.finalists, design.trials) * design.further_seeds  # they were run in training seeds before
    return design.trials * design.seeds + finalists + sliced + 2 * design.held_out_seeds


def again(manifest: Mapping[str, Any], folder: Path) -> Campaign:
    """The campaign that a manifest tells."""
    asked = dict(manifest["asked"])
    free = tuple(factor(name, range_of) for name, range_of in asked.pop("parameters").items())
    return campaign_of(Design(**{**asked, "facts": tuple(asked["facts"]), "parameters": free}))


def trials(design: Design) -> Asking[pd.DataFrame]:
    """Make the trials of a design, batch after batch; gives the table of them."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study()
    for start in range(0, design.trials, design.batch):
        asked = [proposed(study, design, number) for number in range(start, min(start + design.batch, design.trials))]
        results = yield from moments_of(design, [trial.params for trial in asked], design.training())
        for trial, result in zip(asked, results, strict=True):
            tell(study, trial, result, design)
    return trials_table(study)


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
