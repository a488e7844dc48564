"""Work that is shared out: any number of independent tasks, here or in an executor, stopped by Ctrl-C or SIGTERM.

Tasks share nothing, so any number of workers gives the same results.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import Thread
from types import ModuleType
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

PATIENCE = 0.2  # seconds between looks at whether Ctrl-C was pressed
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@contextmanager
def pool(workers: int) -> Iterator[Executor | None]:
    """A spawn pool of so many processes that leave Ctrl-C to their parent; None for one worker.

    Each process keeps to one thread: workers do not crowd each other out, and sums do not depend on the machine.
    """
    if workers == 1:
        yield None
        return
    given = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # read by the libraries when a worker imports them
    try:
        with ProcessPoolExecutor(workers, SpawnWithoutMain(), become_worker) as executor:
            yield executor
    finally:
        for name, value in given.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


class WorkerProcess(SpawnProcess):
    """A process that does not import the caller's script, which may lack a guard, or be a notebook."""

    @staticmethod
    def _Popen(process: Any) -> Any:  # noqa: N802  (named by multiprocessing)
        script, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            return SpawnProcess._Popen(process)
        finally:
            sys.modules["__main__"] = script


class SpawnWithoutMain(SpawnContext):
    """Spawns such processes; what they run comes from modules, never from a script."""

    Process = WorkerProcess


def become_worker() -> None:
    """Let only the parent act on Ctrl-C, and end with it, however it ends: a killed one tells nobody."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """Wait for the parent's end, and end."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def finished(
    function: Callable[[Task], Result],
    tasks: Iterable[Task],
    executor: Executor | None,
    stopped: Callable[[], bool],
    ahead: int | None = None,
) -> Iterator[tuple[Task, Result]]:
    """Tasks and their results as they are finished; once ``stopped()``, only those under way are waited for.

    At most ``ahead`` tasks are taken and handed out before their results are in; None takes all at once.
    """
    if executor is None:
        for task in tasks:
            if stopped():
                return
            yield task, function(task)
        return
    coming = iter(tasks)
    waiting: dict[Future[Result], Task] = {}
    try:
        while True:
            if stopped():
                waiting = {future: task for future, task in waiting.items() if not future.cancel()}
            else:
                for task in islice(coming, None if ahead is None else ahead - len(waiting)):
                    waiting[executor.submit(function, task)] = task
            if not waiting:
                return
            for future in wait(waiting, timeout=PATIENCE, return_when=FIRST_COMPLETED).done:
                task = waiting.pop(future)
                yield task, future.result()
    except BrokenExecutor:
        if not stopped():  # a signal to the whole group ends the workers too: what they had under way is dropped
            raise
    finally:
        for future in waiting:
            future.cancel()
