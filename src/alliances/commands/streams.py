"""What the command writes to: streams of any encoding, closed ones, and those whose reader has seen enough."""

from __future__ import annotations

import codecs
import io
import os
import sys

PLAINLY = "plainly"
"""The name under which Python knows how we write what an encoding does not have."""
PLAIN = {
    "→": "->", "×": "x", "−": "-", "–": "-", "…": "...", "≤": "<=", "≥": ">=", "±": "+-", "²": "^2", "µ": "u",
    "“": '"', "”": '"', "’": "'", "█": "#", "✓": "yes", "✗": "no",
}  # fmt: skip
DRAWN = dict.fromkeys("│┃║", "|") | dict.fromkeys("─━═╌", "-")
LINES = range(0x2500, 0x2580)  # the characters that boxes are drawn with; corners and crossings are a plus


def prepare() -> None:
    """Let the streams of this process take whatever is printed: in plain characters, or nowhere if they are closed."""
    codecs.register_error(PLAINLY, plainly)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # closed before we began; a file of ours must not come to be in its place
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
        elif mode == "w" and getattr(stream, "errors", "") in ("strict", "backslashreplace"):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors=PLAINLY)


def plainly(error: UnicodeError) -> tuple[str | bytes, int]:
    """The first character that an encoding does not have in plain ones, or escaped like ``\\udce9``."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letter = error.object[error.start]
    plain = PLAIN.get(letter) or DRAWN.get(letter) or ("+" if ord(letter) in LINES else "")
    if plain:
        return plain, error.start + 1
    return codecs.backslashreplace_errors(
        UnicodeEncodeError(error.encoding, error.object, error.start, error.start + 1, error.reason)
    )


def takes_all() -> bool:
    """Whether stdout takes every character as it is."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")


def drop() -> None:
    """Write nothing more: whoever read our output has seen enough."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
