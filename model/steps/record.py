"""Record what the quarter brought: one number per column of the ``quarters`` table."""

from alliances.model.declarations.codes import NEVER, TERMINATION
from alliances.model.engine.kernels import kernel
from alliances.model.engine.loops import alliances_that_stay, each_firm
from alliances.model.records.alliances import Course
from alliances.model.records.firms import Identity, Means, Position


@kernel
def record(world, p, step):
    """Sum the quarter up, and drop ended alliances from the list of active ones."""
    quarter = world.quarter
    quarter.active_alliances[0] = quarter.formed[0] = quarter.ended[0] = quarter.failed[0] = 0
    quarter.exporters[0] = quarter.founded[0] = 0
    quarter.foreign_sales[0] = quarter.total_sales[0] = quarter.mean_foreign_sales_share[0] = 0.0
    count_alliance(world, p, step)
    count_firm(world, p, step)
    firms = world.counts.living[0]
    quarter.living_firms[0] = firms
    if firms > 0:
        quarter.mean_foreign_sales_share[0] /= firms


@alliances_that_stay(Course)
def count_alliance(world, p, a, step):
    """Count an alliance as formed, ended, failed or alive; whether it, or the talks, go on."""
    alliances, quarter = world.alliances, world.quarter
    signed = alliances.formed[a] != NEVER
    quarter.formed[0] += alliances.formed[a] == step
    if alliances.stage[a] == TERMINATION:
        quarter.ended[0] += signed
        quarter.failed[0] += signed and alliances.failed[a]
        return False
    quarter.active_alliances[0] += signed
    return True


@each_firm(Identity, Means, Position)
def count_firm(world, p, f, step):
    """Count a firm, as an exporter and a founder if it is one; add up its sales (million USD a year)."""
    firms, quarter = world.firms, world.quarter
    total = firms.home_sales[f] + firms.foreign_sales[f]
    quarter.founded[0] += firms.founded[f] == step
    quarter.exporters[0] += firms.markets[f] > 0
    quarter.foreign_sales[0] += firms.foreign_sales[f]
    quarter.total_sales[0] += total
    quarter.mean_foreign_sales_share[0] += firms.foreign_sales[f] / total if total > 0 else 0.0
