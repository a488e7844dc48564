"""A supplier's reach in the markets that its lead customer serves, in worlds of its own."""

import numpy as np
import pytest

from alliances.model.declarations.codes import NO_MODE
from alliances.model.declarations.parameters import packed
from alliances.model.engine.compiling import call
from alliances.model.engine.kernels import entry_point
from alliances.model.errors import InputError
from alliances.model.simulation import Simulation
from alliances.model.steps.lead_customers import opened_to
from alliances.model.world.scenario import load_scenario

FIRMS = """name,home,industry,assets,age_years,footprint
Maker,CHN,telecom_equipment,4000,20,
Operator,DEU,ict,4000,20,BRA + Viet Nam
Rival,DEU,telecom_equipment,4000,20,
"""
SCENARIO = """[scenario]
title = "T"
question = "Q?"
source = "S"
look_for = "L"
[world]
countries = ["CHN", "DEU", "BRA", "VNM", "USA"]
firms = 40
quarters = 8
burn_in = 24
firms_file = "firms.csv"
alliances_file = "alliances.csv"
"""
ON = {"lead_customer.pilot": 0.1, "lead_customer.supplier": 0.2, "lead_customer.joint": 0.1}
MAKER, OPERATOR = 0, 1


@entry_point
def write_opened(world, parameters, f, found):
    """Write what the lead customers of a firm open to it, market by market."""
    for market in range(len(found)):
        found[market] = opened_to(world, parameters[0], f, market)


@pytest.fixture
def opened(tmp_path):
    """Gives what is opened to the maker in each country over its customer's trust, as the world starts."""

    def found(scope="supply_chain", start=2010, partner="Operator", firms=FIRMS, firm=MAKER):
        alliances = f"partner_1,partner_2,start_year,governance,scope\nMaker,{partner},{start},contract,{scope}\n"
        for name, text in {"firms.csv": firms, "alliances.csv": alliances, "own.toml": SCENARIO}.items():
            (tmp_path / name).write_text(text, "utf-8")
        model = Simulation(load_scenario(tmp_path / "own.toml"), seed=1, parameters=ON)
        shares = np.zeros(len(model.codes))
        call(write_opened, model.world, packed(model.values), firm, shares)
        trust = model.world.alliances["trust"][model.world.active[model.world.counts[0]["active"] - 1], 1]
        return dict(zip(model.codes, np.round(shares / trust, 9).tolist(), strict=True))

    return found


def test_a_customer_opens_its_home_and_its_footprint_and_no_other_market(opened):
    assert opened() == {"CHN": 0, "DEU": 0.2, "BRA": 0.2, "VNM": 0.2, "USA": 0}


def test_on_trial_it_opens_less_and_with_joint_technology_more(opened):
    assert opened(start=2019.5)["BRA"] == 0.1
    assert opened(scope="supply_chain + technology")["BRA"] == pytest.approx(0.3)


@pytest.mark.parametrize("different", [{"scope": "technology"}, {"partner": "Rival"}, {"firm": OPERATOR}])
def test_nothing_opens_without_supply_or_a_buyer_or_to_the_buyer_itself(opened, different):
    assert set(opened(**different).values()) == {0}


@pytest.mark.parametrize(("footprint", "served"), [("BRA + Viet Nam", {"DEU", "BRA", "VNM"}), ("BRA", {"DEU", "BRA"})])
def test_a_supplier_sells_more_where_its_customer_is(tmp_path, opened, footprint, served):
    opened(firms=FIRMS.replace("BRA + Viet Nam", footprint))  # writes the files
    stays = {"entry_mode.exit_rate": 0}
    without = Simulation(load_scenario(tmp_path / "own.toml"), seed=1, parameters=stays)
    model, own = without.fork(), {}
    model.change(ON)
    for name, one in (("with", model), ("without", without)):
        one.run(1)
        rows = one.world.presence[: one.world.counts[0]["presence"]]
        rows = rows[(rows["firm"] == MAKER) & (rows["mode"] > NO_MODE)]
        own[name] = dict(zip(one.codes[rows["market"]], rows["market_share"].tolist(), strict=True))
    assert own["without"].keys() & served
    more = {code for code, share in own["with"].items() if share > 1.01 * own["without"].get(code, 1)}
    assert more == own["without"].keys() & served


def test_a_country_that_there_is_not_is_refused_with_its_line(opened):
    with pytest.raises(InputError, match=r"line 3, footprint: no country 'Vietnm'"):
        opened(firms=FIRMS.replace("Viet Nam", "Vietnm"))
