"""Support is paid: what policies pay of a cost that a firm has, promised beforehand and booked when it falls due.

Each programme that supports a firm pays its share of what those before it have left, as far as the firm's ceiling and
the year's budget go. A matching share of a project, or a share of sales, is money on top: the cost stays as it is.
"""

from alliances.model.declarations.codes import FOR_PROJECT, FOR_SALES, NOBODY
from alliances.model.engine.kernels import kernel, seldom


@kernel
def promised(world, f, a, market, purpose, cost):
    """What programmes would pay now of a firm's cost for an alliance (or NOBODY) or a market, in million USD."""
    return promised_together(world, f, a, market, purpose, cost) if world.firms.support[f] != 0 else 0.0


@kernel
def paid(world, f, a, market, purpose, cost):
    """The same, booked payment by payment."""
    return paid_together(world, f, a, market, purpose, cost) if world.firms.support[f] != 0 else 0.0


@seldom
def promised_together(world, f, a, market, purpose, cost):
    """What all programmes together would pay."""
    left, added = cost, 0.0
    for k in range(len(world.programmes)):
        amount = offer(world, k, f, a, market, purpose, left)
        if is_on_top(purpose):
            added += amount
        else:
            left -= amount
    return added + (cost - left)


@seldom
def paid_together(world, f, a, market, purpose, cost):
    """What all programmes together pay."""
    left, total = cost, 0.0
    for k in range(len(world.programmes)):
        amount = offer(world, k, f, a, market, purpose, left)
        if amount > 0:
            book(world, k, f, a, purpose, amount)
            total += amount
            if not is_on_top(purpose):
                left -= amount
    return total


@kernel
def is_on_top(purpose):
    """Whether what is paid for this purpose leaves the cost as it is for the programmes that follow."""
    return purpose == FOR_PROJECT or purpose == FOR_SALES


@kernel
def offer(world, k, f, a, market, purpose, cost):
    """What one programme pays of a cost: its share, within what is left to the firm and to the programme."""
    programmes = world.programmes
    share = programmes.share[k, purpose]
    if share == 0 or (world.firms.support[f] >> k & 1) == 0 or not world.served[k, market]:
        return 0.0
    if programmes.abroad_only[k] and not leads_abroad(world, f, a, market):
        return 0.0
    left = min(programmes.left[k], programmes.ceiling[k] - world.awards.received[f, k])
    return max(min(share * cost, left), 0.0)


@kernel
def leads_abroad(world, f, a, market):
    """Whether an alliance has partners from different countries, or, without one, a market is abroad."""
    return world.firms.home[f] != market if a == NOBODY else world.alliances.international[a]


@kernel
def book(world, k, f, a, purpose, amount):
    """Book a payment to a firm."""
    payments, row = world.payments, world.counts.payments[0]
    world.counts.payments[0] += 1
    payments.step[row] = world.counts.step[0]
    payments.programme[row] = k
    payments.firm[row] = f
    payments.alliance[row] = a
    payments.purpose[row] = purpose
    payments.amount[row] = amount
    world.programmes.left[k] -= amount
    world.awards.received[f, k] += amount
