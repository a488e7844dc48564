"""What a stylized fact is: a finding of the literature, the numbers it is measured by, and where each must lie.

A fact says which worlds it needs (the base world, or paired variants of it on the same seed), how its numbers are
taken from their result tables, its role (facts that may be used to calibrate never count as validation), and when it
was written down.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from alliances.analysis.tables import BASE, Worlds

Measured = Mapping[str, float | Sequence[float]]
Role = Literal["calibrate", "validate"]
Trust = Literal["seed", "abstract", "quoted"]
Test = Literal["band", "sign", "sample", "shown"]


@dataclass(frozen=True, eq=False)  # known by identity, so that what was taken of it once can be kept with it
class Replicate:
    """The worlds of one seed: result tables by name of the world, ``base`` always among them."""

    seed: int
    worlds: Worlds


class Number(NamedTuple):
    """One number of a fact, and where it must lie; ``verdicts`` has the exact rule.

    ``band``: its mean over seeds in [low, high].
    ``sign``: strictly inside (low, high) in at least nine seeds of ten.
    ``sample``: the reported value between the 2.5th and the 97.5th percentile of all draws of all seeds.
    ``shown``: anywhere; it stands beside the others, and no verdict depends on it.
    """

    name: str
    meaning: str
    test: Test
    low: float = 0.0
    high: float = float("inf")
    reported: float | None = None  # the reported value itself, where it is one number
    unit: str = "share"


class Registration(NamedTuple):
    """A commit that wrote a fact down, or changed its bands, its role or its definition."""

    commit: str
    date: str  # of the commit, to the minute, UTC
    what: str

    def __str__(self) -> str:
        """As one line."""
        return f"{self.date} UTC ({self.commit}): {self.what}"


class Fact(NamedTuple):
    """A finding, with where it comes from and how it is measured.

    ``measure`` takes a replicate and gives every number, or its draws; NaN where it cannot be taken. A fact without a
    ``measure`` cannot be measured yet, and ``awaits`` says why. ``needed`` is how many of the ``sample`` numbers must
    be reproduced (None: all of them), beside all others. ``registered`` says, the first commit first, when it was
    declared and changed: a fact is to be committed before its numbers are first seen.
    """

    id: str
    finding: str
    reported: str
    source: tuple[str, ...]  # keys of references.csv
    trust: Trust
    measured_on: str
    role: Role
    numbers: tuple[Number, ...]
    measure: Callable[[Replicate], Measured] | None
    worlds: tuple[str, ...] = (BASE,)
    needed: int | None = None
    awaits: str = ""
    registered: tuple[Registration, ...] = ()


def taken(fact: Fact, replicate: Replicate) -> tuple[Measured, str]:
    """The numbers of a fact in the worlds of a seed, and an empty string; or none, and what went wrong."""
    assert fact.measure is not None
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # a fit that warns is judged by its number
            return fact.measure(replicate), ""
    except Exception as problem:  # one fact that breaks must not take the others with it
        return {}, " ".join(f"{type(problem).__name__}: {problem}".split())
