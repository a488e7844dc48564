"""Fields of the policy lab: each with its label, unit and meaning, and in one line beside it why it is refused.

They are the browser's own elements, so that keys, phones and screen readers work as they do everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import reacton.ipyvuetify as v
import solara

from alliances.analysis.policy.policies_in_words import quantity
from alliances.experiments.app.tags import tag
from alliances.experiments.player.sliders import scale_of
from alliances.model.declarations.parameter import Parameter


@solara.component_vue("field.vue", vuetify=False)
def Field(  # noqa: N802
    kind: str,
    label: str,
    value: Any,
    event_changed: Callable[[Any], None],
    items: Sequence[tuple[str, str]] = (),
    unit: str = "",
    hint: str = "",
    problem: str = "",
    words: str = "",
    low: float = 0,
    high: float = 1,
    step: float = 1,
) -> None:
    """A field of a kind: ``text``, ``one`` of several words, ``several`` of them, or a ``range``."""


def typed(
    label: str, value: str, on_value: Callable[[str], None], unit: str = "", hint: str = "", problem: str = ""
) -> None:
    """A field for a number or a text."""
    Field(
        kind="text", label=label, value=value, event_changed=lambda text: on_value(str(text or "")), unit=unit,
        hint=hint, problem=problem,
    )  # fmt: skip


def chosen(
    label: str, value: str, on_value: Callable[[str], None], items: Sequence[tuple[str, str]], problem: str = ""
) -> None:
    """A field with one of several words; ``items`` are values and words."""
    Field(
        kind="one", label=label, value=value, event_changed=lambda name: on_value(str(name)), items=list(items),
        problem=problem,
    )  # fmt: skip


def several(
    label: str,
    values: Sequence[str],
    on_values: Callable[[tuple[str, ...]], None],
    items: Sequence[tuple[str, str]],
    none: str,
) -> None:
    """A field with any number of several words; ``none`` is what none of them means."""
    Field(
        kind="several", label=label, value=list(values), event_changed=lambda names: on_values(tuple(names)),
        items=list(items), hint="" if values else none,
    )  # fmt: skip


def strength(name: str, declared: Parameter, value: float, on_value: Callable[[float], None]) -> None:
    """A slider for a strength of an instrument, over its plausible range."""
    scale = scale_of(declared)
    with tag("div", class_="setting", title=name):
        Field(
            kind="range",
            label=declared.description,
            value=round(value, 9),
            event_changed=lambda moved: on_value(round(float(moved), 9)),
            words=quantity(round(value, 9), declared.unit),
            low=min(scale.low, value),
            high=max(scale.high, value),
            step=scale.step,
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
    attributes: dict[str, Any] = {"aria-label": label} if label else {}
    attributes |= {"type": "button"} | ({"disabled": True} if disabled else {})
    pressed = v.Html(tag="button", children=[words], class_=f"button {style}", attributes=attributes)
    v.use_event(pressed, "click", lambda *_: None if disabled else on_click())


@contextmanager
def folded(title: str) -> Iterator[None]:
    """A part that opens when its title is pressed; what is made inside belongs to it."""
    with tag("details", class_="folded"):
        tag("summary", title)
        yield


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
