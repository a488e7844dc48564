"""Where in a file a refused key stands.

``tomllib`` does not say on which line a key is, so an error carries the key's full name, and the line is looked up in
the text once something has been refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from alliances.model.errors import InputError
from alliances.model.world.toml_files import refused_in

PART = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
KEY = rf"{PART}(?:\s*\.\s*{PART})*"
TABLE = re.compile(rf"\s*\[\s*({KEY})\s*\]")
ASSIGNMENT = re.compile(rf"\s*({KEY})\s*=")


class KeyRefusedError(InputError):
    """An ``InputError`` about one key of a file, by its full name: ``factors.trust.gain``."""

    def __init__(self, message: str, key: str) -> None:
        """The message as it is, and the key."""
        super().__init__(message)
        self.key = key


@contextmanager
def at(key: str) -> Iterator[None]:
    """Say of any ``InputError`` raised inside that it is about this key, unless it says already which."""
    try:
        yield
    except KeyRefusedError:
        raise
    except InputError as error:
        raise KeyRefusedError(str(error), key) from None


def line_of(key: str, text: str) -> int | None:
    """The number of the line where a key stands in a TOML text, or the nearest table above it that is there."""
    places: dict[str, int] = {}
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        if table := TABLE.match(line):
            inside = plain(table[1])
            places.setdefault(inside, number)
        elif assigned := ASSIGNMENT.match(line):
            places.setdefault(f"{inside}.{plain(assigned[1])}".strip("."), number)
    while key and key not in places:
        key = key.rpartition(".")[0]
    return places.get(key)


def plain(key: str) -> str:
    """A key as TOML writes it, without quotes and blanks."""
    return re.sub(r"""["'\s]""", "", key)


def placed(path: Path, text: str) -> AbstractContextManager[None]:
    """Put the file, and the line if it is known, before what is refused inside; one line in all."""

    def line(error: InputError) -> str:
        number = line_of(error.key, text) if isinstance(error, KeyRefusedError) else None
        return "" if number is None else f", line {number}"

    return refused_in(path, line)
