"""A document of tables as a TOML file."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any


def toml_text(document: Mapping[str, Any], comment: str = "") -> str:
    """The text that ``tomllib`` reads as this document; ``comment`` goes before it, line by line."""
    told = [f"# {line}".rstrip() for line in comment.splitlines()]
    return "\n".join([*told, *lines(document, ())]).strip() + "\n"


def lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """A table's own values, then the tables in it, each under its header; a table of a list entry is written inline."""
    for key, value in table.items():
        if not is_listed(value) and not (isinstance(value, Mapping) and not path):
            yield f"{word(key)} = {written(value)}"
    for key, value in table.items():
        name = (*path, key)
        if isinstance(value, Mapping) and not path:
            yield from ("", f"[{'.'.join(map(word, name))}]", *lines(value, name))
        elif is_listed(value):
            for one in value:
                yield from ("", f"[[{'.'.join(map(word, name))}]]", *lines(one, name))


def is_listed(value: Any) -> bool:
    """Whether this is a list of tables."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def word(key: str) -> str:
    """A key, in quotes where it needs them."""
    plain = key.replace("_", "").replace("-", "")
    return key if plain.isascii() and plain.isalnum() else text(key)


def text(value: str) -> str:
    """A text in quotes: as JSON has it, which differs in one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def written(value: Any) -> str:
    """A value: text, number, yes or no, list, or table in one line."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{word(key)} = {written(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return str(value) if math.isfinite(value) else "inf"
