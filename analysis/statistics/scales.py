"""Scales of a questionnaire: answers from 1 to 5, reliability, response style, regression from correlations.

How latent opinions become ticks: an item's ``communality`` is the share of its variance that its construct explains,
the rest is the item's own noise. Where ticks are coarse they lose some correlation, which ``kept`` says, so that
noise can be set for a reliability that was reported of ticks.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from alliances.analysis.statistics.rows import whole_rows
from alliances.model.errors import refuse

TICKS = (1, 5)


def cronbach_alpha(items: pd.DataFrame) -> float:
    """Cronbach's alpha (1951) of the items of one scale, one column each; NaN where the sum does not vary.

    k / (k - 1) * (1 - sum of item variances / variance of the sum), of the respondents who answered every item: among
    others, the sum of the answers varies with their number. The libraries that offer it are under the GPL. Raises
    ``InputError`` for fewer than two items, or two such respondents.
    """
    count = items.shape[1]
    if count < 2:
        refuse(f"a scale of {count} item has no reliability; it must have at least 2 items")
    answered = whole_rows(items, "Cronbach's alpha", 2)
    whole = float(answered.sum(axis=1).var())
    return count / (count - 1) * (1 - float(answered.var().sum()) / whole) if whole > 0 else float("nan")


def regression_from_correlations(
    correlations: pd.DataFrame, outcome: str, predictors: list[str], n: int
) -> tuple[pd.DataFrame, float]:
    """Least squares of standardized variables from their correlations and the number of cases.

    Returns one row per predictor (index) with beta, std_error, t, p, and R²: what a fit of the cases would give.
    Raises ``InputError`` where the predictors determine each other, a correlation is missing, or there are too few
    cases.
    """
    from scipy.stats import t as student

    freedom = n - len(predictors) - 1
    among = correlations.loc[predictors, predictors].to_numpy(float)
    if freedom < 1:
        refuse(f"n = {n} is too few for {len(predictors)} predictors; it must be at least {len(predictors) + 2}")
    gaps = [name for name in predictors if not np.isfinite(correlations.loc[name, [*predictors, outcome]]).all()]
    if gaps:
        refuse(f"a correlation of {gaps[0]} is missing; there must be one of every pair")
    if np.linalg.matrix_rank(among, tol=1e-9, hermitian=True) != len(predictors):
        refuse(f"the predictors {', '.join(predictors)} determine each other; they must be independent")
    inverse = np.linalg.inv(among)
    with_outcome = correlations.loc[predictors, outcome].to_numpy(float)
    beta = inverse @ with_outcome
    explained = float(beta @ with_outcome)
    std_error = np.sqrt(np.diag(inverse) * max(1 - explained, 0.0) / freedom)
    t = np.divide(beta, std_error, out=np.full_like(beta, np.inf), where=std_error > 0)
    columns = {"beta": beta, "std_error": std_error, "t": t, "p": 2 * student.sf(np.abs(t), freedom)}
    return pd.DataFrame(columns, index=pd.Index(predictors, name="term")), explained


def normal_scores(values: pd.Series) -> pd.Series:
    """Ranks as quantiles of the standard normal (van der Waerden), then mean 0 and spread 1; ties share a rank.

    Respondents judge themselves against others like them. Where nothing varies all are 0; a gap stays one.
    """
    from scipy.stats import norm

    scores = pd.Series(norm.ppf(values.rank() / (values.count() + 1)), index=values.index)
    spread = scores.std(ddof=0)
    return (scores - scores.mean()) / spread if spread > 1e-12 else scores * 0.0


@lru_cache(maxsize=256)
def cut_points(mean: float, spread: float) -> tuple[float, ...]:
    """Four cuts of a standard normal opinion so that ticks from 1 to 5 have this mean and spread.

    Opinions are stretched to a centre and a width, then rounded to the nearest tick. Raises ``InputError`` where no
    such ticks exist.
    """
    from scipy.optimize import root

    low, high = TICKS
    if not (low < mean < high and 0 < spread**2 < (mean - low) * (high - mean)):
        refuse(f"no ticks from {low} to {high} have mean {mean:g} and spread {spread:g}; spread² must be below "
               "(mean − 1)(5 − mean)")  # fmt: skip
    edges = np.arange(low, high) + 0.5

    def missed(guess: np.ndarray) -> list[float]:
        centre, width = guess[0], np.exp(guess[1])
        told = moments((edges - centre) / width)
        return [told[0] - mean, told[1] - spread]

    found = root(missed, [mean, np.log(spread)])
    if not found.success:
        refuse(f"no cut points found for mean {mean:g} and spread {spread:g}; the spread must be nearer to 1")
    return tuple(float(cut) for cut in (edges - found.x[0]) / np.exp(found.x[1]))


def moments(cuts: np.ndarray) -> tuple[float, float]:
    """Mean and spread of the ticks that cuts make of a standard normal."""
    from scipy.stats import norm

    share = np.diff(norm.cdf([-np.inf, *cuts, np.inf]))
    ticks = np.arange(TICKS[0], TICKS[1] + 1)
    mean = float(share @ ticks)
    return mean, float(np.sqrt(share @ (ticks - mean) ** 2))


def ticked(opinion: np.ndarray, cuts: tuple[float, ...]) -> np.ndarray:
    """Ticks from 1 to 5 of standard normal opinions."""
    return np.searchsorted(np.asarray(cuts), opinion) + TICKS[0]


def kept(cuts: tuple[float, ...]) -> float:
    """Correlation of a standard normal opinion with its tick: what coarse answers keep."""
    from scipy.stats import norm

    return float(norm.pdf(cuts).sum() / moments(np.asarray(cuts))[1])


def communality(alpha: float, keeps: list[float]) -> float:
    """Share of each item's variance that the construct explains, for ticks whose alpha is as reported.

    ``keeps`` are what the items' ticks keep. From alpha = k r / (1 + (k - 1) r), r being the mean correlation of the
    ticks, which two opinions keep in part. Raises ``InputError`` where ticks so coarse cannot be so reliable.
    """
    count = len(keeps)
    correlation = alpha / (count - (count - 1) * alpha)
    share = correlation / float(np.mean(keeps)) ** 2
    if not 0 < share <= 1:
        refuse(f"alpha = {alpha:g} cannot be had from {count} such items; it must be at most what their ticks keep")
    return share


def response_style(latent: pd.DataFrame, reliability: pd.Series, mean_correlation: float) -> float:
    """Spread of a respondent's style, in spreads of a construct, for which scales correlate so on average.

    ``latent`` are the constructs' own correlations, ``reliability`` their alphas. Two scales correlate by
    sqrt(alpha alpha') (r + style²) / (1 + style²), solved for the mean over all pairs; 0 where they correlate enough
    by themselves. Raises ``InputError`` where even style alone would not do, so unreliable are the scales.
    """
    upper = np.triu_indices(len(latent), 1)
    alphas = reliability.loc[latent.index].to_numpy(float)
    ceiling = np.sqrt(np.outer(alphas, alphas))[upper]
    own = float(np.mean(ceiling * latent.to_numpy(float)[upper]))
    room = float(np.mean(ceiling)) - mean_correlation
    if room <= 0:
        refuse(f"scales so unreliable correlate by {np.mean(ceiling):.3f} on average at most, not by "
               f"{mean_correlation:g}; it must be less")  # fmt: skip
    return float(np.sqrt(max(mean_correlation - own, 0.0) / room))
