"""Path models and moderation on standardized data: an adapter around semopy and statsmodels.

Every column is a z-score of the sample, so every coefficient is a standardized one. The sample is the whole rows: those
in which no column that is used has a gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from alliances.analysis.statistics.rows import whole_rows
from alliances.model.errors import refuse


def standardized(data: pd.DataFrame) -> pd.DataFrame:
    """Every column in standard deviations from its mean; :class:`InputError` where a column does not vary."""
    constant = [name for name in data.columns if data[name].nunique() < 2]
    if constant:
        refuse(f"{constant[0]} does not vary among the {len(data)} firms asked, so no coefficient can be estimated")
    return (data - data.mean()) / data.std(ddof=0)


def path_estimates(
    data: pd.DataFrame, equations: Mapping[str, Sequence[str]], correlated: Sequence[tuple[str, str]] = ()
) -> pd.DataFrame:
    """Standardized coefficients of a path model, fitted by semopy (maximum likelihood).

    Args:
        data: one row per respondent; columns that are not named are ignored.
        equations: predictors by outcome.
        correlated: pairs of outcomes whose residuals may correlate. In a model without feedback this changes no
            coefficient, but standard errors are too small where such a correlation is left out.

    Returns:
        Columns outcome, predictor, estimate, std_error, p_value (z test); null where semopy finds no solution.
        The estimate is that of the z-scores: semopy's own standardization divides by the variances that the model
        implies, not by those of the sample, and so differs a little from a regression on the same data.
    """
    import semopy

    terms = [f"{outcome} ~ {' + '.join(predictors)}" for outcome, predictors in equations.items()]
    terms += [f"{one} ~~ {other}" for one, other in correlated]
    names = dict.fromkeys(name for outcome, predictors in equations.items() for name in (outcome, *predictors))
    rows = whole_rows(data[list(names)], "a path model", len(names) + 2)
    model = semopy.Model("\n".join(terms))
    solution = model.fit(standardized(rows))
    found = model.inspect()
    found = found[found["op"] == "~"].set_axis(
        ["outcome", "op", "predictor", "estimate", "std_error", "z", "p_value"], axis=1
    )
    numbers = found[["estimate", "std_error", "p_value"]].apply(pd.to_numeric, errors="coerce")
    if not solution.success:
        numbers[:] = np.nan
    return pd.concat([found[["outcome", "predictor"]], numbers], axis=1).reset_index(drop=True)


def interaction_estimates(
    data: pd.DataFrame, outcome: str, focal: str, moderators: Sequence[str], others: Sequence[str] = ()
) -> pd.DataFrame:
    """How the coefficient of ``focal`` changes with each moderator: one regression with all products.

    Products are of z-scores and are not standardized again, so an estimate is the change of the focal coefficient per
    standard deviation of the moderator. Standard errors are robust to heteroskedasticity (HC3).

    Returns:
        Columns moderator, estimate, std_error, p_value.
    """
    import statsmodels.api as sm

    names = [outcome, focal, *moderators, *others]
    scores = standardized(whole_rows(data[names], "a moderated regression", len(names) + len(moderators) + 2))
    products = {f"{focal} x {name}": scores[focal] * scores[name] for name in moderators}
    terms = sm.add_constant(scores.drop(columns=outcome).assign(**products), has_constant="add")
    fitted = sm.OLS(scores[outcome], terms).fit(cov_type="HC3")
    columns = {"estimate": fitted.params, "std_error": fitted.bse, "p_value": fitted.pvalues}
    found = pd.DataFrame({name: values[list(products)].to_numpy() for name, values in columns.items()})
    found.insert(0, "moderator", list(moderators))
    return found
