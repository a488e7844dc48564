"""The page as Solara renders it, without a browser: what it says, its buttons and its settings."""

import time

import pytest

pytest.importorskip("solara", reason="the page needs the extra [app]")

import ipyvuetify
import solara

from alliances.experiments.app.choices import TITLES, with_unit
from alliances.experiments.app.page import Page
from alliances.model.declarations.parameters import declared

AT_THE_START = "Quarter 0 of 80 · year 0.00"
LONGEST_WAIT = 180  # seconds: a cold compilation may take one or two minutes


def wait_until(condition) -> None:
    """Wait for what a thread of the page does."""
    end = time.monotonic() + LONGEST_WAIT
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.02)


def wait_for(shown, expected) -> None:
    """Wait until the page shows what is expected: threads draw it, and a busy machine lets them wait."""
    end = time.monotonic() + LONGEST_WAIT
    while shown() != expected and time.monotonic() < end:
        time.sleep(0.02)
    assert shown() == expected


class Rendered:
    """The page as Solara renders it, without a browser."""

    def __init__(self) -> None:
        _, self.context = solara.render(Page(), handle_error=False)
        wait_for(lambda: self.text("clock"), [AT_THE_START])
        wait_until(lambda: not self.button("Step").disabled)  # the world is made, and the page knows it

    def elements(self) -> list:
        """All HTML elements, in order."""
        found, rest = [], list(self.context.find(ipyvuetify.Html).widgets)
        while rest:
            widget = rest.pop(0)
            if isinstance(widget, ipyvuetify.Html):
                found.append(widget)
            rest[:0] = [child for child in getattr(widget, "children", None) or [] if not isinstance(child, str)]
        return found

    def tagged(self, name: str) -> list:
        """HTML elements of this tag."""
        return [element for element in self.elements() if element.tag == name]

    def text(self, css: str) -> list[str]:
        """Words of the elements of a class."""
        return [element.children[0] for element in self.elements() if element.class_ == css]

    def button(self, words: str):
        """The button with these words."""
        (found,) = [w for w in self.context.find(ipyvuetify.Btn).widgets if w.children[0].children[0] == words]
        return found

    def slider(self, words: str):
        """The slider with this name."""
        sliders = self.context.find(ipyvuetify.Slider).widgets
        (found,) = [w for w in sliders if w.attributes["aria-label"].startswith(words)]
        return found


@pytest.fixture
def page():
    rendered = Rendered()
    yield rendered
    rendered.context.close()


def test_the_page_has_one_heading_landmarks_and_a_table(page):
    assert len(page.tagged("h1")) == 1
    assert len(page.tagged("main")) == 1
    rows = page.tagged("tr")
    assert len(rows) == 7
    assert all(element.attributes["aria-label"] for element in page.tagged("section"))


def test_every_slider_shows_value_unit_and_meaning(page):
    shown = page.text("number")
    assert shown == ["400 firms"] + [with_unit(declared()[name], declared()[name].unit) for name in TITLES]
    assert {declared()[name].description for name in TITLES} <= set(page.text("muted"))


def test_step_and_restart_buttons_work_and_a_badge_says_what_waits(page):
    page.button("Step").click()
    wait_for(lambda: page.text("clock"), ["Quarter 1 of 80 · year 0.25"])
    page.slider("Growth of trust").v_model = 0.8
    waiting = ["1 change waiting: press Restart", "waiting: press Restart (now 0.6 per year)"]
    wait_for(lambda: page.text("badge"), waiting)
    page.slider("Firms").v_model = 60
    wait_until(lambda: "2 changes waiting: press Restart" in page.text("badge"))
    page.button("Restart").click()
    wait_for(lambda: page.text("clock"), [AT_THE_START])
    wait_for(lambda: page.text("badge"), [])


def test_a_scenario_comes_with_its_own_settings(page):
    (select,) = page.context.find(ipyvuetify.Select).widgets
    page.slider("Growth of trust").v_model = 0.8
    select.v_model = "hard-competition"
    wait_until(lambda: page.slider("Growth of trust").v_model == 0.6)
    wait_until(lambda: "waiting: press Restart (now Twenty countries)" in page.text("badge"))


def test_start_becomes_pause_and_waits_for_the_browser(page):
    page.button("Start").click()
    wait_for(lambda: page.text("clock"), ["Quarter 1 of 80 · year 0.25"])
    wait_until(lambda: page.button("Step").disabled)
    time.sleep(0.5)  # two quarters' time at the first speed; but no browser has drawn the first
    assert page.text("clock") == ["Quarter 1 of 80 · year 0.25"]
    page.button("Pause").click()
    wait_until(lambda: not page.button("Step").disabled)
    assert page.button("Start")
