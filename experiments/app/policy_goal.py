"""The first question of the policy lab: what is wanted, in which world; and what a shipped comparison consists of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import solara

from alliances.analysis.policy.policies_in_words import described
from alliances.analysis.policy.study import MEASURES, Study
from alliances.experiments.app.policy_fields import card, chosen, folded, section, typed
from alliances.experiments.app.policy_form import OWN, Form, further_parts, shipped_document
from alliances.experiments.app.policy_lab import Lab
from alliances.experiments.app.tags import tag
from alliances.experiments.player.sliders import shipped
from alliances.experiments.policy.design import AIMS, Design
from alliances.experiments.policy.file import shipped_comparisons
from alliances.model.world.scenario import scenario_names

PARTS = {"instrument": "What", "strength": "Strength", "whom": "For", "money": "Money", "time": "When"}


@solara.component
def Goal(lab: Lab) -> None:  # noqa: N802
    """What is asked, and in which world."""
    form = lab.form.value
    names = [(OWN, "Your own comparison"), *((name, title_of(name)) for name in shipped_comparisons())]
    with section("Goal", "What do you want more of, and in which world?"):
        chosen("Comparison", form.comparison, lambda name: lab.form.set(lab.form.value.with_comparison(name)), names)
        if not form.own:
            tag("p", form.question, class_="question")
            FurtherParts(form.comparison)
        with tag("div", class_="grid"):
            aims = [(name, MEASURES[name].title) for name in AIMS]
            chosen("What counts", form.aim, lambda name: lab.change(aim=name), aims)
            World(lab, form)
        Amounts(lab, form)
        tag("p", timing(lab.reading.design), class_="muted")


@solara.component
def Amounts(lab: Lab, form: Form) -> None:  # noqa: N802
    """Numbers of the comparison."""

    def amount(key: str, label: str, unit: str, hint: str) -> None:
        problem = lab.reading.problems.get(key, "")
        typed(label, getattr(form, key), changed(lab, key), unit, hint, problem)

    with folded("More: question, firms, price, precision"):
        if form.own:
            typed("Question, for the report", form.question, changed(lab, "question"))
        with tag("div", class_="grid"):
            amount("firms", "Firms at the start", "firms", "more firms: steadier results, longer runs")
            amount("price", "Price worth paying", "million USD", "what you would pay for one more firm abroad")
            hint = "half an interval's width; the result tells how many worlds that takes"
            amount("precision", "Precision wanted", MEASURES[form.aim].unit, hint)


@solara.component
def World(lab: Lab, form: Form) -> None:  # noqa: N802
    """The scenario: to choose, or as the shipped comparison has it."""
    names = scenario_names() if form.own else [form.scenario]

    def change(name: str) -> None:
        lab.form.value = with_scenario(lab.form.value, name)

    chosen("World", form.scenario, change, [(name, shipped(name).title) for name in names])


@solara.component
def Shipped(lab: Lab, parts: tuple[str, ...]) -> None:  # noqa: N802
    """The options of a shipped comparison in words: these parts of their description."""
    design = lab.reading.design
    if design is None:
        return
    study = Study(design, pd.DataFrame(), {}, {})
    with tag("div", class_="cards"):
        for place, option in enumerate(design.options):
            with card(place, option.name):
                if option.against:
                    tag("p", f"On top of “{option.against}”, and set against that world.", class_="muted")
                for policy in map(described, study.added(option)):
                    with tag("dl"):
                        tag("dt", "Policy")
                        tag("dd", policy.name)
                        for part in parts:
                            tag("dt", PARTS[part])
                            tag("dd", getattr(policy, part))


@solara.component
def FurtherParts(comparison: str) -> None:  # noqa: N802
    """What a shipped comparison asks beside what the page runs."""
    if parts := further_parts(comparison):
        words = f"Its further parts ({', '.join(parts)}) take much longer; the command line works them out: "
        tag("p", words, tag("code", f"alliances policy {comparison} --out results/{comparison}"), class_="muted")


def changed(lab: Lab, name: str) -> Callable[[Any], None]:
    """What changes a field of the form."""
    return lambda value: lab.change(**{name: value})


def with_scenario(form: Form, scenario: str) -> Form:
    """The form in another world, whose firms may have other homes."""
    return replace(form, scenario=scenario, options=tuple(replace(option, homes=()) for option in form.options))


@cache
def title_of(comparison: str) -> str:
    """What a shipped comparison is called."""
    return str(shipped_document(comparison)["comparison"]["title"])


def timing(design: Design | None) -> str:
    """How long a run is, and when effects are read off."""
    if design is None:
        return ""
    return (
        f"Each run lasts {design.years} years. Effects are told at year {design.measured_at:g}, when the last policy "
        "ends; the years after it show what is left."
    )
