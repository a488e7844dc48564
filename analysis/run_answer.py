"""What one run says of the question that its scenario asks, and the command that goes on from there."""

from __future__ import annotations

from typing import Any, NamedTuple

from alliances.analysis.firm_outcomes import Association, association
from alliances.analysis.run_outcomes import measure
from alliances.analysis.tables import Tables


class Answer(NamedTuple):
    """The outcome that a scenario is about, in one run."""

    outcome: str
    value: float  # NaN if it cannot be taken
    association: Association | None  # of the outcome with having alliances, if it is one of single firms
    then: str  # the next command


def answer(tables: Tables, settings: Any, seed: int, changes: str = "") -> Answer:
    """The answer of a run; ``changes`` are options of the command by which its world was changed.

    A world that was changed goes on to a comparison with the one that was not; any other to what its scenario says, or
    to the effect of alliances.
    """
    value = measure([settings.outcome], tables, seed)[settings.outcome]
    name = "" if settings.name == "default" else f" --scenario {settings.name}"
    then = settings.then or f"alliances effect alliances --over competition{name}"
    if changes:
        then = f"alliances compare {settings.name} {changes}"
    return Answer(settings.outcome, value, association(tables, settings.outcome), then)
