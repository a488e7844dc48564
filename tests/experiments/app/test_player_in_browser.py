"""The page of the model in a browser: press, drag, select, share, reload; what it shows is what the model says."""

import json
import re
from urllib.parse import quote

import pytest

from alliances.experiments.recording.acts import step
from alliances.experiments.recording.endings import ending, sentence
from alliances.experiments.recording.recording import recorded
from alliances.experiments.recording.setup import Act, setup_from
from alliances.experiments.recording.worlds import Worlds
from alliances.model.declarations.codes import NEVER
from alliances.model.simulation import Simulation

pytestmark = pytest.mark.browser
SMALL = "?v=1&page=explore&scenario=default&seed=1&firms=150&quarters=40"


@pytest.fixture(scope="module")
def model():
    """The world that the pages of this file show, made by the model itself."""
    return recorded(Simulation("default", 1, firms=150, quarters=40, record_every=1)).simulation


def ended_alliance(model) -> tuple[int, int]:
    """An alliance that lived for some time in the run and ended, and the quarter in which it did."""
    table = model.tables()["alliances"].dropna(subset=["ended_step"])
    table = table[(table["formed_step"] >= 0) & (table["ended_step"] - table["formed_step"] > 6)]
    return int(table["alliance_id"].iloc[0]), int(table["ended_step"].iloc[0])


def test_it_opens_with_lessons_and_free_play_and_nothing_goes_wrong(visitor):
    one = visitor()
    one.expect("Why do alliances", "h1", 60)
    assert one.tab.get_by_role("button", name=re.compile("Start the lesson")).count() == 3
    one.press("Open the world")
    one.ready()
    assert one.tab.evaluate("document.documentElement.lang") == "en"
    one.flawless()


def test_the_player_plays_pauses_steps_and_seeks(visitor):
    one = visitor(SMALL)
    one.ready()
    one.press("Play")
    one.expect(re.compile(r"Quarter [2-9]"), ".clock")
    one.press("Pause")
    here = one.quarter()
    one.tab.wait_for_timeout(600)
    assert one.quarter() == here
    one.press("One quarter forward")
    assert one.quarter() == here + 1
    one.press("One quarter back")
    assert one.quarter() == here
    slider = one.tab.get_by_role("slider", name="Quarter", exact=True)
    slider.fill("25")
    one.expect("Quarter 24 of 40", ".clock")
    slider.press("ArrowRight")
    one.expect("Quarter 25 of 40", ".clock")
    one.flawless()


def test_what_the_page_shows_is_what_the_tables_say(visitor, model):
    one = visitor(SMALL + "&frame=30&view=active")
    one.ready()
    quarters = model.tables()["quarters"].set_index("step")
    one.expect(re.compile(rf"all\s*{quarters['active_alliances'][29]}\b"), "figure:has-text('Alliances')")


def test_an_alliance_is_inspected_and_its_sentence_is_that_of_the_command_line(visitor, model):
    alliance, quarter = ended_alliance(model)
    made = Worlds().recorded(setup_from({"firms": 150, "quarters": 40}))
    told = sentence(ending(made.lives, made.lives.row_of_one(alliance), made.simulation))
    one = visitor(SMALL + f"&frame={quarter + 1}&select=alliance:{alliance}")
    one.ready()
    one.expect(told, ".inspector")
    one.press("How often does it end so?")
    one.expect(re.compile("Of 20 worlds that go on from quarter"), ".inspector .answer", 60)
    one.flawless()


def test_a_firm_is_found_by_its_number_and_says_what_it_would_compare(visitor, model):
    alive = model.world.firms["alive"][: int(model.world.counts[0]["firms"])]
    firm = int(alive.nonzero()[0][0])
    one = visitor(SMALL + "&frame=40")
    one.ready()
    one.tab.get_by_label("Number of a firm or alliance").fill(str(firm))
    one.press("Firm")
    one.expect(f"Firm {firm}", ".inspector")
    one.press("What would it compare now?")
    one.expect(f"Firm {firm} (", ".inspector .answer", 60)
    one.flawless()


def test_a_slider_acts_now_and_the_address_keeps_it_over_a_reload(visitor):
    one = visitor(SMALL + "&frame=12")
    one.ready()
    slider = one.tab.get_by_role("slider", name="Growth of trust")
    slider.fill("0.2")
    slider.press("ArrowRight")
    one.tab.wait_for_function("location.search.includes('acts=')")
    acts = one.tab.evaluate("JSON.parse(new URLSearchParams(location.search).get('acts'))")
    assert [act["parameter"] for act in acts] == ["trust.gain"] and acts[0]["quarter"] == 12
    before = one.tab.url
    one.tab.reload()
    one.ready()
    one.tab.wait_for_function("location.search.includes('acts=')")
    assert one.tab.url == before
    assert one.tab.get_by_role("slider", name="Growth of trust").input_value() == str(acts[0]["value"])
    one.flawless()


def test_a_link_opens_the_exact_state_at_somebody_elses(visitor):
    one = visitor(SMALL + "&frame=17&select=country:DEU&view=goals")
    one.ready()
    one.expect("Quarter 16 of 40", ".clock")
    one.press("Share")
    link = one.tab.get_by_label("Link to exactly this").input_value()
    other = visitor(link[link.index("?") :])
    other.ready()
    other.expect("Quarter 16 of 40", ".clock")
    other.expect("Germany", ".selecting")


def test_going_to_the_policy_lab_and_back_loses_nothing(visitor):
    one = visitor(SMALL + "&frame=22")
    one.ready()
    one.tab.get_by_role("link", name="Policy lab").click()
    one.expect("Policy lab", "h1")
    one.tab.get_by_label("Pairs of worlds").fill("17")
    one.tab.wait_for_timeout(600)
    one.tab.get_by_role("link", name="The model").click()
    one.ready()
    one.expect("Quarter 21 of 40", ".clock")
    one.tab.get_by_role("link", name="Policy lab").click()
    one.expect("Policy lab", "h1")
    assert one.tab.get_by_label("Pairs of worlds").input_value() == "17"
    one.tab.go_back()
    one.ready()
    one.expect("Quarter 21 of 40", ".clock")
    one.flawless()


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?v=99&page=explore", "another version"),
        ("?page=explore&scenario=../../etc/passwd", "was left out"),
        ("?page=explore&scenario=nowhere&seed=1", "no scenario 'nowhere'"),
        ("?page=explore&firms=999999999", "must be a whole number in [2, 2000]"),
        ("?page=explore&set=trust.gain:1e300", "trust.gain"),
        ("?page=explore&acts=" + quote('[{"quarter":1,"without":"<img src=x onerror=alert(1)>"}]'), "no rule"),
        ("?page=explore&acts=%7B%7B", "was left out"),
        ("?page=%3Cscript%3Ealert(1)%3C/script%3E&frame=99999999999999999999", "was left out"),
        ("?" + "x" * 9000, "too long"),
    ],
)
def test_a_hostile_link_is_answered_by_a_sentence(visitor, search, said):
    one = visitor(search)
    one.expect(said, "[role=alert]", 60)
    text = one.tab.locator("[role=alert]").first.inner_text()
    assert "Traceback" not in text and "Error:" not in text
    one.flawless()


def test_two_visitors_have_a_world_each(visitor):
    one, other = visitor(SMALL + "&frame=5"), visitor(SMALL.replace("seed=1", "seed=2") + "&frame=9")
    one.ready()
    other.ready()
    one.press("One quarter forward")
    one.expect("Quarter 5 of 40", ".clock")
    other.expect("Quarter 8 of 40", ".clock")


def test_two_worlds_are_compared_and_their_difference_is_that_of_the_model(visitor, model):
    other = quote(json.dumps({"scenario": "default", "seed": 1, "firms": 150, "quarters": 40,
                              "acts": [{"quarter": 0, "without": "opportunism"}]}))  # fmt: skip
    one = visitor(SMALL.replace("page=explore", "page=compare") + f"&frame=40&other={other}&view=active")
    one.ready()
    changed = Simulation("default", 1, firms=150, quarters=40)
    step(changed, [Act(quarter=0, without="opportunism")])
    changed.run()
    ours, theirs = (int(each.world.quarter[0]["active_alliances"]) for each in (model, changed))
    assert (model.world.alliances["ended"] != NEVER).any()
    one.expect(re.compile(rf"\b{ours}\b"), "main", 30)
    one.expect(re.compile(rf"\b{theirs}\b"), "main", 30)
    one.flawless()


def test_a_world_is_downloaded_and_plays_from_disk_without_a_server(visitor, browser, tmp_path):
    one = visitor(SMALL + "&frame=10")
    one.ready()
    with one.tab.expect_download(timeout=60_000) as download:
        one.press("Download this world")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.suffix == ".html"
    tab = browser.new_page()
    tab.goto(file.as_uri())
    tab.locator(".clock").filter(has_text=re.compile("Quarter|Start")).wait_for()
    tab.close()
