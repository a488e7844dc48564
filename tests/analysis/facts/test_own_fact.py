"""Facts of a user: found beside the shipped ones, measured and judged like them; the documented example does it all."""

import runpy
from pathlib import Path

import pytest

from alliances.analysis.facts import FACTS, fact, facts
from alliances.model.errors import InputError

FILE = Path(__file__).parents[3] / "docs" / "examples" / "own_fact.py"


@pytest.fixture(scope="module")
def own():
    return runpy.run_path(str(FILE))


def test_the_example_is_one_file_of_at_most_sixty_lines():
    assert len(FILE.read_text(encoding="utf-8").splitlines()) <= 60


def test_a_fact_of_ones_own_stands_behind_the_shipped_ones(own):
    assert list(facts(extra=[own["FACT"]])) == [*(shipped.id for shipped in FACTS), "exporters_by_size"]
    assert fact("exporters_by_size", extra=[own["FACT"]]) is own["FACT"]
    with pytest.raises(InputError, match=r"^no fact 'exporters_by_size'"):
        fact("exporters_by_size")
    with pytest.raises(InputError, match=r"^no fact 'exporters_by_sise'; did you mean 'exporters_by_size'\?$"):
        fact("exporters_by_sise", extra=[own["FACT"]])


def test_a_fact_of_ones_own_must_have_an_id_of_its_own(own):
    with pytest.raises(InputError, match=r"^fact 'failure' must be declared once, and is there twice$"):
        facts(extra=[own["FACT"]._replace(id="failure")])


def test_the_example_is_measured_in_its_worlds_and_judged(own):
    rows = own["measured"](firms=120, seeds=2).set_index("number")
    assert list(rows.index) == ["gap", "by_alliances"]
    assert rows["mean"].notna().all() and (rows["seeds"] == 2).all()
    assert (rows["verdict"] == "open").all()  # two seeds cannot tell
