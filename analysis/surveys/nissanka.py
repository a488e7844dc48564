"""Nissanka's survey: SMEs of ten emerging markets that went abroad, a questionnaire of 17 items, and its models.

Each item is the respondent's opinion of its construct (``nissanka_constructs``), coloured by a response style that it
brings to every item (common-method variance), plus noise of the item, ticked from 1 to 5. The items' cut points follow
from their reported means and spreads and the noise from the reported alphas: the instrument is calibrated, so alphas
never validate. STYLE is set from the mean reported correlation. A style makes any two scales correlate, whatever the
firms do, so every result can be had without it (``style=False``): the same firms, the same noise, nothing added.
"""

from __future__ import annotations

from collections.abc import Iterator
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
from alliances.analysis.surveys.nissanka_constructs import constructs
from alliances.analysis.tables import Tables
from alliances.model.errors import refuse

SIZE = 152  # respondents of the paper
STYLE = 1.93  # spread of response style in spreads of a construct: mean `style_needed` of 4,000 firms, seeds 1 to 10
RESAMPLES = 500
CENSUS = 0  # seed of the answers when all eligible firms are asked
SYMBOLS = {
    "SP": "strategic_partnerships",
    "A": "alliances",
    "MC": "market_challenges",
    "KT": "knowledge_transfer",
    "I": "internationalization_success",
}
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


def respondents(tables: Tables, draws: int, size: int, seed: int, style: bool = True) -> pd.DataFrame:
    """One row per draw and respondent: firm, its true scores (``true_SP`` …), its 17 ticks, its five scale means.

    A systematic sample from the eligible firms ordered by industry and home, so that both are represented in
    proportion (the paper stratifies by them). Raises ``InputError`` where fewer than ``size`` firms are eligible.
    """
    eligible = constructs(tables)
    if size < 2 or len(eligible) < size:
        refuse(f"{size} respondents cannot be drawn: {len(eligible)} SMEs of the ten emerging markets went abroad and "
               f"had an alliance in the last five years; allowed: 2 to {len(eligible)}")  # fmt: skip
    samples = []
    for draw in range(draws):
        rng = np.random.default_rng([seed, draw])
        order = eligible.assign(luck=rng.random(len(eligible))).sort_values(["industry", "home", "luck"])
        chosen = ((rng.random() + np.arange(size)) * len(order) / size).astype(int)
        samples.append(answered(order.drop(columns="luck").iloc[chosen], rng, style))
    return pd.concat(samples, keys=range(draws), names=["draw"]).reset_index("draw").reset_index(drop=True)


def population(tables: Tables, style: bool = True) -> pd.DataFrame:
    """The answers of all eligible firms, in the columns of ``respondents`` without ``draw``."""
    return answered(constructs(tables), np.random.default_rng(CENSUS), style)


def answered(firms: pd.DataFrame, rng: np.random.Generator, style: bool) -> pd.DataFrame:
    """The questionnaire filled in by ``firms`` (as ``constructs`` gives them)."""
    colour = rng.standard_normal(len(firms))  # drawn also where it is not used, so that noise is the same
    table = firms[["home", "industry"]].reset_index()
    for symbol, construct in SYMBOLS.items():
        table[f"true_{symbol}"] = firms[construct].to_numpy()
    for symbol in SYMBOLS:
        opinion = table[f"true_{symbol}"].to_numpy()
        if style:
            opinion = (opinion + STYLE * colour) / np.hypot(1, STYLE)
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


def estimates(respondents: pd.DataFrame) -> pd.DataFrame:
    """Correlations, betas, alphas and indirect effects of every draw: draw, path, estimate, std_error, p_value.

    Paths: ``r_SP_A`` …, ``beta_SP`` …, ``R2``, ``alpha_SP`` …, ``indirect_SP`` and ``indirect_A`` (through knowledge
    transfer; hypotheses H4 and H5). ``I`` is internationalization success.
    """
    parts = [correlations(respondents), regression(respondents), reliability(respondents), mediation(respondents)]
    columns = ["draw", "path", "estimate", "std_error", "p_value"]
    return pd.concat(parts).reindex(columns=columns).sort_values("draw", kind="stable").reset_index(drop=True)


def correlations(respondents: pd.DataFrame) -> pd.DataFrame:
    """The ten correlations of scale means per draw, with standard errors and p values of Student's t."""
    from scipy.stats import t as student

    rows: list[tuple[Any, ...]] = []
    for draw, scores in scales(respondents):
        freedom, matrix = len(scores) - 2, scores.corr()
        for a, b in PAIRS:
            r = float(matrix[b][a])
            error = float(np.sqrt((1 - r**2) / freedom)) if freedom > 0 else np.nan
            p = 2 * float(student.sf(abs(r) / error, freedom)) if error > 0 else np.nan
            rows.append((draw, f"r_{a}_{b}", r, error, p))
    return estimate_rows(rows)


def regression(respondents: pd.DataFrame) -> pd.DataFrame:
    """Success on the other four scales, all standardized: the paper's regression, and its R²."""
    rows: list[tuple[Any, ...]] = []
    for draw, scores in scales(respondents):
        fitted, explained = regression_from_correlations(scores.corr(), SUCCESS, PREDICTORS, len(scores))
        rows += [(draw, f"beta_{row.Index}", row.beta, row.std_error, row.p) for row in fitted.itertuples()]
        rows.append((draw, "R2", explained, np.nan, np.nan))
    return estimate_rows(rows)


def reliability(respondents: pd.DataFrame) -> pd.DataFrame:
    """Cronbach's alpha of the five scales per draw."""
    return estimate_rows([
        (draw, f"alpha_{symbol}", cronbach_alpha(answers[items_of(symbol)]), np.nan, np.nan)
        for draw, answers in respondents.groupby("draw", sort=True)
        for symbol in SYMBOLS
    ])  # fmt: skip


def mediation(respondents: pd.DataFrame) -> pd.DataFrame:
    """Indirect effects of partnerships and alliances through knowledge transfer, with bootstrap ``low`` and ``high``.

    Knowledge transfer is regressed on the three independent variables, success on all four (the paper tests neither
    H4 nor H5 so, and reports no indirect effect). 95 % percentile interval; the p value is twice the smaller tail.
    """
    from scipy.stats import bootstrap

    rows: list[tuple[Any, ...]] = []
    for draw, scores in scales(respondents):
        columns = tuple(scores[[*PREDICTORS, SUCCESS]].to_numpy(float).T)
        found = bootstrap(
            columns, indirect, paired=True, vectorized=True, method="percentile", n_resamples=RESAMPLES,
            random_state=np.random.default_rng(int(draw)),
        )  # fmt: skip
        tails = (found.bootstrap_distribution <= 0).mean(axis=-1)
        errors, (low, high) = found.standard_error, found.confidence_interval
        for i, (path, value) in enumerate(zip(("indirect_SP", "indirect_A"), indirect(*columns), strict=True)):
            p = 2 * min(tails[i], 1 - tails[i])
            rows.append((draw, path, float(value), float(errors[i]), float(p), float(low[i]), float(high[i])))
    return estimate_rows(rows, ("low", "high"))


def indirect(*scores: np.ndarray, axis: int = -1) -> np.ndarray:
    """Indirect effects (partnerships, alliances) of samples along the last axis, from the five scales in order."""
    stacked = np.stack(scores, axis=-2)
    centred = stacked - stacked.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).sum(axis=-1, keepdims=True))
    unit = np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 0)
    matrix = unit @ unit.swapaxes(-1, -2)
    first = np.linalg.solve(matrix[..., :3, :3], matrix[..., :3, 3:4])[..., 0]
    second = np.linalg.solve(matrix[..., :4, :4], matrix[..., :4, 4:5])[..., 0]
    return np.stack([first[..., 0] * second[..., 3], first[..., 1] * second[..., 3]])


def scales(respondents: pd.DataFrame) -> Iterator[tuple[Any, pd.DataFrame]]:
    """Each draw and its scale means, by symbol."""
    named = {construct: symbol for symbol, construct in SYMBOLS.items()}
    for draw, answers in respondents.groupby("draw", sort=True):
        yield draw, answers[list(named)].rename(columns=named)


def estimate_rows(rows: list[tuple[Any, ...]], more: tuple[str, ...] = ()) -> pd.DataFrame:
    """A table of estimates."""
    return pd.DataFrame(rows, columns=["draw", "path", "estimate", "std_error", "p_value", *more])
