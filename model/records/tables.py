"""Result tables of a run as pandas DataFrames, one function each; their columns are declared with the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliances.model.declarations.codes import NEVER, NOBODY
from alliances.model.declarations.columns import Records
from alliances.model.records import outcomes
from alliances.model.records.alliances import ALLIANCES
from alliances.model.records.firms import FIRMS
from alliances.model.records.frames import Rows, columns_shown, empty, frame
from alliances.model.records.ledgers import PAYMENTS
from alliances.model.records.markets import ENTRIES, MARKETS, PRESENCE, SEGMENTS
from alliances.model.records.outcomes import TIES, Table
from alliances.model.records.state import QUARTER, in_use

if TYPE_CHECKING:
    from alliances.model.simulation import Simulation


def tables(simulation: Simulation) -> dict[str, pd.DataFrame]:
    """Every result table of a run by name."""
    return {name: build(simulation) for name, build in BUILDERS.items()}


def with_own(table: pd.DataFrame, own: Mapping[str, Any]) -> pd.DataFrame:
    """A table with what mechanisms of one's own add to it."""
    return table.assign(**own) if own and len(table) else table


def table_of(simulation: Simulation, table: Table, records: Records, column: Any, **more: Any) -> pd.DataFrame:
    """A table of declared columns; ``more`` are those that lead, and the ``ids`` of the rows."""
    ids = more.pop("ids", more.get("firm_id"))
    words: dict[str, Any] = {
        "countries": simulation.codes, "industries": simulation.industries, "names": simulation.names,
    }  # fmt: skip
    rows = Rows(column, words, more.get("step"), ids, simulation.values)
    return frame(table, {**more, **columns_shown(records, table.name, rows)})


def quarters(simulation: Simulation) -> pd.DataFrame:
    """One row per quarter."""
    kept = simulation.recorder.quarters
    if not kept:
        return empty(outcomes.QUARTERS_TABLE)
    rows = np.concatenate([quarter for _, quarter in kept])
    steps = np.array([step for step, _ in kept])
    table = table_of(simulation, outcomes.QUARTERS_TABLE, QUARTER, rows.__getitem__, step=steps)
    return with_own(table, simulation.mechanisms.summaries)


def lasting(simulation: Simulation, signed: bool) -> np.ndarray:
    """Rows of alliances (``signed``) or of all talks that were not over before step 0."""
    rows = in_use(simulation.world, "alliances")
    over = (rows["ended"] != NEVER) & (rows["ended"] < 0)
    return np.flatnonzero(~over & ((rows["formed"] != NEVER) | (not signed)))


def alliances(simulation: Simulation) -> pd.DataFrame:
    """One row per alliance ever formed."""
    ids = lasting(simulation, signed=True)
    rows = simulation.world.alliances[ids]
    return table_of(simulation, outcomes.ALLIANCES_TABLE, ALLIANCES, rows.__getitem__, alliance_id=ids)


def decisions(simulation: Simulation) -> pd.DataFrame:
    """One row per alliance ever talked about: the terms behind its formation and its ending."""
    ids = lasting(simulation, signed=False)
    rows = simulation.world.alliances[ids]
    return table_of(simulation, outcomes.DECISIONS_TABLE, ALLIANCES, rows.__getitem__, alliance_id=ids)


def firms(simulation: Simulation) -> pd.DataFrame:
    """One row per living firm and recorded quarter."""
    kept = simulation.recorder.firms
    if not kept:
        return empty(outcomes.FIRMS_TABLE)
    table = table_of(simulation, outcomes.FIRMS_TABLE, FIRMS, kept.__getitem__, step=kept.step, firm_id=kept.ids)
    return with_own(table, simulation.mechanisms.columns_shown())


def presence(simulation: Simulation) -> pd.DataFrame:
    """One row per firm, foreign market and recorded quarter."""
    kept = simulation.recorder.presence
    if not kept:
        return empty(outcomes.PRESENCE_TABLE)
    return table_of(simulation, outcomes.PRESENCE_TABLE, PRESENCE, kept.__getitem__, step=kept.step)


def entries(simulation: Simulation) -> pd.DataFrame:
    """One row per step into or out of a market."""
    rows = in_use(simulation.world, "entries")
    return table_of(simulation, outcomes.ENTRIES_TABLE, ENTRIES, rows[rows["step"] >= 0].__getitem__)


def markets(simulation: Simulation) -> pd.DataFrame:
    """One row per market and recorded quarter."""
    kept, codes = simulation.recorder.markets, simulation.codes
    if not kept:
        return empty(outcomes.MARKETS_TABLE)
    rows = np.concatenate([markets for _, markets in kept])
    steps = np.repeat([step for step, _ in kept], len(codes))
    return table_of(
        simulation, outcomes.MARKETS_TABLE, MARKETS, rows.__getitem__, step=steps, market=np.tile(codes, len(kept))
    )


def segments(simulation: Simulation) -> pd.DataFrame:
    """One row per industry of a market and recorded quarter."""
    kept, codes, industries = simulation.recorder.segments, simulation.codes, simulation.industries
    if not kept:
        return empty(outcomes.SEGMENTS_TABLE)
    rows = np.concatenate([segments.ravel() for segments in kept])
    steps = np.repeat([step for step, _ in simulation.recorder.markets], len(codes) * len(industries))
    places = {"market": np.tile(np.repeat(codes, len(industries)), len(kept)),
              "industry": np.tile(np.array(industries, dtype=object), len(kept) * len(codes))}  # fmt: skip
    return table_of(simulation, outcomes.SEGMENTS_TABLE, SEGMENTS, rows.__getitem__, step=steps, **places)


def ties(simulation: Simulation) -> pd.DataFrame:
    """One row per partner, alliance and recorded quarter."""
    kept = simulation.recorder.ties
    if not kept:
        return empty(outcomes.TIES_TABLE)
    row, place = np.nonzero(kept["partners"] != NOBODY)

    def of_partner(name: str) -> np.ndarray:
        values = kept[name]
        return values[row, place] if values.ndim > 1 else values[row]

    return table_of(simulation, outcomes.TIES_TABLE, TIES, of_partner, step=kept.step[row], alliance_id=kept.ids[row])


def spending(simulation: Simulation) -> pd.DataFrame:
    """One row per payment by a policy."""
    rows = in_use(simulation.world, "payments")
    names = np.array([policy.name for policy in simulation.policies], dtype=object)
    policy = names[rows["programme"]] if len(rows) else []
    return table_of(simulation, outcomes.SPENDING_TABLE, PAYMENTS, rows.__getitem__, step=rows["step"], policy=policy)


def admissions(simulation: Simulation) -> pd.DataFrame:
    """One row per firm and round in which a policy could have admitted it."""
    rounds = simulation.programmes.admissions
    if not rounds:
        return empty(outcomes.ADMISSIONS_TABLE)
    sizes = [len(held.firms) for held in rounds]
    names = np.array([simulation.policies[held.programme].name for held in rounds], dtype=object)
    return frame(outcomes.ADMISSIONS_TABLE, {
        "step": np.repeat([held.step for held in rounds], sizes),
        "policy": np.repeat(names, sizes),
        "firm_id": np.concatenate([held.firms for held in rounds]),
        "admitted": np.concatenate([held.admitted for held in rounds]),
    })  # fmt: skip


def own_firms(simulation: Simulation) -> pd.DataFrame:
    """One row per firm of the user's own: what became of it."""
    start, world = simulation.recorder.start, simulation.world
    now, alliances = world.firms[: len(start)], in_use(world, "alliances")
    partners = alliances["partners"][alliances["formed"] >= 0]
    signed = np.bincount(partners[(partners >= 0) & (partners < len(start))], minlength=len(start))
    per_employee = simulation.values.firm_demography.assets_per_employee
    then = {f"{name}_at_start": start[name] for name in ("markets", "alliances")}
    return frame(outcomes.OWN_FIRMS_TABLE, {
        "firm_id": np.arange(len(start)), "name": simulation.names[: len(start)], "alive": now["alive"],
        "employees_at_start": start["assets"] / per_employee, "employees": now["assets"] / per_employee,
        **then, "markets": now["markets"], "alliances": now["alliances"], "alliances_formed": signed,
    })  # fmt: skip


BUILDERS: dict[str, Callable[[Simulation], pd.DataFrame]] = {
    "quarters": quarters,
    "alliances": alliances,
    "decisions": decisions,
    "firms": firms,
    "presence": presence,
    "entries": entries,
    "markets": markets,
    "segments": segments,
    "ties": ties,
    "spending": spending,
    "admissions": admissions,
    "own_firms": own_firms,
}
