"""Snapshots: some columns of many records, gathered column by column, one after another into arrays that grow."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from alliances.model.declarations.columns import Records
from alliances.model.engine.kernels import entry_point
from alliances.model.engine.layout import layout

KINDS = (np.float64, np.int32, np.int8)
"""What a record is read as: its columns of eight, four and one byte; every record is a whole number of eights."""
FIRST_ROOM, MORE_ROOM = 8, 3
"""Snapshots that the first arrays hold, and times as many that the next ones do; unused room takes no memory."""
BLOCK = np.uint64(64)
"""Records of which one column after another is taken: few enough to be near until the last column."""


class Snapshots:
    """Columns of some records at several steps; ``kept["assets"]`` is that column of all of them."""

    def __init__(self, records: Records, columns: tuple[str, ...]) -> None:
        """Of some columns of a kind of record; nothing is taken yet."""
        self.columns: dict[str, tuple[int, int, int, Any]] = {}  # kind, first place among it, width, type
        places: list[list[int]] = [[] for _ in KINDS]
        fields: Any = layout(records).fields
        for name in columns:
            dtype, offset = fields[name][:2]
            kind = KINDS.index(np.int8 if dtype.base.kind == "b" else dtype.base)
            first, width = offset // dtype.base.itemsize, dtype.itemsize // dtype.base.itemsize
            self.columns[name] = (kind, len(places[kind]), width if dtype.shape else 0, dtype.base)
            places[kind] += range(first, first + width)
        self.places = tuple(np.array(of, dtype=np.uint64) for of in places)
        self.taken = tuple(np.empty((len(of), 0), kind) for of, kind in zip(places, KINDS, strict=True))
        self.steps: list[int] = []
        self.rows: list[np.ndarray] = []
        self.count = 0

    def __len__(self) -> int:
        """How many snapshots there are."""
        return len(self.steps)

    def take(self, records: np.ndarray, rows: np.ndarray, step: int) -> None:
        """Keep the columns of some records as they are at this step."""
        if self.count + len(rows) > self.taken[0].shape[1]:
            self.enlarge(MORE_ROOM * self.count + FIRST_ROOM * len(rows))
        words = [records.view(kind).reshape(len(records), records.itemsize // kind().nbytes) for kind in KINDS]
        gather(*words, rows, *self.places, *self.taken, self.count)
        self.steps.append(step)
        self.rows.append(rows)
        self.count += len(rows)

    def fork(self) -> Snapshots:
        """The same snapshots, to which others may be added: what is taken later goes into arrays of its own."""
        forked = copy.copy(self)
        forked.steps, forked.rows = list(self.steps), list(self.rows)
        forked.enlarge(self.count)
        return forked

    def enlarge(self, room: int) -> None:
        """Make room for so many records in all."""
        bigger = tuple(np.empty((len(old), room), old.dtype) for old in self.taken)
        for new, old in zip(bigger, self.taken, strict=True):
            new[:, : self.count] = old[:, : self.count]
        self.taken = bigger

    def __getitem__(self, name: str) -> np.ndarray:
        """A column of all snapshots, end to end, by record and place where it is wide; it is not copied."""
        kind, first, width, dtype = self.columns[name]
        if not width:
            return self.taken[kind][first, : self.count].view(dtype)
        return self.taken[kind][first : first + width, : self.count].T.view(dtype)

    @property
    def ids(self) -> np.ndarray:
        """Row number of every record taken."""
        return np.concatenate(self.rows)

    @property
    def step(self) -> np.ndarray:
        """Step of every record taken."""
        return np.repeat(self.steps, [len(rows) for rows in self.rows])


@entry_point
def gather(reals, counts, codes, rows, real_places, count_places, code_places, real, count, code, start):
    """Copy places of some records, in a few bytes each, to the columns of three arrays, from ``start`` on."""
    begin, at, total = np.uint64(0), np.uint64(start), np.uint64(len(rows))
    while begin < total:
        end = min(begin + BLOCK, total)
        for k in range(np.uint64(len(real_places))):
            place, column = real_places[k], real[k]
            for n in range(begin, end):
                column[at + n] = reals[np.uint64(rows[n]), place]
        for k in range(np.uint64(len(count_places))):
            place, numbers = count_places[k], count[k]
            for n in range(begin, end):
                numbers[at + n] = counts[np.uint64(rows[n]), place]
        for k in range(np.uint64(len(code_places))):
            place, bits = code_places[k], code[k]
            for n in range(begin, end):
                bits[at + n] = codes[np.uint64(rows[n]), place]
        begin = end
