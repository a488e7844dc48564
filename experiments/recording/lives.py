"""The alliances of a film as columns: each alliance once, and each frame of its life in a row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alliances.experiments.recording.columns import Column
from alliances.experiments.recording.film import Film
from alliances.model.declarations.codes import MOTIVES, NEVER, NO_CAUSE, NOBODY, TERM_REACHED
from alliances.model.rules import evaluation
from alliances.model.simulation import Simulation

TRUST, GOALS, HAZARD, CHANCE = 1 / 100, 1 / 50, 0.002, 1 / 2000
"""Steps in which trust, shares of a goal, yearly hazards and chances are told."""
FAR = 0.25
"""A draw of this or more, and above every chance, is told as this: it is far from ending anything."""
EARLIEST = -(2**14)


@dataclass(frozen=True, eq=False)
class Lives:
    """Alliances in the order of their ids, and the rows of their lives: all of one alliance, frame by frame."""

    ids: np.ndarray
    kept: np.ndarray  # the model's records of them at the end of the film
    first_row: np.ndarray
    rows: np.ndarray  # how many, by alliance
    alliance: np.ndarray  # of each row
    frame: np.ndarray
    columns: dict[str, np.ndarray]

    @property
    def first(self) -> np.ndarray:
        """Whether each row is the first of its alliance."""
        return np.diff(self.alliance, prepend=-1) != 0

    @property
    def partners(self) -> int:
        """Most partners of an alliance, two at least."""
        return int(self.kept["n_partners"].max(initial=2))

    @property
    def ended(self) -> np.ndarray:
        """Whether each alliance had ended by the end of the film."""
        return np.asarray(self.kept["ended"] != NEVER)

    def row_of(self, ids: np.ndarray) -> np.ndarray:
        """Places of alliances by their ids; ``NOBODY`` for those that the film does not have."""
        places = np.searchsorted(self.ids, ids).clip(max=max(len(self.ids) - 1, 0))
        there = self.ids[places] == ids if len(self.ids) else np.zeros(len(ids), np.bool_)
        return np.where(there, places, NOBODY)

    def row_of_one(self, alliance: int) -> int | None:
        """The place of one alliance by its id; None if the film does not have it."""
        place = int(self.row_of(np.array([alliance]))[0])
        return None if place == NOBODY else place

    def before(self, name: str) -> np.ndarray:
        """A column as it was a frame earlier in the same life; zero before a life's first frame."""
        values = self.columns[name]
        shifted = np.concatenate([np.zeros_like(values[:1]), values[:-1]])
        shifted[self.first] = 0
        return shifted


def lives_of(film: Film, simulation: Simulation) -> Lives:
    """The alliances of a film, life by life."""
    seen = film.lives
    order = np.lexsort((seen.frame, seen.ids))
    ids, alliance, rows = np.unique(seen.ids[order], return_inverse=True, return_counts=True)
    columns = {name: values[order] for name, values in seen.columns.items()}
    first_row = np.cumsum(rows) - rows
    kept = simulation.world.alliances[ids]
    return Lives(ids, kept, first_row, rows, alliance, seen.frame[order], columns)


def alliance_columns(lives: Lives, film: Film, firm_row: np.ndarray, simulation: Simulation) -> list[Column]:
    """One value per alliance; ``firm_row`` gives the place of every firm by its id."""
    kept, going, n = lives.kept, ~lives.ended, lives.partners
    partners = kept["partners"][:, :n]
    nobody = partners == NOBODY
    unjudged = nobody | ~kept["judged"][:, None]
    judged = np.where(kept["judged"], 1 + kept["failed"], 0)
    scope = kept["technology"] + 2 * kept["supply_chain"] + 4 * kept["market_access"]
    found = np.array([film.found[a] for a in lives.ids.tolist()], np.int64)
    unsold = kept["buyer"] == NOBODY
    return [
        Column("alliances.id", lives.ids, "u4", delta=True),
        Column("alliances.partners", firm_row[np.where(nobody, 0, partners)], "u2", missing=nobody),
        Column("alliances.wants", wants(lives, simulation), "i1", missing=nobody),
        Column("alliances.formed", np.maximum(kept["formed"], EARLIEST), "i2"),
        Column("alliances.ended", np.where(going, 0, kept["ended"]), "i2", missing=going),
        Column("alliances.cause", kept["cause"], "i1", missing=kept["cause"] == NO_CAUSE),
        Column("alliances.ending", kept["ending"], "i1", missing=going),
        Column("alliances.buyer", firm_row[np.where(unsold, 0, kept["buyer"])], "u2", missing=unsold),
        Column("alliances.motive", kept["motive"], "i1"),
        Column("alliances.leader", kept["leader"], "i1"),
        Column("alliances.governance", kept["equity"].astype(np.int64), "i1"),
        Column("alliances.host", kept["host"], "i2"),
        Column("alliances.scope", scope, "u1"),
        Column("alliances.found", found, "i1"),
        Column("alliances.skipped", kept["skipped"], "u1"),
        Column("alliances.judged", judged, "u1"),
        Column("alliances.goals_met", kept["goals_met"][:, :n], "u1", missing=unjudged),
        Column("alliances.international", kept["international"].astype(np.int64), "u1"),
        Column("alliances.due", np.clip(kept["due"], EARLIEST, 2**15 - 1), "i2"),
        Column("alliances.first_row", lives.first_row, "u4", delta=True),
        Column("alliances.first_frame", lives.frame[lives.first_row], "u2"),
        Column("alliances.rows", lives.rows, "u2"),
    ]


def life_columns(lives: Lives) -> list[Column]:
    """One value, or one per partner or cause, for every frame of every life."""
    seen, n = lives.columns, lives.partners
    goal = seen["goal"][:, :n]
    progress = np.divide(seen["progress"][:, :n], goal, out=np.zeros_like(goal), where=goal > 0)
    unfaced = ~was_faced(lives)
    hazards, chance = np.where(unfaced[:, None], 0.0, seen["hazards"]), np.where(unfaced, 0.0, seen["threshold"])
    far = max(FAR, float(chance.max(initial=0.0)))
    return [
        Column("life.trust", seen["trust"][:, :n], "u1", TRUST, delta=True, by_column=True),
        Column("life.conflict", seen["conflict"], "u1", TRUST, delta=True, by_column=True),
        Column("life.stage", seen["stage"], "i1", delta=True),
        Column("life.progress", progress, "u1", GOALS, delta=True, by_column=True),
        Column("life.hazards", hazards, "u2", HAZARD, delta=True, by_column=True),
        Column("life.chance", chance, "u2", CHANCE, delta=True),
        Column("life.draw", np.minimum(np.where(unfaced, 1.0, seen["draw"]), far), "u2", CHANCE),
    ]


def was_faced(lives: Lives) -> np.ndarray:
    """Whether the hazards of a row were faced in its quarter: not when it was signed, nor when it ended at its term."""
    quarter, cause = lives.frame - 1, lives.kept["cause"][lives.alliance]
    at_term = (lives.columns["ended"] != NEVER) & (cause == TERM_REACHED)
    return np.asarray((lives.columns["formed"] < quarter) & ~at_term)


def wants(lives: Lives, simulation: Simulation) -> np.ndarray:
    """What each partner wanted most, a motive: the initiator what it sought, others what they could gain most of."""
    p, n = simulation.values.evaluation, lives.partners
    rows = np.maximum(lives.kept["partners"][:, :n], 0)
    aims = simulation.world.firms["aims"][rows]
    offered = lives.kept["offered"].reshape(len(lives.ids), -1, len(MOTIVES))[:, :n]
    weight = np.array([evaluation.worth(motive, 1.0, p) for motive in range(len(MOTIVES))])
    most = (aims * offered * weight).argmax(axis=2)
    most[:, 0] = lives.kept["motive"]
    return np.asarray(most)
