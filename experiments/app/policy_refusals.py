"""Why a field of the policy lab is refused, in the words of its label rather than those of a file's keys."""

from __future__ import annotations

import re

from alliances.analysis.wording import MINUS, number

LABELS = {
    "comparison.replicates": "Pairs of worlds", "comparison.firms": "Firms at the start",
    "comparison.price": "Price worth paying", "comparison.precision": "Precision wanted",
    "comparison.question": "The question", "budget": "The budget", "ceiling": "The ceiling for one firm",
    "administration": "Administration", "allocation": "How it is given out", "start": "The start", "end": "The end",
    "name": "The name", "target.age": "The age",
}  # fmt: skip
LEAST = 1e-6
"""A bound below this stands for anything above zero."""
OF_POLICY = re.compile(r"^policy '.*?': ")
REFUSED = re.compile(r"(?P<key>[\w.]+) = (?P<value>.+?) must be (?P<must>.+)")
WITHIN = re.compile(r"in \[(?P<low>[^,\]]+), (?P<high>[^\]]+)\]")


def in_words(message: str) -> str:
    """A refusal as the page tells it: ``Pairs of worlds must be a whole number between 2 and 2,000, not 1``."""
    message = OF_POLICY.sub("", message)
    if "comparison.years" in message:
        return "The end must be within the 200 years that a run lasts at most"
    if message.startswith("allocation = "):
        return f"This way of giving out needs {message.partition(' needs ')[2]}"
    found = REFUSED.fullmatch(message)
    if found is None or found["key"] not in LABELS:
        return message
    must = WITHIN.sub(between, found["must"])
    must = must.replace("start = ", "the start, ")
    return f"{LABELS[found['key']]} must be {must}, not {plain(found['value'])}"


def between(ends: re.Match[str]) -> str:
    """Two ends in words; a low end that stands for anything above zero is said so."""
    if 0 < float(ends["low"]) < LEAST:
        return "above 0"
    return f"between {plain(ends['low'])} and {plain(ends['high'])}"


def plain(value: str) -> str:
    """A number as people write it; what is no number, as it was typed."""
    text = value.strip("'\"")
    try:
        told = float(text)
    except ValueError:
        return text or "nothing"
    if abs(told) >= 1e15 or 0 < abs(told) < 1e-4:
        return text.replace("-", MINUS)
    return number(told) if told.is_integer() else f"{told:g}".replace("-", MINUS)
