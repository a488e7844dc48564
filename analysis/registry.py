"""What is shipped together with what a user brings, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from alliances.model.errors import refuse, unknown

Declared = TypeVar("Declared")


def together(
    kind: str, shipped: Iterable[Declared], extra: Iterable[Declared], name: Callable[[Declared], str]
) -> dict[str, Declared]:
    """All of a ``kind`` by name, the shipped ones first; ``InputError`` if two share a name."""
    found: dict[str, Declared] = {}
    for one in (*shipped, *extra):
        if name(one) in found:
            refuse(f"{kind} {name(one)!r} must be declared once, and is there twice")
        found[name(one)] = one
    return found


def named(kind: str, name: str, known: Mapping[str, Declared]) -> Declared:
    """The one of this name; ``InputError`` with the nearest name if there is none."""
    if name not in known:
        raise unknown(kind, name, known)
    return known[name]
