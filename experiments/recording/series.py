"""The series of a film: one value per frame; flows are those of the quarter that the frame ends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from alliances.experiments.recording.columns import Column
from alliances.experiments.recording.film import Film
from alliances.experiments.recording.lives import Lives
from alliances.model.declarations.codes import CAUSES, MAX_PARTNERS, NEVER, NOBODY
from alliances.model.records.state import in_use
from alliances.model.rules import QUARTERS_PER_YEAR
from alliances.model.simulation import Simulation

WINDOW = 2 * QUARTERS_PER_YEAR
"""Quarters over which alliances that ended are counted."""
REPORTED = (30, 70)
"""Percent of alliances that fail, as reported by Bamford and others (2004) and Kale and Singh (2009)."""
THOUSAND = 1000  # million in a billion


class Series(NamedTuple):
    """A series by which people follow a world."""

    name: str
    title: str
    unit: str
    low: float | None = 0
    high: float | None = None
    band: tuple[int, int] | None = None


SERIES = (
    Series("active", "Alliances", "alliances"),
    Series("formed", "Alliances signed", "alliances a quarter"),
    Series("ended", "Alliances ended", "alliances a quarter"),
    Series("failed_share", "Failed, of the alliances that ended in the last two years", "%", 0, 100, REPORTED),
    Series("exporters", "Firms present abroad", "% of firms", 0),
    Series("foreign_sales", "Foreign sales of all firms", "billion USD a year"),
    Series("foreign_with", "Foreign share of sales, mean firm with alliances", "% of sales"),
    Series("foreign_without", "Foreign share of sales, mean firm without alliances", "% of sales"),
    Series("goals_met", "Partners that reached their goal when judged", "partners a quarter"),
    Series("goals_missed", "Partners that missed their goal when judged", "partners a quarter"),
    Series("living", "Firms", "firms"),
    Series("founded", "Firms founded", "firms a quarter"),
    Series("closed", "Firms closed", "firms a quarter"),
    Series("trust", "Mean trust in alliances", "0 to 1", 0, 1),
    Series("spending", "Spent by policies", "million USD a quarter"),
    Series("sme_exporters", "Small and medium-sized firms abroad", "% of them"),
    Series("alone_abroad", "Positions abroad held alone", "positions"),
    Series("with_partner_abroad", "Positions abroad held through an alliance", "positions"),
)
FLOWS = ("formed", "ended", "goals_met", "goals_missed", "founded", "closed", "spending")
"""Those that have no value at the start."""


def series_columns(film: Film, lives: Lives, simulation: Simulation) -> list[Column]:
    """Every series, and the ends by cause."""
    quarters = np.concatenate(film.quarters)
    values: dict[str, np.ndarray] = {name: quarters[name].astype(np.float64) for name in ("founded", "closed")}
    values |= {"active": quarters["active_alliances"], "living": quarters["living_firms"]}
    values |= {"formed": quarters["formed"], "ended": quarters["ended"]}
    living = np.maximum(quarters["living_firms"], 1)
    values |= {"exporters": 100 * quarters["exporters"] / living, "foreign_sales": quarters["foreign_sales"] / THOUSAND}
    values |= {name: np.array([moment[name] for moment in film.moments]) for name in film.moments[0]}
    values["failed_share"] = failed_share(simulation, film.length)
    values["goals_met"], values["goals_missed"] = goals(lives, film.length)
    values["trust"] = mean_trust(lives, film.length)
    told = [Column(f"series.{one.name}", without_start(one.name, values[one.name]), "f4") for one in SERIES]
    return [*told, Column("series.ends", ends(lives, film.length), "u2")]


def without_start(name: str, values: np.ndarray) -> np.ndarray:
    """A series; of a flow, nothing at the start."""
    told = values.astype(np.float64)
    if name in FLOWS:
        told[0] = np.nan
    return told


def failed_share(simulation: Simulation, frames: int) -> np.ndarray:
    """Per cent of the alliances that ended in the last two years that had failed; NaN if none ended."""
    rows = in_use(simulation.world, "alliances")
    rows = rows[(rows["ended"] != NEVER) & (rows["formed"] != NEVER) & (rows["ended"] >= -WINDOW)]
    at, length = rows["ended"] + WINDOW, frames + WINDOW
    ended, failed = (np.bincount(at, weights, length).cumsum() for weights in (None, rows["failed"]))
    over = [count[WINDOW - 1 : WINDOW - 1 + frames] - np.insert(count, 0, 0)[:frames] for count in (ended, failed)]
    return np.divide(100 * over[1], over[0], out=np.full(frames, np.nan), where=over[0] > 0)


def goals(lives: Lives, frames: int) -> tuple[np.ndarray, np.ndarray]:
    """Partners whose goals were judged in each frame's quarter: how many reached them, how many missed them."""
    judged = lives.columns["judged"] & ~lives.before("judged").astype(np.bool_) & ~(lives.first & (lives.frame == 0))
    rows = np.flatnonzero(judged)
    kept = lives.kept[lives.alliance[rows]]
    there = kept["partners"] != NOBODY
    met = (kept["goals_met"].astype(np.bool_) & there[:, :MAX_PARTNERS]).sum(axis=1)
    reached = np.bincount(lives.frame[rows], met, frames)
    return reached, np.bincount(lives.frame[rows], there.sum(axis=1) - met, frames)


def mean_trust(lives: Lives, frames: int) -> np.ndarray:
    """Mean over the alliances that live at the end of a frame's quarter of their partners' mean trust."""
    alive = lives.columns["ended"] == NEVER
    partners = np.maximum((lives.columns["partners"] != NOBODY).sum(axis=1), 1)
    each = lives.columns["trust"].sum(axis=1) / partners
    count = np.bincount(lives.frame[alive], minlength=frames)
    total = np.bincount(lives.frame[alive], each[alive], frames)
    return np.divide(total, count, out=np.full(frames, np.nan), where=count > 0)


def ends(lives: Lives, frames: int) -> np.ndarray:
    """How many alliances ended in each frame's quarter, by cause."""
    over = lives.kept[lives.ended]
    table = np.zeros((frames, len(CAUSES)))
    inside = over["ended"] >= 0
    np.add.at(table, (over["ended"][inside] + 1, over["cause"][inside]), 1)
    return table
