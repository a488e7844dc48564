"""One visit to the policy lab: the form, the run under way, and what it has shown so far."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any

import solara

from alliances.experiments.app.policy_form import Form, Reading, read
from alliances.experiments.app.policy_run import Progress, Result, Run, processes, report_of


@dataclass(frozen=True, eq=False)
class Written:
    """The report of a result: being made while ``text`` is empty; ``problem`` says why it could not be."""

    pairs: int
    text: str = ""
    problem: str = ""


class Lab:
    """The state of one visit; reactive fields re-draw the parts of the page that read them."""

    def __init__(self, workers: Callable[[], Executor | None] = processes) -> None:
        """A visit with the first form and nothing run; ``workers`` gives what the worlds run in."""
        self.form = solara.reactive(Form())
        self.progress: solara.Reactive[Progress | None] = solara.reactive(None)
        self.result: solara.Reactive[Result | None] = solara.reactive(None)
        self.report: solara.Reactive[Written | None] = solara.reactive(None)
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

    @property
    def stopped(self) -> bool:
        """Whether a run of this form was stopped before its end, so that it can go on."""
        run = self._run
        return run is not None and not self.running and run.progress.done > 0 and self._left(run)

    def _left(self, run: Run) -> bool:
        """Whether a run can do more for the form as it is; another number of worlds is no other form."""
        design = self.reading.design
        same = replace(run.form, worlds="") == replace(self.form.value, worlds="")
        return same and design is not None and len(run.rows) < design.replicates

    def change(self, **changes: Any) -> None:
        """Change fields of the form; ``option`` is the place of the option that they belong to."""
        place = changes.pop("option", None)
        form = self.form.value
        self.form.value = replace(form, **changes) if place is None else form.with_option(place, **changes)

    def start(self) -> None:
        """Run what the form says from the beginning, in the background; what ran before is stopped."""
        if self.reading.design is not None:
            self.stop()
            self.result.value = self.report.value = None
            self._begin(Run(self.form.value, self.reading.design, self._hear, self._see))

    def go_on(self) -> None:
        """Go on with the run that was stopped; what it has done stays."""
        if self.stopped and self._run is not None and self.reading.design is not None:
            self._begin(Run(self.form.value, self.reading.design, self._hear, self._see).after(self._run))

    def _begin(self, run: Run) -> None:
        """Let a run be the one that is heard."""
        self._run = run
        self.progress.value = run.progress
        threading.Thread(target=run.carry_out, args=(self._workers,), daemon=True).start()

    def write_report(self) -> None:
        """Make the report of the result that is shown, in a process of its own."""
        result = self.result.value
        if result is not None:
            self.report.value = Written(result.study.seeds)
            threading.Thread(target=self._write, args=(result,), daemon=True).start()

    def _write(self, result: Result) -> None:
        """Make a report and show that it is there; never raises."""
        pairs, workers = result.study.seeds, self._workers()
        try:
            text = report_of(result.study) if workers is None else workers.submit(report_of, result.study).result()
            self.report.value = Written(pairs, text)
        except Exception as error:
            told = " ".join(str(error).split()) or type(error).__name__
            self.report.value = Written(pairs, problem=f"The report could not be made: {told}")

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
