"""Colours, each with a mark and a dash of its own, so that nothing is told by colour alone.

The colours are those of Okabe and Ito, which colour-blind people can tell apart, darkened for contrast on white.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple


class Look(NamedTuple):
    """How something is drawn wherever it is drawn."""

    colour: str
    mark: str = "o"
    dash: Any = "-"


BLUE = Look("#0072B2", "o", "-")
ORANGE = Look("#C44E00", "s", "--")
GREEN = Look("#007D5A", "^", "-.")
PURPLE = Look("#A0457F", "D", ":")
BROWN = Look("#6B2400", "P", (0, (1, 1)))
BLACK = Look("#1f2933", "D", (0, (5, 1, 1, 1)))
GREY = Look("#5b6670", "v", "--")
LOOKS = (BLUE, ORANGE, GREEN, PURPLE, BLACK._replace(mark="v"), BROWN)
INK, SOFT, MUTED, BAND, GRID, FAINT = BLACK.colour, GREY.colour, "#c9ced4", "#dfe3e8", "#e6e9ed", "#f3f5f7"
PALE = ("#8CC4E4", "#F2B866", "#DDA6C3", "#7CC5AE", "#F3EB8C", "#E5976B")
"""Fills that ink can be read on, for kinds of cells."""
FAINT_BLUE, FAINT_ORANGE = "#cfe4f2", "#f6e3d3"
RANKS = ("#0F5C8C", "#5E9CC4", "#A9CBE2", "#DCE9F2", "#F3F6F9")
"""Shades from the first rank to the last."""
AMOUNTS, SIGNS = "cividis", "PuOr_r"
"""Matplotlib's colour maps for what has a size, and for what is above or below zero."""


def looks(names: Iterable[str], shown: Iterable[str] | None = None) -> dict[str, Look]:
    """The look of each of several things, by their order; only those that are ``shown``, all by default."""
    every = {name: LOOKS[place % len(LOOKS)] for place, name in enumerate(names)}
    return every if shown is None else {name: every[name] for name in every if name in set(shown)}
