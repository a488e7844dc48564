"""The firms that Zhu's survey may ask, and its variables, taken from their result tables.

Asked are firms that were abroad when the window opened and are alive at its end, with and without an international
alliance: the paper says that all its firms went abroad through alliances, but its alliance variable is 0/1, so both
kinds must be among them. Technical cooperation and years with multinationals may be domestic, so they are not zero
without an international alliance. Firms that left all foreign markets in the window are kept: whoever drops them asks
survivors only, and hides what hard markets do to those without an ally. ``survivors`` are set beside.

The paper gives no window for its variables: its one time span, the past decade, tells when its firms went abroad.
Growth and changes of share come from annual reports, which look back over a few years, and the longer the window, the
fewer firms are left without an alliance to compare with. A firm that was not abroad when the window opened has no rate
of growth to report, so it is not asked.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliances.analysis.summary import last_record
from alliances.analysis.surveys.window import allied_abroad, opening, within_window
from alliances.analysis.tables import Tables

X, Y = "strategic_alliance", "internationalization_performance"
MEDIATORS = ("technical_cooperation_intensity", "mnc_cooperation_depth")
MODERATORS = ("firm_size", "industry", "market_competition_intensity")
PERFORMANCE = ("export_growth", "overseas_revenue_ratio", "market_share_change")


def eligible(tables: Tables) -> pd.DataFrame:
    """Firms abroad at the opening of the window and alive at its end, leavers kept, with all but performance.

    ``firm_size`` is the natural logarithm of assets in million USD; depth is the years with multinationals within the
    window, like all the others: cooperation that ended long ago is history that no annual report still counts.
    """
    then = opening(tables)
    before, now = both_ends(tables, then)
    found = pd.DataFrame({
        X: now.index.isin(allied_abroad(tables)).astype(int),
        "technical_cooperation_intensity": cooperation_intensity(tables),
        "mnc_cooperation_depth": now["mnc_cooperation_years"] - before["mnc_cooperation_years"],
        "firm_size": np.log(now["assets"]),
        "industry": now["industry"],
        "market_competition_intensity": competition(tables, then),
        **performance(tables, then),
    }, index=now.index)  # fmt: skip
    return found.reset_index()


def survivors(tables: Tables) -> pd.DataFrame:
    """Those of the eligible firms that are still abroad."""
    firms, asked = last_record(tables["firms"]), eligible(tables)
    return asked[asked["firm_id"].isin(firms.loc[firms["markets"] > 0, "firm_id"])].reset_index(drop=True)


def both_ends(tables: Tables, then: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The records at step ``then`` and the last ones, by firm_id, of the firms abroad then and alive at the end."""
    firms = tables["firms"]
    now = last_record(firms).set_index("firm_id").sort_index()
    before = firms[(firms["step"] == then) & (firms["markets"] > 0)].set_index("firm_id").sort_index()
    same = before.index.intersection(now.index)
    return before.loc[same], now.loc[same]


def performance(tables: Tables, then: int) -> dict[str, pd.Series[float]]:
    """The three parts of performance from step ``then`` to the last record, by firm_id, of every firm alive.

    A firm that left all foreign markets has a growth and a change of share of -2, and a ratio of 0.
    """
    firms = tables["firms"]
    now = last_record(firms).set_index("firm_id").sort_index()
    sales = firms[firms["step"] == then].set_index("firm_id")["foreign_sales"].reindex(now.index, fill_value=0.0)
    parts = (
        symmetric_rate(sales, now["foreign_sales"]), now["foreign_sales_share"],
        market_share_change(tables, then).reindex(now.index, fill_value=0.0),
    )  # fmt: skip
    return dict(zip(PERFORMANCE, parts, strict=True))


def cooperation_intensity(tables: Tables) -> pd.Series[float]:
    """Technical cooperation projects over R&D projects, the mean of each firm's records; 0 where there is no R&D."""
    records = within_window(tables, "firms")
    shares = records["technical_cooperation_projects"] / records["rd_projects"].where(records["rd_projects"] > 0)
    return shares.fillna(0.0).groupby(records["firm_id"]).mean()


def competition(tables: Tables, step: int) -> pd.Series[float]:
    """Competition intensity a firm meets abroad at a recorded step: in its industry, in the markets it is in.

    Weighted by its sales there; equally, if it sold nothing.
    """
    firms, presence, segments = (
        tables[name][tables[name]["step"] == step] for name in ("firms", "presence", "segments")
    )
    met = presence.merge(firms[["firm_id", "industry"]], on="firm_id").merge(segments, on=["market", "industry"])
    sold = met.groupby("firm_id")["sales"].transform("sum")
    weights = met["sales"].where(sold > 0, 1.0)
    weighed = (weights * met["competition_intensity"]).groupby(met["firm_id"]).sum()
    return weighed / weights.groupby(met["firm_id"]).sum()


def market_share_change(tables: Tables, then: int) -> pd.Series[float]:
    """Symmetric rate of change of a firm's share of a foreign market, the mean of all it was in at either end.

    In percentage points a handful of very large firms would be all that is seen.
    """
    shares, last = tables["presence"].set_index(["firm_id", "market"]), int(tables["firms"]["step"].max())
    before, after = (shares.loc[shares["step"] == step, "market_share"] for step in (then, last))
    before, after = before.align(after, join="outer", fill_value=0.0)
    return symmetric_rate(before, after).groupby(level="firm_id").mean()


def symmetric_rate(before: pd.Series[float], after: pd.Series[float]) -> pd.Series[float]:
    """Change over the mean of both (davis_1992): −2 for those that left, 2 for entrants, 0 from nothing to nothing."""
    middle = (before + after) / 2
    return ((after - before) / middle.where(middle > 0)).fillna(0.0)
