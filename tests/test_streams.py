"""What the command writes to: encodings without all characters, closed streams, readers that have seen enough."""

import json
import os
import shlex
import subprocess
import sys

import pytest

from alliances.__main__ import main
from tests.cases import cases

COMMAND = f"{shlex.quote(sys.executable)} -m alliances"
RUN = "run --firms 40 --quarters 4 --quiet"


def in_shell(words, encoding=None):
    """What a line of a shell prints, after the exit code of the command in it."""
    variables = {**os.environ, **({"PYTHONIOENCODING": encoding} if encoding else {})}
    line = f"set -o pipefail; {COMMAND} {words}"
    return subprocess.run(["bash", "-c", line], capture_output=True, check=False, timeout=300, env=variables)


@pytest.mark.parametrize("encoding", cases(["ascii"], ["cp1252", "latin-1"]))
@pytest.mark.parametrize("words", [RUN, "describe", "parameters", "facts", "run --help"])
def test_an_encoding_without_all_characters_has_plain_ones(words, encoding):
    done = in_shell(words, encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "\\u" not in done.stdout.decode(encoding) and len(done.stdout) > 500


def test_plain_characters_stand_for_those_that_are_missing():
    written = 'from alliances.commands import streams; streams.prepare(); print("→×−…≤±²“”█│─╭ ô \\udce9")'
    done = subprocess.run(
        [sys.executable, "-c", written],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert done.stdout.decode() == '->x-...<=+-^2""#|-+ \\xf4 \\udce9\n'


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_json_stays_json_and_says_the_same_in_every_encoding(encoding):
    said = {"name": "“Côte” → \U0001f600"}
    written = f"from alliances.commands import console, streams; streams.prepare(); console.print_json({said!r})"
    done = subprocess.run(
        [sys.executable, "-c", written],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert json.loads(done.stdout.decode(encoding)) == said


@pytest.mark.parametrize("words", cases([RUN, "parameters", "--help"], ["describe", "facts --json", "schema scenario"]))
@pytest.mark.parametrize("end", ["| (exec <&-)", ">&-", "2>&-"])
def test_nobody_has_to_read_to_the_end(words, end):
    done = in_shell(f"{words} {end}")
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_under_stdout_is_one_line():
    done = in_shell("parameters > /dev/full")
    assert (done.returncode, done.stderr.decode()) == (1, "alliances: the system: No space left on device\n")


LONG = "a" * 5000


@pytest.mark.parametrize(
    "words",
    [["run", "--firms", LONG], ["run", f"--{LONG}"], ["run", f"--firms={LONG}"], [LONG], ["run", LONG, LONG],
     ["run", LONG], ["run", "--set", LONG], ["run", "--set", f"{LONG}=1"], ["run", "--without", LONG],
     ["run", "--policy", LONG], ["run", "--firms-file", LONG], ["run", "--plugin", LONG], ["schema", LONG],
     ["sweep", "sme-capability", "--shard", LONG, "--out", "x"], ["sweep", "sme-capability", "--scheduler", LONG],
     ["sweep", LONG], ["survey", LONG], ["validate", LONG], ["effect", LONG], ["compare", LONG], ["status", LONG],
     ["rerun", LONG], ["explain", "firm", LONG, "x"], ["heatmap", LONG, "--x", "a", "--y", "b"], ["instruments", LONG],
     ["parameters", LONG], ["outcomes", LONG], ["calibrate", LONG], ["policy", LONG], ["replay", LONG],
     ["run", "--out", LONG, *RUN.split()[1:]], ["sensitivity", LONG], ["discover", LONG], ["describe", "--out", LONG]],
)  # fmt: skip
def test_what_is_refused_is_repeated_with_80_characters_at_most(words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(words) in (1, 2)
    said = capsys.readouterr().err
    assert said.startswith("alliances: ") and said.count("\n") == 1 and "a" * 81 not in said
