"""Data of a visitor's own as a scenario to show: files that lie in memory alone, and are never written to a disk.

A scenario of one's own is named by what its files hold, so that an address names data without holding it. It is known
as long as the server runs, or until newer data take its place.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from alliances.model.errors import InputError, at, echoed, refuse
from alliances.model.world.own_files import IN_MEMORY, MEGABYTE, MEMORY
from alliances.model.world.own_folder import FILES, SCENARIO, changes_of, firms_in
from alliances.model.world.scenario import DEFAULT, Scenario, load_scenario, scenario_from
from alliances.model.world.toml_files import load

ACCEPTED = {**FILES, "scenario": SCENARIO}
"""What may be uploaded, and what it is called in a folder; here it may have any name."""
MARK = "own-"
KEPT = 8
"""Uploads that are kept; each has at most ``MOST_BYTES``."""
MOST_BYTES = 10 * MEGABYTE
"""Of all files of an upload: far more than the firms that a page can show."""

PLACE = re.compile(rf"{MEMORY}[\\/]{MARK}[0-9a-f]+[\\/]")
"""What stands before a file's name in its path."""
Shown: TypeAlias = Mapping[str, tuple[int, int]]
"""The least and the most of a scenario's numbers that a page shows, by key of ``[world]``."""


class Upload(NamedTuple):
    """A file as a visitor gives it."""

    name: str
    text: str


class Uploads:
    """Keeps what was uploaded; safe to use from many threads."""

    def __init__(self, kept: int = KEPT) -> None:
        """Nothing is there yet; so many uploads are kept."""
        self._scenarios, self._most = OrderedDict[str, Scenario](), kept
        self._lock = threading.Lock()

    def take(self, files: Mapping[str, Upload], shown: Shown) -> Scenario:
        """The scenario of files by kind, of ``ACCEPTED``; ``InputError`` for what a page cannot show.

        What firms and alliances hold is read by whoever makes a world of it.
        """
        if not files:
            refuse(f"no file was chosen; choose {', '.join(ACCEPTED.values())}, or one of them")
        if sum(len(file.text.encode()) for file in files.values()) > MOST_BYTES:
            refuse(f"the files are larger than {MOST_BYTES / MEGABYTE:g} MB; give them to alliances run, in a folder")
        name = MARK + hashlib.sha256(json.dumps(sorted(files.items())).encode()).hexdigest()[:12]
        paths = {kind: place_of(name) / Path(file.name).name for kind, file in files.items()}
        for path, count in Counter(paths.values()).items():
            if count > 1:
                refuse(f"{count} files are called {echoed(path.name)}; each must have a name of its own")
        with self._lock:
            IN_MEMORY.update({paths[kind]: file.text.removeprefix("\ufeff") for kind, file in files.items()})
            try:
                self.keep(name, made(name, paths, shown))
            except InputError:
                self.forget(name)
                raise
            return self._scenarios[name]

    def keep(self, name: str, scenario: Scenario) -> None:
        """Keep it, and let go of the oldest if there are too many."""
        self._scenarios[name] = scenario
        self._scenarios.move_to_end(name)
        while len(self._scenarios) > self._most:
            self.forget(next(iter(self._scenarios)))

    def forget(self, name: str) -> None:
        """Let go of an upload."""
        self._scenarios.pop(name, None)
        for path in [path for path in IN_MEMORY if path.is_relative_to(place_of(name))]:
            del IN_MEMORY[path]

    def scenario(self, name: str) -> Scenario | str:
        """The scenario of this name if it was uploaded, else the name; ``InputError`` if it is no longer there."""
        if name.startswith(MARK) and name not in self._scenarios:
            refuse("these data of your own are no longer in memory; choose the files again")
        return self._scenarios.get(name, name)


UPLOADS = Uploads()
"""For all visitors of a server."""


def place_of(name: str) -> Path:
    """The folder of an upload."""
    return MEMORY / name


def made(name: str, paths: Mapping[str, Path], shown: Shown) -> Scenario:
    """The scenario of these files; ``InputError`` if it is more than a page shows."""
    if "scenario" in paths:
        scenario = load("scenario", paths["scenario"], {}, partial(shown_from, shown))
        title, firms = scenario.title, firms_in(Path(scenario.firms_file)) if scenario.firms_file else 0
    else:
        scenario = replace(load_scenario(DEFAULT), **changes_of(name, paths))
        title, firms = ", ".join(path.name for path in paths.values()), scenario.firms
    most = shown["firms"][1]
    if scenario.firms_file and firms > most:
        refuse(f"{Path(scenario.firms_file).name}: has {firms:,} firms; a page shows at most {most:,}; give it to "
               "alliances run, in a folder")  # fmt: skip
    return replace(scenario, name=name, title=f"Your data: {title}")


def shown_from(shown: Shown, document: Mapping[str, Any], path: Path) -> Scenario:
    """The scenario that a parsed file describes; ``InputError`` unless a page can show so much."""
    scenario = scenario_from(document, path)
    for key, (low, high) in shown.items():
        with at(f"world.{key}"):
            if not low <= getattr(scenario, key) <= high:
                refuse(f"world.{key} = {getattr(scenario, key)} must be a whole number in [{low}, {high}] for a page "
                       "to show it; give it to alliances run")  # fmt: skip
    return scenario


def unnamed(files: Mapping[str, Upload], scenario: Scenario) -> list[str]:
    """The uploaded files that count for nothing, since a scenario file does not name them, in sentences."""
    files_named = scenario.firms_file, scenario.alliances_file, scenario.countries_file
    named = {Path(path).name for path in files_named if path}
    return [f"{file.name}: the scenario does not name it." for kind, file in files.items()
            if kind != "scenario" and Path(file.name).name not in named]  # fmt: skip


def lines_of(error: InputError) -> list[str]:
    """What is wrong with an upload, in the lines that ``alliances check`` would print of a folder."""
    return [PLACE.sub("", line).strip() for line in str(error).splitlines()]
