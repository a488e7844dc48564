"""Named columns as one compressed file, and back: what ``player/FORMAT.md`` says of the bytes.

A column holds whole numbers, which stand for values (``scale``, ``log``), or differences to the row before (``delta``),
so that the file stays small; or floating-point numbers as they are.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from alliances.model.errors import refuse

MAGIC, VERSION = b"ALR", 1
ALIGNED = 8
DTYPES = ("u1", "u2", "u4", "i1", "i2", "i4", "f4")


class Column(NamedTuple):
    """A column and how it is stored.

    ``values`` are what it means, of any shape; ``missing`` marks those that stand for nothing (a mask of that shape),
    stored as the greatest number of the type.
    """

    name: str
    values: np.ndarray
    dtype: str
    scale: float = 1.0
    log: bool = False
    delta: bool = False
    missing: np.ndarray | None = None
    by_column: bool = False  # written column by column: along time, where the rows are frames

    @property
    def nothing(self) -> int:
        """The stored number that stands for nothing."""
        return int(np.iinfo(self.dtype).max)

    def stored(self) -> np.ndarray:
        """The numbers as the file has them, little-endian."""
        kind = np.dtype(self.dtype).newbyteorder("<")
        if kind.kind == "f":
            return np.ascontiguousarray(self.values, kind)
        limits = np.iinfo(self.dtype)
        taken = limits.max - (self.missing is not None)
        numbers = np.log1p(self.values) if self.log else self.values
        whole = np.clip(np.rint(np.asarray(numbers, np.float64) / self.scale), limits.min, taken).astype(np.int64)
        if self.missing is not None:
            whole = np.where(self.missing, self.nothing, whole)
        written = whole.astype(kind)
        return np.diff(written, axis=0, prepend=np.zeros_like(written[:1])) if self.delta else written

    def content(self) -> bytes:
        """The numbers in the order in which the file has them."""
        return self.stored().tobytes("F" if self.by_column else "C")

    def told(self, offset: int) -> dict[str, Any]:
        """What the header says of it."""
        said: dict[str, Any] = {"name": self.name, "dtype": self.dtype, "shape": list(self.values.shape)}
        said |= {"offset": offset, "order": "F" if self.by_column else "C", "delta": self.delta}
        said |= {"scale": self.scale, "map": "log" if self.log else "linear"}
        return said if self.missing is None else {**said, "missing": self.nothing}


def packed(header: Mapping[str, Any], columns: Sequence[Column]) -> bytes:
    """The file: the header with what it says of the columns, then the columns, all compressed."""
    told, body = [], bytearray()
    for column in columns:
        told.append(column.told(len(body)))
        body += padded(column.content())
    head = json.dumps({**header, "columns": told}, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    start = MAGIC + str(VERSION).encode() + len(head).to_bytes(4, "little")
    return gzip.compress(padded(start + head) + bytes(body), compresslevel=9, mtime=0)


def padded(content: bytes) -> bytes:
    """The bytes, with zeros up to the next multiple of eight."""
    return content + b"\0" * (-len(content) % ALIGNED)


def unpacked(content: bytes) -> tuple[dict[str, Any], dict[str, np.ma.MaskedArray[Any, Any]]]:
    """The header, and every column's values by name, masked where they stand for nothing.

    Raises:
        InputError: unless it is a recording of this version.
    """
    try:
        plain = gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        refuse("this is no recording, or it is cut off")
    if plain[:3] != MAGIC:
        refuse("this is no recording")
    if plain[3:4] != str(VERSION).encode():
        refuse(f"this recording has version {plain[3:4].decode(errors='replace')}; it must be {VERSION}")
    length = int.from_bytes(plain[4:8], "little")
    header = json.loads(plain[8 : 8 + length])
    body = plain[len(padded(plain[: 8 + length])) :]
    return header, {told["name"]: read(told, body) for told in header["columns"]}


def read(told: Mapping[str, Any], body: bytes) -> np.ma.MaskedArray[Any, Any]:
    """The values of a column."""
    kind, shape = np.dtype(told["dtype"]).newbyteorder("<"), tuple(told["shape"])
    count = int(np.prod(shape))
    numbers = np.frombuffer(body, kind, count, told["offset"]).reshape(shape, order=told["order"])
    numbers = numbers.astype(told["dtype"])
    if told["delta"]:
        numbers = np.cumsum(numbers, axis=0, dtype=told["dtype"])
    nothing = numbers == told["missing"] if "missing" in told else np.zeros(shape, np.bool_)
    whole = kind.kind != "f" and told["scale"] == 1 and told["map"] == "linear"
    values = numbers if whole or kind.kind == "f" else numbers * told["scale"]
    return np.ma.array(np.expm1(values) if told["map"] == "log" else values, mask=nothing)
