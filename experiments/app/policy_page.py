"""The policy lab: from the goal to the report in one column, for a visitor who writes no code."""

from __future__ import annotations

from pathlib import Path

import solara

from alliances.analysis.policy.words import verdict
from alliances.experiments.app.policy_choices import Budgets, Instruments, Who
from alliances.experiments.app.policy_fields import Button, refused, typed
from alliances.experiments.app.policy_goal import Goal
from alliances.experiments.app.policy_lab import Lab
from alliances.experiments.app.policy_presets import Presets
from alliances.experiments.app.policy_results import Report, Results, Sureness
from alliances.experiments.app.policy_run import Progress
from alliances.experiments.app.tags import tag

TITLE = "Policy lab"
LEAD = (
    "Choose policies and see what they change in a model of firms, alliances and markets. Each policy is set against "
    "the same worlds without it: the same firms, the same random draws."
)
WARNING = "Model world, not a forecast"
STYLE = Path(__file__).with_name("policy.css")
FIRST_WAIT = "Starting the worlds. The first time on a computer this takes up to a minute."


@solara.component
def PolicyPage(lab: Lab) -> None:  # noqa: N802
    """The page of one visitor."""
    solara.Title(TITLE)
    solara.Style(STYLE)
    with tag("main", class_="alliances policy"):
        tag("h1", TITLE)
        tag("p", LEAD, class_="lead")
        Bar(lab)
        Presets(lab)
        Goal(lab)
        Instruments(lab)
        Who(lab)
        Budgets(lab)
        Results(lab)
        Sureness(lab)
        Report(lab)


@solara.component
def Bar(lab: Lab) -> None:  # noqa: N802
    """Run, Stop, how far it is, and what it is not; it stays in sight."""
    problems, running = lab.reading.problems, lab.running
    with tag("div", class_="bar", role="group", aria_label="Run the worlds"):
        tag("strong", WARNING, class_="warning")
        with tag("div", class_="worlds"):
            typed("Pairs of worlds", lab.form.value.worlds, lambda text: lab.change(worlds=text))
        Buttons(lab, running, bool(problems))
        Meter(lab)
        refused(problems.get("worlds", "") or problems.get("", ""))
        if others := set(problems) - {"worlds", ""}:
            refused(f"{len(others)} field{'s' * (len(others) > 1)} below cannot be used yet.")


@solara.component
def Buttons(lab: Lab, running: bool, refused: bool) -> None:  # noqa: N802
    """Run and Stop; what was stopped goes on, or starts anew."""
    if running:
        Button("Stop", lab.stop, style="main")
    elif lab.stopped:
        Button("Go on", lab.go_on, style="main")
        Button("Run anew", lab.start, disabled=refused)
    else:
        Button("Run", lab.start, style="main", disabled=refused)


@solara.component
def Meter(lab: Lab) -> None:  # noqa: N802
    """How far the run is; announced are its results, not every world."""
    progress, result = lab.progress.value, lab.result.value
    with tag("div", class_="meter"):
        if progress is not None:
            tag("span", words_of(progress), class_="count")
            tag("progress", max=str(progress.asked), value=str(progress.done), aria_label="Pairs of worlds done")
            refused(progress.problem)
        with tag("span", role="status", class_="verdict"):
            if result is not None:
                tag("strong", verdict(result.study)[0])
                tag("a", f"See the result of {result.study.seeds} pairs", href="#result")


def words_of(progress: Progress) -> str:
    """How far a run is, and how long it takes yet."""
    count = f"{progress.done} of {progress.asked} pairs of worlds done"
    if not progress.running:
        return count if progress.done == progress.asked else f"Stopped: {count}"
    if progress.done == 0:
        return FIRST_WAIT
    return count if progress.left is None else f"{count}, {spoken(progress.left)} left"


def spoken(seconds: float) -> str:
    """A duration, in seconds or minutes."""
    return f"about {seconds:.0f} s" if seconds < 100 else f"about {seconds / 60:.0f} min"
