"""Classes whose fields are checked: what a key of a TOML file may hold is said once, by the type of a field.

Pydantic reads the types. From them come the checks, the one-line messages (see ``mistakes``) and the JSON Schema by
which an editor completes and checks a file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar, dataclass_transform

import numpy as np
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass
from pydantic_core import core_schema

from alliances.model.declarations.mistakes import refusal
from alliances.model.errors import MustBeError, echoed, unknown

T = TypeVar("T")
DRAFT = "http://json-schema.org/draft-07/schema#"


def within(low: float, high: float) -> Any:
    """The annotation of a number in [low, high]; no text or truth value passes for one."""
    return Field(strict=True, ge=low, le=high)


def once(names: tuple[T, ...]) -> tuple[T, ...]:
    """The names, each of which must be there once."""
    if twice := [name for place, name in enumerate(names) if name in names[:place]]:
        raise MustBeError(f"a list that names each once; {echoed(twice[0])} is there twice")
    return names


def some(names: Any) -> Any:
    """The names as given, unless they are an empty list."""
    if names == []:
        raise MustBeError("a list of one name or more")
    return names


class Among(NamedTuple):
    """The annotation of a name that must be one of those that there are by then; plugins may bring more."""

    kind: str
    names: Callable[[], Collection[str]]

    def check(self, name: str) -> str:
        """The name, or ``InputError`` with the nearest one."""
        if name not in self.names():
            raise unknown(self.kind, name, self.names())
        return name

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Check the name after its type."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        """All names, for an editor to choose from."""
        return {**handler(schema), "title": self.kind, "enum": list(self.names())}


class Described(NamedTuple):
    """The annotation of a value whose JSON Schema depends on declarations."""

    schema: Callable[[], dict[str, Any]]

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        """The schema of the declarations."""
        return self.schema()


Text = Annotated[str, Field(strict=True, pattern=r"\S")]
Number = Annotated[float, Field(strict=True)]
Positive = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
Switch = Annotated[bool, Field(strict=True)]
Distinct = Annotated[tuple[T, ...], AfterValidator(once), Field(json_schema_extra={"uniqueItems": True})]
Some = Annotated[Distinct[T], BeforeValidator(some), Field(json_schema_extra={"minItems": 1, "uniqueItems": True})]
Names = Some[Text]


@dataclass_transform(frozen_default=True, kw_only_default=True)
def typed(model: type[T]) -> type[T]:
    """Make the class a frozen dataclass that can only be made of what its types admit; ``InputError`` otherwise.

    A class method ``describe(schema)`` adds to the class's JSON Schema what its types do not say.
    """
    config = ConfigDict(extra="forbid", populate_by_name=True, json_schema_extra=getattr(model, "describe", None))
    made: Any = dataclass(frozen=True, kw_only=True, config=config)(model)
    make = made.__init__

    @wraps(make)
    def checked(self: Any, **given: Any) -> None:
        given = plain(given)
        try:
            make(self, **given)
        except ValidationError as error:
            raise refusal(error, given, schema_of(made)) from None

    made.__init__ = checked
    return made


def plain(value: Any) -> Any:
    """The same with numbers, texts, truth values and arrays of NumPy as Python's own, also within tables and lists."""
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return {plain(key): plain(part) for key, part in value.items()}
    return type(value)(map(plain, value)) if type(value) in (list, tuple) else value


def by_choice(schema: dict[str, Any], key: str, own: list[str], choices: Mapping[str, Mapping[str, Any]]) -> None:
    """Let a JSON Schema's table have, beside the keys it always has, those that belong to the choice under a key."""
    schema["allOf"] = [
        {
            "if": {"properties": {key: {"const": choice}}, "required": [key]},
            "then": {"properties": parts, "propertyNames": {"enum": [*own, *parts]}},
        }
        for choice, parts in choices.items()
    ]
    for parts in choices.values():
        schema["properties"] |= {name: {} for name in parts if name not in schema["properties"]}


def read(model: type[T], document: Mapping[str, Any], folder: Path | None = None) -> T:
    """What a parsed document says, as the typed class; files it names are found from ``folder``.

    Raises:
        InputError: of one line, with the key that it is about.
    """
    document = plain(document)
    try:
        return TypeAdapter(model).validate_python(document, context=folder)
    except ValidationError as error:
        raise refusal(error, document, schema_of(model)) from None


def schema_of(model: type) -> dict[str, Any]:
    """The JSON Schema of a document that a typed class is read from."""
    return {"$schema": DRAFT, **told(TypeAdapter(model).json_schema())}


def told(schema: Any) -> Any:
    """A schema without what a JSON file or a TOML file cannot say: infinite defaults, null."""
    if isinstance(schema, list):
        return [told(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: told(part) for key, part in schema.items() if key != "default" or part not in (None, math.inf)}
    if kept.get("anyOf", [])[1:] == [{"type": "null"}]:
        return {**kept.pop("anyOf")[0], **kept}
    return kept
