"""One thing that was tried, and the counts of many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

MOST_SHOWN = 5  # failures of a kind


class Trial(NamedTuple):
    """What was tried: its kind, which one it was, and what went wrong, in a line; empty if nothing did."""

    kind: str
    what: str
    wrong: str = ""


class Count(NamedTuple):
    """How many of a kind were tried and failed, and the first that did."""

    tried: int = 0
    failed: int = 0
    shown: tuple[Trial, ...] = ()

    def with_one(self, trial: Trial) -> Count:
        """One more."""
        if not trial.wrong:
            return Count(self.tried + 1, self.failed, self.shown)
        return Count(self.tried + 1, self.failed + 1, (*self.shown, trial)[:MOST_SHOWN])


def counted(trials: Iterable[Trial], counts: dict[str, Count]) -> None:
    """Add trials to the counts by kind."""
    for trial in trials:
        counts[trial.kind] = counts.get(trial.kind, Count()).with_one(trial)


def table(counts: dict[str, Count]) -> str:
    """The counts as a table in Markdown."""
    rows = [f"| {kind} | {count.tried:,} | {count.failed:,} |" for kind, count in counts.items()]
    return "\n".join(["| what | tried | failed |", "|---|---:|---:|", *rows])
