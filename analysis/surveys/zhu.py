"""Zhu's survey (zhu_2025): do firms with an international alliance do better abroad, by which paths, and where most?

Asked are firms that are abroad, with and without an international alliance: the paper says that all its firms went
abroad through alliances, but its alliance variable is 0/1, so both kinds must be among them. Technical cooperation and
years with multinationals may be domestic, so they are not zero without an international alliance.

The window is the last five years. The paper gives none for its variables: its one time span, the past decade, tells
when its firms went abroad. Growth and changes of share come from annual reports, which look back over a few years, and
the longer the window, the fewer firms are left without an alliance to compare with. A firm that was not abroad when the
window opened has no rate of growth to report, so it is not asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliances.analysis.statistics.path_model import (
    bootstrap_mediation,
    interaction_estimates,
    path_estimates,
    standardized,
)
from alliances.model.errors import refuse

if TYPE_CHECKING:  # facts are taken from surveys, so a survey must not need the facts to be imported
    from alliances.analysis.tables import Tables

SIZE = 200  # firms in the paper's sample
WINDOW_YEARS = 5
WINDOW = 4 * WINDOW_YEARS  # quarters

X, Y = "strategic_alliance", "internationalization_performance"
MEDIATORS = ("technical_cooperation_intensity", "mnc_cooperation_depth")
MODERATORS = ("firm_size", "industry", "market_competition_intensity")
PERFORMANCE = ("export_growth", "overseas_revenue_ratio", "market_share_change")
COLUMNS = ("firm_id", X, *MEDIATORS, Y, *MODERATORS, *PERFORMANCE)

PAPER = pd.read_csv(Path(__file__).parent.parent / "data" / "zhu2025_paths.csv", index_col="path")
REPORTED = {str(path): float(beta) for path, beta in PAPER["beta"].items()}
DIRECT = PAPER[PAPER["kind"] == "direct"]
MODERATION = dict(zip(MODERATORS, map(str, PAPER.index[PAPER["kind"] == "moderation"]), strict=True))
EFFECTS = ("direct", "through_M1", "through_M2", "indirect", "total", "share_mediated")


def respondents(tables: Tables, draws: int, size: int, seed: int) -> pd.DataFrame:
    """``draws`` samples of ``size`` eligible firms, without replacement within a sample: ``draw`` and ``COLUMNS``.

    Raises :class:`InputError` where fewer firms are eligible.
    """
    pool = eligible(tables)
    if len(pool) < size:
        refuse(f"the Zhu survey asks {size} firms that are abroad; only {len(pool)} are")
    samples = []
    for draw in range(draws):
        asked = np.random.default_rng([seed, draw]).choice(len(pool), size, replace=False)
        sample = answered(pool.iloc[np.sort(asked)])
        sample.insert(0, "draw", draw)
        samples.append(sample)
    return pd.concat(samples, ignore_index=True)


def population(tables: Tables) -> pd.DataFrame:
    """All eligible firms, as if everybody had been asked: ``COLUMNS``."""
    return answered(eligible(tables))


def answered(firms: pd.DataFrame) -> pd.DataFrame:
    """Firms with performance as the mean of the z-scores of its three parts among the firms asked."""
    performance = standardized(firms[list(PERFORMANCE)]).mean(axis=1)
    return firms.assign(**{Y: performance})[list(COLUMNS)].reset_index(drop=True)


def eligible(tables: Tables) -> pd.DataFrame:
    """Firms abroad at both ends of the window, with all but performance: without a start there is no rate of growth.

    ``firm_size`` is the natural logarithm of assets in million USD; depth is the years with multinationals within the
    window, like all the others: cooperation that ended long ago is history that no annual report still counts.
    """
    start, end = window(tables)
    firms, records = tables["firms"], tables["firms"]["step"]
    abroad = firms[(records == end) & (firms["markets"] > 0)].set_index("firm_id").sort_index()
    opening = firms[(records == start) & (firms["markets"] > 0)].set_index("firm_id")
    before, years_before = opening["foreign_sales"], opening["mnc_cooperation_years"]
    abroad = abroad[abroad.index.isin(before.index)]
    before = before.reindex(abroad.index)
    found = pd.DataFrame({
        X: abroad.index.isin(allied(tables["alliances"], start, end)).astype(int),
        "technical_cooperation_intensity": cooperation_intensity(firms[(records > start) & (records <= end)]),
        "mnc_cooperation_depth": abroad["mnc_cooperation_years"] - years_before.reindex(abroad.index),
        "firm_size": np.log(abroad["assets"]),
        "industry": abroad["industry"],
        "market_competition_intensity": competition(tables, end),
        "export_growth": symmetric_rate(before, abroad["foreign_sales"]),
        "overseas_revenue_ratio": abroad["foreign_sales_share"],
        "market_share_change": market_share_change(tables["presence"], start, end),
    }, index=abroad.index)  # fmt: skip
    return found.reset_index()


def window(tables: Tables) -> tuple[int, int]:
    """The recorded quarters that bound the window: the last one, and the last one ``WINDOW`` quarters before it."""
    recorded = tables["firms"]["step"]
    early = recorded[recorded <= recorded.max() - WINDOW]
    if early.empty:
        refuse(f"the Zhu survey looks back {WINDOW} quarters; the records of this run span fewer")
    return int(early.max()), int(recorded.max())


def allied(alliances: pd.DataFrame, start: int, end: int) -> set[int]:
    """Firms that were in a signed international alliance in some quarter after ``start`` and up to ``end``."""
    alive = (alliances["formed_step"] <= end) & (alliances["ended_step"].isna() | (alliances["ended_step"] > start))
    partners = alliances.loc[alive & alliances["international"], "partners"]
    return {int(firm) for together in partners for firm in together}


def cooperation_intensity(records: pd.DataFrame) -> pd.Series[float]:
    """Technical cooperation projects over R&D projects, the mean of each firm's records; 0 where there is no R&D."""
    shares = records["technical_cooperation_projects"] / records["rd_projects"].where(records["rd_projects"] > 0)
    return shares.fillna(0.0).groupby(records["firm_id"]).mean()


def competition(tables: Tables, end: int) -> pd.Series[float]:
    """Competition intensity of a firm's foreign markets, weighted by its sales there (equally, if it sold nothing)."""
    presence, markets = (tables[name][tables[name]["step"] == end] for name in ("presence", "markets"))
    sold = presence.groupby("firm_id")["sales"].transform("sum")
    weights = presence["sales"].where(sold > 0, 1.0)
    intensity = presence["market"].map(markets.set_index("market")["competition_intensity"])
    firm = presence["firm_id"]
    return (weights * intensity).groupby(firm).sum() / weights.groupby(firm).sum()


def market_share_change(presence: pd.DataFrame, start: int, end: int) -> pd.Series[float]:
    """Symmetric rate of change of a firm's share of a foreign market, the mean of all it was in at either end.

    In percentage points a handful of very large firms would be all that is seen.
    """
    shares = presence.set_index(["firm_id", "market"])
    before, after = (shares.loc[shares["step"] == step, "market_share"] for step in (start, end))
    before, after = before.align(after, join="outer", fill_value=0.0)
    return symmetric_rate(before, after).groupby(level="firm_id").mean()


def symmetric_rate(before: pd.Series[float], after: pd.Series[float]) -> pd.Series[float]:
    """Change over the mean of both (davis_1992): −2 for those that left, 2 for entrants, 0 from nothing to nothing."""
    middle = (before + after) / 2
    return ((after - before) / middle.where(middle > 0)).fillna(0.0)


def estimates(respondents: pd.DataFrame) -> pd.DataFrame:
    """The eight standardized coefficients of each draw: draw, path, estimate, std_error, p_value.

    One path model gives the five paths, with size, industry and competition as controls of performance. One regression
    with the same predictors and three products gives the moderation. :class:`InputError` where a variable is constant.
    """
    found = []
    for draw, asked in respondents.groupby("draw", sort=True):
        scored = asked.assign(industry=research_intensity(asked["industry"]))
        of_draw = pd.concat([direct_paths(scored), moderation(scored)], ignore_index=True)
        of_draw.insert(0, "draw", draw)
        found.append(of_draw)
    return pd.concat(found, ignore_index=True)


def direct_paths(scored: pd.DataFrame) -> pd.DataFrame:
    """Path, estimate, std_error and p_value of the five paths; ``industry`` is a score."""
    equations = dict.fromkeys(MEDIATORS, (X,))
    fitted = path_estimates(scored, {Y: (X, *MEDIATORS, *MODERATORS), **equations}, correlated=(MEDIATORS,))
    arrows = fitted.set_index(["predictor", "outcome"])
    ours = arrows.loc[list(zip(DIRECT["from"], DIRECT["to"], strict=True))].reset_index(drop=True)
    ours.insert(0, "path", DIRECT.index)
    return ours


def moderation(scored: pd.DataFrame) -> pd.DataFrame:
    """Path, estimate, std_error and p_value of the three interactions with the alliance; ``industry`` is a score."""
    found = interaction_estimates(scored, Y, X, MODERATORS, others=MEDIATORS)
    return found.assign(path=found["moderator"].map(MODERATION))[["path", "estimate", "std_error", "p_value"]]


def research_intensity(industry: pd.Series[str]) -> pd.Series[float]:
    """The R&D intensity of the industry.

    The paper gives its industry category one coefficient, and so ranks industries by some score without saying which.
    It argues from technology, and asks firms from manufacturing to ICT and medicine: R&D intensity orders them so.
    """
    from alliances.model.errors import unknown
    from alliances.model.world.setup import industry_rows

    scores = {row["name"]: float(row["rd_intensity"]) for row in industry_rows()}
    for name in industry.unique():
        if name not in scores:
            raise unknown("industry", name, scores)
    return industry.map(scores)


def indirect_effects(respondents: pd.DataFrame, resamples: int = 1000, seed: int = 0) -> pd.DataFrame:
    """Effects of the alliance in one draw, with 95 % bootstrap intervals: effect (``EFFECTS``), estimate, low, high."""
    scored = respondents.assign(industry=research_intensity(respondents["industry"]))
    found = bootstrap_mediation(scored[[X, *MEDIATORS, *MODERATORS, Y]], len(MEDIATORS), resamples, seed)
    found.insert(0, "effect", EFFECTS)
    return found


def share_mediated(estimates: pd.DataFrame) -> float:
    """Share of the alliance's total effect that goes through the mediators, of means over draws.

    A ratio of means, as the ratio of a draw whose total is near zero can be of any size. NaN where the total effect is
    not positive: then there is no promotion to share out.
    """
    mean = estimates.groupby("path")["estimate"].mean()
    indirect = mean["XM1"] * mean["M1Y"] + mean["XM2"] * mean["M2Y"]
    total = mean["XY"] + indirect
    return float(indirect / total) if total > 0 else float("nan")
