"""Survival statistics by lifelines: shares ended, median lives, incidence by cause, hazards.

Durations carry any unit of time; ``ended`` is false for what still lived when last seen. NaN where nothing was seen.
A life counts if its duration is known, and whether it ended; a notice says how many do, if not all.
"""

from __future__ import annotations

import warnings
from typing import Any

import pandas as pd

from alliances.analysis.statistics.regression import Coefficient, unknown_of, varying
from alliances.analysis.statistics.rows import whole_rows

CENSORED = 0
TIES = 0  # seed of the tiny shifts that put ends of different causes at one time in some order
BEYOND_TIES = 0.001  # more than any of these shifts


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


def cumulative_incidence(durations: pd.Series[Any], causes: pd.Series[Any], at: float) -> dict[str, float]:
    """Aalen-Johansen share ended by each cause by the age ``at``; ``causes`` is null for what still lives.

    The shares add up to one less the share that survives.
    """
    from lifelines import AalenJohansenFitter

    durations = whole_rows(pd.DataFrame({"duration": durations}), "incidence by cause")["duration"]
    causes = causes.loc[durations.index]
    names = sorted(str(cause) for cause in causes.dropna().unique())
    codes = causes.map({name: code for code, name in enumerate(names, CENSORED + 1)}).fillna(CENSORED).astype(int)
    shares = {}
    for code, name in enumerate(names, CENSORED + 1):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of ties, which quarters are full of
            fitted = AalenJohansenFitter(calculate_variance=False, seed=TIES).fit(durations, codes, code)
        density = fitted.cumulative_density_.iloc[:, 0]
        shares[name] = float(density[density.index <= at + BEYOND_TIES].iloc[-1])
    return shares


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
