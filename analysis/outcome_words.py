"""Outcomes of a run in words: their names, units and values, as every table and sentence has them."""

from __future__ import annotations

from collections.abc import Iterable

from alliances.analysis.run_answer import Answer
from alliances.analysis.run_outcomes import unit_of
from alliances.analysis.wording import NONE, known, number, per_cent, shown, spoken

POINTS = "percentage points"
SHARES = ("0-1", "share")
NAMES = {
    "exporters_share": "exporters among firms",
    "foreign_sales_share": "foreign share of all sales",
    "mean_foreign_sales_share": "foreign share of sales, mean firm",
    "foreign_sales": "foreign sales",
    "failed_share": "alliances that failed",
    "ended_within_five_years_share": "alliances ended within five years",
    "median_alliance_life": "median life of an alliance",
    "alliances_formed": "alliances formed",
    "alliances_per_firm": "alliances per firm",
    "equity_share": "equity joint ventures among alliances",
    "partnership_share": "partnerships among alliances",
    "partnerships_failed_share": "partnerships that failed",
    "projects_failed_share": "project-bound alliances that failed",
    "international_share": "alliances between countries",
    "public_spending": "public spending",
}
FOREIGN_SHARES = {
    "exporters_share": "Exporters: firms that are present in a foreign market, of all firms.",
    "foreign_sales_share": "Foreign share of all sales: each dollar counts alike, so the largest firms decide it.",
    "mean_foreign_sales_share": "Foreign share of the mean firm: each firm counts alike, so the many that stay at home "
    "pull it down.",
}
"""The three measures of how far firms are abroad, one line each."""


def name_of(outcome: str) -> str:
    """An outcome as tables and sentences call it."""
    return NAMES.get(outcome, spoken(outcome) if "@" not in outcome else outcome)


def scale_of(outcome: str) -> float:
    """What numbers of an outcome are multiplied with when they are told: shares are told in per cent."""
    return 100.0 if unit_of(outcome) in SHARES else 1.0


def unit_in_words(outcome: str) -> str:
    """The unit of a difference in an outcome."""
    return POINTS if unit_of(outcome) in SHARES else unit_of(outcome)


def with_unit(outcome: str) -> str:
    """An outcome as the row of a table is called: its name and its unit."""
    return f"{name_of(outcome)} ({'%' if unit_of(outcome) in SHARES else unit_of(outcome)})".removesuffix(" ()")


def value_of(outcome: str, value: float | None) -> str:
    """An outcome's value without its unit, to be set beside another's; shares in tenths of a per cent."""
    if value is not None and unit_of(outcome) in SHARES:
        return number(100 * value, 1)
    return shown(value)


def level(outcome: str, value: float | None, places: int = 0) -> str:
    """An outcome's value with its unit; shares in per cent with so many places."""
    if value is None or not known(value):
        return NONE
    if unit_of(outcome) in SHARES:
        return per_cent(value, places=places)
    return f"{shown(value)} {unit_of(outcome)}".strip()


def measures_in_words(outcomes: Iterable[str]) -> list[str]:
    """What tells the measures of foreign share apart, of those that are shown."""
    return [FOREIGN_SHARES[outcome] for outcome in outcomes if outcome in FOREIGN_SHARES]


def answered(found: Answer) -> list[str]:
    """What a run says of the outcome that its scenario is about: firms with alliances against firms without."""
    name, own = name_of(found.outcome), found.association
    told = f"{name[0].upper()}{name[1:]}: {level(found.outcome, found.value)}"
    if own is None:
        return [f"{told}."]
    if own.with_alliances is None or own.without is None:
        return [f"{told}. Firms with alliances cannot be set against firms without: one of the two has no such number."]
    return [
        f"{told}. Firms with alliances: {level(found.outcome, own.with_alliances)} ({counted(own.firms_with)}); "
        f"without: {level(found.outcome, own.without)} ({counted(own.firms_without)}).",
        "This is an association, not an effect: firms that do well abroad also find partners more easily.",
    ]


def counted(firms: int) -> str:
    """So many firms."""
    return f"{firms:,} firm{'' if firms == 1 else 's'}"
