"""What is wrong with a command line, in the words of all other errors: what, the value, and what it must be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

SHOULD = "Input should be "  # how newer versions of Typer begin
PLAIN = {"a valid integer": "a whole number", "a valid number": "a number"}
BOUNDS = {"greater than or equal to ": " or more", "less than or equal to ": " or less"}


def usage(error: Any, given: Sequence[str]) -> str:
    """The message about an error that Typer found in these arguments."""
    reason, of = str(getattr(error, "message", "")), getattr(error, "param", None)
    if of is None or not reason.startswith(SHOULD):
        said = short(error.format_message(), given).replace("Value error, ", "").rstrip(".")
        return f"{said}; see alliances --help"
    option = next((name for name in of.opts if name.startswith("--")), "")
    return f"{option or of.metavar or of.name}{value_of(option, given)} must be {allowed(reason)}"


def allowed(reason: str) -> str:
    """What a value must be, from what Typer says of it."""
    said = reason.removeprefix(SHOULD).partition(",")[0].rstrip(".")
    for start, end in BOUNDS.items():
        if said.startswith(start):
            return f"{said.removeprefix(start)}{end}"
    return PLAIN.get(said, said)


def value_of(option: str, given: Sequence[str]) -> str:
    """The last value that an option was given, after an equals sign; empty for what has no name."""
    from alliances.model.errors import echoed

    after = zip(given, [*given[1:], ""], strict=True)
    values = [following if word == option else word.partition("=")[2]
              for word, following in after if option and word.partition("=")[0] == option]  # fmt: skip
    return f" = {echoed(values[-1])}" if values else ""


def short(message: str, given: Sequence[str]) -> str:
    """A message of Typer's, in which what was given is repeated with no more characters than in our own."""
    from alliances.model.errors import cut

    for word in (part for one in given for part in (one, one.partition("=")[0], one.partition("=")[2])):
        for written in (word, repr(word)[1:-1]):
            if len(written) > len(cut(written)):
                message = message.replace(written, cut(written))
    return message
