"""Fields of the policy lab: each with its label, unit and meaning, and in one line beside it why it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import reacton.ipyvuetify as v
import solara

from alliances.analysis.policy.policies_in_words import quantity
from alliances.experiments.app.choices import scale_of
from alliances.experiments.app.settings import named, slide
from alliances.experiments.app.tags import tag
from alliances.model.declarations.parameter import Parameter


def typed(
    label: str, value: str, on_value: Callable[[str], None], unit: str = "", hint: str = "", problem: str = ""
) -> None:
    """A field for a number or a text."""
    with tag("div", class_="field"):
        v.TextField(
            v_model=value,
            on_v_model=lambda text: on_value(str(text or "")),
            label=label,
            suffix=unit,
            hint=hint,
            persistent_hint=bool(hint) and not problem,
            hide_details=not hint or bool(problem),
            error=bool(problem),
            outlined=True,
            dense=True,
            attributes={"autocomplete": "off", "aria-invalid": str(bool(problem)).lower()},
        )
        refused(problem)


def chosen(
    label: str, value: str, on_value: Callable[[str], None], items: Sequence[tuple[str, str]], problem: str = ""
) -> None:
    """A field with one of several words; ``items`` are values and words."""
    with tag("div", class_="field"):
        v.Select(
            v_model=value,
            on_v_model=on_value,
            items=[{"text": words, "value": name} for name, words in items],
            label=label,
            error=bool(problem),
            outlined=True,
            dense=True,
            hide_details=True,
            menu_props={"maxHeight": 480},
        )
        refused(problem)


def several(
    label: str,
    values: Sequence[str],
    on_values: Callable[[tuple[str, ...]], None],
    items: Sequence[tuple[str, str]],
    none: str,
) -> None:
    """A field with any number of several words; ``none`` is what none of them means."""
    with tag("div", class_="field"):
        v.Select(
            v_model=list(values),
            on_v_model=lambda names: on_values(tuple(names)),
            items=[{"text": words, "value": name} for name, words in items],
            label=label,
            multiple=True,
            chips=True,
            small_chips=True,
            deletable_chips=True,
            outlined=True,
            dense=True,
            hint="" if values else none,
            persistent_hint=not values,
            hide_details=bool(values),
        )


def strength(name: str, declared: Parameter, value: float, on_value: Callable[[float], None]) -> None:
    """A slider for a strength of an instrument, over its plausible range."""
    with tag("div", class_="setting", title=name):
        named(declared.description, quantity(round(value, 9), declared.unit))
        slide(
            value,
            lambda moved: on_value(round(moved, 9)),
            scale_of(declared),
            f"{declared.description}, {declared.unit}",
        )


def refused(problem: str) -> None:
    """Why a field is refused, in one line."""
    if problem:
        tag("p", problem, class_="refused", role="alert")


@solara.component
def Button(  # noqa: N802
    words: str, on_click: Callable[[], None], label: str = "", style: str = "outlined", disabled: bool = False
) -> None:
    """A button; ``label`` says more where the words alone do not tell which one it is."""
    looks: dict[str, dict[str, Any]] = {
        "outlined": {"outlined": True}, "main": {"color": "primary", "depressed": True},
        "small": {"text": True, "small": True},
    }  # fmt: skip
    attributes = {"aria-label": label} if label else {}
    with v.Btn(disabled=disabled, attributes=attributes, **looks[style]) as pressed:
        tag("span", words)
    v.use_event(pressed, "click", lambda *_: on_click())


@contextmanager
def section(title: str, question: str) -> Iterator[None]:
    """A part of the page under its heading; what is made inside belongs to it."""
    name = title.lower().replace(" ", "-")
    with tag("section", class_="part", id=name, aria_label=title):
        tag("h2", title)
        tag("p", question, class_="muted")
        yield


@contextmanager
def card(place: int, called: str) -> Iterator[None]:
    """The frame of an option."""
    with tag("div", class_=f"card option{place + 1}", role="group", aria_label=f"Option {place + 1}: {called}"):
        tag("h3", f"Option {place + 1}: {called}")
        yield
