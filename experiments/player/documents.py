"""What the player says of the model, as plain JSON (``player/FORMAT.md``, Documents)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from alliances.experiments.player.evidence import evidence
from alliances.experiments.player.lessons import lessons
from alliances.experiments.player.sliders import shipped, sliders, values
from alliances.experiments.recording.header import told
from alliances.experiments.recording.views import views_of
from alliances.experiments.result_folder import DISTRIBUTION
from alliances.model.declarations.parameters import CORE, RULES, acts
from alliances.model.policies.policy import Policy, policies_from
from alliances.model.rules import QUARTERS_PER_YEAR
from alliances.model.world.scenario import Scenario, scenario_names

LINK_VERSION = 1
"""Of addresses: what an older or newer page may not understand."""
RESTART = "The server has stopped. You can play on; to start it again: alliances app"
ONCE = ("market_conditions", "psychic_distance")
"""Mechanisms that are asked when a world is made, and never again."""
POLICIES = Path(__file__).with_name("policies.toml")


@cache
def documents() -> dict[str, Any]:
    """Everything: version, settings, lessons and evidence."""
    return {
        "version": version(DISTRIBUTION), "link_version": LINK_VERSION, "restart": RESTART,
        "settings": {
            "presets": presets(), "sliders": sliders(), "mechanisms": mechanisms(),
            "values": {name: values(shipped(name)) for name in scenario_names()},
            "policies": [tried(policy) for policy in policies()],
        },
        "lessons": lessons(), "evidence": evidence(),
    }  # fmt: skip


def presets() -> list[dict[str, Any]]:
    """The shipped scenarios, the default one first."""
    names = sorted(scenario_names(), key=lambda name: name != "default")
    return [preset(shipped(name)) for name in names]


def preset(scenario: Scenario) -> dict[str, Any]:
    """A scenario as the player offers it."""
    return {
        "scenario": scenario.name, "title": scenario.title, "question": scenario.question,
        "look_for": scenario.look_for, "source": scenario.source, "views": list(views_of(scenario.name)),
        "setup": {"scenario": scenario.name, "seed": 1},
    }  # fmt: skip


def mechanisms() -> list[dict[str, str]]:
    """The mechanisms that can be switched off: what each is, and whose theory."""
    return [mechanism(name) for name in CORE if acts(name)]


def mechanism(name: str) -> dict[str, str]:
    """A mechanism in words."""
    said, _, rest = str(RULES[name].__doc__).partition("\n")
    theory = " ".join(rest.partition("Theory:")[2].split())
    title, _, does = said.strip().rstrip(".").partition(":")
    takes = "new world" if name in ONCE else "now"
    return {"name": name, "title": title, "does": does.strip(), "theory": theory, "takes": takes}


def policies() -> tuple[Policy, ...]:
    """The policies that can be tried with one press."""
    return policies_from(tomllib.loads(POLICIES.read_text(encoding="utf-8"))["policy"])


def tried(policy: Policy) -> dict[str, Any]:
    """A policy as the player offers it."""
    said = told(policy)
    years = said["end"] and said["end"] / QUARTERS_PER_YEAR
    lasts = f" It lasts {years:g} years." if years else " It lasts to the end."
    return {"title": policy.name, "sentence": said["sentence"] + lasts, "shock": said["shock"], "policy": policy.told()}
