"""The model's random draws in plain Python, and ordinary ones beside them.

``KeyedDraws`` is the twin of ``alliances.model.engine.randomness``: the same numbers, bit for bit, from Python integers
alone, so that the plain Mesa peer can be compared firm by firm with the compiled model. ``PlainDraws`` has the same
methods but ignores the keys: it is what a modeller would write with ``random.Random``, and what a fair timing should
pay for.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from typing import Protocol

WORD = 0xFFFFFFFFFFFFFFFF
GOLDEN = 0x9E3779B97F4A7C15
FIRST = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB
SCALE_OF_FOUR = math.sqrt(3.0)
DISCARDED = 11
UNIT = 2.0**-53
TURN = 2.0 * math.pi


def mixed(bits: int) -> int:
    """The finalizer of splitmix64, on an integer that is taken modulo two to the 64."""
    bits &= WORD
    bits = (bits ^ (bits >> 30)) * FIRST & WORD
    bits = (bits ^ (bits >> 27)) * SECOND & WORD
    return bits ^ (bits >> 31)


def drawn(odds: list[float], draw: float) -> int:
    """Place drawn from cumulative odds."""
    return bisect_right(odds, draw, 0, len(odds) - 1)


class Draws(Protocol):
    """What a model asks of its random draws; a decision is its code, ids and steps are any integers of 64 bits."""

    def uniform(self, decision: int, step: int, key: int) -> float:
        """Uniform draw in [0, 1) for one id."""

    def uniform_pair(self, decision: int, step: int, first: int, second: int) -> float:
        """Uniform draw in [0, 1) for two ids, in this order."""

    def index_pair(self, decision: int, step: int, first: int, second: int, size: int) -> int:
        """Evenly drawn whole number below ``size`` for two ids, in this order."""

    def normal_pair(self, decision: int, step: int, first: int, second: int) -> float:
        """Standard normal draw for two ids, in this order."""

    def hashed(self, decision: int, step: int, first: int, second: int) -> int:
        """64 bits for two ids, in this order."""


class KeyedDraws:
    """Luck that belongs to a decision and to those deciding; asking twice gives the same number twice."""

    def __init__(self, seed: int) -> None:
        self._seed = mixed(int(seed) + GOLDEN)
        self._streams: dict[tuple[int, int], int] = {}

    def stream(self, decision: int, step: int) -> int:
        """Key shared by all draws of one decision in one step; kept, because many firms ask for the same one."""
        key = self._streams.get((decision, step))
        if key is None:
            key = mixed(mixed(self._seed + int(decision)) + int(step) * GOLDEN)
            self._streams[decision, step] = key
        return key

    def hashed(self, decision: int, step: int, first: int, second: int) -> int:
        """64 bits for two ids, in this order."""
        return mixed(mixed(self.stream(decision, step) + int(first) * GOLDEN) + (int(second) + 1) * GOLDEN)

    def uniform(self, decision: int, step: int, key: int) -> float:
        """Uniform draw in [0, 1) for one id: the upper 53 bits."""
        return (mixed(self.stream(decision, step) + (int(key) + 1) * GOLDEN) >> DISCARDED) * UNIT

    def uniform_pair(self, decision: int, step: int, first: int, second: int) -> float:
        """Uniform draw in [0, 1) for two ids, in this order."""
        return (self.hashed(decision, step, first, second) >> DISCARDED) * UNIT

    def index_pair(self, decision: int, step: int, first: int, second: int, size: int) -> int:
        """Evenly drawn whole number below ``size`` for two ids, in this order."""
        return int(self.uniform_pair(decision, step, first, second) * size)

    def normal_pair(self, decision: int, step: int, first: int, second: int) -> float:
        """Standard normal draw for two ids (Box and Muller 1958)."""
        bits = self.hashed(decision, step, first, second)
        radius = math.sqrt(-2.0 * math.log(((bits >> DISCARDED) + 0.5) * UNIT))
        return radius * math.cos(TURN * ((mixed(bits + GOLDEN) >> DISCARDED) * UNIT))

    def shock_pair(self, decision: int, step: int, first: int, second: int) -> float:
        """Bell-shaped draw with mean 0 and variance 1 for two ids: four 13-bit uniforms, summed."""
        bits = self.hashed(decision, step, first, second) >> DISCARDED
        total = (bits & 0x1FFF) + (bits >> 13 & 0x1FFF) + (bits >> 26 & 0x1FFF) + (bits >> 39 & 0x1FFF)
        return ((total + 2.0) * 2.0**-13 - 2.0) * SCALE_OF_FOUR


class PlainDraws:
    """Luck from one generator, in the order of asking; the keys are accepted and ignored."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def hashed(self, decision: int, step: int, first: int, second: int) -> int:
        """64 bits."""
        return self._random.getrandbits(64)

    def uniform(self, decision: int, step: int, key: int) -> float:
        """Uniform draw in [0, 1)."""
        return self._random.random()

    def uniform_pair(self, decision: int, step: int, first: int, second: int) -> float:
        """Uniform draw in [0, 1)."""
        return self._random.random()

    def index_pair(self, decision: int, step: int, first: int, second: int, size: int) -> int:
        """Evenly drawn whole number below ``size``."""
        return int(self._random.random() * size)

    def normal_pair(self, decision: int, step: int, first: int, second: int) -> float:
        """Standard normal draw."""
        return self._random.gauss(0.0, 1.0)

    def shock_pair(self, decision: int, step: int, first: int, second: int) -> float:
        """Standard normal draw: what a Mesa user would take."""
        return self._random.gauss(0.0, 1.0)
