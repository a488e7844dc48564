"""What a run brings: every result table and column, with type, unit and meaning, declared once.

The tables, their Parquet files, ``alliances outcomes`` and the documentation read these declarations.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["int", "float", "bool", "text", "list"]


class Outcome(NamedTuple):
    """A column of a result table."""

    name: str
    kind: Kind
    unit: str
    meaning: str
    nullable: bool = False


class Table(NamedTuple):
    """A result table: one row per ``row``."""

    name: str
    row: str
    columns: tuple[Outcome, ...]


STEP = Outcome("step", "int", "quarter", "Quarter since the end of the burn-in, from 0")
FIRM = Outcome("firm_id", "int", "", "Firm; ids are stable over the run and over paired runs")
ALLIANCE = Outcome("alliance_id", "int", "", "Alliance; talks that failed leave gaps")
MARKET = Outcome("market", "text", "ISO3", "Country code of the market")
MONEY, MONEY_A_YEAR, UNIT_INTERVAL = "million USD", "million USD/year", "0-1"


def integer(name: str, unit: str, meaning: str, nullable: bool = False) -> Outcome:
    """A column of whole numbers."""
    return Outcome(name, "int", unit, meaning, nullable)


def real(name: str, unit: str, meaning: str, nullable: bool = False) -> Outcome:
    """A column of real numbers."""
    return Outcome(name, "float", unit, meaning, nullable)


def yes_no(name: str, meaning: str, nullable: bool = False) -> Outcome:
    """A column of yes or no."""
    return Outcome(name, "bool", "", meaning, nullable)


def text(name: str, meaning: str, nullable: bool = False) -> Outcome:
    """A column of words."""
    return Outcome(name, "text", "", meaning, nullable)


def items(name: str, meaning: str, nullable: bool = False) -> Outcome:
    """A column of lists."""
    return Outcome(name, "list", "", meaning, nullable)


QUARTERS = Table("quarters", "quarter", (
    STEP,
    integer("active_alliances", "alliances", "Signed alliances alive at the end of the quarter"),
    integer("formed", "alliances", "Alliances signed"),
    integer("ended", "alliances", "Signed alliances that ended"),
    integer("failed", "alliances", "Of those, with a partner below its own goal"),
    integer("exporters", "firms", "Firms present in a foreign market"),
    real("foreign_sales", MONEY_A_YEAR, "Foreign sales of all firms"),
    real("total_sales", MONEY_A_YEAR, "Sales of all firms"),
    real("mean_foreign_sales_share", UNIT_INTERVAL, "Mean over firms of foreign in total sales"),
    integer("founded", "firms", "Firms founded"),
    integer("closed", "firms", "Firms closed"),
    integer("firms", "firms", "Firms alive"),
))  # fmt: skip

ALLIANCES = Table("alliances", "alliance ever formed and not ended before step 0", (
    ALLIANCE,
    integer("formed_step", "quarter", "Step of signature; negative in the burn-in"),
    integer("ended_step", "quarter", "Step of the end; null while alive", nullable=True),
    text("cause", "Cause of the end; null while alive", nullable=True),
    yes_no("failed", "Ended, or five years old, with a partner below its own goal; null while open", nullable=True),
    text("governance", "contractual or equity_joint_venture"),
    text("motive", "The initiator's motive: market, efficiency, risk, learning"),
    text("leader", "Inside actor of the initiator that led it"),
    yes_no("technology", "Whether it covers joint technology"),
    yes_no("supply_chain", "Whether it covers the supply chain"),
    yes_no("market_access", "Whether it covers access to the host market"),
    Outcome("host_market", "text", "ISO3", "Country where it operates"),
    integer("n_partners", "firms", "Partners"),
    items("partners", "Firm ids, the initiator first"),
    items("goals_met", "Per partner, whether its goal was reached; null while not judged", nullable=True),
    yes_no("international", "Whether partners come from different countries"),
    real("culture_distance", UNIT_INTERVAL, "Mean national distance of the partners"),
    real("org_distance", UNIT_INTERVAL, "Mean organizational distance of the partners"),
    real("professional_distance", UNIT_INTERVAL, "Mean professional distance of the partners"),
    real("goal_divergence", UNIT_INTERVAL, "Divergence of the partners' aims, now or at the end"),
    integer("prior_ties", "alliances", "Earlier alliances between the partners"),
    integer("planned_quarters", "quarters", "Agreed term"),
    real("trust_start", UNIT_INTERVAL, "Mean trust at signature"),
    real("trust_end", UNIT_INTERVAL, "Mean trust now or at the end"),
    real("conflict_peak", UNIT_INTERVAL, "Highest conflict so far"),
    real("knowledge_transferred", "resource", "Knowledge passed between partners, all fields"),
    integer("stages_skipped", "stages", "Stages of the seven that its leader skipped"),
    items("skipped_stages", "Names of those stages"),
    integer("revisits", "times", "Times that partners went back to negotiation and design"),
    real("market_overlap", UNIT_INTERVAL, "Share of markets in which partners were rivals at the start"),
    real("specific_investment", UNIT_INTERVAL, "Specificity of what partners invested"),
))  # fmt: skip

FIRMS = Table("firms", "firm alive in a recorded quarter", (
    STEP,
    FIRM,
    Outcome("home", "text", "ISO3", "Home country"),
    text("industry", "Industry"),
    real("age_years", "years", "Age"),
    real("assets", MONEY, "Assets"),
    real("employees", "employees", "Employees, from assets"),
    yes_no("sme", "Whether small or medium-sized"),
    real("technology", UNIT_INTERVAL, "Technology"),
    real("capital", UNIT_INTERVAL, "Financial strength"),
    real("marketing", UNIT_INTERVAL, "Marketing"),
    real("operations", UNIT_INTERVAL, "Operations"),
    real("management", UNIT_INTERVAL, "Management"),
    real("absorptive_capacity", UNIT_INTERVAL, "Absorptive capacity"),
    real("planning", UNIT_INTERVAL, "Inclination to plan rather than seize opportunities"),
    real("opportunism", UNIT_INTERVAL, "Latent opportunism (nobody in the model sees it)"),
    real("alliance_capability", UNIT_INTERVAL, "Alliance capability"),
    yes_no("dedicated_function", "Whether it has a dedicated alliance function"),
    real("reputation", UNIT_INTERVAL, "Name as a partner"),
    integer("alliances", "alliances", "Signed alliances it is in"),
    integer("international_alliances", "alliances", "Of those, with a partner from another country"),
    integer("technical_cooperation_projects", "projects", "Alliances that cover technology, one joint project each"),
    integer("rd_projects", "projects", "R&D projects, its own and the joint ones"),
    real("mnc_cooperation_years", "years", "Years in which it worked with a multinational partner"),
    integer("markets", "markets", "Foreign markets it is present in"),
    real("foreign_sales", MONEY_A_YEAR, "Foreign sales"),
    real("total_sales", MONEY_A_YEAR, "Total sales"),
    real("foreign_sales_share", UNIT_INTERVAL, "Foreign in total sales"),
    real("profit", MONEY_A_YEAR, "Profit"),
    yes_no("alive", "Whether it is alive (always true in this table)"),
))  # fmt: skip

PRESENCE = Table("presence", "firm present in a foreign market in a recorded quarter", (
    STEP,
    FIRM,
    MARKET,
    text("mode", "export, contractual, joint_venture or wholly_owned"),
    real("knowledge", UNIT_INTERVAL, "Market knowledge"),
    real("sales", MONEY_A_YEAR, "Sales there"),
    real("market_share", UNIT_INTERVAL, "Share of the whole market, all industries"),
))  # fmt: skip

ENTRIES = Table("entries", "step of a firm into or out of a foreign market", (
    STEP,
    FIRM,
    MARKET,
    text("event", "enter, deepen, withdraw (to a lighter mode) or leave"),
    text("mode", "Mode after the event; before it for leave"),
    Outcome("alliance_id", "int", "", "Alliance through which it happened; null if alone", nullable=True),
    real("barrier_paid", MONEY, "Sunk cost paid"),
))  # fmt: skip

MARKETS = Table("markets", "market in a recorded quarter", (
    STEP,
    MARKET,
    real("size", MONEY_A_YEAR, "Demand, all industries"),
    real("competition_intensity", UNIT_INTERVAL, "Competition intensity"),
    real("entry_barrier", UNIT_INTERVAL, "Entry barrier"),
    real("enforcement", UNIT_INTERVAL, "Contract enforcement"),
    integer("firms_present", "firms", "Modelled firms present, local and foreign"),
    real("hhi", UNIT_INTERVAL, "Sum of squared market shares of modelled firms"),
))  # fmt: skip

TIES = Table("ties", "partner of an alliance in a recorded quarter", (
    STEP,
    ALLIANCE,
    FIRM,
    real("trust", UNIT_INTERVAL, "The partner's trust in the others"),
    real("conflict", UNIT_INTERVAL, "Conflict in the alliance"),
    text("stage", "Stage: management, evaluation, or negotiation and design while restructuring"),
    real("goal_reached", "share", "Progress over goal"),
))  # fmt: skip

SPENDING = Table("spending", "payment by a policy", (
    STEP,
    text("policy", "Policy"),
    Outcome("firm_id", "int", "", "Firm that it was paid to, or for; null if for the policy itself", nullable=True),
    Outcome("alliance_id", "int", "", "Alliance it was paid for; null if none", nullable=True),
    text("purpose", "Cost of the firm: search, talks, research, entry, tax. On top or for it: project, service. "
         "Of the policy: service, administration"),
    real("amount", MONEY, "Amount"),
))  # fmt: skip

ADMISSIONS = Table("admissions", "firm and round in which a policy could have admitted it", (
    STEP,
    text("policy", "Policy"),
    FIRM,
    yes_no("admitted", "Whether it was admitted"),
))  # fmt: skip

SIDES = ("initiator", "partner")
FORMATION_TERMS = {
    "fit": "Utility as seen, judgement error included",
    "complementarity": "Resources and market knowledge the other has and it lacks",
    "closeness": "Closeness of national, organizational and professional culture",
    "compatibility": "Overlap of aims",
    "proportion": "How comparable the means are",
    "name_and_past": "Utility of the other's name and of trust from earlier alliances",
    "asked": "Threshold: utility below which it would have declined",
}
ENDING_TERMS = {
    "least_trust": "Trust of the least trusting partner",
    "conflict_end": "Conflict",
    "divergence_end": "Divergence of aims",
    "lag_end": "Worst lag of a partner behind its goal",
    "lesson_end": "Most of what a partner came to learn that it has learned",
    "outside_end": "Best alternative of a partner",
}
HAZARD_CAUSES = (
    "goals_met", "buyout", "goals_failed", "opportunism", "conflict", "knowledge_learned", "external_shock",
)  # fmt: skip

DECISIONS = Table("decisions", "alliance ever talked about and not over before step 0", (
    ALLIANCE,
    integer("started_step", "quarter", "Step in which talks began"),
    integer("formed_step", "quarter", "Step of signature; null if talks failed or go on", nullable=True),
    integer("ended_step", "quarter", "Step of the end; null while it lives", nullable=True),
    text("cause", "Cause of the end; null while it lives", nullable=True),
    integer("initiator", "", "Firm that proposed"),
    integer("partner", "", "Firm that consented"),
    *(real(f"{term}_{side}", "0-1 or utility", f"{meaning}, for the {side}")
      for term, meaning in FORMATION_TERMS.items() for side in SIDES),
    real("formation_cost", MONEY, "Cost of talks, all partners"),
    *(real(term, UNIT_INTERVAL, f"{meaning} at the end; null while it lives", nullable=True)
      for term, meaning in ENDING_TERMS.items()),
    *(real(f"hazard_{cause}", "1/year", f"Hazard of {cause} when last faced; null while it lives", nullable=True)
      for cause in HAZARD_CAUSES),
    real("threshold", "probability", "Chance that a hazard ended it when last faced (not at its term)", nullable=True),
    real("draw", "probability", "The draw held against that chance", nullable=True),
))  # fmt: skip

TABLES = (QUARTERS, ALLIANCES, DECISIONS, FIRMS, PRESENCE, ENTRIES, MARKETS, TIES, SPENDING, ADMISSIONS)
