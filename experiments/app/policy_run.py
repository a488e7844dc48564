"""A comparison that runs behind the page, in batches of seeds; what is known after each batch can be shown.

After n pairs of worlds the numbers are those of ``alliances policy FILE --replicates n``.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from os import cpu_count

import pandas as pd
import tomli_w

from alliances.analysis.drawing.plate import Plate, svg
from alliances.analysis.policy.effect_figures import time_path
from alliances.analysis.policy.study import Study
from alliances.analysis.report.policy import policy_report
from alliances.experiments.app.policy_form import Form
from alliances.experiments.campaign.workers import finished, pool
from alliances.experiments.policy.comparison import Comparison, campaign_of
from alliances.experiments.policy.design import Design
from alliances.experiments.policy.evaluation import measured, ordered
from alliances.experiments.policy.runs import main_runs

BATCHES = (5, 10, 20, 35, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 2000, 5000)
"""Pairs of worlds after which results are shown, beside all that were asked for."""
PROCESSES = min(max(cpu_count() or 1, 2), 8)
"""That run worlds, for all visitors together; two at least, so that none is run in the server."""
DRAWING = threading.Lock()
"""Matplotlib's settings are those of the whole process."""


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    asked: int
    done: int = 0
    left: float | None = None  # seconds; None: not known yet
    running: bool = True
    problem: str = ""  # why it broke off


@dataclass(frozen=True, eq=False)
class Result:
    """What is known after some pairs of worlds, with the files that hand it on."""

    form: Form
    study: Study
    path: Plate  # the effect over the years
    drawn: str  # the same as SVG
    toml: str
    command: str


class Run:
    """One run; ``tell`` is called after every pair of worlds, ``show`` with the result of every batch."""

    def __init__(
        self, form: Form, design: Design, tell: Callable[[Run], None], show: Callable[[Run, Result], None]
    ) -> None:
        """A run that waits to be started by :meth:`carry_out`."""
        self.form, self.design = form, design
        self.tell, self.show = tell, show
        self.rows: dict[int, pd.DataFrame] = {}  # by seed: worlds are not finished in their order
        self.progress = Progress(design.replicates)
        self._ended = threading.Event()

    def after(self, earlier: Run) -> Run:
        """The same run, which goes on where an earlier one of the same form was stopped."""
        self.rows = dict(earlier.rows)
        self.progress = replace(self.progress, done=len(self.rows))
        return self

    def stop(self) -> None:
        """Say that it ended, at once; worlds that are under way are dropped when they are finished."""
        if not self._ended.is_set():
            self._end()

    def carry_out(self, workers: Callable[[], Executor | None]) -> None:
        """Run batch after batch until all is done or :meth:`stop` was called; never raises."""
        try:
            began, had = time.monotonic(), len(self.rows)
            for upto in (count for count in batches(self.design.replicates) if count > had):
                for seed, found in self._batch(upto, workers()):
                    self.rows[seed] = found
                    self._count((time.monotonic() - began) / (len(self.rows) - had))
                if self._ended.is_set():
                    return
                design, rows = replace(self.design, replicates=upto), ordered(pd.concat(self.rows.values()))
                self.show(self, result_of(self.form, design, rows))
        except BrokenExecutor:
            processes.cache_clear()
            self._end("a process that ran the worlds ended, perhaps for want of memory; press Run again")
        except Exception as error:
            self._end(f"the run broke off: {' '.join(str(error).split()) or type(error).__name__}")
        if not self._ended.is_set():
            self._end()

    def _batch(self, upto: int, executor: Executor | None) -> Iterator[tuple[int, pd.DataFrame]]:
        """Seeds and rows of the worlds that are missing to so many."""
        runs = [run for run in islice(main_runs(self.design), upto) if run.seed not in self.rows]
        ended = self._ended.is_set
        ahead = PROCESSES  # no more are handed out, so that nobody waits for all of another visitor's worlds
        for run, found in finished(measured, runs, executor, ended, ahead):
            if ended():
                return
            yield run.seed, found

    def _count(self, seconds: float) -> None:
        """One pair of worlds more, which took so long."""
        done = len(self.rows)
        self.progress = replace(self.progress, done=done, left=seconds * (self.progress.asked - done))
        self.tell(self)

    def _end(self, problem: str = "") -> None:
        """Tell for the last time."""
        self._ended.set()
        self.progress = replace(self.progress, running=False, problem=problem)
        self.tell(self)


def batches(asked: int) -> list[int]:
    """Pairs of worlds after which results are shown."""
    return [count for count in BATCHES if count < asked] + [asked]


def result_of(form: Form, design: Design, effects: pd.DataFrame) -> Result:
    """What these rows say."""
    document = form.document()
    document["comparison"]["replicates"] = design.replicates
    command = ["alliances", "policy", f"{form.name}.toml", "--out", f"results/{form.name}"]
    tables = Comparison(design, effects).tables
    study = Study(design, effects, tables, campaign_of(design).manifest(command))
    said = f"# Made by the policy lab. To run it again:\n#\n#     {' '.join(command)}\n\n"
    with DRAWING:
        path = time_path(study)
        drawn = svg(path)
    return Result(form, study, path, drawn, said + tomli_w.dumps(document), " ".join(command))


def report_of(study: Study) -> str:
    """The report as one HTML file."""
    with DRAWING:
        return policy_report(study)


@cache
def processes() -> Executor | None:
    """Processes that run worlds, shared by all visitors, made when they are first needed."""
    opened = ExitStack()
    atexit.register(opened.close)
    return opened.enter_context(pool(PROCESSES))
