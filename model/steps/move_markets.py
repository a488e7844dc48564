"""Markets move: demand follows its trend and swings around it."""

from alliances.model.decisions import DEMAND
from alliances.model.kernels import kernel
from alliances.model.levers import scaled
from alliances.model.randomness import normal_pair, stream
from alliances.model.rules import market_dynamics


@kernel
def move_markets(world, p, step):
    """Let every market's demand grow and swing."""
    markets = world.markets
    luck = stream(world.seed, DEMAND, step)
    for m in range(len(markets)):
        markets.trend[m] *= market_dynamics.trend_growth(markets.growth[m], p.market_dynamics)
        markets.swing[m] = market_dynamics.next_swing(markets.swing[m], normal_pair(luck, m, 0), p.market_dynamics)
        demand = market_dynamics.demand(markets.trend[m], markets.swing[m])
        markets.demand[m] = scaled(world.levers.demand, world.counts.in_force[0], m, demand)
