"""Virtual surveys: simulated firms answer as a paper's firms did, and the paper's own models are fitted."""

from __future__ import annotations

from collections.abc import Iterable

from alliances.analysis.registry import named, together
from alliances.analysis.surveys import nissanka, veilleux, zhu
from alliances.analysis.surveys.declaration import Survey
from alliances.model.plugins import brought

SURVEYS = (zhu.SURVEY, nissanka.SURVEY, veilleux.SURVEY)


def surveys(extra: Iterable[Survey] = ()) -> dict[str, Survey]:
    """The shipped surveys, those of plugins and ``extra`` ones, by name; ``InputError`` if two share a name."""
    return together("survey", SURVEYS, (*brought(Survey), *extra), lambda survey: survey.name)


def survey(name: str, extra: Iterable[Survey] = ()) -> Survey:
    """The survey of this name; ``InputError`` with the nearest one if there is none."""
    return named("survey", name, surveys(extra))
