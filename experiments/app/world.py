"""One visitor's world: the model, and what the page shows of it after each quarter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from alliances.experiments.app.choices import Choice
from alliances.experiments.app.places import Places
from alliances.model.declarations.codes import NEVER
from alliances.model.face.model import AllianceModel
from alliances.model.records.state import signed
from alliances.model.rules import QUARTERS_PER_YEAR
from alliances.model.world.scenario import countries_of

WINDOW = 2 * QUARTERS_PER_YEAR
"""Quarters over which ended alliances are counted."""
LITTLE_TRUST, MUCH_CONFLICT = 0.4, 0.35
"""An alliance is drawn as strained when a partner trusts less, or conflict is higher: about one in ten."""
REGIONS = {
    "APAC": "Asia-Pacific",
    "EUR": "Europe",
    "LAC": "Latin America",
    "MEA": "Middle East and Africa",
    "NAM": "North America",
}


class Node(NamedTuple):
    """A living firm in the picture."""

    firm: int
    words: str
    group: str
    x: float
    y: float
    assets: float
    alliances: int


class Edge(NamedTuple):
    """Two partners of an alliance."""

    first: int
    second: int
    strained: bool


class Moment(NamedTuple):
    """The numbers of one quarter; shares are in percent."""

    quarter: int
    firms: int
    active: int
    ended: int
    failed_share: float | None  # none has ended
    abroad: float
    foreign_sales: float


class Label(NamedTuple):
    """A country's name in the picture."""

    name: str
    code: str
    x: float
    y: float


@dataclass(frozen=True, eq=False)
class Frame:
    """What the page shows: nothing in it changes any more. (A tuple would be searched for elements by Reacton.)"""

    number: int
    over: bool
    quarters: int
    nodes: list[Node]
    edges: list[Edge]
    labels: list[Label]
    groups: list[str]
    extent: float
    history: list[Moment]


class LiveWorld:
    """The model of one visitor, with fixed places and the history of its numbers."""

    def __init__(self, choice: Choice) -> None:
        """Make the world; ``InputError`` for what cannot be used."""
        self.model = AllianceModel(
            choice.scenario, seed=choice.seed, firms=choice.firms, parameters=choice.parameters, record_every=0
        )
        self.countries = countries_of(self.model.settings, self.model.seed).countries
        homes = self.model.settings.homes or tuple(self.model.codes)
        regions = {country.region for country in self.countries}
        self.groups = [
            REGIONS.get(country.region, country.region) if len(regions) > 1 else f"{country.economy} economies"
            for country in self.countries
        ]
        at_home = [group if c.iso3 in homes else "" for group, c in zip(self.groups, self.countries, strict=True)]
        firms = self.firms
        self.places = Places(at_home, firms["home"], firms["alive"])
        self.labels = [
            Label(country.name, country.iso3, *self.places.labels[m].round(2).tolist())
            for m, country in enumerate(self.countries)
            if at_home[m]
        ]
        self.history = [self.moment()]

    @property
    def firms(self) -> np.ndarray:
        """Records of all firms that ever lived."""
        return self.model.world.firms[: int(self.model.world.counts[0]["firms"])]

    def advance(self) -> None:
        """One quarter on."""
        self.model.step()
        self.history.append(self.moment())

    def moment(self) -> Moment:
        """The numbers of the last quarter."""
        now = self.model.world.quarter[0]
        ended, failed = self.lately_ended()
        return Moment(
            quarter=self.model.quarter,
            firms=int(now["living_firms"]),
            active=int(now["active_alliances"]),
            ended=ended,
            failed_share=100 * failed / ended if ended else None,
            abroad=100 * float(now["exporters"] / now["living_firms"]) if now["living_firms"] else 0.0,
            foreign_sales=100 * float(now["mean_foreign_sales_share"]),
        )

    def lately_ended(self) -> tuple[int, int]:
        """Signed alliances that ended within the window, and how many of them had failed."""
        alliances = self.model.world.alliances[: int(self.model.world.counts[0]["alliances"])]
        lately = alliances["ended"] >= max(self.model.quarter - WINDOW, NEVER + 1)
        ended = lately & (alliances["formed"] != NEVER)
        return int(ended.sum()), int((ended & alliances["failed"]).sum())

    def frame(self, number: int) -> Frame:
        """What to show now."""
        return Frame(
            number=number,
            over=not self.model.running,
            quarters=self.model.settings.quarters,
            nodes=self.nodes(),
            edges=self.edges(),
            labels=self.labels,
            groups=sorted({self.groups[m] for m in np.flatnonzero(self.places.taken).tolist()}),
            extent=self.places.extent,
            history=list(self.history),
        )

    def nodes(self) -> list[Node]:
        """The living firms."""
        firms = self.firms
        places = self.places.update(firms["home"]).round(2)
        return [self.node(f, firms[f], *places[f].tolist()) for f in np.flatnonzero(firms["alive"]).tolist()]

    def node(self, f: int, firm: np.void, x: float, y: float) -> Node:
        """One firm, and what to say when someone points at it."""
        home, alliances = int(firm["home"]), int(firm["alliances"])
        industry = self.model.industries[firm["industry"]].replace("_", " ")
        words = (
            f"Firm {f}, {self.countries[home].name}, {industry}: "
            f"assets {firm['assets']:.3g} million USD, alliances {alliances}, foreign markets {firm['markets']}"
        )
        return Node(f, words, self.groups[home], x, y, float(firm["assets"]), alliances)

    def edges(self) -> list[Edge]:
        """Every pair of partners of every signed alliance."""
        drawn = []
        for alliance in self.model.world.alliances[signed(self.model.world)]:
            count = int(alliance["n_partners"])
            partners = alliance["partners"][:count].tolist()
            strained = alliance["trust"][:count].min() < LITTLE_TRUST or alliance["conflict"] > MUCH_CONFLICT
            drawn += [Edge(a, b, bool(strained)) for n, a in enumerate(partners) for b in partners[n + 1 :]]
        return drawn
