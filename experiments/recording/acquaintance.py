"""How partners knew each other when they signed: from earlier alliances, through a common partner, or not at all."""

from __future__ import annotations

from collections.abc import Container

import numpy as np

from alliances.model.records.state import World, signed

WAYS = ("earlier_partners", "common_partner", "strangers", "before_start")
EARLIER_PARTNERS, COMMON_PARTNER, STRANGERS, BEFORE_START = range(len(WAYS))
WORDS = {
    "earlier_partners": "the partners had been allied before",
    "common_partner": "the partners had a partner in common",
    "strangers": "nothing linked the partners before",
    "before_start": "signed before the recording begins",
}


def found(world: World, known: Container[int], alliances: np.ndarray, first: bool) -> dict[int, int]:
    """How the partners of those alliances that are not known yet knew each other; ``first`` is the first frame."""
    new = [a for a in alliances.tolist() if a not in known]
    if first or not new:
        return {a: EARLIER_PARTNERS if world.alliances["prior_ties"][a] else BEFORE_START for a in new}
    neighbours = partners_by_firm(world, set(new))
    return {a: way_to(world, neighbours, a) for a in new}


def way_to(world: World, neighbours: dict[int, set[int]], a: int) -> int:
    """How the initiator and its first partner knew each other."""
    one, other = world.alliances["partners"][a][:2].tolist()
    if world.alliances["prior_ties"][a]:
        return EARLIER_PARTNERS
    return COMMON_PARTNER if neighbours.get(one, set()) & neighbours.get(other, set()) else STRANGERS


def partners_by_firm(world: World, without: set[int]) -> dict[int, set[int]]:
    """The partners of each firm in the signed alliances that live, apart from some."""
    neighbours: dict[int, set[int]] = {}
    for a in signed(world).tolist():
        if a not in without:
            partners = world.alliances["partners"][a][: world.alliances["n_partners"][a]].tolist()
            for f in partners:
                neighbours.setdefault(f, set()).update(other for other in partners if other != f)
    return neighbours
