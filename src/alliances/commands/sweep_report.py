"""How a sweep's results are printed: outcomes in short, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alliances.analysis.wording import written

if TYPE_CHECKING:
    from alliances.experiments.campaign.campaign import Campaign, Progress
    from alliances.experiments.sweeps.results import Results


def show(results: Results, campaign: Campaign, last: Progress | None) -> None:
    """Print for people."""
    from alliances.commands.console import ask_next, console, print_table, table
    from alliances.commands.kept_report import counts, counts_in_words

    screen = console()
    screen.print(campaign.title, style="bold", soft_wrap=True)
    shown = table("Outcomes over all runs", ["outcome", "runs", "mean", "sd", "least", "most"],
                  right=["runs", "mean", "sd", "least", "most"])  # fmt: skip
    for row in spread(results):
        cells = ("" if row[key] is None else written(row[key], 4) for key in ("mean", "sd", "least", "most"))
        shown.add_row(row["outcome"], str(row["runs"]), *cells)
    print_table(screen, shown)
    screen.print(counts_in_words(counts(results.kept, campaign)), soft_wrap=True)
    if last is not None and last.done:
        screen.print(f"{last.done} runs in {last.seconds:.1f} s, {last.done / last.seconds:.1f} a second")
    screen.print(f"Results are in {results.folder}", soft_wrap=True)
    ask_next(screen, *further(results))


def further(results: Results) -> tuple[str, str]:
    """The command that goes on from a sweep: a heat map of a grid, else a ranking of its factors."""
    factors = [name for name in results.points.columns if name != "scenario"]
    if results.design.sampler.name != "grid" or len(factors) < 2:
        return f"sensitivity {results.folder}", "ranks the factors by their influence"
    x, y = factors[:2]
    return f"heatmap {results.folder} --x {x} --y {y} --outcome {results.order[0]}", "draws an outcome over two factors"


def show_json(results: Results, campaign: Campaign, last: Progress | None) -> None:
    """Print for programs."""
    from alliances.commands.console import print_json
    from alliances.commands.kept_report import counts

    sitting = None
    if last is not None:
        sitting = {"runs": last.done, "seconds": last.seconds, "failed": last.failed, "workers": last.workers,
                   "damaged": [str(path) for path in last.damaged]}  # fmt: skip
    told = {key: campaign.asked[name] for key, name in (("design", "name"), ("points",) * 2, ("replicates",) * 2)}
    print_json({
        **told, **counts(results.kept, campaign), "sitting": sitting, "outcomes": spread(results),
        "out": str(results.folder),
    })  # fmt: skip


def spread(results: Results) -> list[dict[str, Any]]:
    """For each outcome, in how many runs it is a number, and their mean, standard deviation, least and most."""
    rows = []
    for name in results.order:
        values = results.outcomes.loc[results.outcomes["outcome"] == name, "value"].dropna()
        numbers = {"mean": values.mean(), "sd": values.std(), "least": values.min(), "most": values.max()}
        known = {key: float(value) if value == value else None for key, value in numbers.items()}
        rows.append({"outcome": name, "runs": len(values), **known})
    return rows
