"""Marks: whether rows that are kept may be put together with new ones.

The program's mark is of the sources that measured numbers depend on, and of the data that these read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import numba

from alliances.experiments.campaign.sources import Source, closure, data_of
from alliances.model import plugins
from alliances.model.world.scenario import FILES, HEADER, Scenario

DIGITS = 16
WORDS = ("name", *HEADER)  # of a scenario


def program_mark(modules: tuple[str, ...]) -> str:
    """The mark of what these modules measure with the plugins that are loaded, taken once in a process."""
    return mark_with(modules, plugins.mark())


@cache
def mark_with(modules: tuple[str, ...], brought: str) -> str:
    """The mark of these modules and of what plugins brought."""
    return mark_of(closure(modules), brought)


def mark_of(sources: Mapping[str, Source], brought: str = "") -> str:
    """A mark of modules, of the data that they read, of what plugins brought, and of the compiler."""
    told = hashlib.sha256(f"{numba.__version__}{brought}".encode())
    for name, source in sources.items():
        told.update(f"{name}\n{source.meaning}\n".encode())
    for path in data_of(sources.values()):
        told.update(f"{path.name}\n".encode() + path.read_bytes())
    return told.hexdigest()[:DIGITS]


def mark(content: Any, digits: int = DIGITS) -> str:
    """A mark of anything that JSON can hold, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:digits]


def scenario_read(scenario: Scenario) -> dict[str, Any]:
    """A scenario's content without words, and hashes in place of the files that it reads countries and firms from."""
    content: dict[str, Any] = {**asdict(scenario), "policies": [policy.told() for policy in scenario.policies]}
    for name in WORDS:
        del content[name]
    for name in FILES:
        if content[name]:
            content[name] = hashlib.sha256(Path(content[name]).read_bytes()).hexdigest()
    return content


def plain(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same as JSON gives it back."""
    told: dict[str, Any] = json.loads(json.dumps(content, allow_nan=False))
    return told


def tuples(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same with tuples where JSON has lists."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in content.items()}
