"""Firms of the user's own live through the burn-in as they were given, and like any other firm from then on."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from alliances.model.declarations.codes import RESOURCES
from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel
from alliances.model.world.scenario import load_scenario

HOMES, INDUSTRIES = ("IND", "DEU", "USA", "VNM", "GBR"), ("ict", "manufacturing", "medicine")
UNIT = ("aptitude", "international_experience", "planning", "opportunism", "risk_tolerance", "reputation", *RESOURCES)
HARSH = {"firm_demography.closing": 0.5, "firm_demography.distress": 5}
"""Under which few firms would live through the burn-in."""


def firms(count: int = 60) -> pd.DataFrame:
    """Firms of which everything is given, of all sizes and ages."""
    number = np.arange(count)
    return pd.DataFrame({
        "name": [f"Firm {n}" for n in number],
        "home": [HOMES[n % len(HOMES)] for n in number],
        "industry": [INDUSTRIES[n % len(INDUSTRIES)] for n in number],
        "employees": 2 + 7 * number**2,
        "age_years": 0.25 * (number % 41),
        **{name: (0.1 + 0.013 * (n + number)) % 1 for n, name in enumerate(UNIT)},
        "dedicated_function": number % 2 == 0,
    })  # fmt: skip


def first_record(model: AllianceModel) -> pd.DataFrame:
    """The own firms in the first quarter that is recorded."""
    table = model.tables()["firms"]
    first = table[(table["step"] == table["step"].min()) & table["name"].notna()]
    return first.set_index("firm_id")


@pytest.mark.smoke
@pytest.mark.parametrize("every", [1, 4])
def test_all_are_there_as_given_at_the_first_recorded_quarter(every):
    given = firms()
    model = AllianceModel(seed=1, quarters=4, register=given, parameters=HARSH, record_every=every).run()
    first = first_record(model)
    assert len(first) == len(given)
    shown = ("name", "home", "industry", "planning", "opportunism", "reputation", "dedicated_function", *RESOURCES)
    for column in shown:
        assert first[column].tolist() == given[column].tolist()
    assert first["employees"].to_numpy() == pytest.approx(given["employees"].to_numpy(), rel=1e-12)
    assert first["age_years"].tolist() == given["age_years"].tolist()
    assert model.check() == []


def test_what_no_table_shows_is_as_given_too():
    given, model = firms(), AllianceModel(seed=1, quarters=0, register=firms(), parameters=HARSH)
    rows = model.world.firms[: len(given)]
    for column in ("aptitude", "international_experience", "risk_tolerance"):
        assert rows[column].tolist() == given[column].tolist()
    assert rows["alive"].all()


def test_the_burn_in_brings_ties_presences_and_knowledge_to_firms_that_are_held():
    model = AllianceModel(seed=1, quarters=0, register=firms(200))
    rows = model.world.firms[:200]
    assert (rows["markets"] > 0).sum() > 10
    assert (rows["alliances"] > 0).sum() > 10
    presence = model.world.presence
    assert (presence["knowledge"][(presence["firm"] >= 0) & (presence["firm"] < 200)] > 0).any()


def test_while_they_are_held_nobody_is_founded_in_their_stead():
    model = AllianceModel(seed=1, quarters=8, register=firms(), parameters={"firm_demography.founding": 0.5})
    assert model.world.counts[0]["firms"] == model.world.counts[0]["living"] == 60
    model.run()
    assert model.world.counts[0]["firms"] > 60


def test_from_the_first_quarter_on_they_live_like_any_other_firm():
    model = AllianceModel(seed=1, quarters=8, register=firms(), parameters=HARSH).run()
    now = model.tables()["own_firms"]
    assert 0 < now["alive"].sum() < 60
    assert (now["employees"] != now["employees_at_start"]).any()


def test_the_other_firms_of_a_scenario_with_named_ones_close_and_are_founded_all_along(tmp_path):
    path = tmp_path / "mine.csv"
    firms(6).to_csv(path, index=False)
    scenario = dataclasses.replace(load_scenario("default"), firms=80, burn_in=20, firms_file=str(path))
    model = AllianceModel(scenario, seed=1, quarters=4, parameters={"firm_demography.closing": 0.1})
    world = model.world
    ever, living = world.counts[0]["firms"], world.counts[0]["living"]
    assert ever > 80 and living < ever
    assert world.firms["alive"][:6].all()
    assert model.names == tuple(f"Firm {n}" for n in range(6))


def test_named_firms_do_not_change_how_a_world_without_a_burn_in_begins_for_others():
    scenario = dataclasses.replace(load_scenario("default"), burn_in=0)
    own = AllianceModel(scenario, seed=1, quarters=4, register=firms())
    assert own.world.firms["founded"].max() < 0
    assert first_record(own.run())["employees"].to_numpy() == pytest.approx(firms()["employees"].to_numpy())


def test_a_fork_goes_on_like_the_model():
    one = AllianceModel(seed=1, quarters=6, register=firms()).run(2)
    other = one.fork().run()
    one.run()
    for name in ("firms", "own_firms", "alliances"):
        pd.testing.assert_frame_equal(one.tables()[name], other.tables()[name])


# ---- what is not given


def test_missing_cells_are_filled_and_the_rest_is_as_given():
    given = firms().astype({"employees": "float64"})
    given.loc[given.index % 3 == 0, "employees"] = np.nan
    given.loc[given.index % 4 == 0, "age_years"] = np.nan
    given.loc[5, "technology"] = None
    model = AllianceModel(seed=1, quarters=4, register=given).run()
    first, known = first_record(model), given["employees"].notna()
    assert len(first) == 60
    assert first["employees"][known].to_numpy() == pytest.approx(given["employees"][known].to_numpy(), rel=1e-12)
    assert first[["employees", "age_years", "technology"]].notna().all().all()
    assert first["capital"].tolist() == given["capital"].tolist()
    assert model.own_firms.filled == {"assets": 20, "age_years": 15, "technology": 1}


def test_a_firm_of_unknown_size_is_as_large_as_firms_of_its_age_are():
    def size(age: float) -> float:
        register = {"home": ["DEU"] * 150, "industry": ["ict"] * 150, "age_years": [age] * 150}
        world = AllianceModel(seed=1, quarters=0, register=register).world
        return float(np.median(world.firms["assets"][:150]))

    demography = AllianceModel(quarters=0, firms=2).values.firm_demography
    newborn, grown = size(0.0), size(60.0)
    assert newborn == pytest.approx(demography.founder_assets * demography.median_assets, rel=0.4)
    assert newborn < 0.8 * grown


def test_ages_that_are_not_known_are_those_of_established_firms():
    register = {"home": ["DEU"] * 300, "industry": ["ict"] * 300}
    model = AllianceModel(seed=1, quarters=0, register=register)
    years = (-1 - model.world.firms["founded"][:300]) / 4
    assert years.min() < 3  # also younger than the burn-in
    assert years.mean() == pytest.approx(model.values.firm_demography.mean_age, rel=0.2)


def test_a_given_size_says_something_about_capital_management_and_planning_and_nothing_about_technology():
    def traits(employees: float) -> dict[str, float]:
        scenario = dataclasses.replace(load_scenario("default"), burn_in=0)
        register = {"home": ["DEU"] * 4, "industry": ["ict"] * 4, "employees": [employees] * 4}
        row = AllianceModel(scenario, seed=1, quarters=1, register=register).world.firms[0]
        return {**dict(zip(RESOURCES, row["resources"].tolist(), strict=True)), "planning": float(row["planning"])}

    small, large = traits(10), traits(10_000)
    assert all(large[name] > small[name] for name in ("capital", "management", "planning"))
    assert large["technology"] == small["technology"]


# ---- what is told of them


def test_the_network_the_tables_and_the_summary_name_them():
    model = AllianceModel(seed=1, quarters=8, register=firms()).run()
    own = model.tables()["own_firms"]
    assert own["name"].tolist() == [f"Firm {n}" for n in range(60)]
    living = dict(model.network().nodes(data="name"))
    assert {n: living[n] for n in own.index[own["alive"]]} == own["name"][own["alive"]].to_dict()
    assert all(living[n] is None for n in living if n >= 60)


def test_what_became_of_them_agrees_with_the_other_tables():
    tables = AllianceModel(seed=1, quarters=8, register=firms(), parameters={"strategy.review_rate": 6}).run().tables()
    own = tables["own_firms"].set_index("firm_id")
    last = tables["firms"].query("step == 7 and name.notna()", engine="python").set_index("firm_id")
    assert last.index.tolist() == own.index[own["alive"]].tolist()
    for column in ("employees", "markets", "alliances"):
        assert last[column].tolist() == own[column][own["alive"]].tolist()
    signed = tables["alliances"].query("formed_step >= 0")["partners"].explode().value_counts()
    assert own["alliances_formed"].tolist() == signed.reindex(own.index, fill_value=0).tolist()
    assert own["alliances_formed"].sum() > 0


def test_a_world_without_firms_of_the_user_s_own_has_no_names_and_is_not_recorded_at_its_start():
    tables = AllianceModel(seed=1, firms=40, quarters=4).run().tables()
    assert tables["own_firms"].empty
    assert tables["firms"]["name"].isna().all()
    assert tables["firms"]["step"].unique().tolist() == [3]


def test_markets_are_scaled_to_the_number_of_own_firms_unless_a_number_is_given():
    small, large = (AllianceModel(seed=1, quarters=0, register=firms(20), firms=n) for n in (None, 400))
    assert small.settings.firms == 20
    assert large.world.markets["demand"].sum() == pytest.approx(20 * small.world.markets["demand"].sum())


def test_the_command_tells_what_became_of_them(tmp_path, capsys):
    from alliances.__main__ import main

    path = tmp_path / "firms.csv"
    firms(30).drop(columns=["aptitude"]).assign(age_years=[None, *range(29)]).to_csv(path, index=False)
    assert main(["run", "--firms-file", str(path), "--quarters", "4", "--quiet", "--out", str(tmp_path / "out")]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Firms given given 30" in said
    assert "What was not given was drawn by the model: age years of 1; of all: aptitude." in said
    table = pd.read_parquet(tmp_path / "out" / "own_firms.parquet")
    assert f"living at the end {table['alive'].sum()}" in said
    assert pd.read_parquet(tmp_path / "out" / "firms.parquet")["name"].notna().any()


def test_a_file_with_faults_stops_the_command_with_a_line_each(tmp_path, capsys):
    from alliances.__main__ import main

    path = tmp_path / "firms.csv"
    path.write_text("home,industry,employees\nDEU,ict,1.200\nUK,ict,5\n")
    assert main(["run", "--firms-file", str(path), "--quiet"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith(f"alliances: {path}: 2 faults:")
    assert len(lines) == 3
    with pytest.raises(InputError):
        AllianceModel(register=path)
