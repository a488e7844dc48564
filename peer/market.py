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


@dataclass(slots=True, eq=False)
class PlainMarket:
    """A country: what it demands, who is in it, and how far the others are."""

    number: int
    code: str
    demand: float
    trend: float
    growth: float
    competition_intensity: float
    entry_barrier: float
    enforcement: float
    elasticity: float
    distance: list[float]  # to every market, psychic
    culture: list[float]  # to every market, national
    stranger_odds: list[float]
    foreign_odds: list[float]
    incumbents: list[float]  # by industry
    weights: list[float]  # by industry, of all
    register: list[PlainFirm | None]
    swing: float = 0.0
    allotted: float = 0.0
    firms_present: int = 0
    hhi: float = 0.0

    def move(self, model: PlainModel) -> None:
        """Let demand grow and swing, as far as no shock takes it away."""
        p = model.p.market_dynamics
        self.trend *= market_dynamics.trend_growth(self.growth, p)
        self.swing = market_dynamics.next_swing(self.swing, model.shock(self), p)
        in_force = [programme for programme in model.programmes if programme.in_force]
        self.demand = market_dynamics.demand(self.trend, self.swing) * moved(1.0, "demand", in_force, self)

    def reset(self) -> None:
        """Start the competition with the outside incumbents alone."""
        self.firms_present, self.hhi = 0, 0.0
        self.weights = list(self.incumbents)

    def allot_to_incumbents(self, industries: list[PlainIndustry]) -> None:
        """Start the sum of shares with what the outside incumbents get."""
        self.allotted = 0.0
        for industry, outside, weights in zip(industries, self.incumbents, self.weights, strict=True):
            self.allotted += market_competition.share(outside, weights) * industry.share

    def allot(self, weight: float, industry: PlainIndustry) -> float:
        """Share of the whole market of a firm of this weight in this industry."""
        share = market_competition.share(weight, self.weights[industry.number]) * industry.share
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
