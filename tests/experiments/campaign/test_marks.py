"""Marks: an edit of anything that a number depends on changes them, and an edit of words alone does not."""

import shutil
from dataclasses import replace
from importlib import import_module

import pytest

from alliances.analysis.facts import fact
from alliances.analysis.surveys import survey
from alliances.experiments.campaign.marks import mark, mark_of, program_mark, scenario_read
from alliances.experiments.campaign.sources import TOPS, closure, data_of, installed, parsed
from alliances.experiments.designs.design import load_design
from alliances.experiments.evidence.survey import Plan as SurveyPlan
from alliances.experiments.evidence.survey_campaign import campaign_of as survey_campaign
from alliances.experiments.evidence.validation import Plan
from alliances.experiments.evidence.validation import campaign_of as validation
from alliances.experiments.policy.comparison import campaign_of as comparison
from alliances.experiments.policy.file import load_comparison
from alliances.experiments.sweeps.runs import Run
from alliances.experiments.sweeps.sweep import campaign_of as sweep
from alliances.model import plugins
from alliances.model.world.scenario import load_scenario


def modules_of(kind):
    """The modules that measure in a campaign of this kind."""
    return {
        "sweep": lambda: sweep(load_design("competition-barriers")),
        "validation": lambda: validation(Plan((fact("failure"), fact("zhu_paths")))),
        "comparison": lambda: comparison(load_comparison("sme-subsidy-or-opening")),
    }[kind]().modules


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The folders of a copy of the package, which can be edited."""
    root, folders = tmp_path_factory.mktemp("copy"), {}
    for top in TOPS:
        folders[top] = root / top
        shutil.copytree(installed(top), folders[top], ignore=shutil.ignore_patterns("__pycache__", "app"))
    return folders


def edited(texts, folders, modules):
    """The mark with the content of files replaced for a moment."""
    before = {path: path.read_bytes() for path in texts}
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    try:
        return mark_of(closure(modules, folders))
    finally:
        for path, content in before.items():
            path.write_bytes(content)


def test_a_copy_of_the_package_has_the_mark_of_the_package(copy):
    modules = modules_of("sweep")
    assert mark_of(closure(modules, copy)) == program_mark(modules)


@pytest.mark.parametrize("kind", ["sweep", "validation", "comparison"])
def test_an_edit_of_any_module_in_the_closure_changes_the_mark_and_one_of_all_their_words_does_not(kind, copy):
    modules = modules_of(kind)
    before, sources = mark_of(closure(modules, copy)), closure(modules, copy)
    assert len(sources) > 80
    texts = {source.path: source.path.read_text(encoding="utf-8") for source in sources.values()}
    for name, source in sources.items():
        if kind != "validation" and name.startswith("alliances.model."):
            continue  # the same ones again
        assert edited({source.path: f"{texts[source.path]}\nEDITED = 1\n"}, copy, modules) != before, name
    words = {path: text.replace('"""', '"""Other words. ', 1) + "\n# a comment\n" for path, text in texts.items()}
    assert all(("Other words." in words[path]) is ('"""' in text) for path, text in texts.items())
    assert edited(words, copy, modules) == before


def test_the_closure_holds_what_was_forgotten_by_lists_made_by_hand():
    names = closure(modules_of("comparison"))
    assert {"alliances.analysis.summary", "alliances.analysis.policy.seeds", "alliances.model.simulation"} <= set(names)
    names = closure(modules_of("validation"))
    assert {"alliances.analysis.summary", "alliances.analysis.statistics.path_model"} <= set(names)


OWN = """
from alliances.analysis.calibration.moments import targets
def measure(replicate):
    return {"number": 1.0}
"""


def own_fact(measure):
    """The modules that measure in a validation of one's own fact."""
    return validation(Plan((fact("failure")._replace(measure=measure),))).modules


def own_survey(frame):
    """The modules that measure in a survey of one's own."""
    return survey_campaign(SurveyPlan(replace(survey("nissanka"), frame=frame))).modules


@pytest.mark.parametrize("modules_with", [own_fact, own_survey])
def test_an_edit_of_a_fact_or_survey_of_ones_own_changes_the_mark(modules_with, tmp_path, monkeypatch):
    name = f"{modules_with.__name__}_file"
    path = tmp_path / f"{name}.py"
    path.write_text(OWN, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    modules = modules_with(import_module(name).measure)
    before, sources = mark_of(closure(modules)), closure(modules)
    assert {name, "alliances.analysis.calibration.moments"} <= set(sources)  # what it imports as well
    path.write_text(OWN.replace("1.0", "2.0"), encoding="utf-8")
    assert mark_of(closure(modules)) != before


def test_other_plugins_change_the_mark(tmp_path, monkeypatch):
    monkeypatch.setattr(plugins, "LOADED", {})
    monkeypatch.setenv(plugins.PLUGINS, "")
    before = program_mark((Run.__module__,))
    (tmp_path / "own.py").write_text("ANSWER = 42\n", encoding="utf-8")
    plugins.load(tmp_path / "own.py")
    assert program_mark((Run.__module__,)) != before


def test_the_closure_holds_every_rule_and_instrument_though_they_are_gathered():
    names = set(closure((Run.__module__,)))
    for package in ("alliances.model.rules", "alliances.model.policies.instruments"):
        folder = installed("alliances.model") / package.rpartition(".")[2]
        assert {f"{package}.{path.stem}" for path in folder.glob("[!_]*.py")} <= names


@pytest.mark.parametrize("kind", ["sweep", "validation", "comparison"])
def test_nothing_that_keeps_shows_or_tells_results_is_in_the_closure(kind):
    parts = {name.split(".")[-2] for name in closure(modules_of(kind)) if name.count(".") > 1}
    assert parts.isdisjoint({"commands", "report", "app", "figures"})
    own = {name.rpartition(".")[2] for name in closure(modules_of(kind)) if ".experiments.campaign." in name}
    assert own <= {"marks", "sources"}


@pytest.mark.parametrize(
    ("top", "place", "noticed"),
    [
        ("alliances.model", "data/countries.csv", True),
        ("alliances.model", "scenarios/montreal-boston.toml", True),
        ("alliances.analysis", "data/zhu2025_paths.csv", True),
        ("alliances.model", "data/README.md", False),
        ("alliances.experiments", "designs/morris-all.toml", False),
        ("alliances.analysis", "report/policy.py", False),  # reads rows, and makes none
    ],
)
def test_an_edit_of_data_that_are_read_changes_the_mark(top, place, noticed, copy):
    modules, path = modules_of("validation"), copy[top] / place
    before = mark_of(closure(modules, copy))
    assert (edited({path: path.read_text(encoding="utf-8") + "\n# more\n"}, copy, modules) != before) is noticed


def test_every_file_of_data_that_a_world_is_made_of_is_found():
    found = {path.name for path in data_of(closure((Run.__module__,)).values())}
    assert {"countries.csv", "industries.csv", "default.toml", "telecom.toml"} <= found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('"""Docs."""\nx = 1', "x = 1  # why", True),
        ('def f():\n    """Docs."""\n    return 1', 'def f():\n    "Others."\n    return (\n        1)', True),
        ("x = 1", "x = 2", False),
        ("x = '1'", "x = 1", False),
        ('x = """Docs."""', 'x = """Others."""', False),
        ("def f(a, b=None): pass", "def f(a, b): pass", False),
        ("x = [None]", "x = []", False),
        ("if x:\n    y = 1\nz = 2", "if x:\n    y = 1\n    z = 2", False),
    ],
)
def test_code_means_the_same_whatever_is_said_about_it(one, other, same, tmp_path):
    told = [parsed(tmp_path / "x.py", text.encode()).meaning for text in (one, other)]
    assert (told[0] == told[1]) is same


def test_imports_for_type_checkers_only_are_not_followed(tmp_path):
    text = "import a.b\nfrom c import d\nif TYPE_CHECKING:\n    import e\ndef f():\n    from g import h\n"
    assert parsed(tmp_path / "x.py", text.encode()).imports == {"a.b", "c", "c.d", "g", "g.h"}


def test_a_mark_depends_on_content_and_not_on_its_order():
    assert mark({"a": 1, "b": 2}) == mark({"b": 2, "a": 1}) != mark({"a": 1, "b": 3})


def test_a_scenario_is_told_with_the_content_of_the_files_it_reads_wherever_they_lie(tmp_path):
    def read_from(name, text):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return scenario_read(replace(load_scenario("default"), firms_file=str(tmp_path / name)))

    first = read_from("firms.csv", "home,industry\nVNM,ict\n")
    assert read_from("copy.csv", "home,industry\nVNM,ict\n") == first
    assert read_from("firms.csv", "home,industry\nDEU,ict\n") != first
    assert scenario_read(load_scenario("default"))["firms_file"] is None


def test_words_of_a_scenario_are_no_part_of_what_rows_depend_on():
    plain = load_scenario("default")
    assert scenario_read(replace(plain, title="Other words", question="Why?")) == scenario_read(plain)
    assert scenario_read(replace(plain, firms=plain.firms + 1)) != scenario_read(plain)
