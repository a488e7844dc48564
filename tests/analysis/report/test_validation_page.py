"""The report: one file that says everything, needs nothing, and can be read on a phone and on paper."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

pytest.importorskip("jinja2", reason="the report needs the extra [analysis]")

from alliances.analysis.citations import citations
from alliances.analysis.drawing.palette import BLUE, ORANGE
from alliances.analysis.drawing.plate import svg
from alliances.analysis.facts.declaration import Fact, Number, Registration
from alliances.analysis.report.figures import ablation, forest, tally
from alliances.analysis.report.validation import Run, report
from alliances.analysis.verdicts import ablation_facts, fact_verdicts, number_verdicts

FACTS = (
    Fact("kept", "Firms <export>", "15–35 %", ("bernard_2007",), "abstract", "firms", "calibrate",
         (Number("share", "exporters", "band", 0.15, 0.35), Number("gap", "what allies add", "sign", unit="$")),
         lambda replicate: {}, registered=(Registration("b148ad8", "2026-11-22 10:07", "declared"),)),
    Fact("sampled", "A path", "0.214", ("zhu_2025",), "seed", "survey", "validate",
         (Number("path", "a path with a name that is too long for a single line of a narrow figure", "sample",
                 reported=0.9, unit="coefficient"),), lambda replicate: {}),
    Fact("open", "Not yet", "ranks", (), "quoted", "cases", "validate", (Number("x", "x", "sign"),), None,
         awaits="the two cases"),
)  # fmt: skip
MANIFEST = {
    "seeds": list(range(1, 31)), "without": ["trust"], "version": "1", "versions": {"python": "3.11"},
    "command": ["alliances", "validate", "--set", "a b=1"], "worlds": {"base": "the scenario as it is"},
    "scenario": {"name": "default", "title": "Twenty countries", "firms": 2000},
    "parameters": {"trust.gain": {"value": 0.2, "from": "set", "default": 0.6}},
}  # fmt: skip


def measures(shift=0.0):
    """Thirty seeds of every number that can be measured."""
    noise = np.linspace(-0.05, 0.05, 30)
    rows = [
        (fact, number, seed, 0, value + shift, "")
        for fact, number, middle in (("kept", "share", 0.25), ("kept", "gap", 1.0), ("sampled", "path", 0.2))
        for seed, value in enumerate(middle + noise, 1)
    ]
    return pd.DataFrame(rows, columns=["fact", "number", "seed", "draw", "value", "error"])


def page(manifest=MANIFEST, ablated=True):
    """The report of these facts."""
    numbers = number_verdicts(measures(), FACTS)
    matrix = ablation_facts({"": measures(), "trust": measures(5.0)}, FACTS) if ablated else None
    return report(Run(FACTS, measures(), numbers, fact_verdicts(numbers, FACTS), matrix, manifest))


PAGE = page()


def test_the_same_run_gives_the_same_page():
    assert page() == PAGE


def test_nothing_is_fetched_from_anywhere():
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', re.sub(r'xlink:href="#[^"]*"', "", PAGE)) == []
    assert "<script" not in PAGE and "@import" not in PAGE and "url(http" not in PAGE


def test_every_tag_is_closed():
    stack, void = [], {"meta", "br"}

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attributes):
            if tag not in void:
                stack.append(tag)

        def handle_endtag(self, tag):
            assert stack.pop() == tag

    Tags().feed(PAGE)
    assert stack == []


def test_it_says_what_is_reproduced_in_two_blocks_and_what_a_reader_must_know():
    for sentence in (
        "1 of 1 reproduced", "0 of 1 reproduced", "1 not reproduced, 1 not measured", "It is not a forecast",
        "they are counted apart",
        "without trust", "the two cases", "both numbers must be reproduced", "Bernard and others (2007).",
        "2026-11-22 10:07 UTC (b148ad8): declared", "2,000 firms",
    ):  # fmt: skip
        assert sentence in PAGE, sentence
    assert PAGE.index("Calibrated facts") < PAGE.index("Validation facts")
    assert "Too few seeds" not in PAGE
    assert "Too few seeds" in page({**MANIFEST, "seeds": [1, 2]})


def test_text_of_a_fact_is_no_markup():
    assert "Firms &lt;export&gt;" in PAGE and "<export>" not in PAGE


def test_it_gives_the_command_that_makes_it_again():
    assert "<pre>alliances validate --set &#39;a b=1&#39;</pre>" in PAGE


def test_the_ablation_is_there_only_if_it_was_asked_for():
    assert "these facts break" in PAGE
    assert re.search(r"<code>trust</code></th><td [^>]*>kept</td>", PAGE)
    assert "switched off" not in page(ablated=False)


def of_fact(name):
    """The figure of a fact, with its numbers."""
    numbers, taken = number_verdicts(measures(), FACTS), measures()
    numbers = numbers[numbers["fact"] == name].reset_index(drop=True)
    return forest(name, numbers, taken[taken["fact"] == name]), numbers


def test_a_figure_has_a_dot_per_seed_and_the_look_of_its_verdict():
    for name, look, units in (("kept", BLUE, 2), ("sampled", ORANGE, 1)):
        plate, numbers = of_fact(name)
        ElementTree.fromstring(svg(plate))
        assert len(plate.axes) == units
        for axes, row in zip(plate.axes, numbers.to_dict("records"), strict=True):
            line, cloud, mean = sorted(axes.collections, key=lambda one: (one.get_zorder() != 2.5, one.get_zorder()))
            assert sorted(cloud.get_offsets()[:, 0]) == sorted(measures().query("number == @row['number']")["value"])
            assert mean.get_offsets()[0, 0] == row["mean"]
            assert line.get_segments()[0][:, 0].tolist() == [row["low"], row["high"]]
            assert to_hex(mean.get_facecolors()[0]) == look.colour.lower()
        assert f"must be {'0.15 to 0.35' if name == 'kept' else '0.9'}" in plate.alt


def test_a_band_ends_where_it_was_declared_and_the_diamond_is_what_was_reported():
    (band,) = of_fact("kept")[0].axes[0].patches
    assert (band.get_x(), band.get_x() + band.get_width()) == pytest.approx((0.15, 0.35))
    (diamond,) = (line for line in of_fact("sampled")[0].axes[0].get_lines() if line.get_marker() == "D")
    assert diamond.get_xdata().tolist() == [0.9]


def test_a_fact_that_gave_no_number_has_no_figure():
    numbers = number_verdicts(measures(), FACTS)
    assert forest("open", numbers[numbers["fact"] == "open"], measures().head(0)) is None


def test_the_bars_of_the_tally_are_as_long_as_there_are_facts():
    drawn = tally(
        {
            role: {"reproduced": 1, "not_reproduced": 2, "open": 0, "not_measured": 2}
            for role in ("calibrate", "validate")
        }
    )
    assert [bar.get_width() for bar in drawn.axes[0].patches] == [1, 2, 0, 2] * 2


def test_the_matrix_has_a_sign_where_a_fact_changes_sides():
    cells = {
        "trust": ["reproduced → not reproduced", "reproduced"],
        "stages": ["not reproduced → reproduced", "reproduced → not measured"],
    }
    drawn = ablation(pd.DataFrame(cells, index=["one", "other"]))
    assert [text.get_text() for text in drawn.axes[0].texts] == ["✗", "✓", "", "?"]


def test_every_reference_becomes_one_readable_line():
    cited = citations()
    assert cited["bamford_2004"] == (
        "Bamford, Ernst, Fubini (2004). Launching a world-class joint venture. Harvard Business Review 82(2)."
    )
    assert [key for key, line in cited.items() if ".." in line or "?." in line] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1400])
def test_it_fits_a_screen_and_asks_the_network_for_nothing(width, shown):
    drawn = shown(PAGE, width).locator("figure svg")
    assert drawn.count() == 4
    assert all(figure.bounding_box()["width"] > 0.7 * min(width, 640) for figure in drawn.all())
