"""What all speed measurements share: sides that take turns, ratios within a round, and a goal to compare them with."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)
Side = Callable[[], float]
"""Does its work once, and returns what it costs (any unit; seconds, mostly)."""


@dataclass(frozen=True)
class Result:
    """One line of the table: a number per round, and what it should at least or at most be."""

    what: str
    goal: str = ""  # in words, as ">= 80" or "<= 1.5"; none for what is only told
    unit: str = ""
    values: list[float] = field(default_factory=list)
    digits: int = 1
    note: str = ""

    @property
    def middle(self) -> float:
        """The median of the rounds."""
        return median(self.values)

    @property
    def met(self) -> bool | None:
        """Whether the median keeps the goal; None without a goal."""
        if not self.goal:
            return None
        sign, bound = self.goal.split()
        return self.middle >= float(bound) if sign == ">=" else self.middle <= float(bound)

    def shown(self, value: float) -> str:
        """A number as it is printed."""
        return f"{value:,.{self.digits}f}"

    def cells(self) -> tuple[str, ...]:
        """The line as words."""
        spread = f"{self.shown(min(self.values))}–{self.shown(max(self.values))}" if len(self.values) > 1 else ""
        verdict = {True: "yes", False: "no", None: ""}[self.met]
        goal = self.goal.replace(">=", "≥").replace("<=", "≤")
        middle = f"{self.shown(self.middle)} {self.unit}".strip()
        return (self.what, goal, middle, spread, str(len(self.values)), verdict)


def in_turns(sides: Mapping[Name, Side], rounds: int) -> dict[Name, list[float]]:
    """What each side costs in every round; who begins changes, so that whatever else the machine does strikes all."""
    costs: dict[Name, list[float]] = {name: [] for name in sides}
    for number in range(rounds):
        for name in sides if number % 2 == 0 else reversed(sides):
            gc.collect()  # no side pays for the other's garbage
            costs[name].append(sides[name]())
    return costs


def ratios(above: list[float], below: list[float]) -> list[float]:
    """One side against the other, round by round."""
    return [over / under for over, under in zip(above, below, strict=True)]


def seconds_of(work: Callable[[], object]) -> float:
    """Wall time of some work."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def load() -> str:
    """How busy the machine is with other work, as it says itself."""
    return ", ".join(f"{busy:.1f}" for busy in os.getloadavg())
