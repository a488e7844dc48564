"""Where firms stand in the picture of the network: computed once per world, so that nothing ever moves.

Home countries lie around a circle, neighbours by region; the firms of a country form a round cluster, filled from
its middle outwards in the order in which they come. Founders take the next place of their country.
"""

from __future__ import annotations

from typing import Any

import numpy as np

GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
"""Turn from one place of a cluster to the next: fills a disc evenly, as the seeds of a sunflower do."""
GROWTH = 1.5
"""Room of a cluster, against the firms it starts with."""
SMALLEST = 6
"""Firms that even the smallest cluster has room for."""
GAP = 1.6
"""Space between clusters, in distances between firms."""
LABEL_GAP = 1.2
"""Space between a cluster and its label."""


class Places:
    """The places of one world's firms; distances are in units of the distance between two firms."""

    def __init__(self, regions: list[str], home: np.ndarray, alive: np.ndarray) -> None:
        """Place the countries by region, and the firms alive now; ``regions`` is empty for a market that has none."""
        self.taken = np.zeros(len(regions), dtype=np.int64)
        self.xy = np.full((len(home), 2), np.nan)
        start = np.bincount(home[alive], minlength=len(regions))
        order = [m for m in sorted(range(len(regions)), key=lambda m: (regions[m], m)) if regions[m]]
        radius = np.sqrt(np.maximum(start * GROWTH, SMALLEST)) + GAP
        around = np.cumsum([0.0] + [2 * radius[m] for m in order])
        self.ring = max(around[-1] / (2 * np.pi), radius[order].max())
        angle = np.zeros(len(regions))
        angle[order] = 2 * np.pi * (around[:-1] + radius[order]) / around[-1]
        self.direction = np.column_stack([np.sin(angle), np.cos(angle)])
        self.centres = self.ring * self.direction
        self.labels = self.centres + self.direction * (radius + LABEL_GAP)[:, None]
        self.extent = float(self.ring + radius[order].max() + LABEL_GAP)
        self._place(np.flatnonzero(alive), home)

    def update(self, home: np.ndarray) -> np.ndarray:
        """Places of all firms that ever came, by firm; those new since the last look get the next ones, by id."""
        known = len(self.xy)
        if len(home) > known:
            self.xy = np.vstack([self.xy, np.full((len(home) - known, 2), np.nan)])
            self._place(np.arange(known, len(home)), home)
        return self.xy

    def _place(self, firms: np.ndarray, home: Any) -> None:
        """Give these firms the next free places of their countries."""
        for f in firms.tolist():
            rank = self.taken[home[f]]
            self.taken[home[f]] += 1
            turn, reach = rank * GOLDEN_ANGLE, np.sqrt(rank + 0.5)
            self.xy[f] = self.centres[home[f]] + reach * np.array([np.cos(turn), np.sin(turn)])
