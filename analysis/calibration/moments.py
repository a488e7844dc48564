"""What a calibration aims at: the numbers with bands of the facts that parameters may be fitted to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from alliances.analysis.facts.declaration import Fact, Number
from alliances.analysis.tables import BASE
from alliances.model.errors import refuse


class Target(NamedTuple):
    """One number that calibration aims at, and its reported band."""

    fact: str
    number: str
    low: float
    high: float

    @property
    def name(self) -> str:
        """Fact and number, as moments are named everywhere."""
        return f"{self.fact}.{self.number}"

    @property
    def half_width(self) -> float:
        """Half the width of the reported band."""
        return (self.high - self.low) / 2


def targets(facts: Sequence[Fact]) -> list[Target]:
    """The numbers to aim at; ``InputError`` for a fact that may not or cannot calibrate."""
    for fact in facts:
        check_role(fact)
    return [Target(fact.id, number.name, number.low, number.high) for fact in facts for number in banded(fact)]


def banded(fact: Fact) -> list[Number]:
    """The numbers of a fact that have a band with two ends."""
    return [number for number in fact.numbers if number.test == "band" and math.isfinite(number.high - number.low)]


def check_role(fact: Fact) -> None:
    """Raise ``InputError`` unless a fact may be used to calibrate, and can be measured on the base world alone."""
    allowed = "it must be of role 'calibrate', with a band, and measured in the base world"
    if fact.role != "calibrate":
        refuse(f"fact '{fact.id}' has role '{fact.role}', so nothing is ever tuned to it; {allowed}")
    if fact.measure is None:
        refuse(f"fact '{fact.id}' cannot be measured yet ({fact.awaits}); {allowed}")
    if set(fact.worlds) != {BASE}:
        refuse(f"fact '{fact.id}' needs the worlds {', '.join(fact.worlds)}; {allowed}")
    if not banded(fact):
        refuse(f"fact '{fact.id}' has no number with a band; {allowed}")
