"""The overview figure: four readable panels, whatever the run."""

import pytest
from matplotlib.image import imread

from alliances.analysis.drawing.plate import save
from alliances.analysis.overview import FEWEST, READING, failed_by_year, overview
from alliances.model.face.model import AllianceModel


@pytest.fixture(scope="module")
def tables():
    """The tables of a small run."""
    return AllianceModel(seed=1, firms=300, quarters=24).run().tables()


def test_four_panels_have_titles_and_the_reported_band_is_named(tables):
    panels = overview(tables, "A small world").axes
    assert len(panels) == 4 and all(panel.get_title("left") for panel in panels)
    (band,) = panels[1].patches
    assert (band.get_y(), band.get_y() + band.get_height()) == pytest.approx((0.3, 0.7))
    assert "grey: the range that studies report" in READING
    for panel in (panels[0], panels[2]):
        assert len(panel.get_legend().get_texts()) == len(panel.get_lines())


def test_lines_differ_by_more_than_colour(tables):
    for panel in overview(tables, "A small world").axes:
        styles = [line.get_linestyle() for line in panel.get_lines()]
        assert len(set(styles)) == len(styles)


def test_lines_show_the_tables(tables):
    living, _, abroad, _ = overview(tables, "A small world").axes
    quarters = tables["quarters"]
    assert living.get_lines()[0].get_ydata().tolist() == quarters["active_alliances"].tolist()
    shares = (quarters["exporters"] / quarters["living_firms"]).tolist()
    assert abroad.get_lines()[0].get_ydata() == pytest.approx(shares)
    assert f"{quarters['active_alliances'].iloc[-1]} alliances live" in overview(tables, "A small world").alt


def test_the_same_tables_give_the_same_file(tables, tmp_path):
    for name in ("one", "two"):
        save(tmp_path / name, [overview(tables, "A small world")])
    for file in ("overview.png", "overview.svg"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    assert imread(tmp_path / "one" / "overview.png").std() > 0.05


def test_failed_shares_are_shares_of_years_with_enough_decisions(tables):
    shares = failed_by_year(tables["alliances"])
    assert shares.between(0, 1).all()
    assert shares.index.min() >= 1
    assert failed_by_year(tables["alliances"].head(FEWEST - 1)).empty


def test_a_run_without_ends_says_so(tmp_path):
    panels = overview(AllianceModel(seed=1, firms=2, quarters=0).run().tables(), "Nothing yet").axes
    assert "no alliance has ended" in [text.get_text() for text in panels[3].texts]
