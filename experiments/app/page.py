"""What a visitor sees: settings, buttons, the network, four time series and the numbers behind them.

Components that read a reactive field are drawn again when it changes, and only they: a quarter re-draws the pictures
but no slider. Words and tags are written as HTML elements, so that the page has a heading, landmarks and a table.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import reacton.ipyvuetify as v
import solara
import solara.lab

from alliances.experiments.app import charts
from alliances.experiments.app.session import Session
from alliances.experiments.app.settings import Settings
from alliances.experiments.app.tags import tag
from alliances.experiments.app.session import FASTEST, SLOWEST
from alliances.experiments.app.world import LITTLE_TRUST, MUCH_CONFLICT, Frame, Moment
from alliances.model.rules import QUARTERS_PER_YEAR

TITLE = "Strategic alliances and the way abroad"
LEAD = (
    "Firms look for partners, sign alliances, run and end them, and enter foreign markets. One step is a quarter of a "
    "year. This is a model world, not a forecast, and one run is one story: try other seeds."
)
FIRST_WAIT = "Making the world. The first time on a computer this takes up to a minute."
STYLE = Path(__file__).with_name("page.css")


@solara.component_vue("painted.vue")
def Painted(frame: int, event_painted: Callable[[int], None]) -> None:  # noqa: N802
    """Tells the server which frame the browser has drawn: the next quarter waits for that."""


@solara.component
def Layout(children: list[Any]) -> None:  # noqa: N802
    """The bare page, without Solara's application bar."""
    v.Html(tag="div", children=children)


@solara.component
def Page() -> None:  # noqa: N802
    """The page of one visitor."""
    session = solara.use_memo(Session, [])
    solara.lab.use_task(session.build, dependencies=[session.restarts.value])
    solara.lab.use_task(session.play, dependencies=[session.playing.value])
    solara.Title(TITLE)
    solara.Style(STYLE)
    with tag("main", class_="alliances"):
        tag("h1", TITLE)
        tag("p", LEAD, class_="muted")
        Bar(session)
        with tag("div", class_="columns"):
            Settings(session)
            World(session)


@solara.component
def Bar(session: Session) -> None:  # noqa: N802
    """Buttons, speed and what time it is."""
    frame, playing, building = session.frame.value, session.playing.value, session.building.value
    stopped = frame is None or frame.over or building
    with tag("div", class_="bar", role="group", aria_label="Run the model"):
        with v.Btn(color="primary", disabled=stopped, depressed=True) as toggle:
            tag("span", "Pause" if playing else "Start")
        v.use_event(toggle, "click", lambda *_: session.playing.set(not session.playing.value))
        with v.Btn(outlined=True, disabled=stopped or playing) as step:
            tag("span", "Step")
        v.use_event(step, "click", lambda *_: session.step())
        with v.Btn(outlined=True, disabled=building) as restart:
            tag("span", "Restart")
        v.use_event(restart, "click", lambda *_: session.restart())
        if session.waiting and not building:
            count = len(session.waiting)
            tag("span", f"{count} change{'s' * (count > 1)} waiting: press Restart", class_="badge", role="status")
        tag("span", clock(frame, building), class_="clock")
        with tag("div", class_="speed"):
            Speed(session)


@solara.component
def Speed(session: Session) -> None:  # noqa: N802
    """How fast the model runs, at most; takes effect at once."""
    speed = session.speed.value
    words = f"Speed: {speed} quarter{'s' * (speed > 1)} per second"
    tag("div", words, class_="muted")
    v.Slider(
        v_model=speed,
        on_v_model=lambda value: session.speed.set(int(value)),
        min=SLOWEST,
        max=FASTEST,
        step=1,
        dense=True,
        hide_details=True,
        attributes={"aria-label": "Speed, in quarters per second"},
    )


def clock(frame: Frame | None, building: bool) -> str:
    """What time it is in the model."""
    if building or frame is None:
        return FIRST_WAIT if frame is None else "Making the world …"
    quarter = frame.history[-1].quarter
    end = " (end; press Restart)" if frame.over else ""
    return f"Quarter {quarter} of {frame.quarters} · year {quarter / QUARTERS_PER_YEAR:.2f}{end}"


@solara.component
def World(session: Session) -> None:  # noqa: N802
    """The pictures and the numbers of the frame that is shown."""
    if session.problem.value:
        with tag("div", class_="problem", role="alert"):
            tag("strong", "The world was not made. ")
            tag("span", session.problem.value)
    frame = session.frame.value
    if frame is None:
        tag("p", FIRST_WAIT, role="status")
        return
    with tag("section", class_="network", aria_label="Network and numbers"):
        tag("h2", "Firms and their alliances")
        words = f"Network of {len(frame.nodes)} firms and {len(frame.edges)} pairs of allied firms"
        Picture(charts.network(frame), "min(62vh, 110vw)", words)
        Key()
        Numbers(frame.history)
    with tag("section", class_="series", aria_label="Time series"):
        for series in charts.SERIES:
            tag("h3", series.title)
            value = getattr(frame.history[-1], series.field)
            words = f"{series.title}: now {charts.rounded(value)} {series.unit}"
            Picture(charts.line(series, frame.history, frame.quarters), "172px", words)

    def painted(number: int) -> None:
        session.painted = max(session.painted, number)

    Painted(frame=frame.number, event_painted=painted)


@solara.component
def Picture(option: dict[str, Any], height: str, words: str) -> None:  # noqa: N802
    """A chart, with a sentence for those who do not see it."""
    attributes = {"style": f"height: {height}; width: 100%;", "role": "img", "aria-label": words}
    solara.FigureEcharts(option=option, attributes=attributes, responsive=True)


@solara.component
def Key() -> None:  # noqa: N802
    """What lines and dots mean; colours are explained in the picture."""
    with tag("div", class_="key"):
        with tag("span"):
            tag("i", class_="calm")
            tag("span", "alliance")
        with tag("span"):
            tag("i", class_="strained")
            tag("span", f"strained alliance (a partner’s trust below {LITTLE_TRUST}, or conflict above {MUCH_CONFLICT})")
        with tag("span"):
            tag("i", class_="small")
            tag("i", class_="large")
            tag("span", "firm with few or many assets")
        with tag("span"):
            tag("i", class_="alone")
            tag("span", "firm without alliances")


@solara.component
def Numbers(history: list[Moment]) -> None:  # noqa: N802
    """The numbers behind the pictures, now and at the start."""
    tag("h2", "Numbers")
    with tag("table"):
        with tag("thead"), tag("tr"):
            for words in ("", "at the start", "now"):
                tag("th", words, scope="col")
        with tag("tbody"):
            for words, first, last in rows(history[0], history[-1]):
                with tag("tr"):
                    tag("th", words, scope="row")
                    tag("td", first)
                    tag("td", last)


def rows(first: Moment, last: Moment) -> list[tuple[str, str, str]]:
    """Rows of the table: what, at the start, now."""
    return [
        ("Firms", str(first.firms), str(last.firms)),
        ("Active alliances", str(first.active), str(last.active)),
        ("Alliances ended in the last 2 years", str(first.ended), str(last.ended)),
        ("Failed, of those (a partner missed its goal)", percent(first.failed_share), percent(last.failed_share)),
        ("Firms present abroad", percent(first.abroad), percent(last.abroad)),
        ("Foreign share of sales, mean over firms", percent(first.foreign_sales), percent(last.foreign_sales)),
    ]


def percent(value: float | None) -> str:
    """A share in words."""
    return "none ended" if value is None else f"{value:.0f} %"
