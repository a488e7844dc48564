"""Sweeps: every run of a design, on any number of workers, stopped and gone on with at any moment.

Runs share nothing, so workers, their number, and interruptions leave no trace in the results. Work is handed out in
batches of about a second; finished runs come back here and are written every few seconds (see ``parts``).
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import closing
from itertools import islice
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import NamedTuple

import numpy as np

from alliances.experiments.designs.design import Design, Run, load_design, points, run_of, runs
from alliances.experiments.single_run import stop_on_interrupt
from alliances.experiments.sweeps.folder import complete, manifest_of, opened, program_mark, set_damaged_aside
from alliances.experiments.sweeps.locks import Shard
from alliances.experiments.sweeps.parts import Finished, Writer
from alliances.experiments.sweeps.store import Results
from alliances.experiments.sweeps.work import Batch, Means, run_one, work_through
from alliances.model.face.model import AllianceModel

__all__ = ["Progress", "Results", "Shard", "rehearse", "repeat", "run_one", "sweep"]

BATCH_SECONDS, MOST_IN_BATCH = 1.0, 64
POOL_SECONDS = 4.0  # work that is done before processes of a pool have imported what they need
SMALL = 20  # firms of a world that is made to compile the model
TIMED, TIMED_SECONDS = 4, 5.0  # runs that are timed before the rest is handed out, and when to stop timing


class Progress(NamedTuple):
    """How far a sitting is."""

    done: int  # runs that are over since the start, failed ones among them
    asked: int  # runs of this sitting
    earlier: int  # runs that were over before
    failed: int
    seconds: float  # since the start
    seconds_per_run: float  # on one worker, from the timed runs
    workers: int
    damaged: tuple[Path, ...] = ()  # parts that were set aside, whose runs are done again

    @property
    def expected(self) -> float:
        """Seconds that the runs still to be done take, by the timed ones."""
        return (self.asked - self.done) * self.seconds_per_run / self.workers


def sweep(
    design: Design | str | Path,
    folder: str | Path | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    shard: Shard | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Results:
    """Do the runs of a design that ``folder`` does not hold yet, and give all results.

    Args:
        design: a :class:`Design`, a shipped one's name, or the path of a TOML file.
        folder: where results are kept and gone on with; None for one that lasts as long as the results are held.
        executor: any ``concurrent.futures.Executor``; a pool of processes if None.
        workers: processes of that pool, by default one per core; with an executor, how many workers it has.
        shard: do only this share of the runs.
        progress: called once runs are timed, and whenever some are over.

    Raises:
        InputError: for a design that cannot be used, or a folder that holds something else or is in use.
        KeyboardInterrupt: after Ctrl-C, with all finished runs kept.
        OSError: if the folder cannot be written (a full disk), or workers are lost for good; all that is written stays.
    """
    chosen = design if isinstance(design, Design) else load_design(design)
    temporary = TemporaryDirectory(prefix="sweep-") if folder is None else None
    place, share = Path(temporary.name if temporary else str(folder)), shard or Shard()
    means = Means(executor, workers or (1 if executor else cpu_count() or 1))
    drawn = points(chosen)
    with opened(place, manifest_of(chosen, sys.argv), drawn, share):
        sitting = Sitting(place, share, means, progress)
        with stop_on_interrupt() as stopped:
            sitting.carry_out(runs(chosen, drawn), stopped)
            interrupted = stopped()
        complete(place, Results(place).over)
    if interrupted and sitting.done < sitting.asked:
        raise KeyboardInterrupt
    return Results(place, temporary)


class Sitting:
    """The work of one process on a sweep, from opening the folder to leaving it."""

    def __init__(self, folder: Path, shard: Shard, means: Means, progress: Callable[[Progress], None] | None) -> None:
        """Look at what is there, and set aside what is damaged."""
        self.folder, self.means, self.tell = folder, means, progress
        self.damaged = tuple(set_damaged_aside(folder))
        over = Results(folder).over
        self.to_do = ~over & shard.mask(len(over))
        self.asked, self.earlier = int(self.to_do.sum()), int((over & shard.mask(len(over))).sum())
        self.done = self.failed = 0
        self.pace, self.start = 0.0, monotonic()
        self.writer = Writer(folder, shard.name)

    def carry_out(self, every: Iterator[Run], stopped: Callable[[], bool]) -> None:
        """Do the runs that are still to be done, until all are over or ``stopped()``; what is over is kept."""
        pending = (run for wanted, run in zip(self.to_do, every, strict=True) if wanted)
        try:
            try:
                self.take_timed(pending, stopped)
                if self.means.executor is None and (self.asked - self.done) * self.pace < POOL_SECONDS:
                    self.means = Means(workers=1)
                with closing(work_through(self.batches(pending), self.means, stopped)) as work:
                    for ready in work:
                        self.take(ready)
            except ConnectionError:
                self.writer.write()
                raise
            self.writer.write()
        except OSError as error:
            raise OSError(error.errno, f"{error.strerror or error}; {self.kept()}", str(self.folder)) from None

    def take_timed(self, pending: Iterator[Run], stopped: Callable[[], bool]) -> None:
        """Do the first few runs here, and time them; nobody else compiles the model meanwhile."""
        clock = Stopwatch()
        for run in islice(pending, TIMED if self.asked else 0):
            self.take([clock.timed(run)], silent=True)
            if stopped() or clock.enough:
                break
        self.pace = clock.pace
        self.say()

    def take(self, ready: list[Finished], silent: bool = False) -> None:
        """Take in finished runs."""
        self.writer.take(ready)
        self.done += len(ready)
        self.failed += sum(bool(run.error) for run in ready)
        if not silent:
            self.say()

    def say(self) -> None:
        """Tell how far it is."""
        if self.tell is not None:
            seconds = monotonic() - self.start
            self.tell(Progress(
                self.done, self.asked, self.earlier, self.failed, seconds, self.pace, self.means.workers, self.damaged,
            ))  # fmt: skip

    def batches(self, pending: Iterator[Run]) -> Iterator[Batch]:
        """The runs in batches of about a second, smaller where there are few."""
        share = -(-(self.asked - self.done) // (4 * self.means.workers))
        size = max(1, min(round(BATCH_SECONDS / max(self.pace, 1e-6)), MOST_IN_BATCH, share))
        number = 0
        while batch := list(islice(pending, size)):
            yield Batch(number, batch, program_mark())
            number += 1

    def kept(self) -> str:
        """How much is safe, in words."""
        safe, whole = self.earlier + self.writer.kept, self.earlier + self.asked
        return f"{safe} of {whole} runs are kept, and the same command goes on from there"


class Stopwatch:
    """Times runs, once the model is compiled."""

    def __init__(self) -> None:
        """Nothing is timed yet."""
        self.times: list[float] = []

    def timed(self, run: Run) -> Finished:
        """Do a run and note how long it took."""
        if not self.times:
            AllianceModel(firms=SMALL, quarters=1).run()  # compiles the model if need be
        before = monotonic()
        over = run_one(run)
        self.times.append(monotonic() - before)
        return over

    @property
    def pace(self) -> float:
        """Seconds per run; 0 if none was timed. The first one still warms up what the others find ready."""
        return float(np.median(self.times[1:] or self.times or [0.0]))

    @property
    def enough(self) -> bool:
        """Whether timing has taken long enough."""
        return sum(self.times) > TIMED_SECONDS


def rehearse(design: Design, workers: int = 1) -> Progress:
    """Time a few runs of a design and keep nothing: how many runs there are, and how long they would take."""
    clock, failures = Stopwatch(), 0
    for run in islice(runs(design), TIMED):
        failures += bool(clock.timed(run).error)
        if clock.enough:
            break
    return Progress(0, design.expected, 0, failures, sum(clock.times), clock.pace, workers)


class Repeated(NamedTuple):
    """A run that was done again, and what the sweep had kept of it."""

    run: Run
    now: Finished
    kept: dict[str, float]  # outcomes in the sweep; empty if it failed there, or was not done
    kept_error: str

    @property
    def known(self) -> bool:
        """Whether the sweep had done the run."""
        return bool(self.kept or self.kept_error)

    @property
    def differs(self) -> list[str]:
        """Outcomes whose bits differ; NaN equals NaN. ``error`` if one failed, or both did in another way."""
        if self.now.error or self.kept_error:
            return ["error"] if self.now.error != self.kept_error else []
        return [name for name, value in self.now.outcomes.items() if bits(value) != bits(self.kept[name])]


def bits(value: float) -> bytes:
    """A number as it is stored; every NaN alike."""
    return struct.pack("<d", value) if value == value else b"nan"


def repeat(results: Results, run_id: str) -> Repeated:
    """Do one run of a sweep again, alone, from its parameters and seed; ``InputError`` if it is not part of it."""
    run = run_of(results.design, run_id, results.points)
    rows = results.outcomes[results.outcomes["run_id"] == run.run_id]
    errors = results.failures.loc[results.failures["run_id"] == run.run_id, "error"]
    kept = dict(zip(rows["outcome"], rows["value"].astype(float), strict=True))
    return Repeated(run, run_one(run), kept, str(errors.iloc[0]) if len(errors) else "")
