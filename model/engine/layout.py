"""How records lie in memory: what belongs to one firm lies together, and what most loops read comes first.

One array per column would be as fast, but a kernel would take hundreds of arguments, and compiling it many minutes.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from typing import Any

import numpy as np

from alliances.model.declarations.columns import Column, Part, Records, columns_of

LINE = 64
"""Bytes of memory that come at once."""
MOST_PADDING = 1 / 6
"""Most that filling up to whole lines may add to a record."""
READERS: Counter[Part] = Counter()
"""Loops that read each part (see ``loops``)."""


def in_memory(part: Part) -> list[tuple[str, Column]]:
    """The stored columns of a part, the widest numbers first, so that nothing is padded."""
    stored = [(name, column) for name, column in columns_of(part).items() if isinstance(column, Column)]
    return sorted(stored, key=lambda item: -np.dtype(item[1].dtype).itemsize)


@cache
def layout(records: Records) -> np.dtype[Any]:
    """The record type of a kind of record; records that nearly fill lines of memory take whole ones.

    All loops of the quarter must have said what they read: it is imported, so that any order of imports gives the same.
    """
    import alliances.model.quarter  # noqa: F401

    parts = sorted(records.parts, key=lambda part: -READERS[part])
    columns = [item for part in parts for item in in_memory(part)]
    fields = [(name, c.dtype, (c.width,)) if c.width else (name, c.dtype) for name, c in columns]
    packed: Any = np.dtype(fields, align=True)
    whole = -(-packed.itemsize // LINE) * LINE
    if whole > packed.itemsize * (1 + MOST_PADDING):
        return packed
    formats, offsets = ([packed.fields[name][part] for name in packed.names] for part in range(2))
    lined: Any = {"names": packed.names, "formats": formats, "offsets": offsets, "itemsize": whole}
    return np.dtype(lined, align=True)


@cache
def blank(records: Records) -> np.ndarray:
    """One record, each column holding its initial value; not to be changed."""
    record = np.zeros((), layout(records))
    for name, column in records.stored.items():
        record[name] = column.fill
    record.flags.writeable = False
    return record


def allocated(records: Records, *shape: int) -> np.ndarray:
    """New records of a kind."""
    made = lined_up(shape, layout(records))
    made[...] = blank(records)
    return made


def lined_up(shape: tuple[int, ...], dtype: np.dtype[Any]) -> np.ndarray:
    """Records that begin with a line of memory, not initialized."""
    size = math.prod(shape) * dtype.itemsize
    memory = np.empty(size + LINE, np.uint8)
    start = -memory.ctypes.data % LINE
    return memory[start : start + size].view(dtype).reshape(shape)


def enlarged(records: np.ndarray, used: int, rows: int) -> np.ndarray:
    """The first ``used`` records in an array of ``rows``; the rest is not initialized, so it costs no memory yet."""
    bigger = lined_up((rows, *records.shape[1:]), records.dtype)
    bigger[:used] = records[:used]
    return bigger
