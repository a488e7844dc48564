"""The page in a real browser: the server as its users start it, Chromium, and nothing from outside."""

import re
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest

pytest.importorskip("solara", reason="the page needs the extra [app]")
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser")

pytestmark = pytest.mark.browser

SERVER = "from alliances.experiments.app import launch; launch(0, open_browser=False)"
COMPILING = 180_000  # ms: the first world may have to be compiled


@pytest.fixture(scope="module")
def address():
    """Where the page is served."""
    started = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    try:
        yield re.search(r"http://127\.0\.0\.1:\d+", started.stdout.readline()).group()
    finally:
        started.terminate()
        started.wait(timeout=20)


class Visitor:
    """One visitor: a browser context of their own, and a record of what went wrong in it."""

    def __init__(self, browser, address: str, path: str = "") -> None:
        self.tab = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        self.outside, self.refused, self.errors, self.assets = [], [], [], set()
        self.tab.on("request", self.note)
        self.tab.on("websocket", self.note)
        self.tab.on("response", lambda answer: answer.status >= 400 and self.refused.append(answer.url))
        self.tab.on("requestfailed", lambda request: self.refused.append(request.url))
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tab.goto(address + path)
        shown = self.tab.get_by_role("heading", level=1) if path else self.tab.locator("canvas").nth(4)
        shown.wait_for(timeout=COMPILING)

    def note(self, request) -> None:
        """Remember requests that leave this computer, and assets asked for."""
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.outside.append(request.url)
        if "/_solara/cdn/" in parts.path:
            self.assets.add(parts.path.partition("/_solara/cdn/")[2])

    def press(self, words: str) -> None:
        self.tab.get_by_role("button", name=words, exact=True).click()

    def see(self, words: str, seconds: float = 5) -> None:
        """Wait for the clock to say this."""
        sync_api.expect(self.tab.locator(".clock")).to_have_text(re.compile(words), timeout=1000 * seconds)

    def quarter(self) -> int:
        return int(re.search(r"Quarter (\d+)", self.tab.locator(".clock").inner_text()).group(1))


@pytest.fixture(scope="module")
def visitor(browser, address):
    return Visitor(browser, address)


def test_the_buttons_drive_the_model_and_pause_answers_at_top_speed(visitor):
    visitor.see("Quarter 0 of 80")
    visitor.press("Step")
    visitor.see("Quarter 1 of 80")
    thumb = visitor.tab.get_by_role("slider", name="Speed, in quarters per second")
    thumb.press("End")
    sync_api.expect(visitor.tab.get_by_text("Speed: up to 20 quarters per second")).to_be_visible()
    visitor.press("Start")
    visitor.see(r"Quarter ([4-9]|\d\d) of 80", 20)
    began = time.monotonic()
    visitor.press("Pause")
    sync_api.expect(visitor.tab.get_by_role("button", name="Start", exact=True)).to_be_visible(timeout=2000)
    assert time.monotonic() - began < 2
    reached = visitor.quarter()
    visitor.tab.wait_for_timeout(400)
    assert visitor.quarter() <= reached + 1
    visitor.press("Restart")
    visitor.see("Quarter 0 of 80")


def test_a_slider_waits_for_restart(visitor):
    visitor.tab.get_by_role("slider", name="Growth of trust").press("ArrowRight")
    sync_api.expect(visitor.tab.get_by_text("1 change waiting: press Restart")).to_be_visible()
    visitor.press("Restart")
    sync_api.expect(visitor.tab.locator(".badge")).to_have_count(0)


def test_two_visitors_have_a_world_each(visitor, browser, address):
    other = Visitor(browser, address)
    other.press("Step")
    other.see("Quarter 1 of 80")
    visitor.see("Quarter 0 of 80")
    assert (other.outside, other.refused, other.errors) == ([], [], [])


def test_the_page_is_readable_by_machines_and_fits_a_phone(visitor):
    assert visitor.tab.locator("h1").count() == 1
    assert visitor.tab.evaluate("document.documentElement.lang") == "en"
    assert visitor.tab.get_by_role("img").count() == 5
    visitor.tab.set_viewport_size({"width": 390, "height": 844})
    visitor.tab.wait_for_function("document.documentElement.scrollWidth <= 390")


@pytest.fixture(scope="module")
def adviser(browser, address):
    """A visitor to the policy lab."""
    pytest.importorskip("scipy", reason="intervals need the extra [analysis]")
    return Visitor(browser, address, "/policy")


def fill(tab, **texts: str) -> None:
    """Fill fields by their labels; of several with one label the first."""
    for label, text in texts.items():
        tab.get_by_role("textbox", name=label.replace("_", " ")).first.fill(text)


def test_a_comparison_is_filled_in_run_read_and_taken_home(adviser, tmp_path):
    tab = adviser.tab
    fill(tab, Firms_at_the_start="60", Pairs_of_worlds="6", Budget="-3")
    problem = tab.get_by_role("alert").filter(has_text="budget = -3 must be a number, 0 or more")
    sync_api.expect(problem).to_be_visible()
    sync_api.expect(tab.get_by_role("button", name="Run", exact=True)).to_be_disabled()
    fill(tab, Budget="0")
    sync_api.expect(problem).to_have_count(0)
    adviser.press("Run")
    sync_api.expect(tab.get_by_role("link", name="See the result of 6 pairs")).to_be_visible(timeout=COMPILING)
    tab.get_by_role("link", name="See the result of 6 pairs").press("Enter")
    result = tab.get_by_role("region", name="Result", exact=True)
    sync_api.expect(result.get_by_role("heading", name="Result", exact=True)).to_be_in_viewport()
    sync_api.expect(result.get_by_text("after 6 pairs of worlds. Not a forecast.")).to_be_visible()
    nothing = result.get_by_role("row").filter(has=tab.get_by_role("rowheader", name="Export promotion grant")).first
    assert nothing.get_by_role("cell").first.inner_text() == "0"
    assert result.get_by_role("img").first.get_attribute("aria-label").startswith("Lines with bands over the years")
    saved = {}
    for words in ("Download the report (HTML)", "Download the design (TOML)"):
        with tab.expect_download(timeout=60_000) as download:
            adviser.press(words)
        saved[words] = tmp_path / download.value.suggested_filename
        download.value.save_as(saved[words])
    from alliances.experiments.policy.file import load_comparison

    report, design = saved.values()
    assert "alliances policy my-comparison.toml" in report.read_text("utf-8")
    assert load_comparison(design).options[0].policies[0].budget == 0


def test_stop_answers_within_a_second_and_the_visit_outlasts_a_look_at_the_model(adviser):
    tab = adviser.tab
    fill(tab, Pairs_of_worlds="2000", Budget="1")
    adviser.press("Run")
    count = tab.locator(".count")
    sync_api.expect(count).to_have_text(re.compile(r"[1-9]\d* of 2000 pairs of worlds done"), timeout=COMPILING)
    adviser.press("Stop")
    sync_api.expect(count).to_have_text(re.compile("Stopped: "), timeout=1000)
    tab.get_by_role("link", name="The model").click()
    tab.locator("canvas").nth(4).wait_for(timeout=COMPILING)
    tab.get_by_role("link", name="Policy lab").click()
    sync_api.expect(tab.locator(".count")).to_have_text(re.compile("Stopped: "))


def test_the_policy_lab_is_readable_by_machines_worked_by_keys_and_fits_a_phone(adviser):
    tab = adviser.tab
    assert tab.locator("h1").count() == 1
    assert tab.evaluate("document.documentElement.lang") == "en"
    heads = ["Goal", "Instrument", "Who", "Budget", "Result", "How sure", "Report"]
    assert tab.locator("h2").all_inner_texts() == heads
    slider = tab.get_by_role("slider").first
    before = slider.get_attribute("aria-valuenow")
    slider.press("ArrowRight")
    sync_api.expect(slider).not_to_have_attribute("aria-valuenow", before)
    tab.get_by_role("button", name="Add an option").press("Enter")
    sync_api.expect(tab.get_by_role("group", name="Option 3")).to_have_count(3)
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.wait_for_function("document.documentElement.scrollWidth <= 390")
    tab.mouse.wheel(0, 3000)
    sync_api.expect(tab.get_by_text("Model world, not a forecast")).to_be_in_viewport()
    assert (adviser.outside, adviser.refused, adviser.errors) == ([], [], [])


def test_nothing_comes_from_outside_and_nothing_fails(visitor):
    """Last: it judges all that the tests above did."""
    from alliances.experiments.app.server import ASSETS

    assert (visitor.outside, visitor.refused, visitor.errors) == ([], [], [])
    fonts = {name for name in visitor.assets if name.endswith((".woff2", ".woff", ".ttf"))}
    assert visitor.assets - fonts == set(ASSETS)
