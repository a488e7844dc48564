"""The settings of the page: all take effect at Restart, and say when they wait for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import reacton.ipyvuetify as v
import solara

from alliances.experiments.app.choices import (
    FIRMS_STEP,
    LEAST_FIRMS,
    MOST_FIRMS,
    TITLES,
    Scale,
    scale,
    shipped,
    with_unit,
)
from alliances.experiments.app.session import Session
from alliances.experiments.app.tags import tag
from alliances.model.declarations.parameters import declared
from alliances.model.world.scenario import scenario_names


@solara.component
def Settings(session: Session) -> None:  # noqa: N802
    """All that can be chosen before a world is made."""
    with tag("section", class_="settings", aria_label="Settings"):
        tag("h2", "Settings")
        tag("p", "They take effect when you press Restart.", class_="muted")
        ScenarioSetting(session)
        FirmsSetting(session)
        for name in TITLES:
            ParameterSetting(session, name)
        SeedSetting(session)


@solara.component
def ScenarioSetting(session: Session) -> None:  # noqa: N802
    """Which scenario, and what it asks."""
    choice = session.choice.value
    scenario = shipped(choice.scenario)
    with tag("div", class_="setting"):
        v.Select(
            v_model=choice.scenario,
            on_v_model=lambda name: session.choice.set(session.choice.value.with_scenario(name)),
            items=[{"text": shipped(name).title, "value": name} for name in scenario_names()],
            label="Scenario",
            outlined=True,
            dense=True,
            hide_details=True,
        )
        tag("p", scenario.question)
        tag("p", f"Look for: {scenario.look_for}.", class_="muted")
        mark_waiting(session, "scenario", shipped(session.shown.value.scenario).title)


@solara.component
def FirmsSetting(session: Session) -> None:  # noqa: N802
    """How many firms."""
    choice = session.choice.value
    with tag("div", class_="setting"):
        named("Firms at the start", f"{choice.firms} firms")
        slide(
            choice.firms,
            lambda value: session.choice.set(replace(session.choice.value, firms=int(value))),
            Scale(LEAST_FIRMS, MOST_FIRMS, FIRMS_STEP),
            "Firms at the start",
        )
        mark_waiting(session, "firms", str(session.shown.value.firms))


@solara.component
def ParameterSetting(session: Session, name: str) -> None:  # noqa: N802
    """One parameter: what it is, its value, unit and plausible range."""
    declaration, value = declared()[name], session.choice.value.value(name)
    with tag("div", class_="setting", title=name):
        named(TITLES[name], with_unit(value, declaration.unit))
        slide(
            value,
            lambda moved: session.choice.set(session.choice.value.with_value(name, round(moved, 9))),
            scale(name),
            f"{TITLES[name]}, {declaration.unit}",
        )
        tag("div", declaration.description, class_="muted")
        mark_waiting(session, name, with_unit(session.shown.value.value(name), declaration.unit))


@solara.component
def SeedSetting(session: Session) -> None:  # noqa: N802
    """The seed of all random draws."""

    def chosen(text: str) -> None:
        if str(text).strip().isdecimal():
            session.choice.value = replace(session.choice.value, seed=int(text))

    with tag("div", class_="setting"):
        v.TextField(
            v_model=str(session.choice.value.seed),
            on_v_model=chosen,
            label="Seed of all random draws (a whole number)",
            type="number",
            attributes={"min": "0", "step": "1"},
            outlined=True,
            dense=True,
            hide_details=True,
        )
        mark_waiting(session, "seed", str(session.shown.value.seed))


def named(title: str, number: str) -> None:
    """A setting's name, and its value with unit."""
    with tag("div", class_="name"):
        tag("span", title)
        tag("span", number, class_="number")


def slide(value: float, on_value: Callable[[float], None], reach: Scale, words: str) -> None:
    """A slider; the arrow keys move it too."""
    v.Slider(
        v_model=value,
        on_v_model=on_value,
        min=min(reach.low, value),
        max=max(reach.high, value),
        step=reach.step,
        dense=True,
        hide_details=True,
        attributes={"aria-label": words},
    )


def mark_waiting(session: Session, name: str, now: str) -> None:
    """A mark at a setting whose change waits for Restart."""
    if name in session.waiting:
        tag("span", f"waiting: press Restart (now {now})", class_="badge")
