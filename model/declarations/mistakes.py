"""What is wrong with a document, a line for each mistake: which key, its value, what it must be, the nearest name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from alliances.model.errors import FaultsError, InputError, MustBeError, cut, echoed, nearest, together

UNKNOWN, MISSING = "unexpected_keyword_argument", "missing"
ORDER = {UNKNOWN: 0, MISSING: 2}  # in which mistakes are told; all others are between
KINDS = {"string": "a text in quotes", "boolean": "true or false", "integer": "a whole number", "number": "a number"}
ITEMS = {"string": "texts", "integer": "whole numbers", "number": "numbers"}
Schema = Mapping[str, Any]


def refusal(error: ValidationError, document: Any, schema: Schema) -> InputError:
    """All mistakes in a document, each with its key: what is not known goes before what is not there."""
    mistakes = sorted(error.errors(), key=lambda one: ORDER.get(one["type"], 1))
    misspelled = {one["loc"][:-1] for one in mistakes if one["type"] == UNKNOWN}
    faults: dict[str, InputError] = {}  # of each key the first
    for one in mistakes:
        if one["type"] != MISSING or one["loc"][:-1] not in misspelled:
            for fault in faults_of(one, document, schema):
                faults.setdefault(fault.key, fault)
    return together([*faults.values()])


def faults_of(mistake: Any, document: Any, schema: Schema) -> tuple[InputError, ...]:
    """What a mistake comes to, in words."""
    loc, own = [*mistake["loc"]], mistake.get("ctx", {}).get("error")
    if isinstance(own, FaultsError):
        return (own,) if own.source else own.faults
    loc += [own.key] if isinstance(own, InputError) and own.key else []
    within, key, value, part = place_of(loc[:-1] if mistake["type"] == UNKNOWN else loc, document, schema)
    if mistake["type"] == UNKNOWN:
        said = unknown_key(key or ("" if within else None), str(loc[-1]), part)
    elif mistake["type"] == MISSING:
        said = missing(key, part, schema)
    elif isinstance(own, InputError) and not isinstance(own, MustBeError):
        said = str(own)
    else:
        said = f"{cut(key)} = {echoed(value)} must be {own or must_be(key, part, value)}"
    return (InputError(f"{within}{said}", ".".join(map(str, loc))),)


def place_of(loc: list[Any], document: Any, root: Schema) -> tuple[str, str, Any, Schema]:
    """Where a mistake is: the tables of lists it lies in, by name; the key from there; the value; its schema."""
    within, key, value, part = "", "", document, root
    for step in loc:
        inner = found(value, step)
        if isinstance(step, int):
            if not isinstance(inner, Mapping):
                break  # of a list without tables, the list itself
            within, key = f"{within}{key.rpartition('.')[2]} {echoed(inner.get('name', step + 1))}: ", ""
        else:
            key = f"{key}.{step}".strip(".")
        value, part = inner, below(part, step, root)
    return within, key, value, part


def found(value: Any, step: Any) -> Any:
    """What lies at a key, dotted or not, or at a number of a table or list; None if nothing does."""
    try:
        for part in [step] if isinstance(step, int) or step in value else step.split("."):
            value = value[part]
    except (LookupError, TypeError):
        return None
    return value


def below(schema: Schema, step: Any, root: Schema) -> Schema:
    """The schema of what lies at a key, dotted or not, or at a number."""
    parts = schema.get("properties", {})
    for part in [step] if isinstance(step, int) or step in parts else step.split("."):
        schema = schema.get("items", {}) if isinstance(part, int) else schema.get("properties", {}).get(part, {})
        schema = {**root["$defs"][schema["$ref"].rpartition("/")[2]], **schema} if "$ref" in schema else schema
    return schema


def unknown_key(table: str | None, name: str, schema: Schema) -> str:
    """Of a key that a table does not have: the nearest that it has, and all of them; None is the whole file."""
    known = list(schema.get("properties", {}))
    kind = "table" if table is None else f"[{table}] key" if table else "key"
    return f"no {kind} {echoed(name)}{nearest(name, known)}; it must be one of {', '.join(known)}"


def missing(key: str, schema: Schema, root: Schema) -> str:
    """Of what has to be there: its key, of a table the first that it needs."""
    while needed := schema.get("required"):
        key, schema = f"{key}.{needed[0]}", below(schema, needed[0], root)
    return f"{key} is missing; it must be {must_be(key, schema)}"


def must_be(key: str, schema: Schema, value: Any = None) -> str:
    """What a schema asks for, in words."""
    if "enum" in schema:
        return f"one of {', '.join(schema['enum'])}{nearest(str(value), schema['enum'])}"
    if schema.get("type") == "array":
        return a_list(key, schema)
    return KINDS.get(str(schema.get("type")), f"a table [{key}]") + bounds(schema)


def bounds(schema: Schema) -> str:
    """The bounds of a number, in words; empty for anything else."""
    low, above, high = (schema.get(key) for key in ("minimum", "exclusiveMinimum", "maximum"))
    if high is not None:
        return f" in {'(' if low is None else '['}{above if low is None else low:.12g}, {high:.12g}]"
    return f" above {above:g}" if above is not None else "" if low is None else f", {low:g} or more"


def a_list(key: str, schema: Schema) -> str:
    """What a list must hold, with an example if one is known."""
    items = schema.get("items", {})
    if "$ref" in items:
        return f"tables [[{key}]]"
    examples = schema.get("examples") or ([items["enum"][:2]] if "enum" in items else [])
    kind = f"{items['title']}s" if "title" in items else ITEMS.get(items.get("type", ""), "values")
    return f"a list of {kind}{bounds(items)}" + "".join(f" like {json.dumps(one)}" for one in examples[:1])
