"""The pictures, as options for ECharts."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from alliances.analysis.drawing.palette import INK, LOOKS
from alliances.experiments.app.world import Frame, Label, Moment, Node
from alliances.model.rules import QUARTERS_PER_YEAR

COLOURS = tuple(look.colour for look in LOOKS)
CALM, STRAINED, BAND = "#7d8a97", "#c00000", "rgba(0, 125, 90, 0.15)"
SMALLEST_DOT, DOT_PER_TENFOLD = 4.0, 3.4
"""Diameter of a firm without assets, and what a tenfold of assets adds, in pixels."""
NARROW = 520
"""Width in pixels below which countries are named by their codes."""
LONGEST_NAME = 16
"""Characters of a country's name beyond which its code is written."""
SIDEWAYS = 0.4
"""How far to the side a label lies, against how far up or down, before it is written beside its point."""
REPORTED = (30, 70)
"""Percent of alliances that fail, as reported by Bamford and others (2004) and Kale and Singh (2009)."""


class Series(NamedTuple):
    """A time series of the page."""

    field: str
    title: str
    unit: str
    colour: str
    top: float | None = None
    interval: float | None = None
    band: tuple[float, float] | None = None


SERIES = (
    Series("active", "Active alliances", "alliances", COLOURS[0]),
    Series("failed_share", "Failed, of alliances ended in the last 2 years", "%", COLOURS[1], 100, 25, REPORTED),
    Series("abroad", "Firms present abroad", "% of firms", COLOURS[2]),
    Series("foreign_sales", "Foreign share of sales, mean over firms", "% of sales", COLOURS[3]),
)


def line(series: Series, history: list[Moment], quarters: int) -> dict[str, Any]:
    """A time series over years since the start."""
    points = [[moment.quarter / QUARTERS_PER_YEAR, rounded(getattr(moment, series.field))] for moment in history]
    years = max(quarters, history[-1].quarter, 1) / QUARTERS_PER_YEAR
    drawn: dict[str, Any] = {
        "type": "line",
        "name": series.title,
        "data": points,
        "showSymbol": len(points) == 1,
        "symbolSize": 6,
        "lineStyle": {"color": series.colour, "width": 2},
        "itemStyle": {"color": series.colour},
    }
    if series.band:
        drawn["markArea"] = shaded(*series.band)
    axis = {"axisLabel": {"color": INK}, "nameTextStyle": {"color": INK}}
    return {
        "animation": False,
        "grid": {"left": 46, "right": 14, "top": 26, "bottom": 38},
        "tooltip": {"trigger": "axis", "confine": True},
        "xAxis": axis | {
            "type": "value", "min": 0, "max": years, "name": "years since the start",
            "nameLocation": "middle", "nameGap": 22, "splitLine": {"show": False},
        },
        "yAxis": axis | {
            "type": "value", "min": 0, "max": series.top, "name": series.unit, "splitNumber": 4,
            "interval": series.interval,
            "nameTextStyle": {"color": INK, "align": "left", "padding": [0, 0, 0, -36]},
        },
        "series": [drawn],
    }  # fmt: skip


def shaded(low: float, high: float) -> dict[str, Any]:
    """The band that studies report."""
    words = {"show": True, "position": "insideTopRight", "color": "#00573f", "formatter": f"reported: {low}–{high} %"}
    return {
        "silent": True,
        "itemStyle": {"color": BAND},
        "label": words,
        "data": [[{"yAxis": low}, {"yAxis": high}]],
    }


def rounded(value: float | None) -> float | None:
    """A number short enough for a tooltip."""
    return None if value is None else round(value, 1)


def network(frame: Frame) -> dict[str, Any]:
    """Firms in their places, coloured by group, and the alliances between them."""
    place = {node.firm: n for n, node in enumerate(frame.nodes)}
    colour = dict(zip(frame.groups, COLOURS, strict=False))
    graph = {
        "type": "graph",
        "id": "firms",
        "coordinateSystem": "cartesian2d",
        "categories": [{"name": group, "itemStyle": {"color": colour.get(group, INK)}} for group in frame.groups],
        "data": [dot(node, frame.groups) for node in frame.nodes],
        "links": [
            {"source": place[edge.first], "target": place[edge.second], "lineStyle": stroke(edge.strained)}
            for edge in sorted(frame.edges, key=lambda edge: edge.strained)
            if edge.first in place and edge.second in place
        ],
        "emphasis": {"focus": "adjacency", "lineStyle": {"width": 3}},
        "tooltip": {"formatter": "{b}"},
    }
    hidden = {"type": "value", "show": False, "min": -frame.extent, "max": frame.extent}
    base = {
        "animation": False,
        "color": list(COLOURS),
        "legend": {"top": 0, "data": frame.groups, "textStyle": {"color": INK}, "itemWidth": 12, "itemHeight": 12},
        "tooltip": {"confine": True, "extraCssText": "white-space: normal; max-width: 18em"},
        "xAxis": hidden,
        "yAxis": hidden,
        "series": [graph, names(frame.labels, short=False)],
    }
    wide = {
        "grid": {"left": 78, "right": 78, "top": 48, "bottom": 18},
        "series": [{"id": graph["id"]}, names(frame.labels, short=False)],
    }
    narrow = {
        "grid": {"left": 30, "right": 30, "top": 70, "bottom": 14},
        "series": [{"id": graph["id"]}, names(frame.labels, short=True)],
    }
    return {"baseOption": base, "media": [{"query": {"maxWidth": NARROW}, "option": narrow}, {"option": wide}]}


def dot(node: Node, groups: list[str]) -> dict[str, Any]:
    """A firm: larger with its assets, pale without alliances."""
    alone = node.alliances == 0
    return {
        "name": node.words,
        "value": [node.x, node.y],
        "category": groups.index(node.group),
        "symbolSize": round(SMALLEST_DOT + DOT_PER_TENFOLD * math.log10(1 + node.assets), 1),
        "itemStyle": {"opacity": 0.3} if alone else {"borderColor": INK, "borderWidth": 0.8},
    }


def stroke(strained: bool) -> dict[str, Any]:
    """How an alliance is drawn."""
    if strained:
        return {"color": STRAINED, "type": "dashed", "width": 1.6, "opacity": 0.9, "curveness": 0.1}
    return {"color": CALM, "type": "solid", "width": 1, "opacity": 0.45, "curveness": 0.1}


def names(labels: list[Label], short: bool) -> dict[str, Any]:
    """The countries' names around the network, or their codes where it is narrow."""
    return {
        "type": "scatter",
        "id": "countries",
        "symbolSize": 0.1,
        "silent": True,
        "data": [
            {
                "name": label.code if short or len(label.name) > LONGEST_NAME else label.name,
                "value": [label.x, label.y],
                "label": {"position": side(label)},
            }
            for label in labels
        ],
        "label": {"show": True, "formatter": "{b}", "color": INK, "fontSize": 11, "distance": 0},
        "itemStyle": {"color": "transparent"},
        "tooltip": {"show": False},
    }


def side(label: Label) -> str:
    """The side of its point on which a label lies: away from the middle of the picture."""
    if abs(label.x) > abs(label.y) * SIDEWAYS:
        return "right" if label.x > 0 else "left"
    return "top" if label.y > 0 else "bottom"
