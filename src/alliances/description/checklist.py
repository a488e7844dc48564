"""The lecture's checklists (IBUS3101): what alliances are good for and bad for, why they fail, and their seven stages.

Each item is an observable of a table (``table.column``), brought about by a rule, or is said to be outside the model.
"""

from __future__ import annotations

from typing import NamedTuple


class Item(NamedTuple):
    """One item: where it is seen, the rules behind it, and what is left out; nothing seen means outside the model."""

    name: str
    seen: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    outside: str = ""
    cause: str = ""  # what ``alliances effect`` asks for its price


CHECKLIST: dict[str, tuple[Item, ...]] = {
    "Advantages": (
        Item("Access to resources", ("decisions.complementarity_initiator",), ("partner_choice", "evaluation")),
        Item("Economies of scale", ("alliances.supply_chain", "firms.profit"), ("evaluation",),
             "as savings by complementary operations; there is no cost curve"),
        Item("Risk and cost sharing", ("alliances.motive",), ("evaluation", "entry_mode")),
        Item("Access to a foreign market", ("alliances.market_access", "presence.mode"),
             ("market_learning", "entry_cost", "psychic_distance")),
        Item("Learning", ("alliances.knowledge_transferred",), ("knowledge_exchange",)),
        Item("Speed to market", ("entries.step",), ("entry_cost",), "no advantage of being first in a market"),
        Item("Reputation", ("firms.reputation",), ("partner_choice",), "as a partner only; no lobbying"),
        Item("Neutralizing or blocking competitors", outside="allies do not act against rivals"),
        Item("Assessing an acquisition partner", ("alliances.ending", "alliances.buyer"), ("termination",),
             "takeover of the joint venture, not of the partner"),
        Item("Flexibility", ("alliances.planned_quarters", "alliances.governance"), ("governance", "negotiation")),
    ),
    "Disadvantages": (
        Item("Loss of proprietary information", ("alliances.market_overlap",), ("learning_race", "knowledge_exchange")),
        Item("Management complexities", ("alliances.conflict_peak",), ("conflict", "alliance_capability")),
        Item("Financial and organizational risks", ("alliances.cause", "firms.opportunism"), ("opportunism",)),
        Item("Risk of becoming dependent", ("decisions.proportion_initiator",), ("partner_choice",),
             "size gaps make a partner less attractive; power is not used"),
        Item("Loss of decision autonomy", outside="firms decide alone in all but the alliance"),
        Item("Loss of flexibility", ("firms.alliances",), ("alliance_capability",),
             "attention is limited; no partner excludes others"),
        Item("Antitrust", outside="a ban on alliances can be set as a policy (alliance_ban)"),
        Item("Learning barriers", ("firms.absorptive_capacity", "alliances.org_distance"), ("knowledge_exchange",)),
        Item("Long-term viability", ("alliances.ended_step", "alliances.cause"), ("termination",)),
    ),
    "Causes of failure": (
        Item("Stages skipped or mismanaged", ("alliances.skipped_stages", "alliances.failed"), ("stages",)),
        Item("Diverging partners and objectives", ("alliances.goal_divergence",), ("negotiation", "conflict")),
        Item("No institutionalized alliance capability", ("firms.alliance_capability", "firms.dedicated_function"),
             ("alliance_capability",)),
        Item("Cultural distance", ("alliances.culture_distance",), ("conflict", "trust")),
        Item("Environment", ("alliances.cause",), ("termination",), "shocks are a hazard, or set as policies"),
        Item("Governance form and scope", ("alliances.governance", "alliances.technology"), ("governance",)),
        Item("Quality of the working relationship", ("alliances.trust_end", "alliances.conflict_peak"), ("trust",)),
        Item("Learning completed", ("alliances.cause",), ("learning_race", "termination")),
    ),
    "Stages, the price of skipping each, and of going back": (
        Item("Strategy formation", ("alliances.skipped_stages", "alliances.goal_divergence"), ("stages",),
             "the choice of alliance, growth or acquisition is one of alliance or alone", "skip-strategy"),
        Item("Partner selection", ("alliances.skipped_stages", "decisions.fit_initiator"),
             ("partner_search", "partner_choice"), cause="skip-partner-selection"),
        Item("Negotiation", ("alliances.skipped_stages", "alliances.revisits"), ("negotiation",),
             cause="skip-negotiation"),
        Item("Design", ("alliances.skipped_stages", "alliances.governance"), ("governance",), cause="skip-design"),
        Item("Management", ("alliances.skipped_stages", "alliances.conflict_peak"), ("stages", "conflict"),
             cause="skip-management"),
        Item("Evaluation", ("alliances.skipped_stages", "alliances.revisits"), ("evaluation",),
             cause="skip-evaluation"),
        Item("Termination", ("alliances.skipped_stages", "firms.reputation"), ("stages",), cause="skip-termination"),
        Item("Going back to negotiation and design", ("alliances.revisits",), ("evaluation",),
             cause="revisit"),
    ),
}  # fmt: skip


def checklist() -> str:
    """The checklists as Markdown: one table."""
    lines = ["| item | seen in | rules | outside the model | its price |", "|---|---|---|---|---|"]
    for title, items in CHECKLIST.items():
        lines.append(f"| **{title}** | | | | |")
        lines += [
            f"| {item.name} | {coded(item.seen)} | {coded(item.rules)} | {item.outside} | {asked_for(item)} |"
            for item in items
        ]
    inside = sum(bool(item.seen) for items in CHECKLIST.values() for item in items)
    total = sum(map(len, CHECKLIST.values()))
    return "\n".join([*lines, "", f"{inside} of {total} items can be seen in the tables; the others are outside."])


def asked_for(item: Item) -> str:
    """The command that tells the price of an item."""
    return f"`alliances effect {item.cause} --over competition`" if item.cause else ""


def coded(names: tuple[str, ...]) -> str:
    """Names as code."""
    return ", ".join(f"`{name}`" for name in names)
