"""Survival statistics by lifelines: shares ended, median lives, hazards.

Durations carry any unit of time; ``ended`` is false for what still lived when last seen. NaN where nothing was seen.
A life counts if its duration is known, and whether it ended; a notice says how many do, if not all.
"""

from __future__ import annotations

import warnings
from typing import Any

import pandas as pd

from alliances.analysis.statistics.regression import Coefficient, unknown_of, varying
from alliances.analysis.statistics.rows import whole_rows


def known_lives(durations: pd.Series[Any], ended: pd.Series[Any]) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """The lives whose duration is known, and whether they ended."""
    rows = whole_rows(pd.DataFrame({"duration": durations, "ended": ended}), "lives")
    return rows["duration"].astype(float), rows["ended"].astype(bool)


def share_ended(durations: pd.Series[Any], ended: pd.Series[Any], at: float) -> float:
    """Kaplan-Meier share that ended by the age ``at``; NaN if none was watched so long."""
    from lifelines import KaplanMeierFitter

    durations, ended = known_lives(durations, ended)
    if durations.empty or at > durations.max():
        return float("nan")
    return 1 - float(KaplanMeierFitter().fit(durations, ended).predict(at))


def median_life(durations: pd.Series[Any], ended: pd.Series[Any]) -> float:
    """Kaplan-Meier median; infinite if fewer than half have ended by the longest age watched."""
    from lifelines import KaplanMeierFitter

    durations, ended = known_lives(durations, ended)
    if durations.empty:
        return float("nan")
    return float(KaplanMeierFitter().fit(durations, ended).median_survival_time_)


def hazards(durations: pd.Series[Any], ended: pd.Series[Any], covariates: pd.DataFrame) -> dict[str, Coefficient]:
    """Cox regression: the log hazard ratio of each covariate.

    Unknown for a covariate that does not vary, and for all where no end was seen or the fit does not converge.
    """
    from lifelines import CoxPHFitter
    from lifelines.exceptions import ConvergenceError

    unknown = unknown_of(covariates)
    rows = whole_rows(covariates.astype(float).assign(duration=durations, ended=ended), "hazards").astype(float)
    columns = varying(rows[list(covariates)])
    if not columns or not rows["ended"].any():
        return unknown
    rows = rows[[*columns, "duration", "ended"]]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they tell ends in ConvergenceError, or in unknown below
            fitted = CoxPHFitter().fit(rows, "duration", "ended")
    except ConvergenceError:
        return unknown
    table = fitted.summary
    return unknown | {
        name: Coefficient(*(float(table.loc[name, column]) for column in ("coef", "se(coef)", "p"))) for name in columns
    }
