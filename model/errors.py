"""What the program says when something that a user gave cannot be used: one clear line for each fault."""

from __future__ import annotations

import difflib
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from numbers import Integral
from typing import Any, NoReturn

MOST_NAMED = 20
"""Faults of one file that are told; the others are counted."""
MOST_ECHOED = 80
"""Characters of a refused value that are repeated."""


class InputError(ValueError):
    """A setting, file or name that a user gave and that cannot be used; the message is one clear line.

    ``key`` is where it stands in the document that is read, like ``design.replicates``; empty if nothing said so.
    """

    def __init__(self, message: str, key: str = "") -> None:
        """The message as it is, and the key."""
        super().__init__(message)
        self.key = key

    @property
    def faults(self) -> tuple[InputError, ...]:
        """Each of the faults that are told: itself, unless there are several."""
        return (self,)

    def with_more(self, words: str) -> InputError:
        """The error with more behind what it says."""
        return InputError(f"{self}; {words}", self.key)


class Notice(UserWarning):
    """Something that a user should know, though the work goes on; the message is one clear line."""


def install(extra: str) -> str:
    """How an extra of the package is installed, from an index or in a clone."""
    return f"pip install 'alliance-abm[{extra}]', in a clone pip install '.[{extra}]'"


def note(message: str) -> None:
    """Tell a user by a :class:`Notice`."""
    warnings.warn(" ".join(message.split()), Notice, stacklevel=3)


class MustBeError(InputError):
    """Of a value that a check found wrong: the words say what it must be; its key and itself are put before them."""


class FaultsError(InputError):
    """Several faults of one file, a line each, in the order in which they were found."""

    def __init__(self, faults: Sequence[InputError], source: str = "") -> None:
        """The first ``MOST_NAMED`` are told, the others counted; ``source`` is the file."""
        told = [str(fault) for fault in faults[:MOST_NAMED]]
        more = [f"and {len(faults) - MOST_NAMED} more"] if len(faults) > MOST_NAMED else []
        heading = f"{source}: {len(faults)} faults:".removeprefix(": ")
        super().__init__("\n  ".join([heading, *told, *more]))
        self.all, self.source = tuple(faults), source

    @property
    def faults(self) -> tuple[InputError, ...]:
        """Each of them."""
        return self.all


@contextmanager
def at(key: str) -> Iterator[None]:
    """Say of any ``InputError`` raised inside that it is about this key, or one below it."""
    try:
        yield
    except InputError as error:
        error.key = f"{key}.{error.key}".rstrip(".")
        raise


def refuse(message: str) -> NoReturn:
    """Raise :class:`InputError` with ``message``."""
    raise InputError(message)


def together(faults: Sequence[InputError]) -> InputError:
    """One fault as it is, several as one error."""
    return faults[0] if len(faults) == 1 else FaultsError(faults)


def refuse_all(faults: Sequence[InputError]) -> None:
    """Raise all of these faults; do nothing if there is none."""
    if faults:
        raise together(faults)


def said_of(source: str, error: InputError) -> InputError:
    """An error about what a file or table holds, with the name of its source before it."""
    if isinstance(error, FaultsError):
        return FaultsError(error.faults, source)
    return InputError(" ".join(f"{source}: {error}".split()), error.key)


def echoed(value: Any) -> str:
    """A refused value as it is repeated to whoever gave it: as Python writes it, in one line, not too long."""
    try:
        return cut(repr(value))
    except (ValueError, RecursionError):  # a whole number of thousands of digits; a list within a list within a list
        return f"a value of type {type(value).__name__}"


def cut(text: str) -> str:
    """A text in one line of at most ``MOST_ECHOED`` characters: of a longer one its start and its end."""
    line, half = " ".join(text.split()), MOST_ECHOED // 2
    return line if len(line) <= MOST_ECHOED else f"{line[: half - 3]}...{line[-half:]}"


def whole(name: str, value: Any, least: int, below: int | None = None, allowed: str = "") -> int:
    """A whole number, Python's or NumPy's, that is ``least`` or more, and less than ``below``; InputError otherwise."""
    number = isinstance(value, Integral) and not isinstance(value, bool)
    if not number or value < least or (below is not None and value >= below):
        refuse(f"{name} = {echoed(value)} must be {allowed or f'a whole number, {least} or more'}")
    return int(value)


def one_of(kind: str, name: str, known: Iterable[str], place: str = "") -> None:
    """Raise :class:`InputError` unless the name is known, with the nearest and all; ``place`` goes before that."""
    known = list(known)
    if name not in known:
        refuse(f"{place}{unknown(kind, name, known)}; it must be one of {', '.join(known)}")


def unknown(kind: str, name: str, known: Iterable[str]) -> InputError:
    """The error for a name that is not known, with the nearest one that is."""
    return InputError(f"no {kind} {echoed(name)}{nearest(name, known)}")


def nearest(name: str, known: Iterable[str]) -> str:
    """The name that may have been meant, as the end of a message; empty if none is near."""
    known, name = list(known), str(name)[:MOST_ECHOED]
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    close = close or [full for full in known if full.split(".")[-1] == name][:1]
    return f"; did you mean '{close[0]}'?" if close else ""
