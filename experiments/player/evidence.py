"""Which reported facts the model reproduces and which not, each in a sentence with its figures.

The figures are those of ``docs/validation.md``, kept beside this file as ``evidence.csv``; run
``python -m alliances.experiments.player.evidence docs/validation.md`` (or ``make evidence``) to write it anew.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from alliances.analysis.citations import citations
from alliances.analysis.facts import facts
from alliances.analysis.facts.declaration import Fact

KEPT = Path(__file__).with_name("evidence.csv")
VERDICTS = ("reproduced", "open", "not reproduced")
NOT_JUDGED = "not judged"
TITLES = {
    "validate": "Facts that no search was fitted to",
    "calibrate": "Facts that parameters were fitted to (no evidence for the model)",
}
ROLES = {"validate": "validation", "calibrate": "calibration"}
ROW = re.compile(r"^\|(?P<cells>.*)\|\s*$")


class Measured(NamedTuple):
    """A number of a fact, as the validation page has it."""

    fact: str
    number: str
    must_be: str
    simulated: str
    verdict: str
    fact_verdict: str


def evidence() -> dict[str, Any]:
    """A summary, and the facts by role: those that count as validation first, and in each the reproduced ones."""
    rows = kept()
    verdicts = {row.fact: row.fact_verdict for row in rows}
    known = [fact for fact in facts().values() if fact.id in verdicts]
    groups = [
        {"title": title, "facts": [told(fact, rows) for fact in in_order(known, verdicts, role)]}
        for role, title in TITLES.items()
    ]
    count = Counter(verdicts[fact.id] for fact in known if fact.role == "validate")
    return {"summary": summary(count), "groups": groups}


def in_order(known: Iterable[Fact], verdicts: dict[str, str], role: str) -> list[Fact]:
    """The facts of a role: the reproduced ones, the open ones, the others."""
    return sorted((fact for fact in known if fact.role == role), key=lambda fact: VERDICTS.index(verdicts[fact.id]))


def summary(count: Counter[str]) -> str:
    """How many facts are reproduced."""
    return (
        f"Of {count.total()} facts that studies report and no search was fitted to, the model reproduces "
        f"{count['reproduced']}, does not reproduce {count['not reproduced']}, and leaves {count['open']} open. "
        "What it does not reproduce it cannot teach: read lessons and policies with that in mind."
    )


def told(fact: Fact, rows: Iterable[Measured]) -> dict[str, Any]:
    """A fact in a sentence with its figures."""
    own = [row for row in rows if row.fact == fact.id]
    verdict = own[0].fact_verdict
    meanings = {number.name: number.meaning for number in fact.numbers}
    judged = [row for row in own if row.verdict != NOT_JUDGED]
    simulated = "; ".join(f"{meanings.get(row.number, row.number).lower()} {row.simulated}" for row in judged)
    return {
        "name": fact.id, "sentence": f"{fact.finding}: {verdict}.", "reported": fact.reported, "simulated": simulated,
        "verdict": verdict, "role": ROLES[fact.role],
        "source": " ".join(citations().get(key, "") for key in fact.source).strip(),
    }  # fmt: skip


def kept() -> list[Measured]:
    """The numbers as they were last measured."""
    with KEPT.open(encoding="utf-8", newline="") as file:
        return [Measured(**row) for row in csv.DictReader(file)]


def of_page(text: str) -> Iterator[Measured]:
    """The numbers in the tables of the validation page."""
    fact = verdict = ""
    known = set(facts())
    for line in text.splitlines():
        cells = [cell.strip() for cell in match["cells"].split("|")] if (match := ROW.match(line)) else []
        if len(cells) != len(Measured._fields):
            continue
        if cells[0]:
            fact, verdict = cells[0].strip("`"), cells[5].strip("*")
        if fact in known and cells[4]:
            yield Measured(fact, cells[1], cells[2], cells[3], cells[4], verdict)


def write(page: Path) -> None:
    """Keep the numbers of a validation page beside this file."""
    with KEPT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Measured._fields)
        writer.writerows(of_page(page.read_text(encoding="utf-8")))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
