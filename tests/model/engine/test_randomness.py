"""The luck of the model: the same numbers as its plain twin, one number per key, and evenly spread."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alliances.model.declarations import decisions
from alliances.model.declarations.decisions import decision
from alliances.model.engine import randomness
from alliances.model.engine.kernels import entry_point
from alliances.model.engine.randomness import hashed, index_pair, normal_pair, shock_pair, stream, uniform, uniform_pair
from peer.draws import KeyedDraws, PlainDraws

HALF = 2**63
PLACES = 1000
words = st.integers(0, 2**64 - 1)
seeds = st.integers(0, HALF - 1)
steps = st.integers(-(2**31), 2**31)
codes = st.sampled_from(sorted(int(code) for code in decisions._decisions.values()))


@entry_point
def draws(seed, code, step, first, second):
    """Every kind of draw for one key, asked for as the model asks: inside a kernel."""
    luck = stream(seed, code, step)
    return (
        uniform(luck, first),
        uniform_pair(luck, first, second),
        normal_pair(luck, first, second),
        hashed(luck, first, second),
        index_pair(luck, first, second, PLACES),
        shock_pair(luck, first, second),
    )


@entry_point
def many_draws(seed, code, step, out):
    """Fill two columns with a uniform and a normal draw of so many ids."""
    luck = stream(seed, code, step)
    for i in range(len(out)):
        out[i, 0] = uniform(luck, i)
        out[i, 1] = normal_pair(luck, i, 0)


@entry_point
def luck_of_firms(keys, seed, code, step, out):
    """Luck stored in a column and returned, from keys in a column and the signed counter of a loop."""
    luck = stream(seed, code, step)
    for i in range(len(keys)):
        out[i] = hashed(luck, keys[i], i)
    return luck, hashed(luck, keys[0], keys[1])


@entry_point
def count_moved_bits(keys, flip, moved):
    """Count how often each bit of 64 moves when some bits of the key are flipped."""
    for i in range(len(keys)):
        luck = stream(keys[i, 0], keys[i, 1], keys[i, 2])
        flipped_luck = stream(keys[i, 0] ^ flip[0], keys[i, 1] ^ flip[1], keys[i, 2] ^ flip[2])
        change = hashed(luck, keys[i, 3], keys[i, 4])
        change ^= hashed(flipped_luck, keys[i, 3] ^ flip[3], keys[i, 4] ^ flip[4])
        for bit in range(64):
            moved[bit] += np.int64((change >> np.uint64(bit)) & np.uint64(1))


def model_draws(seed: int, code: int, step: int, first: int, second: int) -> tuple[float, ...]:
    """Draws of the compiled model; keys are unsigned 64-bit numbers, as in the world's columns."""
    return draws(np.int64(seed), np.uint64(code), np.int64(step), np.uint64(first), np.uint64(second))


def twin_draws(seed: int, code: int, step: int, first: int, second: int) -> tuple[float, ...]:
    """The same draws from plain Python integers."""
    twin = KeyedDraws(seed)
    return (
        twin.uniform(code, step, first),
        twin.uniform_pair(code, step, first, second),
        twin.normal_pair(code, step, first, second),
        twin.hashed(code, step, first, second),
        twin.index_pair(code, step, first, second, PLACES),
        twin.shock_pair(code, step, first, second),
    )


@pytest.fixture(scope="module")
def sample() -> np.ndarray:
    """A million uniform and a million normal draws of one decision in one step."""
    out = np.empty((1_000_000, 2))
    many_draws(np.int64(1), decisions.DEMAND, np.int64(0), out)
    return out


@settings(max_examples=1000, deadline=None)
@given(seeds, codes, steps, words, words)
@example(0, int(decisions.HOME), 0, 0, 0)
@example(HALF - 1, int(decisions.HOME), -1, 2**64 - 1, 2**64 - 1)
@example(1, int(decisions.HOME), -4, HALF, HALF - 1)
def test_the_model_and_its_plain_twin_draw_the_same_bits(
    seed: int, code: int, step: int, first: int, second: int
) -> None:
    assert model_draws(seed, code, step, first, second) == twin_draws(seed, code, step, first, second)


@given(seeds, codes, st.integers(-100, 400), st.integers(0, 10**6), st.integers(0, 10**6))
def test_small_signed_ids_draw_the_same_as_unsigned_ones(
    seed: int, code: int, step: int, first: int, second: int
) -> None:
    signed = draws(np.int64(seed), np.uint64(code), np.int64(step), np.int64(first), np.int64(second))
    assert signed == model_draws(seed, code, step, first, second)


@given(seeds, codes, steps, words, words, st.integers(0, 63))
def test_each_part_of_the_key_changes_the_draw(
    seed: int, code: int, step: int, first: int, second: int, bit: int
) -> None:
    key = [seed, code, step, first, second]
    before = model_draws(*key)
    flips = [1 << bit % 63, 1 << bit, 1 << bit % 31, 1 << bit, 1 << bit]
    for part, flip in enumerate(flips):
        other = [value ^ flip if place == part else value for place, value in enumerate(key)]
        assert model_draws(*other)[3] != before[3]
        # luck of one id knows no second id, so only that part leaves it alone; 53 of 64 bits are kept
        assert (model_draws(*other)[0] == before[0]) == (part == 4)


@pytest.mark.parametrize("part", range(5), ids=["seed", "decision", "step", "first", "second"])
def test_one_changed_bit_of_the_key_moves_every_bit_of_the_draw_half_of_the_time(part: int) -> None:
    count = 20_000
    keys = np.random.default_rng(1).integers(0, 1000, size=(count, 5), dtype=np.uint64)
    moved = np.zeros((64, 64), dtype=np.int64)
    for bit in range(64):
        flip = np.zeros(5, dtype=np.uint64)
        flip[part] = 1 << bit
        count_moved_bits(keys, flip, moved[bit])
    # 64 x 64 shares of n keys, each 1/2 with standard error 1 / (2 sqrt(n)); six of these are never reached by chance
    assert np.abs(moved / count - 0.5).max() < 6 / (2 * math.sqrt(count))


@given(seeds, codes, steps, words, words)
def test_the_order_of_two_ids_matters(seed: int, code: int, step: int, first: int, second: int) -> None:
    same = model_draws(seed, code, step, first, second)[3] == model_draws(seed, code, step, second, first)[3]
    assert same == (first == second)


def test_no_two_decisions_share_a_code() -> None:
    codes = [int(code) for code in decisions._decisions.values()]
    assert len(set(codes)) == len(codes) > 0


def test_every_decision_is_named_once_in_the_list_of_decisions() -> None:
    listed = [value for value in vars(decisions).values() if isinstance(value, np.uint64)]
    assert sorted(listed) == sorted(decisions._decisions.values())


def test_a_decision_declared_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match="decision 'home' is declared twice"):
        decision("home")


def test_the_code_of_a_decision_depends_on_its_name_alone() -> None:
    # first eight bytes of sha256("home"), little end first
    assert int(decisions.HOME) == 4357039680965878094


def test_uniform_draws_lie_in_zero_to_one_with_one_left_out(sample: np.ndarray) -> None:
    assert sample[:, 0].min() >= 0
    assert sample[:, 0].max() < 1
    # the largest draw there can be: 2^53 - 1 parts of 2^53
    assert (2**53 - 1) * randomness.UNIT < 1


def test_uniform_draws_are_spread_evenly(sample: np.ndarray) -> None:
    counts, _ = np.histogram(sample[:, 0], bins=1000, range=(0, 1))
    expected = len(sample) / len(counts)
    surprise = ((counts - expected) ** 2 / expected).sum()
    # chi-square of 999 degrees of freedom: mean 999, variance 2 * 999
    assert abs(surprise - 999) < 5 * math.sqrt(2 * 999)


def test_the_lowest_bits_of_uniform_draws_are_spread_evenly_too(sample: np.ndarray) -> None:
    low = (sample[:, 0] * 2**53).astype(np.uint64) % np.uint64(1000)
    counts = np.bincount(low.astype(np.int64), minlength=1000)
    expected = len(sample) / len(counts)
    surprise = ((counts - expected) ** 2 / expected).sum()
    assert abs(surprise - 999) < 5 * math.sqrt(2 * 999)


@given(seeds, codes, steps, words, words)
def test_a_drawn_place_is_one_of_those_there_are(seed: int, code: int, step: int, first: int, second: int) -> None:
    assert 0 <= model_draws(seed, code, step, first, second)[4] < PLACES


def test_normal_draws_have_mean_zero_and_variance_one(sample: np.ndarray) -> None:
    normal, count = sample[:, 1], len(sample)
    # standard error of the mean is 1 / sqrt(n), of the variance sqrt(2 / n)
    assert abs(normal.mean()) < 5 / math.sqrt(count)
    assert abs(normal.var() - 1) < 5 * math.sqrt(2 / count)
    # one draw in 370 lies beyond three standard deviations: p = 0.0026998
    beyond = (np.abs(normal) > 3).mean()
    assert abs(beyond - 0.0026998) < 5 * math.sqrt(0.0027 / count)


@entry_point
def many_shocks(seed, code, step, out):
    """Shocks of the five resources of so many firms."""
    luck = stream(seed, code, step)
    for i in range(len(out)):
        for k in range(out.shape[1]):
            out[i, k] = shock_pair(luck, i, k)


def test_shocks_are_bell_shaped_with_mean_zero_and_variance_one_and_uncorrelated() -> None:
    out = np.empty((200_000, 5))
    many_shocks(np.int64(1), decisions.RESOURCE_CHANCE, np.int64(0), out)
    count = out.size
    assert abs(out.mean()) < 5 / math.sqrt(count)
    # four uniforms: kurtosis 3 - 1.2 / 4 = 2.7, so the variance of the sample variance is (2.7 - 1) / n
    assert abs(out.var() - 1) < 5 * math.sqrt(1.7 / count)
    assert abs((out**4).mean() - 2.7) < 0.03
    assert np.abs(out).max() <= 2 * math.sqrt(3)
    apart = np.corrcoef(out.T) - np.eye(5)
    assert np.abs(apart).max() < 5 / math.sqrt(len(out))


def test_uniform_and_normal_draws_of_the_same_ids_are_uncorrelated(sample: np.ndarray) -> None:
    assert abs(np.corrcoef(sample.T)[0, 1]) < 5 / math.sqrt(len(sample))


def test_neighbours_in_the_register_draw_without_correlation(sample: np.ndarray) -> None:
    luck = sample[:, 0]
    assert abs(np.corrcoef(luck[:-1], luck[1:])[0, 1]) < 5 / math.sqrt(len(luck))


def test_the_normal_draw_is_finite_for_the_most_extreme_bits() -> None:
    # the radius takes log((bits + 1/2) / 2^53) of 53 bits, all zero or all one; the latter rounds to log 1 = 0
    for bits in (0, 2**53 - 1):
        radius = math.sqrt(-2 * math.log((float(bits) + 0.5) * randomness.UNIT))
        assert math.isfinite(radius)


def test_luck_stays_unsigned_where_signed_and_unsigned_ids_meet() -> None:
    keys, out = np.array([HALF + 5, 7], dtype=np.uint64), np.zeros(2, dtype=np.uint64)
    luck, pair = luck_of_firms(keys, np.int64(1), decisions.HOME, np.int64(-4), out)
    assert isinstance(luck, int) and isinstance(pair, int)
    for signature in luck_of_firms.nopython_signatures:
        assert str(signature.return_type) == "UniTuple(uint64 x 2)"
    twin = KeyedDraws(1)
    code = int(decisions.HOME)
    assert luck == twin.stream(code, -4)
    assert out.tolist() == [twin.hashed(code, -4, HALF + 5, 0), twin.hashed(code, -4, 7, 1)]
    assert pair == twin.hashed(code, -4, HALF + 5, 7)


def test_plain_draws_answer_the_same_questions_with_ordinary_luck() -> None:
    plain, again = PlainDraws(1), PlainDraws(1)
    assert plain.uniform(1, 2, 3) == again.uniform(9, 9, 9)
    assert plain.uniform(1, 2, 3) != plain.uniform(1, 2, 3)
    assert 0 <= plain.uniform_pair(1, 2, 3, 4) < 1
    assert 0 <= plain.hashed(1, 2, 3, 4) < 2**64
    assert 0 <= plain.index_pair(1, 2, 3, 4, PLACES) < PLACES
    assert math.isfinite(plain.normal_pair(1, 2, 3, 4))
