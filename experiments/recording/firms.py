"""The firms of a film as columns: who lived, how large, how far abroad; and their spells in foreign markets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alliances.experiments.recording.columns import Column
from alliances.experiments.recording.film import Film, Frames
from alliances.experiments.recording.lives import EARLIEST, Lives
from alliances.model.declarations.codes import NOBODY, RESOURCES
from alliances.model.rules import QUARTERS_PER_YEAR
from alliances.model.simulation import Simulation

SHARE, ASSETS, SALES, STRENGTH = 1 / 100, 0.05, 0.06, 1 / 25
"""Steps in which shares, assets and sales (their logarithms) and resources are told."""
KEY_BITS = np.uint64(2**32 - 1)


@dataclass(frozen=True, eq=False)
class Cast:
    """The firms that lived in any frame, in the order of their ids."""

    ids: np.ndarray
    row: np.ndarray  # the place of every firm of the model by its id; ``NOBODY`` of those that no frame has


def cast_of(film: Film, simulation: Simulation) -> Cast:
    """Who takes part in a film."""
    ids = np.unique(film.firms.ids)
    row = np.full(int(simulation.world.counts[0]["firms"]), NOBODY, np.int64)
    row[ids] = np.arange(len(ids))
    return Cast(ids, row)


def firm_columns(cast: Cast, film: Film, simulation: Simulation) -> list[Column]:
    """What firms are like, and how they do frame by frame; zero where they do not live."""
    firms, seen = simulation.world.firms[cast.ids], film.firms
    sales = seen.columns["home_sales"] + seen.columns["foreign_sales"]
    share = np.divide(seen.columns["foreign_sales"], sales, out=np.zeros_like(sales), where=sales > 0)
    last = np.zeros(len(cast.ids), np.int64)
    np.maximum.at(last, cast.row[seen.ids], seen.frame)
    lives_on = last == film.length - 1

    def over_time(values: np.ndarray) -> np.ndarray:
        return spread(seen, values, cast, film.length)

    return [
        Column("firms.id", cast.ids, "u4", delta=True),
        Column("firms.key", (firms["key"].astype(np.uint64) & KEY_BITS).astype(np.int64), "u4"),
        Column("firms.home", firms["home"], "u1"),
        Column("firms.industry", firms["industry"], "u1"),
        Column("firms.founded", np.maximum(firms["founded"], EARLIEST), "i2"),
        Column("firms.closed", last, "i2", missing=lives_on),
        Column(
            "firms.assets",
            over_time(np.maximum(seen.columns["assets"], 0)),
            "u2",
            ASSETS,
            log=True,
            delta=True,
            by_column=True,
        ),
        Column("firms.foreign_share", over_time(share), "u1", SHARE, delta=True, by_column=True),
        Column("firms.sales", over_time(sales)[::QUARTERS_PER_YEAR], "u1", SALES, log=True, delta=True),
        Column("firms.resources", resources(cast, film), "u1", STRENGTH, delta=True),
        Column("firms.opportunism", firms["opportunism"], "u1", SHARE),
        Column("firms.planning", firms["planning"], "u1", SHARE),
        Column("firms.risk_tolerance", firms["risk_tolerance"], "u1", SHARE),
    ]


def spread(seen: Frames, values: np.ndarray, cast: Cast, frames: int) -> np.ndarray:
    """Values of living firms as a table, frame by firm."""
    table = np.zeros((frames, len(cast.ids), *values.shape[1:]))
    table[seen.frame, cast.row[seen.ids]] = values
    return table


def resources(cast: Cast, film: Film) -> np.ndarray:
    """Resources every fourth frame, year by firm by resource."""
    seen = film.resources
    years = int(seen.frame.max(initial=0)) + 1
    return spread(seen, seen.columns["resources"][:, : len(RESOURCES)], cast, years)


def spell_columns(cast: Cast, film: Film, lives: Lives) -> list[Column]:
    """Every spell of a firm in a foreign market by one mode and through one alliance, from frame to frame."""
    seen = film.presences
    of = {name: values.astype(np.int64) for name, values in seen.columns.items()}
    order = np.lexsort((seen.frame, of["market"], of["firm"]))
    frame = seen.frame[order]
    parts = [of[name][order] for name in ("firm", "market", "mode", "alliance")]
    new = np.diff(frame, prepend=-2) != 1
    for part in parts:
        new |= np.diff(part, prepend=-2) != 0
    begins = np.flatnonzero(new)
    ends = np.append(begins[1:], len(frame)) - 1
    firm, market, mode, alliance = (part[begins] for part in parts)
    row = lives.row_of(alliance)
    return [
        Column("spells.firm", cast.row[firm], "u2"),
        Column("spells.market", market, "u1"),
        Column("spells.mode", mode, "u1"),
        Column("spells.from", frame[begins], "u2"),
        Column("spells.to", frame[ends] + 1, "u2"),
        Column("spells.alliance", np.maximum(row, 0), "u2", missing=row == NOBODY),
    ]
