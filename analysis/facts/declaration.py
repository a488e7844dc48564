"""What a stylized fact is: a finding of the literature, the numbers it is measured by, and when each number holds.

A fact says which worlds it needs (the base world, or paired variants of it on the same seed), how its numbers are
taken from their result tables, and its role: facts that may be used to calibrate never count as validation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

import pandas as pd

Tables = Mapping[str, pd.DataFrame]
Measured = Mapping[str, float | Sequence[float]]
Role = Literal["calibrate", "validate"]
Trust = Literal["seed", "abstract", "quoted"]
Test = Literal["band", "sign", "sample"]

BASE = "base"


class Replicate(NamedTuple):
    """The worlds of one seed: result tables by name of the world, ``base`` always among them."""

    seed: int
    worlds: Mapping[str, Tables]


class Number(NamedTuple):
    """One number of a fact, and when it holds.

    ``band``: the interval from the 5th to the 95th percentile over seeds overlaps [low, high].
    ``sign``: the number lies strictly inside (low, high) in at least nine seeds of ten.
    ``sample``: the reported value lies between the 2.5th and the 97.5th percentile of all draws of all seeds.
    """

    name: str
    meaning: str
    test: Test
    low: float = 0.0
    high: float = float("inf")
    reported: float | None = None  # the reported value itself, where it is one number
    unit: str = "share"


class Fact(NamedTuple):
    """A finding, with where it comes from and how it is measured.

    ``measure`` takes a replicate and gives every number, or its draws; NaN where it cannot be taken. A fact without a
    ``measure`` cannot be measured yet, and ``awaits`` says why. ``needed`` is how many of the ``sample`` numbers must
    hold (None: all of them); the others must all hold.
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
