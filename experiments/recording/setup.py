"""What makes a world that is shown: a scenario and what differs from it, and what was done in its course.

A setup is a JSON document too (``player/FORMAT.md``): addresses, recordings and requests of the player hold it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from typing import Annotated, Any

from pydantic import Field

from alliances.experiments.recording.uploads import UPLOADS
from alliances.model.arguments import LARGEST_SEED
from alliances.model.declarations.parameters import Parameters
from alliances.model.declarations.typed import Number, Text, read, typed, within
from alliances.model.errors import MustBeError, at, one_of, refuse
from alliances.model.policies.policy import Policy
from alliances.model.world.scenario import scenario_names

MOST_FIRMS, MOST_QUARTERS, MOST_ACTS = 2000, 400, 40
"""What the page plays at most: a browser has to draw it."""
SHOWN = {"firms": (2, MOST_FIRMS), "quarters": (1, MOST_QUARTERS), "burn_in": (0, MOST_QUARTERS)}
"""The least and the most of a world that the page plays, by key of a scenario's ``[world]``."""


@typed
class Act:
    """Something done before a quarter, from which all goes on with the same random draws: one of these.

    A ``parameter`` is set to a ``value``; a mechanism is switched off (``without``); a ``policy`` starts; the trust of
    all partners of an ``alliance`` (its id) is raised or lowered by ``trust``; nobody in it is seen to defect in that
    quarter (``defection`` false); nothing from outside ends an alliance in that quarter (``shock`` false).
    """

    quarter: Annotated[int, within(0, MOST_QUARTERS)]
    parameter: Text | None = None
    value: Number | None = None
    without: Text | None = None
    policy: Policy | None = None
    alliance: Annotated[int, Field(strict=True, ge=0)] | None = None
    trust: Annotated[float, within(-1, 1)] | None = None
    defection: bool | None = None
    shock: bool | None = None

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless exactly one thing is done."""
        said = [name for name in ("parameter", "without", "policy", "trust", "defection", "shock")
                if getattr(self, name) is not None]  # fmt: skip
        if len(said) != 1:
            refuse(f"an act does {' and '.join(said) or 'nothing'}; it must do one thing")
        if (self.parameter is None) != (self.value is None):
            refuse("an act on a parameter must have parameter and value")
        if (self.alliance is None) == (said[0] in ("trust", "defection")):
            refuse("an act on trust or defection must name its alliance, and no other act may")
        for name in ("defection", "shock"):
            with at(name):
                if getattr(self, name):
                    raise MustBeError("false")

    def told(self) -> dict[str, Any]:
        """The act as JSON."""
        said = {one.name: getattr(self, one.name) for one in fields(Act) if getattr(self, one.name) is not None}
        return {**said, "policy": self.policy.told()} if self.policy else said


@typed
class Setup:
    """A world to show, of a shipped scenario or of uploaded data; ``None`` and empty is what the scenario says."""

    scenario: Text = "default"
    seed: Annotated[int, within(0, LARGEST_SEED)] = 1
    firms: Annotated[int, within(*SHOWN["firms"])] | None = None
    quarters: Annotated[int, within(*SHOWN["quarters"])] | None = None
    parameters: Parameters = field(default_factory=dict)
    without: tuple[Text, ...] = ()
    policies: tuple[Policy, ...] = ()
    acts: Annotated[tuple[Act, ...], Field(max_length=MOST_ACTS)] = ()

    def __post_init__(self) -> None:
        """Raise ``InputError`` for a scenario that is neither shipped nor uploaded: an address must not name files."""
        with at("scenario"):
            if UPLOADS.scenario(self.scenario) == self.scenario:
                one_of("scenario", self.scenario, scenario_names())

    def told(self) -> dict[str, Any]:
        """The setup as JSON, without what the scenario says."""
        said: dict[str, Any] = {"scenario": self.scenario, "seed": self.seed}
        said |= {name: getattr(self, name) for name in ("firms", "quarters") if getattr(self, name) is not None}
        said |= {"parameters": dict(self.parameters)} if self.parameters else {}
        said |= {"without": list(self.without)} if self.without else {}
        said |= {"policies": [policy.told() for policy in self.policies]} if self.policies else {}
        return said | ({"acts": [act.told() for act in self.acts]} if self.acts else {})


def setup_from(document: Mapping[str, Any]) -> Setup:
    """The setup that a JSON document describes; ``InputError``, one line, for what cannot be used."""
    return read(Setup, document)
