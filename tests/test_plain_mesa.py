"""The compiled model against its plain Mesa peer: the same luck makes the same firms, alliances, markets and books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pytest

from alliances.model.declarations.codes import (
    CAUSES,
    CONTRACTUAL_MODE,
    DEEPEN,
    ENTRY_EVENTS,
    MAX_PARTNERS,
    MEMORY,
    NEVER,
    NOBODY,
)
from alliances.model.declarations.columns import Column, Records
from alliances.model.declarations.parameters import packed, values
from alliances.model.quarter import after_quarter
from alliances.model.records.alliances import ALLIANCES
from alliances.model.records.firms import FIRMS
from alliances.model.records.markets import ENTRIES, MARKETS, PRESENCE, SEGMENTS
from alliances.model.records.state import SUMMARY, World
from alliances.model.world.geography import Conditions, market_conditions, read_countries
from alliances.model.world.setup import build_world
from peer.alliance import PlainAlliance
from peer.draws import KeyedDraws, PlainDraws
from peer.firm import PlainFirm
from peer.model import PlainModel

COUNTRIES = {"CHN", "VNM", "BRA", "NGA", "USA", "DEU", "JPN", "SWE"}
MANY, FIRST, QUARTERS = 60, -20, 60
BUSY = {
    "strategy.review_rate": 6.0,
    "partner_choice.reservation": 0.9,
    "partner_search.candidates": 9,
    "negotiation.consortium": 0.9,
    "alliance_capability.span": 20.0,
    "evaluation.restructuring_rate": 6.0,
    "learning_race.leakage": 1.0,
    "termination.buyout": 2.0,
}
CASES = [(1, {}), (2, {}), (3, {}), (4, BUSY)]
RTOL, ATOL = 1e-9, 1e-12

FIRM_COUNTERPARTS: dict[str, Callable[[PlainFirm], Any]] = {
    "ties": lambda firm: len(firm.ties),
    "actors": lambda firm: sum(1 << actor for actor in firm.actors),
    "past_partner": lambda firm: firm.remembered,
    "past_trust": lambda firm: [firm.memory[other].trust for other in firm.remembered],
    "past_alliances": lambda firm: [firm.memory[other].alliances for other in firm.remembered],
}
ALLIANCE_COUNTERPARTS: dict[str, Callable[[PlainAlliance], Any]] = {
    "n_partners": lambda alliance: len(alliance.partners),
    "skipped": lambda alliance: sum(1 << stage for stage in alliance.skipped),
}
MARKET_COUNTERPARTS: dict[str, Callable[[Any], Any]] = {"slot_count": lambda market: len(market.register)}
NO_COUNTERPART: dict[str, dict[str, str]] = {
    "firms": {
        "support": "the peer knows no policies",
        "first_tie": "start of a chain; the chain is compared as a whole",
        "first_presence": "start of a chain; the chain is compared as a whole",
    },
    "alliances": {"next_tie": "link of a chain; the chain is compared as a whole"},
    "presence": {"next_presence": "link of a chain; the chain is compared as a whole"},
    "markets": {"slot_start": "registers lie one after the other; their contents are compared"},
    "entries": {},
}


class Twins(NamedTuple):
    """The same world in both engines."""

    world: World
    peer: PlainModel
    numbers: dict[Any, int]  # row of each object of the peer

    def rows(self, records: str) -> np.ndarray:
        """The records of a group that are in use."""
        return getattr(self.world, records)[: int(self.world.counts[0][records])]


def conditions(p: Any) -> Conditions:
    """Eight countries."""
    return market_conditions([c for c in read_countries().countries if c.iso3 in COUNTRIES], set(), {}, p)


def compiled_world(p: Any, seed: int, firms: int) -> World:
    return build_world(conditions(p), p, seed, firms, first_step=FIRST)


@pytest.fixture(scope="module", params=CASES, ids=["1", "2", "3", "busy"])
def twins(request: pytest.FixtureRequest) -> Twins:
    """Both engines after sixty quarters; the quarter's summary is compared on the way."""
    seed, overrides = request.param
    p = values(overrides)
    world, kernel_p = compiled_world(p, seed, MANY), packed(p)
    peer = PlainModel(conditions(p), p, seed, MANY, KeyedDraws(seed), FIRST)
    for quarter in range(FIRST, FIRST + QUARTERS):
        world = after_quarter(world, kernel_p, quarter)
        peer.step()
        ours = {name: float(world.quarter[name][0]) for name in SUMMARY}
        assert ours == pytest.approx(peer.summary, rel=RTOL), f"summaries part in quarter {quarter}"
    everyone = (*enumerate(peer.all_firms), *enumerate(peer.all_alliances), *enumerate(peer.markets))
    numbers = {thing: number for number, thing in (*everyone, *enumerate(peer.industries))}
    return Twins(world, peer, numbers)


def as_number(value: Any, numbers: Mapping[Any, int]) -> Any:
    """What a column would hold for an attribute: a number for an object, NOBODY for None."""
    if value is None:
        return NOBODY
    return value if isinstance(value, (bool, int, float)) else numbers[value]


def as_column(objects: Iterable[Any], name: str, spec: Column, how: Mapping[str, Any], numbers: Any) -> np.ndarray:
    """An attribute of many objects as the state would hold it; short lists are filled up."""
    get = how.get(name, lambda thing: getattr(thing, name))
    if not spec.width:
        return np.array([as_number(get(thing), numbers) for thing in objects], dtype=spec.dtype)
    rows = [[as_number(value, numbers) for value in get(thing)] for thing in objects]
    rows = [row + [spec.fill] * (spec.width - len(row)) for row in rows]
    return np.array(rows, dtype=spec.dtype).reshape(-1, spec.width)


def compare(group: Records, records: np.ndarray, objects: list[Any], numbers: Any, how: Mapping[str, Any]) -> None:
    """Every column of a group with its counterpart: whole numbers exactly, real ones closely."""
    assert len(records) == len(objects)
    for name, spec in group.stored.items():
        if name in NO_COUNTERPART[group.name]:
            continue
        theirs = as_column(objects, name, spec, how, numbers)
        if spec.dtype == "f8":
            np.testing.assert_allclose(records[name], theirs, rtol=RTOL, atol=ATOL, err_msg=name)
        else:
            np.testing.assert_array_equal(records[name], theirs, err_msg=name)


@pytest.mark.smoke
def test_every_firm_ever_is_the_same_in_every_column(twins):
    compare(FIRMS, twins.rows("firms"), twins.peer.all_firms, twins.numbers, FIRM_COUNTERPARTS)


@pytest.mark.smoke
def test_every_alliance_and_every_failed_talk_is_the_same_in_every_column(twins):
    compare(ALLIANCES, twins.rows("alliances"), twins.peer.all_alliances, twins.numbers, ALLIANCE_COUNTERPARTS)


@pytest.mark.smoke
def test_every_presence_is_the_same_in_every_column(twins):
    rows = twins.rows("presence")
    rows = rows[rows["firm"] != NOBODY]
    rows = rows[np.lexsort((rows["market"], rows["firm"]))]
    presences = [presence for firm in twins.peer.all_firms for presence in firm.presences.values()]
    presences.sort(key=lambda presence: (twins.numbers[presence.firm], presence.market.number))
    compare(PRESENCE, rows, presences, twins.numbers, {})


@pytest.mark.smoke
def test_every_step_into_or_out_of_a_market_is_the_same(twins):
    numbers, rows = twins.numbers, twins.rows("entries")
    rows = rows[np.lexsort((rows["mode"], rows["event"], rows["market"], rows["firm"], rows["step"]))]
    entries = sorted(
        twins.peer.entries, key=lambda entry: (entry.step, numbers[entry.firm], entry.market.number, *entry[3:5])
    )
    compare(ENTRIES, rows, entries, numbers, {})


@pytest.mark.smoke
def test_markets_registers_and_segments_are_the_same(twins):
    markets = twins.peer.markets
    compare(MARKETS, twins.world.markets, markets, twins.numbers, MARKET_COUNTERPARTS)
    registered = [as_number(firm, twins.numbers) for market in markets for firm in market.register]
    np.testing.assert_array_equal(twins.world.slots, registered)
    np.testing.assert_allclose(twins.world.segments["incumbents"], [market.incumbents for market in markets])
    np.testing.assert_allclose(twins.world.segments["weights"], [market.weights for market in markets], rtol=RTOL)
    assert set(SEGMENTS.stored) == {"incumbents", "weights"}


@pytest.mark.smoke
def test_chains_of_ties_and_presences_hold_what_the_peer_lists(twins):
    world, numbers = twins.world, twins.numbers
    for row, firm in enumerate(twins.peer.all_firms):
        ties, tie = [], int(world.firms["first_tie"][row])
        while tie != NOBODY:
            ties.append(tie // MAX_PARTNERS)
            tie = int(world.alliances["next_tie"][divmod(tie, MAX_PARTNERS)])
        assert ties == [numbers[alliance] for alliance in reversed(firm.ties)]
        markets, presence = [], int(world.firms["first_presence"][row])
        while presence != NOBODY:
            markets.append(int(world.presence["market"][presence]))
            presence = int(world.presence["next_presence"][presence])
        assert markets == [market.number for market in reversed(firm.presences)]


@pytest.mark.smoke
def test_living_alliances_and_firms_are_the_agents_of_the_peer(twins):
    active = twins.rows("active").tolist()
    assert active == [twins.numbers[alliance] for alliance in twins.peer.alliances]
    alive = np.flatnonzero(twins.rows("firms")["alive"]).tolist()
    assert alive == [twins.numbers[firm] for firm in twins.peer.firms]


def test_the_comparison_meets_everything_that_can_happen():
    p = values(BUSY)
    world, kernel_p = compiled_world(p, 4, MANY), packed(p)
    for quarter in range(FIRST, FIRST + QUARTERS):
        world = after_quarter(world, kernel_p, quarter)
    counts = world.counts[0]
    alliances, firms = world.alliances[: counts["alliances"]], world.firms[: counts["firms"]]
    assert set(range(len(CAUSES))) <= set(alliances["cause"].tolist())
    entries = world.entries[: counts["entries"]]
    assert set(range(len(ENTRY_EVENTS))) == set(entries["event"].tolist())
    assert ((entries["event"] == DEEPEN) & (entries["mode"] == CONTRACTUAL_MODE)).any()  # an exporter found a partner
    assert alliances["n_partners"].max() == MAX_PARTNERS
    assert (alliances["revisits"] > 0).any() and (alliances["market_overlap"] > 0).any()
    assert (alliances["due"] > alliances["formed"] + alliances["planned_quarters"])[alliances["formed"] != NEVER].any()
    assert ((firms["past_partner"] != NOBODY).sum(axis=1) == MEMORY).any()
    assert firms["dedicated_function"].any() and not firms["alive"].all() and counts["firms"] > MANY


def test_ordinary_luck_gives_similar_totals():
    p, firms = values({}), 150
    totals = []
    for draws in (KeyedDraws, PlainDraws):
        total = dict.fromkeys(SUMMARY, 0.0)
        for seed in range(3):
            peer = PlainModel(conditions(p), p, seed, firms, draws(seed))
            for _ in range(40):
                peer.step()
                for name, number in peer.summary.items():
                    total[name] += number
        totals.append(total)
    for name in ("active_alliances", "formed", "ended", "failed", "exporters", "closed", "foreign_sales"):
        assert totals[0][name] == pytest.approx(totals[1][name], rel=0.4), name
