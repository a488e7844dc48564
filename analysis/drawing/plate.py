"""A plate: a Matplotlib figure with the words that belong to it, and the ways in which it is kept.

Every plate is one column wide, so that it can be read on a phone, on paper at its size, and on a wall enlarged. It is
drawn with the styles below on a canvas of its own; nobody's settings are touched, and no window system is needed.
Lengths are in points.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from alliances.analysis.drawing.palette import INK, SOFT

WIDTH, PER_INCH = 400.0, 72.0
TITLE, NOTE = 56, 86  # letters in a line of the title above and of the words below a figure that is kept as a file
AROUND = 6.0  # room above and below these
styled = mpl.rc_context({
    "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9.5, "axes.titlesize": 10.5,
    "axes.titleweight": "bold", "axes.titlelocation": "left", "axes.labelsize": 9.5, "axes.labelcolor": INK,
    "axes.edgecolor": SOFT, "axes.axisbelow": True, "axes.spines.top": False, "axes.spines.right": False,
    "axes.unicode_minus": True, "text.color": INK, "xtick.color": INK, "ytick.color": INK, "xtick.labelsize": 9,
    "ytick.labelsize": 9, "legend.frameon": False, "legend.fontsize": 9.5, "legend.handlelength": 3.0,
    "lines.linewidth": 1.8, "hatch.linewidth": 0.7, "image.aspect": "auto",
})  # fmt: skip
"""Gives what a function draws the style of all figures."""


class Plate(Figure):
    """A figure that is asked by a question or title, and told by ``alt`` to those who cannot see it.

    ``reading`` says how it is read, ``counted`` what it rests on, ``table`` holds its numbers, and ``numbered`` what
    numbers in it stand for. Panels and legends are drawn on ``body``.
    """

    def __init__(self, name: str, title: str, height: float) -> None:
        """An empty plate, so high."""
        super().__init__(figsize=(WIDTH / PER_INCH, height / PER_INCH), layout="constrained")
        FigureCanvasAgg(self)
        self.body: Any = self.subfigures()
        self.name, self.title = name, title
        self.alt = self.reading = self.counted = ""
        self.table = pd.DataFrame()
        self.numbered: tuple[str, ...] = ()

    def _repr_svg_(self) -> str:
        """The figure by itself, for a notebook."""
        return as_files(self)["svg"].decode()

    def tell(self, alt: str, reading: str = "", counted: str = "", table: pd.DataFrame | None = None) -> Plate:
        """The plate with its words and numbers."""
        self.alt, self.reading, self.counted = alt, reading, counted
        self.table = self.table if table is None else table
        return self


@styled
def svg(plate: Plate) -> str:
    """The figure as an SVG element that scales and needs nothing from outside; the same plate gives the same text."""
    written = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": plate.name}):
        plate.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", written.getvalue(), flags=re.DOTALL)
    text = re.sub(r'<g id="[^"]*">', "<g>", text)  # would repeat in a page of many figures
    head, _, drawn = text[text.index("<svg") :].partition(">")
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)
    told = f"<title>{escape(plate.title)}</title><desc>{escape(plate.alt)}</desc>"
    return f'{head} role="img" aria-label="{escape(plate.alt)}">{told}{drawn}'


def save(folder: Path, plates: Iterable[Plate]) -> None:
    """Write every figure as SVG and PNG with its title and words; nothing is written before all are drawn."""
    files: dict[str, bytes] = {}
    for plate in plates:
        files |= {f"{plate.name}.{kind}": content for kind, content in as_files(plate).items()}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


@styled
def as_files(plate: Plate) -> dict[str, bytes]:
    """SVG and PNG of a plate with its title above and its words below, as it stands alone; it is left as it was."""
    size, picture, words = plate.get_size_inches(), io.BytesIO(), f"{plate.reading} {plate.counted}".strip()
    title = textwrap.fill(plate.title, TITLE)
    note = textwrap.fill(words if words.endswith((".", "?")) or not words else f"{words}.", NOTE)
    around = [
        plate.suptitle(title, x=0.01, ha="left", fontsize=11.5, fontweight="bold"),
        plate.supxlabel(note, x=0.01, ha="left", fontsize=8.5, color=SOFT),
    ]
    taken = sum(one.get_window_extent().height / plate.dpi + AROUND / PER_INCH for one in around if one.get_text())
    plate.set_size_inches(size[0], size[1] + taken)
    about = {"Title": plate.title, "Description": plate.alt, "Software": None}
    plate.savefig(picture, format="png", dpi=220, metadata=about)
    kept = {"svg": svg(plate).encode(), "png": picture.getvalue()}
    for one in around:
        one.set_text("")
    plate.set_size_inches(*size)
    return kept
