"""Markets, industries and presences of the plain Mesa peer: ordinary objects with ordinary attributes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from alliances.model.declarations.codes import NO_MODE
from alliances.model.rules import market_competition, market_dynamics
from peer.programmes import moved

if TYPE_CHECKING:
    from peer.alliance import PlainAlliance
    from peer.firm import PlainFirm
    from peer.model import PlainModel


@dataclass(slots=True, eq=False)
class PlainIndustry:
    """An industry and what it needs."""

    number: int
    name: str
    share: float
    rd_intensity: float
    appropriability: float
    importance: list[float]
    buyers: int = 0  # industries that buy from it, one bit each
    firms: int = 0
    capacity: float = 0.0
    bundle: float = 0.0

    def take_means(self, firms: list[PlainFirm]) -> None:
        """Work out what the mean firm of the industry is like: outside incumbents keep up with it."""
        own = [firm for firm in firms if firm.industry is self]
        self.firms, self.capacity, self.bundle = len(own), 0.0, 0.0
        if own:
            self.capacity = sum([firm.capacity for firm in own]) / len(own)
            self.bundle = sum([firm.bundle for firm in own]) / len(own)


@dataclass(slots=True, eq=False)
class PlainSegment:
    """An industry in a market: how intense competition is, and what those who compete weigh with customers."""

    competition_intensity: float
    elasticity: float
    incumbent_number: float
    incumbents: float
    weights: float

    def reset(self, industry: PlainIndustry) -> None:
        """Start with the outside incumbents alone, as large and as good as the mean firm of their industry."""
        if industry.firms > 0:
            self.incumbents = market_competition.incumbents_weight(
                self.incumbent_number, industry.capacity, self.elasticity, industry.bundle
            )
        self.weights = self.incumbents


@dataclass(slots=True, eq=False)
class PlainMarket:
    """A country: what it demands, who is in it, and how far the others are."""

    number: int
    code: str
    demand: float
    usual_demand: float
    competition_intensity: float
    entry_barrier: float
    enforcement: float
    distance: list[float]  # to every market, psychic
    culture: list[float]  # to every market, national
    stranger_odds: list[float]
    foreign_odds: list[float]
    segments: list[PlainSegment]  # by industry
    register: list[PlainFirm | None]
    swing: float = 0.0
    allotted: float = 0.0
    firms_present: int = 0
    hhi: float = 0.0

    def move(self, model: PlainModel) -> None:
        """Let demand swing, as far as no shock takes it away."""
        p = model.p.market_dynamics
        self.swing = market_dynamics.next_swing(self.swing, model.shock(self), p)
        in_force = [programme for programme in model.programmes if programme.in_force]
        self.demand = market_dynamics.demand(self.usual_demand, self.swing) * moved(1.0, "demand", in_force, self)

    def reset(self, industries: list[PlainIndustry]) -> None:
        """Start the competition with the outside incumbents alone."""
        self.firms_present, self.hhi = 0, 0.0
        for segment, industry in zip(self.segments, industries, strict=True):
            segment.reset(industry)

    def allot_to_incumbents(self, industries: list[PlainIndustry]) -> None:
        """Start the sum of shares with what the outside incumbents get."""
        self.allotted = 0.0
        for industry, segment in zip(industries, self.segments, strict=True):
            self.allotted += market_competition.share(segment.incumbents, segment.weights) * industry.share

    def allot(self, weight: float, industry: PlainIndustry) -> float:
        """Share of the whole market of a firm of this weight in this industry."""
        share = market_competition.share(weight, self.segments[industry.number].weights) * industry.share
        self.hhi += share * share
        self.allotted += share
        return share


@dataclass(slots=True, eq=False)
class PlainPresence:
    """A firm in a foreign market, or its memory of one."""

    firm: PlainFirm
    market: PlainMarket
    mode: int = NO_MODE
    since: int = 0
    alliance: PlainAlliance | None = None
    knowledge: float = 0.0
    demand_shock: float = 0.0
    sales: float = 0.0
    market_share: float = 0.0


class PlainEntry(NamedTuple):
    """A step into or out of a foreign market."""

    step: int
    firm: PlainFirm
    market: PlainMarket
    event: int
    mode: int
    alliance: PlainAlliance | None
    barrier_paid: float


@dataclass(slots=True)
class Memory:
    """What a firm remembers of a past partner."""

    trust: float = 0.0
    alliances: int = field(default=0)
