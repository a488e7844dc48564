"""The generated parts of the ODD, as Markdown."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from alliances.description.sources import (
    MODEL,
    askers,
    cited_keys,
    does,
    mechanisms,
    quarter,
    rooms,
    signatures,
)
from alliances.model.declarations.codes import ACTORS, CAUSES, ENDINGS, GOVERNANCE, MODES, MOTIVES, RESOURCES, STAGES
from alliances.model.declarations.columns import Column, Records, columns_of
from alliances.model.declarations.parameters import RULES, declared, null_form
from alliances.model.extension import Mechanism
from alliances.model.policies.levers import LEVERS
from alliances.model.policies.policy import INSTRUMENTS
from alliances.model.records.outcomes import TABLES
from alliances.model.records.state import GROUPS
from alliances.model.world.scenario import shipped

KINDS = {"f": "real", "i": "whole", "u": "whole", "?": "yes/no"}
VOCABULARIES = {
    "resources": RESOURCES,
    "motives": MOTIVES,
    "internal actors": ACTORS,
    "governance": GOVERNANCE,
    "stages": STAGES,
    "modes of presence": MODES,
    "causes of ending": CAUSES,
    "ways of ending": ENDINGS,
}


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def folders() -> str:
    """What each room of the model holds."""
    return "\n".join(f"- `{name}`: {said(holds)}" for name, holds in rooms().items())


def entities() -> str:
    """State variables of every kind of record."""
    own = (mechanism for mechanism in mechanisms() if mechanism.columns)
    return "\n\n".join((*map(entity, GROUPS), *map(own_columns, own)))


def entity(records: Records) -> str:
    """State variables of one kind of record, part by part."""
    rows = [
        [said(part.__doc__) if n == 0 else "", f"`{name}`", kind(column), column.unit, meaning(column)]
        for part in records.parts
        for n, (name, column) in enumerate(stored_columns(part))
    ]
    header = ["part", "variable", "type", "unit", "meaning"]
    if len(records.parts) == 1:
        header, rows = header[1:], [row[1:] for row in rows]
    return f"**{records.name.capitalize()}.** {said(records.meaning)}.\n\n{markdown_table(header, rows)}"


def own_columns(mechanism: Mechanism) -> str:
    """State variables that a mechanism of one's own adds to firms."""
    rows = [(f"`{name}`", kind(column), column.unit, meaning(column)) for name, column in mechanism.columns.items()]
    table = markdown_table(("variable", "type", "unit", "meaning"), rows)
    return f"**Firms, by `{mechanism.name}`.** One entry per firm that ever lived.\n\n{table}"


def stored_columns(part: type) -> list[tuple[str, Column]]:
    """The state variables of a part, with their names."""
    return [(name, column) for name, column in columns_of(part).items() if isinstance(column, Column)]


def kind(column: Column) -> str:
    """Type and width of a state variable."""
    word = "word" if column.kind == "text" else KINDS[column.dtype[0]]
    return f"{column.width} × {word}" if column.width > 1 else word


def meaning(column: Column) -> str:
    """What a state variable means; of a wide one, for all its places."""
    return said(column.meaning.replace("{word}", ", ".join(column.words)))


def said(text: str | None) -> str:
    """A declared sentence as a phrase in Markdown."""
    return (text or "").rstrip(".").replace("``", "`")


def vocabularies() -> str:
    """Words that state variables hold as codes."""
    return "\n".join(f"- {name}: {', '.join(words)}" for name, words in VOCABULARIES.items())


def schedule() -> str:
    """The verbs of a quarter, in order."""
    rows = [(n, f"`{verb.name}`", verb.does, listed(verb.rules)) for n, verb in enumerate(quarter(), 1)]
    return markdown_table(("", "verb", "what happens", "rules asked"), rows)


def listed(names: Iterable[str]) -> str:
    """Names as code, separated by commas."""
    return ", ".join(f"`{name}`" for name in names)


def levers() -> str:
    """What policies may change."""
    rows = [(f"`{name}`", column.unit, column.meaning) for name, column in LEVERS.stored.items()]
    return markdown_table(("lever", "unit", "what it does"), rows)


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
    rule, users = RULES[name], listed(askers(name))
    where = f"Asked in: {users}." if users else "Asked when the world is made."
    doc = (rule.__doc__ or "").strip()
    if isinstance(rule, Mechanism):
        where = f"Run after `{rule.after}`."
        null = "\n\nNull form: the world without it." if null_form(name) else ""
        doc = f"{does(rule)}\n\nTheory: {rule.theory}{null}"
    doc = re.sub(r"\n+(Null form|Theory): (\w)", bold_lead, doc).replace("``", "`")
    parameters = parameter_table(name) if rule.Parameters._fields else "It has no parameters."
    return f"#### `{name}`\n\n{doc}\n\n{where}\n\n{parameters}\n\n{function_list(name)}"


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
            [
                (f"`{c.name}`", f"{c.kind}, or null" if c.nullable else c.kind, c.unit, c.meaning)
                for c in (*table.columns, *(own for one in mechanisms() for own in one.outcomes(table.name)))
            ],
        )
        for table in TABLES
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
