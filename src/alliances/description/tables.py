"""The generated parts of the ODD, as Markdown."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from alliances.description.sources import MODEL, Noted, askers, cited_keys, noted_columns, signatures, verbs
from alliances.model.declarations.codes import ACTORS, CAUSES, GOVERNANCE, MODES, MOTIVES, RESOURCES, STAGES
from alliances.model.declarations.parameters import RULES, declared
from alliances.model.policies.levers import Levers
from alliances.model.policies.policy import INSTRUMENTS
from alliances.model.records import outcomes
from alliances.model.records.state import (
    Alliances,
    Between,
    Column,
    Counts,
    Entries,
    Firms,
    Industries,
    Markets,
    Presence,
    Segments,
)
from alliances.model.world.scenario import shipped

KINDS = {"f": "real", "i": "whole", "u": "whole", "?": "yes/no"}
DECLARED = {
    Firms: outcomes.FIRMS.columns,
    Alliances: outcomes.ALLIANCES.columns,
    Presence: outcomes.PRESENCE.columns,
    Entries: outcomes.ENTRIES.columns,
    Markets: outcomes.MARKETS.columns,
}
TERMS = {**outcomes.FORMATION_TERMS, **outcomes.ENDING_TERMS}
VOCABULARIES = {
    "resources": RESOURCES,
    "motives": MOTIVES,
    "inside actors": ACTORS,
    "governance": GOVERNANCE,
    "stages": STAGES,
    "modes of presence": MODES,
    "causes of ending": CAUSES,
}


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def entities() -> str:
    """State variables of every kind of record."""
    groups = (Firms, Alliances, Presence, Entries, Markets, Between, Industries, Segments, Counts)
    return "\n\n".join(entity(group) for group in groups)


def entity(group: type) -> str:
    """State variables of one kind of record, under the headings that their declaration has."""
    columns = noted_columns(group)
    header = ["part", "variable", "type", "meaning"]
    rows = [[c.heading, f"`{c.name}`", kind(group, c.name), meaning(group, c)] for c in columns]
    rows = [["" if n and row[0] == rows[n - 1][0] else row[0], *row[1:]] for n, row in enumerate(rows)]
    if not any(column.heading for column in columns):
        header, rows = header[1:], [row[1:] for row in rows]
    doc = (group.__doc__ or "").replace("``", "`")
    return f"**{group.__name__}.** {doc}\n\n{markdown_table(header, rows)}"


def kind(group: type, name: str) -> str:
    """Type and width of a state variable."""
    column: Column = group._field_defaults[name]  # type: ignore[attr-defined]
    word = KINDS[column.dtype[0]]
    return f"{column.width} × {word}" if column.width > 1 else word


def meaning(group: type, column: Noted) -> str:
    """What is declared of a state variable: the comment beside it, or the result column or term of the same name."""
    known = {result.name: result for result in DECLARED.get(group, ())}
    if column.note or column.name not in known:
        return sentence(column.note or TERMS.get(column.name, ""))
    result = known[column.name]
    return f"{result.meaning} ({result.unit})" if result.unit else result.meaning


def sentence(text: str) -> str:
    """A comment with a capital letter."""
    return text[:1].upper() + text[1:]


def vocabularies() -> str:
    """Words that state variables hold as codes."""
    return "\n".join(f"- {name}: {', '.join(words)}" for name, words in VOCABULARIES.items())


def schedule() -> str:
    """The verbs of a quarter, in order."""
    rows = [(n, f"`{verb.name}`", verb.does, listed(verb.rules)) for n, verb in enumerate(verbs(), 1)]
    return markdown_table(("", "verb", "what happens", "rules asked"), rows)


def listed(names: Iterable[str]) -> str:
    """Names as code, separated by commas."""
    return ", ".join(f"`{name}`" for name in names)


def levers() -> str:
    """What policies may change."""
    rows = [(f"`{column.name}`", column.note) for column in noted_columns(Levers)]
    return markdown_table(("lever", "what it does"), rows)


def instruments() -> str:
    """Instruments of policy and shocks, with their strengths and defaults."""
    rows = []
    for name, module in INSTRUMENTS.items():
        strengths = module.Parameters._field_defaults.items()
        set_to = "; ".join(f"{one.description} (`{key}`): {float(one):g} {one.unit}" for key, one in strengths)
        sources = ", ".join(dict.fromkeys(one.source for _, one in strengths))
        rows.append((f"`{name}`", (module.__doc__ or "").partition("\n")[0].rstrip("."), set_to, sources))
    return markdown_table(("instrument", "what it does", "strengths and their defaults", "sources"), rows)


def scenarios() -> str:
    """The shipped scenarios."""
    rows = [
        (f"`{s.name}`", s.question, s.look_for, s.source, s.firms, s.quarters, s.burn_in, settings(s))
        for s in shipped()
    ]
    header = ("scenario", "question", "what to look for", "source", "firms", "quarters", "burn-in", "other settings")
    return markdown_table(header, rows)


def settings(scenario: object) -> str:
    """What a scenario sets besides its size."""
    parameters: dict[str, float] = scenario.parameters  # type: ignore[attr-defined]
    markets: dict[str, dict[str, float]] = scenario.markets  # type: ignore[attr-defined]
    own = [f"`{name} = {value:g}`" for name, value in parameters.items()]
    own += [f"`{name} = {value:g}` ({where})" for where, values in markets.items() for name, value in values.items()]
    return "; ".join(own)


def evidence() -> str:
    """How many parameters rest on what."""
    counts = Counter(declaration.evidence for declaration in declared().values())
    return ", ".join(f"{counts[grade]} {grade}" for grade in ("measured", "calibrated", "assumed"))


def data_notes() -> str:
    """The notes beside the data, their headings three levels down."""
    text = MODEL.joinpath("data", "README.md").read_text(encoding="utf-8")
    body = text.partition("\n")[2].strip()
    return re.sub(r"^#", "###", body, flags=re.MULTILINE)


def rules() -> str:
    """One section per rule."""
    return "\n\n".join(rule_section(name) for name in RULES)


def rule_section(name: str) -> str:
    """A rule: theory, parameters, functions, null form."""
    doc = (RULES[name].__doc__ or "").strip()
    doc = re.sub(r"\n+(Null form|Theory): (\w)", bold_lead, doc).replace("``", "`")
    users = listed(askers(name))
    where = f"Asked in: {users}." if users else "Asked when the world is made."
    return f"#### `{name}`\n\n{doc}\n\n{where}\n\n{parameter_table(name)}\n\n{function_list(name)}"


def bold_lead(found: re.Match[str]) -> str:
    """A paragraph that begins with a word in bold and a capital letter."""
    return f"\n\n**{found[1]}.** {found[2].upper()}"


def parameter_table(rule: str) -> str:
    """The parameters of a rule."""
    rows = []
    for full, d in declared().items():
        if full.startswith(f"{rule}."):
            off = "" if d.null is None else f"{d.null:g}"
            ranges = (f"{d.plausible[0]:g} to {d.plausible[1]:g}", f"{d.low:g} to {d.high:g}")
            name = f"`{full.partition('.')[2]}`"
            rows.append((name, f"{d:g}", d.unit, *ranges, off, d.evidence, f"`{d.source}`", d.description))
    header = ("parameter", "default", "unit", "plausible", "admissible", "off", "evidence", "source", "meaning")
    return markdown_table(header, rows)


def function_list(rule: str) -> str:
    """The functions of a rule."""
    return "\n".join(
        f"- `{function.name}({', '.join(function.arguments)})`: {function.gives}".replace("``", "`")
        for function in signatures(rule)
    )


def outcome_tables() -> str:
    """The result tables."""
    return "\n\n".join(
        f"**`{table.name}`**: one row per {table.row}.\n\n"
        + markdown_table(
            ("column", "type", "unit", "meaning"),
            [(f"`{c.name}`", f"{c.kind}, or null" if c.nullable else c.kind, c.unit, c.meaning) for c in table.columns],
        )
        for table in outcomes.TABLES
    )


def references() -> str:
    """The works that the model's files cite."""
    text = MODEL.joinpath("data", "references.csv").read_text(encoding="utf-8")
    cited = cited_keys()
    return "\n".join(reference(row) for row in csv.DictReader(text.splitlines()) if row["key"] in cited)


def reference(row: dict[str, str]) -> str:
    """One work."""
    year = f" ({row['year']})" if row["year"] else ""
    who = f"{row['authors']}{year}. " if row["authors"] else ""
    outlet = f" {row['outlet'].strip()}." if row["outlet"] else ""
    return f"- `{row['key']}`: {who}{closed(row['title'])}{outlet}"


def closed(title: str) -> str:
    """A title with a mark at its end."""
    return title if title.endswith((".", "?", "!")) else f"{title}."
