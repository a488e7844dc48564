"""The stylized facts, each declared once: what is reported, how it is measured, and when it holds."""

from alliances.analysis.facts import (
    alliance_lives,
    causes,
    exporters,
    first_entries,
    networks,
    nissanka,
    partners,
    promotion,
    telecom,
    veilleux,
    zhu,
)
from alliances.analysis.facts.declaration import Fact
from alliances.model.errors import unknown

FACTS: tuple[Fact, ...] = (
    *alliance_lives.FACTS,
    *partners.FACTS,
    *networks.FACTS,
    *exporters.FACTS,
    *first_entries.FACTS,
    *zhu.FACTS,
    *causes.FACTS,
    *nissanka.FACTS,
    *veilleux.FACTS,
    *promotion.FACTS,
    *telecom.FACTS,
)


def fact(name: str) -> Fact:
    """The fact of this id; ``InputError`` with the nearest one if there is none."""
    facts = {told.id: told for told in FACTS}
    if name not in facts:
        raise unknown("fact", name, facts)
    return facts[name]
