"""What a case shows, in plain sentences: what agrees with what is reported, and what each counterfactual changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from alliances.analysis.cases.agreement import INSIDE, UNKNOWN
from alliances.analysis.cases.declaration import Quantity
from alliances.analysis.outcome_words import POINTS, SHARES
from alliances.analysis.wording import NONE, estimate, holds_zero, known, number, shown
from alliances.analysis.wording import listed as in_a_row

LEVELS = 7
"""Quantities whose values are told first where nothing is reported: those that a case names first."""

CHANGES = 3
"""Changes of a counterfactual that are told in words; the table has all."""


def scale_of(quantity: Quantity) -> float:
    """What its numbers are multiplied with when they are told: shares are told in per cent."""
    return 100.0 if quantity.unit in SHARES else 1.0


def unit_of(quantity: Quantity) -> str:
    """The unit that its values are told in."""
    return "%" if quantity.unit in SHARES and quantity.since is None else change_unit(quantity)


def change_unit(quantity: Quantity) -> str:
    """The unit that its differences are told in."""
    return POINTS if quantity.unit in SHARES else quantity.unit


def value(quantity: Quantity, of: float | None) -> str:
    """A value without its unit."""
    if of is None or not known(of):
        return NONE
    return number(100 * of, 1) if quantity.unit in SHARES else shown(of)


def value_with_ends(quantity: Quantity, row: Mapping[Any, Any]) -> str:
    """A mean, and between which values nine in ten worlds lie."""
    if not known(row["mean"], row["low"], row["high"]):
        return NONE
    return f"{value(quantity, row['mean'])} ({value(quantity, row['low'])} to {value(quantity, row['high'])})"


def change(quantity: Quantity, row: Mapping[Any, Any]) -> str:
    """A difference with the 95 % interval of its mean."""
    if not known(row["difference"]):
        return NONE
    return f"{estimate(row, scale_of(quantity), 'difference')} {change_unit(quantity)}".strip()


def levels_words(changes: pd.DataFrame, quantities: Sequence[Quantity]) -> str:
    """What the first quantities are in the world as it was: the answer of a case of which nothing is reported."""
    base = changes.drop_duplicates("quantity").set_index("quantity")["base"]
    told = [f"{one.name} {value(one, base.get(one.name))} {unit_of(one)}".strip() for one in quantities[:LEVELS]]
    return f"As it was: {'; '.join(told)}."


def agreement_words(agreement: pd.DataFrame) -> str:
    """How many reported numbers lie where simulated worlds do."""
    if agreement.empty:
        return "Nothing is reported that this could be set against."
    taken = agreement[agreement["simulated"] != UNKNOWN]
    inside, total = int((taken["simulated"] == INSIDE).sum()), len(agreement)
    said = f"Of {total} reported numbers, {inside} lie where nine in ten simulated worlds lie"
    outside = taken[taken["simulated"] != INSIDE].groupby("simulated", sort=False)["quantity"]
    missed = [f"Simulated {place} what is reported: {in_a_row([*names.unique()])}." for place, names in outside]
    return " ".join([f"{said}.", *missed])


def change_words(changes: pd.DataFrame, quantities: Sequence[Quantity], world: str) -> str:
    """What a counterfactual changes by an interval that excludes zero: the changes that are told best by name."""
    by_name = {quantity.name: quantity for quantity in quantities}
    rows = [row for row in changes[changes["world"] == world].to_dict("records") if known(row["low"], row["high"])]
    sure = [row for row in rows if not holds_zero(row["low"], row["high"])]
    best = sorted(sure, key=lambda row: (row["high"] - row["low"]) / abs(row["difference"]))[:CHANGES]
    told = [f"{row['quantity']} by {change(by_name[row['quantity']], row)}" for row in best]
    told += [f"{len(sure) - len(best)} further quantities"] if len(sure) > len(best) else []
    if not told:
        return f"“{world}”: no difference has a sign that can be told, of {len(rows)} quantities."
    return f"“{world}” changes {in_a_row(told)}."
