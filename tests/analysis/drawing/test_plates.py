"""Plates: one style, one width, words that go with the figure, and marks that stand where the numbers say."""

from itertools import combinations
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import BLUE, LOOKS, ORANGE, looks
from alliances.analysis.drawing.plate import WIDTH, Plate, save, styled, svg

ROWS = pd.DataFrame({"mean": [1.0, 0.2], "low": [0.5, -0.3], "high": [1.5, 0.7]})


@styled
def drawn():
    """A small figure."""
    plate = Plate("small", "What <is> it?", 120)
    axes = frame.panel(plate, "something, in units", "another", "x", zero=True)
    marks.dots(axes, ROWS, [0, 1], BLUE)
    frame.names_down(axes, ["first", "second"])
    frame.key(plate, {"one": BLUE, "two": ORANGE})
    return plate.tell("Two dots & their intervals.", "Hollow: not sure.", "2 worlds", ROWS)


def test_every_look_differs_by_colour_mark_and_dash():
    for part in ("colour", "mark", "dash"):
        assert len({str(getattr(look, part)) for look in LOOKS}) == len(LOOKS)


def linear(colour):
    """Red, green and blue as amounts of light."""
    return np.array([c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)])


def darkness(colour):
    """Relative luminance, as contrast on white is computed of it."""
    return float(np.dot(linear(colour), (0.2126, 0.7152, 0.0722)))


def test_every_look_can_be_seen_on_white():
    """A contrast of 4.5 to 1 is what the web's guidelines ask of text."""
    assert all(1.05 / (darkness(look.colour) + 0.05) >= 4.5 for look in LOOKS)


# Machado, Oliveira and Fernandes (2009), full deficiency
SEEN = {
    "all cones": np.eye(3),
    "no green cones": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "no red cones": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(light):
    """Light as CIELAB, in which distances are about as large as they look."""
    f = np.cbrt(XYZ @ np.clip(light, 0, 1) / XYZ.sum(axis=1))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eyes", SEEN)
def test_any_two_colours_differ_for_colour_blind_eyes_too(eyes):
    """A difference of 2.3 can just be noticed."""
    seen = [lab(np.dot(SEEN[eyes], linear(look.colour))) for look in LOOKS]
    assert min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2)) > 15


def test_a_thing_keeps_its_look_when_others_are_left_out():
    assert looks("abc", ["c", "a"]) == {"a": LOOKS[0], "c": LOOKS[2]}


def test_dots_stand_where_the_numbers_say_and_are_hollow_where_the_sign_is_open():
    (axes,) = drawn().axes
    lines, dots = axes.collections
    assert dots.get_offsets().tolist() == [[1.0, 0.0], [0.2, 1.0]]
    assert [line[:, 0].tolist() for line in lines.get_segments()] == [[0.5, 1.5], [-0.3, 0.7]]
    fills = [tuple(colour[:3]) for colour in dots.get_facecolors()]
    assert fills == [to_rgb(BLUE.colour), to_rgb("white")]


def test_a_step_keeps_its_value_until_the_next():
    (axes,) = drawn().axes
    line = marks.curve(axes, [0, 1, 2], [0, 3, 4], BLUE, step=True)
    assert line.get_drawstyle() == "steps-post" and line.get_marker() == ""


@styled
def matrix():
    plate = Plate("matrix", "Cells", 120)
    axes = frame.panel(plate, grid="")
    image = marks.matrix(axes, np.array([[0.0, 1.0], [1.0, np.nan]]), ["#000000", "#ffffff"])
    for place in np.ndindex(2, 2):
        marks.cell_words(axes, image, place, "x")
    marks.outlined(axes, np.array([[0.0, 1.0], [1.0, 1.0]]))
    return axes


def test_words_in_a_cell_can_be_read_on_its_colour():
    axes = matrix()
    light = [darkness(text.get_color()) > 0.5 for text in axes.texts]
    assert light == [True, False, False, False]  # white on black only


def test_lines_run_between_cells_of_different_kinds_only():
    ends = [(tuple(line.get_xdata()), tuple(line.get_ydata())) for line in matrix().get_lines()]
    assert ends == [((-0.5, 0.5), (0.5, 0.5)), ((0.5, 0.5), (-0.5, 0.5))]


def test_a_plate_is_one_column_wide_and_the_key_makes_room_for_itself():
    plate = drawn()
    assert plate.get_figwidth() * 72 == WIDTH and plate.get_figheight() * 72 > 120
    assert [text.get_text() for text in plate.body.legends[0].get_texts()] == ["one", "two"]


def test_nothing_reaches_over_the_edge_of_the_paper():
    plate = drawn()
    plate.canvas.draw()
    around = plate.get_tightbbox()
    assert (
        around.x0 >= 0 and around.y0 >= 0 and around.x1 <= plate.get_figwidth() and around.y1 <= plate.get_figheight()
    )


def test_the_svg_scales_needs_nothing_and_tells_what_it_shows():
    text = svg(drawn())
    root = ElementTree.fromstring(text)
    name = "{http://www.w3.org/2000/svg}"
    assert (
        root.find(f"{name}title").text == "What <is> it?"
        and root.find(f"{name}desc").text == "Two dots & their intervals."
    )
    assert root.get("aria-label") == "Two dots & their intervals." and root.get("role") == "img"
    assert "width" not in root.attrib and "viewBox" in root.attrib
    assert (
        "something, in units" in text and "<script" not in text and "font-family: sans-serif" in text
    ) or "sans-serif" in text


def test_files_carry_title_and_words_and_leave_the_plate_as_it_was(tmp_path):
    plate, fresh = drawn(), svg(drawn())
    save(tmp_path / "figures", [plate])
    assert svg(plate) == fresh
    kept = (tmp_path / "figures" / "small.svg").read_text()
    assert ">What &lt;is&gt; it?</text>" in kept and "Hollow: not sure. 2 worlds." in kept
    picture = tmp_path / "figures" / "small.png"
    words = picture.read_bytes()
    assert b"Two dots & their intervals." in words and b"What <is> it?" in words
    assert imread(picture).shape[1] > 1000
    again = tmp_path / "again"
    save(again, [drawn()])
    for kind in ("svg", "png"):
        assert (again / f"small.{kind}").read_bytes() == (tmp_path / "figures" / f"small.{kind}").read_bytes()


def test_no_figure_is_written_if_one_cannot_be_drawn(tmp_path):
    broken = drawn()
    broken.axes[0].set_title("$\\nonsense{$")
    with pytest.raises(ValueError, match="nonsense"):
        save(tmp_path / "figures", [drawn(), broken])
    assert not (tmp_path / "figures").exists()


def test_nobodys_settings_are_touched_nor_do_they_matter():
    before, fresh = dict(mpl.rcParams), svg(drawn())
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "path"}):
        assert svg(drawn()) == fresh
    assert dict(mpl.rcParams) == before
