"""What the program says when something that a user gave cannot be used: one clear line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NoReturn


class InputError(ValueError):
    """A setting, file or name that a user gave and that cannot be used; the message is one clear line."""


def refuse(message: str) -> NoReturn:
    """Raise :class:`InputError` with ``message``."""
    raise InputError(message)


def unknown(kind: str, name: str, known: Iterable[str]) -> InputError:
    """The error for a name that is not known, with the nearest one that is."""
    known = list(known)
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    close = close or [full for full in known if full.split(".")[-1] == name][:1]
    hint = f"; did you mean '{close[0]}'?" if close else ""
    return InputError(f"no {kind} {name!r}{hint}")
