"""State: records of firms, alliances, presences and markets, and how they grow.

Every group is a NamedTuple whose field defaults declare the columns (type and width) of one record array: what
belongs to one firm lies together in memory. Kernels read ``world.firms.assets[f]``, Python reads
``world.firms["assets"]``. Rows are never moved: a row number is a firm's or an alliance's id for good. Arrays are
larger than what is in use (``Counts`` says how much is); :func:`with_room` enlarges them between steps.

One array per column would be as fast, but a kernel would take hundreds of arguments, and compiling it many minutes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from alliances.model.codes import MAX_PARTNERS, MEMORY, NEVER, NOBODY, RESOURCES


class Column(NamedTuple):
    """Type, width and initial value of a state column."""

    dtype: str
    width: int = 0
    fill: float = 0


def number(width: int = 0) -> Any:
    """A column of real numbers."""
    return Column("f8", width)


def count(width: int = 0, fill: int = 0) -> Any:
    """A column of whole numbers."""
    return Column("i8", width, fill)


def link(width: int = 0) -> Any:
    """A column of row numbers of another group; none at first."""
    return Column("i8", width, NOBODY)


def code(fill: int = NOBODY) -> Any:
    """A column of codes (see ``codes``)."""
    return Column("i8", 0, fill)


def flag() -> Any:
    """A column of yes or no."""
    return Column("?")


class Firms(NamedTuple):
    """One entry per firm that ever lived. Columns that one step reads together stand together."""

    # who it is, and this quarter's plan
    key: Any = Column("u8")  # what the firm's luck belongs to
    alive: Any = flag()
    dedicated_function: Any = flag()
    mnc_partner: Any = flag()
    home: Any = count()
    industry: Any = count()
    motive: Any = code()
    target: Any = count(fill=NOBODY)
    entry: Any = code(0)
    suitor: Any = link()
    outside_option: Any = number()
    attention: Any = number()
    capability: Any = number()
    support: Any = Column("i8")  # programmes that support it, one bit each
    # markets and money
    first_presence: Any = link()
    markets: Any = count()
    bundle: Any = number()  # resources by what the industry needs
    capacity: Any = number()
    assets: Any = number()
    home_sales: Any = number()  # million USD a year
    foreign_sales: Any = number()
    profit: Any = number()  # million USD a year
    alliance_profit: Any = number()  # million USD this quarter
    outlay: Any = number()  # million USD this quarter
    # resources
    resources: Any = number(len(RESOURCES))
    endowment: Any = number(len(RESOURCES))
    learned: Any = number(len(RESOURCES))  # this quarter, from partners
    # alliances
    ties: Any = count()  # talks and signed alliances
    alliances: Any = count()
    international_alliances: Any = count()
    technology_alliances: Any = count()
    first_tie: Any = link()
    experience: Any = number()
    reputation: Any = number()
    mnc_years: Any = number()
    rd_projects: Any = count()
    past_partner: Any = link(MEMORY)
    past_trust: Any = number(MEMORY)
    past_alliances: Any = count(MEMORY)
    # traits
    founded: Any = count()
    risk_tolerance: Any = number()
    opportunism: Any = number()
    planning: Any = number()
    absorptive_capacity: Any = number()
    actors: Any = Column("i8")  # inside actors that take part, one bit each
    aims: Any = number(4)  # weights of the four motives, sum 1
    organizational_culture: Any = number(3)
    professional_culture: Any = number(2)
    # search, for those who search
    entry_cost: Any = number()
    proposal: Any = link(3)
    proposal_utility: Any = number()
    proposal_asked: Any = number()
    suitor_utility: Any = number()


class Alliances(NamedTuple):
    """One entry per alliance ever talked about; talks that failed have no ``formed`` step."""

    key: Any = Column("u8")
    partners: Any = link(MAX_PARTNERS)  # the initiator first
    n_partners: Any = count()
    next_tie: Any = link(MAX_PARTNERS)  # each partner's chain of ties: row * MAX_PARTNERS + position
    stage: Any = code()
    skipped: Any = Column("i8")  # stages skipped, one bit each
    revisits: Any = count()
    redesigned: Any = flag()  # a design stage was held after signature
    started: Any = count()
    formed: Any = Column("i8", 0, NEVER)
    ended: Any = Column("i8", 0, NEVER)
    cause: Any = code()
    judged: Any = flag()
    failed: Any = flag()
    goals_met: Any = Column("i8", MAX_PARTNERS)  # 1 yes, 0 no
    # what it is for
    motive: Any = code()
    leader: Any = code()
    technology: Any = flag()
    supply_chain: Any = flag()
    market_access: Any = flag()
    host: Any = count()
    equity: Any = flag()
    planned_quarters: Any = count()
    due: Any = count()  # step at which the contract runs out unless it is renewed
    international: Any = flag()
    specificity: Any = number()
    # the partners against each other
    culture_distance: Any = number()
    org_distance: Any = number()
    professional_distance: Any = number()
    goal_divergence: Any = number()
    market_overlap: Any = number()
    prior_ties: Any = count()
    past_trust: Any = number()
    # how it goes
    trust: Any = number(MAX_PARTNERS)
    trust_start: Any = number()
    conflict: Any = number()
    conflict_peak: Any = number()
    betrayals_seen: Any = count(MAX_PARTNERS)
    goal: Any = number(MAX_PARTNERS)
    progress: Any = number(MAX_PARTNERS)
    gap: Any = number(MAX_PARTNERS)
    gap_start: Any = number(MAX_PARTNERS)
    knowledge_transferred: Any = number()
    # the terms behind its formation: of the initiator and of the partner that consented
    fit: Any = number(2)
    complementarity: Any = number(2)
    closeness: Any = number(2)
    compatibility: Any = number(2)
    proportion: Any = number(2)
    name_and_past: Any = number(2)
    asked: Any = number(2)
    formation_cost: Any = number()
    # the terms behind its ending
    trust_end: Any = number()
    least_trust: Any = number()
    conflict_end: Any = number()
    divergence_end: Any = number()
    lag_end: Any = number()
    lesson_end: Any = number()
    outside_end: Any = number()
    hazards: Any = number(7)  # yearly, of the causes GOALS_MET, BUYOUT ... in HAZARDS order
    threshold: Any = number()  # chance of ending that quarter
    draw: Any = number()  # the draw it was held against


class Presence(NamedTuple):
    """One entry per firm and foreign market it is in, or still remembers; freed entries are used again."""

    firm: Any = link()
    market: Any = count()
    mode: Any = code()
    since: Any = count()
    alliance: Any = link()
    knowledge: Any = number()
    lent: Any = number()  # this quarter, by local partners
    surprise: Any = number()
    sales: Any = number()
    share: Any = number()
    next_presence: Any = link()


class Entries(NamedTuple):
    """One entry per step that a firm took into or out of a foreign market."""

    step: Any = count()
    firm: Any = link()
    market: Any = count()
    event: Any = code()
    mode: Any = code()
    alliance: Any = link()
    barrier_paid: Any = number()


class Markets(NamedTuple):
    """One entry per market (country)."""

    demand: Any = number()  # million USD a year
    trend: Any = number()
    growth: Any = number()
    swing: Any = number()
    competition: Any = number()
    barrier: Any = number()
    enforcement: Any = number()
    elasticity: Any = number()
    allotted: Any = number()  # shares of firms and incumbents together
    present: Any = count()
    hhi: Any = number()
    slot_start: Any = count()  # the country's first place in ``slots``
    slot_count: Any = count()  # its number of places


class Between(NamedTuple):
    """One entry per pair of a home and another market."""

    distance: Any = number()  # psychic
    culture: Any = number()  # national
    stranger_odds: Any = number()  # of seeking a stranger there, cumulative
    foreign_odds: Any = number()  # of looking at it as a market, cumulative


class Industries(NamedTuple):
    """One entry per industry."""

    share: Any = number()  # of every market
    rd_intensity: Any = number()
    appropriability: Any = number()
    importance: Any = number(len(RESOURCES))


class Segments(NamedTuple):
    """One entry per market and industry: customers' weights."""

    incumbents: Any = number()
    weights: Any = number()  # of all, last quarter


class Counts(NamedTuple):
    """How much is in use; there is one such record."""

    firms: Any = Column("i8")
    alliances: Any = Column("i8")
    active: Any = Column("i8")
    presence: Any = Column("i8")
    free_presence: Any = Column("i8")
    entries: Any = Column("i8")
    founders: Any = Column("i8")  # founding slots: firms that the world is scaled for


class World(NamedTuple):
    """All state of one world."""

    seed: np.ndarray
    counts: np.ndarray  # of Counts, length 1
    markets: np.ndarray  # of Markets
    between: np.ndarray  # of Between, market by market
    industries: np.ndarray  # of Industries
    segments: np.ndarray  # of Segments, market by industry
    slots: np.ndarray  # firms by place in their country's register: drawing a place ignores who else is there
    firms: np.ndarray  # of Firms
    new_firm: np.ndarray  # of Firms, length 1: what a row holds before it is filled in
    alliances: np.ndarray  # of Alliances
    new_alliance: np.ndarray  # of Alliances, length 1
    active: np.ndarray  # rows of talks and living alliances, oldest first
    presence: np.ndarray  # of Presence
    free_presence: np.ndarray  # stack of presence rows to use again
    entries: np.ndarray  # of Entries
    levers: np.ndarray  # of Levers, programme mask by market
    quarter: np.ndarray  # what the last quarter brought: see ``steps.record.SUMMARY``


def layout(group: type[tuple[Any, ...]]) -> np.dtype[Any]:
    """The record type of a group of columns."""
    specs: dict[str, Column] = group._field_defaults  # type: ignore[attr-defined]
    fields = [(name, spec.dtype, (spec.width,)) if spec.width else (name, spec.dtype) for name, spec in specs.items()]
    return np.dtype(fields, align=True)


def blank(group: type[tuple[Any, ...]]) -> np.ndarray:
    """One record of a group, each column holding its initial value."""
    record = np.zeros((), layout(group))
    for name, spec in group._field_defaults.items():  # type: ignore[attr-defined]
        record[name] = spec.fill
    return record


def allocated(group: type[tuple[Any, ...]], *shape: int) -> np.ndarray:
    """New records of a group."""
    return np.full(shape, blank(group))


def enlarged(records: np.ndarray, used: int, rows: int) -> np.ndarray:
    """The first ``used`` records in an array of ``rows``; the rest is not initialized, so it costs no memory yet."""
    bigger = np.empty(rows, records.dtype)
    bigger[:used] = records[:used]
    return bigger


def with_room(world: World, founders: int, reviews: int) -> World:
    """The world with room for whatever a quarter with so many founders and strategy reviews can bring.

    Every review starts at most one talk or one entry; every alliance signed brings its partners into one market; every
    presence changes at most twice.
    """
    counts = world.counts[0]
    firms, alliances, active = int(counts["firms"]), int(counts["alliances"]), int(counts["active"])
    presence, entries = int(counts["presence"]), int(counts["entries"])
    entering = reviews + (active + reviews) * MAX_PARTNERS
    if firms + founders > len(world.firms):
        world = world._replace(firms=enlarged(world.firms, firms, room(firms + founders)))
    if alliances + reviews > len(world.alliances):
        world = world._replace(alliances=enlarged(world.alliances, alliances, room(alliances + reviews)))
    if active + reviews > len(world.active):
        world = world._replace(active=enlarged(world.active, active, room(active + reviews)))
    if presence + entering > len(world.presence):
        rows = room(presence + entering)
        free = enlarged(world.free_presence, int(counts["free_presence"]), rows)
        world = world._replace(presence=enlarged(world.presence, presence, rows), free_presence=free)
    if entries + entering + 2 * (presence + entering) > len(world.entries):
        rows = room(entries + entering + 2 * (presence + entering))
        world = world._replace(entries=enlarged(world.entries, entries, rows))
    return world


def room(rows: int) -> int:
    """Rows to allocate where so many are needed: three times as many; memory is only taken up as rows are used."""
    return 3 * rows
