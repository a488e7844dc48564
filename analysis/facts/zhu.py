"""Facts of Zhu's survey (zhu_2025): paths from alliance to performance, what is mediated, what moderates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.registrations import ZHU_CALIBRATED, ZHU_PATHS, ZHU_WINDOW
from alliances.analysis.surveys.zhu import MODERATION, MODERATORS, PAPER, REPORTED, SURVEY, share_mediated
from alliances.analysis.tables import BASE, Tables
from alliances.model.errors import InputError

MEASURED_ON = (
    f"the Zhu survey: {SURVEY.size} firms that were abroad five years ago, leavers kept, {SURVEY.draws} samples of "
    "each seed; survivors: those still abroad"
)
CALIBRATED = ("XY", "M1Y")  # two of the five paths may calibrate; these then say nothing about validity
PATHS = tuple(path for path in REPORTED if path not in (*MODERATION.values(), *CALIBRATED))
SAMPLING_ERROR = 1.96 / SURVEY.size**0.5  # half a 95 % interval of a standardized coefficient near zero
MODERATIONS = tuple(MODERATION.values())


TAKEN: WeakKeyDictionary[Replicate, dict[str, pd.DataFrame]] = WeakKeyDictionary()
LEAVERS_KEPT, SURVIVORS = "frame", "beside"  # whom the survey may ask: fields of it


def surveyed(replicate: Replicate, whom: str = LEAVERS_KEPT) -> pd.DataFrame:
    """Estimates of the samples of one replicate, taken once for all facts; NaN where they cannot be taken."""
    taken = TAKEN.setdefault(replicate, {})
    if whom not in taken:
        frame: Callable[[Tables], pd.DataFrame] = getattr(SURVEY, whom)
        try:
            taken[whom] = SURVEY.estimates(SURVEY.respondents(frame(replicate.worlds[BASE]), replicate.seed))
        except InputError:  # too few firms abroad, or nobody with an alliance: a world without some mechanism
            taken[whom] = pd.DataFrame({"path": [*REPORTED], "estimate": float("nan")})
    return taken[whom]


def draws(replicate: Replicate, paths: Sequence[str]) -> dict[str, list[float]]:
    """The estimates of each path."""
    estimates = surveyed(replicate)
    return {path: estimates.loc[estimates["path"] == path, "estimate"].tolist() for path in paths}


def with_signs(replicate: Replicate, paths: Sequence[str]) -> dict[str, float | list[float]]:
    """The draws of each path, and under its sign's name their mean."""
    drawn = draws(replicate, paths)
    return {**drawn, **{sign_of(path): float(np.mean(values)) for path, values in drawn.items()}}


def among_survivors(replicate: Replicate, paths: Sequence[str]) -> dict[str, float]:
    """Under a name of its own, the mean of the draws of each path among survivors."""
    means = surveyed(replicate, SURVIVORS).groupby("path")["estimate"].mean()
    return {beside(path): float(means[path]) for path in paths}


def beside(path: str) -> str:
    """Name of the number that tells the same of survivors."""
    return f"{path}_survivors"


def sign_of(path: str) -> str:
    """Name of the number that tells a path's sign."""
    return f"{path}_sign"


def paths(replicate: Replicate) -> Measured:
    """The path coefficients that validate."""
    return {**with_signs(replicate, PATHS), **among_survivors(replicate, PATHS)}


def calibrated_paths(replicate: Replicate) -> Measured:
    """The path coefficients that calibrate: means of the draws."""
    return {path: float(np.mean(values)) for path, values in draws(replicate, CALIBRATED).items()}


def mediation(replicate: Replicate) -> Measured:
    """The share of the alliance effect that the two mediators carry."""
    return {
        "share_mediated": share_mediated(surveyed(replicate)),
        beside("share_mediated"): share_mediated(surveyed(replicate, SURVIVORS)),
    }


def moderation(replicate: Replicate) -> Measured:
    """The three interactions, and by how much competition's exceeds industry's."""
    measured = with_signs(replicate, MODERATIONS)
    industry, competition = (np.mean(measured[MODERATION[name]]) for name in MODERATORS[1:])
    above = float(competition - industry)
    return {**measured, "competition_above_industry": above, **among_survivors(replicate, MODERATIONS)}


def numbers(paths: Sequence[str]) -> tuple[Number, ...]:
    """For each path the reported value among the draws, a positive sign, and beside them the mean of survivors."""
    samples = [
        Number(path, f"{meaning(path)}, of each draw", "sample", reported=REPORTED[path], unit="standardized")
        for path in paths
    ]
    signs = [
        Number(sign_of(path), f"{meaning(path)}, mean of the draws: positive", "sign", unit="standardized")
        for path in paths
    ]
    survivors = [
        Number(beside(path), f"{meaning(path)}, among survivors", "shown", reported=REPORTED[path], unit="standardized")
        for path in paths
    ]
    return (*samples, *signs, *survivors)


def reported(paths: Sequence[str]) -> str:
    """The paper's values."""
    return ", ".join(f"{path} {REPORTED[path]:.3f}" for path in paths)


def meaning(path: str) -> str:
    """A path in words, from the paper's table."""
    start, end = (str(name).replace("_", " ") for name in PAPER.loc[path, ["from", "to"]])
    return f"{start} to {end}"


def bands(paths: Sequence[str]) -> tuple[Number, ...]:
    """For each path the band of its reported value and the sampling error of the paper's sample."""
    return tuple(
        Number(
            path, f"{meaning(path)}, mean of the draws", "band", round(REPORTED[path] - SAMPLING_ERROR, 3),
            round(REPORTED[path] + SAMPLING_ERROR, 3), reported=REPORTED[path], unit="standardized",
        )
        for path in paths
    )  # fmt: skip


FACTS = (
    Fact(
        "zhu_paths_calibrated",
        "Firms with an international alliance do better abroad directly, and technical cooperation pays abroad",
        reported(CALIBRATED), ("zhu_2025",), "seed",
        f"{MEASURED_ON}; reported value and the sampling error of {SURVEY.size} firms", "calibrate",
        bands(CALIBRATED), calibrated_paths, registered=ZHU_CALIBRATED,
    ),
    Fact(
        "zhu_paths",
        "Firms with an international alliance cooperate more in technology and longer with multinationals, which pays "
        "abroad", reported(PATHS), ("zhu_2025",), "seed", MEASURED_ON, "validate",
        numbers(PATHS), paths, registered=ZHU_PATHS,
    ),
    Fact(
        "zhu_mediation", "About half of the alliance effect is mediated",
        "0.226 of 0.440, which is 51 %, from the five paths", ("zhu_2025",), "seed", MEASURED_ON, "validate",
        (
            Number("share_mediated", "indirect over total effect, of means over draws", "band", 0.30, 0.65),
            Number(beside("share_mediated"), "the same, among survivors", "shown"),
        ), mediation, registered=ZHU_WINDOW,
    ),
    Fact(
        "zhu_moderation",
        "The alliance effect grows with competition, size and R&D-intensive industry, most with competition",
        reported(MODERATIONS), ("zhu_2025",), "seed", f"{MEASURED_ON}; interaction terms", "validate",
        (
            *numbers(MODERATIONS),
            Number("competition_above_industry",
                   "interaction with competition minus that with industry, means of the draws: positive", "sign",
                   unit="standardized"),
        ), moderation, registered=ZHU_WINDOW,
    ),
)  # fmt: skip
