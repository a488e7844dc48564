"""Data of one's own, chosen as files in a real browser: refused line by line, mended, and shown."""

import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser")

pytestmark = pytest.mark.browser
FIRMS = "Company,Country,Sector\nAlpha,Germany,software\nBeta,Viet Nam,pharma\nGamma,Brazil,biotech\n"
SCENARIO = """[scenario]
title = "Own world"
question = "What if partners take longer to trust each other?"
source = "our own question"
look_for = "Ends by opportunism"
[world]
firms = 40
quarters = 8
burn_in = 4
firms_file = "{file}"
[parameters.trust]
gain = 0.9
"""


def test_files_are_chosen_refused_mended_and_shown(visitor, tmp_path):
    one = visitor("/?page=explore&scenario=default&seed=1&firms=150&quarters=40")
    one.ready()
    file, ties = tmp_path / "list.csv", tmp_path / "ties.csv"
    file.write_text(FIRMS.replace("Brazil", "Atlantis"))
    ties.write_text("partner_1,partner_2,start_year\nAlpha,Beta,2017\n")
    one.tab.get_by_text("Your own data").click()
    one.tab.get_by_label("Firms", exact=True).set_input_files(file)
    one.tab.get_by_label("Alliances", exact=True).set_input_files(ties)
    one.press("Read and show")
    one.expect("list.csv: line 4, home: no country 'Atlantis'", ".own .said", 120)
    file.write_text(FIRMS)
    one.tab.get_by_label("Firms", exact=True).set_input_files(file)
    one.press("Read and show")
    one.expect("“Company” is read as name.", ".own .said", 120)
    one.tab.wait_for_function("location.search.includes('scenario=own-')", timeout=60_000)
    sync_api.expect(one.tab.locator("#preset")).to_have_value(re.compile("^own-"), timeout=120_000)
    one.ready()
    world = tmp_path / "world.toml"
    world.write_text(SCENARIO.format(file="lists.csv"))
    one.tab.get_by_label("Scenario", exact=True).set_input_files(world)
    one.press("Read and show")
    one.expect("world.toml, line 10: world.firms_file = 'lists.csv' must be a file that was chosen too", ".own .said")
    world.write_text(SCENARIO.format(file="list.csv"))
    one.tab.get_by_label("Scenario", exact=True).set_input_files(world)
    one.press("Read and show")
    one.expect("ties.csv: the scenario does not name it.", ".own .said", 120)
    one.expect("Your data: Own world", "#preset option:checked", 120)
    one.ready()
    file.write_bytes(FIRMS.replace("Alpha", "Gößl").encode("latin-1"))
    one.tab.get_by_label("Firms", exact=True).set_input_files(file)
    one.press("Read and show")
    one.expect("list.csv: is not text in UTF-8; save it as UTF-8", ".own .said")
    one.flawless()
