"""The firms that Zhu's survey may ask, and its variables, taken from their result tables.

Asked are firms that are abroad, with and without an international alliance: the paper says that all its firms went
abroad through alliances, but its alliance variable is 0/1, so both kinds must be among them. Technical cooperation and
years with multinationals may be domestic, so they are not zero without an international alliance.

The paper gives no window for its variables: its one time span, the past decade, tells when its firms went abroad.
Growth and changes of share come from annual reports, which look back over a few years, and the longer the window, the
fewer firms are left without an alliance to compare with. A firm that was not abroad when the window opened has no rate
of growth to report, so it is not asked.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliances.analysis.summary import last_record
from alliances.analysis.surveys.window import allied_abroad, opening, window, within_window
from alliances.analysis.tables import Tables

X, Y = "strategic_alliance", "internationalization_performance"
MEDIATORS = ("technical_cooperation_intensity", "mnc_cooperation_depth")
MODERATORS = ("firm_size", "industry", "market_competition_intensity")
PERFORMANCE = ("export_growth", "overseas_revenue_ratio", "market_share_change")


def eligible(tables: Tables) -> pd.DataFrame:
    """Firms abroad at both ends of the window, with all but performance: without a start there is no rate of growth.

    ``firm_size`` is the natural logarithm of assets in million USD; depth is the years with multinationals within the
    window, like all the others: cooperation that ended long ago is history that no annual report still counts.
    """
    firms, then = tables["firms"], opening(tables)
    now = last_record(firms)
    abroad = now[now["markets"] > 0].set_index("firm_id").sort_index()
    before = firms[(firms["step"] == then) & (firms["markets"] > 0)].set_index("firm_id")
    abroad = abroad[abroad.index.isin(before.index)]
    before = before.reindex(abroad.index)
    found = pd.DataFrame({
        X: abroad.index.isin(allied_abroad(tables)).astype(int),
        "technical_cooperation_intensity": cooperation_intensity(tables),
        "mnc_cooperation_depth": abroad["mnc_cooperation_years"] - before["mnc_cooperation_years"],
        "firm_size": np.log(abroad["assets"]),
        "industry": abroad["industry"],
        "market_competition_intensity": competition(tables),
        "export_growth": symmetric_rate(before["foreign_sales"], abroad["foreign_sales"]),
        "overseas_revenue_ratio": abroad["foreign_sales_share"],
        "market_share_change": market_share_change(tables),
    }, index=abroad.index)  # fmt: skip
    return found.reset_index()


def cooperation_intensity(tables: Tables) -> pd.Series[float]:
    """Technical cooperation projects over R&D projects, the mean of each firm's records; 0 where there is no R&D."""
    records = within_window(tables, "firms")
    shares = records["technical_cooperation_projects"] / records["rd_projects"].where(records["rd_projects"] > 0)
    return shares.fillna(0.0).groupby(records["firm_id"]).mean()


def competition(tables: Tables) -> pd.Series[float]:
    """Competition intensity of its industry in a firm's foreign markets, weighted by its sales (evenly without any)."""
    _, last = window(tables)
    presence, segments, firms = (
        tables[name][tables[name]["step"] == last] for name in ("presence", "segments", "firms")
    )
    industry = presence["firm_id"].map(firms.set_index("firm_id")["industry"])
    places = ["market", "industry"]
    met = presence.assign(industry=industry).merge(segments[[*places, "competition_intensity"]], "left", places)
    weights = met["sales"].where(met.groupby("firm_id")["sales"].transform("sum") > 0, 1.0)
    firm = met["firm_id"]
    return (weights * met["competition_intensity"]).groupby(firm).sum() / weights.groupby(firm).sum()


def market_share_change(tables: Tables) -> pd.Series[float]:
    """Symmetric rate of change of a firm's share of a foreign market, the mean of all it was in at either end.

    In percentage points a handful of very large firms would be all that is seen.
    """
    _, last = window(tables)
    shares = tables["presence"].set_index(["firm_id", "market"])
    before, after = (shares.loc[shares["step"] == step, "market_share"] for step in (opening(tables), last))
    before, after = before.align(after, join="outer", fill_value=0.0)
    return symmetric_rate(before, after).groupby(level="firm_id").mean()


def symmetric_rate(before: pd.Series[float], after: pd.Series[float]) -> pd.Series[float]:
    """Change over the mean of both (davis_1992): −2 for those that left, 2 for entrants, 0 from nothing to nothing."""
    middle = (before + after) / 2
    return ((after - before) / middle.where(middle > 0)).fillna(0.0)
