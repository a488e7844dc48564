"""Plugins: files by which a researcher adds to the model without touching the package.

A plugin is a Python file. Every mechanism and instrument that it defines at its top level joins the model when the file
is loaded, ``alliances --plugin FILE`` or :func:`load`; facts and surveys are picked up where they are measured.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import NamedTuple, TypeVar

from alliances.model.errors import InputError, refuse

PLUGINS = "ALLIANCES_PLUGINS"
"""Environment variable that tells worker processes which plugins to load."""
Kind = TypeVar("Kind")


class Plugin(NamedTuple):
    """A file that was loaded."""

    file: Path
    module: ModuleType
    mark: str  # a hash of its content


LOADED: dict[Path, Plugin] = {}


def load(file: str | Path) -> Plugin:
    """Load a plugin, once; worker processes started afterwards load it too.

    Raises ``InputError`` for a file that cannot be read or run, or what cannot join the model.
    """
    path = Path(file).resolve()
    if path in LOADED:
        return LOADED[path]
    try:
        content = path.read_bytes()
    except OSError as error:
        refuse(f"{file}: cannot be read ({error.strerror})")
    plugin = Plugin(path, executed(path), hashlib.sha256(content).hexdigest())
    try:
        join_model(plugin)
    except InputError as error:
        refuse(f"{file}: {error}")
    LOADED[path] = plugin
    os.environ[PLUGINS] = os.pathsep.join(map(str, LOADED))
    return plugin


def executed(path: Path) -> ModuleType:
    """The module that a file defines."""
    name = f"alliances_plugin_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        refuse(f"{path}: must be a Python file (.py)")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except InputError as error:
        refuse(f"{path}: {error}")
    except Exception as error:
        refuse(f"{path}: cannot be run ({type(error).__name__}: {error})")
    return module


def load_for_workers(told: str | None = None) -> None:
    """Load what the process that started this one had loaded, or what another one ``told`` in the same form."""
    for file in filter(None, (os.environ.get(PLUGINS, "") if told is None else told).split(os.pathsep)):
        load(file)


def found_in(plugin: Plugin, kind: type[Kind]) -> list[Kind]:
    """What a plugin defines of a kind, at its top level."""
    return list({id(value): value for value in vars(plugin.module).values() if isinstance(value, kind)}.values())


def brought(kind: type[Kind]) -> list[Kind]:
    """What all loaded plugins define of a kind."""
    return [one for plugin in LOADED.values() for one in found_in(plugin, kind)]


def join_model(plugin: Plugin) -> None:
    """Let what a plugin brings be known to the model by name."""
    from alliances.model.extension import Mechanism, join  # here, since a file of facts alone needs neither
    from alliances.model.policies.instruments import Instrument
    from alliances.model.policies.policy import add_instrument

    for instrument in found_in(plugin, Instrument):
        add_instrument(instrument)
    for mechanism in found_in(plugin, Mechanism):
        join(mechanism)


def mark() -> str:
    """A mark of all loaded plugins: results of other ones are not mixed with those of these."""
    return "".join(sorted(plugin.mark for plugin in LOADED.values()))
