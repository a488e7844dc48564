"""Threads that run a crew's program: started when first needed, kept for the process, waiting for work.

Whoever asks for a quarter waits for it. Ctrl-C meets who waits, and no member: a quarter that has begun ends.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from alliances.model.declarations import refuse

LARGE = 5_000
"""Firms from which on two threads take clearly less time than one."""
MOST = 8
"""Threads beyond which a large world is hardly faster: what is not divided takes a quarter of the time or more."""
ALLOWED = 256
Work = Callable[[], object]


class Hands:
    """Threads with an inbox each; the first hands work on to the others, so that all take it up in the same order."""

    def __init__(self) -> None:
        """Begin without any."""
        self.inboxes: list[SimpleQueue[Work]] = []
        self.hiring = Lock()

    def hire(self, count: int) -> bool:
        """Have at least so many threads; whether the system has them."""
        with self.hiring:
            try:
                while len(self.inboxes) < count:
                    inbox: SimpleQueue[Work] = SimpleQueue()
                    Thread(target=work_off, args=(inbox,), name="crew", daemon=True).start()
                    self.inboxes.append(inbox)
            except RuntimeError:
                return False
        return True

    def share_out(self, done: Future[None], works: Sequence[Work]) -> None:
        """On the first thread: let the others begin, and do its own work, which ends when theirs does."""
        if done.set_running_or_notify_cancel():
            for inbox, work in zip(self.inboxes[1:], works[1:], strict=False):
                inbox.put(work)
            try:
                works[0]()
            except BaseException as error:
                done.set_exception(error)
            else:
                done.set_result(None)


def work_off(inbox: SimpleQueue[Work]) -> None:
    """Do what comes, one after the other."""
    while True:
        with suppress(Exception):  # members take the same arguments: what one cannot use, the first refuses as well
            inbox.get()()


def at_once(works: Sequence[Work]) -> bool:
    """Have kernels that wait for each other run at once, and wait for the first; whether there are threads for it."""
    if not HANDS[0].hire(len(works)):
        return False
    done: Future[None] = Future()
    try:
        HANDS[0].inboxes[0].put(partial(HANDS[0].share_out, done, works))
        done.result()
    except BaseException:  # Ctrl-C: what has begun ends before anybody looks
        if not done.cancel():
            wait([done])
        raise
    return True


def forget() -> None:
    """Begin anew in a forked process, which has none of its parent's threads."""
    HANDS[0] = Hands()


HANDS = [Hands()]
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=forget)


def checked_threads(threads: Any, firms: int) -> int:
    """The number of threads asked for, or, if None, what suits a world of so many firms."""
    if threads is None:
        return suitable(firms)
    if isinstance(threads, bool) or not isinstance(threads, int) or not 1 <= threads <= ALLOWED:
        refuse(f"threads = {threads!r} is refused; allowed: a whole number in [1, {ALLOWED}]")
    return threads


def suitable(firms: int) -> int:
    """One for a small world, or in a process that is one of many; else one for each core, up to a point."""
    if firms < LARGE or multiprocessing.parent_process() is not None:
        return 1
    return min(cores(), MOST)


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
