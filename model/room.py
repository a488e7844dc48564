"""Room for records: how their arrays are made, and enlarged ahead of every quarter."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np

from alliances.model.codes import MAX_PARTNERS
from alliances.model.state import Column, Counts, World

LINE = 64
"""Bytes of memory that come at once."""
MOST_PADDING = 1 / 6
"""Most that filling up to whole lines may add to a record."""


@cache
def layout(group: type[tuple[Any, ...]]) -> np.dtype[Any]:
    """The record type of a group of columns; records that nearly fill lines of memory take whole ones."""
    specs: dict[str, Column] = group._field_defaults  # type: ignore[attr-defined]
    fields = [(name, spec.dtype, (spec.width,)) if spec.width else (name, spec.dtype) for name, spec in specs.items()]
    packed: Any = np.dtype(fields, align=True)
    whole = -(-packed.itemsize // LINE) * LINE
    if whole > packed.itemsize * (1 + MOST_PADDING):
        return packed
    offsets = [packed.fields[name][1] for name in packed.names]
    formats = [packed.fields[name][0] for name in packed.names]
    return np.dtype({"names": packed.names, "formats": formats, "offsets": offsets, "itemsize": whole}, align=True)


@cache
def blank(group: type[tuple[Any, ...]]) -> np.ndarray:
    """One record of a group, each column holding its initial value; not to be changed."""
    record = np.zeros((), layout(group))
    for name, spec in group._field_defaults.items():  # type: ignore[attr-defined]
        record[name] = spec.fill
    record.flags.writeable = False
    return record


def allocated(group: type[tuple[Any, ...]], *shape: int) -> np.ndarray:
    """New records of a group."""
    records = lined_up(shape, layout(group))
    records[...] = blank(group)
    return records


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


def with_room(world: World) -> World:
    """The world with room for whatever the coming quarter can bring (see ``steps.foresee``).

    Every review starts at most one talk or one entry; every alliance signed brings its partners into one market; every
    presence changes at most twice.
    """
    counts = Counts(*world.counts[0].item())
    firms, alliances, active = counts.firms, counts.alliances, counts.active
    presence, entries = counts.presence, counts.entries
    living, founders, reviews = counts.living, counts.founders_due, counts.reviews_due
    entering = reviews + (active + reviews) * MAX_PARTNERS
    if firms + founders > len(world.firms):
        rows = room(firms + founders)
        awards = enlarged(world.awards, firms, rows)
        awards[firms:] = np.zeros((), awards.dtype)
        world = world._replace(firms=enlarged(world.firms, firms, rows), awards=awards)
    if living + founders > len(world.living):
        world = world._replace(living=enlarged(world.living, living, room(living + founders)))
    if alliances + reviews > len(world.alliances):
        world = world._replace(alliances=enlarged(world.alliances, alliances, room(alliances + reviews)))
    if active + reviews > len(world.active):
        world = world._replace(active=enlarged(world.active, active, room(active + reviews)))
    if presence + entering > len(world.presence):
        rows = room(presence + entering)
        free = enlarged(world.free_presence, counts.free_presence, rows)
        world = world._replace(presence=enlarged(world.presence, presence, rows), free_presence=free)
    if entries + entering + 2 * (presence + entering) > len(world.entries):
        rows = room(entries + entering + 2 * (presence + entering))
        world = world._replace(entries=enlarged(world.entries, entries, rows))
    payments, policies = counts.payments, len(world.programmes)
    due = policies * (1 + 3 * living + entering + 2 * MAX_PARTNERS * active)  # service, search, tax; entries; alliances
    if payments + due > len(world.payments):
        world = world._replace(payments=enlarged(world.payments, payments, room(payments + due)))
    return world


def room(rows: int) -> int:
    """Rows to allocate where so many are needed: three times as many; memory is only taken up as rows are used."""
    return 3 * rows
