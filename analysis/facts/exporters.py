"""Facts of exporters: how many, how they come and go, who they are.

An exporter of a year is a firm that was present in a foreign market at any time in it, in whatever mode, as customs
records count them: those who try and give up within the year are exporters of that year.
"""

from __future__ import annotations

import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.first_entries import first_steps_abroad, never_abroad
from alliances.analysis.facts.records import base, founded_step, last_known, last_step, year_ends
from alliances.analysis.facts.registrations import BY_CALENDAR, RECORDED_CLOSING, WITH_MEASURE
from alliances.analysis.summary import last_record
from alliances.analysis.tables import Tables
from alliances.model.declarations.codes import RESOURCES
from alliances.model.rules import QUARTERS_PER_YEAR

GLOBAL_SHARE = 0.25
YOUNG = 3.0  # years


def exporters_by_year(tables: Tables) -> pd.DataFrame:
    """Firms of each year: 1 if ``abroad`` at any time in it, in the year ``before``, in the year ``after``, else 0.

    A firm founded within the year was not abroad before, one closed within the next may still have been after; null
    only where the run holds no such year.
    """
    recorded = year_ends(tables["firms"])
    stayed = recorded.loc[recorded["markets"] > 0, ["step", "firm_id"]]
    moved = tables["entries"][["step", "firm_id"]]  # who came or left was there, whatever the year's end says
    abroad = pd.concat([stayed, moved[moved["step"] <= recorded["step"].max()]])
    abroad = abroad.assign(year=abroad["step"] // QUARTERS_PER_YEAR).drop(columns="step").drop_duplicates()
    firms = recorded[["firm_id"]].assign(year=recorded["step"] // QUARTERS_PER_YEAR)
    told = pd.concat([firms, abroad], ignore_index=True).drop_duplicates()
    for name, shift in (("abroad", 0), ("before", 1), ("after", -1)):
        other = abroad.assign(year=abroad["year"] + shift, **{name: 1.0})
        told = told.merge(other, how="left", on=["year", "firm_id"])
        told[name] = told[name].fillna(0.0).where((told["year"] - shift).isin(firms["year"]))
    return told


def exporter_share(replicate: Replicate) -> Measured:
    """Share of exporters among firms, mean over years."""
    yearly = exporters_by_year(base(replicate))
    return {"exporters": float(yearly.groupby("year")["abroad"].mean().mean())}


def export_entry(replicate: Replicate) -> Measured:
    """Share of new exporters among exporters, mean over the years with a year before."""
    yearly = exporters_by_year(base(replicate))
    exporters = yearly[yearly["abroad"] == 1]
    return {"new": float((1 - exporters["before"]).groupby(exporters["year"]).mean().mean())}


def export_survival(replicate: Replicate) -> Measured:
    """Share of new exporters that still export a year later."""
    yearly = exporters_by_year(base(replicate))
    return {"still": float(yearly.loc[(yearly["abroad"] == 1) & (yearly["before"] == 0), "after"].mean())}


def born_global(replicate: Replicate) -> Measured:
    """Share of firms founded in the run that soon sold a quarter of their sales abroad."""
    tables = base(replicate)
    founded = founded_step(tables["firms"])
    watched = founded[(founded >= 0) & (founded <= last_step(tables) - YOUNG * QUARTERS_PER_YEAR)]
    young = tables["firms"][tables["firms"]["age_years"] <= YOUNG]
    most = young[young["firm_id"].isin(watched.index)].groupby("firm_id")["foreign_sales_share"].max()
    return {"born_global": float((most >= GLOBAL_SHARE).mean())}


def concentration(replicate: Replicate) -> Measured:
    """Share of foreign sales held by the tenth of exporters that sells most."""
    sales = last_record(base(replicate)["firms"])["foreign_sales"]
    sales = sales[sales > 0]
    top = sales.nlargest(max(1, round(len(sales) / 10)))
    return {"top_decile": float(top.sum() / sales.sum()) if len(sales) else float("nan")}


def self_selection(replicate: Replicate) -> Measured:
    """Gap in mean resources between firms about to enter and those that never do, within industry and year."""
    from alliances.analysis.statistics.regression import ols

    tables = base(replicate)
    firms = year_ends(tables["firms"])
    firms = firms.assign(resources=firms[list(RESOURCES)].mean(axis=1), year=firms["step"])
    first = first_steps_abroad(tables).rename("step").reset_index()
    entrants = last_known(firms, first.assign(step=first["step"] - 1), ["resources", "industry", "year"])
    others = firms[firms["firm_id"].isin(never_abroad(tables))]
    both = pd.concat([entrants.assign(entrant=1.0), others.assign(entrant=0.0)])
    columns = ["resources", "entrant"]
    within = both[columns] - both.groupby(["year", "industry"])[columns].transform("mean")
    gap = ols(within["resources"], within[["entrant"]]).coefficients["entrant"].estimate
    return {"gap": float(gap / within["resources"].std())}


FACTS = (
    Fact(
        "exporter_share", "A minority of firms export",
        "18 % of US manufacturers, 12-38 % by industry; 25 % of SMEs in the EU over three years",
        ("bernard_2007",), "abstract", "firms present in a foreign market at any time in a year, mean over years",
        "calibrate", (Number("exporters", "Share of exporters", "band", 0.15, 0.35),), exporter_share,
        registered=BY_CALENDAR,
    ),
    Fact(
        "export_entry", "Many exporters of a year are new", "25-50 % of exporters",
        ("freund_pierola_2010", "eaton_2007"), "abstract",
        "exporters of a year: share that was not one in the year before, or not founded yet, mean over years",
        "calibrate", (Number("new", "Share of new exporters", "band", 0.25, 0.50),), export_entry,
        registered=BY_CALENDAR,
    ),
    Fact(
        "export_survival", "Most new exporters stop within a year", "below 50 % still export the next year",
        ("eaton_2007",), "abstract",
        "new exporters of all years: share that is one in the next year (also if it closes in that year)", "calibrate",
        (Number("still", "Share that still exports", "band", 0.35, 0.60),), export_survival,
        registered=RECORDED_CLOSING,
    ),
    Fact(
        "born_global", "Some young firms are global from the start", "about a fifth of young firms in Europe",
        ("eurofound_2012",), "abstract",
        "firms founded in the run, at least three years before its end, and recorded while at most three years old: "
        "share with a quarter or more of sales abroad in a record of those years", "calibrate",
        (Number("born_global", "Share of born globals", "band", 0.10, 0.30, reported=0.20),), born_global,
        registered=WITH_MEASURE,
    ),
    Fact(
        "concentration", "A few firms make most foreign sales", "top tenth of exporters holds most (96 % in the US)",
        ("bernard_2007",), "abstract",
        "firms with foreign sales at the last record: share of the tenth that sells most", "validate",
        (Number("top_decile", "Share of the top tenth", "band", 0.60, 1.0, reported=0.96),), concentration,
        registered=WITH_MEASURE,
    ),
    Fact(
        "self_selection", "Better firms become exporters", "positive", ("bernard_jensen_1999",), "abstract",
        "mean of five resources at the last yearly record before first entry, against firms never abroad in the same "
        "industry and year, in standard deviations", "validate",
        (Number("gap", "Gap in resources before entry", "sign", unit="standard deviations"),), self_selection,
        registered=WITH_MEASURE,
    ),
)  # fmt: skip
