"""In a notebook results show themselves: short text, HTML that escapes, figures, and bars that end."""

import io

import pandas as pd
import pytest

import alliances
from alliances.analysis.overview import overview
from alliances.analysis.report.notebook import shown
from alliances.experiments.campaign.campaign import Progress
from alliances.experiments.exploration import RunTable


@pytest.fixture(scope="module")
def runs():
    """A made-up grid with an outcome that rises along x, with two replicates."""
    rows = [(x, y, n, x + 0.01 * n) for x in (0.0, 1.0, 2.0) for y in (0.0, 1.0) for n in (0, 1)]
    return RunTable(pd.DataFrame(rows, columns=["x", "y", "replicate", "exporters_share"]), ("x", "y"))


def html_of(result):
    """What a notebook would show; it has to be short as text too."""
    assert len(repr(result)) < 200 and "\n" not in repr(result)
    return result._repr_html_()


def test_a_model_tells_scenario_seed_quarter_and_who_lives():
    model = alliances.AllianceModel(firms=40, quarters=4, seed=1, without="trust")
    assert repr(model).startswith("AllianceModel(scenario default, seed 1, without trust, quarter 0 of 4, firms ")
    model.run()
    living = len(model.tables()["firms"].query("step == 3"))
    assert f"quarter 4 of 4, firms {living}," in repr(model)
    assert "<caption>Twenty countries</caption>" in html_of(model)


def test_a_heat_map_and_a_discovery_show_sentences_and_their_figure(runs):
    heat = alliances.heat_map(runs, "x", "y", "exporters_share")
    told = html_of(heat)
    assert repr(heat) == "HeatMap(exporters_share over x and y, 6 cells)"
    assert "<svg" in told and "from 0.005" in told
    found = alliances.discover(runs, "exporters_share > 1.5")
    assert "Discovery('exporters_share" in repr(found) and "<svg" in html_of(found)


def test_an_effect_shows_its_answer_figure_and_slopes():
    found = alliances.effect("alliances", "size", {"scenario": "default"}, seeds=2, levels=2, workers=1)
    told = html_of(found)
    assert "<svg" in told and "mean_effect" in told and "The effect of alliances" in told


def test_a_figure_shows_itself_with_its_title():
    model = alliances.AllianceModel(firms=40, quarters=4, seed=1).run()
    assert overview(model.tables(), "My <title>")._repr_svg_().count("My &lt;title&gt;") >= 1


def test_html_is_escaped():
    told = shown("a < b", ["c & d"], table=pd.DataFrame({"x<y": [1.23456]}))
    assert "a &lt; b" in told and "c &amp; d" in told and "x&lt;y" in told and "1.235" in told


def test_a_progress_bar_counts_runs_and_is_closed_at_the_end():
    seen = io.StringIO()
    show = alliances.progress_bar(file=seen, ascii=True, mininterval=0)
    for done in (0, 1, 3):
        show(Progress(done, 3, 0, 1 if done else 0, 1.0, 0.1, 1))
    assert "3/3" in seen.getvalue() and "failed=1" in seen.getvalue() and seen.getvalue().endswith("\n")


def test_mesas_agent_frame_is_the_firms_table():
    model = alliances.AllianceModel(firms=40, quarters=8, seed=1).run()
    frame = model.datacollector.get_agent_vars_dataframe()
    assert frame.index.names == ["Step", "AgentID"]
    firms = model.tables()["firms"]
    assert frame.reset_index(drop=True).equals(firms.drop(columns=["step", "firm_id"]))
    fork = model.fork()
    fork.run(4)
    assert fork.datacollector.get_agent_vars_dataframe().index.get_level_values("Step").max() == 11
    assert model.datacollector.get_agent_vars_dataframe().index.get_level_values("Step").max() == 7
