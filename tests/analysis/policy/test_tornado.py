"""Chance and knowledge are told apart as they were planted, and the widest bar is that of the planted parameter."""

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.policy.tornado import tornado, uncertainty

COLUMNS = ["kind", "setting", "seed", "option", "effect"]


def draws(sd_chance, sd_knowledge, shared=0.0, count=300, seeds=5):
    """Effects of one option in draws of parameters and seeds; ``shared`` is chance that is alike in all draws."""
    draw = np.random.default_rng(5)
    known, common = draw.normal(20, sd_knowledge, count), draw.normal(0, shared, seeds)
    rows = [
        ("knowledge", f"draw={n}", seed, "grant", known[n] + common[seed] + draw.normal(0, sd_chance))
        for n in range(count)
        for seed in range(seeds)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def test_chance_and_knowledge_are_told_apart():
    """Standard deviations of 3 and 4 make a share of 16 / (9 + 16) = 0.64."""
    found = uncertainty(draws(3, 4)).iloc[0]
    assert found["mean"] == pytest.approx(20, abs=0.5)
    assert found["sd_chance"] == pytest.approx(3, rel=0.05)
    assert found["sd_knowledge"] == pytest.approx(4, rel=0.1)
    assert found["low"] < 0.64 < found["high"] and found["high"] - found["low"] < 0.2
    assert (found["draws"], found["replicates"]) == (300, 5)


def test_what_seeds_do_alike_in_all_draws_is_chance_and_not_knowledge():
    found = uncertainty(draws(1, 0, shared=6, seeds=40, count=50)).iloc[0]
    assert found["share_knowledge"] < 0.05 and 4 < found["sd_chance"] < 9


def test_what_chance_leaves_in_few_seeds_is_not_taken_for_knowledge():
    """Means over three seeds scatter by √(2² + 6² / 3) = 4."""
    assert uncertainty(draws(6, 2, seeds=3)).iloc[0]["sd_knowledge"] == pytest.approx(2, abs=0.7)


def test_more_seeds_leave_what_is_not_known_as_it_is():
    few, many = (uncertainty(draws(3, 4, seeds=seeds)).iloc[0]["sd_knowledge"] for seeds in (3, 12))
    assert few == pytest.approx(many, rel=0.12)


def test_one_replicate_cannot_tell_them_apart():
    found = uncertainty(draws(3, 4, seeds=1)).iloc[0]
    assert found["mean"] == pytest.approx(20, abs=1) and found[["sd_chance", "share_knowledge", "low"]].isna().all()


def bars(effects, seeds=6):
    """Effects of one option at the ends: {parameter: (at low, at high)}, and 10 as it is; seeds are paired."""
    common = np.random.default_rng(6).normal(0, 3, seeds)
    settings = {
        f"{name}={end}": value
        for name, ends in effects.items()
        for end, value in zip(("low", "high"), ends, strict=True)
    }
    rows = [
        ("tornado", setting, seed, "grant", value + common[seed])
        for setting, value in settings.items()
        for seed in range(seeds)
    ]
    rows += [("main", "", seed, "grant", 10 + (common[seed] if seed < seeds else 99)) for seed in range(3 * seeds)]
    return pd.DataFrame(rows, columns=COLUMNS), common.mean()


def test_the_parameter_that_moves_the_effect_most_comes_first():
    rows, common = bars({"trust.gain": (9, 12), "entry_cost.scale": (18, -14), "conflict.friction": (10, 10)})
    table = tornado(rows)
    assert table["parameter"].tolist() == ["entry_cost.scale", "trust.gain", "conflict.friction"]
    assert table["swing"].tolist() == pytest.approx([-32, 3, 0])
    assert table["turns"].tolist() == [True, False, False]
    assert table["at_low"].tolist() == pytest.approx([18 + common, 9 + common, 10 + common])
    assert table["as_it_is"].tolist() == pytest.approx([10 + common] * 3)  # of the same six seeds
    assert table["n"].tolist() == [6, 6, 6]


def test_a_sign_that_is_not_certain_at_both_ends_does_not_turn():
    rows, _ = bars({"trust.gain": (1 - 20, 1 + 20), "conflict.friction": (-1, 1)})
    found = tornado(rows).set_index("parameter")
    assert found["turns"].to_dict() == {"trust.gain": True, "conflict.friction": False}


def test_chance_that_both_ends_share_does_not_widen_the_swing():
    rows, _ = bars({"trust.gain": (9, 12)})
    row = tornado(rows).iloc[0]
    assert (row["low"], row["high"]) == pytest.approx((3, 3))


def test_without_draws_and_ends_there_is_nothing_to_tell():
    rows, _ = bars({})
    assert tornado(rows).empty and uncertainty(rows).empty
