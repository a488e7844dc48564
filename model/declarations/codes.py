"""Words that state columns hold as small integers: the position in the tuple is the code."""

RESOURCES = ("technology", "capital", "marketing", "operations", "management")
TECHNOLOGY, CAPITAL, MARKETING, OPERATIONS, MANAGEMENT = range(len(RESOURCES))

MOTIVES = ("market", "efficiency", "risk", "learning")
MARKET, EFFICIENCY, RISK, LEARNING = range(len(MOTIVES))
NO_MOTIVE = -1

ACTORS = ("executives", "scientists", "marketers", "board")
EXECUTIVES, SCIENTISTS, MARKETERS, BOARD = range(len(ACTORS))

MODES = ("none", "export", "contractual", "joint_venture", "wholly_owned")
NO_MODE, EXPORT, CONTRACTUAL_MODE, JOINT_VENTURE, WHOLLY_OWNED = range(len(MODES))

GOVERNANCE = ("contractual", "equity_joint_venture")
CONTRACTUAL, EQUITY = range(len(GOVERNANCE))

STAGES = ("strategy", "partner_selection", "negotiation", "design", "management", "evaluation", "termination")
STRATEGY, SELECTION, NEGOTIATION, DESIGN, MANAGING, EVALUATION, TERMINATION = range(len(STAGES))

CAUSES = (
    "goals_met",
    "term_reached",
    "goals_failed",
    "opportunism",
    "conflict",
    "knowledge_learned",
    "partner_closed",
    "external_shock",
    "no_agreement",
)
(
    GOALS_MET,
    TERM_REACHED,
    GOALS_FAILED,
    OPPORTUNISM,
    CONFLICT,
    KNOWLEDGE_LEARNED,
    PARTNER_CLOSED,
    EXTERNAL_SHOCK,
    NO_AGREEMENT,
) = range(len(CAUSES))
NO_CAUSE = -1

HAZARDS = (GOALS_MET, GOALS_FAILED, OPPORTUNISM, CONFLICT, KNOWLEDGE_LEARNED, EXTERNAL_SHOCK)
"""Causes that compete as hazards, in the order of the ``hazards`` columns."""

ENDINGS = ("dissolved", "taken_over")
DISSOLVED, TAKEN_OVER = range(len(ENDINGS))
"""How an alliance ended, whatever the cause."""

ENTRY_EVENTS = ("enter", "deepen", "withdraw", "leave")
ENTER, DEEPEN, WITHDRAW, LEAVE = range(len(ENTRY_EVENTS))

PURPOSES = ("search", "talks", "research", "project", "entry", "tax", "sales", "service", "administration")
(
    FOR_SEARCH,
    FOR_TALKS,
    FOR_RESEARCH,
    FOR_PROJECT,
    FOR_ENTRY,
    FOR_TAX,
    FOR_SALES,
    FOR_SERVICE,
    FOR_ADMINISTRATION,
) = range(len(PURPOSES))
"""What a policy pays for. Up to sales: a share of what a firm pays, or, for a project and for sales, money on top."""
COSTS = FOR_SALES + 1
"""Purposes that are a share of something a firm pays or sells."""
TRANSFERS = tuple(purpose for n, purpose in enumerate(PURPOSES[:COSTS]) if n != FOR_PROJECT)
"""Purposes whose money goes into the firm's account; a project's goes into the project."""

MAX_PARTNERS = 4
"""Partners of one alliance at most (a width of columns, not a rule)."""

MEMORY = 8
"""Past partners whose routines a firm remembers."""

NOBODY = -1
"""Where a firm, alliance or row is meant and there is none."""

NEVER = -(2**31)
"""The step of what has not happened."""
