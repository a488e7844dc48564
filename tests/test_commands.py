"""The ``alliances`` command as its users meet it: help, lists, and one-line refusals."""

import json
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from alliances.__main__ import app, main
from alliances.model.declarations.parameters import declared
from alliances.model.errors import MOST_ECHOED
from alliances.model.face.model import AllianceModel

SMALL = ["--firms", "40", "--quarters", "8", "--quiet"]


def process(*arguments, **options):
    """The command in a process of its own."""
    command = [sys.executable, "-m", "alliances", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, **options)


@pytest.mark.smoke
@pytest.mark.parametrize("verb", [[], ["--help"], ["run", "--help"], ["parameters", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(verb):
    code = (
        "import sys\n"
        "from alliances.__main__ import main\n"
        f"code = main({verb!r})\n"
        "heavy = {'numba', 'mesa', 'pandas', 'numpy', 'matplotlib', 'pyarrow', 'networkx'} & set(sys.modules)\n"
        "sys.exit(code or bool(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "alliances" in done.stdout


def test_help_shows_examples(capsys):
    assert main(["run", "--help"]) == 0
    assert "alliances run hard-competition --seed 7" in capsys.readouterr().out


def test_every_verb_is_offered(capsys):
    assert main(["--help"]) == 0
    offered = capsys.readouterr().out
    for verb in ("run", "validate", "survey", "calibrate", "sweep", "sensitivity", "discover", "policy", "instruments"):
        assert f" {verb} " in offered


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--set", "trust.gian=1"], "no parameter 'trust.gian'; did you mean 'trust.gain'?"),
        (["run", "--set", "trust.gain=9"], "trust.gain = 9 must be a number in [0, 4]"),
        (["run", "--set", "trust.gain=nan"], "trust.gain = nan must be"),
        (["run", "--set", "trust.gain=much"], "trust.gain = 'much' must be a number"),
        (["run", "--set", "trust.gain"], "is not of the form NAME=VALUE"),
        (["run", "--set", "trust.gain=1", "--set", "trust.gain=2"], "trust.gain is given twice"),
        (["run", "--set", "trust.gain=1", "--without", "trust"], "rule 'trust' is switched off"),
        (["run", "--without", "learning_rase"], "no rule 'learning_rase'; did you mean 'learning_race'?"),
        (["run", "defualt"], "no scenario or file 'defualt'; did you mean 'default'?"),
        (["run", "--firms", "1"], "firms = 1 must be"),
        (["run", "--quarters", "-1"], "quarters = -1 must be"),
        (["run", "--seed", "-1"], "seed = -1 must be a whole number in [0, 2**64)"),
        (["run", "--seed", "x"], "--seed = 'x' must be a whole number"),
        (["run", "--firms=1.5"], "--firms = '1.5' must be a whole number"),
        (["explain", "firm", "x", "results"], "ID must be a whole number"),
        (["run", "--sede", "1"], "--seed"),
        (["run", "one", "two"], "two"),
        (["rnu"], "'run'"),
        (["run", "--firms-file", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (["run", "--countries-file", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (["parameters", "trsut"], "did you mean 'trust'?"),
        (["outcomes", "aliances"], "did you mean 'alliances'?"),
        (["app", "--port", "-1"], "--port = '-1' must be 0 or more"),
        (["status", "x" * 300], "File name too long"),
    ],
)
def test_bad_input_is_refused_in_one_line(refusal, arguments, said):
    assert said in refusal(*arguments)


@pytest.mark.parametrize("before", [[], ["run"], ["run", "--seed"], ["run", "--set"], ["explain"], ["app", "--port"]])
def test_a_refused_value_is_repeated_with_eighty_characters_at_most(refusal, before):
    said = refusal(*before, "x" * 3000)
    assert max(map(len, re.findall("x[x.]*", said)), default=0) <= MOST_ECHOED


def test_a_process_refuses_as_the_function_does():
    done = process("run", "--set", "trust.gian=1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "alliances: no parameter 'trust.gian'; did you mean 'trust.gain'?\n"


def test_a_fault_is_one_line_and_a_traceback_only_for_those_who_ask(capsys, monkeypatch):
    monkeypatch.setattr(AllianceModel, "step", lambda model: [][1])
    monkeypatch.delenv("ALLIANCES_DEBUG", raising=False)
    assert main(["run", *SMALL]) == 1
    assert capsys.readouterr().err.startswith("alliances: a fault of the program: IndexError")
    monkeypatch.setenv("ALLIANCES_DEBUG", "1")
    assert main(["run", *SMALL]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_without_the_extra_the_page_says_what_to_install(refusal, monkeypatch):
    monkeypatch.setattr("alliances.commands.app.find_spec", lambda name: None)
    assert "alliance-abm[app]" in refusal("app")


def test_lists_are_for_people_and_for_programs(capsys):
    for arguments, expected in (
        (["scenarios"], "emerging-smes"),
        (["parameters", "trust"], "Rate at which kept promises close the gap"),
        (["parameters", "gain"], "gain"),
        (["outcomes"], "one row per"),
        (["outcomes", "ties"], "goal_reached"),
    ):
        assert main(arguments) == 0
        assert expected in capsys.readouterr().out
        assert main([*arguments, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)


def test_a_parameter_is_listed_with_all_that_is_declared(capsys):
    assert main(["parameters", "trust.gain", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    one = declared()["trust.gain"]
    assert row == {
        "name": "trust.gain", "default": float(one), "unit": "1/year", "plausible": list(one.plausible),
        "admissible": [0, 4], "whole": False, "off": 0, "evidence": one.evidence, "facts": list(one.facts),
        "source": "zaheer_1998",
        "meaning": "Rate at which kept promises close the gap to full trust",
    }  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_at_an_untimely_moment_is_one_line_too(capsys, monkeypatch, number):
    before = signal.getsignal(number)
    monkeypatch.setattr(AllianceModel, "__init__", lambda *_, **__: signal.raise_signal(number))
    assert main(["run", *SMALL]) == 130
    assert capsys.readouterr().err == "alliances: interrupted\n"
    assert signal.getsignal(number) == before


def test_the_command_can_be_given_in_a_thread_which_takes_no_signals(capsys):
    with ThreadPoolExecutor(1) as executor:
        assert executor.submit(main, ["scenarios", "--json"]).result() == 0


def test_examples_name_parameters_that_there_are():
    rules = {name.partition(".")[0] for name in declared()}
    told = " ".join(str(verb.epilog) for verb in app.registered_commands)
    named = {f"{rule}.{name}" for rule, name in re.findall(r"([a-z_]+)\.([a-z_]+)", told) if rule in rules}
    assert named and named <= set(declared())
