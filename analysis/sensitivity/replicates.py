"""What replicates say: means over them, what is missing, and how much of an outcome's variance is chance.

With paired seeds a replicate has the same random draws at every point. What they do alike everywhere is no danger to a
comparison of points; what they do differently from point to point is noise. An analysis of variance of points and
replicates tells the two apart, and both from the effects of the factors.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

TOLERABLE = 0.1  # share of noise in means that the advice on replicates aims at
NOISY = 0.5  # share of noise in means from which nothing can be concluded
NAN = float("nan")


class Gathered(NamedTuple):
    """One outcome by point (row) and replicate (column), NaN where there is none, and which of the runs were made."""

    values: pd.DataFrame
    made: pd.DataFrame

    @property
    def means(self) -> pd.Series[Any]:
        """Mean over the replicates that have a value; NaN where none has."""
        return self.values.mean(axis=1)

    def counts(self) -> dict[str, int]:
        """Runs asked for, not made (failed or still to come), made without a value; points short of replicates."""
        there = self.values.notna().sum(axis=1)
        return {
            "runs": self.made.size,
            "runs_missing": int((~self.made).to_numpy().sum()),
            "runs_nan": int((self.made & self.values.isna()).to_numpy().sum()),
            "points": len(there),
            "points_missing": int((there == 0).sum()),
            "points_in_part": int(((there > 0) & (there < self.values.shape[1])).sum()),
        }


class Noise(NamedTuple):
    """Where the variance of one run comes from, in shares, and how much of the variance of means is noise.

    NaN with one replicate, where noise cannot be told from effects.
    """

    replicates: int
    share_factors: float = NAN
    share_draws: float = NAN  # what the replicates' random draws do alike at every point
    share_noise: float = NAN  # what they do differently
    noise_in_means: float = NAN  # share of the variance between points, of means over replicates
    variance_in_means: float = NAN  # the same in units of the outcome, squared

    @property
    def drowns(self) -> bool:
        """Whether noise is so much of what differs between points that nothing can be concluded of factors."""
        return self.noise_in_means > NOISY

    @property
    def replicates_wanted(self) -> int | None:
        """Replicates with which noise would make up a tenth of the variance of means; None if that is unknown."""
        if not (self.noise_in_means > 0 and self.share_factors > 0):
            return None
        ratio = self.share_noise / self.share_factors
        return max(int(np.ceil(ratio * (1 - TOLERABLE) / TOLERABLE)), 2)


def gathered(outcomes: pd.DataFrame, points: pd.Index[Any], replicates: int) -> Gathered:
    """The tidy rows of one outcome (point, replicate, value) as a table of all points and replicates."""
    rows = pd.MultiIndex.from_product([points, range(replicates)], names=["point", "replicate"])
    cells = outcomes.set_index(["point", "replicate"])["value"]
    made = pd.Series(rows.isin(cells.index), rows)
    values = cells.reindex(rows).astype(float).replace([np.inf, -np.inf], np.nan)
    return Gathered(values.unstack("replicate").reindex(points), made.unstack("replicate").reindex(points))


def noise(values: pd.DataFrame) -> Noise:
    """Analysis of variance over points that have all replicates (Montgomery 2017, two factors without repetition)."""
    full = values.dropna().to_numpy()
    points, replicates = full.shape
    if replicates < 2 or points < 2:
        return Noise(values.shape[1])
    centre, by_point, by_replicate = full.mean(), full.mean(axis=1), full.mean(axis=0)
    left = full - by_point[:, None] - by_replicate[None, :] + centre
    within = (left**2).sum() / ((points - 1) * (replicates - 1))
    between = by_point.var(ddof=1)
    factors = max(between - within / replicates, 0.0)
    alike = max(by_replicate.var(ddof=1) - within / points, 0.0)
    total = factors + alike + within
    if total == 0:
        return Noise(replicates, noise_in_means=0.0, variance_in_means=0.0)
    share = min(within / replicates / between, 1.0) if between > 0 else 1.0
    return Noise(replicates, factors / total, alike / total, within / total, share, within / replicates)
