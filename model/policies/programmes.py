"""Policies take effect: at the start of every quarter they set levers, renew budgets, admit firms and pay for services.

All of this happens before anybody decides. What is paid in the course of the quarter is booked where the cost falls due
(``booking``). A policy that cannot pay its administration and upkeep is not in force that quarter; one whose
budget is zero never is.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from alliances.model.declarations.codes import (
    CAPITAL,
    COSTS,
    FOR_ADMINISTRATION,
    FOR_SERVICE,
    MANAGEMENT,
    MARKETING,
    NOBODY,
    OPERATIONS,
    PURPOSES,
    TECHNOLOGY,
)
from alliances.model.declarations.decisions import ADMISSION
from alliances.model.engine.kernels import entry_point
from alliances.model.engine.layout import allocated
from alliances.model.engine.randomness import stream, uniform_pair
from alliances.model.policies.levers import LEVERS
from alliances.model.policies.policy import ROUNDING, Policy
from alliances.model.policies.supported import neutral_levers
from alliances.model.records.ledgers import AWARDS, PROGRAMMES
from alliances.model.records.state import World
from alliances.model.rules import QUARTERS_PER_YEAR, firm_demography

RESOURCE_OF = {"technology": TECHNOLOGY, "capital": CAPITAL, "marketing": MARKETING, "operations": OPERATIONS,
               "management": MANAGEMENT}  # fmt: skip


class Admission(NamedTuple):
    """A round of admission to a programme: who could have been admitted, and who was."""

    step: int
    programme: int
    firms: np.ndarray  # that the programme is for and that were not in it yet
    admitted: np.ndarray  # yes or no, for each of them


class Programmes:
    """The policies of a run, and what they did."""

    def __init__(self, policies: Sequence[Policy], codes: Sequence[str], industries: Sequence[str]) -> None:
        """Policies in the order in which they pay; ``codes`` and ``industries`` number countries and industries."""
        self.policies = tuple(policies)
        self.codes, self.industries = list(codes), list(industries)
        self.columns = [self.columns_of(policy) for policy in self.policies]
        self.policy_bits = sum(1 << k for k, policy in enumerate(self.policies) if not policy.module.SHOCK)
        self.admissions: list[Admission] = []
        self._strengths: tuple[Any, ...] = ()

    def fork(self, more: Sequence[Policy] = ()) -> Programmes:
        """The same policies, and ``more`` after them, going on from here by themselves."""
        forked = Programmes((*self.policies, *more), self.codes, self.industries)
        forked.admissions, forked._strengths = list(self.admissions), self._strengths
        return forked

    def columns_of(self, policy: Policy) -> np.ndarray:
        """Whether a policy works in each market."""
        chosen = policy.markets or self.codes
        return np.array([code in chosen for code in self.codes], np.bool_)

    def open(self, world: World) -> World:
        """The world with room for these policies, the first of which it may have, and with what stays the same."""
        had, count, markets = len(world.programmes), len(self.policies), len(self.codes)
        programmes, awards = allocated(PROGRAMMES, count), allocated(AWARDS, len(world.awards), count)
        programmes[:had], awards[:, :had] = world.programmes, world.awards
        for k, policy in enumerate(self.policies[had:], had):
            programmes["ceiling"][k] = policy.ceiling
            programmes["abroad_only"][k] = policy.target.partner_abroad
        self._strengths = ()  # to be written into the levers
        served = np.array(self.columns, np.bool_).reshape(count, markets)
        return world._replace(
            programmes=programmes, awards=awards, served=served, levers=neutral_levers(markets, count)
        )

    def take_effect(self, world: World, values: Any, step: int) -> None:
        """Do what policies do at the start of a quarter."""
        self.set_strengths(world, step)
        firms, living = world.firms, world.living[: world.counts[0]["living"]]
        firms["support"][living] = 0
        in_force = 0
        for k, policy in enumerate(self.policies):
            if policy.ramp(step) == 0 or policy.budget == 0:
                continue
            if (step - policy.first_step) % QUARTERS_PER_YEAR == 0:
                world.programmes["left"][k] = policy.budget
                world.awards["received"][:, k] = 0.0
            if not self.pay_upkeep(world, k, step):
                continue
            in_force |= 1 << k
            supported = self.supported(world, values, k, living, step)
            firms["support"][supported] |= 1 << k
        world.counts["in_force"] = in_force

    def set_strengths(self, world: World, step: int) -> None:
        """Write shares and levers, if any strength differs from last quarter's."""
        strengths = tuple(policy.strength(step) for policy in self.policies)
        if strengths == self._strengths:
            return
        self._strengths = strengths
        for k, (policy, strength) in enumerate(zip(self.policies, strengths, strict=True)):
            for purpose in range(COSTS):
                pays = getattr(policy.module, f"pays_{PURPOSES[purpose]}", None)
                world.programmes["share"][k, purpose] = pays(strength) if pays else 0.0
        world.levers[:] = neutral_levers(len(self.codes), len(self.policies))
        for k, (policy, strength) in enumerate(zip(self.policies, strengths, strict=True)):
            rows = (np.arange(len(world.levers)) >> k & 1).astype(np.bool_)
            for name in LEVERS.stored:
                if (moved := getattr(policy.module, name, None)) is not None:
                    lever = world.levers[name]
                    cells = np.ix_(rows, self.columns[k])
                    lever[cells] = moved(lever[cells], strength)

    def pay_upkeep(self, world: World, k: int, step: int) -> bool:
        """Pay a quarter's administration and upkeep, if the budget allows; whether it did."""
        policy = self.policies[k]
        share = policy.ramp(step)
        due = {FOR_ADMINISTRATION: policy.administration / QUARTERS_PER_YEAR,
               FOR_SERVICE: share * policy.upkeep / QUARTERS_PER_YEAR}  # fmt: skip
        if sum(due.values()) > world.programmes["left"][k] * (1 + ROUNDING):
            return False
        for purpose, amount in due.items():
            if amount > 0:
                book(world, k, np.array([NOBODY]), purpose, np.array([amount]))
        return True

    def supported(self, world: World, values: Any, k: int, living: np.ndarray, step: int) -> np.ndarray:
        """The firms that a policy supports this quarter, after admission and fees."""
        policy = self.policies[k]
        admitted = world.awards["admitted"][:, k]
        if self.admits_now(policy, step):
            self.admit(world, values, k, living, step)
        members = living[admitted[living]]
        if policy.fee > 0:
            fee = policy.ramp(step) * policy.fee / QUARTERS_PER_YEAR
            members = members[world.awards["received"][members, k] + fee <= policy.ceiling * (1 + ROUNDING)]
            due = fee * np.arange(1, len(members) + 1)
            members = members[due <= world.programmes["left"][k] * (1 + ROUNDING)]
            book(world, k, members, FOR_SERVICE, np.full(len(members), fee))
        return members

    def admits_now(self, policy: Policy, step: int) -> bool:
        """Whether a round of admission is held this quarter."""
        since = step - policy.first_step
        every = {"quarterly": 1, "yearly": QUARTERS_PER_YEAR, "once": 0}[policy.admits]
        return since % every == 0 if every else since == 0

    def admit(self, world: World, values: Any, k: int, living: np.ndarray, step: int) -> None:
        """Hold a round: members leave whom the policy is not for any more, others take the free places in order."""
        policy = self.policies[k]
        admitted = world.awards["admitted"][:, k]
        fits = self.fits(world, values, policy, living, step)
        if not policy.stacking:
            fits &= world.firms["support"][living] & self.policy_bits == 0
        members = admitted[living] & fits & (policy.admits == "quarterly")
        admitted[:] = False
        admitted[living[members]] = True
        applicants = living[fits & ~members]
        free = policy.free(int(members.sum()), len(applicants))
        chosen = np.zeros(len(applicants), np.bool_)
        chosen[self.order(world, policy, applicants, step)[:free]] = True
        admitted[applicants[chosen]] = True
        if len(applicants):
            self.admissions.append(Admission(step, k, applicants, chosen))

    def fits(self, world: World, values: Any, policy: Policy, living: np.ndarray, step: int) -> np.ndarray:
        """Whether each living firm is one that a policy is for."""
        target, firms = policy.target, world.firms
        staff = firm_demography.employees(firms["assets"][living], values.firm_demography)
        years = (step - firms["founded"][living]) / QUARTERS_PER_YEAR
        fits = (target.employees[0] <= staff) & (staff < target.employees[1])
        fits &= (target.age[0] <= years) & (years < target.age[1])
        if target.size != "any":
            small = firm_demography.is_small_or_medium(staff, values.firm_demography)
            fits &= small if target.size == "sme" else ~small
        if target.exporting != "any":
            fits &= (firms["markets"][living] > 0) == (target.exporting == "yes")
        if target.homes:
            fits &= np.isin(firms["home"][living], [self.codes.index(code) for code in target.homes])
        if target.industries:
            fits &= np.isin(firms["industry"][living], [self.industries.index(name) for name in target.industries])
        return fits

    def order(self, world: World, policy: Policy, applicants: np.ndarray, step: int) -> np.ndarray:
        """Places of the applicants in the order in which they are admitted; lots decide what nothing else does."""
        lots = np.empty(len(applicants))
        draw_lots(world.seed, step, zlib.crc32(policy.name.encode()), world.firms["key"][applicants], lots)
        if policy.allocation != "score":
            return np.argsort(lots)
        direction, _, name = policy.score.partition(" ")
        scores = score_of(world, name, applicants, step)
        return np.lexsort((lots, scores if direction == "lowest" else -scores))


def score_of(world: World, name: str, firms: np.ndarray, step: int) -> np.ndarray:
    """What places are given by, for each firm."""
    if name in RESOURCE_OF:
        return np.asarray(world.firms["resources"][firms, RESOURCE_OF[name]])
    if name == "age":
        return np.asarray(step - world.firms["founded"][firms], np.float64)
    return np.asarray(world.firms[name][firms], np.float64)


def book(world: World, k: int, firms: np.ndarray, purpose: int, amounts: np.ndarray) -> None:
    """Book payments of one policy, one for each firm (or for nobody)."""
    first = int(world.counts[0]["payments"])
    rows = world.payments[first : first + len(firms)]
    rows["step"], rows["programme"], rows["purpose"] = world.counts[0]["step"], k, purpose
    rows["firm"], rows["alliance"], rows["amount"] = firms, NOBODY, amounts
    world.counts["payments"] += len(firms)
    world.programmes["left"][k] = max(world.programmes["left"][k] - amounts.sum(), 0.0)
    paid = firms != NOBODY
    np.add.at(world.awards["received"][:, k], firms[paid], amounts[paid])


@entry_point
def draw_lots(seed: np.uint64, step: int, policy: int, keys: np.ndarray, lots: np.ndarray) -> None:
    """Fill in a lot in [0, 1) for each firm's key."""
    draws = stream(seed, ADMISSION, step)
    for n in range(len(keys)):
        lots[n] = uniform_pair(draws, keys[n], policy)
