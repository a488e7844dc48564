"""What chance had to do with it: the same alliance with fresh draws, and the same world with other seeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from alliances.experiments.recording import acts as acting
from alliances.experiments.recording.endings import IN_WORDS
from alliances.experiments.recording.recording import before
from alliances.experiments.recording.series import SERIES, series_columns
from alliances.experiments.recording.setup import Setup
from alliances.experiments.recording.worlds import Worlds, with_fresh_draws
from alliances.model.arguments import LARGEST_SEED
from alliances.model.declarations.codes import CAUSES, NEVER
from alliances.model.errors import refuse

MOST_FORKS, MOST_SEEDS = 100, 50
MIDDLE, OUTER = 50, (5, 95)
"""Percentiles of a band: its line, and its ends, between which nine worlds of ten lie."""


@dataclass(frozen=True)
class Repeats:
    """How an alliance ended in worlds that went on with fresh draws."""

    alliance: int
    quarter: int  # from which draws are fresh
    forks: int
    ends: Mapping[str, int]  # by cause, the most frequent first
    quarters: tuple[int, ...]  # of the ends

    @property
    def alive(self) -> int:
        """In how many it lived to the end of the run."""
        return self.forks - sum(self.ends.values())

    @property
    def sentence(self) -> str:
        """The same in words."""
        told = [f"{IN_WORDS[CAUSES.index(cause)]} in {count}" for cause, count in self.ends.items()]
        told += [f"not at all in {self.alive}"] if self.alive else []
        worlds = f"{self.forks} worlds that go on from quarter {self.quarter} with fresh random draws"
        return f"Of {worlds}, alliance {self.alliance} ended {', '.join(told)}."


def repeated(worlds: Worlds, setup: Setup, quarter: int, alliance: int, forks: int = 20) -> Repeats:
    """Let a world go on from a quarter with fresh draws, so often; ``InputError`` unless the alliance lives then."""
    if not 1 <= forks <= MOST_FORKS:
        refuse(f"forks = {forks} must be in [1, {MOST_FORKS}]")
    simulation = worlds.recorded(setup, quarter).simulation
    acting.living(simulation, alliance)
    ends: list[tuple[int, int]] = []
    for number in range(forks):
        fork = with_fresh_draws(simulation, number)
        while fork.running and fork.world.alliances["ended"][alliance] == NEVER:
            acting.step(fork, before(setup.acts, fork.quarter))
        row = fork.world.alliances[alliance]
        if row["ended"] != NEVER:
            ends.append((int(row["cause"]), int(row["ended"])))
    causes = Counter(CAUSES[cause] for cause, _ in ends)
    return Repeats(alliance, quarter, forks, dict(causes.most_common()), tuple(sorted(quarter for _, quarter in ends)))


def bands(worlds: Worlds, setup: Setup, other: Setup | None = None, seeds: int = 20) -> dict[str, Any]:
    """Every series over so many seeds, from the setup's own on: bands of one world, of the other, of the difference."""
    if not 1 <= seeds <= MOST_SEEDS:
        refuse(f"seeds = {seeds} must be in [1, {MOST_SEEDS}]")
    chosen = [(setup.seed + n) % (LARGEST_SEED + 1) for n in range(seeds)]
    ours = [courses(worlds, replace(setup, seed=seed)) for seed in chosen]
    theirs = None if other is None else [courses(worlds, replace(other, seed=seed)) for seed in chosen]
    told = {}
    for n, one in enumerate(SERIES):
        mine = np.stack([course[n] for course in ours])
        said: dict[str, Any] = {**band(mine), "other": None, "difference": None}
        if theirs is not None:
            others = np.stack([course[n] for course in theirs])
            said |= {"other": band(others), "difference": band(others - mine)}
        told[one.name] = said
    return {"seeds": chosen, "series": told}


def courses(worlds: Worlds, setup: Setup) -> list[np.ndarray]:
    """The values of every series of a world."""
    made = worlds.recorded(setup)
    return [column.values for column in series_columns(made.film, made.lives, made.simulation)[: len(SERIES)]]


def band(values: np.ndarray) -> dict[str, list[float | None]]:
    """Frame by frame what lies in the middle, and where nine of ten lie; None where no world has a value."""
    told = values[:, np.isfinite(values).any(axis=0)]
    ends = np.full((3, values.shape[1]), np.nan)
    ends[:, np.isfinite(values).any(axis=0)] = np.nanpercentile(told, (OUTER[0], MIDDLE, OUTER[1]), axis=0)
    low, mid, high = ([None if np.isnan(value) else round(value, 4) for value in row.tolist()] for row in ends)
    return {"low": low, "mid": mid, "high": high}
