"""What the model's source says of itself: comments beside columns, verbs of a quarter, who asks which rule."""

from __future__ import annotations

import ast
import inspect
import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

MODEL = files("alliances.model")
FIELD = re.compile(r"    (?P<name>\w+): Any = .*?\)(?:  # (?P<note>.*))?$")
HEADING = re.compile(r"    # (?P<heading>.*)$")


class Noted(NamedTuple):
    """A column of a record, the heading it stands under, and the comment beside it."""

    name: str
    heading: str
    note: str


class Verb(NamedTuple):
    """A verb of the quarter: what it does, and which rules it asks."""

    name: str
    does: str
    rules: tuple[str, ...]


class Signature(NamedTuple):
    """A function of a rule: its arguments other than parameters, and what it gives."""

    name: str
    arguments: tuple[str, ...]
    gives: str


def noted_columns(group: type) -> list[Noted]:
    """The columns that a state record declares, with their comments."""
    found, heading = [], ""
    for line in inspect.getsource(group).splitlines():
        if above := HEADING.match(line):
            heading = above["heading"]
        elif column := FIELD.match(line):
            found.append(Noted(column["name"], heading, column["note"] or ""))
    return found


@cache
def module_source(name: str) -> ast.Module:
    """The parsed source of a module of the model: ``steps.compete``."""
    *folders, own = name.split(".")
    return ast.parse(MODEL.joinpath(*folders, f"{own}.py").read_text(encoding="utf-8"))


def functions(module: ast.Module) -> dict[str, ast.FunctionDef]:
    """The functions that a module defines, by name."""
    return {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}


def methods(module: ast.Module, owner: str) -> dict[str, ast.FunctionDef]:
    """The methods of a class that a module defines, by name."""
    bodies = [node.body for node in module.body if isinstance(node, ast.ClassDef) and node.name == owner]
    return {node.name: node for body in bodies for node in body if isinstance(node, ast.FunctionDef)}


@cache
def verbs() -> list[Verb]:
    """The verbs of a quarter, in order: policies take effect, and then what ``engine.advance`` calls."""
    calls = [node for node in ast.walk(functions(module_source("engine"))["advance"]) if isinstance(node, ast.Call)]
    named = [node.func for node in sorted(calls, key=lambda node: node.lineno) if isinstance(node.func, ast.Name)]
    called = [name.id for name in named if MODEL.joinpath("steps", f"{name.id}.py").is_file()]
    policies = Verb("take_effect", first_line(methods(module_source("programmes"), "Programmes")["take_effect"]), ())
    return [
        policies,
        *(Verb(name, first_line(functions(module_source(f"steps.{name}"))[name]), asked(name)) for name in called),
    ]


@cache
def asked(verb: str) -> tuple[str, ...]:
    """The rules that a verb asks, itself or through the functions it calls."""
    found: set[str] = set()
    seen: set[tuple[str, str]] = set()
    waiting = [(f"steps.{verb}", verb)]
    while waiting:
        place = waiting.pop()
        if place not in seen:
            seen.add(place)
            found |= rules_named(*place)
            waiting += called_by(*place)
    return tuple(sorted(found))


def rules_named(module: str, function: str) -> set[str]:
    """The rules that a function itself asks: ``trust.starting_trust(...)``."""
    nodes = ast.walk(functions(module_source(module))[function])
    names = {n.value.id for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)}
    return names & set(rule_names())


def called_by(module: str, function: str) -> list[tuple[str, str]]:
    """The functions of step files that a function names, each with the module that defines it."""
    source = module_source(module)
    homes = dict.fromkeys(functions(source), module)
    for node in source.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("alliances.model.steps."):
            home = (node.module or "").removeprefix("alliances.model.")
            homes |= {alias.name: home for alias in node.names if alias.name in functions(module_source(home))}
    names = {node.id for node in ast.walk(functions(source)[function]) if isinstance(node, ast.Name)}
    return [(homes[name], name) for name in sorted(names & set(homes))]


@cache
def rule_names() -> list[str]:
    """Names of the rules, in alphabetical order."""
    names = (path.name.removesuffix(".py") for path in MODEL.joinpath("rules").iterdir() if path.name.endswith(".py"))
    return sorted(name for name in names if name != "__init__")


def askers(rule: str) -> list[str]:
    """Verbs of the quarter that ask a rule."""
    return [verb.name for verb in verbs() if rule in verb.rules]


def signatures(rule: str) -> list[Signature]:
    """The functions of a rule that the model asks."""
    found = []
    for name, function in functions(module_source(f"rules.{rule}")).items():
        arguments = tuple(argument.arg for argument in function.args.args if argument.arg != "p")
        if name != "contradiction":
            found.append(Signature(name, arguments, first_line(function)))
    return found


def first_line(function: ast.FunctionDef) -> str:
    """The first line of a function's docstring."""
    return (ast.get_docstring(function) or "").partition("\n")[0]


def cited_keys() -> set[str]:
    """Keys of the references that any source or data file of the model names."""
    texts = [path.read_text(encoding="utf-8") for path in text_files()]
    return set(re.findall(r"[a-z][a-z_]*[a-z0-9_]+", "\n".join(texts)))


def text_files() -> list[Traversable]:
    """Sources, data and notes of the model, without the list of references itself."""
    folders = [MODEL, *(MODEL.joinpath(name) for name in ("rules", "steps", "policies", "data"))]
    return [
        path
        for folder in folders
        for path in folder.iterdir()
        if path.name.endswith((".py", ".csv", ".md")) and path.name != "references.csv"
    ]
