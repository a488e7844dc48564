"""Record what the quarter brought: one number per column of the ``quarters`` table."""

from alliances.model.codes import NEVER, TERMINATION
from alliances.model.kernels import kernel
from alliances.model.prefetch import expect

SUMMARY = (
    "active_alliances",
    "formed",
    "ended",
    "failed",
    "exporters",
    "foreign_sales",
    "total_sales",
    "mean_foreign_sales_share",
    "founded",
    "closed",
    "firms",
)
ACTIVE, FORMED, ENDED, FAILED, EXPORTERS, FOREIGN, TOTAL, SHARE, FOUNDED, CLOSED, FIRMS = range(len(SUMMARY))


@kernel
def record(world, p, step):
    """Sum the quarter up, and drop ended alliances from the list of active ones."""
    quarter, firms_before = world.quarter, world.quarter[FIRMS]
    for n in range(len(quarter)):
        quarter[n] = 0.0
    sum_alliances(world, step)
    sum_firms(world, step)
    quarter[CLOSED] = firms_before + quarter[FOUNDED] - quarter[FIRMS]


@kernel
def sum_alliances(world, step):
    """Count alliances formed, ended, failed and alive; keep the living and the talking, oldest first."""
    alliances, quarter, kept = world.alliances, world.quarter, 0
    count = world.counts.active[0]
    for n in range(count):
        expect(alliances, world.active, n, count, 64)
        a = world.active[n]
        signed = alliances.formed[a] != NEVER
        quarter[FORMED] += alliances.formed[a] == step
        if alliances.stage[a] == TERMINATION:
            quarter[ENDED] += signed
            quarter[FAILED] += signed and alliances.failed[a]
        else:
            quarter[ACTIVE] += signed
            world.active[kept] = a
            kept += 1
    world.counts.active[0] = kept


@kernel
def sum_firms(world, step):
    """Count firms, exporters and founders; add up sales (million USD a year)."""
    firms, quarter = world.firms, world.quarter
    count = world.counts.living[0]
    for n in range(count):
        expect(world.firms, world.living, n, count, 128)
        f = world.living[n]
        total = firms.home_sales[f] + firms.foreign_sales[f]
        quarter[FOUNDED] += firms.founded[f] == step
        quarter[EXPORTERS] += firms.markets[f] > 0
        quarter[FOREIGN] += firms.foreign_sales[f]
        quarter[TOTAL] += total
        quarter[SHARE] += firms.foreign_sales[f] / total if total > 0 else 0.0
    quarter[FIRMS] = world.counts.living[0]
    if quarter[FIRMS] > 0:
        quarter[SHARE] /= quarter[FIRMS]
