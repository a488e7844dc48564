"""The options of the policy lab: the instruments, for whom, and with how much money."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import solara

from alliances.analysis.wording import spoken
from alliances.experiments.app.policy_fields import (
    Button,
    card,
    chosen,
    folded,
    refused,
    section,
    several,
    strength,
    typed,
)
from alliances.experiments.app.policy_form import MOST_OPTIONS, instruments
from alliances.experiments.app.policy_goal import Shipped
from alliances.experiments.app.policy_lab import Lab
from alliances.experiments.app.policy_option import OptionForm, instrument_words
from alliances.experiments.app.tags import tag
from alliances.experiments.player.sliders import shipped
from alliances.model.policies.target import SIZES
from alliances.model.world.scenario import countries_of
from alliances.model.world.setup import industry_names

SIZE_WORDS = {"any": "Firms of any size", "sme": "Small and medium-sized firms", "large": "Large firms"}
EXPORT_WORDS = {
    "any": "Whether abroad or not", "no": "Only firms in no foreign market yet", "yes": "Only firms abroad already",
}  # fmt: skip
ALLOCATION_WORDS = {
    "first_come": "First come, first served", "lottery": "By lottery among those that qualify",
    "score": "Firms with the fewest assets first",
}  # fmt: skip
MONEY_FIELDS = ("budget", "ceiling", "administration", "allocation", "start", "end")


@solara.component
def Instruments(lab: Lab) -> None:  # noqa: N802
    """What is done, and how strongly."""
    form = lab.form.value
    with section("Instrument", "What is done? Up to three options are set against no policy, and each other."):
        if not form.own:
            Shipped(lab, ("instrument", "strength"))
            return
        with tag("div", class_="cards"):
            for place, option in enumerate(form.options):
                Instrument(lab, place, option, problem_of(lab, place, "name"), len(form.options) > 1)
        if len(form.options) < MOST_OPTIONS:
            Button("Add an option", lambda: lab.form.set(lab.form.value.with_more()))


@solara.component
def Instrument(lab: Lab, place: int, option: OptionForm, problem: str, removable: bool) -> None:  # noqa: N802
    """One option: its instrument, its name and its strengths."""

    def exchange(instrument: str) -> None:
        lab.change(option=place, instrument=instrument, strengths={})

    def move(name: str, value: float) -> None:
        moved = {**lab.form.value.options[place].strengths, name: value}
        lab.change(option=place, strengths=moved)

    with card(place, option.called):
        chosen("Instrument", option.instrument, exchange, instruments())
        tag("p", instrument_words(option.instrument), class_="muted")
        for name, declared in option.module.Parameters._field_defaults.items():
            strength(name, declared, option.strength(name), partial(move, name))
        with folded("Name in the results"):
            hint = "empty: the instrument's"
            typed("Name in the results", option.name, changed(lab, place, "name"), hint=hint)
        refused(problem)
        if removable:
            label = f"Remove option {place + 1}: {option.called}"
            Button("Remove", lambda: lab.form.set(lab.form.value.without(place)), label, "small")


@solara.component
def Who(lab: Lab) -> None:  # noqa: N802
    """Which firms each option is for."""
    form = lab.form.value
    with section("Who", "Which firms is it for? A firm has to meet all that you choose."):
        if not form.own:
            Shipped(lab, ("whom",))
            return
        with tag("div", class_="cards"):
            for place, option in enumerate(form.options):
                Target(lab, place, option, form.scenario, problem_of(lab, place, "age_from"))


@solara.component
def Target(lab: Lab, place: int, option: OptionForm, scenario: str, problem: str) -> None:  # noqa: N802
    """The target of one option."""
    change = partial(changed, lab, place)
    with card(place, option.called):
        if not option.module.TARGET:
            tag("p", "It strikes all firms: there is nobody to choose.", class_="muted")
            return
        chosen("Size", option.size, change("size"), [(name, SIZE_WORDS[name]) for name in SIZES])
        chosen("Foreign markets", option.exporting, change("exporting"), list(EXPORT_WORDS.items()))
        with folded("Age, industries, home countries"):
            with tag("div", class_="pair"):
                typed("Age from", option.age_from, change("age_from"), "years")
                typed("Age below", option.age_below, change("age_below"), "years")
            kinds = [(name, spoken(name)) for name in industry_names()]
            several("Industries", option.industries, change("industries"), kinds, "none chosen: all industries")
            several("Home countries", option.homes, change("homes"), homes_of(scenario), "none chosen: all countries")
        refused(problem)


@solara.component
def Budgets(lab: Lab) -> None:  # noqa: N802
    """With how much money, given out how, and when."""
    form = lab.form.value
    with section("Budget", "How much money, given out how, from when to when? Years count from the model's start."):
        if not form.own:
            Shipped(lab, ("money", "time"))
            return
        with tag("div", class_="cards"):
            for place, option in enumerate(form.options):
                Money(lab, place, option, *(problem_of(lab, place, key) for key in MONEY_FIELDS))


@solara.component
def Money(lab: Lab, place: int, option: OptionForm, *problems: str) -> None:  # noqa: N802
    """Money and time of one option; ``problems`` are those of ``MONEY_FIELDS``."""
    change, refusal = partial(changed, lab, place), dict(zip(MONEY_FIELDS, problems, strict=True))

    def amount(key: str, label: str, hint: str) -> None:
        typed(label, getattr(option, key), change(key), "million USD a year", hint, refusal[key])

    with card(place, option.called):
        if option.module.SHOCK:
            tag("p", "A shock: it happens, and nobody pays for it.", class_="muted")
        else:
            amount("budget", "Budget", "empty: no limit; 0: the policy does nothing")
            with folded("Ceiling, administration, how it is given out"):
                amount("ceiling", "Ceiling for one firm", "empty: no ceiling")
                amount("administration", "Administration", "paid out of the budget")
                words = list(ALLOCATION_WORDS.items())
                chosen("Given out", option.allocation, change("allocation"), words)
            refused(refusal["allocation"])
        with tag("div", class_="pair"):
            typed("Start", option.start, change("start"), "year", problem=refusal["start"])
            typed("End", option.end, change("end"), "year", problem=refusal["end"])


def changed(lab: Lab, place: int, name: str) -> Callable[[Any], None]:
    """What changes a field of an option."""
    return lambda value: lab.change(option=place, **{name: value})


def problem_of(lab: Lab, place: int, key: str) -> str:
    """Why a field of an option is refused; empty if it is not."""
    return lab.reading.problems.get(f"{place}.{key}", "")


@cache
def homes_of(scenario: str) -> list[tuple[str, str]]:
    """The countries in which firms of a scenario have their homes: code and name."""
    world = shipped(scenario)
    every = countries_of(world, 0).countries
    countries = [country for country in every if not world.homes or country.iso3 in world.homes]
    return sorted(((country.iso3, country.name) for country in countries), key=lambda one: one[1])
