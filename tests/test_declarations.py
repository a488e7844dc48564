"""What is declared beside the rules holds together, and what is not allowed is refused in one clear line."""

import ast
import csv
import math
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations import parameters
from alliances.model.declarations.parameter import Evidence, parameter
from alliances.model.errors import InputError

pytestmark = pytest.mark.smoke

MODEL = Path(find_spec("alliances.model").origin).parent
RULE_FILES = sorted(path for path in (MODEL / "rules").glob("*.py") if path.name != "__init__.py")
WORLDLY_FILES = sorted(path for folder in ("rules", "steps", "policies") for path in (MODEL / folder).rglob("*.py"))
"""Where a number would be one of the world, and has to be a parameter."""
RULE_TESTS = Path(__file__).parent / "model" / "rules"
DECLARED = parameters.declared()
INTEGERS = [name for name, declared in DECLARED.items() if declared.integer]

each_parameter = pytest.mark.parametrize("name", DECLARED)
each_rule_file = pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)


def references() -> set[str]:
    with (MODEL / "data" / "references.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"] for row in csv.DictReader(file)}


def refusal(call, *arguments) -> str:
    """The message with which a call refuses its arguments: always one line."""
    with pytest.raises(InputError) as refused:
        call(*arguments)
    message = str(refused.value)
    assert message == message.strip() != ""
    assert "\n" not in message
    return message


def functions(tree: ast.AST) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


# ---- declarations


@each_parameter
def test_the_default_lies_in_the_plausible_range_and_that_in_the_admissible_one(name):
    declared = DECLARED[name]
    low, high = declared.plausible
    assert declared.low <= low <= declared <= high <= declared.high
    assert low < high, "a sweep needs something to explore"
    assert declared.admits(float(declared))
    assert all(map(math.isfinite, (declared.low, low, declared, high, declared.high)))


@each_parameter
def test_the_null_value_is_admissible(name):
    assert DECLARED[name].null is None or DECLARED[name].admits(DECLARED[name].null)


@each_parameter
def test_a_whole_number_has_whole_ranges(name):
    declared = DECLARED[name]
    bounds = (declared.low, declared.high, *declared.plausible)
    assert not declared.integer or all(float(bound).is_integer() for bound in bounds)


@each_parameter
def test_the_texts_are_well_formed(name):
    declared = DECLARED[name]
    assert declared.description[0].isupper()
    assert not declared.description.endswith(".")
    assert declared.evidence in get_args(Evidence)
    for text in (declared.description, declared.unit, declared.source):
        assert text == text.strip() != ""
        assert text.isprintable()


def test_no_two_parameters_share_a_description():
    descriptions = [declared.description for declared in DECLARED.values()]
    assert sorted(descriptions) == sorted(set(descriptions))


def test_every_source_is_a_reference():
    cited = {declared.source for declared in DECLARED.values()}
    assert cited - references() == set()


def test_no_reference_key_stands_twice():
    with (MODEL / "data" / "references.csv").open(encoding="utf-8", newline="") as file:
        keys = [row["key"] for row in csv.DictReader(file)]
    assert len(keys) == len(set(keys))


# ---- rules


@each_rule_file
def test_a_rule_names_its_null_form_and_its_theory(path):
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert "Null form:" in text
    assert "Theory:" in text


@pytest.mark.parametrize("rule", parameters.RULES)
def test_every_rule_can_be_switched_off(rule):
    null = parameters.null_form(rule)
    assert null, "no parameter of this rule declares a null value"
    values = getattr(parameters.values(null), rule)
    assert all(getattr(values, full.split(".")[1]) == value for full, value in null.items())


@pytest.mark.parametrize("path", WORLDLY_FILES, ids=lambda path: path.relative_to(MODEL).with_suffix("").as_posix())
def test_no_rule_step_or_policy_holds_a_bare_number(path):
    """Beyond 0, 1 and 2. ``contradiction`` is exempt: its tolerance is about rounding, not about the world."""
    bare = [
        f"line {node.lineno}: {node.value}"
        for function in functions(ast.parse(path.read_text(encoding="utf-8")))
        if function.name != "contradiction"
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value not in (0, 1, 2)
    ]
    assert bare == []


@each_rule_file
def test_every_function_of_a_rule_says_what_it_returns(path):
    silent = [f.name for f in functions(ast.parse(path.read_text(encoding="utf-8"))) if not ast.get_docstring(f)]
    assert silent == []


def test_every_rule_has_a_test_file_and_every_such_file_a_rule():
    tested = sorted(path.stem.removeprefix("test_") for path in RULE_TESTS.glob("test_*.py"))
    assert tested == sorted([*(path.stem for path in RULE_FILES), "shared_forms"])  # the forms of rules/__init__.py


@each_rule_file
def test_every_function_of_a_rule_is_asked_in_its_test(path):
    tested = (RULE_TESTS / f"test_{path.stem}.py").read_text(encoding="utf-8")
    declared = {function.name for function in functions(ast.parse(path.read_text(encoding="utf-8")))}
    assert {name for name in declared if not re.search(rf"\brule\.{name}\b", tested)} <= {"contradiction"}


def names_of_rules(tree: ast.AST, path: Path) -> dict[str, str]:
    """Local names that stand for a rule's parameters: ``p`` in the rule's own file, ``x`` after ``x = p.rule``."""
    names = {"p": path.stem} if path in RULE_FILES else {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            attributes = {name: getattr(value, "attr", "") for name, value in assigned(node)}
            names |= {name: own for name, own in attributes.items() if own in parameters.RULES}
    return names


def assigned(node: ast.Assign) -> list[tuple[str, ast.expr]]:
    """Names and what is assigned to each, in ``a = b`` and in ``a, b = c, d``."""
    pairs = []
    for target in node.targets:
        several = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
        pairs += zip(target.elts, node.value.elts, strict=True) if several else [(target, node.value)]
    return [(target.id, value) for target, value in pairs if isinstance(target, ast.Name)]


def read_parameters() -> set[str]:
    """Full names of the parameters that any code of the model reads."""
    found = set()
    for path in MODEL.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = names_of_rules(tree, path)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
                found.add(f"{node.value.attr}.{node.attr}")
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found.add(f"{names.get(node.value.id)}.{node.attr}")
    return found


def test_every_parameter_is_read():
    assert set(DECLARED) - read_parameters() == set()


# ---- refusals


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, True, False, "0.5", None, [1.0], 10**400],
    ids=["nan", "inf", "minus_inf", "true", "false", "text", "none", "list", "huge"],
)
def test_what_is_no_usable_number_is_refused(value):
    for name, declared in DECLARED.items():
        message = refusal(parameters.checked, name, value)
        assert message.startswith(f"{name} = ")
        assert declared.allowed in message
        assert refusal(parameters.values, {name: value}) == message


@each_parameter
def test_a_value_outside_the_admissible_range_is_refused_and_its_ends_are_not(name):
    declared = DECLARED[name]
    step = 1 if declared.integer else sys.float_info.epsilon * max(1, abs(declared.high))
    for outside in (declared.low - step, declared.high + step, math.nextafter(declared.low, -math.inf)):
        message = refusal(parameters.checked, name, outside)
        assert message.startswith(f"{name} = {outside:.12g}")
        assert DECLARED[name].allowed in message
    assert parameters.checked(name, declared.low) == declared.low
    assert parameters.checked(name, declared.high) == declared.high


@pytest.mark.parametrize("name", INTEGERS)
def test_a_broken_count_is_refused(name):
    assert "a whole number" in refusal(parameters.checked, name, DECLARED[name] + 1 / 2)


@given(st.data())
def test_an_admissible_value_is_taken_as_it_is(data):
    name = data.draw(st.sampled_from(sorted(set(DECLARED) - set(INTEGERS))))
    value = data.draw(st.floats(DECLARED[name].low, DECLARED[name].high))
    assert parameters.checked(name, value) == value
    assert type(parameters.checked(name, value)) is float
    assert parameters.assignment(f"{name}={value!r}") == (name, value)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("trust.gian", "trust.gain"),
        ("partner_search.candidate", "partner_search.candidates"),
        ("partner_serch.candidates", "partner_search.candidates"),
        ("candidates", "partner_search.candidates"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_one(wrong, right):
    expected = f"no parameter '{wrong}'; did you mean '{right}'?"
    assert refusal(parameters.checked, wrong, 1.0) == expected
    assert refusal(parameters.values, {wrong: 1.0}) == expected
    assert refusal(parameters.assignment, f"{wrong}=1") == expected


def test_a_name_like_no_other_gets_no_guess():
    assert refusal(parameters.checked, "zzzz", 1.0) == "no parameter 'zzzz'"


def test_an_unknown_rule_is_answered_with_the_nearest_one():
    assert refusal(parameters.null_form, "knowlege_exchange") == (
        "no rule 'knowlege_exchange'; did you mean 'knowledge_exchange'?"
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("trust.gain", "NAME=VALUE"),
        ("", "NAME=VALUE"),
        ("=1", "no parameter ''"),
        ("trust.gain=", "must be a number"),
        ("trust.gain=high", "'high' must be a number"),
        ("trust.gain=nan", "nan"),
        ("trust.gain=1e999", "inf"),
        ("trust.gain=-1", "-1"),
        ("partner_search.candidates=2.5", "whole number"),
        ("trust.gain=1\n2", "must be a number"),
        ("trust\ngain=1", "no parameter"),
    ],
)
def test_a_setting_that_cannot_be_read_is_refused(text, part):
    assert part in refusal(parameters.assignment, text)


def test_spaces_around_a_setting_do_not_matter():
    assert parameters.assignment(" trust.gain = 0.5 ") == ("trust.gain", 0.5)


def test_settings_that_contradict_each_other_are_refused_though_each_is_admissible():
    both = {"partner_search.past_partners": 0.7, "partner_search.referrals": 0.7}
    assert refusal(parameters.values, both) == "partner_search: past_partners + referrals = 1.4 exceeds 1"


def test_values_are_plain_numbers_in_the_order_of_the_declarations():
    values = parameters.values({"trust.gain": 1})
    assert values.trust.gain == 1.0
    assert values.trust.loss == DECLARED["trust.loss"]
    assert {type(value) for group in values for value in group} == {float}
    assert sum(len(group) for group in values) == len(DECLARED)


def test_a_declaration_that_does_not_hold_together_is_refused():
    ranges = {"unit": "share", "low": 0, "high": 1, "source": "gulati_1995"}
    for default, plausible in [(2, (0, 1)), (0.5, (0.6, 0.8)), (0.5, (0.2, 1.2)), (math.nan, (0, 1))]:
        message = refusal(lambda d=default, p=plausible: parameter(d, "Weight", plausible=p, **ranges))
        assert message.startswith("Weight: default")
