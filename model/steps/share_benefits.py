"""What partners get out of a quarter of an alliance, each by what it cares for."""

from alliances.model.declarations.codes import EFFICIENCY, LEARNING, MARKET, NO_MODE, NOBODY, RISK
from alliances.model.engine.kernels import kernel
from alliances.model.rules import QUARTERS_PER_YEAR, entry_mode, evaluation, opportunism
from alliances.model.steps.abroad import presence_in
from alliances.model.steps.agreement import full_benefit, knowledge_gap, smallest_assets
from alliances.model.steps.coordination import own_part


@kernel
def share_benefits(world, p, a, together, defecting):
    """Book each partner's benefit of the quarter towards its goal and its profit."""
    alliances, firms = world.alliances, world.firms
    scale = smallest_assets(world, a)
    cost = p.alliance_capability.management_cost * scale / QUARTERS_PER_YEAR
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        work = evaluation.fruitful_work(together, own_part(world, p, a, i), p.evaluation)
        saved = work * (full_benefit(world, p, a, i, EFFICIENCY) + full_benefit(world, p, a, i, RISK))
        sold = evaluation.reached(alliances.margin[a, i], alliances.expected_margin[a, i])
        learned = evaluation.reached(alliances.lesson[a, i], alliances.expected_lesson[a, i])
        benefit = saved + sold * full_benefit(world, p, a, i, MARKET) + learned * full_benefit(world, p, a, i, LEARNING)
        others_defect = (defecting & ~(1 << i)) != 0
        defects = (defecting >> i & 1) == 1
        kept = opportunism.benefit_reached(1.0, others_defect, defects, p.opportunism)
        alliances.progress[a, i] += kept * benefit
        firms.alliance_profit[f] += p.evaluation.money * kept * saved * scale / QUARTERS_PER_YEAR
        firms.outlay[f] += cost
        alliances.gap[a, i] = knowledge_gap(world, a, i)


@kernel
def share_margins(world, p, a):
    """Let partners who entered by the alliance give the local ones their share of the margin."""
    alliances, presence, host = world.alliances, world.presence, world.alliances.host[a]
    for i in range(alliances.n_partners[a]):
        alliances.margin[a, i] = 0.0
    if not alliances.market_access[a]:
        return
    for i in range(alliances.n_partners[a]):
        row = presence_in(world, alliances.partners[a, i], host)
        if row != NOBODY and presence.mode[row] > NO_MODE and presence.alliance[row] == a:
            alliances.margin[a, i] += presence.sales[row] * entry_mode.kept_margin(presence.mode[row], p.entry_mode)
            reward_hosts(world, a, host, entry_mode.given_margin(presence.sales[row], p.entry_mode))


@kernel
def reward_hosts(world, a, host, margin):
    """Book a yearly margin that a newcomer gives up: the partners at home in the host market divide it evenly."""
    alliances, firms, hosts = world.alliances, world.firms, 0
    for i in range(alliances.n_partners[a]):
        hosts += firms.home[alliances.partners[a, i]] == host
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        if firms.home[f] == host:
            firms.alliance_profit[f] += margin / QUARTERS_PER_YEAR / hosts
            alliances.margin[a, i] += margin / hosts
