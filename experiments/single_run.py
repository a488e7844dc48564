"""One run of the model: quarter by quarter, checked if asked for, stopped cleanly by Ctrl-C or SIGTERM."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic, perf_counter
from typing import Any

from alliances.model.face.model import AllianceModel
from alliances.model.world.scenario import Scenario

SAME = 1.0  # seconds within which two SIGTERM count as one


@dataclass
class RunStatus:
    """How a run went."""

    asked: int
    done: int = 0
    interrupted: bool = False
    checked: bool = False
    violations: list[tuple[int, str]] = field(default_factory=list)  # step and what does not hold after it
    seconds: float = 0.0


def run(scenario: str | Scenario = "default", **options: Any) -> AllianceModel:
    """A model that has run to its scenario's end; ``options`` are those of :class:`AllianceModel`."""
    return AllianceModel(scenario, **options).run()


def carry_out(
    model: AllianceModel, check: bool = False, progress: Callable[[int, int], None] | None = None
) -> RunStatus:
    """Step the model to its end, or to the quarter in which Ctrl-C is pressed or SIGTERM comes.

    ``check`` asks for the identities after every quarter; ``progress(done, asked)`` is called after each.
    """
    status = RunStatus(max(model.settings.quarters - model.quarter, 0), checked=check)
    start = perf_counter()
    with stop_on_interrupt() as stopped:
        while model.running and not stopped():
            model.step()
            status.done += 1
            if check:
                status.violations += [(model.quarter - 1, sentence) for sentence in model.check()]
            if progress is not None:
                progress(status.done, status.asked)
    status.interrupted = model.running
    status.seconds = perf_counter() - start
    return status


@contextmanager
def stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Note the first Ctrl-C or SIGTERM instead of obeying, so that no quarter is left half done; the second one acts.

    A SIGTERM that comes right after another is the same one: some send it to a process and to its group.
    """
    noted: list[float] = []
    before: dict[int, Any] = {}

    def note(number: int, frame: Any) -> None:
        if noted and not (number == signal.SIGTERM and monotonic() - noted[0] < SAME):
            restore()
            signal.raise_signal(number)
        noted.append(monotonic())

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)

    if threading.current_thread() is not threading.main_thread():  # only the main thread may catch signals
        yield lambda: False
        return
    before.update({number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)})
    for number in before:
        signal.signal(number, note)
    try:
        yield lambda: bool(noted)
    finally:
        restore()
