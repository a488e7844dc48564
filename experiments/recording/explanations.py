"""Why a firm or an alliance is where it is: one sentence, and the terms that it rests on."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from alliances.experiments.recording.endings import chance_told, ending, sentence, two
from alliances.experiments.recording.options import Option, firm_sentence, options_of
from alliances.experiments.recording.recording import Recorded
from alliances.model.declarations.codes import CAUSES, HAZARDS, NEVER, NO_AGREEMENT
from alliances.model.errors import refuse


@dataclass(frozen=True)
class Term:
    """A number that a sentence rests on."""

    name: str
    title: str
    value: float
    unit: str
    says: str  # the number as people read it


@dataclass(frozen=True)
class Explanation:
    """Why, in one sentence; its terms; and, of a firm, what it would compare now."""

    sentence: str
    terms: tuple[Term, ...] = ()
    options: tuple[Option, ...] = field(default=())

    def told(self) -> dict[str, Any]:
        """The same for JSON."""
        options = [{**one._asdict(), "says": one.says} for one in self.options]
        return {"sentence": self.sentence, "terms": [asdict(term) for term in self.terms], "options": options}


def alliance_explained(made: Recorded, alliance: int) -> Explanation:
    """An alliance by its id, as it was when the film ended; ``InputError`` if it was never talked about or is older."""
    place = made.lives.row_of_one(alliance)
    if place is None:
        return Explanation(of_talks(made, alliance))
    told = ending(made.lives, place, made.simulation)
    hazards = [
        Term(f"hazard_{CAUSES[cause]}", f"Hazard of {CAUSES[cause].replace('_', ' ')}", hazard, "1/year", two(hazard))
        for cause, hazard in zip(HAZARDS, told.hazards, strict=True)
    ]
    chances = [
        Term(name, title, value, "probability", chance_told(value))
        for name, title, value in (
            ("chance", "Chance that a hazard ends it in a quarter", told.chance),
            ("draw", "The draw against it", told.draw),
            ("renewal", "Chance of renewal at term", told.renewal),
        )
    ]
    shares = [
        Term(name, title, value, "0-1", two(value))
        for name, title, value in (
            ("trust", "Trust of the least trusting partner", told.trust),
            ("trust_before", "The same at its highest", told.trust_before),
            ("conflict", "Conflict", told.conflict),
            ("lag", "Lag of the partner furthest behind its goal", told.lag),
            ("lesson", "Share learned of what a partner came to learn", told.lesson),
        )
    ]
    seen = Term("defections", "Defections seen", told.defections, "times", str(told.defections))
    return Explanation(sentence(told), (*chances, *hazards, *shares, seen))


def of_talks(made: Recorded, alliance: int) -> str:
    """What became of talks that led to no alliance; ``InputError`` if there is nothing to tell."""
    count = int(made.simulation.world.counts[0]["alliances"])
    if not 0 <= alliance < count:
        refuse(f"alliance {alliance} is not there; it must be 0 to {count - 1}")
    row = made.simulation.world.alliances[alliance]
    if row["formed"] != NEVER:
        rows = made.simulation.world.alliances[:count]
        later = np.flatnonzero((rows["formed"] != NEVER) & ((rows["ended"] == NEVER) | (rows["ended"] >= 0)))
        such = f"; it must be one that lived later, such as {later[0]}" if len(later) else ""
        refuse(f"alliance {alliance} ended in quarter {row['ended']}, before the first recorded quarter{such}")
    firms = " and ".join(f"firm {f}" for f in row["partners"][: row["n_partners"]].tolist())
    if row["ended"] == NEVER:
        return f"Talks of {firms} that began in quarter {row['started']} and go on."
    why = "without an agreement" if row["cause"] == NO_AGREEMENT else "when one of them closed"
    return f"Talks of {firms} began in quarter {row['started']} and ended {why} in quarter {row['ended']}."


def firm_explained(made: Recorded, firm: int) -> Explanation:
    """A firm by its id, as it was when the film ended."""
    count = int(made.simulation.world.counts[0]["firms"])
    if not 0 <= firm < count:
        refuse(f"firm {firm} is not there; it must be 0 to {count - 1}")
    row = made.simulation.world.firms[firm]
    terms = [
        Term("assets", "Assets", float(row["assets"]), "million USD", f"{row['assets']:.3g} million USD"),
        *(Term(name, title, float(row[name]), "0-1", two(float(row[name]))) for name, title in (
            ("risk_tolerance", "Risk tolerance"), ("international_experience", "International experience"),
            ("absorptive_capacity", "Absorptive capacity"), ("alliance_capability", "Alliance capability"),
            ("reputation", "Reputation as a partner"), ("outside_option", "Best alternative partner seen lately"),
            ("bundle_abroad", "Resources as they count abroad"),
        )),
    ]  # fmt: skip
    options = options_of(made.simulation, firm) if row["alive"] else []
    return Explanation(firm_sentence(made.simulation, firm), tuple(terms), tuple(options))
