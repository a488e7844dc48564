"""Facts of who is abroad where: markets served, size, how much is sold there, who owns units, and distance.

All are told of the last record of the run.
"""

from __future__ import annotations

import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.records import base
from alliances.analysis.facts.registrations import SECOND_ROUND
from alliances.analysis.statistics.gravity import distance_elasticity
from alliances.analysis.summary import last_record
from alliances.model.declarations.codes import RESOURCES

MANY = 5  # markets
DECILES = 10


def exporters(replicate: Replicate) -> pd.DataFrame:
    """The firms that are abroad at the last record."""
    firms = last_record(base(replicate)["firms"])
    return firms[firms["markets"] > 0]


def destinations(replicate: Replicate) -> Measured:
    """Shares of exporters in a single market, and in five or more."""
    markets = exporters(replicate)["markets"]
    return {"one": float((markets == 1).mean()), "many": float((markets >= MANY).mean())}


def destination_values(replicate: Replicate) -> Measured:
    """Shares of all exports that firms in a single market make, and firms in five or more."""
    firms = exporters(replicate)
    total = firms["foreign_sales"].sum()
    one, many = firms["markets"] == 1, firms["markets"] >= MANY
    return {
        name: float(firms.loc[rows, "foreign_sales"].sum() / total) for name, rows in (("one", one), ("many", many))
    }


def size_premium(replicate: Replicate) -> Measured:
    """Share of exporters in the top decile of assets, and how many times that of the bottom decile it is."""
    firms = last_record(base(replicate)["firms"])
    decile = pd.qcut(firms["assets"].rank(method="first"), DECILES, labels=False)
    share = (firms["markets"] > 0).groupby(decile).mean()
    bottom = max(float(share.iloc[0]), 1 / len(firms))
    return {"top": float(share.iloc[-1]), "ratio": float(share.iloc[-1]) / bottom}


def export_intensity(replicate: Replicate) -> Measured:
    """Median foreign share of sales among exporters, and the share of them that sells more than half abroad."""
    share = exporters(replicate)["foreign_sales_share"]
    return {"median": float(share.median()), "over_half": float((share > 1 / 2).mean())}


def productivity_order(replicate: Replicate) -> Measured:
    """Mean of the five resources: exporters less firms at home, owners of a unit abroad less other exporters."""
    tables = base(replicate)
    firms = last_record(tables["firms"]).set_index("firm_id")
    owned = last_record(tables["presence"])
    owners = firms.index.isin(owned.loc[owned["mode"] == "wholly_owned", "firm_id"])
    strength, abroad = firms[list(RESOURCES)].mean(axis=1), firms["markets"] > 0
    return {
        "exporters": float(strength[abroad & ~owners].mean() - strength[~abroad].mean()),
        "owners": float(strength[owners].mean() - strength[abroad & ~owners].mean()),
    }


def gravity(replicate: Replicate) -> Measured:
    """Elasticity of exports between two countries to the kilometres between them."""
    tables = base(replicate)
    sales = last_record(tables["presence"]).merge(last_record(tables["firms"])[["firm_id", "home"]], on="firm_id")
    return {"distance": distance_elasticity(sales.groupby(["home", "market"])["sales"].sum())}


FACTS = (
    Fact(
        "destinations", "Most exporters serve one market, some serve many", "64 % one, 14 % five or more (US 2000)",
        ("bernard_2007",), "quoted", "firms abroad at the last record, by foreign markets", "calibrate",
        (
            Number("one", "Share in one market", "band", 0.50, 0.75, reported=0.64),
            Number("many", "Share in five or more", "band", 0.08, 0.25, reported=0.14),
        ), destinations, registered=SECOND_ROUND,
    ),
    Fact(
        "destination_values", "Those in many markets make most exports", "3 % one, 93 % five or more (US 2000)",
        ("bernard_2007",), "quoted", "the same firms: share of all exports", "validate",
        (
            Number("one", "Share of exports by firms in one market", "band", 0.0, 0.10, reported=0.03),
            Number("many", "Share of exports by firms in five or more", "band", 0.70, 1.0, reported=0.93),
        ), destination_values, registered=SECOND_ROUND,
    ),
    Fact(
        "size_premium", "Large firms are abroad far more often", "rises steeply with size",
        ("bernard_jensen_1999",), "abstract", "last record, deciles of assets: share of firms abroad", "validate",
        (
            Number("top", "Share in the top decile", "band", 0.60, 1.0),
            Number("ratio", "Top over bottom decile", "band", 4.0, unit="ratio"),
        ), size_premium, registered=SECOND_ROUND,
    ),
    Fact(
        "export_intensity", "Most exporters sell little abroad", "median below 10 %, about 5 % over half (US plants)",
        ("bernard_2003",), "quoted", "firms abroad at the last record: foreign share of sales", "validate",
        (
            Number("median", "Median share", "band", 0.0, 0.20, reported=0.10),
            Number("over_half", "Share that sells over half abroad", "band", 0.0, 0.15, reported=0.05),
        ), export_intensity, registered=SECOND_ROUND,
    ),
    Fact(
        "productivity_order", "Firms at home are weaker than exporters, these weaker than owners of units abroad",
        "the order of productivity", ("helpman_2004",), "quoted",
        "last record: mean of the five resources, exporters that own no unit less firms at home, owners less these",
        "validate",
        (
            Number("exporters", "Exporters less firms at home", "sign", unit="resource"),
            Number("owners", "Owners less exporters", "sign", unit="resource"),
        ), productivity_order, registered=SECOND_ROUND,
    ),
    Fact(
        "gravity", "Exports fall with distance", "elasticity about -0.9", ("disdier_head_2008",), "quoted",
        "sales abroad at the last record by home and market: elasticity to kilometres, with effects of each home and "
        "each market (Poisson)", "validate",
        (Number("distance", "Elasticity", "band", -1.5, -0.5, reported=-0.9, unit="elasticity"),), gravity,
        registered=SECOND_ROUND,
    ),
)  # fmt: skip
