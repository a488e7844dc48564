"""Reproduced, not reproduced, or open: measures of the simulated worlds against the declared facts.

What is judged of a number has a 95 % confidence interval, and the declaration says where that must lie:

- ``band``: the mean over seeds (Student's t) in the band, its ends included;
- ``sign``: the share of seeds that lie strictly inside the band (Jeffreys' binomial interval) at 90 % or above.

**Reproduced**: all of the interval lies there. **Not reproduced**: none of it does. **Open**: a part of it does, or
fewer than 30 seeds gave the number, so the seeds cannot tell. Noise makes an interval wider, and so never turns a
verdict into *reproduced*. An interval of a mean ends at the outermost seeds: the mean of shares is never above one.

``sample``: reproduced if the reported value lies between the 2.5th and the 97.5th percentile of all draws of all seeds,
else not; open below 30 seeds. Here wide draws do help: they are the sampling error of a survey as small as the paper's.
``shown`` numbers are not judged, and no fact's verdict depends on them.

Pure functions. The input is the table of measures: one row per ``fact``, ``number``, ``seed`` and ``draw``, with its
``value`` (null where it could not be taken) and ``error`` (what went wrong, or empty).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from alliances.analysis.facts.declaration import Fact, Number, Role
from alliances.analysis.statistics.intervals import LEVEL, interval

Verdict = Literal["reproduced", "not reproduced", "open", "not measured"]
NOT_JUDGED = "not judged"  # instead of a verdict, for a number that is only shown
REPRODUCED, NOT_REPRODUCED, OPEN, NOT_MEASURED = VERDICTS = get_args(Verdict)
ENOUGH = 30  # seeds from which a verdict is told
MOST = 0.9  # share of the seeds in which a sign must be right
FEWEST = 0.5  # share of the seeds that must give the number
OVER_SEEDS, OVER_DRAWS = (5, 95), (2.5, 97.5)  # percentiles


def number_verdicts(measures: pd.DataFrame, facts: Iterable[Fact]) -> pd.DataFrame:
    """One row per number of each fact: what is reported, what was simulated, and the verdict.

    ``mean`` is over seeds; ``low`` and ``high`` are the 5th and 95th percentile over seeds, or for ``sample`` numbers
    the 2.5th and 97.5th of all draws of all seeds. ``seeds`` gave the number, of ``replicates``; ``inside`` is the
    share of the replicates strictly inside the band. ``confidence_low`` and ``confidence_high`` bound what is judged:
    the mean, or ``inside`` for a ``sign``; null for a ``sample``.
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
    inside = int(((means > number.low) & (means < number.high)).sum())
    spread = percentiles(number, values["value"] if number.test == "sample" else means)
    certain = confidence_interval(number, means, inside, replicates)
    verdict: str = NOT_MEASURED
    if number.test == "shown":
        verdict = NOT_JUDGED
    elif len(means) and len(means) >= FEWEST * replicates:
        verdict = verdict_of(number, spread, certain) if len(means) >= ENOUGH else OPEN
    return {
        "mean": means.mean(), "low": spread[0], "high": spread[1],
        "inside": inside / replicates if replicates else np.nan,
        "confidence_low": certain[0], "confidence_high": certain[1], "verdict": verdict,
        "seeds": len(means), "replicates": replicates, "draws": len(values),
        "note": note(len(means), replicates, rows["error"]),
    }  # fmt: skip


def percentiles(number: Number, values: pd.Series[Any]) -> tuple[float, float]:
    """The middle 90 % of the seeds, or the middle 95 % of the draws for ``sample`` numbers."""
    if values.empty:
        return np.nan, np.nan
    low, high = np.percentile(values, OVER_DRAWS if number.test == "sample" else OVER_SEEDS)
    return float(low), float(high)


def confidence_interval(number: Number, means: pd.Series[Any], inside: int, replicates: int) -> tuple[float, float]:
    """The 95 % interval of the mean over seeds; for a ``sign``, of the share of ``replicates`` that are ``inside``."""
    from statsmodels.stats.proportion import proportion_confint

    if number.test == "sample" or len(means) < 2:
        return np.nan, np.nan
    if number.test == "sign":
        low, high = proportion_confint(inside, replicates, 1 - LEVEL, method="jeffreys")
    else:
        found = interval(means)
        low, high = np.clip([found.low, found.high], means.min(), means.max())
    return float(low), float(high)


def verdict_of(number: Number, spread: tuple[float, float], certain: tuple[float, float]) -> Verdict:
    """The verdict on a number that enough seeds gave, from its percentiles and its confidence interval."""
    if number.test == "sample":
        reported = np.nan if number.reported is None else number.reported
        return placed((reported, reported), spread)
    return placed(certain, (MOST, 1.0) if number.test == "sign" else (number.low, number.high))


def placed(interval: tuple[float, float], wanted: tuple[float, float]) -> Verdict:
    """Whether all of an interval lies where it is wanted, or none of it, or a part."""
    (low, high), (least, most) = interval, wanted
    if least <= low and high <= most:
        return "reproduced"
    return "not reproduced" if high < least or low > most else "open"


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
    """One row per fact: its verdict, how many of its numbers got each verdict, and when it was registered."""
    by_fact = {str(name): rows for name, rows in numbers.groupby("fact", sort=False)} if len(numbers) else {}
    return pd.DataFrame([fact_row(fact, by_fact.get(fact.id, numbers.head(0))) for fact in facts])


def fact_row(fact: Fact, numbers: pd.DataFrame) -> dict[str, Any]:
    """The verdict on one fact."""
    numbers = numbers[numbers["test"] != "shown"] if len(numbers) else numbers
    pairs = list(zip(numbers["test"], numbers["verdict"], strict=True)) if len(numbers) else []
    return {
        "fact": fact.id, "finding": fact.finding, "reported": fact.reported, "role": fact.role, "trust": fact.trust,
        "verdict": NOT_MEASURED if fact.measure is None else of_all(pairs, fact.needed),
        **counted(verdict for _, verdict in pairs),
        "needed": needed_in_words(fact), "awaits": fact.awaits, "registered": "; ".join(map(str, fact.registered)),
    }  # fmt: skip


def counted(verdicts: Iterable[str]) -> dict[str, int]:
    """How often each verdict was given, by its name with an underscore for a space."""
    given = list(verdicts)
    return {verdict.replace(" ", "_"): given.count(verdict) for verdict in VERDICTS}


def of_all(pairs: Sequence[tuple[str, str]], needed: int | None) -> Verdict:
    """The verdict on a fact from (test, verdict) of its numbers.

    ``needed`` of the ``sample`` numbers must be reproduced (None: all of them), and all others. A fact is undecided
    only while undecided numbers could still decide it: open, or not measured if one of those was not.
    """
    samples = [verdict for test, verdict in pairs if test == "sample"]
    others = [verdict for test, verdict in pairs if test != "sample"]
    missing = (len(samples) if needed is None else needed) - samples.count(REPRODUCED)
    waiting = [verdict for verdict in samples if verdict in (OPEN, NOT_MEASURED)]
    if NOT_REPRODUCED in others or len(waiting) < missing:
        return "not reproduced"
    undecided = {*others, *(waiting if missing > 0 else [])} - {REPRODUCED}
    if not pairs or NOT_MEASURED in undecided:
        return "not measured"
    return "open" if undecided else "reproduced"


def needed_in_words(fact: Fact) -> str:
    """How many of a fact's numbers must be reproduced."""
    judged = [number for number in fact.numbers if number.test != "shown"]
    samples = sum(number.test == "sample" for number in judged)
    if len(judged) == 1:
        return "the number must be reproduced"
    if fact.needed is None or fact.needed == samples:
        which = "both numbers" if len(judged) == 2 else f"all {len(judged)} numbers"
        return f"{which} must be reproduced"
    others = len(judged) - samples
    rest = f", and {others} more" if others else ""
    return f"{fact.needed} of {samples} sampled numbers must be reproduced{rest}"


def totals(facts: pd.DataFrame) -> dict[str, dict[str, int]]:
    """How many facts of each role got each verdict."""
    roles = facts["role"] if len(facts) else pd.Series(dtype=str)
    return {role: counted(facts.loc[roles == role, "verdict"] if len(facts) else ()) for role in get_args(Role)}


def totals_in_words(facts: pd.DataFrame) -> str:
    """The totals as one line, roles apart: facts that may be calibrated to never count as validation."""
    names = {"calibrate": "calibrated", "validate": "validation"}
    return "; ".join(f"{names[role]}: {in_words(counts)}" for role, counts in totals(facts).items())


def in_words(counts: Mapping[str, int]) -> str:
    """Counts of verdicts: how many of those measured were reproduced, and the others that there are."""
    measured = sum(counts.values()) - counts["not_measured"]
    others = [f", {n} {name.replace('_', ' ')}" for name, n in counts.items() if n and name != "reproduced"]
    return f"{counts['reproduced']} of {measured} reproduced{''.join(others)}"


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
