"""How a sweep's results are printed: outcomes in short, how far it is, what failed and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alliances.analysis.wording import written

if TYPE_CHECKING:
    from alliances.experiments.sweeps.sweep import Progress, Results

REASONS = 20  # kinds of failures that are listed


def show(results: Results, last: Progress | None) -> None:
    """Print for people."""
    from alliances.commands.console import console, table

    screen, told = console(), results.manifest["sweep"]["design"]["design"]
    screen.print(told["title"], style="bold", soft_wrap=True)
    shown = table("Outcomes over all runs", ["outcome", "runs", "mean", "sd", "least", "most"],
                  right=["runs", "mean", "sd", "least", "most"])  # fmt: skip
    for row in spread(results):
        cells = ("" if row[key] is None else written(row[key], 4) for key in ("mean", "sd", "least", "most"))
        shown.add_row(row["outcome"], str(row["runs"]), *cells)
    screen.print(shown)
    screen.print(counts_in_words(results), soft_wrap=True)
    if last is not None and last.done:
        screen.print(f"{last.done} runs in {last.seconds:.1f} s, {last.done / last.seconds:.1f} a second")
    screen.print(f"Results are in {results.folder}", soft_wrap=True)


def show_json(results: Results, last: Progress | None) -> None:
    """Print for programs."""
    from alliances.commands.console import print_json

    sitting = None
    if last is not None:
        sitting = {"runs": last.done, "seconds": last.seconds, "failed": last.failed, "workers": last.workers,
                   "damaged": [str(path) for path in last.damaged]}  # fmt: skip
    print_json({**counts(results), "sitting": sitting, "outcomes": spread(results), "out": str(results.folder)})


def spread(results: Results) -> list[dict[str, Any]]:
    """For each outcome, in how many runs it is a number, and their mean, standard deviation, least and most."""
    rows = []
    for name in results.manifest["sweep"]["design"]["design"]["outcomes"]:
        values = results.outcomes.loc[results.outcomes["outcome"] == name, "value"].dropna()
        numbers = {"mean": values.mean(), "sd": values.std(), "least": values.min(), "most": values.max()}
        known = {key: float(value) if value == value else None for key, value in numbers.items()}
        rows.append({"outcome": name, "runs": len(values), **known})
    return rows


def counts(results: Results) -> dict[str, Any]:
    """How far the sweep is."""
    told = results.manifest["sweep"]
    failed, missing = len(results.failures), len(results.missing())
    again = int(results.failures["of_machine"].astype(bool).sum())
    return {
        "design": told["name"], "points": told["points"], "replicates": told["replicates"], "runs": told["runs"],
        "done": told["runs"] - missing - failed + again, "missing": missing, "failed": failed,
    }  # fmt: skip


def counts_in_words(results: Results) -> str:
    """The same in a line."""
    told = counts(results)
    return f"{told['done']:,} of {told['runs']:,} runs done, {told['missing']:,} missing, {told['failed']:,} failed"


def reasons(results: Results) -> list[dict[str, Any]]:
    """Why runs failed: each error with how many it ended, and the first of them."""
    groups = results.failures.groupby("error", sort=False)
    rows = [{"error": str(error), "runs": len(rows), "first": str(rows["run_id"].iloc[0])} for error, rows in groups]
    return sorted(rows, key=lambda row: -row["runs"])
