"""The plain Mesa peer: the same model as an ordinary Mesa user would write it, one object per firm and alliance.

It calls the same rules and instruments, in the same order, and with ``KeyedDraws`` it has the same draws: the tests
compare it with the compiled model firm by firm and payment by payment (see ``comparison``). With ``PlainDraws`` it is
what the compiled model's speed is measured against.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import mesa
import numpy as np

from alliances.model.declarations.codes import NEVER, NO_MODE, NO_MOTIVE, PARTNER_CLOSED
from alliances.model.declarations.decisions import DEMAND, FOUNDER, FOUNDING, HOME, INDUSTRY, TRAITS
from alliances.model.declarations.parameters import values
from alliances.model.policies.policy import Policy
from alliances.model.records.state import SUMMARY
from alliances.model.rules import QUARTERS_PER_YEAR, entry_mode, firm_demography
from alliances.model.world.geography import Conditions, market_conditions
from alliances.model.world.scenario import Scenario, countries_of
from alliances.model.world.setup import build_between, build_industries, build_markets, build_segments, industry_names
from peer.admission import Round
from peer.alliance import PlainAlliance
from peer.draws import Draws, PlainDraws, drawn
from peer.firm import PlainFirm
from peer.market import PlainEntry, PlainIndustry, PlainMarket, PlainSegment
from peer.programmes import Payment, Programme


class PlainModel(mesa.Model):
    """Firms that form, run and end strategic alliances and go abroad."""

    def __init__(
        self, scenario: Scenario, seed: int, draws: Draws | None = None, policies: Sequence[Policy] = ()
    ) -> None:
        """The world of a scenario before its burn-in; policies beside the scenario's own pay in their order."""
        super().__init__(rng=seed)
        self.p, self.quarter = values(scenario.parameters), -scenario.burn_in
        self.draws: Draws = PlainDraws(seed) if draws is None else draws
        self.set_up_rules()
        self.formed = self.ended = self.failed = self.closed = 0
        self.all_firms: list[PlainFirm] = []  # also closed ones, for tables
        self.all_alliances: list[PlainAlliance] = []
        self.entries: list[PlainEntry] = []
        self.payments: list[Payment] = []
        self.admissions: list[Round] = []
        countries = countries_of(scenario, seed).countries
        conditions = market_conditions(countries, set(scenario.homes), scenario.markets, self.p)
        self.set_up_markets([country.iso3 for country in countries], conditions, scenario.firms, seed)
        self.programmes = [Programme(self, policy) for policy in (*scenario.policies, *policies)]
        self.set_up_firms(conditions, scenario.firms)
        self.summary = dict.fromkeys(SUMMARY, 0.0) | {"living_firms": float(scenario.firms)}
        self.datacollector = mesa.DataCollector(
            model_reporters={name: lambda model, name=name: model.summary[name] for name in SUMMARY}
        )

    def set_up_rules(self) -> None:
        """Work out once what no quarter changes."""
        p = self.p
        self.reconsider_chance = entry_mode.reconsider_probability(p.entry_mode)
        self.founding_chance = firm_demography.founding_probability(p.firm_demography)
        self.candidates = int(p.partner_search.candidates)

    def set_up_markets(self, codes: list[str], conditions: Conditions, firms: int, seed: int) -> None:
        """Make markets and industries from their conditions."""
        records, sectors = build_markets(conditions, firms, self.p), build_industries()
        segments = build_segments(conditions, sectors, firms, seed, self.p)
        between = build_between(conditions, self.p)
        given = ("demand", "usual_demand", "competition_intensity", "entry_barrier", "enforcement")
        self.industries = [
            PlainIndustry(number, name, **{column: record[column].tolist() for column in sectors.dtype.names})
            for number, (name, record) in enumerate(zip(industry_names(), sectors, strict=True))
        ]
        self.markets = [
            PlainMarket(
                number,
                code,
                **{name: float(record[name]) for name in given},
                **{name: between[name][number].tolist() for name in between.dtype.names},
                segments=[PlainSegment(*record.tolist()) for record in segments[number]],
                register=[None] * int(record["slot_count"]),
            )
            for number, (code, record) in enumerate(zip(codes, records, strict=True))
        ]

    def set_up_firms(self, conditions: Conditions, firms: int) -> None:
        """Draw the firms of the start; each is also a founding slot."""
        homes = np.cumsum(conditions.firms_weight).tolist()
        sectors = np.cumsum([industry.share for industry in self.industries]).tolist()
        mean_age, draws = self.p.firm_demography.mean_age, self.draws
        for number in range(firms):
            home = self.markets[drawn(homes, draws.uniform(HOME, 0, number))]
            industry = self.industries[drawn(sectors, draws.uniform(INDUSTRY, 0, number))]
            years = -mean_age * math.log(1 - draws.uniform_pair(TRAITS, 1, number, 0))
            founded = self.quarter - int(years * QUARTERS_PER_YEAR) - 1
            self.all_firms.append(PlainFirm(self, number, home, industry, founded, 1.0))
        self.slots = [(firm.home, firm.industry) for firm in self.all_firms]

    def shock(self, market: PlainMarket) -> float:
        """Standard normal draw for a market's demand."""
        return self.draws.normal_pair(DEMAND, self.quarter, market.number, 0)

    @property
    def firms(self) -> list[PlainFirm]:
        """Living firms, oldest first."""
        return list(self.agents_by_type.get(PlainFirm, ()))

    @property
    def alliances(self) -> list[PlainAlliance]:
        """Talks and living alliances, oldest first."""
        return list(self.agents_by_type.get(PlainAlliance, ()))

    def step(self) -> None:
        """One quarter."""
        self.formed = self.ended = self.failed = self.closed = 0
        self.begin_programmes()
        for market in self.markets:
            market.move(self)
        for firm in self.firms:
            firm.set_strategy()
        self.find_partners()
        for alliance in self.alliances:
            alliance.hold_talks()
        for alliance in self.alliances:
            alliance.operate()
        self.enter_markets()
        self.compete()
        for firm in self.firms:
            firm.develop()
        for alliance in self.alliances:
            alliance.review()
        self.close_firms()
        self.found_firms()
        self.record()
        self.quarter += 1

    def begin_programmes(self) -> None:
        """Let every programme, in the order in which they pay, say whom it supports this quarter."""
        firms = self.firms
        for firm in firms:
            firm.support = []
        for programme in self.programmes:
            programme.begin_quarter(firms)

    def find_partners(self) -> None:
        """Let firms that seek an ally search and propose; start talks where both are satisfied."""
        seeking = [firm for firm in self.firms if firm.motive != NO_MOTIVE]
        for firm in seeking:
            firm.search()
        for firm in seeking:
            if firm.motive != NO_MOTIVE and firm.proposal:
                firm.propose()
        for firm in self.firms:
            proposer = firm.proposer
            if proposer is not None and not proposer.is_tied(firm):
                self.all_alliances.append(PlainAlliance(self, proposer, firm))

    def enter_markets(self) -> None:
        """Carry out entries with partners and alone, then let present firms reconsider."""
        for alliance in self.alliances:
            alliance.enter_together()
        for firm in self.firms:
            if firm.entry != NO_MODE:
                firm.enter_alone()
        for firm in self.firms:
            firm.reconsider_all()

    def compete(self) -> None:
        """Divide every market among the firms in it and the outside incumbents."""
        firms = self.firms
        for industry in self.industries:
            industry.take_means(firms)
        for market in self.markets:
            market.reset(self.industries)
        for firm in firms:
            firm.weigh_in()
        for market in self.markets:
            market.allot_to_incumbents(self.industries)
        for firm in firms:
            firm.take_share()

    def close_firms(self) -> None:
        """Close each firm by its own chance; its partners lose the alliance."""
        closing = [firm for firm in self.firms if firm.closes()]
        self.closed = len(closing)
        for firm in closing:
            firm.close()
        if closing:
            for alliance in self.alliances:
                if not all(partner.alive for partner in alliance.partners):
                    alliance.end(PARTNER_CLOSED)

    def found_firms(self) -> None:
        """Found a firm in each slot whose chance comes up: like the slot's first firm in home and industry."""
        draws, quarter, size = self.draws, self.quarter, self.p.firm_demography.founder_assets
        for slot, (home, industry) in enumerate(self.slots):
            if draws.uniform(FOUNDING, quarter, slot) < self.founding_chance:
                key = draws.hashed(FOUNDER, quarter, slot, 0)
                self.all_firms.append(PlainFirm(self, key, home, industry, quarter, size))

    def record(self) -> None:
        """Sum the quarter up."""
        firms = self.firms
        foreign = sum([firm.foreign_sales for firm in firms])
        shares = 0.0
        for firm in firms:
            shares += firm.foreign_sales_share()
        founded = sum([firm.founded == self.quarter for firm in self.all_firms])
        numbers = (
            sum([alliance.formed != NEVER for alliance in self.alliances]),
            self.formed,
            self.ended,
            self.failed,
            sum([firm.markets > 0 for firm in firms]),
            foreign,
            foreign + sum([firm.home_sales for firm in firms]),
            shares / len(firms) if firms else 0.0,
            founded,
            self.closed,
            len(firms),
        )
        self.summary = {name: float(number) for name, number in zip(SUMMARY, numbers, strict=True)}
        self.datacollector.collect(self)
