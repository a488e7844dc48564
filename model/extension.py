"""A mechanism of one's own: a rule that is run after a phase of every quarter, without touching the package.

``docs/extending.md`` builds one step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from alliances.model.declarations.columns import Column
from alliances.model.declarations.parameters import add_rule
from alliances.model.errors import InputError, echoed, refuse, unknown
from alliances.model.quarter import PHASE_NAMES
from alliances.model.records.outcomes import FIRMS_TABLE, QUARTERS_TABLE, Outcome


class NoParameters(NamedTuple):
    """Of a mechanism that has none."""


class Summary(NamedTuple):
    """A number of one's own that a mechanism adds to the ``quarters`` table."""

    meaning: str
    unit: str
    of: Callable[[Any], float]  # of the simulation, at the end of a quarter


@dataclass(frozen=True, kw_only=True, eq=False)
class Mechanism:
    """A rule of one's own, which is run after a phase of every quarter.

    Attributes:
        name: its name among the rules: ``--set NAME.parameter=VALUE``, ``--without NAME``.
        theory: one sentence on what it is, and whose idea; the model's description prints it.
        after: the phase after which it runs, a name of ``quarter.PHASES``.
        run: what happens. In plain Python ``run(simulation, p)``, with the values of its own parameters; where it is
            ``compiled``, a loop over the state's columns ``run(world, p, own, step)``, with ``p[0].name`` a parameter
            and ``own`` the records of its own columns, firm by firm.
        Parameters: a NamedTuple of ``parameter(...)``, as in ``rules/``.
        columns: columns of its own, one value per firm: ``simulation.own["NAME"]["column"][firm]``. Those with
            ``table="firms"`` are shown there.
        summaries: numbers of its own per quarter, shown in the table ``quarters``.
        compiled: whether ``run`` is compiled (fast) or plain Python (slow, fine for small worlds).
    """

    name: str
    theory: str
    after: str
    run: Callable[..., None]
    Parameters: Any = NoParameters
    columns: Mapping[str, Column] = field(default_factory=dict)
    summaries: Mapping[str, Summary] = field(default_factory=dict)
    compiled: bool = False

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless it can join the model."""
        if not isinstance(self.name, str) or not self.name.isidentifier():
            refuse(f"mechanism {echoed(self.name)} must have a name of letters, digits and underscores")
        if self.after not in PHASE_NAMES:
            raise InputError(f"mechanism {echoed(self.name)}: {unknown('phase', str(self.after), PHASE_NAMES)}")
        for table, names in ((FIRMS_TABLE, self.shown), (QUARTERS_TABLE, self.summaries)):
            if taken := sorted(set(names) & {column.name for column in table.columns}):
                refuse(
                    f"mechanism {echoed(self.name)}: column {echoed(taken[0])} must have a name "
                    f"that {echoed(table.name)} has not yet"
                )
        object.__setattr__(self, "__doc__", self.theory)

    @property
    def shown(self) -> list[str]:
        """Its columns that the table ``firms`` shows."""
        return [name for name, column in self.columns.items() if column.table == "firms"]

    def outcomes(self, table: str) -> list[Outcome]:
        """The columns that it adds to a result table."""
        if table == "quarters":
            return [Outcome(name, "float", own.unit, own.meaning) for name, own in self.summaries.items()]
        shown = self.shown if table == "firms" else []
        return [Outcome(name, self.columns[name].kind, self.columns[name].unit, self.columns[name].meaning)
                for name in shown]  # fmt: skip

    def blank(self, rows: int) -> np.ndarray:
        """Its own columns of so many firms, at their first values."""
        fields = [(name, column.dtype, (column.width,)) if column.width else (name, column.dtype)
                  for name, column in self.columns.items()]  # fmt: skip
        own = np.zeros(rows, np.dtype(fields or [("none", "i1")]))
        for name, column in self.columns.items():
            own[name] = column.fill
        return own


def join(mechanism: Mechanism) -> None:
    """Let parameters and the null form of a mechanism be known by name."""
    add_rule(mechanism.name, mechanism)
