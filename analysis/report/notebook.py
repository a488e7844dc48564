"""What a notebook shows of a result: a heading, its sentences, its figure, and a small table."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import pandas as pd

from alliances.analysis.drawing.plate import Plate, svg

WIDTH = 640  # pixels of a figure
ROWS = 20  # of a table


def shown(
    title: str, sentences: Iterable[str] = (), plate: Plate | None = None, table: pd.DataFrame | None = None
) -> str:  # fmt: skip
    """A result as HTML; figures scale and need nothing from outside."""
    parts = [f"<h4>{escape(title)}</h4>", *(f"<p>{escape(sentence)}</p>" for sentence in sentences)]
    if plate is not None:
        parts.append(f'<div style="max-width:{WIDTH}px;background:white">{svg(plate)}</div>')
    if table is not None:
        parts.append(table.head(ROWS).to_html(index=False, float_format=lambda value: f"{value:.4g}", border=0))
    return "\n".join(parts)
