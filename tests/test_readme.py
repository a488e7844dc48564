"""README and the pages it sends newcomers to run: their commands, snippet and scenario, on small worlds."""

import re
import shlex
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from alliances.__main__ import main
from alliances.model.face.model import AllianceModel

README = Path(__file__).parents[1] / "README.md"
DOCS = README.parent / "docs"
PAGES = [README, DOCS / "commands.md", DOCS / "python.md", DOCS / "own-worlds.md", DOCS / "own-data.md"]
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
SMALL = {
    "run": ["--firms", "30", "--quarters", "4", "--quiet"],
    "compare": ["--firms", "60", "--quarters", "12", "--replicates", "2", "--workers", "1", "--quiet"],
    "effect": ["--firms", "60", "--quarters", "12", "--replicates", "2", "--levels", "2", "--workers", "1", "--quiet"],
    "validate": ["--firms", "300", "--replicates", "1", "--workers", "1", "--quiet"],
    "policy": ["--only", "main", "--replicates", "2", "--workers", "1", "--quiet"],
    "case": ["--firms", "60", "--replicates", "1", "--workers", "1", "--quiet"],
    "survey": ["--firms", "600", "--replicates", "1", "--draws", "2", "--size", "20", "--quiet"],
}


def blocks(language):
    """The code blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.DOTALL)


COMMANDS = sorted(
    {
        shlex.join(shlex.split(line, comments=True))
        for block in blocks("sh")
        for line in block.splitlines()
        if line.startswith("alliances ") and " app" not in line
    }
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the files that the README's examples name."""
    (tmp_path / "low-trust.toml").write_text(blocks("toml")[0], encoding="utf-8")
    firms = "\n".join(["home,industry", *["BRA,ict", "IND,biotech"] * 10])
    (tmp_path / "my-firms.csv").write_text(firms + "\n", encoding="utf-8")
    countries = files("alliances.model") / "data" / "countries.csv"
    (tmp_path / "my-countries.csv").write_text(countries.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_work(command, folder, capsys):
    words = shlex.split(command)[1:]
    if words[0] in ("explain", "replay"):  # they need the folder that the command before them writes
        assert main(["run", "--out", "results/default", *SMALL["run"]]) == 0
    assert main([*words, *SMALL.get(words[0], [])]) == 0
    assert capsys.readouterr().out


def test_its_snippet_works(monkeypatch, capsys):
    made = AllianceModel.__init__

    def small(self, *positional, **named):
        made(self, *positional, firms=60, quarters=12, **named)

    monkeypatch.setattr(AllianceModel, "__init__", small)
    (snippet,) = blocks("python")
    exec(compile(snippet, "README.md", "exec"), {})
    assert "contractual" in capsys.readouterr().out


def test_its_scenario_sets_what_it_says(folder):
    model = AllianceModel("low-trust.toml", seed=1, firms=20, quarters=0)
    assert model.values.trust.gain == tomllib.loads(blocks("toml")[0])["parameters"]["trust"]["gain"]


def test_it_names_the_two_commands_first():
    assert blocks("sh")[0].startswith("make run")
    assert "make test" in blocks("sh")[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_its_links_and_pictures_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    # LICENSE, CITATION.cff and the player's sources are not beside the tests where only the package is installed
    assert [target for target in missing if target.startswith("docs/") or page != README] == []


def test_its_rows_of_facts_are_those_of_the_validation():
    rows = re.findall(r"^\| `\w+` \|.*\| \*\*.*$", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(rows) == 2
    validation = (DOCS / "validation.md").read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if row not in validation] == []
