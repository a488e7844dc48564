"""What the model's source says of itself: what each room holds, the verbs of a quarter, who asks which rule."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

MODEL = Path(str(files("alliances.model")))


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


def rooms() -> dict[str, str]:
    """What each folder of the model, and each file beside them, says it holds."""
    folders = {f"{path.parent.name}/": path for path in MODEL.glob("*/__init__.py")}
    beside = {path.name: path for path in MODEL.glob("*.py") if path.name != "__init__.py"}
    return {name: said_by(path) for name, path in (*sorted(folders.items()), *sorted(beside.items()))}


def said_by(path: Path) -> str:
    """The first line of a file's docstring."""
    return first_line(ast.parse(path.read_text(encoding="utf-8")))


@cache
def module_source(name: str) -> ast.Module:
    """The parsed source of a module of the model: ``steps.compete``."""
    *folders, own = name.split(".")
    return ast.parse(MODEL.joinpath(*folders, f"{own}.py").read_text(encoding="utf-8"))


def functions(module: ast.Module) -> dict[str, ast.FunctionDef]:
    """The functions that a module defines, by name."""
    return {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}


@cache
def verbs() -> list[Verb]:
    """The verbs of a quarter, in order: policies take effect, and then its phases follow each other."""
    from alliances.model.policies.programmes import Programmes
    from alliances.model.quarter import PHASE_NAMES

    does = (Programmes.take_effect.__doc__ or "").partition("\n")[0]
    steps = {name: functions(module_source(f"steps.{name}"))[name] for name in PHASE_NAMES}
    return [
        Verb("take_effect", does, rules_among(module_source("policies.programmes"))),
        *(Verb(name, first_line(step), asked(name)) for name, step in steps.items()),
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
            module, function = place
            found |= {*rules_among(functions(module_source(module))[function])}
            waiting += called_by(*place)
    return tuple(sorted(found))


def rules_among(tree: ast.AST) -> tuple[str, ...]:
    """The rules that some code asks itself: ``trust.starting_trust(...)``."""
    attributes = [node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return tuple(sorted({node.id for node in attributes if isinstance(node, ast.Name)} & set(rule_names())))


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
    return sorted(path.stem for path in (MODEL / "rules").glob("*.py") if path.stem != "__init__")


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


def first_line(node: ast.FunctionDef | ast.Module) -> str:
    """The first line of the docstring of a function or a module."""
    return (ast.get_docstring(node) or "").partition("\n")[0]


def cited_keys() -> set[str]:
    """Keys of the references that any source or data file of the model names."""
    texts = [path for path in MODEL.rglob("*") if path.suffix in (".py", ".csv", ".md")]
    cited = [path.read_text(encoding="utf-8") for path in texts if path.name != "references.csv"]
    return set(re.findall(r"[a-z][a-z_]*[a-z0-9_]+", "\n".join(cited)))
