"""Worlds that are run beside others, on one thread each, and their tables, built when somebody reads them.

Paired worlds have the same seed, so the same firms and the same random draws; they differ by the consequences of what
is different in their options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from alliances.model.face.model import AllianceModel
from alliances.model.records.tables import BUILDERS

if TYPE_CHECKING:
    import pandas as pd

Options = Mapping[str, Any]
"""What a world is made of: arguments of :class:`AllianceModel`."""


class TablesOnDemand(Mapping[str, "pd.DataFrame"]):
    """The tables of ``AllianceModel.tables()`` by name, each built on first look and kept.

    Building all of them takes about half as long as the run, and a fact reads two or three. Look at them once the run
    is over: what was built does not follow a model that goes on. Holds the model until it is let go itself.
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


def world(options: Options) -> TablesOnDemand:
    """Run one world to its end."""
    return TablesOnDemand(AllianceModel(**options).run())


def paired_worlds(options: Mapping[str, Options]) -> Iterator[tuple[str, TablesOnDemand]]:
    """Run the worlds of one seed, by name, one after the other; a world is made when it is asked for.

    All worlds that are compared within a seed are made here and nowhere else: where options differ by policies alone,
    worlds are the same until the first of these starts, and need not be run anew until then.
    """
    for name, own in options.items():
        yield name, world(own)
