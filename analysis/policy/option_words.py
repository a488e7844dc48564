"""What is to be said of one option, in plain sentences: effect, price, who was supported for nothing, what is left."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from alliances.analysis.policy.ratios import FINITE, FREE, LOSS, NO_UPPER_BOUND
from alliances.analysis.policy.study import Measure, Study
from alliances.analysis.wording import (
    digits,
    estimate,
    holds_zero,
    known,
    money,
    number,
    per_cent,
    share_estimate,
    years,
)

FURTHEST = 5  # years after the end that are spoken of, at most


def of_option(study: Study, option: str) -> list[str]:
    """What is to be said of one option: effect, price, who was supported for nothing, who lost, and what is left."""
    row = study.summary(study.design.aim, year=study.horizon).loc[option]
    change = change_in_words(row, study.aim, study.against[option])
    said = [f"{years(study.horizon).capitalize()} after the start {change}{level(study, option)}."]
    parts = (uptake, price, deadweight, displacement, persistence)
    said += [part(study, option) for part in parts]
    said += [benefit(study, option), unknown(study, option), precision(study, option)]
    return [sentence for sentence in said if sentence]


def level(study: Study, option: str) -> str:
    """How much of the aim there is without any policy, in brackets."""
    rows = study.main
    rows = rows[(rows["option"] == option) & (rows["measure"] == study.design.aim) & (rows["group"] == "all")]
    base = study.aim.scale * float(rows[rows["year"] == study.horizon]["base"].mean())
    return f" ({number(base, 0 if abs(base) >= 10 else digits(base))} in the twin world)" if np.isfinite(base) else ""


def found(study: Study, option: str, name: str) -> dict[Any, Any] | None:
    """One finding of an option, if it could be taken."""
    rows = study.tables["findings"]
    rows = rows[(rows["option"] == option) & (rows["finding"] == name) & rows["mean"].notna()]
    return None if rows.empty else rows.to_dict("records")[0]


def paid(study: Study, option: str, name: str) -> dict[Any, Any] | None:
    """One number of an option's money, if it was worked out."""
    rows = study.tables["money"]
    rows = rows[(rows["option"] == option) & (rows["number"] == name)]
    return None if rows.empty else rows.to_dict("records")[0]


def price(study: Study, option: str) -> str:
    """What an additional firm abroad costs; with no upper end where the effect may be nothing."""
    row = paid(study, option, "cost_per_additional")
    if row is None:
        return ""
    if row["verdict"] == FINITE and np.isfinite(row["high"]):
        return f"An additional firm abroad costs {estimate(row, mean='value')} million USD, at present value."
    if row["verdict"] == FREE and not np.isfinite(row["value"]):
        return ""
    said = PRICES.get(NO_UPPER_BOUND if row["verdict"] == FINITE else str(row["verdict"]), "")
    return said or "The cost of an additional firm abroad cannot be determined."


def uptake(study: Study, option: str) -> str:
    """How much of what the budgets offer was taken up."""
    offered, taken = paid(study, option, "offered"), paid(study, option, "take_up")
    if offered is None or taken is None or not np.isfinite(taken["value"]):
        return ""
    said = f"Of a budget of {money(offered['value'])}, {share_estimate(taken, 'value')} is taken up."
    return f"{said} {LITTLE}" if taken["value"] < LOW else said


LOW = 0.5  # take-up below which the effect is that of little money
LITTLE = "So the effect is that of the money that was spent, and not of the budget: few firms apply, or few qualify."
PRICES = {
    NO_UPPER_BOUND: "What an additional firm abroad costs has no finite upper bound, since the effect may be nothing.",
    FREE: "It takes no public money in the model, so an additional firm has no price; other costs are not counted.",
    LOSS: "There are no more firms abroad with it, so no price buys an additional one.",
}


def deadweight(study: Study, option: str) -> str:
    """How many of the supported would have gone anyway."""
    row = found(study, option, "deadweight")
    told = share_estimate(row) if row else ""
    return f"Of the supported firms abroad, {told} would be abroad anyway (deadweight)." if row else ""


def displacement(study: Study, option: str) -> str:
    """What becomes of firms without support, where there are others with it."""
    row = found(study, option, "displacement")
    if row is None or found(study, option, "deadweight") is None:
        return ""
    if row["low"] == row["high"] == 0:
        return "As many firms without support are abroad as in the twin world."
    if holds_zero(row["low"], row["high"]):
        return f"Whether firms without support lose or gain is not certain: {estimate(row)} firms abroad."
    if row["mean"] < 0:
        return f"Of the firms without support, {estimate(lost(row))} fewer are abroad (displacement)."
    return f"Of the firms without support, {estimate(row)} more are abroad (spillover)."


def persistence(study: Study, option: str) -> str:
    """What is left some years after the end."""
    for after in range(FURTHEST, 0, -1):
        row = found(study, option, f"persistence_{after}")
        if row is None:
            continue
        when = f"{years(after).capitalize()} after its end"
        if row["low"] == row["high"] == 0:
            return f"{when} nothing is left."
        if holds_zero(row["low"], row["high"]):
            return f"{when}, whether anything is left is not certain: {estimate(row)} {row['unit']}."
        kept = row["share_kept"]
        share = f", {per_cent(kept)} of the effect at the end" if np.isfinite(kept) and kept > 0 else ""
        return f"{when} the effect is {estimate(row)} {row['unit']}{share}."
    return ""


def benefit(study: Study, option: str) -> str:
    """What a dollar of public money brings in profit."""
    row = paid(study, option, "benefit_cost")
    if row is None or row["verdict"] != FINITE or not np.isfinite(row["value"]):
        return ""
    value = estimate(row, mean="value")
    return f"For each dollar of public money, profits change by {value} dollars beyond what firms were handed."


def unknown(study: Study, option: str) -> str:
    """The range of the aim's effect over parameters that are not known."""
    rows = study.tables.get("knowledge")
    if rows is None:
        return ""
    rows = rows[(rows["option"] == option) & (rows["measure"] == study.design.aim) & (rows["group"] == "all")]
    rows = rows[rows["year"] == study.horizon]
    if rows.empty or not np.isfinite(rows["low"].iloc[0]):
        return ""
    low, high = (study.aim.scale * float(rows[end].iloc[0]) for end in ("low", "high"))
    if high - low <= 1e-9 * max(abs(high), 1.0):
        return "With so few worlds, what other plausible parameters would change cannot be separated from chance."
    ends = " to ".join(number(end, digits(low, high)) for end in (low, high))
    drawn = f"95 % of {int(rows['n'].iloc[0])} draws"
    return f"With other plausible parameters the change lies from {ends} {study.aim.unit} ({drawn})."


def precision(study: Study, option: str) -> str:
    """How many worlds the wanted precision needs, if more than there are."""
    rows = study.tables["findings"]
    needed = rows[(rows["option"] == option) & rows["seeds_needed"].notna()]["seeds_needed"].max()
    if pd.isna(needed) or needed <= study.seeds:
        return ""
    count = number(float(needed), 0)
    return f"The precision that was asked for needs about {count} pairs of worlds; there are {study.seeds}."


def change_in_words(row: Any, measure: Measure, other: str = "") -> str:
    """An effect as what there is more or less of than without it, or than with another option, or an open sign."""
    twin = f"with “{other}” alone" if other else "without it"
    mean, low, high = (measure.scale * float(row[name]) for name in ("mean", "low", "high"))
    if mean == low == high == 0:
        return f"nothing changes in {measure.title.lower()}"
    if not known(low, high):
        return f"with too few worlds for an interval, the mean change is {number(mean, digits(mean))} {measure.unit}"
    if low > 0:
        return f"there are {estimate(row, measure.scale)} {measure.more} than {twin}"
    if high < 0:
        return f"there are {estimate(lost(row), measure.scale)} {measure.less} than {twin}"
    places = digits(low, high)
    ends = f"from {number(low, places)} to {number(high, places)} {measure.unit}"
    return f"the sign of the change is not certain: its 95 % interval runs {ends}"


def lost(row: Any) -> dict[str, float]:
    """A loss as a size above zero, with its interval."""
    return {"mean": -row["mean"], "low": -row["high"], "high": -row["low"]}
