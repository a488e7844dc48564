"""What a run brought, in the few numbers a manager asks for: pure functions from result tables to a dictionary.

Shares and means are None where there is nothing to take them of, never NaN, so that the summary is valid JSON.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alliances.analysis.partnerships import is_partnership
from alliances.analysis.tables import Tables
from alliances.model.rules import QUARTERS_PER_YEAR

FIVE_YEARS = 5 * QUARTERS_PER_YEAR
Summary = dict[str, Any]


def summary(tables: Tables) -> Summary:
    """The whole summary of a run's tables."""
    quarters = tables["quarters"]
    return {
        "quarters": len(quarters),
        "alliances": alliances_in_short(tables),
        "endings": endings_by_cause(tables["alliances"]),
        "firms": firms_in_short(tables),
        "by_governance": by_governance(tables["alliances"]),
        "by_industry": by_industry(tables),
        "policies": by_policy(tables),
        **({"own_firms": own_firms_in_short(tables["own_firms"])} if len(tables.get("own_firms", ())) else {}),
    }


def alliances_in_short(tables: Tables) -> Summary:
    """How many alliances there were, and how they fared.

    ``living_at_start`` + ``formed`` - ``ended`` = ``living``. Failure is told of alliances formed in the run and
    decided (ended, or five years old); ends within five years of those that could be watched so long.
    """
    alliances, quarters = tables["alliances"], tables["quarters"]
    new = formed_in_run(alliances)
    watched = new[twentieth_quarter(new) < len(quarters)]
    return {
        "living_at_start": int((alliances["formed_step"] < 0).sum()),
        **outcomes_of(alliances),
        "living": int(alliances["ended_step"].isna().sum()),
        "watched_five_years": len(watched),
        "ended_within_five_years_share": mean(watched["ended_step"].le(twentieth_quarter(watched)).fillna(False)),
        "international_share": mean(new["international"]),
        "repeated_share": mean(new["prior_ties"] > 0),
        "partnership_share": mean(is_partnership(new)),
        "partners_per_alliance": mean(new["n_partners"]),
    }


def outcomes_of(alliances: pd.DataFrame) -> Summary:
    """How many alliances were formed and ended in the run, their failed share, and the life of those that ended."""
    new, gone = formed_in_run(alliances), ended_in_run(alliances)
    return {
        "formed": len(new),
        "ended": len(gone),
        "decided": int(new["failed"].notna().sum()),
        "failed_share": failed_share(alliances),
        "median_life_of_ended_years": years(median(life_in_quarters(gone))),
    }


def failed_share(alliances: pd.DataFrame) -> float | None:
    """Share of failures among the alliances formed in the run and decided."""
    return mean(formed_in_run(alliances)["failed"].dropna())


def endings_by_cause(alliances: pd.DataFrame) -> dict[str, Summary]:
    """Number and share of the ends in the run by cause, the most frequent first."""
    counts = ended_in_run(alliances)["cause"].value_counts()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return {str(cause): {"ended": int(n), "share": int(n) / int(counts.sum())} for cause, n in ordered}


def firms_in_short(tables: Tables) -> Summary:
    """How many firms there are, and how far abroad they are: the mean of the last four quarters, or of fewer."""
    quarters, year = tables["quarters"], tables["quarters"].tail(QUARTERS_PER_YEAR)
    return {
        "living": int(quarters["living_firms"].iloc[-1]) if len(quarters) else None,
        "founded": int(quarters["founded"].sum()),
        "closed": int(quarters["closed"].sum()),
        "exporters_share": ratio(year["exporters"].sum(), year["living_firms"].sum()),
        "foreign_sales_share": ratio(year["foreign_sales"].sum(), year["total_sales"].sum()),
        "mean_foreign_sales_share": mean(year["mean_foreign_sales_share"]),
        "markets_per_exporter": markets_per_exporter(last_record(tables["firms"])),
    }


def own_firms_in_short(own: pd.DataFrame) -> Summary:
    """What became of the user's own firms; growth is that of those that live."""
    living = own[own["alive"]]
    growth = living["employees"] / living["employees_at_start"]
    return {
        "given": len(own),
        "living": len(living),
        "closed": len(own) - len(living),
        "median_employees_at_start": median(own["employees_at_start"]),
        "median_growth": median(growth),
        "grown_share": mean(growth > 1),
        "abroad_at_start": int((own["markets_at_start"] > 0).sum()),
        "abroad": int((living["markets"] > 0).sum()),
        "allied_at_start": int((own["alliances_at_start"] > 0).sum()),
        "allied": int((living["alliances"] > 0).sum()),
        "signed_one_share": mean(own["alliances_formed"] > 0),
    }


def by_governance(alliances: pd.DataFrame) -> dict[str, Summary]:
    """Outcomes of contractual alliances and of equity joint ventures."""
    return {
        str(form): {
            "share_of_formed": ratio(len(formed_in_run(rows)), len(formed_in_run(alliances))),
            **outcomes_of(rows),
            "taken_over_share": mean(ended_in_run(rows)["ending"] == "taken_over"),
        }
        for form, rows in alliances.groupby("governance", sort=True)
    }


def by_industry(tables: Tables) -> dict[str, Summary]:
    """Firms of each industry at the last record, and the outcomes of the alliances that they initiated."""
    alliances, last = tables["alliances"], last_record(tables["firms"])
    industry_of = tables["firms"].drop_duplicates("firm_id").set_index("firm_id")["industry"]
    initiators = alliances["partners"].map(lambda partners: partners[0]).map(industry_of)
    return {
        str(industry): {
            "firms": len(rows),
            "exporters_share": mean(rows["markets"] > 0),
            "foreign_sales_share": ratio(rows["foreign_sales"].sum(), rows["total_sales"].sum()),
            "markets_per_exporter": markets_per_exporter(rows),
            "alliances_per_firm": mean(rows["alliances"]),
            **outcomes_of(alliances[initiators == industry]),
        }
        for industry, rows in last.groupby("industry", sort=True)
    }


def by_policy(tables: Tables) -> dict[str, Summary]:
    """What each policy that paid anything paid, and to how many firms; million USD of the whole run."""
    return {
        str(policy): {"spent": float(rows["amount"].sum()), "firms": int(rows["firm_id"].nunique())}
        for policy, rows in tables["spending"].groupby("policy", sort=False)
    }


def formed_in_run(alliances: pd.DataFrame) -> pd.DataFrame:
    """The alliances signed after the burn-in."""
    return alliances[alliances["formed_step"] >= 0]


def ended_in_run(alliances: pd.DataFrame) -> pd.DataFrame:
    """The alliances that ended after the burn-in, whenever they were signed."""
    return alliances[alliances["ended_step"].notna()]


def life_in_quarters(alliances: pd.DataFrame) -> pd.Series[Any]:
    """Quarters from signature to end; null while alive."""
    return alliances["ended_step"] - alliances["formed_step"]


def decision_step(alliances: pd.DataFrame) -> pd.Series[Any]:
    """Step at which it was decided whether an alliance failed: its end, or its twentieth quarter; null while open."""
    birthday = twentieth_quarter(alliances)
    decided = alliances["ended_step"].fillna(birthday).clip(upper=birthday)
    return decided.where(alliances["failed"].notna())


def twentieth_quarter(alliances: pd.DataFrame) -> pd.Series[Any]:
    """Step at which an alliance has worked five years; the quarter of the signature counts."""
    return alliances["formed_step"] + FIVE_YEARS - 1


def last_record(firms: pd.DataFrame) -> pd.DataFrame:
    """The firms in the last quarter in which they were recorded."""
    return firms[firms["step"] == firms["step"].max()]


def markets_per_exporter(firms: pd.DataFrame) -> float | None:
    """Mean number of foreign markets of the firms that are in any."""
    return mean(firms.loc[firms["markets"] > 0, "markets"])


def mean(values: pd.Series[Any]) -> float | None:
    """The mean, or None of nothing."""
    return float(values.mean()) if len(values) else None


def median(values: pd.Series[Any]) -> float | None:
    """The median, or None of nothing."""
    return float(values.median()) if len(values) else None


def ratio(part: float, whole: float) -> float | None:
    """Part over whole, or None where there is no whole."""
    return float(part) / float(whole) if whole else None


def years(quarters: float | None) -> float | None:
    """Quarters in years."""
    return None if quarters is None else quarters / QUARTERS_PER_YEAR
