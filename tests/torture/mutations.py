"""Good files, and what people, programs and disks make of them."""

from __future__ import annotations

import random
import re

from alliances.model.world.countries import PACKAGED
from tests.experiments.campaign.test_every_campaign import FILES

SCENARIO = """[scenario]
title = "Low trust"
question = "What if partners take longer to trust each other?"
source = "our own question"
look_for = "More ends by opportunism"
[world]
countries = ["DEU", "VNM", "IND", "USA"]
firms = 20
quarters = 4
burn_in = 2
[parameters.trust]
gain = 0.2
[markets.VNM]
entry_barrier = 0.7
[[policy]]
name = "Grant"
instrument = "export_grant"
share = 0.5
start = 1
end = 3
budget = 3.0
target = { size = "sme", industry = ["ict"] }
"""
POLICY = (
    SCENARIO[SCENARIO.index("[[policy]]") :]
    + """
[[policy]]
name = "Tariff"
instrument = "tariff"
rate = 0.2
start = 2
"""
)
FIRMS = """name,home,industry,assets,age_years,technology,capital,marketing,operations,management,aptitude
Alpha,DEU,ict,12.5,10,0.5,0.4,0.3,0.2,0.6,0.5
Beta,VNM,manufacturing,1.5,3,0.1,0.4,0.9,0.2,0.6,0.1
"Gamma, Inc.",USA,biotech,120,40,1,0,0.3,0.2,0.6,0.9
"""
GOOD = {
    "scenario": SCENARIO, "policies": POLICY, "firms": FIRMS, "countries": PACKAGED.read_text(encoding="utf-8"),
    "design": FILES["sweep.toml"], "comparison": FILES["policy.toml"], "calibration": FILES["calibrate.toml"],
}  # fmt: skip
ODD = [
    "", " ", "0", "-1", "1", "1.5", "1e308", "-1e308", "5e-324", "1e999", "nan", "inf", "-inf", "true", "false", "null",
    "[]", "{}", "[[]]", '""', "'x'", '"x"', "1_200", "1.200", "1,200", "1.200,50", "0x10", "1979-05-27", "\uff11", "½",
    "é", "e\u0301", "\u202e", "\u200b", "😀", "ÿ", "\x00", "\x1b[2J", "\ufeff", "\u2028", "a" * 5000, "9" * 400,
    "[" * 2000, "../..", "/dev/null", "/dev/zero", "nowhere", "default", "DEU", "UK", "trust.gain", "trust.gian",
    "--help", "%s%n", "$(id)", "{0}", "a=b", "=", ";", ",", "\t", "\n", "\r\n", "'", '"', '"""', "\\", "#",
]  # fmt: skip


def mutated(text: str, draw: random.Random) -> bytes:
    """The text after one to four changes, now and then as bytes that are no UTF-8."""
    for _ in range(draw.choice([1, 1, 2, 4])):
        text = draw.choice(CHANGES)(text, draw)
    content = text.encode(draw.choice(["utf-8"] * 6 + ["utf-16", "latin-1", "cp1252"]), "replace")
    if draw.random() < 0.1 and content:
        place = draw.randrange(len(content))
        content = content[:place] + draw.randbytes(draw.choice([1, 3])) + content[place + 1 :]
    return content


def with_odd_value(text: str, draw: random.Random) -> str:
    """Something odd in place of a value."""
    found = list(re.finditer(r'(?<=[=,\[] )[^,\n\]]+|(?<=,)[^,\n]+|"[^"\n]*"', text))
    if not found:
        return text
    place = draw.choice(found)
    return text[: place.start()] + draw.choice(ODD) + text[place.end() :]


def with_odd_key(text: str, draw: random.Random) -> str:
    """Something odd in place of a name, or a letter of it changed."""
    found = list(re.finditer(r"[A-Za-z_]{3,}", text))
    if not found:
        return text
    place = draw.choice(found)
    name = place[0]
    new = draw.choice([draw.choice(ODD), name[1:], name + name[-1], name.upper(), name[::-1]])
    return text[: place.start()] + new + text[place.end() :]


def without_a_piece(text: str, draw: random.Random) -> str:
    """A piece cut out, or the end cut off."""
    start = draw.randrange(len(text) + 1)
    stop = draw.choice([len(text), start + draw.choice([1, 5, 50])])
    return text[:start] + text[stop:]


def with_lines_changed(text: str, draw: random.Random) -> str:
    """A line twice, gone, elsewhere, or all of them ended in another way."""
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    line, place = draw.randrange(len(lines)), draw.randrange(len(lines))
    kind = draw.randrange(5)
    if kind == 0:
        lines.insert(place, lines[line])
    elif kind == 1:
        del lines[line]
    elif kind == 2:
        lines[line], lines[place] = lines[place], lines[line]
    elif kind == 3:
        return text.replace("\n", draw.choice(["\r\n", "\r", "\n\n"]))
    else:
        return text.replace(",", draw.choice([";", "\t", ", "]))
    return "".join(lines)


def with_something_inserted(text: str, draw: random.Random) -> str:
    """Something odd anywhere."""
    place = draw.randrange(len(text) + 1)
    return text[:place] + draw.choice(ODD) + text[place:]


CHANGES = [
    with_odd_value, with_odd_value, with_odd_value, with_odd_key, without_a_piece, with_lines_changed,
    with_something_inserted,
]  # fmt: skip
