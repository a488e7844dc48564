"""Result tables that are built when somebody reads them.

Building every table of a run takes about half as long as the run; a fact reads two or three of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from alliances.model.records.tables import BUILDERS

if TYPE_CHECKING:
    import pandas as pd

    from alliances.model.face.model import AllianceModel


class TablesOnDemand(Mapping[str, "pd.DataFrame"]):
    """The tables of ``AllianceModel.tables()`` by name, each built on first look and kept.

    Look at them once the run is over: what was built does not follow a model that goes on. Holds the model until it
    is let go itself.
    """

    def __init__(self, model: AllianceModel) -> None:
        """Of this model, as it is when a table is read."""
        self._model = model
        self._built: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table; ``KeyError`` if there is none of this name."""
        if name not in self._built:
            self._built[name] = BUILDERS[name](self._model)
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        """Names of all tables, built or not."""
        return iter(BUILDERS)

    def __len__(self) -> int:
        """How many tables there are."""
        return len(BUILDERS)
