"""Designs: read from a file, refused with the line, and told apart run by run."""

import itertools
import pickle
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliances.experiments.campaign.marks import mark
from alliances.experiments.designs.design import Design, design_from, load_design, points
from alliances.experiments.designs.factors import Factor, factor
from alliances.experiments.designs.file import shipped_designs
from alliances.experiments.designs.sampling import Sampler
from alliances.experiments.sweeps.sweep import campaign_of, runs
from alliances.model.declarations.parameters import declared
from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel
from alliances.model.world.scenario import load_scenario, shipped_files
from alliances.model.world.toml_files import line_of, lines_of

HEADER = '[design]\ntitle = "T"\noutcomes = ["failed_share"]\n'
GRID = '[sampler]\nname = "grid"\n'
TRUST = "[factors]\ntrust.gain = {}\n"
LINE = len((HEADER + GRID + "[factors]\n").splitlines()) + 1  # where the first factor stands


def written(folder, text):
    path = folder / "mine.toml"
    path.write_text(text)
    return path


def design(**changes):
    parts = {
        "name": "mine",
        "title": "T",
        "outcomes": ("failed_share",),
        "factors": (factor("trust.gain", [0.1, 0.2]), factor("trust.loss", [0.3, 0.4])),
        "sampler": Sampler(name="grid"),
        "replicates": 3,
    }
    return Design(**{**parts, **changes})


@pytest.mark.parametrize("name", shipped_designs())
def test_a_shipped_design_can_be_used(name):
    shipped = load_design(name)
    assert shipped.question
    assert shipped.replicates > 1 or shipped.n_points > 10_000, "chance must weigh little"
    drawn = points(shipped)
    assert len(drawn) == shipped.n_points
    assert shipped.expected == shipped.n_points * shipped.replicates


def test_the_shipped_designs_are_those_of_the_plan():
    planned = {"competition-barriers", "search-trust", "morris-all", "sobol-twelve", "sme-capability"}
    assert planned <= set(shipped_designs())
    assert [one.name for one in load_design("morris-all").factors] == list(declared())
    assert len(load_design("sobol-twelve").factors) == 12
    with_and_without = next(f for f in load_design("competition-barriers").factors if f.name.startswith("strategy"))
    assert with_and_without.values == (0, float(declared()["strategy.ally_propensity"]))


def test_runs_are_points_times_replicates_and_their_ids_sort_as_they_are_made():
    mine = design()
    made = list(runs(mine))
    ids = [run.run_id for run in made]
    assert (mine.n_points, mine.expected, len(made)) == (4, 12, 12)
    assert ids == sorted(set(ids))
    assert ids[0] == "000000-000" and ids[-1] == "000003-002"
    assert made[-1].parameters == {"trust.gain": 0.2, "trust.loss": 0.4}


@given(replicates=st.integers(1, 5), first=st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_a_replicate_has_the_same_seed_at_every_point(replicates, first):
    made = list(runs(design(replicates=replicates, first_seed=first)))
    assert all(run.seed == first + run.replicate for run in made)


@given(replicates=st.integers(1, 5), first=st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_runs_of_their_own_seeds_share_none_and_keep_theirs_when_replicates_are_added(replicates, first):
    made = {run.run_id: run.seed for run in runs(design(replicates=replicates, first_seed=first, seeds="own"))}
    more = {run.run_id: run.seed for run in runs(design(replicates=replicates + 1, first_seed=first, seeds="own"))}
    assert len(set(more.values())) == len(more)
    assert made.items() <= more.items()
    assert all(0 <= seed < 2**63 for seed in more.values())


CHANGES = {
    "scenario": {"scenarios": tuple(name for name in shipped_files() if name != "default")[:1]},
    "firms": {"firms": 50},
    "quarters": {"quarters": 40},
    "without": {"without": ("conflict",)},
    "setting": {"settings": {"trust.start": 0.4}},
    "market": {"settings": {"markets.all.entry_barrier": 0.4}},
    "value": {"factors": (factor("trust.gain", [0.11, 0.2]), factor("trust.loss", [0.3, 0.4]))},
    "factor": {"factors": (factor("trust.start", [0.1, 0.2]), factor("trust.loss", [0.3, 0.4]))},
    "seed": {"first_seed": 100},
}


def marked(mine):
    """A mark of what the rows of a design's sweep depend on."""
    return mark(campaign_of(mine).conditions)


@pytest.mark.parametrize("changed", CHANGES)
def test_the_conditions_of_a_sweep_change_with_anything_that_makes_another_world(changed):
    assert marked(design(**CHANGES[changed])) != marked(design())


def test_the_conditions_of_a_sweep_do_not_depend_on_words():
    assert marked(design(title="U", question="Why?")) == marked(design())


def test_the_conditions_change_when_a_scenario_of_ones_own_is_edited(tmp_path):
    scenario = tmp_path / "world.toml"
    scenario.write_text(shipped_files()["default"].read_text())
    path = written(tmp_path, HEADER + 'scenario = "world.toml"\n' + GRID + TRUST)
    before = marked(load_design(path))
    assert load_design(path).scenarios == (str(scenario),)
    scenario.write_text(scenario.read_text() + "[parameters]\ntrust.loss = 0.4\n")
    assert marked(load_design(path)) != before


@given(order=st.permutations(["trust.gain = {}", "conflict.national = [0, 0.2]", "markets.all.entry_barrier = {}"]))
@settings(max_examples=10)
def test_the_order_of_lines_in_the_file_changes_nothing(order):
    text = HEADER + '[sampler]\nname = "latin_hypercube"\nsamples = 5\n[factors]\n' + "\n".join(order)
    told = design_from(tomllib.loads(text), Path("mine.toml"))
    assert [one.name for one in told.factors] == ["conflict.national", "trust.gain", "markets.all.entry_barrier"]
    assert points(told).equals(points(design_from(told.document(), Path("mine.toml"))))


@pytest.mark.parametrize(
    "lines",
    [
        "trust.gain = { low = 0.1, high = 0.2 }",
        '"trust.gain" = { low = 0.1, high = 0.2 }',
        "[factors.trust]\ngain = { low = 0.1, high = 0.2 }",
        "[factors.trust.gain]\nlow = 0.1\nhigh = 0.2",
    ],
)
def test_a_factor_can_be_named_with_dots_with_quotes_or_as_a_table(lines, tmp_path):
    told = load_design(written(tmp_path, HEADER + GRID + "[factors]\n" + lines))
    assert told.factors == (Factor(name="trust.gain", low=0.1, high=0.2),)


def test_the_range_is_the_plausible_one_unless_given(tmp_path):
    told = load_design(written(tmp_path, HEADER + GRID + TRUST + "trust.loss = { high = 0.7 }\n"))
    low, _ = declared()["trust.loss"].plausible
    assert [(one.low, one.high) for one in told.factors] == [declared()["trust.gain"].plausible, (low, 0.7)]


def test_a_star_stands_for_all_parameters_that_nothing_else_is_said_of(tmp_path):
    text = HEADER + 'without = ["conflict"]\n' + GRID + "[settings]\ntrust.loss = 0.4\n"
    told = load_design(written(tmp_path, text + '[factors]\n"trust.*" = { levels = 2 }\ntrust.gain = [0.1, 0.2]\n'))
    of_trust = [name for name in declared() if name.startswith("trust.")]
    assert [one.name for one in told.factors] == [name for name in of_trust if name != "trust.loss"]
    assert next(one for one in told.factors if one.name == "trust.gain").values == (0.1, 0.2)
    cheap = text.replace("grid", "latin_hypercube")
    everything = [one.name for one in load_design(written(tmp_path, cheap + '[factors]\n"*" = {}\n')).factors]
    assert everything == [n for n in declared() if n != "trust.loss" and not n.startswith("conflict.")]


def test_a_design_survives_its_own_document():
    mine = design(
        settings={"markets.VNM.entry_barrier": 0.2, "trust.start": 0.3},
        factors=(
            factor("conflict.national", {}),
            factor("firm_demography.median_assets", {"scale": "log", "levels": 3}),
            factor("markets.all.competition_intensity", [0.2, 0.8]),
        ),
        without=("opportunism",),
        firms=40,
        seeds="own",
        keep_tables=("quarters",),
    )
    assert design_from(mine.document(), Path("mine.toml")) == mine


def test_market_settings_reach_the_markets_and_leave_others_alone():
    mine = design(
        firms=20,
        quarters=1,
        settings={"markets.VNM.entry_barrier": 0.2},
        factors=(factor("markets.all.entry_barrier", [0.9]),),
    )
    run = next(runs(mine))
    assert run.markets == {"VNM": {"entry_barrier": 0.2}, "all": {"entry_barrier": 0.9}}
    markets = AllianceModel(**run.options(), record_every=1).run().tables()["markets"].set_index("market")
    assert markets.loc["VNM", "entry_barrier"] == pytest.approx(0.2)
    assert markets.drop("VNM")["entry_barrier"].tolist() == pytest.approx([0.9] * (len(markets) - 1))


def test_a_run_is_what_alliances_run_does_with_the_same_settings():
    mine = design(firms=40, quarters=4, settings={"trust.start": 0.5})
    run = list(runs(mine))[4]
    direct = AllianceModel(seed=2, firms=40, quarters=4,
                           parameters={"trust.start": 0.5, "trust.gain": 0.1, "trust.loss": 0.4}).run()  # fmt: skip
    assert AllianceModel(**run.options()).run().tables()["quarters"].equals(direct.tables()["quarters"])


def test_a_run_has_the_id_of_its_point_and_replicate_and_can_be_pickled():
    made = list(runs(design()))
    assert [run.run_id for run in made] == [f"{point:06d}-{seed:03d}" for point in range(4) for seed in range(3)]
    assert [pickle.loads(pickle.dumps(run)) for run in made] == made


def test_several_scenarios_have_their_own_points_and_the_same_seeds():
    both = tuple(itertools.islice(shipped_files(), 2))
    mine = design(scenarios=both)
    drawn = points(mine)
    assert drawn["scenario"].tolist() == [both[0]] * 4 + [both[1]] * 4
    made = list(runs(mine))
    assert [run.scenario for run in made] == [both[0]] * 12 + [both[1]] * 12
    assert [run.seed for run in made[:12]] == [run.seed for run in made[12:]]
    assert len({run.run_id for run in made}) == mine.expected == 24


def test_one_at_a_time_starts_where_each_scenario_stands():
    name = next(name for name in shipped_files() if load_scenario(name).parameters)
    parameter, value = next(iter(load_scenario(name).parameters.items()))
    mine = design(scenarios=("default", name), sampler=Sampler(name="one_at_a_time"), factors=(factor(parameter, {}),))
    drawn = points(mine)
    assert drawn.groupby("scenario")[parameter].first()[name] == value
    assert len(drawn) == mine.n_points


def test_values_that_contradict_each_other_are_found_before_anything_runs():
    mine = design(factors=(factor("partner_search.past_partners", [0.2, 0.7]),
                           factor("partner_search.referrals", [0.3, 0.5])))  # fmt: skip
    with pytest.raises(
        InputError,
        match=r"partner_search: past_partners \+ referrals = 1.2 exceeds 1 at point 3, and so "
        r"at 1 of 4 points; the ranges of partner_search.past_partners, partner_search.referrals",
    ):
        points(mine)


def test_a_fixed_value_can_contradict_a_point_too():
    mine = design(settings={"partner_search.past_partners": 0.6}, factors=(factor("partner_search.referrals", {}),))
    with pytest.raises(InputError, match="exceeds 1 at point"):
        points(mine)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[design", None, "is not a TOML file"),
        (HEADER + GRID + "[factor]\n", 6, "no table 'factor'; did you mean 'factors'"),
        ("factors = 3\n" + HEADER + GRID, 1, r"factors = 3 must be a table \[factors\]"),
        (GRID + TRUST, None, "design.title is missing; it must be a text"),
        ('[design]\ntitle = "T"\n' + GRID + TRUST, 1, "design.outcomes is missing"),
        (HEADER + "titel = 3\n" + GRID + TRUST, 4, r"no \[design\] key 'titel'; did you mean 'title'"),
        (HEADER + "replicates = 0\n" + GRID + TRUST, 4, r"replicates = 0 must be .* \[1, 1000\]"),
        (HEADER + "replicates = 2.5\n" + GRID + TRUST, 4, "replicates = 2.5 must be a whole number"),
        (HEADER + 'seeds = "pairs"\n' + GRID + TRUST, 4, "'pairs' must be one of paired, own; did you mean 'paired'"),
        (HEADER + "firms = 1\n" + GRID + TRUST, 4, "firms = 1 must be"),
        (HEADER + 'scenario = "defualt"\n' + GRID + TRUST, 4, "did you mean 'default'"),
        (HEADER + 'without = ["trus"]\n' + GRID + TRUST, 4, "no rule 'trus'; did you mean 'trust'"),
        (HEADER + 'without = ["trust"]\n' + GRID + TRUST, 8, "trust.gain is set, but rule 'trust' is switched off"),
        (HEADER + 'keep_tables = ["quarter"]\n' + GRID + TRUST, 4, "no table 'quarter'; did you mean 'quarters'"),
        (HEADER + 'policies = ["tax"]\n' + GRID + TRUST, 4, r"policies = \['tax'\] must be tables"),
        (HEADER + 'policies = [{ name = "P", instrument = "tax" }]\n' + GRID + TRUST, 4, "no instrument 'tax'"),
        (HEADER.replace("d_share", "d_shar") + GRID + TRUST, 3, "did you mean 'failed_share'"),
        (HEADER.replace("failed_share", "formed@0:999") + GRID + TRUST, 3, "windows inside the run's 80 quarters"),
        (HEADER + TRUST, None, "sampler.name is missing; it must be one of grid"),
        (HEADER + '[sampler]\nname = "gird"\n' + TRUST, 5, "no sampler 'gird'; did you mean 'grid'"),
        (HEADER + '[sampler]\nname = "sobol"\nsamples = 9\n' + TRUST, 6, "samples = 9 must be .* like 8 or 16"),
        (HEADER + '[sampler]\nname = "sobol"\nlevels = 9\n' + TRUST, 6, r"no \[sampler\] key of sobol 'levels'"),
        (HEADER + GRID, None, r"\[factors\] is empty"),
        (HEADER + GRID + "[factors]\ntrust.gian = {}\n", LINE, "no parameter 'trust.gian'; did you mean 'trust.gain'"),
        (HEADER + GRID + "[factors]\ntrust.gain = 3\n", LINE, "trust.gain = 3 must be .* {} for the"),
        (HEADER + GRID + "[factors]\ntrust.gain = { hi = 1 }\n", LINE, r"no \[factors.trust.gain\] key 'hi'"),
        (HEADER + GRID + "[factors]\ntrust.gain = { high = 9 }\n", LINE, r"trust.gain = 9 must be .* in \[0, 4\]"),
        (HEADER + GRID + "[factors]\ntrust.gain = { low = 1, high = 1 }\n", LINE, "must have low below high"),
        (HEADER + GRID + "[factors]\ntrust.gain = []\n", LINE, "a list of values like"),
        (HEADER + GRID + '[factors]\ntrust.gain = ["high"]\n', LINE, "trust.gain = 'high' must be a number"),
        (HEADER + GRID + "[factors]\ntrust.gain = [0.1, 0.1]\n", LINE, "must name each value once"),
        (HEADER + GRID + '[factors]\ntrust.gain = { scale = "ln" }\n', LINE, "scale = 'ln' must be one of linear, log"),
        (HEADER + GRID + '[factors]\ntrust.gain = { low = 0, scale = "log" }\n', LINE, "must be .* above 0 on a log"),
        (HEADER + GRID + "[factors]\npartner_search.candidates = [2.5]\n", LINE, "= 2.5 must be a whole number"),
        (HEADER + GRID + '[factors]\n"trst.*" = {}\n', LINE, "no rule 'trst'; did you mean 'trust'"),
        (HEADER + GRID + "[factors]\nmarkets.VNN.entry_barrier = {}\n", LINE, "no country 'VNN'; did you mean 'VNM'"),
        (HEADER + GRID + "[factors]\nmarkets.all.barrier = {}\n", LINE, "no market setting 'barrier'; did you mean"),
        (HEADER + GRID + "[factors]\nmarkets.all.entry_barrier = [2]\n", LINE, r"must be a number in \[0, 1\]"),
        (HEADER + GRID + "[settings]\ntrust.gain = 0.5\n" + TRUST, 9, "is a factor and fixed in"),
        (HEADER + GRID + "[settings]\ntrust.gain = 50\n" + TRUST, 7, "trust.gain = 50 must be"),
        (HEADER + GRID + TRUST + '"trust.gain" = {}\n', LINE, "trust.gain is named twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_one_line_that_says_where_it_stands(text, line, said, tmp_path):
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=said) as refusal:
        load_design(path)
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).startswith(f"{path}, line {line}: " if line else f"{path}")


def test_a_design_with_too_many_points_is_refused():
    with pytest.raises(InputError, match="the design has 1000000000 points; it must have at most 1000000"):
        design(factors=tuple(factor(f"trust.{name}", {"levels": 1000}) for name in ("gain", "loss", "start")))


def test_a_design_that_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(
        InputError, match=r"no design or file 'sobol-twelv'; did you mean 'sobol-twelve'.*shipped designs"
    ):
        load_design("sobol-twelv")


def test_the_line_of_a_key_is_found_however_it_is_written():
    text = 'top = 1\n# trust.gain = 3\n[ factors ] # all\n"trust"."gain" = {}\n[factors.conflict]\nnational = []\n'
    places = lines_of(text)
    assert [line_of(key, places) for key in ("top", "factors.trust.gain", "factors.conflict.national")] == [1, 4, 6]
    assert line_of("factors.trust.gain.low", places) == 4
    assert line_of("factors.entry_cost.scale", places) == 3
    assert line_of("sampler.name", places) is None
