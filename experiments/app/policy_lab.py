"""One visit to the policy lab: the form, the run under way, and what it has shown so far."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any

import solara

from alliances.experiments.app.policy_form import Form, Reading, read
from alliances.experiments.app.policy_run import Progress, Result, Run, processes


class Lab:
    """The state of one visit; reactive fields re-draw the parts of the page that read them."""

    def __init__(self, workers: Callable[[], Executor | None] = processes) -> None:
        """A visit with the first form and nothing run; ``workers`` gives what the worlds run in."""
        self.form = solara.reactive(Form())
        self.progress: solara.Reactive[Progress | None] = solara.reactive(None)
        self.result: solara.Reactive[Result | None] = solara.reactive(None)
        self._workers = workers
        self._run: Run | None = None
        self._read: tuple[Form, Reading] | None = None

    @property
    def reading(self) -> Reading:
        """What the form says; it is read once, for many parts of the page ask."""
        form = self.form.value
        if self._read is None or self._read[0] is not form:
            self._read = form, read(form)
        return self._read[1]

    @property
    def running(self) -> bool:
        """Whether worlds are being run."""
        return self.progress.value is not None and self.progress.value.running

    @property
    def outdated(self) -> bool:
        """Whether the result is not that of the form any more."""
        return self.result.value is not None and self.result.value.form != self.form.value

    def change(self, **changes: Any) -> None:
        """Change fields of the form; ``option`` is the place of the option that they belong to."""
        place = changes.pop("option", None)
        form = self.form.value
        self.form.value = replace(form, **changes) if place is None else form.with_option(place, **changes)

    def start(self) -> None:
        """Run what the form says, in the background; what ran before is stopped."""
        design = self.reading.design
        if design is None:
            return
        self.stop()
        self.result.value = None
        run = Run(self.form.value, design, self._hear, self._see)
        self._run = run
        self.progress.value = run.progress
        threading.Thread(target=run.carry_out, args=(self._workers,), daemon=True).start()

    def stop(self) -> None:
        """End the run, if there is one; what it has shown stays."""
        if self._run is not None:
            self._run.stop()

    def _hear(self, run: Run) -> None:
        """A run's progress, unless another one has been started."""
        if run is self._run:
            self.progress.value = run.progress

    def _see(self, run: Run, result: Result) -> None:
        """A run's result, unless another one has been started."""
        if run is self._run:
            self.result.value = result
