"""What a calibration found: an ensemble that stands for the posterior, and how far it can be relied on."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from alliances.analysis.calibration.emulator import Emulator, seed_means
from alliances.analysis.calibration.posterior import RULED_OUT, implausibility, misfit
from alliances.analysis.calibration.recovery import EVEN, MIDDLE, recovered, recovery
from alliances.analysis.calibration.sampling import Numbers, effective
from alliances.experiments.calibration.design import Design
from alliances.experiments.calibration.stages import CANDIDATES, DEFAULTS, HYPERCUBE, RECOVERY, Stages

Places = NDArray[np.intp]


class Calibrated(NamedTuple):
    """All that came of a calibration; tables have one row per what their name says."""

    ensemble: pd.DataFrame  # members; one column per parameter
    best: dict[str, float]  # the likeliest member
    worth: float  # how many candidates of equal weight those drawn are worth
    defaults_likelier: float | None  # than this share of the other members; none if the facts rule the defaults out
    parameters: pd.DataFrame
    numbers: pd.DataFrame
    stages: pd.DataFrame
    points: pd.DataFrame
    recovery: pd.DataFrame  # worlds with known parameters, times parameters
    failed: int  # runs


def conclude(stages: Stages, before: Emulator) -> Calibrated:
    """Weigh the candidates by what their own runs taught, choose the ensemble, and look how far it can be relied on."""
    with threadpool_limits(1):  # the last digits of a sum depend on the number of threads
        after, design = stages.emulator(), stages.design
        drawn = np.flatnonzero(stages.of(CANDIDATES))
        old, new = (misfit(one, stages.facts, stages.shares[drawn]) for one in (before, after))
        weights = likelier(old, new)
        points = points_table(stages, after)
        defaults = np.flatnonzero(stages.of(DEFAULTS) & (points["implausibility"] <= RULED_OUT))
        others = drawn[without_repeats(weights, design.ensemble - len(defaults), stages.rng)]
        members = stages.rng.permutation([*others, *defaults])
        names = [free.name for free in design.parameters]
        worlds = recovery_rows(stages, after)
        numbers = numbers_table(stages, after, members).join(surprise(stages, before, drawn))
        away = pd.Series(misfit(after, stages.facts, stages.shares[members]), members)
        best = members[away.argmin()]
    points.loc[defaults, names] = list(design.defaults().values())  # as they are given, not as shares of their ranges
    return Calibrated(
        points.loc[members, names].reset_index(drop=True), points.loc[best, names].to_dict(), effective(weights),
        float((away[others] > away[defaults[0]]).mean()) if len(defaults) else None,
        parameters_table(design, points.loc[members], stages.shares[members], worlds).assign(
            best=points.loc[best, names].to_numpy(float)),
        numbers, stages_table(stages, points), points.assign(member=points.index.isin(members)),
        worlds, len(stages.errors),
    )  # fmt: skip


def likelier(old: Numbers, new: Numbers) -> Numbers:
    """By what factor a point's density grew when its misfit went from old to new, less a common factor."""
    return np.asarray(np.exp((old - new) - (old - new).max()))


def without_repeats(weights: Numbers, number: int, rng: np.random.Generator) -> Places:
    """So many places, drawn by weight and each at most once (Gelman et al. 2013, section 10.4)."""
    known = np.maximum(weights, np.finfo(float).tiny) / weights.sum()
    return rng.choice(len(weights), number, replace=False, p=known / known.sum())


def points_table(stages: Stages, emulator: Emulator) -> pd.DataFrame:
    """One row per point: ``stage``, ``implausibility`` by the last emulator, every parameter and every mean moment."""
    free = stages.design.parameters
    values = {one.name: [one.at(float(share)) for share in stages.shares[:, n]] for n, one in enumerate(free)}
    moments = pd.DataFrame(seed_means(stages.moments), columns=emulator.names)
    told = {"stage": stages.stage, "implausibility": implausibility(emulator, stages.facts, stages.shares)}
    return pd.concat([pd.DataFrame({**told, **values}), moments], axis=1)


def stages_table(stages: Stages, points: pd.DataFrame) -> pd.DataFrame:
    """One row per stage: ``points``, the share of them that is ``plausible``, and of the ranges that was ``left``."""
    by_stage = (points["implausibility"] <= RULED_OUT).groupby(points["stage"], sort=False)
    table = pd.DataFrame({"points": by_stage.size(), "plausible": by_stage.mean()})
    return table.assign(left=pd.Series(stages.left, dtype=float)).reset_index()


def numbers_table(stages: Stages, emulator: Emulator, members: Places) -> pd.DataFrame:
    """One row per number: its band, its emulator, and what the ensemble's own runs give (the posterior predictive).

    ``mean``, ``low`` and ``high`` (5th and 95th percentile) are over members, ``inside`` the share of them in the band,
    ``prior_low`` and ``prior_high`` over the hypercube; ``measured`` is the share of members that give the number.
    """
    every = pd.DataFrame(seed_means(stages.moments), columns=emulator.names)
    own, prior = every.loc[members], every[stages.of(HYPERCUBE)]
    bands = pd.DataFrame([target._asdict() for target in stages.targets]).rename(
        columns={"low": "band_low", "high": "band_high"})  # fmt: skip
    inside = [own[target.name].dropna().between(target.low, target.high).mean() for target in stages.targets]
    predictive = {
        "mean": own.mean(), "low": own.quantile(MIDDLE[0]), "high": own.quantile(MIDDLE[1]),
        "measured": own.notna().mean(), "prior_low": prior.quantile(MIDDLE[0]), "prior_high": prior.quantile(MIDDLE[1]),
    }  # fmt: skip
    told = pd.DataFrame(predictive).reset_index(drop=True).assign(inside=inside, discrepancy=stages.facts.scales)
    return pd.concat([bands, told, emulator.table().drop(columns="moment")], axis=1)


def surprise(stages: Stages, emulator: Emulator, drawn: Places) -> pd.Series[Any]:
    """How far new runs lie from what the emulator told of them, in standard deviations: about 1 if it is honest."""
    moments = stages.moments[drawn]
    seeds = np.maximum(np.isfinite(moments).sum(axis=1), 1)
    means, errors = emulator.predict(stages.shares[drawn])
    away = (seed_means(moments) - means) ** 2 / (errors + emulator.noise / seeds)
    return pd.Series(np.sqrt(np.nanmean(away, axis=0)), name="surprise")


def recovery_rows(stages: Stages, emulator: Emulator) -> pd.DataFrame:
    """What the moments of worlds with known parameters say of these."""
    chosen = stages.of(RECOVERY)
    moments = stages.moments[chosen]
    noise = emulator.noise / np.maximum(np.isfinite(moments).sum(axis=1), 1)
    rows = recovered(emulator, stages.facts, stages.shares[chosen], seed_means(moments), noise, stages.rng)
    return rows.assign(parameter=[stages.design.parameters[place].name for place in rows["place"]])


def parameters_table(design: Design, members: pd.DataFrame, shares: Numbers, worlds: pd.DataFrame) -> pd.DataFrame:
    """One row per parameter: its range, where the ensemble lies in it, and whether known ones are found again.

    ``contraction`` is the ensemble's; those of recovery begin with ``recovery_``.
    """
    found = recovery(worlds)
    rows = [
        {
            "parameter": free.name, "default": design.defaults()[free.name], "low": free.low, "high": free.high,
            **dict(zip(("posterior_low", "median", "posterior_high"),
                       members[free.name].quantile([MIDDLE[0], 0.5, MIDDLE[1]]), strict=True)),
            "contraction": 1 - shares[:, place].var() / EVEN,
        }
        for place, free in enumerate(design.parameters)
    ]  # fmt: skip
    kept = found.drop(columns="told").add_prefix("recovery_").assign(told=found["told"])
    return pd.concat([pd.DataFrame(rows), kept.reset_index(drop=True)], axis=1)
