"""What policies have, give and pay."""

from __future__ import annotations

import math

from alliances.model.declarations.codes import COSTS, NOBODY, PURPOSES, TRANSFERS
from alliances.model.declarations.columns import MONEY, Records, code, count, flag, link, real, step


class ProgrammeColumns:
    """A policy of the run."""

    left = real("Left of this year's budget", MONEY, high=math.inf)
    ceiling = real("Most that one firm gets in a year", MONEY, low=0, high=math.inf)
    abroad_only = flag("Whether it pays only for partners and markets abroad")
    share = real("Share of each cost that it pays now; more than 1 where it matches", "ratio", low=0, width=COSTS)


class AwardColumns:
    """A firm in a programme."""

    admitted = flag("Whether the firm is in the programme")
    received = real("Received in this year of the policy", MONEY, low=0)


class PaymentColumns:
    """A payment by a policy."""

    step = step("Quarter")
    programme = count("Number of the policy")
    firm = link("Firm that it was paid to, or for; null if for the policy itself", table="spending", shown="firm_id",
                when=lambda firm: firm != NOBODY)  # fmt: skip
    alliance = link("Alliance it was paid for; null if none", table="spending", shown="alliance_id",
                    when=lambda alliance: alliance != NOBODY)  # fmt: skip
    purpose = code(f"Into the firm's account: {', '.join(TRANSFERS)}. Into the project or for the firm: project, "
                   "service. Of the policy: service, administration", PURPOSES, table="spending")  # fmt: skip
    amount = real("Amount", MONEY, low=0, table="spending")


PROGRAMMES = Records("programmes", "One entry per policy of the run", (ProgrammeColumns,))
AWARDS = Records("awards", "One entry per firm and policy", (AwardColumns,))
PAYMENTS = Records("payments", "One entry per payment by a policy", (PaymentColumns,))
