"""Simulated moments against reported bands: one distance for all numbers of the facts that calibrate.

Each number lies some half-widths of its band from the band's centre. The centre is the target, not the nearer edge: a
distance that is zero everywhere inside a band would leave the parameters undetermined there, and the best of many
trials would sit at an edge by the luck of its seeds. So the half-width plays the part of the reported number's own
uncertainty. Squares grow linearly beyond two half-widths, so that one number out of reach does not decide alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from alliances.analysis.facts.declaration import Fact, Number, Replicate
from alliances.analysis.tables import BASE
from alliances.model.errors import refuse

if TYPE_CHECKING:
    import pandas as pd

CORNER = 2.0  # half-widths up to which squares grow as squares
UNMEASURED = 10.0  # half-widths that a number counts for which cannot be measured at all
DRAWS = 1000  # resamples of seeds behind the noise of a distance


class Target(NamedTuple):
    """One number that calibration aims at, and its part of the whole distance; all parts sum to one."""

    fact: str
    number: str
    low: float
    high: float
    part: float

    @property
    def name(self) -> str:
        """Fact and number, as moments are named everywhere."""
        return f"{self.fact}.{self.number}"

    @property
    def centre(self) -> float:
        """The middle of the reported band."""
        return (self.low + self.high) / 2

    @property
    def half_width(self) -> float:
        """Half the width of the reported band: the unit of distance."""
        return (self.high - self.low) / 2


def targets(facts: Sequence[Fact], weights: Mapping[str, float] | None = None) -> list[Target]:
    """The numbers to aim at. A fact counts by its weight, 1 if not given, shared evenly among its numbers.

    Raises ``InputError`` for a fact that may not or cannot calibrate.
    """
    for fact in facts:
        check_role(fact)
    given = {fact.id: (weights or {}).get(fact.id, 1.0) for fact in facts}
    whole = sum(given.values())
    return [
        Target(fact.id, number.name, number.low, number.high, given[fact.id] / whole / len(banded(fact)))
        for fact in facts
        for number in banded(fact)
    ]


def banded(fact: Fact) -> list[Number]:
    """The numbers of a fact that have a band with two ends."""
    return [number for number in fact.numbers if number.test == "band" and math.isfinite(number.high - number.low)]


def check_role(fact: Fact) -> None:
    """Raise ``InputError`` unless a fact may be used to calibrate, and can be measured on the base world alone."""
    allowed = "allowed: facts of role 'calibrate' with a band, measured in the base world"
    if fact.role != "calibrate":
        refuse(f"fact '{fact.id}' has role '{fact.role}', so nothing is ever tuned to it; {allowed}")
    if fact.measure is None:
        refuse(f"fact '{fact.id}' cannot be measured yet ({fact.awaits}); {allowed}")
    if set(fact.worlds) != {BASE}:
        refuse(f"fact '{fact.id}' needs the worlds {', '.join(fact.worlds)}; {allowed}")
    if not banded(fact):
        refuse(f"fact '{fact.id}' has no number with a band; {allowed}")


def measured(facts: Sequence[Fact], replicate: Replicate) -> dict[str, float]:
    """Every number of every fact in one replicate, by ``fact.number``; the mean of draws; NaN if it cannot be taken."""
    moments = {}
    for fact in facts:
        assert fact.measure is not None
        for number, value in fact.measure(replicate).items():
            draws = np.atleast_1d(np.asarray(value, float))
            known = draws[~np.isnan(draws)]
            moments[f"{fact.id}.{number}"] = float(known.mean()) if len(known) else math.nan
    return moments


def means(by_seed: pd.DataFrame) -> dict[str, float]:
    """The mean of each moment over the seeds that give it; ``by_seed`` has one row per seed, one column per moment."""
    return {str(name): float(by_seed[name].mean()) for name in by_seed}


def distance(moments: Mapping[str, float], aims: Sequence[Target]) -> float:
    """Weighted mean over numbers of the capped squared distance to the centre: about 1 where all lie at an edge."""
    return sum(aim.part * penalty(half_widths(moments[aim.name], aim)) for aim in aims)


def half_widths(value: float, aim: Target) -> float:
    """Signed distance of a number from its centre, in half-widths: within -1 and 1 it lies inside the band."""
    return UNMEASURED if math.isnan(value) else (value - aim.centre) / aim.half_width


def penalty(away: float) -> float:
    """Huber's function: the square up to the corner, then a straight line of the same slope."""
    away = abs(away)
    return away**2 if away <= CORNER else CORNER * (2 * away - CORNER)


def seed_noise(by_seed: pd.DataFrame, aims: Sequence[Target], seeds: int) -> float:
    """Standard deviation of the distance of one point if other ``seeds`` seeds had been drawn.

    By resampling the rows of ``by_seed`` (one per seed, columns named by moment), always the same way.
    """
    values, rng = by_seed[[aim.name for aim in aims]].to_numpy(float), np.random.default_rng(0)
    rows = rng.integers(len(values), size=(DRAWS, seeds))
    sums, counts = np.nansum(values[rows], axis=1), (~np.isnan(values[rows])).sum(axis=1)
    means = np.divide(sums, counts, out=np.full(sums.shape, math.nan), where=counts > 0)
    names = [aim.name for aim in aims]
    return float(np.std([distance(dict(zip(names, row, strict=True)), aims) for row in means]))


def measures(by_seed: pd.DataFrame) -> pd.DataFrame:
    """The same moments as the table that verdicts are made from: one row per fact, number and seed."""
    rows = by_seed.rename_axis("seed").reset_index().melt("seed", var_name="name")
    names = rows.pop("name").str.split(".", n=1)
    return rows.assign(fact=names.str[0], number=names.str[1], draw=0, error="")
