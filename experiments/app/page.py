"""What a visitor sees: settings, buttons, the network, four time series and the numbers behind them.

Components that read a reactive field are drawn again when it changes, and only they: a quarter re-draws the pictures
but no slider. Words and tags are written as HTML elements, so that the page has a heading, landmarks and a table.
"""

from __future__ import annotations

from collections.abc import Callable

import reacton.ipyvuetify as v
import solara
import solara.lab

from alliances.experiments.app import charts
from alliances.experiments.app.picture import picture
from alliances.experiments.app.session import FASTEST, SLOWEST, Session
from alliances.experiments.app.settings import Settings
from alliances.experiments.app.tags import tag
from alliances.experiments.app.world import LITTLE_TRUST, MUCH_CONFLICT, Frame, Moment
from alliances.model.rules import QUARTERS_PER_YEAR

TITLE = "Strategic alliances and the way abroad"
LEAD = (
    "Firms look for partners, sign alliances, run and end them, and enter foreign markets. One step is a quarter of a "
    "year. This is a model world, not a forecast, and one run is one story: try other seeds."
)
FIRST_WAIT = "Making the world. The first time on a computer this takes up to a minute."


@solara.component_vue("painted.vue")
def Painted(frame: int, event_painted: Callable[[int], None]) -> None:  # noqa: N802
    """Tells the server which frame the browser has drawn: the next quarter waits for that."""


@solara.component
def Page() -> None:  # noqa: N802
    """The page of one visitor."""
    session = solara.use_memo(Session, [])
    solara.lab.use_task(session.build, dependencies=[session.restarts.value])
    solara.lab.use_task(session.play, dependencies=[session.playing.value])
    solara.Title(TITLE)
    with tag("main", class_="alliances"):
        tag("h1", TITLE)
        tag("p", LEAD, class_="muted")
        Bar(session)
        Problem(session)
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
        Speed(session)


@solara.component
def Speed(session: Session) -> None:  # noqa: N802
    """How fast the model runs, at most; takes effect at once."""
    speed = session.speed.value
    with tag("div", class_="speed"):
        tag("span", f"Speed: up to {speed} quarter{'s' * (speed > 1)} per second", class_="muted")
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
        return "Making the world …"
    quarter = frame.history[-1].quarter
    end = " (end; press Restart)" if frame.over else ""
    return f"Quarter {quarter} of {frame.quarters} · year {quarter / QUARTERS_PER_YEAR:.2f}{end}"


@solara.component
def Problem(session: Session) -> None:  # noqa: N802
    """Why the last restart made no world, if it did not."""
    with tag("div", role="alert"):
        if session.problem.value:
            tag("p", f"The world was not made: {session.problem.value}", class_="problem")


@solara.component
def World(session: Session) -> None:  # noqa: N802
    """The pictures and the numbers of the frame that is shown."""
    frame = session.frame.value
    if frame is None:
        tag("p", FIRST_WAIT, role="status")
        return
    with tag("div", class_="world"):
        with tag("section", class_="network", aria_label="Network and numbers"):
            Network(frame)
            Numbers(frame)
        with tag("section", class_="series", aria_label="Time series"):
            for series in charts.SERIES:
                TimeSeries(series, frame)
        Painted(frame=frame.number, event_painted=session.has_painted)


@solara.component
def Network(frame: Frame) -> None:  # noqa: N802
    """The firms and their alliances, with a key to the lines and dots."""
    words = f"Network of {len(frame.nodes)} firms and {len(frame.edges)} pairs of allied firms"
    with tag("div"):
        tag("h2", "Firms and their alliances")
        picture(charts.network(frame), "clamp(340px, 100vh - 330px, 100vw)", words)
        Key()


@solara.component
def TimeSeries(series: charts.Series, frame: Frame) -> None:  # noqa: N802
    """One time series, under its title."""
    value = getattr(frame.history[-1], series.field)
    words = f"{series.title}: now {charts.rounded(value)} {series.unit}"
    with tag("figure"):
        tag("figcaption", series.title)
        picture(charts.line(series, frame.history, frame.quarters), "168px", words)


@solara.component
def Key() -> None:  # noqa: N802
    """What lines and dots mean; colours are explained in the picture."""
    strain = f"strained alliance (a partner’s trust below {LITTLE_TRUST}, or conflict above {MUCH_CONFLICT})"
    entries = {
        ("calm",): "alliance",
        ("strained",): strain,
        ("small", "large"): "firm with few or many assets",
        ("alone",): "firm without alliances",
    }
    with tag("div", class_="key"):
        for signs, words in entries.items():
            with tag("span"):
                for sign in signs:
                    tag("i", class_=sign)
                tag("span", words)


@solara.component
def Numbers(frame: Frame) -> None:  # noqa: N802
    """The numbers behind the pictures, now and at the start."""
    with tag("table"):
        tag("caption", "The same in numbers")
        with tag("thead"), tag("tr"):
            for words in ("", "at the start", "now"):
                tag("th", words, scope="col")
        with tag("tbody"):
            for words, first, last in rows(frame.history[0], frame.history[-1]):
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
