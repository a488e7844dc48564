"""What an act does: to a simulation before a quarter, or in the course of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from alliances.experiments.recording.setup import Act
from alliances.model.declarations.codes import MAX_PARTNERS, NEVER
from alliances.model.declarations.parameters import null_form, packed
from alliances.model.engine.compiling import call
from alliances.model.errors import refuse
from alliances.model.policies.policy import Policy
from alliances.model.rules import QUARTERS_PER_YEAR, opportunism, trust
from alliances.model.simulation import Simulation
from alliances.model.steps.questions import defectors

Happening = Callable[[Simulation], None]
BEFORE_WORK, AFTER_WORK = "hold_talks", "operate_alliances"
BEFORE_REVIEW, AFTER_REVIEW = "develop_firms", "review_alliances"
SHOCK = "termination.external_shock"


def step(simulation: Simulation, acts: Iterable[Act]) -> None:
    """Advance one quarter with these acts; ``InputError`` for what cannot be done."""
    happen: dict[str, list[Happening]] = {}
    for act in acts:
        for phase, what in begun(simulation, act).items():
            happen.setdefault(phase, []).append(what)
    simulation.step({phase: in_turn(whats) for phase, whats in happen.items()})


def begun(simulation: Simulation, act: Act) -> dict[str, Happening]:
    """Do what is to be done before the quarter; what is left to do, after the phases of these names."""
    if act.parameter is not None:
        assert act.value is not None
        simulation.change({act.parameter: act.value})
    elif act.without is not None:
        simulation.change(null_form(act.without))
    elif act.policy is not None:
        simulation.add_policies([starting_now(act.policy, simulation.quarter)])
    elif act.shock is not None:
        return no_shock(simulation)
    elif act.alliance is not None:
        a = living(simulation, act.alliance)
        if act.defection is not None:
            return no_defection(a)
        partners = simulation.world.alliances["n_partners"][a]
        held = simulation.world.alliances["trust"][a, :partners]
        held[:] = np.clip(held + act.trust, 0, 1)
    return {}


def in_turn(whats: list[Happening]) -> Happening:
    """All of these, one after the other."""

    def all_of_them(simulation: Simulation) -> None:
        for what in whats:
            what(simulation)

    return all_of_them


def starting_now(policy: Policy, quarter: int) -> Policy:
    """The policy as it is when it starts in this quarter and lasts as long as it says."""
    start = quarter / QUARTERS_PER_YEAR
    return replace(policy, start=start, end=start + policy.end - policy.start)


def living(simulation: Simulation, alliance: int) -> int:
    """The alliance of this id; ``InputError`` unless it is signed and lives."""
    count = int(simulation.world.counts[0]["alliances"])
    rows = simulation.world.alliances
    if alliance >= count or rows["formed"][alliance] == NEVER or rows["ended"][alliance] != NEVER:
        refuse(f"alliance {alliance} does not live in quarter {simulation.quarter}; it must be one that does")
    return alliance


def no_shock(simulation: Simulation) -> dict[str, Happening]:
    """Nothing from outside ends an alliance: for one review, neither sanctions nor other shocks are there."""
    kept: dict[str, Any] = {}

    def lift(simulation: Simulation) -> None:
        kept["hazard"], kept["severance"] = simulation.values.termination.external_shock, severance(simulation).copy()
        simulation.change({SHOCK: 0.0})
        severance(simulation)[:] = 0

    def put_back(simulation: Simulation) -> None:
        simulation.change({SHOCK: kept["hazard"]})
        severance(simulation)[:] = kept["severance"]

    return {BEFORE_REVIEW: lift, AFTER_REVIEW: put_back}


def severance(simulation: Simulation) -> np.ndarray:
    """By how much policies and shocks cut alliances, by policy and market."""
    lever: np.ndarray = simulation.world.levers["severance"]
    return lever


def no_defection(a: int) -> dict[str, Happening]:
    """Nobody in an alliance defects in this quarter or seems to: it goes on as if all had kept their promises."""
    before: dict[str, Any] = {}

    def look(simulation: Simulation) -> None:
        before["row"] = simulation.world.alliances[a].copy()
        before["defecting"] = who_defects(simulation, a)

    def mend(simulation: Simulation) -> None:
        keep_promises(simulation, a, before["row"], before["defecting"])

    return {BEFORE_WORK: look, AFTER_WORK: mend}


def who_defects(simulation: Simulation, a: int) -> np.ndarray:
    """Which partners of an alliance are about to defect."""
    answers = np.zeros(MAX_PARTNERS)
    call(defectors, simulation.world, packed(simulation.values), a, simulation.quarter, answers)
    return answers > 0


def keep_promises(simulation: Simulation, a: int, was: np.void, defecting: np.ndarray) -> None:
    """Undo what defection, and the belief in one, did to an alliance in its quarter's work; ``was`` is before it."""
    rows, values = simulation.world.alliances, simulation.values
    for i in range(int(was["n_partners"])):
        others = bool(np.delete(defecting, i).any())
        kept = opportunism.benefit_reached(1.0, others, bool(defecting[i]), values.opportunism)
        if kept > 0:
            rows["progress"][a, i] = was["progress"][i] + (rows["progress"][a, i] - was["progress"][i]) / kept
    if (rows["defections_seen"][a] == was["defections_seen"]).all():
        return
    for i in range(int(was["n_partners"])):
        rows["trust"][a, i] = trust.trust_after_kept_promises(was["trust"][i], was["conflict"], values.trust)
    calm = without_jolt(float(rows["conflict"][a]), values.conflict.defection)
    rows["conflict"][a], rows["conflict_peak"][a] = calm, max(calm, was["conflict_peak"])
    rows["defections_seen"][a] = was["defections_seen"]


def without_jolt(conflict: float, jolt: float) -> float:
    """Conflict as it would be, had a defection not filled this share of the room that was left for it."""
    return max((conflict - jolt) / (1 - jolt), 0.0) if jolt < 1 else 0.0
