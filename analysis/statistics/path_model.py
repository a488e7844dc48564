"""Path models, moderation and mediation on standardized data: an adapter around semopy and statsmodels.

Every column is a z-score of the sample, so every coefficient is a standardized one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from alliances.model.errors import refuse

BOUNDS = (2.5, 97.5)  # percentiles of the resamples that bound 95 % of them


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
    model = semopy.Model("\n".join(terms))
    solution = model.fit(standardized(data[list(names)]))
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

    scores = standardized(data[[outcome, focal, *moderators, *others]])
    products = {f"{focal} x {name}": scores[focal] * scores[name] for name in moderators}
    terms = sm.add_constant(scores.drop(columns=outcome).assign(**products), has_constant="add")
    fitted = sm.OLS(scores[outcome], terms).fit(cov_type="HC3")
    columns = {"estimate": fitted.params, "std_error": fitted.bse, "p_value": fitted.pvalues}
    found = pd.DataFrame({name: values[list(products)].to_numpy() for name, values in columns.items()})
    found.insert(0, "moderator", list(moderators))
    return found


def mediated_effects(correlations: np.ndarray, mediators: int) -> np.ndarray:
    """Standardized effects from correlations: direct, through each mediator, indirect, total, share mediated.

    ``correlations`` (..., k, k) are of the focal variable, the mediators, the controls and the outcome, in this order.
    Each mediator is regressed on the focal variable, the outcome on all. The result has shape (..., mediators + 4).
    """
    predictors, outcome = correlations[..., :-1, :-1], correlations[..., :-1, -1:]
    slopes = np.linalg.solve(predictors, outcome)[..., 0]
    direct, through = slopes[..., :1], correlations[..., 0, 1 : mediators + 1] * slopes[..., 1 : mediators + 1]
    indirect = through.sum(axis=-1, keepdims=True)
    total = direct + indirect
    return np.concatenate([direct, through, indirect, total, indirect / total], axis=-1)


def bootstrap_mediation(data: pd.DataFrame, mediators: int, resamples: int, seed: int) -> pd.DataFrame:
    """:func:`mediated_effects` of the columns of ``data``, with percentile intervals over resampled respondents.

    Resamples in which a column does not vary are left out.

    Returns:
        Columns estimate, low, high (95 % interval); one row per effect, in the order of :func:`mediated_effects`.
    """
    scores = standardized(data).to_numpy()
    picked = np.random.default_rng(seed).integers(len(scores), size=(resamples, len(scores)))
    again = scores[picked]
    again = again[(np.ptp(again, axis=1) > 0).all(axis=1)]
    if not len(again):
        refuse(f"{resamples} resamples of {len(scores)} firms leave nothing to estimate; ask for more")
    estimate = mediated_effects(correlations_of(scores[None]), mediators)[0]
    low, high = np.percentile(mediated_effects(correlations_of(again), mediators), BOUNDS, axis=0)
    return pd.DataFrame({"estimate": estimate, "low": low, "high": high})


def correlations_of(samples: np.ndarray) -> np.ndarray:
    """Correlations of the columns of each sample: (samples, rows, k) to (samples, k, k)."""
    centred = samples - samples.mean(axis=1, keepdims=True)
    covariances = centred.swapaxes(1, 2) @ centred
    scale = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    return np.asarray(covariances / (scale[:, :, None] * scale[:, None, :]))
