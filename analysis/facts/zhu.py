"""Facts of Zhu's survey (zhu_2025): paths from alliance to performance, what is mediated, what moderates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.registrations import ZHU_CALIBRATED, ZHU_PATHS, ZHU_WINDOW
from alliances.analysis.surveys import zhu
from alliances.analysis.tables import BASE
from alliances.model.errors import InputError

DRAWS = 10  # samples of each seed
MEASURED_ON = f"the Zhu survey: {zhu.SIZE} firms abroad, {DRAWS} samples of each seed"
CALIBRATED = ("XY", "M1Y")  # two of the five paths may calibrate; these then say nothing about validity
PATHS = tuple(path for path in zhu.REPORTED if path not in (*zhu.MODERATION.values(), *CALIBRATED))
SAMPLING_ERROR = 1.96 / zhu.SIZE**0.5  # half a 95 % interval of a standardized coefficient near zero
MODERATIONS = tuple(zhu.MODERATION.values())


class Answers:
    """A seed and its base world, equal to another only if the tables are the very same objects."""

    def __init__(self, replicate: Replicate) -> None:
        self.seed, self.tables = replicate.seed, replicate.worlds[BASE]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answers) and self.seed == other.seed and self.tables is other.tables

    def __hash__(self) -> int:
        return hash((self.seed, id(self.tables)))  # the cache keeps the tables, so their id cannot pass to others


@lru_cache(maxsize=1)
def surveyed(answers: Answers) -> pd.DataFrame | None:
    """Estimates of the samples of one replicate, taken once for the three facts; None where they cannot be taken."""
    try:
        return zhu.estimates(zhu.respondents(answers.tables, DRAWS, zhu.SIZE, answers.seed))
    except InputError:  # too few firms abroad, or nobody with an alliance: a world without some mechanism
        return None


def with_signs(estimates: pd.DataFrame | None, paths: Sequence[str]) -> Measured:
    """The draws of each path, and under its sign's name their mean."""
    if estimates is None:
        return {name: float("nan") for path in paths for name in (path, sign_of(path))}
    draws = {path: estimates.loc[estimates["path"] == path, "estimate"] for path in paths}
    return {path: drawn.tolist() for path, drawn in draws.items()} | {
        sign_of(path): float(drawn.mean()) for path, drawn in draws.items()
    }


def sign_of(path: str) -> str:
    """Name of the number that tells a path's sign."""
    return f"{path}_sign"


def paths(replicate: Replicate) -> Measured:
    """The path coefficients that validate."""
    return with_signs(surveyed(Answers(replicate)), PATHS)


def calibrated_paths(replicate: Replicate) -> Measured:
    """The path coefficients that calibrate: means of the draws."""
    estimates = surveyed(Answers(replicate))
    if estimates is None:
        return dict.fromkeys(CALIBRATED, float("nan"))
    return {path: float(estimates.loc[estimates["path"] == path, "estimate"].mean()) for path in CALIBRATED}


def mediation(replicate: Replicate) -> Measured:
    """The share of the alliance effect that the two mediators carry."""
    estimates = surveyed(Answers(replicate))
    return {"share_mediated": float("nan") if estimates is None else zhu.share_mediated(estimates)}


def moderation(replicate: Replicate) -> Measured:
    """The three interactions, and by how much competition's exceeds industry's."""
    measured = with_signs(surveyed(Answers(replicate)), MODERATIONS)
    industry, competition = (np.mean(measured[zhu.MODERATION[name]]) for name in zhu.MODERATORS[1:])
    return {**measured, "competition_above_industry": float(competition - industry)}


def numbers(paths: Sequence[str]) -> tuple[Number, ...]:
    """For each path the reported value among the draws, and a positive sign."""
    samples = [
        Number(path, f"{meaning(path)}, of each draw", "sample", reported=zhu.REPORTED[path], unit="standardized")
        for path in paths
    ]
    signs = [
        Number(sign_of(path), f"{meaning(path)}, mean of the draws: positive", "sign", unit="standardized")
        for path in paths
    ]
    return (*samples, *signs)


def meaning(path: str) -> str:
    """A path in words, from the paper's table."""
    start, end = (str(name).replace("_", " ") for name in zhu.PAPER.loc[path, ["from", "to"]])
    return f"{start} to {end}"


def bands(paths: Sequence[str]) -> tuple[Number, ...]:
    """For each path the band of its reported value and the sampling error of the paper's sample."""
    return tuple(
        Number(
            path, f"{meaning(path)}, mean of the draws", "band", round(zhu.REPORTED[path] - SAMPLING_ERROR, 3),
            round(zhu.REPORTED[path] + SAMPLING_ERROR, 3), reported=zhu.REPORTED[path], unit="standardized",
        )
        for path in paths
    )  # fmt: skip


FACTS = (
    Fact(
        id="zhu_paths_calibrated",
        finding="Firms with an international alliance do better abroad directly, and technical cooperation pays abroad",
        reported=", ".join(f"{path} {zhu.REPORTED[path]:.3f}" for path in CALIBRATED),
        source=("zhu_2025",),
        trust="seed",
        measured_on=f"{MEASURED_ON}; reported value and the sampling error of {zhu.SIZE} firms",
        role="calibrate",
        numbers=bands(CALIBRATED),
        measure=calibrated_paths,
        registered=ZHU_CALIBRATED,
    ),
    Fact(
        id="zhu_paths",
        finding="Firms with an international alliance cooperate more in technology and longer with multinationals, "
        "which pays abroad",
        reported=", ".join(f"{path} {zhu.REPORTED[path]:.3f}" for path in PATHS),
        source=("zhu_2025",),
        trust="seed",
        measured_on=MEASURED_ON,
        role="validate",
        numbers=numbers(PATHS),
        measure=paths,
        registered=ZHU_PATHS,
    ),
    Fact(
        id="zhu_mediation",
        finding="About half of the alliance effect is mediated",
        reported="0.226 of 0.440, which is 51 %, from the five paths",
        source=("zhu_2025",),
        trust="seed",
        measured_on=MEASURED_ON,
        role="validate",
        numbers=(
            Number("share_mediated", "indirect over total effect, of means over draws", "band", 0.30, 0.65),
        ),
        measure=mediation,
        registered=ZHU_WINDOW,
    ),
    Fact(
        id="zhu_moderation",
        finding="The alliance effect grows with competition, size and R&D-intensive industry, most with competition",
        reported=", ".join(f"{path} {zhu.REPORTED[path]:.3f}" for path in MODERATIONS),
        source=("zhu_2025",),
        trust="seed",
        measured_on=f"{MEASURED_ON}; interaction terms",
        role="validate",
        numbers=(
            *numbers(MODERATIONS),
            Number(
                "competition_above_industry",
                "interaction with competition minus that with industry, means of the draws: positive",
                "sign",
                unit="standardized",
            ),
        ),
        measure=moderation,
        registered=ZHU_WINDOW,
    ),
)  # fmt: skip
