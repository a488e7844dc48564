"""Views: a firm or an alliance of a simulation, with its columns as attributes; setting one writes the state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from alliances.model.declarations.codes import MAX_PARTNERS, MODES, NO_MODE, NOBODY
from alliances.model.records.state import in_use, signed

if TYPE_CHECKING:
    from alliances.model.simulation import Simulation


class View:
    """One record; it holds no state of its own."""

    group = ""

    def __init__(self, simulation: Simulation, row: int) -> None:
        """The view of row ``row``."""
        object.__setattr__(self, "simulation", simulation)
        object.__setattr__(self, "row", row)

    def records_of(self, column: str) -> np.ndarray | None:
        """The records that hold a column: the state's, or a mechanism's own; None if there is no such column."""
        records: np.ndarray = getattr(self.simulation.world, self.group)
        own = self.simulation.own.values() if self.group == "firms" else ()
        return next((held for held in (records, *own) if column in (held.dtype.names or ())), None)

    def __getattr__(self, name: str) -> Any:
        """The value of a column."""
        if name.startswith("__") or "simulation" not in self.__dict__:  # while a copy is being made
            raise AttributeError(name)
        records = self.records_of(name)
        if records is None:
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
        value = records[name][self.row]
        return value.item() if np.ndim(value) == 0 else value

    def __setattr__(self, name: str, value: Any) -> None:
        """Write a column, or keep an attribute of the user's own."""
        records = self.records_of(name)
        if records is None:
            object.__setattr__(self, name, value)
        else:
            records[name][self.row] = value

    def __repr__(self) -> str:
        """The view in short."""
        return f"<{type(self).__name__} {self.row}>"


class Firm(View):
    """A firm; ``records.firms`` declares its attributes."""

    group = "firms"

    def in_alliances(self) -> list[Alliance]:
        """The signed alliances it is in, the latest first."""
        world, tie, found = self.simulation.world, self.first_tie, []
        living = set(signed(world).tolist())
        while tie != NOBODY:
            if tie // MAX_PARTNERS in living:
                found.append(Alliance(self.simulation, tie // MAX_PARTNERS))
            tie = int(world.alliances["next_tie"][divmod(tie, MAX_PARTNERS)])
        return found

    def partners(self) -> list[Firm]:
        """The firms it is allied with, each once."""
        rows = [firm.row for alliance in self.in_alliances() for firm in alliance.members()]
        return [Firm(self.simulation, row) for row in dict.fromkeys(rows) if row != self.row]

    def abroad(self) -> dict[str, str]:
        """The mode in which it is present in each foreign market, by country code."""
        presence, row, found = self.simulation.world.presence, self.first_presence, {}
        while row != NOBODY:
            if presence["mode"][row] > NO_MODE:
                found[self.simulation.codes[presence["market"][row]]] = MODES[presence["mode"][row]]
            row = int(presence["next_presence"][row])
        return found


class Alliance(View):
    """A signed alliance; ``records.alliances`` declares its attributes."""

    group = "alliances"

    def members(self) -> list[Firm]:
        """Its partners, the initiator first."""
        return [Firm(self.simulation, int(row)) for row in self.partners[: self.n_partners]]


def firms(simulation: Simulation) -> list[Firm]:
    """The living firms, the oldest first."""
    return [Firm(simulation, row) for row in in_use(simulation.world, "living").tolist()]


def alliances(simulation: Simulation) -> list[Alliance]:
    """The signed alliances that live, the oldest first."""
    return [Alliance(simulation, row) for row in signed(simulation.world).tolist()]
