"""Which views show what a shipped scenario says to look for."""

from __future__ import annotations

from alliances.experiments.recording.series import SERIES

PICTURES = (
    "network", "map", "ends_by_cause", "goals", "with_and_without", "positions", "motives", "named_firms", "inspector",
)  # fmt: skip
VIEWS = (*(one.name for one in SERIES), *PICTURES)
LOOK: dict[str, dict[str, str]] = {
    "default": {
        "Failures": "failed_share", "endings": "ends_by_cause", "the gap in foreign sales": "with_and_without",
    },
    "emerging-smes": {
        "Small firms abroad": "sme_exporters", "the gap in foreign sales": "with_and_without",
        "positions abroad held alone and through an alliance": "positions",
    },
    "ericsson-att": {"Ericsson's share": "named_firms", "its sales in North America": "map"},
    "hard-competition": {"The gap in foreign sales": "with_and_without", "positions abroad held alone": "positions"},
    "high-barriers": {"Fewer exporters": "exporters", "positions abroad held through an alliance": "positions"},
    "huawei-vodafone": {"Huawei's share": "named_firms", "its sales in Europe": "map"},
    "montreal-boston": {
        "Which internal actor leads an alliance and which stages it skips": "inspector",
        "how many partners reach their goals": "goals",
    },
    "open-markets": {
        "More exporters": "exporters", "positions abroad held alone": "positions",
        "alliances for learning and efficiency rather than for access": "motives",
    },
    "synthetic": {"Failures": "failed_share", "the gap in foreign sales": "with_and_without"},
    "telecom": {"Huawei's and Ericsson's shares": "named_firms", "who leads in which region": "map"},
}  # fmt: skip
"""For every shipped scenario: what its *look for* names, in its words, and the view that shows it."""
FIRST = ("active", "failed_share", "with_and_without", "ends_by_cause")
"""Shown of a scenario of one's own, and of every other after what it names."""


def views_of(scenario: str) -> tuple[str, ...]:
    """The views of a scenario, first what it says to look for."""
    return tuple(dict.fromkeys([*LOOK.get(scenario, {}).values(), *FIRST]))
