"""A chart on the page: Solara's ECharts widget, fed past Reacton.

Reacton walks through all lists and dictionaries that an element is given, several times per drawing, in search of
child elements. For the network that costs ten times what making and sending it does. So the widget here is given one
object that Reacton does not look into.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import traitlets
from solara.components.echarts import EchartsWidget


@dataclass(frozen=True, eq=False)
class Drawing:
    """An ECharts option, as one thing."""

    option: dict[str, Any]


class PictureWidget(EchartsWidget):
    """Shows the option of the drawing that it is given."""

    drawing = traitlets.Any()

    @traitlets.observe("drawing")
    def _draw(self, change: Any) -> None:
        """Hand the option on to the browser."""
        self.option = change["new"].option


def picture(option: dict[str, Any], height: str, words: str) -> Any:
    """A chart, with a sentence for those who do not see it."""
    attributes = {"style": f"height: {height}; width: 100%;", "role": "img", "aria-label": words}
    return PictureWidget.element(drawing=Drawing(option), attributes=attributes, responsive=True)
