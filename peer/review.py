"""Alliances of the plain Mesa peer under review: they are judged, mended, renewed, or come to an end."""

from __future__ import annotations

from alliances.model.declarations.codes import (
    EVALUATION,
    EXTERNAL_SHOCK,
    HAZARDS,
    LEARNING,
    MANAGING,
    NEGOTIATION,
    NEVER,
    TERM_REACHED,
)
from alliances.model.declarations.decisions import ENDING, ENDING_CAUSE, RENEWAL, RESTRUCTURING, TAKEOVER
from alliances.model.rules import (
    QUARTERS_PER_YEAR,
    evaluation,
    learning_race,
    quarterly_probability,
    termination,
)
from alliances.model.rules.evaluation import DECISION_YEARS
from peer.talks import Talks


class Review(Talks):
    """An alliance as far as it is reviewed."""

    def review(self) -> None:
        """Judge the alliance in time, mend it, end it or let it go on."""
        quarter = self.model.quarter
        if self.formed == NEVER:
            return
        age = quarter - self.formed + 1  # quarters it has worked
        self.note_state(age)
        if self.formed == quarter:
            return
        if age >= DECISION_YEARS * QUARTERS_PER_YEAR:
            self.judge()
        if age % QUARTERS_PER_YEAR == 0 and EVALUATION not in self.skipped:
            self.evaluate()
        if quarter == self.due and not self.renews():
            self.close(TERM_REACHED)
        else:
            self.face_hazards()

    def note_state(self, age: int) -> None:
        """Work out what endings depend on: worst lag, most learned lesson, best alternative, least trust."""
        lag, lesson, outside = 0.0, 0.0, 0.0
        for place, firm in enumerate(self.partners):
            lag = max(lag, self.lag_of(place, age))
            learned = learning_race.lesson_learned(self.gap[place], self.gap_start[place])
            lesson = max(lesson, firm.aims[LEARNING] * learned)
            outside = max(outside, firm.outside_option)
        self.lag_end, self.lesson_end, self.outside_end = lag, lesson, outside
        self.least_trust = min(1.0, *self.trust)

    def lag_of(self, place: int, age: int) -> float:
        """How far a partner is behind its goal after so many quarters of work."""
        horizon = evaluation.horizon_quarters(self.planned_quarters)
        return evaluation.lag(self.progress[place], self.goal[place], age, horizon)

    def evaluate(self) -> None:
        """A yearly review: partners who lag and trust each other go back to negotiation and design."""
        if self.stage != MANAGING:
            return
        p = self.model.p.evaluation
        self.stage = EVALUATION
        if self.drawn(RESTRUCTURING) < evaluation.restructuring_probability(self.lag_end, self.least_trust, p):
            self.revisits += 1
            self.stage = NEGOTIATION

    def renews(self) -> bool:
        """Whether partners renew a contract that reaches its term, for the same term again."""
        chance = termination.renewal_probability(
            self.lag_end, self.least_trust, self.outside_end, self.model.p.termination
        )
        if self.drawn(RENEWAL) >= chance:
            return False
        self.due += self.planned_quarters
        return True

    def face_hazards(self) -> None:
        """Compare a draw with the chance that any cause ends the alliance; the cause is drawn in proportion."""
        self.hazards = self.all_hazards()
        total = sum(self.hazards)
        self.threshold, self.draw = quarterly_probability(total), self.drawn(ENDING)
        if self.draw >= self.threshold:
            return
        left = self.drawn(ENDING_CAUSE) * total
        for cause, hazard in zip(HAZARDS, self.hazards, strict=True):
            left -= hazard
            if left < 0:
                self.close(cause)
                return

    def all_hazards(self) -> list[float]:
        """The yearly hazard of every cause, in the order of ``HAZARDS``."""
        p, least = self.model.p.termination, self.least_trust
        all_met = all(done >= goal for done, goal in zip(self.progress, self.goal, strict=True))
        return [
            termination.hazard_goals_met(all_met, p),
            termination.hazard_goals_failed(self.lag_end, p),
            termination.hazard_opportunism(least, self.outside_end, p),
            termination.hazard_conflict(self.conflict, p),
            termination.hazard_knowledge_learned(self.lesson_end, p),
            termination.hazard_external_shock(self.international, self.enforcement(), p) + self.severance(),
        ]

    def severance(self) -> float:
        """Yearly hazard from sanctions: the most that strikes a partner in the host or in another partner's home."""
        most = 0.0
        for firm in self.partners:
            elsewhere = [other.home for other in self.partners if other is not firm]
            most = max(most, *[firm.extra("severance", market) for market in (self.host, *elsewhere)])
        return most

    def close(self, cause: int) -> None:
        """End the alliance; the partner who values a joint venture most may keep it, unless it ends from outside."""
        if self.equity and cause != EXTERNAL_SHOCK:
            self.best = self.best_resources()
            values = [sum(self.benefits(firm, self.offered_to(firm))) for firm in self.partners]
            buyer = values.index(max(values))
            lag = self.lag_of(buyer, self.model.quarter - self.formed + 1)
            if self.drawn(TAKEOVER) < termination.takeover_probability(lag, self.model.p.termination):
                self.buyer = self.partners[buyer]
        self.end(cause)
