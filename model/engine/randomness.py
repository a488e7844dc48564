"""Random draws that belong to a decision and to those deciding.

Every random number is a hash of (seed, decision, step, ids): no generator has a state, so no draw can shift another.
Results do not depend on the order of firms or on processes, and a policy that touches nothing changes nothing. The hash
is the finalizer of splitmix64 (Steele, Lea and Flood 2014), applied once per part of the key. ``docs/randomness.md``
records its verdict under a battery of statistical tests.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from alliances.model.engine.kernels import COMPILED, entry_point

WORD = 2**64 - 1
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11))
UNIT = 2.0**-53
PART, FIRST_PART, SECOND_PART, THIRD_PART = np.uint64(0x1FFF), np.uint64(13), np.uint64(26), np.uint64(39)
PART_UNIT = 2.0**-13
SCALE_OF_FOUR = math.sqrt(3.0)  # one over the standard deviation of a sum of four uniforms


def low_bits(number: int) -> np.uint64:
    """The low 64 bits of a whole number, also of a negative one."""
    return np.uint64(int(number) & WORD)


word: Any = np.uint64 if COMPILED else low_bits
"""A whole number as 64 bits."""


@entry_point
def mixed(bits):
    """The finalizer of splitmix64: a bijection of 64 bits in which every input bit moves every output bit."""
    bits = (bits ^ (bits >> SHIFTS[0])) * FIRST
    bits = (bits ^ (bits >> SHIFTS[1])) * SECOND
    return bits ^ (bits >> SHIFTS[2])


@entry_point
def stream(seed, decision, step):
    """Key shared by all draws of one decision in one step."""
    key = mixed(word(seed) + GOLDEN)
    key = mixed(key + word(decision))
    return mixed(key + word(step) * GOLDEN)


@entry_point
def hashed(stream, first, second):
    """64 bits for two ids, in this order."""
    return mixed(mixed(word(stream) + word(first) * GOLDEN) + (word(second) + np.uint64(1)) * GOLDEN)


@entry_point
def uniform(stream, first):
    """Uniform draw in [0, 1) for one id: 53 bits."""
    return np.float64(mixed(word(stream) + (word(first) + np.uint64(1)) * GOLDEN) >> SHIFTS[3]) * UNIT


@entry_point
def uniform_pair(stream, first, second):
    """Uniform draw in [0, 1) for two ids, in this order."""
    return np.float64(hashed(stream, first, second) >> SHIFTS[3]) * UNIT


@entry_point
def index_pair(stream, first, second, size):
    """Evenly drawn whole number below ``size`` for two ids, in this order."""
    return int(uniform_pair(stream, first, second) * size)


@entry_point
def normal_pair(stream, first, second):
    """Standard normal draw for two ids (Box and Muller 1958)."""
    bits = hashed(stream, first, second)
    radius = math.sqrt(-2.0 * math.log((np.float64(bits >> SHIFTS[3]) + 0.5) * UNIT))
    return radius * math.cos(2.0 * math.pi * (np.float64(mixed(bits + GOLDEN) >> SHIFTS[3]) * UNIT))


@entry_point
def shock_pair(stream, first, second):
    """Bell-shaped draw with mean 0 and variance 1 for two ids, in this order: four 13-bit uniforms, summed.

    It never exceeds 3.5 in size and costs a fifth of a normal draw: for small shocks of which very many are needed.
    """
    bits = hashed(stream, first, second) >> SHIFTS[3]
    total = (bits & PART) + (bits >> FIRST_PART & PART) + (bits >> SECOND_PART & PART) + (bits >> THIRD_PART & PART)
    return ((np.float64(total) + 2.0) * PART_UNIT - 2.0) * SCALE_OF_FOUR
