"""What the program says when something that a user gave cannot be used: one clear line."""

from __future__ import annotations

import difflib
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn


class InputError(ValueError):
    """A setting, file or name that a user gave and that cannot be used; the message is one clear line.

    ``key`` is where it stands in the document that is read, like ``design.replicates``; empty if nothing said so.
    """

    def __init__(self, message: str, key: str = "") -> None:
        """The message as it is, and the key."""
        super().__init__(message)
        self.key = key

    def with_more(self, words: str) -> InputError:
        """The error with more behind what it says."""
        return InputError(f"{self}; {words}", self.key)


class Notice(UserWarning):
    """Something that a user should know, though the work goes on; the message is one clear line."""


def note(message: str) -> None:
    """Tell a user by a :class:`Notice`."""
    warnings.warn(" ".join(message.split()), Notice, stacklevel=3)


class MustBeError(InputError):
    """Of a value that a check found wrong: the words say what it must be; its key and itself are put before them."""


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


def one_of(kind: str, name: str, known: Iterable[str], place: str = "") -> None:
    """Raise :class:`InputError` unless the name is known, with the nearest and all; ``place`` goes before that."""
    known = list(known)
    if name not in known:
        refuse(f"{place}{unknown(kind, name, known)}; it must be one of {', '.join(known)}")


def unknown(kind: str, name: str, known: Iterable[str]) -> InputError:
    """The error for a name that is not known, with the nearest one that is."""
    return InputError(f"no {kind} {name!r}{nearest(name, known)}")


def nearest(name: str, known: Iterable[str]) -> str:
    """The name that may have been meant, as the end of a message; empty if none is near."""
    known = list(known)
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    close = close or [full for full in known if full.split(".")[-1] == name][:1]
    return f"; did you mean '{close[0]}'?" if close else ""
