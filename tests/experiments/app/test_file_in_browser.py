"""A world that was written as one HTML file, opened from disk."""

import re

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser, world_file):
    """The file in a browser, and all that it asked for and complained of."""
    tab, noted = browser.new_page(viewport={"width": 1280, "height": 900}), []
    tab.on("request", lambda request: request.url.startswith(("data:", "blob:")) or noted.append(request.url))
    tab.on("pageerror", lambda error: noted.append(str(error)))
    tab.on("console", lambda said: said.type == "error" and noted.append(said.text))
    tab.goto(world_file.as_uri())
    tab.locator(".clock").filter(has_text=re.compile("Quarter|Start")).wait_for()
    yield tab
    assert set(noted) == {world_file.as_uri()}, "it asked for nothing but itself, and complained of nothing"
    tab.close()


def test_it_plays_and_its_address_keeps_where_one_is(opened, world_file):
    opened.get_by_role("button", name="Play", exact=True).click()
    opened.locator(".clock").filter(has_text=re.compile(r"Quarter [1-9]")).wait_for()
    opened.get_by_role("button", name="Pause", exact=True).click()
    opened.get_by_role("slider", name="Quarter", exact=True).fill("20")
    opened.wait_for_url(re.compile("#.*frame=20"))
    assert opened.url.startswith(world_file.as_uri() + "#")
    opened.reload()
    opened.locator(".clock").filter(has_text="Quarter 19 of 40").wait_for()


def test_it_tells_why_an_alliance_ended_and_offers_nothing_that_needs_a_server(opened):
    from alliances.experiments.recording.setup import setup_from
    from alliances.experiments.recording.worlds import Worlds

    made = Worlds().recorded(setup_from({"firms": 150, "quarters": 40}))
    place = int(made.lives.ended.nonzero()[0][0])
    opened.evaluate(f"location.hash = '#page=explore&frame=40&select=alliance:{made.lives.ids[place]}'")
    opened.locator(".inspector").filter(has_text="Ended ").wait_for()
    for words in ("How often does it end so?", "Download this world", "Next seed"):
        assert opened.get_by_role("button", name=words).count() == 0


def test_its_evidence_is_there(opened):
    opened.evaluate("location.hash = '#page=evidence'")
    opened.get_by_text("no search was fitted to").first.wait_for()


@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_a_phone_and_a_desk(browser, world_file, width):
    tab = browser.new_page(viewport={"width": width, "height": 844})
    tab.goto(world_file.as_uri())
    tab.locator(".clock").filter(has_text=re.compile("Quarter|Start")).wait_for()
    tab.wait_for_timeout(500)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()
