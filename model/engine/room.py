"""Room for what a quarter can bring: arrays are enlarged ahead of it, so that steps need not look."""

from __future__ import annotations

from typing import Any

import numpy as np

from alliances.model.declarations.codes import MAX_PARTNERS
from alliances.model.engine.layout import enlarged
from alliances.model.records.state import World


def with_room(world: World) -> World:
    """The world with room for whatever the coming quarter can bring.

    Every firm starts at most one talk or one entry; every slot founds at most one firm; every alliance signed brings
    its partners into one market; every presence changes at most twice.
    """
    counts = world.counts[0]
    firms, living, slots = int(counts["firms"]), int(counts["living"]), int(counts["founding_slots"])
    alliances, active = int(counts["alliances"]), int(counts["active"])
    presence, entries, payments = int(counts["presence"]), int(counts["entries"]), int(counts["payments"])
    entering = living + (active + living) * MAX_PARTNERS
    moves = entering + 2 * (presence + entering)
    paid = len(world.programmes) * (1 + 3 * living + entering + 2 * MAX_PARTNERS * active)  # service, search, tax ...
    wanted = {
        "firms": (firms, slots),
        "awards": (firms, slots),
        "living": (living, slots),
        "alliances": (alliances, living),
        "active": (active, living),
        "presence": (presence, entering),
        "free_presence": (int(counts["free_presence"]), entering + presence),
        "entries": (entries, moves),
        "payments": (payments, paid),
    }
    short = {name: need for name, need in wanted.items() if sum(need) > len(getattr(world, name))}
    if not short:
        return world
    larger: dict[str, Any] = {name: roomier(getattr(world, name), *need) for name, need in short.items()}
    return world._replace(**larger)


def roomier(records: np.ndarray, used: int, coming: int) -> np.ndarray:
    """Records with room for twice what is used and what is coming; memory is only taken up with use."""
    bigger = enlarged(records, used, 2 * (used + coming))
    if records.ndim > 1:  # awards: whoever is new has none
        bigger[used:] = np.zeros((), records.dtype)
    return bigger
