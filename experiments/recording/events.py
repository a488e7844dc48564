"""What happened in a film, by frame: defections that were seen, terms renewed, policies and shocks, acts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alliances.experiments.recording.columns import Column
from alliances.experiments.recording.lives import Lives
from alliances.experiments.recording.setup import Act
from alliances.model.declarations.codes import NOBODY
from alliances.model.policies.policy import Policy
from alliances.model.rules import QUARTERS_PER_YEAR

KINDS = (
    "defection_seen", "stage_back", "renewed", "policy_starts", "policy_ends", "shock_starts", "shock_ends", "act",
)  # fmt: skip
Event = tuple[int, int, int, int, int]  # frame, kind, alliance, firm, policy


def event_columns(
    lives: Lives, firm_row: np.ndarray, policies: Sequence[Policy], acts: Sequence[Act], frames: int
) -> list[Column]:
    """All events in the order of their frames."""
    every = sorted([*seen_in(lives, firm_row), *of_policies(policies, frames), *of_acts(lives, acts, frames)])
    table = np.array(every, np.int64).reshape(-1, len(Event.__args__))  # type: ignore[attr-defined]
    frame, kind, alliance, firm, policy = table.T

    def column(name: str, values: np.ndarray, dtype: str) -> Column:
        return Column(f"events.{name}", np.maximum(values, 0), dtype, missing=values == NOBODY)

    return [
        Column("events.frame", frame, "u2", delta=True), Column("events.kind", kind, "u1"),
        column("alliance", alliance, "u2"), column("firm", firm, "u2"), column("policy", policy, "u1"),
    ]  # fmt: skip


def seen_in(lives: Lives, firm_row: np.ndarray) -> list[Event]:
    """Defections that were seen, talks taken up again, and terms that were renewed."""
    told: list[Event] = []
    known = ~lives.first | (lives.frame > 0)
    seen = lives.columns["defections_seen"] - lives.before("defections_seen")
    for row, place in zip(*np.nonzero((seen > 0) & known[:, None]), strict=True):
        firm = int(firm_row[lives.columns["partners"][row, place]])
        told.append((int(lives.frame[row]), KINDS.index("defection_seen"), int(lives.alliance[row]), firm, NOBODY))
    for name, kind in (("revisits", "stage_back"), ("due", "renewed")):
        more = (lives.columns[name] > lives.before(name)) & ~lives.first
        for row in np.flatnonzero(more).tolist():
            told.append((int(lives.frame[row]), KINDS.index(kind), int(lives.alliance[row]), NOBODY, NOBODY))
    return told


def of_policies(policies: Sequence[Policy], frames: int) -> list[Event]:
    """When policies and shocks start and end."""
    told: list[Event] = []
    for place, policy in enumerate(policies):
        what = "shock" if policy.module.SHOCK else "policy"
        for word, at in (("starts", policy.start), ("ends", policy.end)):
            frame = at * QUARTERS_PER_YEAR + 1
            if 0 < frame < frames:
                told.append((round(frame), KINDS.index(f"{what}_{word}"), NOBODY, NOBODY, place))
    return told


def of_acts(lives: Lives, acts: Sequence[Act], frames: int) -> list[Event]:
    """When something was changed."""
    told: list[Event] = []
    for act in acts:
        row = NOBODY if act.alliance is None else int(lives.row_of(np.array([act.alliance]))[0])
        if act.quarter + 1 < frames:
            told.append((act.quarter + 1, KINDS.index("act"), row, NOBODY, NOBODY))
    return told
