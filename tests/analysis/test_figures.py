"""The overview figure: four readable panels, whatever the run."""

import pytest
from matplotlib.image import imread

from alliances.analysis.figures import FEWEST, failed_by_year, overview, per_cent, save_overview
from alliances.model.face.model import AllianceModel


@pytest.fixture(scope="module")
def tables():
    """The tables of a small run."""
    return AllianceModel(seed=1, firms=300, quarters=24).run().tables()


def test_four_panels_have_titles_and_the_reported_band_is_named(tables):
    panels = overview(tables, "A small world").axes
    assert len(panels) == 4 and all(panel.get_title() for panel in panels)
    assert [text.get_text() for text in panels[1].texts] == ["grey: reported 30–70 %"]
    for panel in (panels[0], panels[2]):
        assert len(panel.get_legend().get_texts()) == len(panel.get_lines())


def test_lines_differ_by_more_than_colour(tables):
    for panel in overview(tables, "A small world").axes:
        styles = [line.get_linestyle() for line in panel.get_lines()]
        assert len(set(styles)) == len(styles)


def test_the_same_tables_give_the_same_file(tables, tmp_path):
    for name in ("one.png", "two.png"):
        save_overview(tables, "A small world", tmp_path / name)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
    assert imread(tmp_path / "one.png").std() > 0.05


def test_failed_shares_are_shares_of_years_with_enough_decisions(tables):
    shares = failed_by_year(tables["alliances"])
    assert shares.between(0, 1).all()
    assert shares.index.min() >= 1
    assert failed_by_year(tables["alliances"].head(FEWEST - 1)).empty


def test_a_run_without_ends_says_so(tmp_path):
    panels = overview(AllianceModel(seed=1, firms=2, quarters=0).run().tables(), "Nothing yet").axes
    assert "no alliance has ended" in [text.get_text() for text in panels[3].texts]


def test_tiny_shares_do_not_read_as_nothing():
    assert [per_cent(share) for share in (0.009, 0.01, 0.256)] == ["< 1 %", "1 %", "26 %"]
