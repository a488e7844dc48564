"""What the policy lab found: the answer, how sure it is, and the files that hand it on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import reacton.ipyvuetify as v
import solara

from alliances.analysis.policy.option_words import of_option
from alliances.analysis.policy.robustness import ranking
from alliances.analysis.policy.study import Study
from alliances.analysis.policy.words import verdict
from alliances.analysis.report.page import numbers
from alliances.analysis.report.policy import ENOUGH, chance_head, headline, overview, pairing, prose
from alliances.analysis.wording import NONE, per_cent
from alliances.experiments.app.policy_fields import Button, refused, section
from alliances.experiments.app.policy_lab import Lab
from alliances.experiments.app.policy_run import Result
from alliances.experiments.app.tags import tag
from alliances.experiments.policy.evaluation import MAIN

EMPTY = "Press Run: results appear here and grow as more pairs of worlds are done."
LOOKING = (
    "You see results while they grow. If you stop when a result pleases you, you may take chance for an effect: decide "
    "on the number of worlds before you run."
)
CAVEATS = (
    "The intervals are about chance alone: more pairs of worlds narrow them. How far the model is from the real world "
    "is not in them, and no number of worlds will tell.",
    "Parameters are held at their values; other plausible values may change the answer. The command line can ask "
    "that: add a table [knowledge] to the design.",
)


@solara.component
def Results(lab: Lab) -> None:  # noqa: N802
    """The answer in sentences, the options in numbers, and the way over the years."""
    result = lab.result.value
    with section("Result", "What did the policies change, against the same worlds without them?"):
        if result is None:
            tag("p", EMPTY)
            return
        if lab.outdated:
            tag("p", "The choices above have changed since: press Run for new results.", class_="badge")
        Answer(result)
        Numbers(result)
        Path(result)
        Details(result)


@solara.component
def Answer(result: Result) -> None:  # noqa: N802
    """The verdict in plain sentences."""
    with tag("div", class_="answer"):
        tag("p", result.study.design.question, class_="question")
        for place, sentence in enumerate(verdict(result.study)):
            tag("p", sentence, class_="" if place else "first")
        tag("p", f"In the model world, after {pairs(result.study)}. Not a forecast.", class_="muted")


@solara.component
def Numbers(result: Result) -> None:  # noqa: N802
    """The options in numbers, one row each."""
    study = result.study
    heads = {**headline(study), "chance": chance_head(study)}
    if best := shares_best(study):
        heads["best"] = "Best in, % of worlds"
    told = [row | {"best": best.get(row["option"], NONE)} for row in overview(study)]
    table(list(heads.values()), [[row[key] for key in heads] for row in told], prose(study)["caption"], "stacked")
    tag("p", MEANINGS, class_="muted")


MEANINGS = (
    "Take-up: share of the budget that was spent. Deadweight: of the supported firms abroad, those that would be "
    "abroad anyway; a dash where no firm got support. Best: share of the worlds in which the option does most."
)


@solara.component
def Path(result: Result) -> None:  # noqa: N802
    """The effect over the years, as a picture and in numbers."""
    path = result.path
    with tag("figure", class_="plate"):
        tag("h3", path.title)
        solara.HTML(tag="div", unsafe_innerHTML=result.drawn)
        tag("figcaption", f"{path.reading} {path.counted}.", class_="muted")
        with tag("details"):
            tag("summary", "The same in numbers")
            told = numbers(path)
            table(*filled(told.heads, told.rows))


@solara.component
def Details(result: Result) -> None:  # noqa: N802
    """What is to be said of each option."""
    for option in result.study.options:
        with tag("div", class_="said"):
            tag("h3", option)
            tag("p", " ".join(of_option(result.study, option)))


@solara.component
def Sureness(lab: Lab) -> None:  # noqa: N802
    """How far chance reaches, and what no number of worlds tells."""
    result = lab.result.value
    with section("How sure", "What could be chance, and what is not known?"):
        if result is not None:
            Chance(result)
        for words in (*CAVEATS, LOOKING):
            tag("p", words)


@solara.component
def Chance(result: Result) -> None:  # noqa: N802
    """How often each option comes first, and what pairing brings."""
    study, best = result.study, shares_best(result.study)
    if len(best) > 1:
        with tag("figure", class_="shares"):
            tag("h3", "In what share of the worlds does each option do most?")
            with tag("ul"):
                for option, share in best.items():
                    with tag("li"):
                        tag("span", f"{option}: {share} %", class_="name")
                        tag("span", class_="bar-of", style=f"width: {share.split()[-1]}%", aria_hidden="true")
    few = f" Take intervals from fewer than {ENOUGH} pairs with care." if study.seeds < ENOUGH else ""
    rests = f"This rests on {pairs(study)}: the same firms and the same random draws, with and without the policy."
    tag("p", f"{rests}{few} {pairing(study)}")


@solara.component
def Report(lab: Lab) -> None:  # noqa: N802
    """What can be handed on."""
    result = lab.result.value
    with section("Report", "Hand it on: each file is complete, and opens without a network."):
        if result is None:
            tag("p", "The report, the design and the command come with the first results.")
            return
        Files(lab, result)
        tag(
            "p",
            "With the design in your folder, this command makes the same numbers again, and all tables and figures:",
        )
        tag("pre", result.command, tabindex="0", aria_label="Command that reproduces the result")


@solara.component
def Files(lab: Lab, result: Result) -> None:  # noqa: N802
    """The files to save; the report is made when it is asked for."""
    report, name = lab.report.value, result.form.name
    design = solara.use_memo(lambda: lambda: result.toml, [result])
    with tag("div", class_="downloads"):
        if report is None or (report.text and report.pairs != result.study.seeds):
            Button(f"Make the report of {pairs(result.study)}", lab.write_report)
        elif report.text:
            Download(report.text, f"{name}.html", f"Download the report of {report.pairs} pairs (HTML)", "text/html")
        Download(design, f"{name}.toml", "Download the design (TOML)", "application/toml")
    with tag("p", role="status"):
        if report is not None and not report.text and not report.problem:
            tag("span", class_="spinner", aria_hidden="true")
            tag("span", f"Making the report of {report.pairs} pairs of worlds …")
    refused("" if report is None else report.problem)


@solara.component
def Download(made: Callable[[], str] | str, filename: str, words: str, kind: str) -> None:  # noqa: N802
    """A button that saves a file, which is there or is made when it is asked for."""
    with solara.FileDownload(made, filename, mime_type=kind):
        v.Html(tag="button", children=[words], class_="button outlined", attributes={"type": "button"})


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "", look: str = "") -> None:
    """A table with a heading for every row; it scrolls by itself where it is too wide."""
    with (
        tag("div", class_="scroll", tabindex="0", role="region", aria_label=caption or "Numbers"),
        tag("table", class_=look),
    ):
        if caption:
            tag("caption", caption)
        with tag("thead"), tag("tr"):
            for words in heads:
                tag("th", words, scope="col")
        with tag("tbody"):
            for first, *others in rows:
                with tag("tr"):
                    tag("th", first, scope="row")
                    for head, words in zip(heads[1:], others, strict=True):
                        tag("td", words, data_name=head)


def filled(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """A table without the columns in which nothing stands."""
    kept = [place for place in range(len(heads)) if any(row[place] != NONE for row in rows)]
    return [heads[place] for place in kept], [[row[place] for place in kept] for row in rows]


def shares_best(study: Study) -> dict[str, str]:
    """Per cent of the worlds in which an option has the largest effect of those that are set against the same world;
    without options that have no rival.
    """
    worlds, against = study.tables["worlds"], list(study.against.values())
    shares = ranking(worlds[worlds["kind"] == MAIN]).set_index("option")["share_best"]
    rivals = [option for option, other in study.against.items() if against.count(other) > 1]
    return {option: per_cent(float(shares[option])).removesuffix(" %") for option in rivals}


def pairs(study: Study) -> str:
    """How many pairs of worlds it rests on."""
    return f"{study.seeds} pairs of worlds"
