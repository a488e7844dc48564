"""Result tables of a run as pandas DataFrames, one function each; ``outcomes`` declares their columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliances.model import outcomes
from alliances.model.codes import (
    ACTORS,
    CAUSES,
    ENTRY_EVENTS,
    GOVERNANCE,
    MODES,
    MOTIVES,
    NEVER,
    NO_CAUSE,
    NOBODY,
    PURPOSES,
    RESOURCES,
    STAGES,
)
from alliances.model.frames import empty, frame, optional, words
from alliances.model.rules import QUARTERS_PER_YEAR, firm_demography
from alliances.model.steps.record import SUMMARY

if TYPE_CHECKING:
    from alliances.model.model import AllianceModel


def tables(model: AllianceModel) -> dict[str, pd.DataFrame]:
    """Every result table of a run by name."""
    return {table.name: BUILDERS[table.name](model) for table in outcomes.TABLES}


def quarters(model: AllianceModel) -> pd.DataFrame:
    """One row per quarter."""
    kept = model.recorder.quarters
    if not kept:
        return empty(outcomes.QUARTERS)
    values = np.stack([summary for _, summary in kept])
    columns = {name: values[:, n] for n, name in enumerate(SUMMARY)}
    return frame(outcomes.QUARTERS, {"step": [step for step, _ in kept], **columns})


def lasting(model: AllianceModel, signed: bool) -> np.ndarray:
    """Rows of alliances (``signed``) or of all talks that were not over before step 0."""
    rows = model.world.alliances[: model.world.counts[0]["alliances"]]
    over = (rows["ended"] != NEVER) & (rows["ended"] < 0)
    return np.flatnonzero(~over & ((rows["formed"] != NEVER) | (not signed)))


def alliances(model: AllianceModel) -> pd.DataFrame:
    """One row per alliance ever formed."""
    ids = lasting(model, signed=True)
    rows = model.world.alliances[ids]
    ended, sizes = rows["ended"] != NEVER, rows["n_partners"]
    skipped = [[stage for n, stage in enumerate(STAGES) if mask >> n & 1] for mask in rows["skipped"]]
    own = {
        name: rows[name]
        for name in (
            "technology", "supply_chain", "market_access", "n_partners", "international", "culture_distance",
            "org_distance", "professional_distance", "goal_divergence", "prior_ties", "planned_quarters", "trust_start",
            "conflict_peak", "knowledge_transferred", "revisits", "market_overlap",
        )
    }  # fmt: skip
    met = [
        [bool(m) for m in row[:n]] if judged else None
        for row, n, judged in zip(rows["goals_met"], sizes, rows["judged"], strict=True)
    ]
    return frame(outcomes.ALLIANCES, {
        **own,
        "alliance_id": ids,
        "formed_step": rows["formed"],
        "ended_step": optional(rows["ended"], ended),
        "cause": words(CAUSES, rows["cause"]),
        "failed": optional(rows["failed"], rows["judged"]),
        "governance": words(GOVERNANCE, rows["equity"].astype(int)),
        "motive": words(MOTIVES, rows["motive"]),
        "leader": words(ACTORS, rows["leader"]),
        "host_market": model.codes[rows["host"]],
        "partners": [row[:n].tolist() for row, n in zip(rows["partners"], sizes, strict=True)],
        "goals_met": met,
        "trust_end": mean_trust(rows),
        "stages_skipped": [len(stages) for stages in skipped],
        "skipped_stages": skipped,
        "specific_investment": rows["specificity"],
    })  # fmt: skip


def mean_trust(rows: np.ndarray) -> np.ndarray:
    """Mean trust of the partners of each alliance."""
    return rows["trust"].sum(axis=1) / rows["n_partners"]


def decisions(model: AllianceModel) -> pd.DataFrame:
    """One row per alliance ever talked about: the terms behind its formation and its ending."""
    ids = lasting(model, signed=False)
    rows = model.world.alliances[ids]
    ended, formed = rows["ended"] != NEVER, rows["formed"] != NEVER
    lived = ended & formed
    sides = {
        f"{term}_{side}": rows[term][:, n] for term in outcomes.FORMATION_TERMS for n, side in enumerate(outcomes.SIDES)
    }
    hazards = {
        f"hazard_{cause}": np.where(lived, rows["hazards"][:, n], np.nan)
        for n, cause in enumerate(outcomes.HAZARD_CAUSES)
    }
    return frame(outcomes.DECISIONS, {
        **sides,
        **hazards,
        **{term: np.where(lived, ending, np.nan) for term, ending in endings(rows).items()},
        "alliance_id": ids,
        "started_step": rows["started"],
        "formed_step": optional(rows["formed"], formed),
        "ended_step": optional(rows["ended"], ended),
        "cause": words(CAUSES, np.where(ended, rows["cause"], NO_CAUSE)),
        "initiator": rows["partners"][:, 0],
        "partner": rows["partners"][:, 1],
        "formation_cost": rows["formation_cost"],
    })  # fmt: skip


def endings(rows: np.ndarray) -> dict[str, np.ndarray]:
    """The terms behind each alliance's ending; an ended alliance stays as it was at its end."""
    last = {"trust_end": mean_trust(rows), "conflict_end": rows["conflict"], "divergence_end": rows["goal_divergence"]}
    return {term: last[term] if term in last else rows[term] for term in (*outcomes.ENDING_TERMS, "threshold", "draw")}


def firms(model: AllianceModel) -> pd.DataFrame:
    """One row per living firm and recorded quarter."""
    kept = model.recorder.firms
    if not kept:
        return empty(outcomes.FIRMS)
    step: Any = kept.step
    rows: Any = kept
    rule = model.values.firm_demography
    total = rows["home_sales"] + rows["foreign_sales"]
    staff = firm_demography.employees(rows["assets"], rule)
    own = (
        "assets", "absorptive_capacity", "planning", "opportunism", "dedicated_function", "reputation", "alliances",
        "international_alliances", "markets", "foreign_sales", "profit",
    )  # fmt: skip
    return frame(outcomes.FIRMS, {
        **{name: rows[name] for name in own},
        **{name: rows["resources"][:, k] for k, name in enumerate(RESOURCES)},
        "step": step,
        "firm_id": kept.ids,
        "home": model.codes[rows["home"]],
        "industry": np.array(model.industries, dtype=object)[rows["industry"]],
        "age_years": (step - rows["founded"]) / QUARTERS_PER_YEAR,
        "employees": staff,
        "alive": np.ones(len(step), dtype=bool),
        "sme": firm_demography.is_small_or_medium(staff, rule),
        "alliance_capability": rows["capability"],
        "technical_cooperation_projects": rows["technology_alliances"],
        "rd_projects": rows["rd_projects"] + rows["technology_alliances"],
        "mnc_cooperation_years": rows["mnc_years"],
        "total_sales": total,
        "foreign_sales_share": np.divide(rows["foreign_sales"], total, out=np.zeros_like(total), where=total > 0),
    })  # fmt: skip


def presence(model: AllianceModel) -> pd.DataFrame:
    """One row per firm, foreign market and recorded quarter."""
    kept = model.recorder.presence
    if not kept:
        return empty(outcomes.PRESENCE)
    rows = kept
    return frame(outcomes.PRESENCE, {
        "step": rows.step,
        "firm_id": rows["firm"],
        "market": model.codes[rows["market"]],
        "mode": words(MODES, rows["mode"]),
        "knowledge": rows["knowledge"],
        "sales": rows["sales"],
        "market_share": rows["share"],
    })  # fmt: skip


def entries(model: AllianceModel) -> pd.DataFrame:
    """One row per step into or out of a market."""
    rows = model.world.entries[: model.world.counts[0]["entries"]]
    rows = rows[rows["step"] >= 0]
    return frame(outcomes.ENTRIES, {
        "step": rows["step"],
        "firm_id": rows["firm"],
        "market": model.codes[rows["market"]],
        "event": words(ENTRY_EVENTS, rows["event"]),
        "mode": words(MODES, rows["mode"]),
        "alliance_id": optional(rows["alliance"], rows["alliance"] != NOBODY),
        "barrier_paid": rows["barrier_paid"],
    })  # fmt: skip


def markets(model: AllianceModel) -> pd.DataFrame:
    """One row per market and recorded quarter."""
    kept = model.recorder.markets
    if not kept:
        return empty(outcomes.MARKETS)
    rows = np.concatenate([markets for _, markets in kept])
    return frame(outcomes.MARKETS, {
        "step": np.repeat([step for step, _ in kept], len(model.codes)),
        "market": np.tile(model.codes, len(kept)),
        "size": rows["demand"],
        "competition_intensity": rows["competition"],
        "entry_barrier": rows["barrier"],
        "enforcement": rows["enforcement"],
        "firms_present": rows["present"],
        "hhi": rows["hhi"],
    })  # fmt: skip


def ties(model: AllianceModel) -> pd.DataFrame:
    """One row per partner, alliance and recorded quarter."""
    kept = model.recorder.ties
    if not kept:
        return empty(outcomes.TIES)
    rows, ids, step = kept, kept.ids, kept.step
    row, place = np.nonzero(rows["partners"] != NOBODY)
    goal = rows["goal"][row, place]
    progress = rows["progress"][row, place]
    reached = np.divide(progress, goal, out=(progress >= 0).astype(float), where=goal > 0)
    return frame(outcomes.TIES, {
        "step": step[row],
        "alliance_id": ids[row],
        "firm_id": rows["partners"][row, place],
        "trust": rows["trust"][row, place],
        "conflict": rows["conflict"][row],
        "stage": words(STAGES, rows["stage"][row]),
        "goal_reached": reached,
    })  # fmt: skip


def spending(model: AllianceModel) -> pd.DataFrame:
    """One row per payment by a policy."""
    rows = model.world.payments[: model.world.counts[0]["payments"]]
    names = np.array([policy.name for policy in model.policies], dtype=object)
    return frame(outcomes.SPENDING, {
        "step": rows["step"],
        "policy": names[rows["programme"]] if len(rows) else [],
        "firm_id": optional(rows["firm"], rows["firm"] != NOBODY),
        "alliance_id": optional(rows["alliance"], rows["alliance"] != NOBODY),
        "purpose": words(PURPOSES, rows["purpose"]),
        "amount": rows["amount"],
    })  # fmt: skip


def admissions(model: AllianceModel) -> pd.DataFrame:
    """One row per firm and round in which a policy could have admitted it."""
    rounds = model.programmes.admissions
    if not rounds:
        return empty(outcomes.ADMISSIONS)
    sizes = [len(held.firms) for held in rounds]
    return frame(outcomes.ADMISSIONS, {
        "step": np.repeat([held.step for held in rounds], sizes),
        "policy": np.repeat(np.array([model.policies[held.programme].name for held in rounds], dtype=object), sizes),
        "firm_id": np.concatenate([held.firms for held in rounds]),
        "admitted": np.concatenate([held.admitted for held in rounds]),
    })  # fmt: skip


BUILDERS: dict[str, Callable[[AllianceModel], pd.DataFrame]] = {
    "quarters": quarters,
    "alliances": alliances,
    "decisions": decisions,
    "firms": firms,
    "presence": presence,
    "entries": entries,
    "markets": markets,
    "ties": ties,
    "spending": spending,
    "admissions": admissions,
}
