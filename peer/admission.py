"""Programmes of the plain Mesa peer as selectors: whom a policy is for, when it admits, and in which order."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from alliances.model.declarations.codes import RESOURCES
from alliances.model.declarations.decisions import ADMISSION
from alliances.model.policies.policy import Policy
from alliances.model.rules import QUARTERS_PER_YEAR, firm_demography

if TYPE_CHECKING:
    from peer.firm import PlainFirm


class Round(NamedTuple):
    """A round of admission: who could have been admitted, and whether each was."""

    step: int
    programme: Selector
    applicants: list[PlainFirm]
    admitted: list[bool]


class Selector:
    """A programme as far as it selects firms."""

    def __init__(self, model: Any, policy: Policy) -> None:
        """A programme without members."""
        self.model, self.policy = model, policy
        self.members: set[PlainFirm] = set()

    def admits_now(self) -> bool:
        """Whether a round is held this quarter: every quarter, once in a year of the policy, or at its start only."""
        since = self.model.quarter - self.policy.first_step
        if self.policy.admits == "once":
            return since == 0
        return self.policy.admits == "quarterly" or since % QUARTERS_PER_YEAR == 0

    def admit(self, firms: list[PlainFirm]) -> None:
        """Hold a round: where rounds are quarterly, members whom the policy is still for stay; all others apply."""
        eligible = [firm for firm in firms if self.is_for(firm)]
        staying = self.members.intersection(eligible) if self.policy.admits == "quarterly" else set()
        applicants = [firm for firm in eligible if firm not in staying]
        free = self.policy.free(len(staying), len(applicants))
        admitted = set(self.in_order(applicants)[:free])
        self.members = staying | admitted
        if applicants:
            chosen = [firm in admitted for firm in applicants]
            self.model.admissions.append(Round(self.model.quarter, self, applicants, chosen))

    def is_for(self, firm: PlainFirm) -> bool:
        """Whether a firm meets the target, and has no other programme where it may not have one."""
        target, p = self.policy.target, self.model.p.firm_demography
        staff = firm_demography.employees(firm.assets, p)
        size = "sme" if firm_demography.is_small_or_medium(staff, p) else "large"
        return (
            target.employees[0] <= staff < target.employees[1]
            and target.age[0] <= (self.model.quarter - firm.founded) / QUARTERS_PER_YEAR < target.age[1]
            and target.size in ("any", size)
            and target.exporting in ("any", "yes" if firm.markets > 0 else "no")
            and (not target.homes or firm.home.code in target.homes)
            and (not target.industries or firm.industry.name in target.industries)
            and (self.policy.stacking or all(other.policy.module.SHOCK for other in firm.support))
        )

    def in_order(self, applicants: list[PlainFirm]) -> list[PlainFirm]:
        """Applicants in the order in which they are admitted; lots drawn anew decide what the score leaves open."""
        draw, quarter, name = self.model.draws.uniform_pair, self.model.quarter, zlib.crc32(self.policy.name.encode())
        lots = {firm: draw(ADMISSION, quarter, firm.key, name) for firm in applicants}
        if self.policy.allocation != "score":
            return sorted(applicants, key=lambda firm: lots[firm])
        direction, column = self.policy.score.split()
        sign = 1 if direction == "lowest" else -1
        return sorted(applicants, key=lambda firm: (sign * self.score(firm, column), lots[firm]))

    def score(self, firm: PlainFirm, column: str) -> float:
        """What places are given by."""
        if column in RESOURCES:
            return firm.resources[RESOURCES.index(column)]
        return float(self.model.quarter - firm.founded if column == "age" else getattr(firm, column))
