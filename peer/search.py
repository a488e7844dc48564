"""Firms of the plain Mesa peer in search of partners: whom they meet, and whom they court."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alliances.model.declarations.codes import EXECUTIVES, FOR_SEARCH, MEMORY, NO_MOTIVE, SELECTION
from alliances.model.declarations.decisions import (
    CHANNEL,
    CONSENT,
    COUNTRY,
    JUDGEMENT,
    NOTICE,
    PAST_PARTNER,
    REFERRAL,
    SKIPPING,
    STRANGER,
)
from alliances.model.rules import partner_choice, partner_search, stages
from peer.draws import drawn
from peer.judgement import Judge

if TYPE_CHECKING:
    from peer.firm import PlainFirm

SHORTLIST = 3


class Searcher(Judge):
    """A firm as far as it looks for partners."""

    def __init__(self, model: Any) -> None:
        """A firm without plans or ties."""
        super().__init__(model)
        self.motive, self.leader, self.skips_selection = NO_MOTIVE, EXECUTIVES, False
        self.proposal: list[PlainFirm] = []  # best first
        self.proposal_utility = self.proposal_asked = 0.0
        self.proposer: PlainFirm | None = None
        self.proposer_utility = 0.0

    def search(self) -> None:
        """Look at candidates one by one and keep the best three that satisfy; who skips selection takes the first."""
        p = self.model.p.partner_choice
        self.pay_for_search()
        self.proposal = []
        self.proposal_asked = asked = self.asked()
        self.skips_selection = self.skips(SELECTION)
        utilities: list[float] = []
        looks = int(self.factor("search_reach", self.home) * self.model.candidates)
        for look in range(1 if self.skips_selection else looks):
            other = self.candidate(look)
            if other is None or other is self or not other.alive or self.is_tied(other) or not other.may_ally():
                continue
            utility = self.seen_utility(other, self.motive, self.target, JUDGEMENT)
            self.outside_option = max(self.outside_option, partner_choice.alternative(utility, p))
            if utility >= asked and other not in self.proposal:
                place = sum(utility <= better for better in utilities)
                utilities.insert(place, utility)
                self.proposal.insert(place, other)
                del utilities[SHORTLIST:], self.proposal[SHORTLIST:]
        if utilities:
            self.proposal_utility = utilities[0]

    def may_ally(self) -> bool:
        """Whether no policy bars the firm from new alliances."""
        return self.factor("ally_propensity", self.home) > 0

    def pay_for_search(self) -> None:
        """Pay for a search in the market that the firm wants to enter, or else at home."""
        cost = self.model.p.partner_search.cost * self.assets
        self.outlay += cost - self.paid(FOR_SEARCH, cost, self.target or self.home)

    def skips(self, stage: int) -> bool:
        """Whether the firm skips a stage of an alliance it leads from this quarter on."""
        model = self.model
        chance = stages.skip_probability(stage, self.planning, self.alliance_capability, model.p.stages)
        return model.draws.uniform_pair(SKIPPING, model.quarter, self.key, stage) < chance

    def candidate(self, look: int) -> PlainFirm | None:
        """The next firm met, if any."""
        draws, quarter, key, p = self.model.draws, self.model.quarter, self.key, self.model.p.partner_search
        channel = partner_search.search_channel(draws.uniform_pair(CHANNEL, quarter, key, look), p)
        if channel == partner_search.PAST_PARTNER:
            place = draws.index_pair(PAST_PARTNER, quarter, key, look, MEMORY)
            return self.remembered[place] if place < len(self.remembered) else None
        if channel == partner_search.REFERRAL:
            friend = self.some_partner(draws.uniform_pair(REFERRAL, quarter, key, 2 * look))
            if friend is None:
                return None
            return friend.some_partner(draws.uniform_pair(REFERRAL, quarter, key, 2 * look + 1))
        return self.stranger(look)

    def some_partner(self, draw: float) -> PlainFirm | None:
        """A partner, drawn evenly from the ties, the youngest first."""
        if not self.ties:
            return None
        partners = self.ties[-1 - int(draw * len(self.ties))].partners
        return partners[(partners.index(self) + 1) % len(partners)]

    def stranger(self, look: int) -> PlainFirm | None:
        """A firm of the target market, home, or a near country; of two firms met, the better connected may count."""
        model, key, country = self.model, self.key, self.target
        draws, quarter = model.draws, model.quarter
        if country is None:
            country = self.home
            if draws.uniform_pair(COUNTRY, quarter, key, 2 * look) >= model.p.partner_search.home:
                draw = draws.uniform_pair(COUNTRY, quarter, key, 2 * look + 1)
                country = model.markets[drawn(country.stranger_odds, draw)]
        register, met = country.register, []
        notices = draws.uniform_pair(NOTICE, quarter, key, look) < model.p.partner_search.prominence
        tries = int(model.p.partner_search.tries)
        for attempt in range(tries):
            firm = register[draws.index_pair(STRANGER, quarter, key, look * tries + attempt, len(register))]
            if firm is not None:
                met.append(firm)
                if len(met) == (2 if notices else 1):
                    break
        return max(met, key=lambda firm: firm.alliances, default=None)

    def propose(self) -> None:
        """Become the proposer of the best candidate, if it accepts and likes nobody better (ties: the lower key)."""
        other = self.proposal[0]
        utility = other.seen_utility(self, other.answering_motive(self.motive), self.target, CONSENT)
        if utility < other.asked():
            return
        rival, better = other.proposer, other.proposer_utility
        if rival is None or utility > better or (utility == better and self.key < rival.key):
            other.proposer, other.proposer_utility = self, utility
