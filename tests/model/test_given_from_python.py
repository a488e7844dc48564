"""What callers give in Python: NumPy's numbers are numbers, and anything of a wrong kind is one clear line."""

import numpy as np
import pytest

from alliances.model.declarations.typed import plain
from alliances.model.engine import memory
from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel
from alliances.model.policies.policy import policy_from
from alliances.model.records.outcomes import reached
from alliances.model.world.toml_files import load

SMALL = {"firms": 20, "quarters": 2, "seed": 1}
GRANT = {"name": "Grant", "instrument": "export_grant"}
RELIEF = {"name": "P", "instrument": "foreign_profit_relief", "allocation": "lottery"}


def test_numbers_of_numpy_are_taken_wherever_pythons_are():
    grant = {
        **GRANT, "share": np.float32(0.5), "start": np.int64(0), "budget": np.float64(3), "stacking": np.bool_(True),
        "markets": np.array(["DEU"]), "target": {"employees": [np.int64(3)]},
    }  # fmt: skip
    model = AllianceModel(
        firms=np.int64(20), quarters=np.uint8(4), seed=np.int64(1), record_every=np.int16(2), policies=[grant],
        parameters={"trust.gain": np.float64(0.3), "partner_search.candidates": np.int64(3)},
    )  # fmt: skip
    model.run(np.int64(2))
    assert (model.quarter, type(model.settings.firms)) == (2, int)
    assert model.simulation.policies[0].markets == ("DEU",)


def test_a_value_becomes_pythons_at_any_depth_and_keeps_its_order():
    assert plain({"a": [np.int64(1), (np.float64(2), "x")]}) == {"a": [1, (2.0, "x")]}
    assert type(plain((np.int64(1),))[0]) is int


@pytest.mark.parametrize(
    ("given", "said"),
    [({"scenario": None}, "scenario = None must be"), ({"without": None}, "without = None must be a rule"),
     ({"without": 5}, "without = 5 must be a rule"), ({"without": ["trust", 1]}, "no rule 1"),
     ({"without": [{}]}, "no rule {}"), ({"parameters": 5}, "parameters = 5 must be values by full name"),
     ({"parameters": [1]}, r"parameters = \[1\] must be"), ({"parameters": {1: 2}}, "no parameter 1"),
     ({"policies": None}, "policies = None must be a list"), ({"policies": 5}, "policies = 5 must be a list"),
     ({"policies": [5]}, "must be tables"), ({"mechanisms": 5}, "mechanisms = 5 must be a list"),
     ({"firms": np.float64(40)}, "firms = 40.0 must be a whole number"),
     ({"quarters": np.bool_(True)}, "quarters = True must be a whole number"),
     ({"record_every": 2.0}, "record_every = 2.0 must be a whole number"),
     ({"policies": [{**GRANT, "start": 1e308}]}, r"start = 1e\+308 must be a number in \[0, 1000000\]"),
     ({"policies": [{**GRANT, "markets": ["Germany"]}]}, "markets: no country 'Germany'; did you mean 'DEU'"),
     ({"policies": [{**GRANT, "target": {"homes": ["UK"]}}]}, "homes: no country 'UK'; did you mean 'GBR'")],
)  # fmt: skip
def test_a_wrong_kind_is_refused_in_one_line(given, said):
    with pytest.raises(InputError, match=said) as refused:
        AllianceModel(**{**SMALL, **given})
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("budget", "ceiling"), [(1e12, 1e-9), (1e300, 1e-9), (1e300, 5e-324)])
def test_a_budget_for_more_firms_than_can_be_counted_has_room_for_all(budget, ceiling):
    assert policy_from({**RELIEF, "budget": budget, "ceiling": ceiling}).free(0, 1000) == 1000


def test_a_goal_of_next_to_nothing_is_not_reached_infinitely():
    goals, progress = np.array([5e-324, 5e-324, 0.0, 2.0]), np.array([3.0, -3.0, 0.0, 1.0])
    assert reached(progress, goals).tolist() == [1.0, 0.0, 1.0, 0.5]


def test_a_world_that_does_not_fit_into_memory_is_refused_before_it_is_made(monkeypatch):
    monkeypatch.setattr(memory, "free_memory", lambda: 1e9)
    with pytest.raises(InputError, match=r"5,000,000 firms would need about 20.0 GB of memory, and 1.0 GB are free"):
        AllianceModel(**{**SMALL, "firms": 5_000_000})
    monkeypatch.setattr(memory, "free_memory", lambda: None)
    memory.check_firms(5_000_000)


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a" + ".a" * 100_000 + " = 1", "[" + "a." * 100_000 + "a]"])
def test_a_deep_file_is_refused_in_one_line_at_once(text, tmp_path):
    file = tmp_path / "deep.toml"
    file.write_text(text)
    with pytest.raises(InputError, match=r"deep\.toml") as refused:
        load("scenario", file, {}, lambda document, path: document)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 500
