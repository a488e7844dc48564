"""Why an alliance ended, or how it stands, in one sentence: from what the model kept of its last review."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alliances.analysis.wording import number, per_cent
from alliances.experiments.recording.lives import Lives, was_faced
from alliances.model.declarations.codes import (
    CAUSES,
    CONFLICT,
    EXTERNAL_SHOCK,
    GOALS_FAILED,
    GOALS_MET,
    HAZARDS,
    KNOWLEDGE_LEARNED,
    NEVER,
    OPPORTUNISM,
    PARTNER_CLOSED,
    TERM_REACHED,
)
from alliances.model.rules import QUARTERS_PER_YEAR, termination
from alliances.model.rules.evaluation import DECISION_YEARS
from alliances.model.simulation import Simulation

IN_WORDS = {
    GOALS_MET: "with its goals met", TERM_REACHED: "at its term", GOALS_FAILED: "because goals were missed",
    OPPORTUNISM: "by opportunism", CONFLICT: "by conflict", KNOWLEDGE_LEARNED: "when all was learned",
    PARTNER_CLOSED: "when a partner closed", EXTERNAL_SHOCK: "by a shock from outside",
}  # fmt: skip
COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Ending:
    """One alliance at its last review, or as it stands: what its end hangs on. All but counts lie in [0, 1]."""

    alliance: int
    quarter: int  # of the end, or the last that was seen
    cause: int | None  # None: it lives
    faced: bool  # whether its hazards were faced in that quarter
    chance: float  # that any of them ended it then
    draw: float
    hazards: tuple[float, ...]  # yearly, in the order of ``HAZARDS``
    trust_before: float  # of the least trusting partner, at its highest
    trust: float  # of the least trusting partner
    defections: int
    conflict: float
    lag: float
    lesson: float
    renewal: float  # chance of renewal at term
    partners: int
    met: int | None  # partners that reached their goals; None: not judged
    late: bool  # whether it outlived the five years at which it was judged
    closed: tuple[int, ...]  # partners that have closed

    @property
    def chance_of(self) -> dict[int, float]:
        """The chance of each cause in that quarter; together they make the chance of an end."""
        total = sum(self.hazards)
        return {cause: self.chance * hazard / total if total else 0.0
                for cause, hazard in zip(HAZARDS, self.hazards, strict=True)}  # fmt: skip


def ending(lives: Lives, place: int, simulation: Simulation) -> Ending:
    """What is to be told of one alliance of a film."""
    kept, of = lives.kept[place], slice(lives.first_row[place], lives.first_row[place] + lives.rows[place])
    n, last = int(kept["n_partners"]), of.stop - 1
    seen = lives.columns["defections_seen"]
    least = lives.columns["trust"][of][:, :n].min(axis=1)
    over = bool(kept["ended"] != NEVER)
    judged = bool(kept["judged"])
    lag, trust, outside = float(kept["lag_end"]), float(kept["least_trust"]), float(kept["outside_end"])
    return Ending(
        alliance=int(lives.ids[place]), quarter=int(kept["ended"]) if over else int(lives.frame[last]) - 1,
        cause=int(kept["cause"]) if over else None, faced=bool(was_faced(lives)[last]),
        chance=float(kept["threshold"]), draw=float(kept["draw"]), hazards=tuple(map(float, kept["hazards"])),
        trust_before=float(least.max()), trust=float(least[-1]), defections=int(seen[last].sum()),
        conflict=float(kept["conflict"]), lag=lag, lesson=float(kept["lesson_end"]),
        renewal=float(termination.renewal_probability(lag, trust, outside, simulation.values.termination)),
        partners=n, met=int(kept["goals_met"][:n].sum()) if judged else None,
        late=over and int(kept["ended"] - kept["formed"]) >= DECISION_YEARS * QUARTERS_PER_YEAR,
        closed=tuple(f for f in kept["partners"][:n].tolist() if not simulation.world.firms["alive"][f]),
    )  # fmt: skip


def sentence(told: Ending) -> str:
    """Why an alliance ended, with what its end hung on; of one that lives, how it stands."""
    if told.cause is None:
        return standing(told)
    begun = f"Ended {IN_WORDS[told.cause]} in quarter {told.quarter}"
    said = f"{begun}: {reason(told)}"
    return f"{said}; {outcome(told)}." if told.met is not None else f"{said}."


def standing(told: Ending) -> str:
    """How an alliance stands that lives."""
    said = f"Alive in quarter {told.quarter}: {trust_words(told)}, conflict is {two(told.conflict)}"
    if not told.faced:
        return f"{said}."
    cause, chance = max(told.chance_of.items(), key=lambda item: item[1])
    words = CAUSES[cause].replace("_", " ")
    return f"{said}; the chance of an end was {chance_told(told.chance)} in that quarter, most of it by {words}" + (
        f" ({chance_told(chance)})."
    )


def reason(told: Ending) -> str:
    """What the end hung on."""
    if told.cause == TERM_REACHED:
        return f"the chance of renewal was {chance_told(told.renewal)}; {trust_words(told)}, and {lag_words(told)}"
    if told.cause == PARTNER_CLOSED:
        return f"{' and '.join(f'firm {f}' for f in told.closed) or 'a firm'} went out of business; {trust_words(told)}"
    assert told.cause is not None
    chance = f"chance {chance_told(told.chance_of.get(told.cause, 0.0))} in that quarter"
    return f"{chance} (of any end {chance_told(told.chance)}); {because(told)}"


def because(told: Ending) -> str:
    """What drives the hazard that ended it."""
    if told.cause == CONFLICT:
        return f"conflict stood at {two(told.conflict)}, and {trust_words(told)}"
    if told.cause == GOALS_FAILED:
        return lag_words(told)
    if told.cause == GOALS_MET:
        return "every partner had reached its goal"
    if told.cause == KNOWLEDGE_LEARNED:
        return f"of what a partner came to learn, {per_cent(told.lesson)} was learned"
    if told.cause == EXTERNAL_SHOCK:
        return "a sanction or regulation, which nothing between the partners brought about"
    return trust_words(told)


def trust_words(told: Ending) -> str:
    """Where trust stands, and after how many defections that were seen."""
    fallen = told.trust_before - told.trust >= 0.005
    after = f" after {counted(told.defections)} defection{'' if told.defections == 1 else 's'}"
    if fallen:
        moved = f"trust had fallen from {two(told.trust_before)} to {two(told.trust)}"
        return moved + (after if told.defections else "")
    return f"trust stood at {two(told.trust)}, its highest" + (f", even{after}" if told.defections else "")


def lag_words(told: Ending) -> str:
    """How far behind its goal the last partner is."""
    if told.lag < 0.005:
        return "no partner lagged behind its goal"
    return f"the partner furthest behind lagged {per_cent(told.lag)} behind its goal"


def outcome(told: Ending) -> str:
    """Whether it reached what it was for; what outlives five years was judged then."""
    assert told.met is not None
    when = "judged at five years, " if told.late else ""
    if told.met == told.partners:
        return f"{when}all partners reached their goals"
    missed = told.partners - told.met
    if missed == told.partners:
        return f"{when}no partner reached its goal"
    goal = "its goal" if missed == 1 else "their goals"
    return f"{when}{counted(missed)} of {counted(told.partners)} partners missed {goal}"


def why(lives: Lives, simulation: Simulation) -> dict[str, str]:
    """The sentence of every alliance that ended, by its place in the recording."""
    return {str(n): sentence(ending(lives, n, simulation)) for n in np.flatnonzero(lives.ended).tolist()}


def two(value: float) -> str:
    """A number of the unit interval in two digits."""
    return number(value, 2)


def chance_told(share: float) -> str:
    """A chance in a quarter, with a digit more where it is small."""
    return per_cent(share, places=1 if share < 0.1 else 0)


def counted(count: int) -> str:
    """A count in words, as far as there are short ones."""
    return COUNTED[count] if count < len(COUNTED) else str(count)
