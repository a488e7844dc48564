"""State: records of firms, alliances, presences and markets, and how they grow.

Every group is a NamedTuple whose field defaults declare the columns (type and width) of one record array: what
belongs to one firm lies together in memory. Kernels read ``world.firms.assets[f]``, Python reads
``world.firms["assets"]``. Rows are never moved: a row number is a firm's or an alliance's id for good. Arrays are
larger than what is in use (``Counts`` says how much is); ``room`` enlarges them between steps.

One array per column would be as fast, but a kernel would take hundreds of arguments, and compiling it many minutes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from alliances.model.codes import COSTS, MAX_PARTNERS, MEMORY, NEVER, NOBODY, RESOURCES


class Column(NamedTuple):
    """Type, width and initial value of a state column."""

    dtype: str
    width: int = 0
    fill: float = 0


def number(width: int = 0) -> Any:
    """A column of real numbers."""
    return Column("f8", width)


def noted(width: int = 0) -> Any:
    """A column of real numbers that are only noted for the tables, in half the bytes: nothing else asks for them."""
    return Column("f4", width)


def count(width: int = 0, fill: int = 0) -> Any:
    """A column of whole numbers, steps and market numbers among them."""
    return Column("i4", width, fill)


def link(width: int = 0) -> Any:
    """A column of row numbers of another group; none at first."""
    return Column("i4", width, NOBODY)


def code(fill: int = NOBODY) -> Any:
    """A column of codes (see ``codes``)."""
    return Column("i1", 0, fill)


def bits() -> Any:
    """A column of up to seven yes or no, one bit each."""
    return Column("i1")


def flag() -> Any:
    """A column of yes or no."""
    return Column("?")


class Firms(NamedTuple):
    """One entry per firm that ever lived; each group but the last two is one line of memory (64 bytes)."""

    # who it is, this quarter's plan, and where its presences and ties begin: all loops over firms
    key: Any = Column("u8")  # what the firm's luck belongs to
    outside_option: Any = number()  # how good an alternative it saw lately, 0-1
    review_chance: Any = number()  # chance that its strategy review comes up in a quarter
    alive: Any = flag()  # whether it is alive
    dedicated_function: Any = flag()  # has a dedicated alliance function
    mnc_partner: Any = flag()  # works with a multinational this quarter
    motive: Any = code()  # what it seeks; none if no review came up
    entry: Any = code(0)  # mode in which it will enter alone; none if it will not
    actors: Any = bits()  # inside actors that take part
    home: Any = count()  # market number of the home country
    industry: Any = count()  # industry number
    target: Any = count(fill=NOBODY)  # market under review
    suitor: Any = link()  # best firm that courts it
    first_presence: Any = link()  # head of its chain of presences
    first_tie: Any = link()  # head of its chain of ties
    markets: Any = count()  # foreign markets it is present in
    alliances: Any = count()  # signed alliances it is in
    # customers and what it knows of markets
    bundle: Any = number()  # resources by what the industry needs
    capacity: Any = number()  # weight of its means with customers
    home_sales: Any = number()  # million USD a year
    foreign_sales: Any = number()  # million USD a year
    support: Any = Column("i8")  # programmes that support it, one bit each
    international_experience: Any = number()  # of going abroad, whatever the market; 0-1
    absorptive_capacity: Any = number()  # 0-1
    founded: Any = count()  # step of founding; negative for firms older than the run
    ties: Any = count()  # talks and signed alliances
    # money and alliances
    assets: Any = number()  # million USD
    profit: Any = number()  # million USD a year
    alliance_profit: Any = number()  # million USD this quarter
    outlay: Any = number()  # million USD this quarter
    taught: Any = number()  # of that, this quarter, by partners
    attention: Any = number()  # what its portfolio leaves, 0-1
    capability: Any = number()  # alliance capability, 0-1
    experience: Any = number()  # alliance-years managed, fading
    # resources, in two lines
    resources: Any = number(len(RESOURCES))  # technology, capital, marketing, operations, management; 0-1 each
    learned: Any = number(len(RESOURCES))  # this quarter, from partners
    endowment: Any = number(len(RESOURCES))  # what it can sustain of each on its own, 0-1
    aptitude: Any = number()  # for learning from others, whatever it knows already; 0-1
    # what partners look at, in two lines
    risk_tolerance: Any = number()  # 0-1; the rest is discounted where little is known
    opportunism: Any = number()  # 0-1, latent: nobody sees it
    reputation: Any = number()  # name as a partner, 0-1
    rd_projects: Any = count()  # R&D projects of its own
    international_alliances: Any = count()  # signed alliances with a partner from another country
    aims: Any = number(4)  # weights of the four motives, sum 1
    organizational_culture: Any = number(3)  # position on three dimensions, 0-1 each
    professional_culture: Any = number(2)  # position on two dimensions, 0-1 each
    planning: Any = number()  # 0-1, inclination to plan rather than seize opportunities
    mnc_years: Any = number()  # years with a multinational partner
    technology_alliances: Any = count()  # signed alliances that cover technology
    # search, for those who search
    suitor_utility: Any = number()  # utility of that firm, as seen
    entry_cost: Any = number()  # million USD
    proposal_utility: Any = number()  # utility of the best, as seen
    proposal_asked: Any = number()  # utility it asked for
    proposal: Any = link(3)  # candidates, the best first
    # memory
    past_partner: Any = link(MEMORY)  # partners it remembers
    past_trust: Any = number(MEMORY)  # trust left in each of them, 0-1
    past_alliances: Any = count(MEMORY)  # alliances it had with each of them


class Alliances(NamedTuple):
    """One entry per alliance ever talked about; talks that failed have no ``formed`` step."""

    # who, where it stands, and what it is for: one line of memory
    key: Any = Column("u8")  # what the alliance's luck belongs to
    partners: Any = link(MAX_PARTNERS)  # the initiator first
    next_tie: Any = link(MAX_PARTNERS)  # each partner's chain of ties: row * MAX_PARTNERS + position
    n_partners: Any = code(0)  # two to four
    stage: Any = code()  # of the seven
    cause: Any = code()  # why it ended
    motive: Any = code()  # the initiator's
    leader: Any = code()  # inside actor of the initiator that leads it
    skipped: Any = bits()  # stages skipped
    judged: Any = flag()  # whether its success has been decided
    failed: Any = flag()  # judged with a partner below its own goal
    redesigned: Any = flag()  # a design stage was held after signature
    equity: Any = flag()  # a joint venture rather than a contract
    technology: Any = flag()  # covers joint technology
    supply_chain: Any = flag()  # covers the supply chain
    market_access: Any = flag()  # covers access to the host market
    international: Any = flag()  # partners from different countries
    host: Any = count()  # market in which it operates
    formed: Any = count(fill=NEVER)  # step of signature
    # how it goes
    trust: Any = number(MAX_PARTNERS)  # of each partner in the others, 0-1
    conflict: Any = number()  # 0-1
    goal_divergence: Any = number()  # of the partners' aims, 0-1
    past_trust: Any = number()  # trust left from earlier alliances, 0-1
    specificity: Any = number()  # of what partners invested, 0-1
    progress: Any = number(MAX_PARTNERS)  # benefit each partner has had
    goal: Any = number(MAX_PARTNERS)  # benefit each partner aims at
    gap: Any = number(MAX_PARTNERS)  # what each partner could still learn
    gap_start: Any = number(MAX_PARTNERS)  # the same at signature
    betrayals_seen: Any = count(MAX_PARTNERS)  # by each partner
    started: Any = count()  # step in which talks began
    ended: Any = count(fill=NEVER)  # step of the end
    planned_quarters: Any = count()  # agreed term
    due: Any = count()  # step at which the contract runs out unless it is renewed
    revisits: Any = count()  # times back in negotiation and design
    prior_ties: Any = count()  # earlier alliances between them
    goals_met: Any = Column("i1", MAX_PARTNERS)  # 1 yes, 0 no
    least_trust: Any = number()
    lag_end: Any = number()
    lesson_end: Any = number()
    outside_end: Any = number()
    # the partners against each other, and what came of it
    culture_distance: Any = number()  # national, mean over pairs, 0-1
    org_distance: Any = number()  # organizational, 0-1
    professional_distance: Any = number()  # 0-1
    market_overlap: Any = number()  # share of markets in which they are rivals at the start, 0-1
    knowledge_transferred: Any = number()  # resource points, all fields
    conflict_peak: Any = number()  # highest so far
    # the terms behind its ending
    hazards: Any = noted(7)  # yearly, of the causes GOALS_MET, BUYOUT ... in HAZARDS order
    threshold: Any = number()  # chance of ending that quarter
    draw: Any = number()  # the draw it was held against
    # the terms behind its formation: of the initiator and of the partner that consented
    trust_start: Any = number()  # mean at signature
    fit: Any = noted(2)
    complementarity: Any = noted(2)
    closeness: Any = noted(2)
    compatibility: Any = noted(2)
    proportion: Any = noted(2)
    name_and_past: Any = noted(2)
    asked: Any = noted(2)
    formation_cost: Any = number()  # million USD, all partners


class Presence(NamedTuple):
    """One entry per firm and foreign market it is in, or still remembers; freed entries are used again."""

    firm: Any = link()  # whose
    next_presence: Any = link()  # next in the firm's chain
    market: Any = count()  # where
    mode: Any = code()  # none while it only remembers
    since: Any = count()  # step of entry
    alliance: Any = link()  # through which it came; none if alone
    knowledge: Any = number()  # of the market, 0-1
    surprise: Any = number()  # how customers take to it, against what it expected
    sales: Any = number()  # million USD a year
    share: Any = number()  # of the whole market


class Entries(NamedTuple):
    """One entry per step that a firm took into or out of a foreign market."""

    step: Any = count()  # when
    firm: Any = link()  # who
    alliance: Any = link()  # through which; none if alone
    market: Any = Column("i2")  # where
    event: Any = code()  # enter, deepen, withdraw or leave
    mode: Any = code()  # after the event; before it for leave
    barrier_paid: Any = number()  # sunk cost, million USD


class Markets(NamedTuple):
    """One entry per market (country)."""

    demand: Any = number()  # million USD a year
    trend: Any = number()  # million USD a year
    growth: Any = number()  # of the trend, per year, against the world's
    swing: Any = number()  # log deviation from the trend
    competition: Any = number()  # intensity, 0-1
    barrier: Any = number()  # to entry, 0-1
    enforcement: Any = number()  # of contracts, 0-1
    elasticity: Any = number()  # of demand to appeal
    allotted: Any = number()  # shares of firms and incumbents together
    present: Any = count()  # modelled firms present
    hhi: Any = number()  # sum of squared shares of modelled firms
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
    rd_intensity: Any = number()  # 0-1
    appropriability: Any = number()  # how well knowledge is protected, 0-1
    importance: Any = number(len(RESOURCES))  # of each resource, sum 1


class Segments(NamedTuple):
    """One entry per market and industry: customers' weights."""

    incumbents: Any = number()  # of outside incumbents
    weights: Any = number()  # of all, last quarter


class Programmes(NamedTuple):
    """One entry per policy of the run."""

    left: Any = number()  # of this year's budget, million USD
    ceiling: Any = number()  # of what one firm gets in a year, million USD
    abroad_only: Any = flag()  # pays only for partners and markets abroad
    share: Any = number(COSTS)  # of each cost that it pays now; more than 1 where it matches


class Awards(NamedTuple):
    """One entry per firm and policy."""

    admitted: Any = flag()  # to the programme
    received: Any = number()  # in this year of the policy, million USD


class Payments(NamedTuple):
    """One entry per payment by a policy."""

    step: Any = count()  # when
    programme: Any = count()  # number of the policy
    firm: Any = link()  # to or for whom; nobody for administration
    alliance: Any = link()  # for which; none if for none
    purpose: Any = code()  # see PURPOSES
    amount: Any = number()  # million USD


class Counts(NamedTuple):
    """How much is in use; there is one such record."""

    step: Any = Column("i8")  # the quarter under way
    in_force: Any = Column("i8")  # policies in force, one bit each
    payments: Any = Column("i8")  # so far
    firms: Any = Column("i4")  # that ever lived
    living: Any = Column("i4")  # firms alive
    alliances: Any = Column("i4")  # ever talked about
    active: Any = Column("i4")  # talks and living alliances
    presence: Any = Column("i4")  # rows in use
    free_presence: Any = Column("i4")  # rows to use again
    entries: Any = Column("i4")  # events so far
    founders: Any = Column("i4")  # founding slots: firms that the world is scaled for
    founders_due: Any = Column("i4")  # in the coming quarter
    reviews_due: Any = Column("i4")


class World(NamedTuple):
    """All state of one world."""

    seed: np.uint64
    counts: np.ndarray  # of Counts, length 1
    markets: np.ndarray  # of Markets
    between: np.ndarray  # of Between, market by market
    industries: np.ndarray  # of Industries
    segments: np.ndarray  # of Segments, market by industry
    slots: np.ndarray  # firms by place in their country's register: drawing a place ignores who else is there
    firms: np.ndarray  # of Firms
    living: np.ndarray  # rows of living firms, oldest first
    new_firm: np.ndarray  # of Firms, length 1: what a row holds before it is filled in
    alliances: np.ndarray  # of Alliances
    new_alliance: np.ndarray  # of Alliances, length 1
    active: np.ndarray  # rows of talks and living alliances, oldest first
    presence: np.ndarray  # of Presence
    free_presence: np.ndarray  # stack of presence rows to use again
    entries: np.ndarray  # of Entries
    levers: np.ndarray  # of Levers, programme mask by market
    programmes: np.ndarray  # of Programmes
    served: np.ndarray  # whether a programme pays for a market, programme by market
    awards: np.ndarray  # of Awards, firm by programme
    payments: np.ndarray  # of Payments
    quarter: np.ndarray  # what the last quarter brought: see ``steps.record.SUMMARY``
