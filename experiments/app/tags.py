"""HTML elements for the page: headings, landmarks, tables, which Vuetify has no component for."""

from __future__ import annotations

from typing import Any

import reacton.ipyvuetify as v


def tag(name: str, *children: Any, class_: str = "", **attributes: str) -> Any:
    """An element ``<name>``; attributes as HTML has them, with ``_`` for ``-`` (``aria_label``)."""
    written = {key.replace("_", "-"): value for key, value in attributes.items()}
    return v.Html(tag=name, children=list(children), class_=class_, attributes=written)
