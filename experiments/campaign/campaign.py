"""A campaign as its verb declares it, the tasks that it consists of, and how it is to be carried out."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from alliances.experiments.campaign.marks import plain, program_mark
from alliances.experiments.locks import Shard
from alliances.experiments.result_folder import finite, new_manifest
from alliances.experiments.whole_files import digest


class Task(Protocol):
    """One run: worlds of one seed, and what is measured there.

    It can be pickled, and gives the same rows wherever and whenever it is done.
    """

    @property
    def run_id(self) -> str:
        """What tells it from all other runs of its campaign, now and later; runs are kept in the order of their ids."""

    def rows(self) -> Mapping[str, pa.Table]:
        """Run the worlds and measure: named tables, each with the same columns and types in every run."""


class Finished(NamedTuple):
    """A run that is over: its rows, or the error that ended it."""

    run_id: str
    rows: Mapping[str, pa.Table] = {}
    error: str = ""  # one line; empty if all went well
    trace: str = ""
    of_machine: bool = False  # whether another try may succeed: memory, disk or a worker that was killed


class RunFailedError(Exception):
    """A run failed without which a campaign has no result."""

    def __init__(self, run: Finished) -> None:
        """What came of the run."""
        super().__init__(f"run {run.run_id} failed: {run.error}")
        self.run = run


Search = Generator[Sequence[Task], list[Finished], Any]
"""Gives the tasks of a batch, is sent what came of each, gives the next batch, and returns what it found in the end.

It must depend on nothing else: a search that was stopped is gone through again, with kept runs in place of new ones.
"""


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """Runs that belong together: ``tasks``, which can all be done at once, and after them a ``search``, if any."""

    kind: str
    title: str
    asked: Mapping[str, Any]  # the design or plan, for JSON; ``again`` of its home makes the same campaign of it
    world: Mapping[str, Any]  # what the manifest tells of the world: scenario, rules that are off, every parameter
    conditions: Mapping[str, Any]  # all that rows depend on, beside the program and their task
    modules: tuple[str, ...]  # those that measure
    expected: int  # runs; about so many, where there is a search
    tasks: Callable[[], Iterable[Task]]
    result: Callable[[Any, Any], Any]  # what comes of the kept runs, and of what the search returned
    search: Callable[[], Search] | None = None
    needs_all: bool = True  # whether there is no result if a run fails; one that is refused then ends it at once
    short: bool = False  # whether a run takes a second or less: a few are timed, and many are handed out together
    extent: str = ""  # how many runs there are, in words
    files: Mapping[str, bytes] = field(default_factory=dict)  # what lies in the folder from the start, by name

    @property
    def about(self) -> str:
        """What goes before the number of its runs."""
        return "about " if self.search else ""

    def manifest(self, command: list[str]) -> dict[str, Any]:
        """What the results must tell of themselves; the same form for all campaigns."""
        told = {
            "kind": self.kind, "title": self.title, "runs": self.expected, "asked": self.asked,
            "conditions": self.conditions, "program": program_mark(self.modules),
            "files": {name: digest(content) for name, content in self.files.items()}, **self.world,
        }  # fmt: skip
        return plain(finite(new_manifest(command, told, "analysis")))


class Progress(NamedTuple):
    """How far a sitting is."""

    done: int  # runs that are over since the start, failed ones among them
    asked: int  # runs of this sitting; about so many, where there is a search
    earlier: int  # runs that were over before
    failed: int
    seconds: float  # since the start
    pace: float  # seconds a run takes on one worker, from those that were timed; 0 if none was
    workers: int
    damaged: tuple[Path, ...] = ()  # parts that were set aside, whose runs are done again
    mended: tuple[Path, ...] = ()  # other files that were damaged or gone, and are written anew

    @property
    def ahead(self) -> float:
        """Seconds that the runs still to be done take, by the timed ones."""
        return (self.asked - self.done) * self.pace / self.workers


class How(NamedTuple):
    """How a campaign is carried out; nothing of it shows in the results."""

    executor: Executor | None = None  # any of ``concurrent.futures``; a pool of processes if None
    workers: int | None = None  # processes of that pool, by default one per core; or how many the executor has
    shard: Shard = Shard()  # the share of the runs to do
    progress: Callable[[Progress], None] = lambda told: None  # told at the start, and whenever some runs are over
    command: Sequence[str] | None = None  # for the manifest; by default that of this process
