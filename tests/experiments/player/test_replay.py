"""One HTML file that plays a world by itself."""

import base64
import json
import re

import pytest

from alliances.experiments.player.replay import page_of
from alliances.experiments.recording.columns import unpacked
from alliances.experiments.recording.recording import recorded
from alliances.model.errors import InputError
from alliances.model.simulation import Simulation


@pytest.fixture(scope="module")
def content():
    """A small recording."""
    return recorded(Simulation("default", 1, firms=40, quarters=4)).content({"scenario": "default", "seed": 1})


def part(page: str, name: str) -> str:
    """What lies in a script of the page that is no program."""
    return re.search(rf'<script type="[^"]+" id="{name}">(.*?)</script>', page, re.DOTALL)[1]


@pytest.mark.smoke
def test_the_file_holds_the_recording_and_the_words_and_nothing_of_it_is_outside(content):
    page = page_of(content)
    assert base64.b64decode(part(page, "recording")) == content
    told = json.loads(part(page, "documents"))
    assert told["lessons"] == []
    assert told["settings"]["presets"] and told["evidence"]["groups"]
    head = page.partition('<script type="application/json"')[0]
    outside = re.findall(r"""(?:src|href)=["'](?!#|data:)([^"']+)""", head)
    assert outside == []
    assert "default-src 'none'" in page


def test_a_title_cannot_break_out_of_the_page(content):
    from dataclasses import replace

    from alliances.model.world.scenario import load_scenario

    hostile = replace(load_scenario("default"), title="</title><script>alert(1)</script>", firms=40, quarters=2)
    page = page_of(recorded(Simulation(hostile, 1)).content({"scenario": "x", "seed": 1}))
    assert "<script>alert(1)" not in page


def test_what_is_no_recording_makes_no_page():
    with pytest.raises(InputError, match="this is no recording"):
        page_of(b"nothing")


def test_the_title_is_that_of_the_world(content):
    assert f"<title>{unpacked(content)[0]['title']}" in page_of(content)
