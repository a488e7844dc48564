"""The ODD+D document: complete, deterministic, and committed as it is generated."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from alliances.__main__ import main
from alliances.description import document
from alliances.description.sources import askers, cited_keys, rooms, signatures, verbs
from alliances.model.declarations.parameters import RULES, declared
from alliances.model.policies.levers import LEVERS
from alliances.model.quarter import PHASE_NAMES
from alliances.model.records.outcomes import TABLES
from alliances.model.records.state import GROUPS

COMMITTED = Path(__file__).parents[1] / "docs" / "odd.md"


def test_the_committed_document_is_what_describe_prints(capsys):
    assert main(["describe"]) == 0
    same = capsys.readouterr().out == COMMITTED.read_text(encoding="utf-8")
    assert same, "docs/odd.md is older than the declarations: make docs"


def test_it_is_the_same_in_another_process():
    code = "from alliances.description import document; print(document(), end='')"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert done.stdout.decode() == document()


def test_it_can_be_written_to_a_file(tmp_path):
    assert main(["describe", "--out", str(tmp_path / "odd.md")]) == 0
    assert (tmp_path / "odd.md").read_text(encoding="utf-8") == document()


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_section_with_theory_null_form_and_parameters(rule):
    section = document().partition(f"#### `{rule}`\n")[2].partition("\n#### ")[0]
    assert "**Null form.**" in section and "**Theory.**" in section
    for name in RULES[rule].Parameters._fields:
        assert f"| `{name}` |" in section
    assert signatures(rule)


def test_every_place_in_the_prose_is_filled():
    assert not re.search(r"\{\{|\}\}", document())


def test_every_table_and_verb_is_described():
    text = document()
    assert all(f"**`{table.name}`**" in text for table in TABLES)
    assert [verb.name for verb in verbs()][:3] == ["take_effect", "move_markets", "set_strategy"]
    assert all(verb.does for verb in verbs())


def test_every_state_variable_and_lever_is_described_as_it_is_declared():
    text = document()
    for records in GROUPS:
        section = re.split(r"\n\*\*|\n### ", text.partition(f"**{records.name.capitalize()}.**")[2])[0]
        told = re.findall(r"^\| (?:[^`|]*\| )?`(\w+)` \|", section, flags=re.MULTILINE)
        assert sorted(told) == sorted(records.stored), records.name
    assert all(f"| `{name}` | {column.unit} | {column.meaning} |" in text for name, column in LEVERS.stored.items())
    assert "Hazard of goals_met, goals_failed" in text and "{word}" not in text


def test_every_folder_and_file_of_the_model_says_what_it_holds():
    found = rooms()
    assert {"records/", "rules/", "steps/", "quarter.py", "simulation.py"} <= set(found)
    assert all(holds.endswith(".") for holds in found.values())
    assert all(f"- `{name}`: " in document() for name in found)


def test_verbs_are_the_phases_of_the_quarter():
    assert [verb.name for verb in verbs()[1:]] == list(PHASE_NAMES)


def test_a_rule_is_asked_by_the_verbs_that_use_it():
    assert askers("termination") == ["review_alliances"]
    assert "operate_alliances" in askers("conflict")


def test_every_source_of_a_parameter_is_among_the_references():
    references = document().partition("## 5. References")[2]
    for source in {declaration.source for declaration in declared().values()}:
        assert f"- `{source}`: " in references
        assert source in cited_keys()
