"""What a recording says in words: the world's question, and the names that codes stand for."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from alliances.analysis.policy.policies_in_words import described
from alliances.analysis.wording import spoken
from alliances.experiments.recording.acquaintance import WAYS, WORDS
from alliances.experiments.recording.country_numbers import NUMBERS
from alliances.experiments.recording.events import KINDS
from alliances.experiments.recording.series import SERIES
from alliances.experiments.recording.views import views_of
from alliances.experiments.result_folder import DISTRIBUTION
from alliances.model.declarations.codes import (
    ACTORS,
    CAUSES,
    ENDINGS,
    GOVERNANCE,
    HAZARDS,
    MODES,
    MOTIVES,
    RESOURCES,
    STAGES,
)
from alliances.model.policies.policy import Policy
from alliances.model.rules import QUARTERS_PER_YEAR
from alliances.model.simulation import Simulation
from alliances.model.world.scenario import countries_of

VOCABULARIES = {
    "causes": CAUSES, "hazards": tuple(CAUSES[cause] for cause in HAZARDS), "endings": ENDINGS, "motives": MOTIVES,
    "modes": MODES, "governance": GOVERNANCE, "stages": STAGES, "actors": ACTORS, "events": KINDS, "found": WAYS,
    "resources": RESOURCES,
}  # fmt: skip
SPOKEN = {
    **WORDS, "equity_joint_venture": "equity joint venture", "contractual": "contract", "goals_failed": "goals missed",
    "defection_seen": "a defection was seen", "stage_back": "partners went back to negotiation",
    "renewed": "the term was renewed", "act": "changed by you", "partner_closed": "a partner closed",
    "external_shock": "shock from outside", "opportunism": "opportunism", "knowledge_learned": "all was learned",
}  # fmt: skip
"""Where people say it otherwise than by reading the underscore as a space."""


def header_of(simulation: Simulation, setup: dict[str, Any], command: str | None) -> dict[str, Any]:
    """All of the header but what is said of the columns and of ends."""
    settings = simulation.settings
    names = {name: list(words) for name, words in VOCABULARIES.items()}
    return {
        "format": "alliances-recording", "version": 1, "model_version": version(DISTRIBUTION), "setup": setup,
        "title": settings.title, "question": settings.question, "look_for": settings.look_for,
        "source": settings.source, "views": list(views_of(settings.name)), "command": command,
        "quarters": simulation.quarter, "quarters_per_year": QUARTERS_PER_YEAR,
        "firms_at_start": settings.firms, "burn_in": settings.burn_in,
        "countries": countries(simulation), "industries": list(simulation.industries), **names,
        "words": words({*simulation.industries, *(name for words in names.values() for name in words)}),
        "policies": [told(policy) for policy in simulation.policies],
        "series": [one._asdict() for one in SERIES],
    }  # fmt: skip


def words(names: set[str]) -> dict[str, str]:
    """What people read for each name."""
    return {name: SPOKEN.get(name, spoken(name)) for name in sorted(names)}


def countries(simulation: Simulation) -> list[dict[str, Any]]:
    """The markets in order."""
    homes = simulation.settings.homes or tuple(simulation.codes)
    return [
        {
            "code": one.iso3, "number": NUMBERS.get(one.iso3), "name": one.name, "region": one.region,
            "economy": one.economy, "latitude": one.latitude, "longitude": one.longitude, "home": one.iso3 in homes,
        }
        for one in countries_of(simulation.settings, simulation.seed).countries
    ]  # fmt: skip


def told(policy: Policy) -> dict[str, Any]:
    """A policy in words and times."""
    said = described(policy)
    end = policy.end * QUARTERS_PER_YEAR
    return {
        "name": policy.name, "title": said.instrument.partition(":")[0], "sentence": sentence(said),
        "start": policy.first_step, "end": None if end == float("inf") else round(end),
        "shock": bool(policy.module.SHOCK),
    }  # fmt: skip


def sentence(said: Any) -> str:
    """What a policy does, for whom, and with how much money."""
    parts = (part.rstrip(".") for part in (said.instrument, said.strength, said.whom, said.money) if part)
    return ". ".join(part[:1].upper() + part[1:] for part in parts) + "."
