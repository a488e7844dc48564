"""Nissanka's survey: SMEs of ten emerging markets that went abroad, a questionnaire of 17 items, and its models.

Each item is the respondent's opinion of its construct (``nissanka_constructs``), coloured by a response style that it
brings to every item (common-method variance), plus noise of the item, ticked from 1 to 5. The items' cut points follow
from their reported means and spreads and the noise from the reported alphas: the instrument is calibrated, so alphas
never validate. STYLE is set from the mean reported correlation. A style makes any two scales correlate, whatever the
firms do, so every result can be had without it: the same firms, the same noise, nothing added.
"""

from __future__ import annotations

from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from alliances.analysis.statistics.scales import (
    communality,
    cronbach_alpha,
    cut_points,
    kept,
    regression_from_correlations,
    response_style,
    ticked,
)
from alliances.analysis.surveys.declaration import Survey
from alliances.analysis.surveys.nissanka_constructs import constructs, effects

STYLE = 1.93  # spread of response style in spreads of a construct: mean `style_needed` of 4,000 firms, seeds 1 to 10
RESAMPLES = 500
SYMBOLS = {
    "SP": "strategic_partnerships",
    "A": "alliances",
    "MC": "market_challenges",
    "KT": "knowledge_transfer",
    "I": "internationalization_success",
}
NAMES = {
    "SP": "partnerships", "A": "alliances", "MC": "market challenges", "KT": "knowledge transfer", "I": "success",
}  # fmt: skip
SUCCESS, PREDICTORS = "I", ["SP", "A", "MC", "KT"]
PAIRS = tuple(combinations(SYMBOLS, 2))

DATA = Path(__file__).parent.parent / "data"
ITEMS = pd.read_csv(DATA / "nissanka_items.csv", index_col="item")
ALPHAS = pd.read_csv(DATA / "nissanka_reliability.csv", index_col="construct")["cronbach_alpha"]
CORRELATIONS = pd.read_csv(DATA / "nissanka_correlations.csv", index_col="variable")
BETAS = pd.read_csv(DATA / "nissanka_regression.csv", index_col="term")["beta"]
REPORTED: dict[str, float] = {
    **{f"r_{a}_{b}": float(CORRELATIONS[SYMBOLS[b]][SYMBOLS[a]]) for a, b in PAIRS},
    **{f"beta_{symbol}": float(BETAS[SYMBOLS[symbol]]) for symbol in PREDICTORS},
    **{f"alpha_{symbol}": float(ALPHAS[construct]) for symbol, construct in SYMBOLS.items()},
}


def sample(frame: pd.DataFrame, size: int, rng: np.random.Generator) -> pd.DataFrame:
    """A systematic sample of firms ordered by industry and home, as the paper stratifies by them."""
    order = frame.assign(order=rng.random(len(frame))).sort_values(["industry", "home", "order"])
    chosen = ((rng.random() + np.arange(size)) * len(order) / size).astype(int)
    return order.drop(columns="order").iloc[chosen]


def filled_in(firms: pd.DataFrame, rng: np.random.Generator, style: float) -> pd.DataFrame:
    """The questionnaire filled in: firm, its true scores (``true_SP`` …), its 17 ticks, its five scale means.

    ``style`` is the spread of response style; for 0 the same firms answer with the same noise.
    """
    colour = rng.standard_normal(len(firms))  # drawn also where it is not used, so that noise is the same
    table = firms[["firm_id", "home", "industry"]].reset_index(drop=True)
    for symbol, construct in SYMBOLS.items():
        table[f"true_{symbol}"] = firms[construct].to_numpy()
    for symbol in SYMBOLS:
        opinion = (table[f"true_{symbol}"].to_numpy() + style * colour) / np.hypot(1, style)
        cuts, share = instrument(symbol)
        for item, cut in cuts.items():
            noise = rng.standard_normal(len(firms))
            table[item] = ticked(np.sqrt(share) * opinion + np.sqrt(1 - share) * noise, cut)
    for symbol, construct in SYMBOLS.items():
        table[construct] = table[items_of(symbol)].mean(axis=1)
    return table


def instrument(symbol: str) -> tuple[dict[str, tuple[float, ...]], float]:
    """Cut points of a construct's items, and the share of their variance that it explains."""
    items = ITEMS.loc[items_of(symbol)]
    cuts = {str(item): cut_points(mean, spread) for item, mean, spread in items[["mean", "std_deviation"]].itertuples()}
    return cuts, communality(float(ALPHAS[SYMBOLS[symbol]]), [kept(cut) for cut in cuts.values()])


def items_of(symbol: str) -> list[str]:
    """The items of a construct."""
    return [str(item) for item in ITEMS.index[ITEMS["construct"] == SYMBOLS[symbol]]]


def style_needed(eligible: pd.DataFrame) -> float:
    """The style with which these firms (``constructs`` of a world) would correlate as reported on average.

    STYLE is declared, not computed per world: else an instrument would make up for any mechanism that is switched off.
    """
    reported = float(np.mean([REPORTED[f"r_{a}_{b}"] for a, b in PAIRS]))
    return response_style(eligible[list(SYMBOLS.values())].corr(), ALPHAS, reported)


def statistics(answers: pd.DataFrame) -> pd.DataFrame:
    """Correlations, betas, alphas and indirect effects of one sample: path, estimate, std_error, p_value.

    Paths: ``r_SP_A`` …, ``beta_SP`` …, ``R2``, ``alpha_SP`` …, ``indirect_SP`` and ``indirect_A`` (through knowledge
    transfer; hypotheses H4 and H5). ``I`` is internationalization success.
    """
    return pd.concat([correlations(answers), regression(answers), reliability(answers), mediation(answers)])


def correlations(answers: pd.DataFrame) -> pd.DataFrame:
    """The ten correlations of scale means, with standard errors and p values of Student's t."""
    from scipy.stats import t as student

    scores = scales(answers)
    freedom, matrix = len(scores) - 2, scores.corr()
    rows: list[tuple[Any, ...]] = []
    for a, b in PAIRS:
        r = float(matrix[b][a])
        error = float(np.sqrt((1 - r**2) / freedom)) if freedom > 0 else np.nan
        p = 2 * float(student.sf(abs(r) / error, freedom)) if error > 0 else np.nan
        rows.append((f"r_{a}_{b}", r, error, p))
    return estimate_rows(rows)


def regression(answers: pd.DataFrame) -> pd.DataFrame:
    """Success on the other four scales, all standardized: the paper's regression, and its R²."""
    scores = scales(answers)
    fitted, explained = regression_from_correlations(scores.corr(), SUCCESS, PREDICTORS, len(scores))
    rows = [(f"beta_{row.Index}", row.beta, row.std_error, row.p) for row in fitted.itertuples()]
    return estimate_rows([*rows, ("R2", explained, np.nan, np.nan)])


def reliability(answers: pd.DataFrame) -> pd.DataFrame:
    """Cronbach's alpha of the five scales."""
    return estimate_rows([
        (f"alpha_{symbol}", cronbach_alpha(answers[items_of(symbol)]), np.nan, np.nan) for symbol in SYMBOLS
    ])  # fmt: skip


def mediation(answers: pd.DataFrame) -> pd.DataFrame:
    """Indirect effects of partnerships and alliances through knowledge transfer, with bootstrap ``low`` and ``high``.

    Knowledge transfer is regressed on the three independent variables, success on all four (the paper tests neither
    H4 nor H5 so, and reports no indirect effect). 95 % percentile interval; the p value is twice the smaller tail.
    Resamples follow from the number of the draw.
    """
    from scipy.stats import bootstrap

    columns = tuple(scales(answers)[[*PREDICTORS, SUCCESS]].to_numpy(float).T)
    found = bootstrap(
        columns, indirect, paired=True, vectorized=True, method="percentile", n_resamples=RESAMPLES,
        random_state=np.random.default_rng(int(answers["draw"].iloc[0])),
    )  # fmt: skip
    tails = (found.bootstrap_distribution <= 0).mean(axis=-1)
    errors, (low, high) = found.standard_error, found.confidence_interval
    rows: list[tuple[Any, ...]] = []
    for i, (path, value) in enumerate(zip(("indirect_SP", "indirect_A"), indirect(*columns), strict=True)):
        p = 2 * min(tails[i], 1 - tails[i])
        rows.append((path, float(value), float(errors[i]), float(p), float(low[i]), float(high[i])))
    return estimate_rows(rows, ("low", "high"))


def indirect(*scores: np.ndarray, axis: int = -1) -> np.ndarray:
    """Indirect effects (partnerships, alliances) of samples along the last axis, from the five scales in order."""
    stacked = np.stack(scores, axis=-2)
    centred = stacked - stacked.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).sum(axis=-1, keepdims=True))
    unit = np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 0)
    matrix = unit @ unit.swapaxes(-1, -2)
    first = solved(matrix[..., :3, :3], matrix[..., :3, 3:4])[..., 0]
    second = solved(matrix[..., :4, :4], matrix[..., :4, 4:5])[..., 0]
    return np.stack([first[..., 0] * second[..., 3], first[..., 1] * second[..., 3]])


def solved(matrices: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Coefficients from correlation matrices; the smallest of the possible ones if a matrix is singular.

    Resamples of a few answers have too few different ones, or a scale that does not vary.
    """
    try:
        return np.linalg.solve(matrices, right)
    except np.linalg.LinAlgError:
        return np.linalg.pinv(matrices, hermitian=True) @ right


def scales(answers: pd.DataFrame) -> pd.DataFrame:
    """The scale means, by symbol."""
    named = {construct: symbol for symbol, construct in SYMBOLS.items()}
    return answers[list(named)].rename(columns=named)


def estimate_rows(rows: list[tuple[Any, ...]], more: tuple[str, ...] = ()) -> pd.DataFrame:
    """A table of estimates."""
    return pd.DataFrame(rows, columns=["path", "estimate", "std_error", "p_value", *more])


SURVEY = Survey(
    name="nissanka",
    paper="Nissanka",
    asked="internationalized SMEs of ten emerging markets",
    size=152,
    frame=constructs,
    sample=sample,
    answer=partial(filled_in, style=STYLE),
    answer_without_style=partial(filled_in, style=0.0),
    statistics=statistics,
    variables={
        **{f"true_{symbol}": f"{NAMES[symbol]}: the firm's own score, normal among those that may be asked"
           for symbol in SYMBOLS},
        **{str(item): f"item of {construct.replace('_', ' ')} (1-5)" for item, construct in ITEMS["construct"].items()},
        **{construct: f"{NAMES[symbol]}: mean of its items" for symbol, construct in SYMBOLS.items()},
    },
    reported=REPORTED,
    worlds=("alone", "higher_barriers", "no_knowledge_exchange"),
    effects=effects,
    axes=("standard deviations of the outcome per standard deviation of the cause, or as named",),
    groups={
        "Regression of success": {
            **{f"beta_{symbol}": f"{NAMES[symbol]} → success" for symbol in PREDICTORS},
            "indirect_SP": "partnerships → knowledge → success (H4)",
            "indirect_A": "alliances → knowledge → success (H5)",
        },
        "Correlations": {f"r_{a}_{b}": f"{NAMES[a]} – {NAMES[b]}" for a, b in PAIRS},
        "Fit and reliability": {
            "R2": "R² of the regression",
            **{f"alpha_{symbol}": f"alpha of {name}" for symbol, name in NAMES.items()},
        },
    },
    about="Caused: alliances allowed or forbidden, knowledge exchange on or off, entry barriers as they are or higher. "
    "The spread of the response style is declared, not found; alphas were used to build the questionnaire.",
)  # fmt: skip
