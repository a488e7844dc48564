"""Virtual surveys: simulated firms answer as a paper's firms did, and the paper's own models are fitted."""

from __future__ import annotations

from collections.abc import Iterable

from alliances.analysis.registry import named, together
from alliances.analysis.surveys import nissanka, veilleux, zhu, zhu_lottery
from alliances.analysis.surveys.declaration import Survey
from alliances.model.errors import echoed, refuse
from alliances.model.plugins import brought

SURVEYS = (zhu.SURVEY, zhu_lottery.SURVEY, nissanka.SURVEY, veilleux.SURVEY)


def surveys(extra: Iterable[Survey] = ()) -> dict[str, Survey]:
    """The shipped surveys, those of plugins and ``extra`` ones, by name; ``InputError`` if two share a name."""
    return together("survey", SURVEYS, (*brought(Survey), *extra), lambda survey: survey.name)


def survey(name: str, extra: Iterable[Survey] = ()) -> Survey:
    """The survey of this name; ``InputError`` with the nearest one if there is none."""
    return named("survey", name, surveys(extra))


def causal(asked: Survey) -> Survey:
    """The survey that asks the same where lots decide; ``InputError`` if there is none."""
    if not asked.causal:
        others = ", ".join(one.name for one in surveys().values() if one.causal)
        refuse(f"survey {echoed(asked.name)} has no lottery, so --causal must be left out; there is one for {others}")
    return survey(asked.causal)
