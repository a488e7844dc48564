"""CSV files as spreadsheets, pandas and people write them: read where their meaning is plain, else refused by line."""

import os

import pytest

from alliances.model.errors import InputError
from alliances.model.world.own_files import text_in
from alliances.model.world.own_tables import cells_in

COLUMNS = ("name", "home", "industry", "employees")
PLAIN = "name,home,industry\nAlpha,DEU,ict\nBeta,CHN,ict\n"


def texts(text):
    """The cells of a CSV text, by column."""
    return {name: [cell.text for cell in column] for name, column in cells_in(text, COLUMNS).items()}


@pytest.mark.parametrize(
    "text",
    [
        "\n" + PLAIN,
        "\n \n" + PLAIN.replace("\n", "\n\n"),
        PLAIN + ",,\n,,\n",
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", " , "),
        PLAIN.replace("\n", ",,\n"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace("Alpha", '"Alpha"'),
        PLAIN.rstrip("\n"),
    ],
    ids=["blank line", "blank lines", "Excel's blank rows", "semicolons", "tabs", "blanks", "blank columns", "Windows",
         "old Mac", "quotes", "no last line end"],
)  # fmt: skip
def test_a_file_whose_meaning_is_plain_is_read(text):
    assert texts(text) == texts(PLAIN) == {"name": ["Alpha", "Beta"], "home": ["DEU", "CHN"], "industry": ["ict"] * 2}


def test_a_cell_in_quotes_may_hold_anything():
    text = 'name,home,industry\n"Alpha, ""A""\nLtd",DEU,ict\nBeta,CHN,ict\n'
    cells = cells_in(text, COLUMNS)
    assert cells["name"][0].text == 'Alpha, "A"\nLtd'
    assert [cell.place for cell in cells["home"]] == ["line 2", "line 4"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name,home,industry\nAlpha,DEU,ict\n"Beta 5,CHN,ict\nGamma,CHN,ict\n', 'line 3: cannot be read; a quote (")'),
        ('name,home,industry\nAlpha,DEU,ict\n"Beta,CHN,ict\n"Gamma,CHN,ict\n', "line 3: cannot be read; its quotes"),
        (",name,home\n0,Alpha,DEU\n1,Beta,CHN\n", "column 1 has no name (an index?)"),
        ("name,,home\nAlpha,1,DEU\n", "column 2 has no name; give it one"),
        ("name,home\nAlpha,DEU,ict\n", "line 2, which has 3 cells where the header has 2"),
        ("name,home\nAlpha\n", "line 2, which has 1 cells where the header has 2"),
        ("name,home,name\nAlpha,DEU,A\n", "column 'name' is there twice"),
        ("name,hom\nAlpha,DEU\n", "no column 'hom'; did you mean 'home'?"),
        ("", "is empty"),
        ("\n,,\n", "is empty"),
    ],
)
def test_what_is_not_plain_is_refused_with_line_and_cause(text, said):
    with pytest.raises(InputError) as refused:
        cells_in(text, COLUMNS)
    assert said in str(refused.value)


def test_only_a_file_is_read_and_only_if_it_is_not_too_large(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_text("x" * 2000)
    told = {"pipe": "is a pipe; it must be a file", ".": "is a folder", "none": "cannot be read (No such file",
            "large": "has 0.0 MB; it must have at most 0.001 MB", "n\0l": "cannot be read"}  # fmt: skip
    for name, said in told.items():
        with pytest.raises(InputError) as refused:
            text_in(tmp_path / name, most=1000)
        assert said in str(refused.value)
        assert "\0" not in str(refused.value)
    with pytest.raises(InputError, match="/dev/zero: is a device; it must be a file"):
        text_in(tmp_path.joinpath("/dev/zero"))
