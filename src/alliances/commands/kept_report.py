"""How far a campaign is, in numbers and in a line: what is done, missing and failed, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alliances.experiments.campaign.campaign import Campaign
    from alliances.experiments.campaign.kept import KeptRuns

REASONS = 20  # kinds of failures that are listed


def counts(kept: KeptRuns, campaign: Campaign | None) -> dict[str, Any]:
    """How many runs there are, and how many of them are done, missing and failed.

    ``campaign`` is None where it cannot be made again, because a file that it was made from is gone.
    """
    manifest, ids = kept.manifest, [task.run_id for task in campaign.tasks()] if campaign else []
    searched = campaign is None or campaign.search is not None  # there are others beside these ids
    own = kept.over | frozenset(kept.failures) if searched else frozenset(ids)
    done, failed = len(kept.done & own), [run for run_id, run in kept.failures.items() if run_id in own]
    over = done + sum(not run.of_machine for run in failed)
    runs = max(int(manifest["runs"]), over)
    return {
        "kind": manifest["kind"], "title": manifest["title"], "runs": runs, "done": done, "missing": runs - over,
        "failed": len(failed), "missing_runs": [run_id for run_id in ids if run_id not in kept.over],
        "estimated": campaign is not None and searched and manifest["status"] != "complete",
    }  # fmt: skip


def counts_in_words(told: dict[str, Any]) -> str:
    """The same in a line."""
    about = "about " if told["estimated"] else ""
    return (
        f"{told['done']:,} of {about}{told['runs']:,} runs done, {about}{told['missing']:,} missing, "
        f"{told['failed']:,} failed"
    )


def reasons(kept: KeptRuns) -> list[dict[str, Any]]:
    """Why runs failed: each error with how many it ended, and the first of them."""
    found: dict[str, list[str]] = {}
    for run_id, run in kept.failures.items():
        found.setdefault(run.error, []).append(run_id)
    rows = [{"error": error, "runs": len(ids), "first": ids[0]} for error, ids in found.items()]
    return sorted(rows, key=lambda row: -len(found[str(row["error"])]))
