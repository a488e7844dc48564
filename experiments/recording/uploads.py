"""Data of a visitor's own as a scenario to show: files that lie in memory alone, and are never written to a disk.

A scenario of one's own is named by what its files hold, so that an address names data without holding it. It is known
as long as the server runs, or until newer data take its place.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from alliances.model.errors import InputError, refuse
from alliances.model.world.own_files import IN_MEMORY, MEGABYTE
from alliances.model.world.own_folder import FILES, changes_of
from alliances.model.world.scenario import DEFAULT, Scenario, load_scenario

MARK = "own-"
KEPT = 8
"""Uploads that are kept; each has at most ``MOST_BYTES``."""
MOST_BYTES = 10 * MEGABYTE
"""Of all files of an upload: far more than the firms that a page can show."""

PLACE = re.compile(rf"in memory[\\/]{MARK}[0-9a-f]+[\\/]\w+[\\/]")
"""What stands before a file's name in its path."""


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

    def take(self, files: Mapping[str, Upload], most_firms: int) -> Scenario:
        """The scenario of files by kind, of ``FILES``; ``InputError`` for what a page cannot show.

        What the files hold is read by whoever makes a world of it.
        """
        if not files:
            refuse(f"no file was chosen; choose {', '.join(FILES.values())}, or one of them")
        if sum(len(file.text.encode()) for file in files.values()) > MOST_BYTES:
            refuse(f"the files are larger than {MOST_BYTES / MEGABYTE:g} MB; give them to alliances run, in a folder")
        name = MARK + hashlib.sha256(json.dumps(sorted(files.items())).encode()).hexdigest()[:12]
        paths = {kind: folder_of(name) / kind / Path(file.name).name for kind, file in files.items()}
        with self._lock:
            IN_MEMORY.update({paths[kind]: file.text.removeprefix("\ufeff") for kind, file in files.items()})
            try:
                self.keep(name, made(name, paths, most_firms))
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
        for path in [path for path in IN_MEMORY if path.is_relative_to(folder_of(name))]:
            del IN_MEMORY[path]

    def scenario(self, name: str) -> Scenario | str:
        """The scenario of this name if it was uploaded, else the name; ``InputError`` if it is no longer there."""
        if name.startswith(MARK) and name not in self._scenarios:
            refuse("these data of your own are no longer in memory; choose the files again")
        return self._scenarios.get(name, name)


UPLOADS = Uploads()
"""For all visitors of a server."""


def folder_of(name: str) -> Path:
    """Where the files of an upload would lie."""
    return Path("in memory") / name


def made(name: str, paths: Mapping[str, Path], most_firms: int) -> Scenario:
    """The scenario of these files; ``InputError`` if it has more firms than a page shows."""
    title = f"Your data: {', '.join(path.name for path in paths.values())}"
    scenario = replace(load_scenario(DEFAULT), **{**changes_of(name, paths), "title": title})
    if scenario.firms > most_firms:
        refuse(f"{paths['firms'].name}: has {scenario.firms:,} firms; a page shows at most {most_firms:,}; give it to "
               "alliances run, in a folder")  # fmt: skip
    return scenario


def lines_of(error: InputError) -> list[str]:
    """What is wrong with an upload, in the lines that ``alliances check`` would print of a folder."""
    return [PLACE.sub("", line).strip() for line in str(error).splitlines()]
