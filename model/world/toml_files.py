"""TOML files of scenarios and designs: found by name or by path, read, and refused in one line with file and line.

``tomllib`` does not say on which line a key is, so an error carries the key's full name, and the line is looked up in
the text once something has been refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from alliances.model.errors import FaultsError, InputError, echoed, refuse, said_of, unknown
from alliances.model.world.own_files import MEGABYTE, is_there, text_in

MOST_BYTES = 10 * MEGABYTE
DEEPEST = 100
PART = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
KEY = rf"{PART}(?:\s*\.\s*{PART})*"
TABLE = re.compile(rf"\s*\[\s*({KEY})\s*\]")
ENTRY = re.compile(rf"\s*\[\[\s*({KEY})\s*\]\]")  # a table of a list
T = TypeVar("T")
ASSIGNMENT = re.compile(rf"\s*({KEY})\s*=")


def text_of(kind: str, name_or_path: str | Path, shipped: Mapping[str, Path]) -> tuple[Path, str]:
    """The path and the text of the shipped file of this name, or of one's own; ``InputError`` if it cannot be read.

    ``kind`` is what the file holds, in one word; ``shipped`` are the files that come with the package.
    """
    if not isinstance(name_or_path, str | Path):
        refuse(f"{kind} = {echoed(name_or_path)} must be a name or the path of a file; there are {', '.join(shipped)}")
    path = shipped.get(str(name_or_path), Path(name_or_path))
    if is_there(path):
        return path, text_in(path, MOST_BYTES)
    error = unknown(f"{kind} or file", " ".join(str(name_or_path).split()), shipped)
    raise InputError(f"{error}; shipped {kind}s: {', '.join(shipped)}" if shipped else f"{error}")


def load(kind: str, name_or_path: str | Path, shipped: Mapping[str, Path], made: Callable[[Any, Path], T]) -> T:
    """What ``made`` makes of the parsed file of this name or path, and of the path."""
    path, text = text_of(kind, name_or_path, shipped)
    with refused_in(path, text):
        if deepest(text) > DEEPEST:
            refuse(f"has a key of more than {DEEPEST} parts")
        return made(tomllib.loads(text), path)


def deepest(text: str) -> int:
    """Parts of the longest word with dots; reading a key of many thousand parts would take minutes."""
    return max((word.count(".") for word in re.split(r"[\s,={}\[\]]+", text)), default=0)


@contextmanager
def refused_in(path: Path, text: str = "") -> Iterator[None]:
    """Put the file, and the line if its text tells it, before what is refused inside; one line in all."""
    try:
        yield
    except InputError as error:
        raise placed(error, path, text) from None
    except (ValueError, RecursionError) as error:
        raise InputError(" ".join(f"{path}: is not a TOML file ({error})".split())) from None


def placed(error: InputError, path: Path, text: str) -> InputError:
    """An error with the file, and the line if its text tells it, before what is refused; of several, each its line."""
    places = lines_of(text)
    if isinstance(error, FaultsError) and error.source:  # a file that this one names
        return error
    if len(error.faults) == 1:
        number = line_of(error.key, places)
        return said_of(f"{path}, line {number}" if number else f"{path}", error)
    lines = [line_of(fault.key, places) for fault in error.faults]
    told = [said_of(f"line {number}", fault) if number else fault
            for number, fault in zip(lines, error.faults, strict=True)]  # fmt: skip
    return FaultsError(told, str(path))


def line_of(key: str, places: Mapping[str, int]) -> int | None:
    """The number of the line where a key stands, or the nearest table above it that is there.

    Tables of a list are numbered: ``option.1.name`` is the second option's.
    """
    while key and key not in places:
        key = key.rpartition(".")[0]
    return places.get(key)


def lines_of(text: str) -> dict[str, int]:
    """The line of every key and table of a TOML text, the first one where there are several."""
    places: dict[str, int] = {}
    entries: dict[str, int] = {}  # the last number of each list of tables
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        if entry := ENTRY.match(line):
            key = inside = numbered(entry[1], entries, begins=True)
            places.setdefault(key.rpartition(".")[0], number)
        elif table := TABLE.match(line):
            key = inside = numbered(table[1], entries)
        elif assigned := ASSIGNMENT.match(line):
            key = f"{inside}.{plain(assigned[1])}".strip(".")
        else:
            continue
        places.setdefault(key, number)
    return places


def numbered(name: str, entries: dict[str, int], begins: bool = False) -> str:
    """A table's name with the number of each list's entry that it lies in; one that ``begins`` an entry counts it."""
    parts, key = plain(name).split("."), ""
    for place, part in enumerate(parts, 1):
        key = f"{key}.{part}".strip(".")
        if begins and place == len(parts):
            entries[key] = entries.get(key, -1) + 1
        if key in entries:
            key = f"{key}.{entries[key]}"
    return key


def plain(key: str) -> str:
    """A key as TOML writes it, without quotes and blanks."""
    return re.sub(r"""["'\s]""", "", key)
