"""The lessons: predict, run, reveal, explain. The texts are in ``lessons.toml``; here they are read and checked."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from alliances.experiments.recording.series import SERIES
from alliances.experiments.recording.setup import Setup
from alliances.model.declarations.typed import Among, Number, Text, read, typed

TEXTS = Path(__file__).with_name("lessons.toml")
Followed = Annotated[Text, Among("series", lambda: [one.name for one in SERIES])]
Frame = Annotated[int, Field(strict=True, ge=0)]


@typed
class Predict:
    """What the learner is asked to guess before anything runs."""

    ask: Text
    kind: Literal["number", "line", "choice"]
    unit: str = ""
    low: Number = 0.0
    high: Number = 100.0
    choices: tuple[Text, ...] = ()
    series: Followed | None = None


@typed
class Part:
    """A stretch of the run that is played, with what is said meanwhile."""

    first: Frame
    last: Frame
    say: Text
    select: str = ""


@typed
class Reveal:
    """What is set against the guess."""

    say: Text
    series: Followed | None = None
    of: Literal["run", "difference"] = "run"
    frame: Frame = 80


@typed
class Link:
    """An exact state of the page."""

    title: Text
    search: Annotated[Text, Field(pattern=r"^\?")]


@typed
class Lesson:
    """Three minutes on one idea."""

    name: Text
    title: Text
    picture: Text
    question: Text
    predict: Predict
    setup: Setup
    reveal: Reveal
    explain: tuple[Text, ...]
    note: Text
    other: Setup | None = None
    run: tuple[Part, ...] = ()
    links: tuple[Link, ...] = ()
    minutes: int = 3


@typed
class Lessons:
    """The file of all lessons."""

    lesson: tuple[Lesson, ...]


def lessons() -> list[dict[str, Any]]:
    """Every lesson as the player has it."""
    return [told(lesson) for lesson in read(Lessons, tomllib.loads(TEXTS.read_text(encoding="utf-8"))).lesson]


def told(lesson: Lesson) -> dict[str, Any]:
    """A lesson as JSON."""
    parts = [{"from": part.first, "to": part.last, "say": part.say, "select": part.select} for part in lesson.run]
    said = {name: getattr(lesson, name) for name in ("name", "title", "picture", "minutes", "question", "note")}
    return {
        **said, "predict": plain(lesson.predict), "setup": lesson.setup.told(),
        "other": lesson.other.told() if lesson.other else None, "run": parts, "reveal": plain(lesson.reveal),
        "explain": list(lesson.explain), "links": [asdict(link) for link in lesson.links],
    }  # fmt: skip


def plain(part: Any) -> dict[str, Any]:
    """A part of a lesson as JSON."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(part).items()}
