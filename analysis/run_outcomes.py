"""What is measured of one run of a sweep: one number per outcome, declared once with unit and meaning.

An outcome is one of :data:`OUTCOMES` (``failed_share``), a column of the ``quarters`` table in a window
(``exporters@last``, ``exporters@40:80``, ``formed@0:80 sum``), or a number of a stylized fact (``export_entry.new``). A
number that cannot be taken, like the failed share where no alliance was formed, is not a number (NaN).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

import numpy as np

from alliances.analysis.facts import fact as fact_of
from alliances.analysis.facts import facts
from alliances.analysis.facts.declaration import Fact, Number, Replicate, taken
from alliances.analysis.partnerships import ALIGNED, LONG_TERM, is_partnership, kept_apart
from alliances.analysis.quarter_windows import FORM, window, windowed
from alliances.analysis.summary import (
    Tables,
    alliances_in_short,
    ended_in_run,
    failed_share,
    firms_in_short,
    formed_in_run,
    last_record,
    mean,
    ratio,
)
from alliances.analysis.tables import BASE
from alliances.model.declarations.codes import EQUITY, GOVERNANCE
from alliances.model.declarations.parameters import declared
from alliances.model.errors import echoed, refuse, unknown
from alliances.model.records.outcomes import QUARTERS_TABLE, Outcome, Table
from alliances.model.rules import QUARTERS_PER_YEAR


class RunOutcome(NamedTuple):
    """A number that is taken of each run."""

    name: str
    unit: str
    meaning: str
    of: Callable[[Tables], float | None]


def of_alliances(key: str, tables: Tables) -> float | None:
    """A number of the summary of alliances."""
    return alliances_in_short(tables)[key]


def of_firms(key: str, tables: Tables) -> float | None:
    """A number of the summary of firms."""
    return firms_in_short(tables)[key]


def equity_share(tables: Tables) -> float | None:
    """Equity joint ventures among the alliances formed."""
    return mean(formed_in_run(tables["alliances"])["governance"] == GOVERNANCE[EQUITY])


def of_last_record(column: str, tables: Tables) -> float | None:
    """Mean of a column over the firms of the last record."""
    return mean(last_record(tables["firms"])[column])


def foreign_sales(tables: Tables) -> float | None:
    """Foreign sales of all firms, mean of the last four quarters."""
    return mean(tables["quarters"]["foreign_sales"].tail(QUARTERS_PER_YEAR))


def per_firm_year(column: str, tables: Tables) -> float | None:
    """Sum of a column over the run, per firm and year."""
    quarters = tables["quarters"]
    return ratio(float(quarters[column].sum()) * QUARTERS_PER_YEAR, float(quarters["living_firms"].sum()))


def spent(tables: Tables) -> float:
    """Everything that policies paid in the run."""
    return float(tables["spending"]["amount"].sum())


def ended_by(cause: str, tables: Tables) -> float | None:
    """Share of a cause among the ends of the run."""
    return mean(ended_in_run(tables["alliances"])["cause"] == cause)


def of_fact(fact: str, number: str, tables: Tables) -> float:
    """A number of a fact, measured in the run as its base world."""
    return of_replicate(fact, Replicate(0, {BASE: tables}))[number]


PARTNERSHIP = f"{LONG_TERM // QUARTERS_PER_YEAR} years or more agreed, goal divergence at most {ALIGNED:g}"
LAST_YEAR = "of the last four quarters"
OUTCOMES = {outcome.name: outcome for outcome in (
    RunOutcome("failed_share", "0-1",
               "Failures among alliances formed in the run and decided (ended, or five years old)",
               lambda tables: failed_share(tables["alliances"])),
    RunOutcome("ended_within_five_years_share", "0-1", "Ended within five years, of alliances watched so long",
               partial(of_alliances, "ended_within_five_years_share")),
    RunOutcome("median_alliance_life", "years", "Median life of the alliances that ended",
               partial(of_alliances, "median_life_of_ended_years")),
    RunOutcome("alliances_formed", "per firm and year", "Alliances signed", partial(per_firm_year, "formed")),
    RunOutcome("alliances_per_firm", "alliances", "Signed alliances a firm is in at the last record",
               partial(of_last_record, "alliances")),
    RunOutcome("equity_share", "0-1", "Equity joint ventures among alliances formed", equity_share),
    RunOutcome("international_share", "0-1", "Partners of different countries, among alliances formed",
               partial(of_alliances, "international_share")),
    RunOutcome("repeated_share", "0-1", "Partners with earlier alliances, among alliances formed",
               partial(of_alliances, "repeated_share")),
    RunOutcome("partnership_share", "0-1", f"Partnerships among alliances formed: {PARTNERSHIP}",
               lambda tables: mean(is_partnership(formed_in_run(tables["alliances"])))),
    RunOutcome("partnerships_failed_share", "0-1", "Failures among partnerships formed in the run and decided",
               lambda tables: failed_share(kept_apart(tables["alliances"])[0])),
    RunOutcome("projects_failed_share", "0-1", "Failures among project-bound alliances formed and decided",
               lambda tables: failed_share(kept_apart(tables["alliances"])[1])),
    RunOutcome("opportunism_share", "0-1", "Ends by opportunism among all ends", partial(ended_by, "opportunism")),
    RunOutcome("exporters_share", "0-1", f"Firms in a foreign market, mean {LAST_YEAR}",
               partial(of_firms, "exporters_share")),
    RunOutcome("foreign_sales", "million USD/year", f"Foreign sales of all firms, mean {LAST_YEAR}", foreign_sales),
    RunOutcome("public_spending", "million USD", "Everything that policies paid in the run", spent),
    RunOutcome("foreign_sales_share", "0-1", f"Foreign in total sales of all firms {LAST_YEAR}",
               partial(of_firms, "foreign_sales_share")),
    RunOutcome("mean_foreign_sales_share", "0-1", f"Mean over firms of foreign in total sales {LAST_YEAR}",
               partial(of_firms, "mean_foreign_sales_share")),
    RunOutcome("markets_per_exporter", "markets", "Mean foreign markets of exporters at the last record",
               partial(of_firms, "markets_per_exporter")),
    RunOutcome("new_exporters_share", "0-1", "New exporters among exporters, mean over years",
               partial(of_fact, "export_entry", "new")),
    RunOutcome("export_survival_share", "0-1", "New exporters that still export a year later",
               partial(of_fact, "export_survival", "still")),
    RunOutcome("born_global_share", "0-1", "Firms founded in the run that soon sold a quarter of their sales abroad",
               partial(of_fact, "born_global", "born_global")),
    RunOutcome("firms_closed", "per firm and year", "Firms closed", partial(per_firm_year, "closed")),
    RunOutcome("sme_share", "0-1", "Small and medium-sized firms at the last record",
               partial(of_last_record, "sme")),
    RunOutcome("alliance_capability", "0-1", "Mean alliance capability of firms at the last record",
               partial(of_last_record, "alliance_capability")),
)}  # fmt: skip

HEADLINES = (
    "exporters_share", "foreign_sales_share", "mean_foreign_sales_share", "foreign_sales", "markets_per_exporter",
    "alliances_formed", "alliances_per_firm", "failed_share", "ended_within_five_years_share", "median_alliance_life",
    "equity_share", "international_share", "firms_closed", "public_spending",
)  # fmt: skip
"""Outcomes that are told of every world unless others are asked for."""
RUNS = Table("runs", "run of a sweep, with the outcomes that its design names", tuple(
    Outcome(outcome.name, "float", outcome.unit, outcome.meaning, nullable=True) for outcome in OUTCOMES.values()
))  # fmt: skip
ALSO = (
    f"Outcomes of a run can also be columns of quarters in a window ({FORM}), "
    "and numbers of facts (export_entry.new; alliances facts lists them)."
)


def fact_numbers() -> dict[str, tuple[Fact, Number]]:
    """The numbers of facts that one run is enough for, by fact and number: ``export_entry.new``."""
    alone = [fact for fact in facts().values() if fact.measure is not None and fact.worlds == (BASE,)]
    return {f"{fact.id}.{number.name}": (fact, number) for fact in alone for number in fact.numbers}


def unit_of(name: str) -> str:
    """The declared unit of an outcome or a parameter; empty if it is neither, as a table of one's own may have it."""
    if "@" in name:
        return next((column.unit for column in QUARTERS_TABLE.columns if column.name == name.partition("@")[0]), "")
    if name in OUTCOMES or name in declared():
        return OUTCOMES[name].unit if name in OUTCOMES else declared()[name].unit
    return fact_numbers()[name][1].unit if name in fact_numbers() else ""


def with_unit(name: str) -> str:
    """A name as an axis has it, with its unit."""
    return f"{name} ({unit})" if (unit := unit_of(name)) else name


def ask_for_quarters_only(names: Iterable[str]) -> bool:
    """Whether these outcomes are all taken of the ``quarters`` table: then a run needs no snapshots."""
    return all("@" in name for name in names)


def of_replicate(name: str, replicate: Replicate) -> dict[str, float]:
    """The numbers of a fact in one run; of a number with several draws, their mean.

    All are NaN where the measure breaks: runs may be too small for it, and a validation says why.
    """
    fact = fact_of(name)
    numbers, _ = taken(fact, replicate)
    return {number.name: float(np.mean(numbers.get(number.name, math.nan))) for number in fact.numbers}


def check_outcomes(names: Iterable[str], quarters: int | None = None) -> None:
    """Raise ``InputError`` unless each name is an outcome, named once, with its window inside so many quarters."""
    names = list(names)
    if not names:
        refuse("outcomes is empty; it must name at least one, as listed by alliances outcomes")
    known = [*OUTCOMES, *fact_numbers()]
    for place, name in enumerate(names):
        if name in names[:place]:
            refuse(f"outcomes names {echoed(name)} twice; each must be named once")
        if "@" in name:
            stop = window(name)["stop"]
            if quarters is not None and stop and int(stop) > quarters:
                refuse(f"outcome {echoed(name)} must have windows inside the run's {quarters} quarters")
        elif name not in known:
            refuse(f"{unknown('outcome', name, known)}; it must be one of alliances outcomes, or {FORM}")


def measure(names: Iterable[str], tables: Tables, seed: int = 0) -> dict[str, float]:
    """The named outcomes of a run's tables, NaN where there is nothing to take them of.

    ``seed`` is the run's: facts that interview firms choose them by it.
    """
    facts: dict[str, dict[str, float]] = {}
    replicate = Replicate(seed, {BASE: tables})
    measured: dict[str, float] = {}
    for name in names:
        if "@" in name:
            value = windowed(name, tables["quarters"])
        elif name in OUTCOMES:
            value = OUTCOMES[name].of(tables)
        else:
            fact, _, number = name.partition(".")
            if fact not in facts:
                facts[fact] = of_replicate(fact, replicate)
            value = facts[fact][number]
        measured[name] = math.nan if value is None else float(value)
    return measured
