"""Linear and logistic regressions by statsmodels, with small results that name their coefficients.

A predictor that does not vary says nothing and is left out; its coefficient is NaN. All are NaN where the rest cannot
be told apart, or where the outcome does not vary: never an error, since a world without a mechanism may lack its data.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

CONSTANT = "constant"
OUTCOME = ""  # no predictor can bear this name


class Coefficient(NamedTuple):
    """An estimate with its standard error and two-sided p value."""

    estimate: float
    std_error: float
    p_value: float


UNKNOWN = Coefficient(float("nan"), float("nan"), float("nan"))


class Fit(NamedTuple):
    """A fitted regression: coefficients by predictor, share explained (McFadden's for a logit), rows used."""

    coefficients: dict[str, Coefficient]
    r_squared: float
    rows: int


def ols(outcome: pd.Series[Any], predictors: pd.DataFrame) -> Fit:
    """Ordinary least squares with a constant; rows with a gap are left out."""
    import statsmodels.api as sm

    target, design = usable(outcome, predictors)
    if not identified(target, design):
        return unfitted(predictors, len(target))
    result = sm.OLS(target, design).fit()
    return Fit(named(result, predictors), float(result.rsquared), len(target))


def logit(outcome: pd.Series[Any], predictors: pd.DataFrame) -> Fit:
    """Logistic regression of a yes or no, with a constant; coefficients are log odds.

    NaN also where a predictor separates yes from no perfectly, since then no finite estimate exists.
    """
    import statsmodels.api as sm

    target, design = usable(outcome, predictors)
    if not identified(target, design):
        return unfitted(predictors, len(target))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they tell is checked below
            result = sm.Logit(target, design).fit(disp=0)
    except np.linalg.LinAlgError:
        return unfitted(predictors, len(target))
    if not result.mle_retvals["converged"] or not np.isfinite(result.bse).all():
        return unfitted(predictors, len(target))
    return Fit(named(result, predictors), float(result.prsquared), len(target))


def usable(outcome: pd.Series[Any], predictors: pd.DataFrame) -> tuple[pd.Series[Any], pd.DataFrame]:
    """Outcome and varying predictors as numbers, with a constant, in rows without a gap or an infinite number."""
    columns = {**dict(predictors.astype(float).items()), CONSTANT: 1.0, OUTCOME: outcome.astype(float)}
    rows = pd.DataFrame(columns, predictors.index).replace([np.inf, -np.inf], np.nan).dropna()
    target = rows.pop(OUTCOME)
    return target, rows[[*varying(rows), CONSTANT]]


def varying(predictors: pd.DataFrame) -> list[str]:
    """The columns that hold more than one value."""
    return [str(name) for name in predictors if predictors[name].nunique() > 1]


def identified(target: pd.Series[Any], design: pd.DataFrame) -> bool:
    """Whether there are rows enough, an outcome that varies, and predictors that can be told apart."""
    if len(target) <= design.shape[1] or target.nunique() < 2:
        return False
    scaled = design / design.abs().max()
    return int(np.linalg.matrix_rank(scaled.to_numpy())) == design.shape[1]


def named(result: Any, predictors: pd.DataFrame) -> dict[str, Coefficient]:
    """Coefficients by name, the constant last; unknown for a predictor that was left out."""
    found = {
        str(name): Coefficient(float(result.params[name]), float(result.bse[name]), float(result.pvalues[name]))
        for name in result.params.index
    }
    return unknown_of([*predictors, CONSTANT]) | found


def unfitted(predictors: pd.DataFrame, rows: int) -> Fit:
    """The result where no regression can be fitted."""
    return Fit(unknown_of([*predictors, CONSTANT]), float("nan"), rows)


def unknown_of(names: Iterable[Any]) -> dict[str, Coefficient]:
    """An unknown coefficient for each name."""
    return {str(name): UNKNOWN for name in names}
