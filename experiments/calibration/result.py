"""What a calibration found: the best parameters, how sure they are, and how they do in seeds nothing was chosen by.

Three statements of uncertainty, each with its own limit: the noise of the distance over seeds; the ensemble of trials
that are as good as the best within that noise (all parameters move together, as far as trials happened to go); and
slices through the best, one parameter at a time (exact, but blind to parameters that make up for each other).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from alliances.analysis.calibration.moments import distance, means, measures, seed_noise
from alliances.analysis.verdicts import fact_verdicts, number_verdicts
from alliances.experiments.calibration.design import Design
from alliances.experiments.calibration.runs import Asking, Failure, Point, moments_of
from alliances.experiments.designs.factors import Factor
from alliances.model.errors import refuse

PROBED = 5  # points of a slice, from the low end of the range to the high one
FINE = 401  # points at which a slice is read
QUADRATIC = 2
FLAT, ONE_SIDE, BOTH_SIDES = "no", "one side", "yes"
UNFINISHED = "search unfinished"
NOISES = 2.0  # standard deviations of seed noise by which a distance may differ by luck alone
NUMBER = ["fact", "number", "unit", "reported", "band_low", "band_high"]
SIMULATED = ["mean", "low", "high", "verdict"]


class Best(NamedTuple):
    """The best trial, run again on further seeds."""

    trial: int
    point: dict[str, float]
    by_seed: pd.DataFrame  # moments in training and further seeds
    distance: float  # over all those seeds
    noise: float  # standard deviation of a distance over as many seeds
    trial_noise: float  # and over as few as a trial has


class HeldOut(NamedTuple):
    """How the best and the defaults do in held-out seeds."""

    numbers: pd.DataFrame  # one row per number, calibrated beside default
    facts: pd.DataFrame  # one row per fact: verdict and default_verdict
    distance: float
    default_distance: float


class Calibrated(NamedTuple):
    """All that came of a calibration."""

    trials: pd.DataFrame
    best: Best
    ensemble: pd.DataFrame  # the trials as good as the best
    profile: pd.DataFrame  # one row per parameter and probed value
    parameters: pd.DataFrame  # one row per parameter: value, ranges, whether identified
    held_out: HeldOut


def conclude(trials: pd.DataFrame, design: Design) -> Asking[Calibrated]:
    """Choose the best, say how sure it is, and hold it against seeds that nothing was chosen by."""
    best = yield from chosen(trials, design)
    ensemble = accepted(trials, best, design)
    profile = yield from slices(best, design)
    parameters = pd.DataFrame([
        parameter_row(free, best, ensemble, profile[profile["parameter"] == free.name], design)
        for free in design.parameters
    ])  # fmt: skip
    return Calibrated(trials, best, ensemble, profile, parameters, (yield from held_out(best, design)))


def chosen(trials: pd.DataFrame, design: Design) -> Asking[Best]:
    """The best of the finalists in training and further seeds: the lowest of many noisy trials is partly lucky."""
    finalists = trials.dropna(subset="distance").nsmallest(design.finalists, "distance")
    if finalists.empty:
        refuse(f"none of {len(trials)} trials could be run; the first said: {trials['error'].iloc[0]}")
    points = [as_point(row, design) for _, row in finalists.iterrows()]
    aims, names = design.targets(), [int(number) for number in finalists["trial"]]
    results = yield from moments_of(design, points, [*design.training(), *design.further()])
    together = zip(names, points, results, strict=True)
    tried = [(number, point, found) for number, point, found in together if not isinstance(found, Failure)]
    if not tried:
        refuse(f"none of {len(points)} finalists could be run in further seeds; allowed: other facts or ranges")
    number, point, by_seed = min(tried, key=lambda one: distance(means(one[2]), aims))
    return Best(
        number, point, by_seed, distance(means(by_seed), aims),
        noise=seed_noise(by_seed, aims, len(by_seed)), trial_noise=seed_noise(by_seed, aims, design.seeds),
    )  # fmt: skip


def as_point(row: pd.Series[Any], design: Design) -> dict[str, float]:
    """The parameters of a trial."""
    return {free.name: float(row[free.name]) for free in design.parameters}


def accepted(trials: pd.DataFrame, best: Best, design: Design) -> pd.DataFrame:
    """The trials whose distance is within tolerance and noise of the best trial's, all in the training seeds."""
    own = trials.loc[trials["trial"] == best.trial, "distance"].iloc[0]
    good = trials["distance"] <= own + design.tolerance + NOISES * best.trial_noise
    return trials[good].sort_values("distance", ignore_index=True).drop(columns="error")


def tolerated(best: Best, design: Design) -> float:
    """The distance up to which a point is as good as the best, in training and further seeds."""
    return best.distance + design.tolerance + NOISES * best.noise


def slices(best: Best, design: Design) -> Asking[pd.DataFrame]:
    """The distance with one parameter after the other moved across its range, the best value among them."""
    places = [(free, value) for free in design.parameters for value in free.grid(PROBED)]
    points: list[Point] = [{**best.point, free.name: value} for free, value in places]
    aims, results = design.targets(), (yield from moments_of(design, points, best.by_seed.index))
    rows = [
        (free.name, value, np.nan, result.reason, False)
        if isinstance(result, Failure)
        else (free.name, value, distance(means(result), aims), "", False)
        for (free, value), result in zip(places, results, strict=True)
    ]
    rows += [(name, value, best.distance, "", True) for name, value in best.point.items()]
    table = pd.DataFrame(rows, columns=["parameter", "value", "distance", "error", "best"])
    return table.sort_values(["parameter", "value"], ignore_index=True)


def parameter_row(
    free: Factor, best: Best, ensemble: pd.DataFrame, profile: pd.DataFrame, design: Design
) -> dict[str, Any]:
    """What is known of one parameter."""
    low, high = as_good(profile, tolerated(best, design))
    found = (FLAT, ONE_SIDE, BOTH_SIDES)[(low > free.low) + (high < free.high)]
    if profile["distance"].min() < best.distance - NOISES * best.noise:
        found = UNFINISHED  # moving this one parameter improves on the best, so its range says little
    return {
        "parameter": free.name, "default": design.defaults()[free.name], "best": best.point[free.name],
        "low": free.low, "high": free.high,
        "ensemble_low": float(ensemble[free.name].min()), "ensemble_high": float(ensemble[free.name].max()),
        "profile_low": low, "profile_high": high, "curvature": curvature(profile, free),
        "identified": found,
    }  # fmt: skip


def as_good(profile: pd.DataFrame, most: float) -> tuple[float, float]:
    """The lowest and the highest value at which a slice is at most ``most``.

    Between its points a slice is a monotone cubic, level at the best: straight lines would make it too narrow there.
    """
    from scipy.interpolate import PchipInterpolator

    known = profile.dropna(subset="distance").drop_duplicates("value")
    values = known["value"].to_numpy(float)
    if len(values) > 1:
        fine = np.union1d(values, np.linspace(values.min(), values.max(), FINE))
        values = fine[PchipInterpolator(values, known["distance"].to_numpy(float))(fine) <= most]
    return float(values.min()), float(values.max())


def curvature(profile: pd.DataFrame, free: Factor) -> float:
    """Second derivative of the parabola through a slice, with the whole range as the unit; NaN from too few points."""
    known = profile.dropna(subset="distance").drop_duplicates("value")
    if len(known) <= QUADRATIC:
        return float("nan")
    share = (known["value"] - free.low) / (free.high - free.low)
    return 2 * float(np.polyfit(share, known["distance"], QUADRATIC)[0])


def held_out(best: Best, design: Design) -> Asking[HeldOut]:
    """Numbers and verdicts of every fact of the design in held-out seeds, at the best and at the defaults."""
    facts, aims = design.declared_facts(), design.targets()
    found = yield from moments_of(design, [best.point, design.defaults()], design.held_out())
    for result in found:
        if isinstance(result, Failure):
            raise RuntimeError(f"a held-out run failed: {result.reason}")
    after, before = (result for result in found if not isinstance(result, Failure))
    numbers, default = (number_verdicts(measures(by_seed), facts) for by_seed in (after, before))
    verdicts, default_verdicts = (fact_verdicts(table, facts) for table in (numbers, default))
    beside = default[SIMULATED].add_prefix("default_")
    return HeldOut(
        pd.concat([numbers[NUMBER + SIMULATED], beside], axis=1),
        verdicts[["fact", "verdict"]].assign(default_verdict=default_verdicts["verdict"]),
        distance(means(after), aims),
        distance(means(before), aims),
    )
