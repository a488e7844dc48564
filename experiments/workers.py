"""Work that is shared out: any number of independent tasks, in this process or in an executor, stopped by Ctrl-C.

Tasks share nothing, so any number of workers gives the same results.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

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
        with ProcessPoolExecutor(workers, get_context("spawn"), ignore_interrupts) as executor:
            yield executor
    finally:
        for name, value in given.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def ignore_interrupts() -> None:
    """Let only the parent process act on Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def finished(
    function: Callable[[Task], Result], tasks: Iterable[Task], executor: Executor | None, stopped: Callable[[], bool]
) -> Iterator[tuple[Task, Result]]:
    """Tasks and their results as they are finished; once ``stopped()``, only those under way are waited for."""
    if executor is None:
        for task in tasks:
            if stopped():
                return
            yield task, function(task)
        return
    waiting: dict[Future[Result], Task] = {executor.submit(function, task): task for task in tasks}
    try:
        while waiting:
            for future in wait(waiting, timeout=PATIENCE, return_when=FIRST_COMPLETED).done:
                task = waiting.pop(future)
                yield task, future.result()
            if stopped():
                waiting = {future: task for future, task in waiting.items() if not future.cancel()}
    finally:
        for future in waiting:
            future.cancel()
