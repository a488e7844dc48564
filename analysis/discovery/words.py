"""What a scenario discovery found, in plain sentences."""

from __future__ import annotations

from typing import Any

from alliances.analysis.discovery.discovery import LEVEL, Box, Discovery
from alliances.analysis.wording import listed, per_cent, written


def sentences(found: Discovery) -> list[str]:
    """The condition, each box, and how far to trust it."""
    count = int(found.points["of_interest"].sum())
    said = [f"{found.where} holds at {count} of {len(found.points)} points ({per_cent(found.share)})."]
    if found.left_out:
        said[0] += f" {found.left_out} more points miss an outcome and are left out."
    for number, box in enumerate(found.boxes, 1):
        said.append(box_sentence(box, found, number) if box.better_than_chance else nothing(box, found, number))
    return said


def box_sentence(box: Box, found: Discovery, number: int) -> str:
    """A box that is better than chance."""
    lead = "Where" if number == 1 else "Elsewhere, where"
    where = listed([limit_words(row) for row in box.limits.to_dict("records")])
    return (
        f"{lead} {where}, it holds at {per_cent(box.density)} of the points; there lie {per_cent(box.mass)} of all "
        f"points and {per_cent(box.coverage)} of those at which it holds. {trust(box, found)}"
    )


def limit_words(row: dict[Any, Any]) -> str:
    """A factor's limits."""
    name, low, high = row["factor"], row["low"], row["high"]
    if row["values"] is not None:
        return f"{name} is {listed([str(value) for value in row['values']], 'or')}"
    if low == low and high == high:
        return f"{name} is between {written(low)} and {written(high)}"
    return f"{name} is above {written(low)}" if low == low else f"{name} is below {written(high)}"


def trust(box: Box, found: Discovery) -> str:
    """How the box fared in its checks."""
    said = []
    if shuffles := found.search.shuffles:
        as_strong = round(box.chance * (shuffles + 1)) - 1
        said.append(f"{as_strong or 'None'} of {shuffles} searches in shuffled outcomes found as strong a box.")
    if found.search.resamples:
        kind = "stable" if box.overlap >= 2 / 3 else "not stable: take its limits as rough"
        seldom = [str(row["factor"]) for row in box.limits.to_dict("records") if row["limited"] < 2 / 3]
        also = f"; {listed(seldom)} {'is' if len(seldom) == 1 else 'are'} limited in fewer than two thirds of them"
        said.append(
            f"Boxes found in halves of the points share {per_cent(box.overlap)} of their points with it (median of "
            f"{found.search.resamples}), so it is {kind}{also if seldom else ''}."
        )
    return " ".join(said)


def nothing(box: Box, found: Discovery, number: int) -> str:
    """A box that chance gives as well."""
    what = "No region" if number == 1 else "No further region"
    if not found.search.shuffles or box.chance <= LEVEL:
        return f"{what} stands out: no factor has a limit with evidence for it."
    return f"{what} stands out: {per_cent(box.chance)} of searches in shuffled outcomes find as strong a box."
