"""TOML files: found by name or path, and refused in one line that names the file."""

import tomllib
from pathlib import Path

import pytest

from alliances.model.errors import InputError
from alliances.model.world.toml_files import refused_in, text_of


def test_a_shipped_file_is_found_by_name_and_another_by_its_path(tmp_path):
    (tmp_path / "mine.toml").write_bytes("\ufeffa = 1\n".encode())
    shipped = {"ours": tmp_path / "mine.toml"}
    assert text_of("world", "ours", shipped) == text_of("world", tmp_path / "mine.toml", {})
    assert text_of("world", "ours", shipped)[1] == "a = 1\n"


def test_a_file_that_is_not_there_is_told_with_the_nearest_name(tmp_path):
    with pytest.raises(InputError, match=r"^no world or file 'ors'; did you mean 'ours'\?; shipped worlds: ours$"):
        text_of("world", "ors", {"ours": tmp_path})


def test_what_cannot_be_read_names_the_file(tmp_path):
    (tmp_path / "latin.toml").write_bytes(b'title = "\xe9"')
    with pytest.raises(InputError, match=r"latin\.toml: is not text in UTF-8"):
        text_of("world", tmp_path / "latin.toml", {})
    with pytest.raises(InputError, match=r"is a folder; it must be a file"):
        text_of("world", tmp_path, {})


def test_what_is_refused_inside_is_one_line_with_file_and_place(tmp_path):
    where = refused_in(Path("a.toml"), "a = 1\n[b]\nc = 3\n")
    with pytest.raises(InputError, match=r"^a\.toml, line 3: no such thing$"), where:
        raise InputError("no such\nthing", "b.c.d")
    with pytest.raises(InputError, match=r"^a\.toml: is not a TOML file"), refused_in(Path("a.toml")):
        tomllib.loads("[a")
