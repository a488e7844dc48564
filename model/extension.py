"""Extensions: what a researcher adds to the model without touching the package, from one file.

A plugin is a Python file. Every :class:`Mechanism` and :class:`Instrument` that it defines at its top level joins the
model when the file is loaded, ``alliances --plugin FILE`` or :func:`load`; facts and surveys are picked up where they
are measured. ``docs/extending.md`` builds each of them step by step.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

import numpy as np

from alliances.model.declarations.columns import Column
from alliances.model.declarations.parameters import add_rule
from alliances.model.errors import InputError, refuse, unknown
from alliances.model.policies.instruments import Instrument
from alliances.model.policies.policy import add_instrument
from alliances.model.quarter import PHASE_NAMES
from alliances.model.records.outcomes import FIRMS_TABLE, QUARTERS_TABLE

PLUGINS = "ALLIANCES_PLUGINS"
"""Environment variable that tells worker processes which plugins to load."""
Kind = TypeVar("Kind")


class NoParameters(NamedTuple):
    """Of a mechanism that has none."""


class Summary(NamedTuple):
    """A number of one's own that a mechanism adds to the ``quarters`` table."""

    meaning: str
    unit: str
    of: Callable[[Any], float]  # of the simulation, at the end of a quarter


@dataclass(frozen=True, kw_only=True, eq=False)
class Mechanism:
    """A rule of one's own, which is run after a phase of every quarter.

    Attributes:
        name: its name among the rules: ``--set NAME.parameter=VALUE``, ``--without NAME``.
        theory: one sentence on what it is, and whose idea; the model's description prints it.
        after: the phase after which it runs, a name of ``quarter.PHASES``.
        run: what happens. In plain Python ``run(simulation, p)``, with the values of its own parameters; where it is
            ``compiled``, a loop over the state's columns ``run(world, p, own, step)``, with ``p[0].name`` a parameter
            and ``own`` the records of its own columns, firm by firm.
        Parameters: a NamedTuple of ``parameter(...)``, as in ``rules/``.
        columns: columns of its own, one value per firm: ``simulation.own["NAME"]["column"][firm]``. Those with
            ``table="firms"`` are shown there.
        summaries: numbers of its own per quarter, shown in the table ``quarters``.
        compiled: whether ``run`` is compiled (fast) or plain Python (slow, fine for small worlds).
    """

    name: str
    theory: str
    after: str
    run: Callable[..., None]
    Parameters: Any = NoParameters
    columns: Mapping[str, Column] = field(default_factory=dict)
    summaries: Mapping[str, Summary] = field(default_factory=dict)
    compiled: bool = False

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless it can join the model."""
        if not isinstance(self.name, str) or not self.name.isidentifier():
            refuse(f"mechanism {self.name!r} must have a name of letters, digits and underscores")
        if self.after not in PHASE_NAMES:
            raise InputError(f"mechanism {self.name!r}: {unknown('phase', str(self.after), PHASE_NAMES)}")
        for table, names in ((FIRMS_TABLE, self.shown), (QUARTERS_TABLE, self.summaries)):
            if taken := sorted(set(names) & {column.name for column in table.columns}):
                refuse(f"mechanism {self.name!r}: column {taken[0]!r} must have a name that {table.name!r} has not yet")
        object.__setattr__(self, "__doc__", self.theory)

    @property
    def shown(self) -> list[str]:
        """Its columns that the table ``firms`` shows."""
        return [name for name, column in self.columns.items() if column.table == "firms"]

    def blank(self, rows: int) -> np.ndarray:
        """Its own columns of so many firms, at their first values."""
        fields = [(name, column.dtype, (column.width,)) if column.width else (name, column.dtype)
                  for name, column in self.columns.items()]  # fmt: skip
        own = np.zeros(rows, np.dtype(fields or [("none", "i1")]))
        for name, column in self.columns.items():
            own[name] = column.fill
        return own


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
        for instrument in found_in(plugin, Instrument):
            add_instrument(instrument)
        for mechanism in found_in(plugin, Mechanism):
            join(mechanism)
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


def load_for_workers() -> None:
    """Load what the process that started this one had loaded."""
    for file in filter(None, os.environ.get(PLUGINS, "").split(os.pathsep)):
        load(file)


def found_in(plugin: Plugin, kind: type[Kind]) -> list[Kind]:
    """What a plugin defines of a kind, at its top level."""
    return list({id(value): value for value in vars(plugin.module).values() if isinstance(value, kind)}.values())


def brought(kind: type[Kind]) -> list[Kind]:
    """What all loaded plugins define of a kind."""
    return [one for plugin in LOADED.values() for one in found_in(plugin, kind)]


def join(mechanism: Mechanism) -> None:
    """Let parameters and the null form of a mechanism be known by name."""
    add_rule(mechanism.name, mechanism)


def mark() -> str:
    """A mark of all loaded plugins: results of other ones are not mixed with those of these."""
    return "".join(sorted(plugin.mark for plugin in LOADED.values()))
