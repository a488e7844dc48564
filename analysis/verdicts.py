"""Held or missed: measures of the simulated worlds against the declared facts.

Pure functions. The input is the table of measures: one row per ``fact``, ``number``, ``seed`` and ``draw``, with its
``value`` (null where it could not be taken) and ``error`` (what went wrong, or empty).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from alliances.analysis.facts.declaration import Fact, Number

Verdict = Literal["held", "missed", "not measured"]
HELD, MISSED, NOT_MEASURED = "held", "missed", "not measured"
ENOUGH = 30  # seeds from which a verdict counts
MOST = 0.9  # share of the seeds in which a sign must hold
FEWEST = 0.5  # share of the seeds that must give the number
OVER_SEEDS, OVER_DRAWS = (5, 95), (2.5, 97.5)  # percentiles
INFINITY = float("inf")


def number_verdicts(measures: pd.DataFrame, facts: Iterable[Fact]) -> pd.DataFrame:
    """One row per number of each fact: what is reported, what was simulated, and whether it holds.

    ``mean`` is over seeds; ``low`` and ``high`` are the 5th and 95th percentile over seeds, or for ``sample`` numbers
    the 2.5th and 97.5th of all draws of all seeds. ``seeds`` gave the number, of ``replicates``; ``inside`` is the
    share of the replicates strictly inside the band.
    """
    taken = dict(iter(measures.groupby(["fact", "number"], sort=False)))
    rows = [
        {**declared(fact, number), **judged(number, taken.get((fact.id, number.name), measures.head(0)))}
        for fact in facts
        for number in fact.numbers
    ]
    return pd.DataFrame(rows)


def declared(fact: Fact, number: Number) -> dict[str, Any]:
    """What the declaration says of a number."""
    return {
        "fact": fact.id, "finding": fact.finding, "number": number.name, "meaning": number.meaning,
        "unit": number.unit, "role": fact.role, "trust": fact.trust, "test": number.test,
        "reported": np.nan if number.reported is None else number.reported,
        "band_low": number.low, "band_high": number.high,
    }  # fmt: skip


def judged(number: Number, rows: pd.DataFrame) -> dict[str, Any]:
    """What was simulated, and the verdict."""
    replicates = int(rows["seed"].nunique())
    values = rows.loc[np.isfinite(rows["value"].astype(float)), ["seed", "value"]]
    means = values.groupby("seed")["value"].mean()
    low, high = interval(number, values["value"] if number.test == "sample" else means)
    inside = ((means > number.low) & (means < number.high)).sum() / replicates if replicates else np.nan
    verdict = NOT_MEASURED
    if len(means) and len(means) >= FEWEST * replicates:
        verdict = HELD if holds(number, low, high, inside) else MISSED
    return {
        "mean": means.mean(), "low": low, "high": high, "inside": inside, "verdict": verdict,
        "seeds": len(means), "replicates": replicates, "draws": len(values),
        "note": note(len(means), replicates, rows["error"]),
    }  # fmt: skip


def interval(number: Number, values: pd.Series[Any]) -> tuple[float, float]:
    """The simulated interval: of the draws for ``sample`` numbers, else of the seeds."""
    if values.empty:
        return np.nan, np.nan
    low, high = np.percentile(values, OVER_DRAWS if number.test == "sample" else OVER_SEEDS)
    return float(low), float(high)


def holds(number: Number, low: float, high: float, inside: float) -> bool:
    """Whether a number holds, by the test that it declares."""
    if number.test == "band":
        return low <= number.high and high >= number.low
    if number.test == "sign":
        return inside >= MOST
    return number.reported is not None and low <= number.reported <= high


def note(seeds: int, replicates: int, errors: pd.Series[Any]) -> str:
    """What a reader must know of a row: too few seeds, seeds without the number, and why."""
    parts = []
    if 0 < replicates < ENOUGH:
        parts.append("too few seeds")
    if seeds < replicates:
        parts.append(f"taken in {seeds} of {replicates} seeds")
        parts += [str(error) for error in errors[errors != ""].head(1)]
    return "; ".join(parts)


def fact_verdicts(numbers: pd.DataFrame, facts: Iterable[Fact]) -> pd.DataFrame:
    """One row per fact: its verdict, and how many of its numbers held, missed, or were not measured."""
    by_fact = {str(name): rows for name, rows in numbers.groupby("fact", sort=False)} if len(numbers) else {}
    return pd.DataFrame([fact_row(fact, by_fact.get(fact.id, numbers.head(0))) for fact in facts])


def fact_row(fact: Fact, numbers: pd.DataFrame) -> dict[str, Any]:
    """The verdict on one fact."""
    pairs = list(zip(numbers["test"], numbers["verdict"], strict=True)) if len(numbers) else []
    counts = {name: sum(verdict == name for _, verdict in pairs) for name in (HELD, MISSED, NOT_MEASURED)}
    return {
        "fact": fact.id, "finding": fact.finding, "reported": fact.reported, "role": fact.role, "trust": fact.trust,
        "verdict": NOT_MEASURED if fact.measure is None else of_all(pairs, fact.needed),
        "held": counts[HELD], "missed": counts[MISSED], "not_measured": counts[NOT_MEASURED],
        "needed": needed_in_words(fact), "awaits": fact.awaits,
    }  # fmt: skip


def of_all(pairs: Sequence[tuple[str, str]], needed: int | None) -> Verdict:
    """The verdict on a fact from (test, verdict) of its numbers.

    ``needed`` of the ``sample`` numbers must hold (None: all of them), and all others. A fact stays open only while
    the numbers that were not measured could still decide it.
    """
    samples = [verdict for test, verdict in pairs if test == "sample"]
    others = [verdict for test, verdict in pairs if test != "sample"]
    wanted = len(samples) if needed is None else needed
    held, open_ = samples.count(HELD), samples.count(NOT_MEASURED)
    if MISSED in others or held + open_ < wanted:
        return "missed"
    if not pairs or NOT_MEASURED in others or held < wanted:
        return "not measured"
    return "held"


def needed_in_words(fact: Fact) -> str:
    """How many of a fact's numbers must hold."""
    samples = sum(number.test == "sample" for number in fact.numbers)
    if len(fact.numbers) == 1:
        return "the number must hold"
    if fact.needed is None or fact.needed == samples:
        return "both numbers must hold" if len(fact.numbers) == 2 else f"all {len(fact.numbers)} numbers must hold"
    others = len(fact.numbers) - samples
    return f"{fact.needed} of {samples} sampled numbers must hold" + (f", and {others} more" if others else "")


def totals(facts: pd.DataFrame) -> dict[str, dict[str, int]]:
    """How many facts of each role held, were measured, and were not measured."""
    found = {}
    for role in ("calibrate", "validate"):
        verdicts = facts.loc[facts["role"] == role, "verdict"] if len(facts) else pd.Series(dtype=str)
        held, missed = int((verdicts == HELD).sum()), int((verdicts == MISSED).sum())
        found[role] = {"held": held, "measured": held + missed, "not_measured": len(verdicts) - held - missed}
    return found


def totals_in_words(facts: pd.DataFrame) -> str:
    """The totals as one line, roles apart: facts that may be calibrated to never count as validation."""
    parts = []
    for role, counts in totals(facts).items():
        line = f"{'calibrated' if role == 'calibrate' else 'validation'}: "
        line += f"{counts['held']} of {counts['measured']} held"
        parts.append(line + (f", {counts['not_measured']} not measured" if counts["not_measured"] else ""))
    return "; ".join(parts)


def ablation_numbers(measures: Mapping[str, pd.DataFrame], facts: Sequence[Fact]) -> pd.DataFrame:
    """One row per rule and number: mean and verdict with all rules, and without this one.

    ``measures`` maps the rule that was off to its measures; the empty name is the world with all rules.
    """
    columns = ["fact", "number", "mean", "verdict"]
    whole = number_verdicts(measures[""], facts)[columns]
    parts = []
    for rule, rows in measures.items():
        if rule:
            without = number_verdicts(rows, facts)[columns]
            both = whole.merge(without, on=["fact", "number"], suffixes=("_with", "_without"), sort=False)
            parts.append(both.assign(rule=rule, change=both["mean_without"] - both["mean_with"]))
    order = ["fact", "number", "rule", "mean_with", "mean_without", "change", "verdict_with", "verdict_without"]
    return pd.concat(parts, ignore_index=True)[order] if parts else pd.DataFrame(columns=order)


def ablation_facts(measures: Mapping[str, pd.DataFrame], facts: Sequence[Fact]) -> pd.DataFrame:
    """The matrix: one row per fact, one column per rule, each cell what becomes of the verdict without the rule."""
    verdicts = {
        rule: fact_verdicts(number_verdicts(rows, facts), facts).set_index("fact")["verdict"]
        for rule, rows in measures.items()
    }
    whole = verdicts.pop("")
    cells = {rule: [change(whole[fact], without[fact]) for fact in whole.index] for rule, without in verdicts.items()}
    return pd.DataFrame(cells, index=whole.index)


def change(before: str, after: str) -> str:
    """What became of a verdict: one word, or ``before → after``."""
    return before if before == after else f"{before} → {after}"
