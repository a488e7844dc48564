"""Partnerships told apart from alliances that are bound to a project, by what is recorded of an alliance.

Nissanka (after Menguc and Auh, 2008) calls a strategic partnership a long-term agreement between firms with aligned
interests. Declared here: the agreed term is five years or more, and the divergence of the partners' aims is at most a
quarter of what it can be. All other alliances are bound to a project. The divergence is that of now, or of the end; so
partners who mended their aims count, and partners who drifted apart do not. The rule only sorts what the model
records: no firm of the model knows of it.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alliances.model.rules import QUARTERS_PER_YEAR

LONG_TERM = 5 * QUARTERS_PER_YEAR
"""Agreed term from which on an alliance can be a partnership, quarters."""
ALIGNED = 0.25
"""Goal divergence (0 to 1) up to which interests are aligned."""


def is_partnership(alliances: pd.DataFrame) -> pd.Series[Any]:
    """Whether each of these alliances (rows of the table ``alliances``) is a partnership."""
    return alliances["planned_quarters"].ge(LONG_TERM) & alliances["goal_divergence"].le(ALIGNED)


def kept_apart(alliances: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The partnerships, and the alliances bound to a project."""
    partnership = is_partnership(alliances)
    return alliances[partnership], alliances[~partnership]


def in_partnerships(alliances: pd.DataFrame) -> set[int]:
    """The firms in a living partnership."""
    living = alliances[alliances["ended_step"].isna() & is_partnership(alliances)]
    return {int(firm) for partners in living["partners"] for firm in partners}
