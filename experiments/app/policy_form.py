"""The form of the policy lab: a shipped comparison or one of the visitor's own, and what of it is refused, and where.

A form becomes a document, as a TOML file has it; the comparison is read from that document as it is from a file, so
that page and file cannot differ.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from alliances.experiments.app.policy_option import OptionForm, instrument_title, number
from alliances.experiments.app.policy_refusals import in_words
from alliances.experiments.policy.design import Design
from alliances.experiments.policy.file import PARTS, design_from, shipped_comparisons
from alliances.model.errors import InputError, echoed, install
from alliances.model.policies.policy import INSTRUMENTS, policy_from

OWN = ""  # no shipped comparison
OWN_NAME = "my-comparison"
MOST_OPTIONS = 3
AFTERWARDS = 5  # years that a run goes on after the last policy, to see what lasts
UNENDING = 10  # years that a run lasts after the start of a policy without end, beside these
LONGEST = 200
QUESTION = "Which of these policies does most, and at what cost?"
LIMITS = {"worlds": (2, 2000), "firms": (2, 20_000)}
"""What this page runs at most; a design on the command line may ask for more."""
KEYS = {"firms": "firms", "worlds": "replicates", "price": "price", "precision": "precision"}
"""Typed fields of a comparison, and how a TOML file calls them."""
NEEDED = ("scipy", "jinja2")
FIELDS = {value: key for key, value in KEYS.items()} | {"age": "age_from", "name": "name"}


@dataclass(frozen=True)
class Form:
    """All that is chosen on the page."""

    comparison: str = OWN
    aim: str = "firms_abroad"
    scenario: str = "default"
    firms: str = "1000"
    worlds: str = "50"
    price: str = "5"
    precision: str = ""
    question: str = QUESTION
    options: tuple[OptionForm, ...] = (OptionForm(), OptionForm(instrument="mentoring"))

    @property
    def own(self) -> bool:
        """Whether the options are the visitor's."""
        return self.comparison == OWN

    @property
    def name(self) -> str:
        """What files of it are called."""
        return self.comparison or OWN_NAME

    @property
    def names(self) -> list[str]:
        """The options' names; those that the page gives are told apart by their places."""
        called = [option.called for option in self.options]
        return [
            option.name.strip() or (f"{name} ({place})" if called.count(name) > 1 else name)
            for place, (option, name) in enumerate(zip(self.options, called, strict=True), 1)
        ]

    def document(self) -> dict[str, Any]:
        """The comparison as a TOML file has it, main part only."""
        typed = {key: number(getattr(self, name)) for name, key in KEYS.items() if getattr(self, name).strip()}
        if not self.own:
            given = shipped_document(self.comparison)
            kept = {key: value for key, value in given["comparison"].items() if key not in KEYS.values()}
            return {"comparison": {**kept, "aim": self.aim, **typed}, "option": given["option"]}
        told = {
            "title": " or ".join(self.names),
            "question": self.question.strip() or QUESTION,
            "scenario": self.scenario,
        }
        options = [
            {"name": name, "policy": [option.table(name)]}
            for option, name in zip(self.options, self.names, strict=True)
        ]
        return {"comparison": {**told, "years": self.years, "aim": self.aim, **typed}, "option": options}

    @property
    def years(self) -> int:
        """How long a run of the visitor's own comparison lasts."""
        ends = [end for option in self.options if (end := last_year(option)) is not None]
        return min(max(math.ceil(max(ends, default=UNENDING)) + AFTERWARDS, 1), LONGEST)

    def with_comparison(self, name: str) -> Form:
        """The form of a shipped comparison, or of the visitor's own with the options that were made."""
        if name == OWN:
            return Form(options=self.options)
        given = shipped_document(name)["comparison"]
        typed: dict[str, Any] = {field: f"{given[key]:g}" for field, key in KEYS.items() if key in given}
        told = {key: given[key] for key in ("aim", "scenario", "question") if key in given}
        return replace(Form(comparison=name, options=self.options), **told, **typed)

    def with_option(self, place: int, **changes: Any) -> Form:
        """The form with changes of one option."""
        options = [*self.options]
        options[place] = replace(options[place], **changes)
        return replace(self, options=tuple(options))

    def with_more(self) -> Form:
        """The form with one option more, of an instrument that is not in it, with the first one's target and money."""
        taken = {option.instrument for option in self.options}
        free = next(name for name, module in INSTRUMENTS.items() if name not in taken and not module.SHOCK)
        more = replace(self.options[0], instrument=free, name="", strengths={})
        return replace(self, options=(*self.options, more))

    def without(self, place: int) -> Form:
        """The form with one option less."""
        return replace(self, options=(*self.options[:place], *self.options[place + 1 :]))


@dataclass(frozen=True, eq=False)
class Reading:
    """What a form says: a comparison, or what is refused, by field (of an option: its place and the field)."""

    design: Design | None
    problems: Mapping[str, str]


def read(form: Form) -> Reading:
    """The comparison that a form describes, or why it is none."""
    problems: dict[str, str] = {}
    if lacking := [name for name in NEEDED if find_spec(name) is None]:
        return Reading(None, {"": f"comparing policies needs {lacking[0]}; {install('analysis')}"})
    for place, table in enumerate(own_tables(form)):
        try:
            policy_from(table)
        except InputError as error:
            for fault in error.faults:
                words = str(fault).removeprefix(f"policy {echoed(table['name'])}: ")
                problems.setdefault(f"{place}.{field_of(fault.key)}", in_words(words))
    if problems:
        return Reading(None, problems)
    if too_many := beyond_the_page(form):
        return Reading(None, too_many)
    try:
        return Reading(design_from(form.document(), Path(f"{form.name}.toml")), {})
    except InputError as error:
        return Reading(None, {place_of(fault.key): in_words(str(fault)) for fault in reversed(error.faults)})


def beyond_the_page(form: Form) -> dict[str, str]:
    """What a file may ask for and this page may not, by field: it shares its worlds with other visitors."""
    problems = {}
    for name, (least, most) in LIMITS.items():
        given = number(getattr(form, name))
        if getattr(form, name).strip() and not (isinstance(given, int) and least <= given <= most):
            must = f"must be a whole number in [{least}, {most}]"
            problems[name] = in_words(f"comparison.{KEYS[name]} = {given!r} {must}")
    return problems


def own_tables(form: Form) -> list[dict[str, Any]]:
    """The policies of the visitor's own options."""
    if not form.own:
        return []
    return [option.table(name) for option, name in zip(form.options, form.names, strict=True)]


def field_of(key: str) -> str:
    """The field of an option that a key of its policy is about; a place in a list is about the list."""
    name = [part for part in key.split(".") if not part.isdecimal()][-1]
    return FIELDS.get(name, name)


def place_of(key: str) -> str:
    """The field that a key of a comparison is about: one of an option with its place, or none."""
    table, _, rest = key.partition(".")
    if table == "option":
        return f"{rest.partition('.')[0]}.{field_of(rest)}"
    return FIELDS.get(rest, "")


def last_year(option: OptionForm) -> float | None:
    """The year in which an option ends, or would be seen long enough; None if it is no number."""
    start, end = number(option.start or "0"), number(option.end)
    last = end if option.end.strip() else start + UNENDING if not isinstance(start, str) else start
    return None if isinstance(last, str) or not math.isfinite(last) else last


@cache
def shipped_document(name: str) -> dict[str, Any]:
    """A shipped comparison as its file has it."""
    return tomllib.loads(shipped_comparisons()[name].read_text(encoding="utf-8"))


def further_parts(name: str) -> list[str]:
    """What a shipped comparison asks beside its main part."""
    return [part for part in PARTS if part in shipped_document(name)]


def instruments() -> list[tuple[str, str]]:
    """Every instrument and its title; shocks last."""
    order = sorted(INSTRUMENTS, key=lambda name: (INSTRUMENTS[name].SHOCK, instrument_title(name)))
    return [(name, instrument_title(name) + (" (shock)" if INSTRUMENTS[name].SHOCK else "")) for name in order]
