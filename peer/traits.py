"""Firms of the plain Mesa peer and their character: the traits and resources that are drawn once."""

from __future__ import annotations

import math

from alliances.model.declarations.codes import ACTORS, CAPITAL, EXECUTIVES, MANAGEMENT, MOTIVES, RESOURCES
from alliances.model.declarations.decisions import ACTOR_TRAITS, AIM_TRAITS, CULTURE_TRAITS, RESOURCE_TRAITS, TRAITS
from alliances.model.rules import firm_demography, logistic
from peer.strategy import Strategist

CULTURES = 3
PROFESSIONS = 2


class Character(Strategist):
    """A firm as far as its key makes it what it is."""

    key: int

    def draw_traits(self, size: float) -> None:
        """Draw who the firm is from its key alone."""
        p, key, pair = self.model.p.firm_demography, self.key, self.model.draws.uniform_pair
        normal = self.model.draws.normal_pair(TRAITS, 0, key, 0)
        self.assets = firm_demography.assets_drawn(normal, size, p)
        self.risk_tolerance = pair(TRAITS, 0, key, 1)
        self.opportunism = firm_demography.trait(pair(TRAITS, 0, key, 2), p.opportunism)
        self.planning = firm_demography.inclination_to_plan(
            firm_demography.trait(pair(TRAITS, 0, key, 3), p.planning), normal, p
        )
        self.aptitude = pair(TRAITS, 0, key, 4)
        self.international_experience = firm_demography.trait(pair(TRAITS, 0, key, 5), p.founder_experience)
        self.draw_resources(normal)
        self.organizational_culture = [pair(CULTURE_TRAITS, 0, key, k) for k in range(CULTURES)]
        self.professional_culture = [pair(CULTURE_TRAITS, 0, key, CULTURES + k) for k in range(PROFESSIONS)]
        aims = [-math.log(1 - pair(AIM_TRAITS, 0, key, motive)) for motive in range(len(MOTIVES))]
        total = sum(aims)
        self.aims = [aim / total for aim in aims]
        others = range(1, len(ACTORS))
        self.actors = [EXECUTIVES] + [a for a in others if pair(ACTOR_TRAITS, 0, key, a) < p.board_share]

    def draw_resources(self, size: float) -> None:
        """Draw the resource bundle; larger firms have more capital and management."""
        p, draws = self.model.p.firm_demography, self.model.draws
        self.resources = []
        for k in range(len(RESOURCES)):
            advantage = size if k == CAPITAL or k == MANAGEMENT else 0.0
            normal = draws.normal_pair(RESOURCE_TRAITS, 0, self.key, k)
            self.resources.append(logistic(firm_demography.resource_score(normal, advantage, p)))
        self.endowment = list(self.resources)
