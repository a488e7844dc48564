"""How a world begins: markets from data, industries, firms, and room for what is to come."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from alliances.model.declarations.codes import NOBODY, RESOURCES
from alliances.model.declarations.decisions import COMMON, HOME, INDUSTRY, SEGMENT, TRAITS
from alliances.model.declarations.parameters import packed
from alliances.model.engine.compiling import call
from alliances.model.engine.kernels import entry_point
from alliances.model.engine.layout import allocated
from alliances.model.engine.randomness import normal_pair, stream, uniform, uniform_pair
from alliances.model.policies.supported import neutral_levers
from alliances.model.records.alliances import ALLIANCES
from alliances.model.records.firms import FIRMS
from alliances.model.records.ledgers import AWARDS, PAYMENTS, PROGRAMMES
from alliances.model.records.markets import BETWEEN, ENTRIES, INDUSTRIES, MARKETS, PRESENCE, SEGMENTS
from alliances.model.records.state import COUNTS, QUARTER, World
from alliances.model.rules import (
    QUARTERS_PER_YEAR,
    market_competition,
    market_conditions,
    partner_search,
    strategy,
)
from alliances.model.steps.new_firms import draw_firm, open_firm
from alliances.model.steps.plan_entry import drawn_market
from alliances.model.world.geography import Conditions
from alliances.model.world.own_firms import OwnFirms
from alliances.model.world.settled import Settled


def industry_names() -> tuple[str, ...]:
    """Names of the industries, in the order of their codes."""
    return tuple(row["name"] for row in industry_rows())


@lru_cache(maxsize=1)
def industry_rows() -> list[dict[str, str]]:
    """Rows of ``data/industries.csv``."""
    text = (Path(__file__).parents[1] / "data" / "industries.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def build_industries() -> np.ndarray:
    """Records of the industries."""
    rows = industry_rows()
    industries = allocated(INDUSTRIES, len(rows))
    for name in ("share", "rd_intensity", "appropriability"):
        industries[name] = [float(row[name]) for row in rows]
    places = {row["name"]: place for place, row in enumerate(rows)}
    industries["buyers"] = [sum(1 << places[name] for name in row["buyers"].split()) for row in rows]
    industries["importance"] = [[float(row[resource]) for resource in RESOURCES] for row in rows]
    return industries


def mean_capacity(p: Any) -> float:
    """Mean weight of an established firm's means with customers, from the distribution of assets."""
    return float(np.exp((p.market_competition.capacity * p.firm_demography.assets_spread) ** 2 / 2))


def mean_assets(p: Any) -> float:
    """Mean assets of an established firm in million USD, from their distribution."""
    return float(p.firm_demography.median_assets * np.exp(p.firm_demography.assets_spread**2 / 2))


def market_sizes(conditions: Conditions, firms: int, p: Any) -> np.ndarray:
    """Size of each market (million USD a year), so that firms and incumbents together have a normal turnover."""
    local_firms = firms * conditions.incumbent_weight.sum()
    total = local_firms * mean_assets(p) * p.market_conditions.turnover * (1 + p.market_competition.incumbents)
    return conditions.size_weight * total


def build_segments(conditions: Conditions, industries: np.ndarray, firms: int, seed: int, p: Any) -> np.ndarray:
    """Records of market by industry: how intense competition is there, and how many outside incumbents there are."""
    segments = allocated(SEGMENTS, len(conditions.competition), len(industries))
    lead = industries["rd_intensity"] - np.average(industries["rd_intensity"], weights=industries["share"])
    draws, common = (np.uint64(stream(np.uint64(seed), decision, 0)) for decision in (SEGMENT, COMMON))
    for (m, i), _ in np.ndenumerate(segments["weights"]):
        everywhere, here = float(normal_pair(common, i, 0)), float(normal_pair(draws, m, i))
        held = market_conditions.segment_competition(
            float(conditions.competition[m]), float(lead[i]), everywhere, here, p.market_conditions
        )
        segments["competition_intensity"][m, i] = held
        segments["elasticity"][m, i] = market_competition.demand_elasticity(held, float(lead[i]), p.market_competition)
    number = p.market_competition.incumbents * firms * conditions.incumbent_weight
    segments["incumbent_number"] = number[:, None] * industries["share"][None, :]
    typical = mean_capacity(p) * np.exp(segments["elasticity"] / 2)
    segments["incumbents"] = segments["weights"] = segments["incumbent_number"] * typical
    return segments


def cumulative_odds(pulls: np.ndarray) -> np.ndarray:
    """Row-wise cumulative probabilities from unscaled chances."""
    return np.cumsum(pulls, axis=1) / pulls.sum(axis=1, keepdims=True)


def build_between(conditions: Conditions, p: Any) -> np.ndarray:
    """Records of home by market: distances, and where firms look for strangers and for markets."""
    count = len(conditions.distance)
    between = allocated(BETWEEN, count, count)
    between["distance"], between["culture"] = conditions.distance, conditions.culture
    pull = pulls(partner_search.country_pull, *flat(conditions.firms_weight, conditions.distance), p.partner_search)
    between["stranger_odds"] = cumulative_odds(np.array(pull).reshape(count, count))
    look = pulls(strategy.market_pull, *flat(conditions.size_weight, conditions.distance), p.strategy)
    between["foreign_odds"] = cumulative_odds(np.array(look).reshape(count, count) * (1 - np.eye(count)))
    return between


def flat(weights: np.ndarray, distances: np.ndarray) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Weights of countries and distances between them as plain numbers."""
    return tuple(weights.tolist()), tuple(distances.ravel().tolist())


@lru_cache(maxsize=16)
def pulls(rule: Any, weights: tuple[float, ...], distances: tuple[float, ...], p: Any) -> list[float]:
    """How strongly every country pulls at every other; kept, since the runs of a sweep share it."""
    return [rule(weights[n % len(weights)], distance, p) for n, distance in enumerate(distances)]


def register_places(conditions: Conditions, firms: int, homes: Any) -> np.ndarray:
    """Places in each country's register: twice the firms expected, or given, there, as a power of two."""
    given = np.bincount(np.asarray(homes, dtype=np.int64), minlength=len(conditions.distance))
    expected = np.maximum(np.maximum(firms * conditions.firms_weight, given), 1)
    return 2 ** np.ceil(np.log2(2 * expected + 2 * np.sqrt(expected))).astype(np.int64)


def build_markets(conditions: Conditions, firms: int, p: Any, homes: Any = ()) -> np.ndarray:
    """Records of the markets, from the conditions of each country; ``homes`` are those of firms of the user's own."""
    markets = allocated(MARKETS, len(conditions.distance))
    markets["demand"] = markets["usual_demand"] = market_sizes(conditions, firms, p)
    markets["entry_barrier"] = conditions.barrier
    markets["competition_intensity"], markets["enforcement"] = conditions.competition, conditions.enforcement
    places = register_places(conditions, firms, homes)
    markets["slot_count"], markets["slot_start"] = places, np.cumsum(places) - places
    return markets


def blank_world(stage: Mapping[str, np.ndarray], seed: int, rows: int) -> World:
    """A stage of markets and industries, with room for so many firms, and nobody on it yet, nor any policy."""
    markets, nothing = stage["markets"], np.full(0, NOBODY, np.int32)
    return World(
        **stage,
        seed=np.uint64(seed),
        counts=allocated(COUNTS, 1),
        slots=np.full(int(markets["slot_count"].sum()), NOBODY, np.int32),
        firms=allocated(FIRMS, rows),
        living=np.full(rows, NOBODY, np.int32),
        new_firm=allocated(FIRMS, 1),
        alliances=allocated(ALLIANCES, 0),
        new_alliance=allocated(ALLIANCES, 1),
        active=nothing,
        presence=allocated(PRESENCE, 0),
        free_presence=nothing,
        entries=allocated(ENTRIES, 0),
        levers=neutral_levers(len(markets)),
        programmes=allocated(PROGRAMMES, 0),
        served=np.ones((0, len(markets)), np.bool_),
        awards=allocated(AWARDS, rows, 0),
        payments=allocated(PAYMENTS, 0),
        quarter=allocated(QUARTER, 1),
    )


def build_world(
    conditions: Conditions,
    p: Any,
    seed: int,
    firms: int,
    own: OwnFirms | None = None,
    first_step: int = 0,
    others: bool = False,
    settled: Settled | None = None,
) -> World:
    """A world before its first quarter.

    ``firms`` scales markets and founding. Without firms of the user's ``own``, ``firms`` firms are drawn, all older
    than ``first_step``. With them, and ``others``, as many as are missing to ``firms`` are drawn beside, and the own
    ones come first; those of unknown size or age are like firms of ``settled``.
    """
    industries = build_industries()
    named = len(own) if own else 0
    rows = max(named, firms) if others or not own else named
    markets = build_markets(conditions, firms, p, own.home if own else ())
    stage = {
        "markets": markets,
        "between": build_between(conditions, p),
        "industries": industries,
        "segments": build_segments(conditions, industries, firms, seed, p),
    }
    world = blank_world(stage, seed, rows)
    world.counts["firms"], world.counts["founding_slots"] = rows, min(rows, firms)
    kernel_p = packed(p)
    odds = np.cumsum(conditions.firms_weight), np.cumsum(industries["share"])
    call(draw_population, world, kernel_p, *odds, first_step)
    if own:
        own.join(world, p, first_step, settled)
    call(open_population, world, kernel_p)
    world.quarter["living_firms"] = rows
    return world


@entry_point
def draw_population(world, parameters, homes, sectors, first_step):
    """Draw the firms that are there at the start; the draws of firm ``f`` are keyed to the number ``f``."""
    p = parameters[0]
    firms, seed = world.firms, world.seed
    home_draws, sector_draws = stream(seed, HOME, 0), stream(seed, INDUSTRY, 0)
    age_draws = stream(seed, TRAITS, 1)
    for f in range(world.counts.firms[0]):
        draw_firm(world, p, f, np.uint64(f), 1.0)
        firms.home[f] = drawn_market(homes, uniform(home_draws, f))
        firms.industry[f] = drawn_market(sectors, uniform(sector_draws, f))
        years = -p.firm_demography.mean_age * np.log(1 - uniform_pair(age_draws, f, 0))
        firms.founded[f] = first_step - int(years * QUARTERS_PER_YEAR) - 1


@entry_point
def open_population(world, parameters):
    """Open every firm of the start."""
    for f in range(world.counts.firms[0]):
        open_firm(world, parameters[0], f)
