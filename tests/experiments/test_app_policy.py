"""Behind the policy lab: form, design and TOML file; a run that grows and stops; a policy without money."""

import threading
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import tomli_w

pytest.importorskip("solara", reason="the page needs the extra [app]")
pytest.importorskip("scipy", reason="intervals need the extra [analysis]")

import ipyvuetify
import solara

from alliances.analysis.report.policy import headline
from alliances.experiments.app import policy_form, policy_lab, policy_presets, policy_run
from alliances.experiments.app.policy_form import OWN, Form, instruments, read, shipped_document
from alliances.experiments.app.policy_lab import Lab
from alliances.experiments.app.policy_option import OptionForm
from alliances.experiments.app.policy_results import Numbers, shares_best
from alliances.experiments.app.policy_run import batches, report_of
from alliances.experiments.policy.evaluation import measured
from alliances.experiments.policy.file import load_comparison, shipped_comparisons
from alliances.model.policies.policy import INSTRUMENTS

GRANT = OptionForm(budget="2", ceiling="0.1", administration="0", start="1", end="4")
SMALL = Form(firms="60", worlds="6", options=(GRANT, replace(GRANT, instrument="mentoring")))


def in_this_process() -> None:
    """No executor: worlds are run where they are asked for."""


def lab_of(form: Form) -> Lab:
    """A visit with this form."""
    lab = Lab(workers=in_this_process)
    lab.form.value = form
    return lab


def wait_until(condition) -> None:
    """Wait for what the run's thread does; the first world may have to be compiled."""
    end = time.monotonic() + 180
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.01)


def result_of(form: Form):
    """What a run of this form shows in the end."""
    lab = lab_of(form)
    lab.start()
    wait_until(lambda: not lab.running)
    assert lab.progress.value.problem == ""
    return lab.result.value


def test_what_is_filled_in_becomes_a_design_and_the_file_gives_the_same_design(tmp_path):
    option = replace(
        GRANT, name='Grant "one"', strengths={"share": 0.35}, exporting="no", age_from="2", age_below="10",
        industries=("ict", "biotech"), homes=("VNM",), allocation="lottery", administration="0.25",
    )  # fmt: skip
    form = replace(SMALL, aim="alliances", price="2.5", options=(option, *SMALL.options[1:]))
    design = read(form).design
    policy = design.options[0].policies[0]
    assert (policy.name, policy.full.share, policy.budget, policy.ceiling) == ('Grant "one"', 0.35, 2, 0.1)
    assert (policy.start, policy.end, policy.allocation, policy.administration) == (1, 4, "lottery", 0.25)
    assert (policy.target.size, policy.target.exporting, policy.target.age) == ("sme", "no", (2, 10))
    assert (policy.target.industries, policy.target.homes) == (("ict", "biotech"), ("VNM",))
    assert (design.firms, design.replicates, design.aim, design.price, design.years) == (60, 6, "alliances", 2.5, 9)
    file = tmp_path / "my-comparison.toml"
    file.write_text(tomli_w.dumps(form.document()), encoding="utf-8")
    assert load_comparison(file) == design


@pytest.mark.parametrize("name", shipped_comparisons())
def test_a_shipped_comparison_is_the_files_main_part(name, tmp_path):
    form = Form().with_comparison(name)
    assert read(form).design == load_comparison(name, only=["main"])
    fewer = read(replace(form, firms="100", worlds="4", aim="alliances")).design
    assert (fewer.firms, fewer.replicates, fewer.aim) == (100, 4, "alliances")
    assert "replicates" not in shipped_document(name)["comparison"], "the page must not change what is shipped"


def test_ones_own_options_are_kept_while_one_looks_at_a_shipped_comparison():
    looked = SMALL.with_comparison("sme-subsidy-or-opening").with_comparison(OWN)
    assert looked.options == SMALL.options


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_every_instrument_can_be_chosen_as_it_comes(instrument):
    assert instrument in dict(instruments())
    assert read(replace(Form(), options=(OptionForm(instrument=instrument),))).problems == {}


def test_options_of_one_instrument_have_names_of_their_own():
    form = replace(SMALL, options=(GRANT, GRANT))
    assert form.names == ["Export promotion grant (1)", "Export promotion grant (2)"]
    assert read(form).problems == {}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"budget": "-1"}, "0.budget", "The budget must be a number, 0 or more, not −1"),
        ({"budget": "5 million"}, "0.budget", "The budget must be a number, 0 or more, not 5 million"),
        ({"end": "1"}, "0.end", "The end must be a quarter of a year or more after the start, 1, not 1"),
        ({"end": "900"}, "0.end", "The end must be within the 200 years that a run lasts at most"),
        ({"allocation": "lottery", "budget": ""}, "0.allocation", "This way of giving out needs places, or a budget"),
        ({"age_from": "9", "age_below": "3"}, "0.age_from", "The age must be [from, below]"),
    ],
)
def test_what_is_refused_is_said_beside_its_field(changes, field, message):
    reading = read(SMALL.with_option(0, **changes))
    assert reading.design is None
    assert list(reading.problems) == [field]
    assert message in reading.problems[field]
    assert "\n" not in reading.problems[field]


def test_two_options_with_the_same_typed_name_are_refused_beside_the_second():
    form = replace(SMALL, options=tuple(replace(option, name="Help") for option in SMALL.options))
    assert read(form).problems == {"1.name": "two options are named 'Help'; each must have a name of its own"}


@pytest.mark.parametrize(("field", "typed"), [("firms", "many"), ("worlds", "1"), ("price", "0")])
def test_what_is_refused_of_the_comparison_is_said_beside_its_field(field, typed):
    assert list(read(replace(SMALL, **{field: typed})).problems) == [field]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("worlds", "1e9", "Pairs of worlds must be a whole number between 2 and 2,000, not 1,000,000,000"),
        ("worlds", "2.5", "Pairs of worlds must be a whole number between 2 and 2,000, not 2.5"),
        ("firms", "-4", "Firms at the start must be a whole number between 2 and 20,000, not −4"),
        ("price", "x", "Price worth paying must be a number above 0, not x"),
    ],
)
def test_refusals_are_in_the_words_of_the_field(field, typed, said):
    assert read(replace(SMALL, **{field: typed})).problems == {field: said}


PRESETS = [*policy_presets.shipped(), *policy_presets.recommended()]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.title)
def test_every_preset_can_be_run_as_it_is(preset):
    reading = read(preset.form)
    assert (dict(reading.problems), reading.design is None) == ({}, False)
    assert preset.question == reading.design.question


def test_without_the_extra_analysis_the_page_says_what_to_install(monkeypatch):
    monkeypatch.setattr(policy_form, "find_spec", lambda name: None)
    reading = read(SMALL)
    assert reading.design is None
    assert "pip install 'alliance-abm[analysis]'" in reading.problems[""]


def test_results_grow_batch_by_batch():
    assert batches(50) == [5, 10, 20, 35, 50]
    assert batches(2) == [2]
    assert batches(5) == [5]


def test_the_result_is_that_of_the_command(tmp_path):
    result = result_of(SMALL)
    assert result.study.seeds == 6
    file = tmp_path / "my-comparison.toml"
    file.write_text(result.toml, encoding="utf-8")
    from alliances.experiments.policy.comparison import evaluate

    again = evaluate(file, workers=1)
    assert again.design.replicates == 6
    assert again.effects.equals(result.study.effects)
    assert result.command == "alliances policy my-comparison.toml --out results/my-comparison"
    page = report_of(result.study)
    assert result.command in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert sum(map(float, shares_best(result.study).values())) == pytest.approx(100, abs=1)


def test_the_headline_is_that_of_the_report():
    result = result_of(replace(SMALL, worlds="3"))
    _, shown = solara.render(Numbers(result), handle_error=False)
    heads = [one.children[0] for one in shown.find(ipyvuetify.Html, tag="th").widgets if "scope" in one.attributes]
    assert heads[:7] == list(headline(result.study).values())
    assert heads[3] == "Take-up, %" and "Budget offered" in heads


def test_a_policy_without_money_changes_exactly_nothing():
    study = result_of(replace(SMALL, worlds="3", options=(replace(GRANT, budget="0"),))).study
    assert (study.effects["with_policy"] - study.effects["base"]).dropna().eq(0).all()
    assert study.summary("firms_abroad", year=study.horizon)[["mean", "low", "high"]].eq(0).all(axis=None)


def test_stop_is_said_at_once_and_what_was_shown_stays(monkeypatch):
    hold, held = threading.Event(), threading.Event()

    def slow(run):
        if run.seed > 5:  # after the first batch
            held.set()
            assert hold.wait(60)
        return measured(run)

    monkeypatch.setattr(policy_run, "measured", slow)
    lab = lab_of(replace(SMALL, worlds="40"))
    lab.start()
    assert held.wait(180)
    before = time.monotonic()
    lab.stop()
    assert time.monotonic() - before < 1
    assert not lab.running
    hold.set()
    time.sleep(0.2)
    assert lab.progress.value.done == 5
    assert lab.result.value.study.seeds == 5
    assert lab.result.value.study.design.replicates == 5
    assert tomllib.loads(lab.result.value.toml)["comparison"]["replicates"] == 5


def test_a_run_stopped_while_an_earlier_world_is_under_way_has_every_world_once(monkeypatch):
    design, second = read(SMALL).design, threading.Event()
    first = next(iter(design.seeds))

    def out_of_order(run):
        assert run.seed != first or second.wait(180)
        return measured(run)

    def stop_after_one(run):
        run.stop()
        second.set()

    monkeypatch.setattr(policy_run, "measured", out_of_order)
    results = []
    with ThreadPoolExecutor(2) as executor:
        stopped = policy_run.Run(SMALL, design, stop_after_one, lambda run, result: None)
        stopped.carry_out(lambda: executor)
        assert list(stopped.rows) == [first + 1]
        went_on = policy_run.Run(SMALL, design, lambda run: None, lambda run, result: results.append(result))
        went_on.after(stopped).carry_out(lambda: executor)
    assert went_on.progress.problem == ""
    assert results[-1].study.effects.equals(result_of(SMALL).study.effects)


def test_what_was_stopped_goes_on_and_ends_as_if_it_had_not_been_stopped(monkeypatch):
    hold, held = threading.Event(), threading.Event()

    def slow(run):
        if run.seed > 5 and not hold.is_set():  # after the first batch
            held.set()
            assert hold.wait(60)
        return measured(run)

    monkeypatch.setattr(policy_run, "measured", slow)
    lab = lab_of(SMALL)
    assert not lab.stopped
    lab.start()
    assert held.wait(180)
    lab.stop()
    assert lab.stopped
    hold.set()
    time.sleep(0.2)
    lab.go_on()
    wait_until(lambda: not lab.running)
    assert (lab.progress.value.done, lab.stopped) == (6, False)
    assert lab.result.value.study.effects.equals(result_of(SMALL).study.effects)
    lab.change(worlds="8")
    assert lab.stopped, "more worlds are the same run"
    lab.change(price="7")
    assert not lab.stopped, "another form is another run"


def test_the_report_is_made_beside_the_page_and_is_that_of_the_pairs_it_names():
    lab = lab_of(replace(SMALL, worlds="3"))
    lab.write_report()
    assert lab.report.value is None, "without a result there is nothing to report"
    lab.start()
    wait_until(lambda: not lab.running)
    lab.write_report()
    wait_until(lambda: lab.report.value.text or lab.report.value.problem)
    assert (lab.report.value.pairs, lab.report.value.problem) == (3, "")
    assert lab.result.value.command in lab.report.value.text


def test_a_report_that_cannot_be_made_says_why(monkeypatch):
    lab = lab_of(replace(SMALL, worlds="2"))
    lab.start()
    wait_until(lambda: not lab.running)
    monkeypatch.setattr(policy_lab, "report_of", lambda study: 1 / 0)
    lab.write_report()
    wait_until(lambda: lab.report.value.problem)
    assert lab.report.value.problem == "The report could not be made: division by zero"


def test_a_run_that_was_left_does_not_write_over_a_newer_one(monkeypatch):
    hold, held = threading.Event(), threading.Event()

    def slow(run):
        if run.design.firms == 60:
            held.set()
            assert hold.wait(60)
        return measured(run)

    monkeypatch.setattr(policy_run, "measured", slow)
    lab = lab_of(SMALL)
    lab.start()
    assert held.wait(60)
    lab.change(firms="50", worlds="2")
    lab.start()
    wait_until(lambda: not lab.running)
    hold.set()
    time.sleep(0.2)
    assert (lab.progress.value.asked, lab.result.value.study.design.firms) == (2, 50)


def test_a_run_that_breaks_off_says_why_and_the_page_lives_on(monkeypatch):
    def broken(run):
        raise MemoryError("no room\nat all")

    monkeypatch.setattr(policy_run, "measured", broken)
    lab = lab_of(SMALL)
    lab.start()
    wait_until(lambda: not lab.running)
    assert lab.progress.value.problem == "the run broke off: no room at all"
    assert lab.result.value is None


def test_a_change_after_a_run_makes_its_result_outdated():
    lab = lab_of(replace(SMALL, worlds="2"))
    lab.start()
    wait_until(lambda: not lab.running)
    assert not lab.outdated
    lab.change(option=0, budget="3")
    assert lab.outdated
    lab.change(option=0, budget="2")
    assert not lab.outdated
