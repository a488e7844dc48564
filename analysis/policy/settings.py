"""Settings: the world as a design has it, or under a condition that is softer or harder, and what that means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

AS_IT_IS = ""  # the setting of the world as the design has it


class Condition(NamedTuple):
    """What is different under a condition: a parameter, and what each level adds to it."""

    parameter: str
    levels: Mapping[str, float]  # log-odds
    words: Mapping[str, str]  # what a level means

    def adds(self, level: str) -> dict[str, float]:
        """What a level adds to the parameter, by the parameter's name."""
        return {self.parameter: self.levels[level]}


CONDITIONS = {
    "competition": Condition(
        "market_conditions.competition", {"soft": -1.5, "hard": 1.5},
        {"soft": "competition is softer in every market", "hard": "competition is harder in every market"},
    ),
    "barriers": Condition(
        "market_conditions.barrier", {"soft": -1.0, "hard": 1.0},
        {"soft": "entry barriers are lower in every market", "hard": "entry barriers are higher in every market"},
    ),
    "institutions": Condition(
        "market_conditions.enforcement", {"soft": -1.0, "hard": 1.0},
        {"soft": "contracts are enforced less in every market", "hard": "contracts are enforced more in every market"},
    ),
}  # fmt: skip


def setting_of(condition: str, level: str) -> str:
    """The setting of a condition's level, as tables have it."""
    return f"{condition}={level}"


def in_words(setting: str) -> str:
    """What a setting means."""
    if setting == AS_IT_IS:
        return "the world is as it is"
    condition, _, level = setting.partition("=")
    return CONDITIONS[condition].words[level] if condition in CONDITIONS else setting
