"""The fact of the two telecom cases of Zhu (2025): Huawei with Vodafone, Ericsson with AT&T.

It is measured in the scenario ``telecom``, whose first firms are the suppliers of the reported table, in its order of
appearance. A share is a supplier's sales over the world's demand for telecom equipment, as in the report.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from alliances.analysis.facts import registrations
from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.tables import Tables
from alliances.model.world.setup import build_industries, industry_names

TELECOM = "telecom"
SUPPLIERS = {"Huawei": 0, "Ericsson": 1, "Nokia": 2, "ZTE": 3, "Samsung": 4}  # firm ids: rows of the scenario's file
HOMES = {"Huawei": "CHN", "Ericsson": "SWE"}
YEARS = {"2019": 3, "2020": 7, "2021": 11, "2022": 15, "2023": 19}  # fourth quarters; sanctions go on after 2020
REGIONS = {
    "Europe": ("XEU", "SWE", "FIN"),
    "North America": ("XNA",),
    "Asia (except China)": ("XAS", "KOR"),
    "Middle East / Africa": ("XME",),
}
DATA = Path(__file__).parents[1] / "data"


def reported_shares() -> pd.Series[float]:
    """Mean reported share of each supplier over the years."""
    return pd.read_csv(DATA / "telecom_market_share.csv", index_col="vendor")[[*YEARS]].mean(axis=1)


def leaders() -> dict[str, str]:
    """Which of the two is reported to have more base stations, by region."""
    stations = pd.read_csv(DATA / "telecom_base_stations.csv", index_col="region")[["huawei", "ericsson"]]
    return {str(region): str(leader).title() for region, leader in stations.idxmax(axis=1).items()}


def shares(tables: Tables) -> pd.DataFrame:
    """Share of the world's demand for telecom equipment, by step and supplier; a supplier that closed has none."""
    firms, demand = tables["firms"], tables["markets"].groupby("step")["size"].sum()
    part = build_industries()["share"][industry_names().index("telecom_equipment")]
    sales = firms.pivot_table(index="step", columns="firm_id", values="total_sales", aggfunc="sum")
    named = sales.reindex(columns=[*SUPPLIERS.values()]).fillna(0.0).set_axis([*SUPPLIERS], axis=1)
    return named.div(part * demand, axis=0).loc[[*YEARS.values()]]


def sold(tables: Tables, supplier: str, region: tuple[str, ...]) -> float:
    """Sales of a supplier in a region, the years together; its home counts where it lies there."""
    firms, presence, firm = tables["firms"], tables["presence"], SUPPLIERS[supplier]
    years = [*YEARS.values()]
    there = presence[(presence["firm_id"] == firm) & presence["market"].isin(region) & presence["step"].isin(years)]
    own = firms[(firms["firm_id"] == firm) & firms["step"].isin(years)]
    home = float((own["total_sales"] - own["foreign_sales"]).sum()) if HOMES[supplier] in region else 0.0
    return float(there["sales"].sum()) + home


def led_as_reported(tables: Tables) -> float:
    """Share of the regions in which the supplier that is reported to lead sells more than the other."""
    right = []
    for region, leader in leaders().items():
        other = next(supplier for supplier in HOMES if supplier != leader)
        right.append(sold(tables, leader, REGIONS[region]) > sold(tables, other, REGIONS[region]))
    return float(np.mean(right))


def telecom_shares(replicate: Replicate) -> Measured:
    """How the suppliers rank, how two of them fare, and who leads where."""
    from scipy.stats import spearmanr  # here, since it is slow to import

    tables = replicate.worlds[TELECOM]
    simulated = shares(tables)
    mean, told = simulated.mean(), reported_shares()
    rank = spearmanr(mean[told.index], told).statistic if mean.nunique() > 1 else np.nan
    huawei, ericsson = simulated["Huawei"], simulated["Ericsson"]
    return {
        "rank_order": float(rank),
        "huawei_before": float(huawei[YEARS["2020"]] - huawei[YEARS["2019"]]),
        "huawei_after": float(huawei[YEARS["2023"]] - huawei[YEARS["2020"]]),
        "ericsson": float(ericsson[YEARS["2023"]] - ericsson[YEARS["2019"]]),
        "regions_led": led_as_reported(tables),
    }


FACTS = (
    Fact(
        "telecom_shares", "Two telecom firms with different alliances go different ways",
        "market shares 2019-2023; base stations by region; international revenue .565 and .718", ("zhu_2025",), "seed",
        "scenario telecom: mean shares of five suppliers 2019-2023; Huawei's change 2019-2020 and, after sanctions, "
        "2020-2023; Ericsson's 2019-2023; who of the two sold more in each of four regions", "validate",
        (
            Number("rank_order", "Rank correlation of simulated with reported shares", "sign", unit="correlation"),
            Number("huawei_before", "Huawei's change of share before sanctions", "sign", unit="share points"),
            Number("huawei_after", "Huawei's change of share after sanctions", "sign", float("-inf"), 0.0,
                   unit="share points"),
            Number("ericsson", "Ericsson's change of share", "sign", unit="share points"),
            Number("regions_led", "Share of regions led by the firm that is reported to lead", "band", 1.0, 1.0,
                   reported=1.0),
        ),
        telecom_shares, (TELECOM,), registered=registrations.TELECOM,
    ),
)  # fmt: skip
