"""The mark of measures: whatever they depend on changes it."""

from dataclasses import replace
from pathlib import Path

import pytest

from alliances.experiments.evidence.measures import mark_of, scenario_read
from alliances.model.world.scenario import load_scenario


@pytest.mark.parametrize(
    ("name", "noticed"),
    [
        ("trust.py", True),
        ("countries.csv", True),  # the model's data
        ("montreal-boston.toml", True),  # a scenario that facts are measured in
        ("zhu2025_paths.csv", True),  # what facts are held against
        ("README.md", False),
        ("policy_page.py", False),  # reads measures, and takes none
    ],
)
def test_an_edit_of_any_file_that_measures_depend_on_changes_their_mark(name, noticed, monkeypatch):
    before, read = mark_of({}), Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + (b"#" if path.name == name else b""))
    assert (mark_of({}) != before) is noticed


def test_a_mark_depends_on_the_settings_and_not_on_their_order():
    assert mark_of({"a": 1, "b": 2}) == mark_of({"b": 2, "a": 1}) != mark_of({"a": 1, "b": 3})


def test_a_scenario_is_told_with_the_content_of_the_files_it_reads_wherever_they_lie(tmp_path):
    def read_from(name, text):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return scenario_read(replace(load_scenario("default"), firms_file=str(tmp_path / name)))

    first = read_from("firms.csv", "home,industry\nVNM,ict\n")
    assert read_from("copy.csv", "home,industry\nVNM,ict\n") == first
    assert read_from("firms.csv", "home,industry\nDEU,ict\n") != first
    assert scenario_read(load_scenario("default"))["firms_file"] is None
