"""The player by itself in Chromium: its host here is a function that answers as the page of the model does."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest

from alliances import AllianceModel
from alliances.experiments.app.answers import answered
from alliances.experiments.player.documents import documents
from alliances.experiments.player.replay import bundle
from tests.cases import cases

pytestmark = pytest.mark.browser

WORLD = {"scenario": "default", "seed": 3, "firms": 80, "quarters": 24}
SMALL = "scenario=default&seed=3&firms=80&quarters=24"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Player</title></head><body>
<div id="player"></div><script>%s</script><script>
window.searches = [];
const host = { ask: async (request) => {
  const [refused, json, files] = await window.answer(request);
  if (refused) throw new Error(refused);
  return { json, files: files.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))) };
} };
window.mounted = (documents, search, recording) => AlliancesPlayer.mount(document.getElementById("player"), {
  host: recording ? null : host, documents, search,
  recording: recording && Uint8Array.from(atob(recording), (letter) => letter.charCodeAt(0)),
  onSearch: (next) => window.searches.push(next), policyLab: recording ? null : "/policy",
});
</script></body></html>"""

Mount = Callable[..., Any]


def answer(request: dict[str, Any]) -> tuple[str, dict[str, Any], list[str]]:
    """What is wrong with a request, or its answer with files as text."""
    try:
        told = answered(request)
    except Exception as error:
        return str(error), {}, []
    return "", told.json, [base64.b64encode(file).decode() for file in told.files]


@pytest.fixture
def mount(browser: Any) -> Iterator[Mount]:
    """Shows the player at an address; it may neither ask the network for anything nor complain on the console."""
    asked: list[str] = []
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")

    def at(search: str, recording: str | None = None, told: dict[str, Any] | None = None) -> Any:
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        tab.expose_function("answer", answer)
        tab.set_content(PAGE % bundle())
        tab.evaluate(
            "([d, s, r]) => { window.player = window.mounted(d, s, r); }", [told or documents(), search, recording]
        )
        return tab

    yield at
    context.close()
    assert [asked, complaints] == [[], []]


def clock(tab: Any) -> str:
    """What the clock shows."""
    return str(tab.locator("output.clock").inner_text())


def wait_for_clock(tab: Any, text: str | re.Pattern[str]) -> None:
    """Wait until the clock shows this."""
    tab.locator("output.clock", has_text=text).wait_for(timeout=60_000)


def last_search(tab: Any) -> str:
    """The address that the player gave last; it gives one every half second at most."""
    tab.wait_for_timeout(700)
    return str(tab.evaluate("window.searches.at(-1)"))


def test_play_moves_the_clock_and_pause_holds_it(mount: Mount) -> None:
    tab = mount(f"?page=explore&{SMALL}")
    wait_for_clock(tab, "Start of 24")
    tab.get_by_role("button", name="Play", exact=True).click()
    wait_for_clock(tab, re.compile(r"Quarter ([2-9]|1\d) of 24"))
    tab.get_by_role("button", name="Pause").click()
    held = clock(tab)
    tab.wait_for_timeout(600)
    assert clock(tab) == held


def test_the_keyboard_plays_steps_and_lets_go(mount: Mount) -> None:
    tab = mount(f"?page=explore&{SMALL}&frame=5&select=country:USA")
    wait_for_clock(tab, "Quarter 4 of 24")
    tab.keyboard.press("ArrowRight")
    wait_for_clock(tab, "Quarter 5 of 24")
    tab.keyboard.press("End")
    wait_for_clock(tab, "Quarter 23 of 24")
    tab.keyboard.press("Escape")
    assert tab.get_by_label("Select by country").input_value() == ""
    tab.keyboard.press("Home")
    tab.keyboard.press(" ")
    wait_for_clock(tab, re.compile(r"Quarter ([1-9]|1\d) of 24"))


def test_an_address_restores_quarter_selection_and_view_and_is_given_back(mount: Mount) -> None:
    tab = mount(f"?page=explore&{SMALL}&frame=11&select=industry:ict&view=trust")
    wait_for_clock(tab, "Quarter 10 of 24")
    assert tab.get_by_label("Select by industry").input_value() == "ict"
    assert tab.locator(".charts figcaption").first.inner_text() == "Mean trust in alliances"
    tab.get_by_label("Select by country").select_option("USA")
    given = last_search(tab)
    for part in ("frame=11", "select=country:USA", "view=trust", "firms=80", "page=explore"):
        assert part in given


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?page=explore&seed=99999999999999999999&frame=-3", "cannot be read"),
        ("?page=explore&scenario=nowhere", "nowhere"),
        ("?page=explore&set=trust.gain:99", "trust.gain"),
        ("?v=7&page=explore", "another version"),
    ],
)
def test_a_link_that_cannot_be_used_gives_a_sentence_and_a_page_that_works(
    mount: Mount, search: str, said: str
) -> None:
    tab = mount(search)
    notice = tab.locator(".notice[role=alert]")
    notice.filter(has_text=said).wait_for(timeout=60_000)
    assert not re.search(r"Traceback|Error:|undefined|\bat \w+\.js", notice.inner_text())
    tab.get_by_role("link", name="Explore").click()
    wait_for_clock(tab, "of 80")


def test_numbers_shown_are_those_of_the_tables(mount: Mount) -> None:
    model = AllianceModel("default", seed=3, firms=80, quarters=24).run()
    active = model.tables()["quarters"].set_index("step")["active_alliances"]
    tab = mount(f"?page=explore&{SMALL}&frame=16&view=active")
    wait_for_clock(tab, "Quarter 15 of 24")
    shown = tab.locator(".charts figure", has_text="Alliances").first.locator(".key b").first.inner_text()
    assert shown.split()[0] == str(active[15])


def test_selecting_an_alliance_in_the_list_opens_why_it_ended(mount: Mount) -> None:
    ended = AllianceModel("default", seed=3, firms=80, quarters=24).run().tables()["alliances"]
    one = ended[ended["cause"] == "partner_closed"].iloc[0]
    tab = mount(f"?page=explore&{SMALL}&frame={int(one.ended_step) + 1}")
    wait_for_clock(tab, f"Quarter {int(one.ended_step)} of 24")
    tab.get_by_text("List of firms and alliances").click()
    tab.locator(".rows .row", has_text=f"Alliance {one.alliance_id}:").click()
    assert tab.locator(".inspector h2").inner_text().startswith(f"Alliance {one.alliance_id}")
    assert tab.locator(".inspector .why p").inner_text().startswith("Ended when a partner closed")
    assert f"select=alliance:{one.alliance_id}" in last_search(tab)


def test_a_counterfactual_is_told_and_can_be_compared(mount: Mount) -> None:
    ended = AllianceModel("default", seed=3, firms=80, quarters=24).run().tables()["alliances"]
    one = ended[(ended["ended_step"] > 6) & (ended["formed_step"] < 4)].iloc[0]
    tab = mount(f"?page=explore&{SMALL}&frame=5&select=alliance:{one.alliance_id}")
    wait_for_clock(tab, "Quarter 4 of 24")
    tab.get_by_role("button", name="trust .1 higher from quarter 5").click()
    tab.locator(".answer", has_text="Trust .1 higher from quarter 5:").wait_for(timeout=60_000)
    tab.get_by_role("button", name="See both worlds").click()
    tab.locator(".told", has_text="trust +0.1 in quarter 5").wait_for(timeout=60_000)


def test_a_slider_that_takes_effect_now_forks_the_world_and_the_past_stays(mount: Mount) -> None:
    tab = mount(f"?page=explore&{SMALL}&frame=12")
    wait_for_clock(tab, "Quarter 11 of 24")
    slider = tab.get_by_label("Growth of trust")
    slider.focus()
    slider.press("End")
    tab.locator(".made", has_text="Growth of trust").wait_for(timeout=60_000)
    assert '"quarter":12' in json.dumps(last_search(tab)).replace("\\", "").replace("%22", '"')
    wait_for_clock(tab, "Quarter 11 of 24")


def test_worlds_that_differ_in_nothing_show_no_difference(mount: Mount) -> None:
    same = json.dumps({**WORLD, "acts": [{"quarter": 0, "parameter": "trust.gain", "value": default_of("trust.gain")}]})
    tab = mount(f"?page=compare&{SMALL}&frame=20&other={same}")
    tab.get_by_text("No difference at this moment").nth(1).wait_for(timeout=60_000)
    assert tab.get_by_text("Differs at this moment").count() == 0


def default_of(name: str) -> float:
    """Where a slider stands in the first preset."""
    return float(documents()["settings"]["values"]["default"][name])


def test_two_worlds_that_differ_are_marked_and_other_seeds_draw_their_band(mount: Mount) -> None:
    other = json.dumps({**WORLD, "acts": [{"quarter": 0, "without": "alliance_capability"}]})
    tab = mount(f"?page=compare&{SMALL}&frame=20&other={other}")
    tab.get_by_text("Differs at this moment").first.wait_for(timeout=60_000)
    tab.get_by_role("button", name="Is it chance?").click()
    tab.locator(".pair", has_text="nine pairs of ten").wait_for(timeout=120_000)


@pytest.mark.parametrize("lesson", [lesson["name"] for lesson in documents()["lessons"]])
def test_a_lesson_leads_from_a_guess_to_the_reasons(mount: Mount, lesson: str) -> None:
    tab = mount(f"?page=learn&lesson={lesson}")
    guess = tab.locator(".guess")
    guess.wait_for(timeout=60_000)
    if guess.locator("input[type=radio]").count():
        guess.locator("input[type=radio]").first.check()
    tab.get_by_role("button", name="That is my guess").click()
    while tab.get_by_role("button", name="Next", exact=True).count():
        tab.get_by_role("button", name="Next", exact=True).click()
    tab.get_by_role("button", name="Reveal", exact=True).last.click()
    tab.locator(".verdict-line", has_text="You").wait_for(timeout=60_000)
    tab.get_by_role("button", name="Why is that so?").click()
    assert tab.locator(".prose p").count() > 1
    assert tab.get_by_text("For the teacher").is_visible()


def test_without_a_host_the_recording_plays_and_nothing_offers_a_new_world(mount: Mount) -> None:
    recording = base64.b64encode(answered({"kind": "world", "setup": WORLD}).files[0]).decode()
    tab = mount("?frame=7", recording)
    wait_for_clock(tab, "Quarter 6 of 24")
    assert tab.locator("nav a").all_inner_texts() == ["Explore", "Evidence"]
    for name in ("Download this world", "Next seed", "How often does it end so?"):
        assert (
            tab.get_by_role("button", name=name).count() == 0 or not tab.get_by_role("button", name=name).is_visible()
        )


def test_when_the_host_is_gone_the_world_plays_on_and_the_page_says_how_to_start_it_again(mount: Mount) -> None:
    tab = mount(f"?page=explore&{SMALL}")
    wait_for_clock(tab, "Start of 24")
    tab.evaluate("window.player.connection(false)")
    assert "alliances app" in tab.locator(".notice.lost").inner_text()
    tab.get_by_role("button", name="One quarter forward").click()
    wait_for_clock(tab, "Quarter 0 of 24")
    tab.get_by_role("button", name="Next seed").click()
    tab.locator(".notice[role=alert]", has_text="alliances app").wait_for()
    tab.evaluate("window.player.connection(true)")
    assert tab.locator(".notice.lost").is_hidden()


@pytest.mark.parametrize("size", cases([{"firms": 80, "quarters": 24}], [{}]), ids=["small", "as it ships"])
def test_every_preset_shows_what_it_says_to_look_for(mount: Mount, size: dict[str, int]) -> None:
    told = deepcopy(documents())
    for preset in told["settings"]["presets"]:
        preset["setup"] |= size
    tab = mount(f"?page=explore&{SMALL}", told=told)
    wait_for_clock(tab, "Start of 24")
    for preset in told["settings"]["presets"]:
        tab.get_by_label("Preset").select_option(preset["scenario"])
        tab.locator(".busy").wait_for(state="hidden", timeout=120_000)
        charts = tab.locator(".charts figure").count()
        assert charts >= len([view for view in preset["views"] if view not in ("network", "map", "inspector")])
