"""The model's random draws in the orders in which it makes them, as words of 32 bits for a battery of tests.

An order says which part of the key runs fastest. It fills blocks of words; each block has its own keys, so a stream
of any length never asks for the same draw twice. A uniform draw keeps bits 11 to 63 of its hash: 53 bits. A word is
the upper 32 of these (bits 32 to 63 of the hash) or the lower 32 (bits 11 to 42). The two overlap in eleven bits, so
they are tested apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from alliances.model.declarations import decisions
from alliances.model.declarations.decisions import ALLIANCE_KEY, DEMAND, FOUNDER, JUDGEMENT, REVIEW, TRAITS
from alliances.model.engine.kernels import entry_point, kernel
from alliances.model.engine.randomness import GOLDEN, hashed, normal_pair, stream, uniform, uniform_pair

BLOCK = 2**16
QUARTERS = 80
CODES = np.array([code for code in vars(decisions).values() if isinstance(code, np.uint64)], dtype=np.uint64)
LARGEST = 1 - 2.0**-53
KEPT = {"upper": np.uint64(21), "lower": np.uint64(0)}
"""How far the 53 bits of a draw are shifted before the lowest 32 become a word."""

Fill = Callable[[np.int64, np.int64, np.uint64, np.ndarray], None]


@kernel
def word(draw, shift):
    """32 of the 53 bits of a uniform draw."""
    return np.uint32((np.uint64(draw * 2.0**53) >> shift) & np.uint64(0xFFFFFFFF))


@entry_point
def firms(seed, block, shift, out):
    """Firm after firm within one decision and step; the step changes from block to block."""
    key = stream(seed, REVIEW, block)
    for firm in range(out.size):
        out[firm] = word(uniform(key, firm), shift)


@entry_point
def steps(seed, block, shift, out):
    """Step after step for one firm; the firm changes from block to block."""
    for step in range(out.size):
        out[step] = word(uniform(stream(seed, REVIEW, step), block), shift)


@entry_point
def every_decision(seed, block, shift, out):
    """Decision after decision for one firm, then the next firm."""
    for i in range(out.size):
        out[i] = word(uniform(stream(seed, CODES[i % CODES.size], block), i // CODES.size), shift)


@entry_point
def seeds(seed, block, shift, out):
    """Seed after seed for the same firm, decision and step: the replicates of an experiment."""
    for i in range(out.size):
        out[i] = word(uniform(stream(seed + block * out.size + i, REVIEW, 0), 0), shift)


@entry_point
def pairs(seed, block, shift, out):
    """Every pair of firms with small ids, and right after it the same two in the other order."""
    key = stream(seed, JUDGEMENT, block)
    first, second = 1, 0
    for i in range(0, out.size, 2):
        out[i] = word(uniform_pair(key, first, second), shift)
        out[i + 1] = word(uniform_pair(key, second, first), shift)
        second += 1
        if second == first:
            first, second = first + 1, 0


@entry_point
def founders(seed, block, shift, out):
    """Firm after firm, each known by the hashed key that founding gives: of the step and the slot it starts in."""
    key, keys = stream(seed, TRAITS, 0), stream(seed, FOUNDER, block)
    for slot in range(out.size):
        out[slot] = word(uniform(key, hashed(keys, slot, 0)), shift)


@entry_point
def hashed_pairs(seed, block, shift, out):
    """Pairs of firms known by hashed keys, both orders, and one draw for the alliance the pair would form."""
    key, alliance_key = stream(seed, JUDGEMENT, block), stream(seed, ALLIANCE_KEY, block)
    keys = stream(seed, FOUNDER, block)
    for i in range(0, out.size - 2, 3):
        first, second = hashed(keys, i // 12, 0), hashed(keys, i // 12 + 1 + i // 3 % 4, 0)
        out[i] = word(uniform_pair(key, first, second), shift)
        out[i + 1] = word(uniform_pair(key, second, first), shift)
        out[i + 2] = word(uniform(key, hashed(alliance_key, first, second)), shift)
    out[out.size - 1] = word(uniform(key, block), shift)


@entry_point
def replicates(seed, block, shift, out):
    """As a sweep does: decision after decision over all firms, quarter after quarter, seed after seed."""
    replicate, step = seed + block // QUARTERS, block % QUARTERS
    share = out.size // CODES.size + 1
    keys = stream(replicate, FOUNDER, 0)
    for place in range(CODES.size):
        key, start = stream(replicate, CODES[place], step), place * share
        for firm in range(min(share, out.size - start)):
            out[start + firm] = word(uniform_pair(key, hashed(keys, firm, 0), 0), shift)


@entry_point
def normals(seed, block, shift, out):
    """Normal draws of one decision, turned back into uniform ones by the normal distribution function."""
    key = stream(seed, DEMAND, block)
    for firm in range(out.size):
        share = 0.5 * math.erfc(-normal_pair(key, firm, 0) / math.sqrt(2.0))
        out[firm] = word(min(share, LARGEST), shift)


@entry_point
def unmixed(seed, block, shift, out):
    """A bad hash, to see that the battery notices: the key is multiplied and never mixed."""
    for firm in range(out.size):
        bits = (np.uint64(seed) + np.uint64(block * out.size + firm)) * GOLDEN
        out[firm] = np.uint32((bits >> (shift + np.uint64(11))) & np.uint64(0xFFFFFFFF))


def numpy_pcg64(seed: np.int64, block: np.int64, shift: np.uint64, out: np.ndarray) -> None:
    """NumPy's default generator, to see what the battery says of a good one."""
    draws = np.random.default_rng([int(seed), int(block)]).random(out.size)
    out[:] = ((draws * 2.0**53).astype(np.uint64) >> shift).astype(np.uint32)


ORDERS: dict[str, Fill] = {
    "firms": firms,
    "steps": steps,
    "decisions": every_decision,
    "seeds": seeds,
    "pairs": pairs,
    "founders": founders,
    "hashed_pairs": hashed_pairs,
    "replicates": replicates,
    "normals": normals,
    "numpy_pcg64": numpy_pcg64,
    "unmixed": unmixed,
}


def block_of_words(order: str, half: str, seed: int, block: int) -> np.ndarray:
    """One block of an order's words."""
    out = np.empty(BLOCK, dtype=np.uint32)
    ORDERS[order](np.int64(seed), np.int64(block), KEPT[half], out)
    return out
