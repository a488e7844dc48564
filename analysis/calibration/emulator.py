"""Emulators: what the model would give at any point of its ranges, learnt from the runs that were made.

Each number is a sum of smooth curves, one per parameter, and of a polynomial in the few parameters that move it most,
fitted by ridge regression (scikit-learn). How far off an emulator is, is measured at points left out, less what the
seeds of single runs explain. A fit takes a fraction of a second and a prediction microseconds, so that a posterior over
twenty parameters can be walked through with half a million predictions. Gaussian processes and trees foretold
less of the model (docs/calibration.md).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.preprocessing import PolynomialFeatures, SplineTransformer

from alliances.analysis.calibration.sampling import Numbers
from alliances.model.errors import refuse

CURVES = SplineTransformer(4, degree=2, include_bias=False).fit([[0.0], [1.0]])  # of one parameter alone: three pieces
STRONGEST, DEGREE = 5, 3  # parameters that the polynomial takes, and its degree
PENALTIES = tuple(10.0**power for power in range(-6, 4))  # on wide swings; what does best at points left out is taken
SMALLEST = 1e-3  # share of what an emulator misses that is put down to the emulator at least, and not to seeds
FEWEST = 20  # points at which a number must be measured


def curves(points: Numbers) -> Numbers:
    """The basis of every parameter's curve, at each point."""
    return np.asarray(CURVES.transform(points.reshape(-1, 1)).reshape(len(points), -1))


class Surface:
    """One number over the unit cube; ``off`` are its errors at points that were left out, one after the other."""

    def __init__(self, points: Numbers, values: Numbers) -> None:
        """Fit the curves, choose the parameters that move the number most, and fit all again with their polynomial."""
        bent = curves(points)
        parts = bent * RidgeCV(PENALTIES).fit(bent, values).coef_
        moved = parts.reshape(len(points), points.shape[1], -1).sum(axis=2).std(axis=0)
        self.strongest = np.argsort(-moved)[:STRONGEST]
        self.polynomial = PolynomialFeatures(DEGREE, include_bias=False)
        self.ridge = RidgeCV(PENALTIES, store_cv_results=True).fit(self._basis(points, bent), values)
        self.off = np.sqrt(self.ridge.cv_results_[:, PENALTIES.index(self.ridge.alpha_)])

    def predict(self, points: Numbers, bent: Numbers) -> Numbers:
        """The number at each point; ``bent`` are its curves."""
        return np.asarray(self.ridge.predict(self._basis(points, bent)))

    def _basis(self, points: Numbers, bent: Numbers) -> Numbers:
        """The curves of every parameter, and the polynomial of the strongest."""
        return np.hstack([bent, self.polynomial.fit_transform(2 * points[:, self.strongest] - 1)])


class Emulator:
    """All numbers over the unit cube, with the variance of their errors, and whether they can be measured at all."""

    def __init__(self, points: Numbers, moments: Numbers, names: list[str]) -> None:
        """Fit to ``points`` (points, parameters) and ``moments`` (points, seeds, numbers; NaN where not measured).

        Raises ``InputError`` for a number that is hardly ever measured.
        """
        self.dimensions, self.names = points.shape[1], names
        seeds, means = np.isfinite(moments).sum(axis=1), seed_means(moments)
        self.noise = pooled_variance(moments)
        self.surfaces, self.errors, self.explained = [], np.zeros(len(names)), np.zeros(len(names))
        for place, name in enumerate(names):
            there = seeds[:, place] > 0
            if there.sum() < FEWEST:
                refuse(f"{name} is measured at {there.sum()} of {len(there)} points; it must be at {FEWEST} or more: "
                       "take more firms or points, other ranges, or leave this fact out")  # fmt: skip
            surface = Surface(points[there], means[there, place])
            missed, within = np.mean(surface.off**2), np.mean(self.noise[place] / seeds[there, place])
            self.surfaces.append(surface)
            self.errors[place] = max(missed - within, SMALLEST * missed)
            self.explained[place] = 1 - missed / max(np.var(means[there, place]), np.finfo(float).tiny)
        self.whole = whole_where(points, (seeds > 0).all(axis=1))

    def predict(self, points: Numbers) -> tuple[Numbers, Numbers]:
        """The mean of every number (points, numbers), and the variance of the emulators' errors."""
        bent = curves(points)
        means = np.column_stack([surface.predict(points, bent) for surface in self.surfaces])
        return means, np.broadcast_to(self.errors, means.shape)

    def log_measured(self, points: Numbers) -> Numbers:
        """The logarithm of the probability that every number can be measured, by point."""
        return np.zeros(len(points)) if self.whole is None else np.asarray(self.whole.predict_log_proba(points)[:, 1])

    def table(self) -> pd.DataFrame:
        """One row per number: standard deviation of ``error`` and of ``seed``, and the share of variance explained."""
        return pd.DataFrame({
            "moment": self.names, "error": np.sqrt(self.errors), "seed": np.sqrt(self.noise),
            "explained": self.explained,
        })  # fmt: skip


def seed_means(moments: Numbers) -> Numbers:
    """The mean of every number over the seeds of a point that give it; NaN where none does."""
    seeds = np.isfinite(moments).sum(axis=1)
    return np.where(seeds > 0, np.nansum(moments, axis=1) / np.maximum(seeds, 1), np.nan)


def pooled_variance(moments: Numbers) -> Numbers:
    """Variance of every number between seeds of the same point; 0 where no point gives it twice."""
    seeds = np.isfinite(moments).sum(axis=1)
    squares = np.nansum((moments - seed_means(moments)[:, None]) ** 2, axis=(0, 1))
    return np.asarray(squares / np.maximum(np.maximum(seeds - 1, 0).sum(axis=0), 1))


def whole_where(points: Numbers, whole: NDArray[np.bool_]) -> LogisticRegression | None:
    """Where every number can be measured; None if everywhere, or nowhere."""
    return None if whole.all() or not whole.any() else LogisticRegression().fit(points, whole)
