"""The ODD+D document: complete, deterministic, and committed as it is generated."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from alliances.__main__ import main
from alliances.analysis.facts import facts
from alliances.analysis.surveys import surveys
from alliances.description import document
from alliances.description.sources import askers, cited_keys, quarter, rooms, signatures, verbs
from alliances.model.declarations.parameters import RULES, declared
from alliances.model.extension import Mechanism, join
from alliances.model.policies.levers import LEVERS
from alliances.model.quarter import PHASE_NAMES
from alliances.model.records.outcomes import TABLES
from alliances.model.records.state import GROUPS

DOCS = Path(__file__).parents[1] / "docs"
COMMITTED, EXAMPLES = DOCS / "odd.md", DOCS / "examples"


@pytest.mark.smoke
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
    references = document().partition("## 6. References")[2]
    for source in {declaration.source for declaration in declared().values()}:
        assert f"- `{source}`: " in references
        assert source in cited_keys()


# ---- what plugins bring


@pytest.fixture
def described(shipped_afterwards, capsys):
    """Gives the document with an example as a plugin, line by line, those alone that the model as it ships has not."""

    def added(example):
        assert main(["describe", "--plugin", str(EXAMPLES / f"{example}.py")]) == 0
        lines = COMMITTED.read_text(encoding="utf-8").splitlines()
        return "\n".join(line for line in capsys.readouterr().out.splitlines() if line not in lines)

    return added


@pytest.mark.parametrize(
    ("example", "name", "run", "after", "column", "does"),
    [
        (
            "reputation_spreads",
            "reputation_spread",
            "spread(simulation)",
            "review_alliances",
            "company",
            "Let every firm",
        ),
        (
            "copies_partners_mode",
            "mode_imitation",
            "imitate(world, own, step)",
            "hold_talks",
            "copied",
            "Let firms that",
        ),
    ],
)
def test_a_mechanism_of_ones_own_is_described_like_a_rule(example, name, run, after, column, does, described):
    told = described(example)
    section = told.partition(f"#### `{name}`\n")[2]
    assert f"**Theory.** {RULES[name].theory}" in section and "**Null form.** The world without it." in section
    assert f"Run after `{after}`." in section and f"- `{run}`: {does}" in section
    for own, declaration in RULES[name].Parameters._field_defaults.items():
        assert f"| `{own}` | {declaration:g} |" in section and f"| `{declaration.source}` |" in section
    assert f"**Firms, by `{name}`.**" in told
    assert told.count(f"| `{column}` |") == 2, "among the state variables and in the table firms"


def test_the_place_of_a_mechanism_in_the_quarter_is_after_its_phase(described):
    described("reputation_spreads")
    names = [verb.name for verb in quarter()]
    assert names[names.index("reputation_spread") - 1] == "review_alliances"
    assert [name for name in names if name != "reputation_spread"] == [verb.name for verb in verbs()]


def test_a_summary_of_a_mechanism_is_a_column_of_the_quarters(described):
    assert "| `reputation_range` | float | share | Highest less lowest reputation |" in described("reputation_spreads")


def test_an_instrument_of_ones_own_is_described_like_the_shipped_ones(described):
    told = described("visa_help")
    assert "| `visa_help` | Visa help: consulates ease permits" in told and "(`eased`): 0.2 share" in told


def test_a_fact_of_ones_own_is_described_like_the_shipped_ones(described):
    told = described("own_fact")
    assert "| `exporters_by_size` | Large firms export more often" in told and "(`gap`): 0.1 to 0.6 share" in told
    assert "| validate | `bernard_jensen_1999` |" in told


def test_a_survey_of_ones_own_is_described_like_the_shipped_ones(described):
    told = described("own_survey")
    assert "| `satisfaction` | Our questionnaire | 100 small firms abroad | 5 |" in told and "| `alone` |" in told


def test_a_mechanism_without_parameters_or_docstring_can_be_described(shipped_afterwards):
    join(Mechanism(name="silent", theory="None.", after="compete", run=lambda simulation, p: None))
    section = document().partition("#### `silent`\n")[2].partition("\n#### ")[0]
    assert "It has no parameters." in section and "Null form" not in section


def test_every_fact_and_survey_is_described():
    text = document()
    assert all(f"| `{name}` |" in text for name in (*facts(), *surveys()))
    assert all(f"(`{number.name}`): " in text for fact in facts().values() for number in fact.numbers)
