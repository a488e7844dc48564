"""What an alliance is described by, from the first talks on."""

from __future__ import annotations

from typing import Any

import numpy as np

from alliances.model.declarations.codes import (
    ACTORS,
    CAUSES,
    ENDINGS,
    GOVERNANCE,
    HAZARDS,
    MAX_PARTNERS,
    MOTIVES,
    NEVER,
    NO_CAUSE,
    NOBODY,
    STAGES,
)
from alliances.model.declarations.columns import (
    MONEY,
    MONEY_A_YEAR,
    UNIT_INTERVAL,
    Records,
    bits,
    code,
    count,
    derived,
    flag,
    key,
    link,
    noted,
    place,
    real,
    share,
    step,
)

TABLE, LOG = "alliances", "decisions"
SIDES = ("initiator", "partner")
HAZARD_CAUSES = tuple(CAUSES[cause] for cause in HAZARDS)


def has_ended(ended: np.ndarray) -> np.ndarray:
    """Whether it is over."""
    return np.asarray(ended != NEVER)


def was_signed(formed: np.ndarray) -> np.ndarray:
    """Whether talks led to an alliance."""
    return np.asarray(formed != NEVER)


def signed_and_ended(ended: np.ndarray, formed: np.ndarray) -> np.ndarray:
    """Whether it was an alliance, and is over."""
    return has_ended(ended) & was_signed(formed)


def stages_in(mask: int) -> list[str]:
    """The stages whose bits are set."""
    return [stage for n, stage in enumerate(STAGES) if mask >> n & 1]


def firsts(rows: np.ndarray, sizes: np.ndarray, known: np.ndarray | None = None, kind: type = int) -> list[Any]:
    """The first so many values of each row as a list; None where nothing is known."""
    known = np.ones(len(rows), bool) if known is None else known
    return [[kind(value) for value in row[:n]] if told else None
            for row, n, told in zip(rows, sizes, known, strict=True)]  # fmt: skip


def of_each_side(meaning: str) -> Any:
    """A term of the choice of partner, as the initiator and as the partner that consented weighed it."""
    return noted(meaning, "0-1 or utility", width=len(SIDES), words=SIDES, table=LOG)


def at_the_end(of: Any, meaning: str, shown: str) -> Any:
    """A term behind the ending, null while the alliance lives."""
    return derived("float", meaning, UNIT_INTERVAL, of, LOG, shown=shown, nullable=True)


class Partners:
    """Who takes part."""

    key = key("What its random draws are keyed to")
    started = step("Quarter in which talks began", table=LOG, shown="started_step")
    initiator = derived("int", "Firm that proposed", "", lambda partners: partners[:, 0], LOG)
    partner = derived("int", "Firm that consented", "", lambda partners: partners[:, 1], LOG)
    partners = link("Firms, the initiator first", width=MAX_PARTNERS)
    next_tie = link("Next tie in each partner's chain: row * MAX_PARTNERS + position", width=MAX_PARTNERS)


class Course:
    """When it was signed, where it stands and how it ended."""

    formed = step("Quarter of signature; negative in the burn-in", fill=NEVER, table=TABLE, shown="formed_step")
    signed = derived(
        "int", "Quarter of signature; null if talks failed or go on", "quarter",
        lambda formed: np.ma.array(formed, mask=~was_signed(formed)), LOG, shown="formed_step", nullable=True,
    )  # fmt: skip
    ended = step("Quarter of the end; null while it lives", fill=NEVER, table=TABLE, shown="ended_step", when=has_ended)
    over = derived(
        "int", "Quarter of the end; null while it lives", "quarter",
        lambda ended: np.ma.array(ended, mask=~has_ended(ended)), LOG, shown="ended_step", nullable=True,
    )  # fmt: skip
    cause = code("Cause of the end; null while it lives", CAUSES, table=TABLE, when=has_ended)
    ending = code("How it ended: dissolved, or taken over by a partner; null while it lives", ENDINGS, table=TABLE,
                  when=has_ended)  # fmt: skip
    buyer = link("Firm that took it over, a joint venture; null if nobody did", table=TABLE,
                 when=lambda buyer: buyer != NOBODY)  # fmt: skip
    cause_of_end = derived(
        "text", "Cause of the end; null while it lives", "",
        lambda ended, cause: np.where(has_ended(ended), cause, NO_CAUSE), LOG, shown="cause", nullable=True,
        words=CAUSES,
    )  # fmt: skip
    stage = code("Stage it is in", STAGES)
    judged = flag("Whether its success has been decided")
    failed = flag(
        "Ended, or five years old, with a partner below its own goal; null while open", table=TABLE,
        when=lambda judged: judged,
    )  # fmt: skip


class Scope:
    """What it is for, and in which form."""

    equity = flag("A joint venture rather than a contract")
    governance = derived(
        "text", "Form: contractual or equity_joint_venture", "", lambda equity: equity.astype(int), TABLE,
        words=GOVERNANCE,
    )  # fmt: skip
    motive = code("The initiator's motive: market, efficiency, risk, learning", MOTIVES, table=TABLE)
    leader = code("Internal actor of the initiator that led it", ACTORS, table=TABLE)
    technology = flag("Whether it covers joint technology", table=TABLE)
    supply_chain = flag("Whether it covers the supply chain", table=TABLE)
    market_access = flag("Whether it covers access to the host market", table=TABLE)
    host = place("Country where it operates", table=TABLE, shown="host_market")
    n_partners = count("Partners", "firms", dtype="i1", table=TABLE)
    partner_ids = derived(
        "list", "Firm ids, the initiator first", "", lambda partners, n_partners: firsts(partners, n_partners), TABLE,
        shown="partners",
    )  # fmt: skip
    goals_met = count("Whether each partner reached its goal", dtype="i1", width=MAX_PARTNERS, high=1)
    partners_goals = derived(
        "list", "Per partner, whether its goal was reached; null while not judged", "",
        lambda goals_met, n_partners, judged: firsts(goals_met, n_partners, judged, bool), TABLE, shown="goals_met",
        nullable=True,
    )  # fmt: skip


class Fit:
    """The partners against each other."""

    international = flag("Whether partners come from different countries", table=TABLE)
    culture_distance = share("Mean national distance of the partners", table=TABLE)
    org_distance = share("Mean organizational distance of the partners", table=TABLE)
    professional_distance = share("Mean professional distance of the partners", table=TABLE)
    goal_divergence = share("Divergence of the partners' aims, now or at the end", table=TABLE)
    past_trust = share("Trust left from earlier alliances between them")
    prior_ties = count("Earlier alliances between the partners", "alliances", table=TABLE)
    market_overlap = share("Share of markets in which partners were rivals at the start", table=TABLE)
    specific_investment = share("Specificity of what partners invested", table=TABLE)


class Agreement:
    """What was agreed."""

    planned_quarters = count("Agreed term", "quarters", table=TABLE)
    due = step("Quarter in which the contract runs out unless it is renewed")
    skipped = bits("Stages that its leader skipped, one bit each")
    stages_skipped = derived(
        "int", "Stages of the seven that its leader skipped", "stages",
        lambda skipped: [len(stages_in(mask)) for mask in skipped], TABLE,
    )  # fmt: skip
    skipped_stages = derived(
        "list", "Names of those stages", "", lambda skipped: [stages_in(mask) for mask in skipped], TABLE
    )
    redesigned = flag("Whether a design stage was held after signature")
    revisits = count("Times that partners went back to negotiation and design", "times", table=TABLE)
    goal = real("Benefit each partner aims at", "benefit", low=0, width=MAX_PARTNERS)
    offered = real("What it offers each partner of each motive's kind, by partner and motive", "share or resource",
                   low=0, width=MAX_PARTNERS * len(MOTIVES))  # fmt: skip
    expected_margin = real("Yearly margin that each partner expects of the host market", MONEY_A_YEAR, low=0,
                           width=MAX_PARTNERS)  # fmt: skip
    expected_lesson = real("What each partner expects to learn in a quarter", "resource", low=0, width=MAX_PARTNERS)
    gap_start = real("What each partner could learn at signature", "resource", low=0, width=MAX_PARTNERS)


class Work:
    """How it goes."""

    trust = share("Trust of each partner in the others", width=MAX_PARTNERS)
    trust_start = share("Mean trust at signature", table=TABLE)
    trust_end = derived(
        "float", "Mean trust now or at the end", UNIT_INTERVAL,
        lambda trust, n_partners: trust.sum(axis=1) / n_partners, TABLE,
    )  # fmt: skip
    conflict = share("Conflict")
    conflict_peak = share("Highest conflict so far", table=TABLE)
    progress = real("Benefit each partner has had", "benefit", width=MAX_PARTNERS)
    lesson = real("What each partner learned this quarter", "resource", low=0, width=MAX_PARTNERS)
    margin = real("Yearly margin of each partner from the host market", MONEY_A_YEAR, low=0, width=MAX_PARTNERS)
    gap = real("What each partner could still learn", "resource", low=0, width=MAX_PARTNERS)
    knowledge_transferred = real("Knowledge passed between partners, all fields", "resource", low=0, table=TABLE)
    defections_seen = count("Opportunistic defections of each partner that the others saw", width=MAX_PARTNERS)


class ChoiceLog:
    """The terms behind the choice of partner."""

    fit = of_each_side("Utility as seen, judgement noise included")
    complementarity = of_each_side("Resources and market knowledge the other has and it lacks")
    closeness = of_each_side("Closeness of national, organizational and professional culture")
    compatibility = of_each_side("Overlap of aims")
    proportion = of_each_side("How comparable the means are")
    reputation_and_past = of_each_side("Utility of the other's reputation and of trust from earlier alliances")
    asked = of_each_side("Threshold: utility below which it would have declined")
    formation_cost = real("Cost of talks, all partners", MONEY, low=0, table=LOG)


class EndingLog:
    """The terms behind the ending, as it was last faced."""

    least_trust = share("Trust of the least trusting partner at the end; null while it lives",
                        table=LOG, when=signed_and_ended)  # fmt: skip
    conflict_end = at_the_end(
        lambda ended, formed, conflict: np.where(signed_and_ended(ended, formed), conflict, np.nan),
        "Conflict at the end; null while it lives", "conflict_end",
    )  # fmt: skip
    divergence_end = at_the_end(
        lambda ended, formed, goal_divergence: np.where(signed_and_ended(ended, formed), goal_divergence, np.nan),
        "Divergence of aims at the end; null while it lives", "divergence_end",
    )  # fmt: skip
    lag_end = share("Worst lag of a partner behind its goal at the end; null while it lives",
                    table=LOG, when=signed_and_ended)  # fmt: skip
    lesson_end = share("Most of what a partner came to learn that it has learned at the end; null while it lives",
                       table=LOG, when=signed_and_ended)  # fmt: skip
    outside_end = share("Best alternative of a partner at the end; null while it lives",
                        table=LOG, when=signed_and_ended)  # fmt: skip
    hazards = noted("Hazard of {word} when last faced; null while it lives", "1/year", width=len(HAZARDS),
                    words=HAZARD_CAUSES, table=LOG, shown="hazard_{word}", when=signed_and_ended)  # fmt: skip
    threshold = real("Chance that a hazard ended it when last faced (not at its term)", "probability", low=0, high=1,
                     table=LOG, when=signed_and_ended)  # fmt: skip
    draw = real("The draw that was compared with that chance", "probability", low=0, high=1,
                table=LOG, when=signed_and_ended)  # fmt: skip


ALLIANCES = Records(
    "alliances", "One entry per alliance ever talked about; talks that failed have no ``formed`` step",
    (Partners, Course, Scope, Fit, Agreement, Work, ChoiceLog, EndingLog),
)  # fmt: skip
