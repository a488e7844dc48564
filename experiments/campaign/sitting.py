"""Carrying a campaign out: every run that is not over yet, stopped and gone on with at any moment, and its result.

Runs share nothing, so workers, their number, and interruptions leave no trace. Finished runs come back to the process
that holds the folder, and are written every few seconds (see ``parts``).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from alliances.experiments.campaign.campaign import Campaign, Finished, How, Progress, RunFailedError, Task
from alliances.experiments.campaign.folder import Opened, campaign_mark, finish, opened
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.campaign.marks import program_mark
from alliances.experiments.campaign.parts import Writer
from alliances.experiments.campaign.work import Program, Stopwatch, Workforce
from alliances.experiments.locks import GoneError
from alliances.experiments.single_run import stop_on_interrupt
from alliances.model.errors import refuse

BATCH_SECONDS, MOST_IN_BATCH = 1.0, 64  # of short runs that are handed out together
POOL_SECONDS = 4.0  # work that is done before processes of a pool have imported what they need
Write = Callable[[KeptRuns, Any], dict[str, Any]]
"""Writes a result beside the runs that are kept, and gives what the manifest says of it."""


def carry_out(
    campaign: Campaign, folder: str | Path | None = None, how: How | None = None, write: Write | None = None
) -> Any:
    """Do the runs of a campaign that ``folder`` does not hold yet; returns its result.

    With None for a ``folder`` they lie in one that lasts as long as the result needs it. A result that needs all runs
    is None as long as those of other shares are missing; ``write`` is called once nothing is missing.

    Raises:
        InputError: for a folder that holds something else or is in use, and for a run that cannot be.
        RunFailedError: if a run failed without which there is no result.
        KeyboardInterrupt: after Ctrl-C, with all finished runs kept.
        OSError: if the folder cannot be written (a full disk) or is deleted meanwhile, or workers are lost for good;
            all that is written stays.
    """
    given = how or How()
    shared = given.shard.n > 1
    if shared and not any(True for _ in campaign.tasks()):
        refuse(f"--shard {given.shard.i}/{given.shard.n} cannot be used: what a {campaign.kind} tries next depends on "
               "the runs before; use --workers or --scheduler")  # fmt: skip
    temporary = TemporaryDirectory(prefix="alliances-") if folder is None else None
    place = Path(temporary.name if temporary else str(folder))
    manifest = campaign.manifest(list(given.command or sys.argv))
    with opened(place, manifest, campaign.files, given.shard) as folder_held:
        with stop_on_interrupt() as stopped:
            found = Sitting(campaign, folder_held, given, stopped).carry_out()
        kept = KeptRuns(place, temporary)
        ids = [task.run_id for task in campaign.tasks()]
        lacking = not kept.over.issuperset(ids) or (campaign.search is not None and shared)
        if campaign.needs_all:
            if bad := [kept.failures[run_id] for run_id in ids if run_id in kept.failures]:
                raise RunFailedError(bad[0])
            if lacking:
                return None
        result = campaign.result(kept, found)
        if not lacking:
            told = write(kept, result) if write else {}
            kept.manifest = finish(place, {"runs": len(kept.over), **told} if campaign.search else told)
    return result


class Sitting:
    """The work of one process on a campaign, from opening the folder to leaving it."""

    def __init__(self, campaign: Campaign, opened: Opened, how: How, stopped: Callable[[], bool]) -> None:
        """Look at what is there, and set aside what is damaged."""
        self.campaign, self.how, self.stopped, self.mended = campaign, how, stopped, opened.mended
        self.folder, self.check_folder = opened.hold.folder, opened.hold.check
        kept = KeptRuns(self.folder)
        self.damaged, self.over = tuple(kept.set_damaged_aside()), kept.over
        self.runs = kept.by_id() if campaign.search else {}  # what came of every run that a search may ask for
        self.done = self.failed = self.earlier = self.asked = 0
        self.pace, self.start = 0.0, monotonic()
        self.writer = Writer(self.folder, how.shard.name, campaign_mark(kept.manifest), self.check_folder)
        workers = how.workers or (1 if how.executor else cpu_count() or 1)
        program = Program(campaign.modules, program_mark(campaign.modules), not campaign.needs_all)
        self.workforce = Workforce(program, how.executor, workers)

    def carry_out(self) -> Any:
        """Do the tasks and then the search, and return what it found; whatever ends this, finished runs are kept.

        Raises ``KeyboardInterrupt`` once interrupted, with work left.
        """
        try:
            with closing(self.writer), self.workforce:
                self.do_tasks()
                return self.do_search() if self.campaign.search and self.how.shard.n == 1 else None
        except GoneError:
            raise
        except OSError as error:
            safe, whole = self.earlier + self.writer.kept, self.earlier + self.asked
            kept = f"{safe} of {whole} runs are kept, and the same command goes on from there"
            raise OSError(error.errno, f"{error.strerror or error}; {kept}", str(self.folder)) from None

    def interrupted(self) -> bool:
        """Whether to stop; raises ``GoneError`` if the folder is gone, before more work is done for nothing."""
        self.check_folder()
        return self.stopped()

    def do_tasks(self) -> None:
        """Do the tasks of this share that are not over."""
        mine = [task.run_id for task in self.mine()]
        to_do = sum(run_id not in self.over for run_id in mine)
        self.earlier = len(self.over) if self.campaign.search else len(mine) - to_do
        self.asked = max(self.campaign.expected - self.earlier, to_do) if self.campaign.search else to_do
        pending = (task for task in self.mine() if task.run_id not in self.over)
        if self.campaign.short:
            self.do_timed(pending, to_do)
        elif not self.campaign.search:
            self.workforce.workers = min(self.workforce.workers, max(to_do, 1))
        self.say()
        self.do(pending, to_do - self.done)

    def mine(self) -> Iterator[Task]:
        """The tasks of this share, without the search."""
        return (task for number, task in enumerate(self.campaign.tasks()) if self.how.shard.has(number))

    def do_timed(self, pending: Iterator[Task], number: int) -> None:
        """Do the first few tasks here, and time them; nobody else compiles the model meanwhile."""
        clock = Stopwatch()
        while self.done < number and not (clock.enough or self.interrupted()):
            self.take([clock.timed(next(pending))])
        self.pace = clock.pace
        if self.how.executor is None and (number - self.done) * self.pace < POOL_SECONDS:
            self.workforce.workers = 1

    def do_search(self) -> Any:
        """Go through the search, with kept runs in place of those that were done before."""
        assert self.campaign.search is not None
        self.check([self.runs[task.run_id] for task in self.mine()])
        search = self.campaign.search()
        try:
            batch = next(search)
            while True:
                new = {task.run_id: task for task in batch if task.run_id not in self.runs}
                self.do(iter(new.values()), len(new))
                answers = [self.runs[task.run_id] for task in batch]
                self.check(answers)
                batch = search.send(answers)
        except StopIteration as end:
            return end.value

    def check(self, runs: Iterable[Finished]) -> None:
        """Raise ``RunFailedError`` if one of these failed, and nothing can go on without it."""
        for run in runs:
            if run.error and (self.campaign.needs_all or run.of_machine):
                raise RunFailedError(run)

    def do(self, tasks: Iterator[Task], number: int) -> None:
        """Do so many tasks, on the workers; raises what ended the work before."""
        before = self.done
        self.asked = max(self.asked, before + number)
        if number and not self.interrupted():
            with closing(self.workforce.work_through(self.batches(tasks, number), self.interrupted)) as work:
                for runs in work:
                    self.take(runs)
                    self.say()
        if self.done - before < number and self.interrupted():
            raise KeyboardInterrupt

    def batches(self, tasks: Iterator[Task], number: int) -> Iterator[list[Task]]:
        """The tasks in batches: of about a second if they are short, smaller where there are few; else each alone."""
        size = 1
        if self.campaign.short:
            share = -(-number // (4 * self.workforce.workers))
            size = max(1, min(round(BATCH_SECONDS / max(self.pace, 1e-6)), MOST_IN_BATCH, share))
        while batch := list(islice(tasks, size)):
            yield batch

    def take(self, runs: Sequence[Finished]) -> None:
        """Take in finished runs."""
        self.writer.take(runs)
        self.done += len(runs)
        self.failed += sum(bool(run.error) for run in runs)
        if self.campaign.search:
            self.runs.update((run.run_id, run) for run in runs)

    def say(self) -> None:
        """Tell how far it is."""
        self.how.progress(Progress(
            self.done, self.asked, self.earlier, self.failed, monotonic() - self.start, self.pace,
            self.workforce.workers, self.damaged, self.mended,
        ))  # fmt: skip
