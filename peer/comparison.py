"""The same world in the compiled model and in its plain peer, and whether every column of the state agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from alliances.model.declarations.codes import COSTS, NOBODY
from alliances.model.declarations.columns import Column, Records
from alliances.model.face.model import AllianceModel
from alliances.model.policies.policy import Policy
from alliances.model.records.alliances import ALLIANCES
from alliances.model.records.firms import FIRMS
from alliances.model.records.ledgers import AWARDS, PAYMENTS, PROGRAMMES
from alliances.model.records.markets import ENTRIES, INDUSTRIES, MARKETS, PRESENCE, SEGMENTS
from alliances.model.records.state import SUMMARY
from alliances.model.world.scenario import Scenario, load_scenario
from peer.draws import KeyedDraws
from peer.model import PlainModel

RTOL, ATOL = 1e-9, 1e-12
COUNTRIES = ("CHN", "VNM", "BRA", "NGA", "USA", "DEU", "JPN", "SWE")
BUSY = {
    "strategy.review_rate": 6.0,
    "partner_choice.reservation": 0.9,
    "partner_search.candidates": 9,
    "negotiation.consortium": 0.9,
    "alliance_capability.span": 20.0,
    "evaluation.restructuring_rate": 6.0,
    "lead_customer.trial": 0.5,
    "lead_customer.pilot": 0.2,
    "lead_customer.supplier": 0.4,
    "lead_customer.joint": 0.3,
    "learning_race.leakage": 1.0,
    "strategy.considered_growth": 0.4,
    "strategy.onward": 0.5,
    "strategy.industry_weight": 0.8,
    "entry_cost.own": 0.3,
    "entry_cost.spread": 0.9,
    "market_competition.bound": 0.4,
    "market_competition.research_rise": 0.6,
    "market_competition.occupied": 0.7,
    "market_conditions.competition_spread": 0.8,
    "market_conditions.competition_research": 0.9,
    "resource_development.operating_cost": 0.05,
    "termination.takeover": 0.9,
}
"""Parameters under which everything that can happen does, in a small world."""

COUNTERPARTS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "firms": {
        "ties": lambda firm: len(firm.ties),
        "actors": lambda firm: sum(1 << actor for actor in firm.actors),
        "support": lambda firm: sum(1 << firm.model.programmes.index(programme) for programme in firm.support),
        "past_partner": lambda firm: firm.remembered,
        "past_trust": lambda firm: [firm.memory[other].trust for other in firm.remembered],
        "past_alliances": lambda firm: [firm.memory[other].alliances for other in firm.remembered],
    },
    "alliances": {
        "n_partners": lambda alliance: len(alliance.partners),
        "skipped": lambda alliance: sum(1 << stage for stage in alliance.skipped),
    },
    "markets": {"slot_count": lambda market: len(market.register)},
    "programmes": {
        "ceiling": lambda programme: programme.policy.ceiling,
        "abroad_only": lambda programme: programme.policy.target.partner_abroad,
        "share": lambda programme: [programme.share(purpose) for purpose in range(COSTS)],
    },
}
"""What stands in the peer for a column that is no attribute of the same name."""

NO_COUNTERPART: dict[str, dict[str, str]] = {
    "firms": {
        "first_tie": "start of a chain; the chain is compared as a whole",
        "first_presence": "start of a chain; the chain is compared as a whole",
    },
    "alliances": {"next_tie": "link of a chain; the chain is compared as a whole"},
    "presence": {"next_presence": "link of a chain; the chain is compared as a whole"},
    "markets": {"slot_start": "registers lie one after the other; their contents are compared"},
}


def small_world(parameters: Mapping[str, float] | None = None) -> Scenario:
    """Sixty firms at home in eight countries: five years of burn-in, and ten years."""
    default = load_scenario("default")
    size = {"firms": 60, "burn_in": 20, "quarters": 40, "countries": COUNTRIES}
    return replace(default, **size, parameters=dict(parameters or {}))  # type: ignore[arg-type]


class Twins(NamedTuple):
    """The same world in both, after the same quarters."""

    engine: AllianceModel
    peer: PlainModel
    numbers: dict[Any, int]  # row of each object of the peer

    def rows(self, records: str) -> np.ndarray:
        """The records of a group that are in use."""
        world = self.engine.world
        return np.asarray(getattr(world, records)[: int(world.counts[0][records])])


def twins(scenario: Scenario, seed: int, policies: Sequence[Policy] = ()) -> Twins:
    """Both after a scenario's quarters; ``AssertionError`` in the first quarter whose summaries or budgets part."""
    engine = AllianceModel(scenario, seed=seed, policies=policies, record_every=0)
    peer = PlainModel(scenario, seed, KeyedDraws(seed), policies)
    for _ in range(scenario.burn_in):
        peer.step()
    for quarter in range(scenario.quarters):
        engine.step()
        peer.step()
        apart = differences(engine, peer)
        assert apart == {}, f"the compiled model and its peer part in quarter {quarter}: {apart}"
    kinds = (peer.all_firms, peer.all_alliances, peer.markets, peer.industries, peer.programmes)
    return Twins(engine, peer, {thing: number for kind in kinds for number, thing in enumerate(kind)})


def differences(engine: AllianceModel, peer: PlainModel) -> dict[str, tuple[float, float]]:
    """What sums the quarter up, and what is left of each budget, where the two differ."""
    left = engine.world.programmes["left"].tolist()
    numbers = {name: (float(engine.world.quarter[name][0]), peer.summary[name]) for name in SUMMARY}
    for ours, programme in zip(left, peer.programmes, strict=True):
        numbers[f"budget of {programme.policy.name}"] = (ours, programme.left)
    return {name: pair for name, pair in numbers.items() if not np.isclose(*pair, RTOL, ATOL)}


def compare_all(both: Twins) -> None:
    """Compare every record there is; ``AssertionError`` for the first column that differs."""
    compare(FIRMS, both.rows("firms"), both.peer.all_firms, both.numbers)
    compare(ALLIANCES, both.rows("alliances"), both.peer.all_alliances, both.numbers)
    compare_markets(both)
    compare(PROGRAMMES, both.engine.world.programmes, both.peer.programmes, both.numbers)
    compare_payments(both)
    compare_presences(both)
    compare_entries(both)
    compare_registers(both)
    compare_awards(both)
    compare_admissions(both)


def compare(group: Records, records: np.ndarray, objects: Sequence[Any], numbers: Mapping[Any, int]) -> None:
    """Every column of a group with its counterpart: whole numbers exactly, real ones closely."""
    assert len(records) == len(objects), f"{group.name}: {len(records)} and {len(objects)}"
    for name, spec in group.stored.items():
        if name in NO_COUNTERPART.get(group.name, {}):
            continue
        get = COUNTERPARTS.get(group.name, {}).get(name, lambda thing, name=name: getattr(thing, name))
        theirs, what = as_column(map(get, objects), spec, numbers), f"{group.name}.{name}"
        if spec.dtype in ("f8", "f4"):
            rtol = RTOL if spec.dtype == "f8" else np.finfo(np.float32).eps
            np.testing.assert_allclose(records[name], theirs, rtol=rtol, atol=ATOL, err_msg=what)
        else:
            np.testing.assert_array_equal(records[name], theirs, err_msg=what)


def as_column(values: Iterable[Any], spec: Column, numbers: Mapping[Any, int]) -> np.ndarray:
    """Attributes of many objects as the state would hold them; short lists are filled up."""
    if not spec.width:
        return np.array([as_number(value, numbers) for value in values], dtype=spec.dtype)
    rows = [[as_number(value, numbers) for value in several] for several in values]
    rows = [row + [spec.fill] * (spec.width - len(row)) for row in rows]
    return np.array(rows, dtype=spec.dtype).reshape(-1, spec.width)


def as_number(value: Any, numbers: Mapping[Any, int]) -> Any:
    """What a column would hold for an attribute: a number for an object, NOBODY for None."""
    if value is None:
        return NOBODY
    return value if isinstance(value, (bool, int, float)) else numbers[value]


def compare_presences(both: Twins) -> None:
    """Presences by firm and market: rows that were given back are used again."""
    rows, numbers = both.rows("presence"), both.numbers
    rows = rows[rows["firm"] != NOBODY]
    rows = rows[np.lexsort((rows["market"], rows["firm"]))]
    presences = [presence for firm in both.peer.all_firms for presence in firm.presences.values()]
    presences.sort(key=lambda presence: (numbers[presence.firm], presence.market.number))
    compare(PRESENCE, rows, presences, numbers)


def compare_entries(both: Twins) -> None:
    """Steps into and out of markets, quarter by quarter; the order within one is no result."""
    rows, numbers = both.rows("entries"), both.numbers
    rows = rows[np.lexsort((rows["mode"], rows["event"], rows["market"], rows["firm"], rows["step"]))]
    entries = sorted(
        both.peer.entries, key=lambda entry: (entry.step, numbers[entry.firm], entry.market.number, *entry[3:5])
    )
    compare(ENTRIES, rows, entries, numbers)


def compare_markets(both: Twins) -> None:
    """Markets, industries, and their segments."""
    world, peer, numbers = both.engine.world, both.peer, both.numbers
    compare(MARKETS, world.markets, peer.markets, numbers)
    compare(INDUSTRIES, world.industries, peer.industries, numbers)
    segments = [segment for market in peer.markets for segment in market.segments]
    compare(SEGMENTS, world.segments.ravel(), segments, numbers)


def compare_registers(both: Twins) -> None:
    """Who is in which country's register."""
    registered = [as_number(firm, both.numbers) for market in both.peer.markets for firm in market.register]
    np.testing.assert_array_equal(both.engine.world.slots, registered)


def compare_payments(both: Twins) -> None:
    """Payments one by one, in their order; what rounding leaves of a ceiling or a budget is no payment."""
    rows, payments = both.rows("payments"), both.peer.payments
    rows, payments = rows[rows["amount"] > ATOL], [payment for payment in payments if payment.amount > ATOL]
    compare(PAYMENTS, rows, payments, both.numbers)


def compare_awards(both: Twins) -> None:
    """Who is in which programme, and what each firm got of it this year."""
    awards, firms = both.engine.world.awards[: len(both.peer.all_firms)], both.peer.all_firms
    assert set(AWARDS.stored) == {"admitted", "received"}
    for number, programme in enumerate(both.peer.programmes):
        members = [firm in programme.members for firm in firms]
        received = [programme.received.get(firm, 0.0) for firm in firms]
        np.testing.assert_array_equal(awards["admitted"][:, number], members)
        np.testing.assert_allclose(awards["received"][:, number], received, rtol=RTOL, atol=ATOL)


def compare_admissions(both: Twins) -> None:
    """Every round of admission: when, by whom, who applied, and who was admitted."""
    ours = [(*held[:2], held.firms.tolist(), held.admitted.tolist()) for held in both.engine.programmes.admissions]
    assert ours == list(rounds_of_peer(both))


def rounds_of_peer(both: Twins) -> Iterator[tuple[Any, ...]]:
    """The peer's rounds of admission, in numbers."""
    for held in both.peer.admissions:
        applicants = [both.numbers[firm] for firm in held.applicants]
        yield held.step, both.numbers[held.programme], applicants, held.admitted
