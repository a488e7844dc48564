"""The policy lab in a real browser: begin with a preset or fill in, run, stop, go on, read, take home."""

import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser")
pytest.importorskip("scipy", reason="intervals need the extra [analysis]")

COMPILING = 180_000  # ms: the first world may have to be compiled
pytestmark = pytest.mark.browser


@pytest.fixture
def adviser(visitor):
    """A visitor to the policy lab, with its first form made small."""
    one = visitor("/policy")
    one.expect("Policy lab", "h1", 60)
    one.tab.get_by_text("More: question, firms, price, precision").click()
    fill(one, "Firms at the start", "60")
    return one


def fill(one, label: str, text: str) -> None:
    """Fill in the first field of this label."""
    one.tab.get_by_role("textbox", name=label, exact=True).first.fill(text)


def test_a_comparison_is_filled_in_run_read_and_taken_home(adviser, tmp_path):
    from alliances.experiments.policy.file import load_comparison

    tab = adviser.tab
    fill(adviser, "Pairs of worlds", "6")
    fill(adviser, "Budget", "-3")
    problem = tab.get_by_role("alert").filter(has_text="The budget must be a number, 0 or more, not −3")
    sync_api.expect(problem).to_be_visible()
    sync_api.expect(tab.get_by_role("button", name="Run", exact=True)).to_be_disabled()
    fill(adviser, "Budget", "0")
    sync_api.expect(problem).to_have_count(0)
    adviser.press("Run")
    result = tab.get_by_role("region", name="Result", exact=True)
    sync_api.expect(result.get_by_text("after 6 pairs of worlds. Not a forecast.")).to_be_visible(timeout=COMPILING)
    row = result.get_by_role("row").filter(has=tab.get_by_role("rowheader", name="Export promotion grant")).first
    assert row.get_by_role("cell").first.inner_text() == "0"
    tab.mouse.wheel(0, 3000)
    sync_api.expect(tab.locator(".verdict strong")).to_be_in_viewport()
    adviser.press("Make the report of 6 pairs of worlds")
    sync_api.expect(tab.get_by_text("Making the report of 6 pairs of worlds")).to_be_visible()
    saved = {}
    for words in ("Download the report of 6 pairs (HTML)", "Download the design (TOML)"):
        tab.get_by_role("button", name=words, exact=True).wait_for(timeout=120_000)
        with tab.expect_download(timeout=60_000) as download:
            adviser.press(words)
        saved[words] = tmp_path / download.value.suggested_filename
        download.value.save_as(saved[words])
    report, design = saved.values()
    assert "alliances policy my-comparison.toml" in report.read_text("utf-8")
    assert load_comparison(design).options[0].policies[0].budget == 0
    adviser.flawless()


def test_stop_answers_within_a_second_and_the_run_can_go_on(adviser):
    tab = adviser.tab
    fill(adviser, "Pairs of worlds", "2000")
    adviser.press("Run")
    count = tab.locator(".count")
    sync_api.expect(count).to_have_text(re.compile(r"[1-9]\d* of 2000 pairs of worlds done"), timeout=COMPILING)
    adviser.press("Stop")
    sync_api.expect(count).to_have_text(re.compile("Stopped: "), timeout=1000)
    done = int(re.search(r"(\d+) of", count.inner_text()).group(1))
    adviser.press("Go on")
    sync_api.expect(count).not_to_have_text(re.compile("Stopped"), timeout=5000)
    tab.wait_for_timeout(1500)
    assert int(re.search(r"(\d+) of", count.inner_text()).group(1)) >= done
    adviser.press("Stop")
    adviser.flawless()


def test_a_preset_fills_in_the_form(visitor):
    one = visitor("/policy")
    one.expect("Policy lab", "h1", 60)
    one.tab.get_by_role("button", name="Take this: Knowledge transfer").click()
    one.expect("Filled in below", ".card.taken")
    instrument = one.tab.get_by_role("combobox", name="Instrument", exact=True).first
    sync_api.expect(instrument).to_have_value("mentoring", timeout=20_000)  # it may come after the words
    one.flawless()
