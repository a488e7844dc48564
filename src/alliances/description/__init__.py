"""The description of the model after the ODD+D protocol: prose in ``odd.md``, and parts generated from declarations.

Nothing in it depends on the day, the machine or the installed versions, so a test can compare it with ``docs/odd.md``.
"""

from __future__ import annotations

import re
from importlib.resources import files

INLINE = re.compile(r"\{\{(\w+)\}\}")


def document() -> str:
    """The whole document, in Markdown."""
    from alliances.description import checklist, studies, tables

    template = files("alliances.description").joinpath("odd.md").read_text(encoding="utf-8")
    parts = {**vars(studies), **vars(tables), **vars(checklist)}
    return INLINE.sub(lambda place: parts[place[1]](), template)
