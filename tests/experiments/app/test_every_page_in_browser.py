"""Every page for everybody: axe finds nothing serious, every screen is wide enough, a server that dies is told of."""

import re
from collections.abc import Callable
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser")

pytestmark = pytest.mark.browser
SMALL = "scenario=default&seed=1&firms=150&quarters=40"
PAGES = {
    "start": "/?page=start",
    "explore": f"/?page=explore&{SMALL}&frame=20&select=country:DEU",
    "compare": f"/?page=compare&{SMALL}&frame=20&other=%7B%22scenario%22:%22default%22,%22seed%22:2%7D",
    "learn": "/?page=learn",
    "lesson": "/?page=learn&lesson=trust&part=explain",
    "evidence": "/?page=evidence",
    "policy": "/policy",
}


def opened(visitor: Callable[..., Any], page: str, width: int = 1280) -> Any:
    """A page that has come to rest."""
    one = visitor(PAGES[page], width)
    one.tab.get_by_role("heading", level=1).first.wait_for(state="attached", timeout=60_000)
    one.tab.wait_for_timeout(2500)
    return one


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_serious(visitor, page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe judges pages").Axe()
    found = axe.run(opened(visitor, page).tab).response["violations"]
    serious = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found
               if one["impact"] in ("serious", "critical")]  # fmt: skip
    assert serious == []


@pytest.mark.parametrize("page", PAGES)
def test_no_page_is_wider_than_its_screen(visitor, page):
    one = opened(visitor, page, 390)
    for width in (390, 1280, 640, 390):  # 640: a screen of 1280 at 200 %
        one.tab.set_viewport_size({"width": width, "height": 900})
        one.tab.wait_for_timeout(500)
        assert one.tab.evaluate("document.documentElement.scrollWidth") <= width
    one.flawless()


def test_when_the_server_dies_the_player_plays_on_and_it_comes_back_by_itself(server, visitor):
    first = server()
    one = visitor(f"/?page=explore&{SMALL}&frame=4", address=first.address)
    one.ready()
    first.stop()
    one.expect("alliances app", ".notice.lost", 30)
    one.press("Play")
    one.expect(re.compile(r"Quarter [6-9]"), ".clock")
    one.press("Pause")
    here = one.quarter()
    server(first.port)
    sync_api.expect(one.tab.locator(".notice.lost").first).to_be_hidden(timeout=60_000)
    one.ready()
    assert one.quarter() == here
    one.press("Next seed")
    one.tab.wait_for_function("location.search.includes('seed=2')", timeout=30_000)
    one.ready()
