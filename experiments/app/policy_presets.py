"""Where a visitor to the policy lab begins: the shipped comparisons, what the sources recommend, or a blank form."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import solara

from alliances.experiments.app.policy_fields import Button, section
from alliances.experiments.app.policy_form import Form, shipped_document
from alliances.experiments.app.policy_lab import Lab
from alliances.experiments.app.policy_option import OptionForm
from alliances.experiments.app.tags import tag
from alliances.experiments.policy.file import shipped_comparisons

EMERGING = "emerging-smes"
PROGRAMME = OptionForm(size="sme", budget="5", administration="0.3", start="3", end="9")


class Preset(NamedTuple):
    """A form to begin with, and where its question comes from."""

    title: str
    question: str
    source: str
    form: Form


def recommended() -> list[Preset]:
    """What the sources recommend to governments, each against another way to spend the same money."""

    def preset(title: str, question: str, source: str, *instruments: str) -> Preset:
        options = tuple(replace(PROGRAMME, instrument=instrument) for instrument in instruments)
        form = Form(scenario=EMERGING, question=question, options=options)
        return Preset(title, question, source, form)

    return [
        preset(
            "Alliance development programmes",
            "Do brokers and help with the cost of talks bring small firms into alliances, and abroad?",
            "Recommended by Nissanka", "brokerage", "formation_subsidy",
        ),
        preset(
            "Knowledge transfer",
            "Does training in how to run alliances bring more than knowledge of markets?",
            "Recommended by Nissanka", "mentoring", "market_intelligence",
        ),
        preset(
            "A support system for going abroad",
            "Of mentors, market intelligence and grants, which brings most for the same money?",
            "Recommended by Nissanka", "mentoring", "market_intelligence", "export_grant",
        ),
    ]  # fmt: skip


def shipped() -> list[Preset]:
    """The comparisons that come with the package."""
    told = []
    for name in shipped_comparisons():
        given = shipped_document(name)["comparison"]
        told.append(Preset(given["title"], given["question"], "Comes with the package", Form().with_comparison(name)))
    return told


@solara.component
def Presets(lab: Lab) -> None:  # noqa: N802
    """Cards to begin with; one press fills in the form."""
    question = "Take a question that is ready to run, or make your own below."
    with section("Begin", question), tag("div", class_="cards presets"):
        for preset in [*shipped(), *recommended()]:
            Card(lab, preset)


@solara.component
def Card(lab: Lab, preset: Preset) -> None:  # noqa: N802
    """One preset."""
    taken = lab.form.value == preset.form
    with tag("div", class_="card preset taken" if taken else "card preset"):
        tag("h3", preset.title)
        tag("p", preset.question)
        tag("p", preset.source, class_="muted")
        words = "Filled in below" if taken else "Take this"
        Button(words, lambda: lab.form.set(preset.form), f"{words}: {preset.title}", disabled=taken)
