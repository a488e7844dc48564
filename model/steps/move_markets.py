"""Markets move: demand swings around what is usual."""

from alliances.model.declarations.decisions import DEMAND
from alliances.model.engine.loops import each_market
from alliances.model.engine.randomness import normal_pair, stream
from alliances.model.policies.supported import scaled
from alliances.model.rules import market_dynamics


@each_market
def move_markets(world, p, m, step):
    """Let a market's demand swing."""
    markets, draws = world.markets, stream(world.seed, DEMAND, step)
    markets.swing[m] = market_dynamics.next_swing(markets.swing[m], normal_pair(draws, m, 0), p.market_dynamics)
    demand = market_dynamics.demand(markets.usual_demand[m], markets.swing[m])
    markets.demand[m] = scaled(world.levers.demand, world.counts.in_force[0], m, demand)
