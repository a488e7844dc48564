"""Parameter recovery: worlds with known parameters, and whether their own moments lead back to them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliances.analysis.calibration.emulator import Emulator
from alliances.analysis.calibration.posterior import FREEDOM, Reported, posterior
from alliances.analysis.calibration.sampling import Numbers

DRAWS = 300  # from the posterior of each world
MIDDLE = (0.05, 0.95)  # the 90 % interval
EVEN = 1 / 12  # variance of a parameter that is not told at all, over the unit range
TOLD = {0.5: "yes", 0.1: "weakly"}  # contraction from which a parameter is told


def recovered(
    emulator: Emulator, facts: Reported, truths: Numbers, observed: Numbers, noise: Numbers, rng: np.random.Generator
) -> pd.DataFrame:
    """What the moments of worlds say of their parameters: one row per ``world`` and ``place`` of a parameter.

    ``truths`` has one row of shares per world, ``observed`` its moments, ``noise`` their variance from its seeds. A
    discrepancy is added to each moment, and a band of the fact's width laid around it, both drawn as the inference
    supposes: so nine in ten of the intervals ``low`` to ``high`` must hold the ``truth``. ``mean`` and ``variance`` are
    the posterior's.
    """
    rows, half_widths = [], (facts.high - facts.low) / 2
    for world, (truth, moments, variance) in enumerate(zip(truths, observed, noise, strict=True)):
        seen = moments + facts.scales * rng.standard_t(FREEDOM, len(moments))
        centres = seen + half_widths * rng.uniform(-1, 1, len(moments))
        scales = np.sqrt(facts.scales**2 + np.nan_to_num(variance))
        known = Reported(centres - half_widths, centres + half_widths, scales)
        points = posterior(emulator, known, DRAWS, rng)
        low, high = np.quantile(points, MIDDLE, axis=0)
        told = zip(truth, points.mean(axis=0), points.var(axis=0), low, high, strict=True)
        rows += [(world, place, *one) for place, one in enumerate(told)]
    return pd.DataFrame(rows, columns=["world", "place", "truth", "mean", "variance", "low", "high"])


def recovery(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per parameter: ``coverage`` of 90 % intervals, ``contraction``, ``correlation`` of truths and means.

    Contraction is one less the posterior's variance over that of the range: 0 where nothing is learnt, 1 where all is;
    ``told`` puts it into a word.
    """
    rows = rows.assign(inside=rows["truth"].between(rows["low"], rows["high"]))
    by_place = rows.groupby("place")
    table = pd.DataFrame(
        {
            "coverage": by_place["inside"].mean(),
            "contraction": 1 - by_place["variance"].mean() / EVEN,
            "correlation": by_place[["truth", "mean"]].apply(lambda own: own["truth"].corr(own["mean"])),
        }
    )
    return table.assign(told=[told(value) for value in table["contraction"]])


def told(contraction: float) -> str:
    """Whether the facts tell a parameter."""
    return next((word for least, word in TOLD.items() if contraction >= least), "no")
