"""A world's whole course in one small file, which the player plays (``player/FORMAT.md``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from alliances.experiments.recording import acts as acting
from alliances.experiments.recording.columns import Column, packed
from alliances.experiments.recording.endings import why
from alliances.experiments.recording.events import event_columns
from alliances.experiments.recording.film import Film
from alliances.experiments.recording.firms import cast_of, firm_columns, spell_columns
from alliances.experiments.recording.header import header_of
from alliances.experiments.recording.lives import Lives, alliance_columns, life_columns, lives_of
from alliances.experiments.recording.series import series_columns
from alliances.experiments.recording.setup import Act
from alliances.model.simulation import Simulation


@dataclass(frozen=True, eq=False)
class Recorded:
    """A simulation that has run, and the film of it."""

    simulation: Simulation
    film: Film
    acts: tuple[Act, ...] = ()

    @cached_property
    def lives(self) -> Lives:
        """Its alliances, frame by frame."""
        return lives_of(self.film, self.simulation)

    def content(self, setup: dict[str, Any], command: str | None = None) -> bytes:
        """The recording as a file; ``setup`` is what made the world, ``command`` what makes its tables."""
        header = header_of(self.simulation, setup, command)
        header |= {"why": why(self.lives, self.simulation), "named": self.named_firms()}
        return packed(header, self.columns())

    def columns(self) -> list[Column]:
        """All columns of the recording."""
        cast = cast_of(self.film, self.simulation)
        return [
            *firm_columns(cast, self.film, self.simulation),
            *alliance_columns(self.lives, self.film, cast.row, self.simulation),
            *life_columns(self.lives),
            *spell_columns(cast, self.film, self.lives),
            *event_columns(self.lives, cast.row, self.simulation.policies, self.acts, self.film.length),
            *series_columns(self.film, self.lives, self.simulation),
            Column("series.named", np.array(self.film.shares).reshape(self.film.length, -1), "f4"),
        ]

    def named_firms(self) -> list[dict[str, Any]]:
        """The firms that the scenario's file names, in the order of their series."""
        cast = cast_of(self.film, self.simulation)
        return [{"row": int(cast.row[f]), "name": name} for f, name in enumerate(self.simulation.names)]


def recorded(simulation: Simulation, acts: Iterable[Act] = (), until: int | None = None) -> Recorded:
    """Run a simulation from quarter 0 to its end, or to a quarter, and film it; ``acts`` happen on the way."""
    film, asked = Film(simulation), tuple(acts)
    end = simulation.settings.quarters if until is None else until
    while simulation.quarter < end:
        acting.step(simulation, before(asked, simulation.quarter))
        film.take(simulation)
    return Recorded(simulation, film, asked)


def before(acts: Sequence[Act], quarter: int) -> list[Act]:
    """The acts of a quarter."""
    return [act for act in acts if act.quarter == quarter]
