"""One option of the policy lab as it is filled in: an instrument, for whom, with how much money, from when to when.

Numbers are kept as they were typed, so that what is refused stays in its field, with the reason beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alliances.model.policies.policy import INSTRUMENTS

FIRST_INSTRUMENT = "export_grant"
MONEY = ("budget", "ceiling", "administration")


@dataclass(frozen=True)
class OptionForm:
    """What was chosen and typed; an empty text leaves the field out."""

    instrument: str = FIRST_INSTRUMENT
    name: str = ""  # empty: the instrument's
    strengths: Mapping[str, float] = field(default_factory=dict)  # those that were moved
    size: str = "sme"
    exporting: str = "any"
    age_from: str = ""
    age_below: str = ""
    industries: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    budget: str = "5"
    ceiling: str = ""
    administration: str = "0.2"
    allocation: str = "first_come"
    start: str = "3"
    end: str = "11"

    @property
    def module(self) -> Any:
        """The instrument's module."""
        return INSTRUMENTS[self.instrument]

    @property
    def called(self) -> str:
        """Its name: as typed, or the instrument's."""
        return self.name.strip() or instrument_title(self.instrument)

    def strength(self, name: str) -> float:
        """The value of a strength."""
        return self.strengths.get(name, float(self.module.Parameters._field_defaults[name]))

    def table(self, name: str) -> dict[str, Any]:
        """The option's policy as a table of a TOML file; ``Policy`` judges what is in it."""
        given: dict[str, Any] = {"name": name, "instrument": self.instrument, **self.strengths}
        given |= {key: number(getattr(self, key)) for key in ("start", "end") if getattr(self, key).strip()}
        if not self.module.SHOCK:
            given |= {key: number(getattr(self, key)) for key in MONEY if getattr(self, key).strip()}
            given |= {} if self.allocation == "first_come" else {"allocation": self.allocation}
        target = self.target() if self.module.TARGET else {}
        return given | ({"target": target} if target else {})

    def target(self) -> dict[str, Any]:
        """The target as a table; what is left open is left out."""
        chosen: dict[str, Any] = {key: value for key in ("size", "exporting") if (value := getattr(self, key)) != "any"}
        low, below = self.age_from.strip(), self.age_below.strip()
        if low or below:
            chosen["age"] = [number(low or "0"), *([number(below)] if below else [])]
        return chosen | {key: list(names) for key in ("industries", "homes") if (names := getattr(self, key))}


def number(typed: str) -> Any:
    """The number that was typed; the text itself if it is none, for the policy to refuse."""
    text = typed.strip()
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def instrument_title(instrument: str) -> str:
    """An instrument's name in everyday words."""
    return str(INSTRUMENTS[instrument].__doc__).partition(":")[0].strip()


def instrument_words(instrument: str) -> str:
    """What an instrument does: the first sentence of its description, and why and at what cost, without the theory."""
    told, _, _ = str(INSTRUMENTS[instrument].__doc__).partition("\n\nTheory:")
    words = " ".join(told.partition(":")[2].split())
    return words[:1].upper() + words[1:]
