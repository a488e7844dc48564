"""Kills of every verb that writes: at any moment, the folder can be used, and the same command ends the same."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.locks import LOCKS
from alliances.experiments.sweeps.results import Results
from alliances.model.errors import InputError
from tests.experiments.campaign.test_every_campaign import AT_ONCE, FILES, VERBS
from tests.torture.trial import Trial

KIND = "kills of verbs that write"
POINTS = """
[design]
title = "Points for an analysis"
firms = 20
quarters = 4
outcomes = ["exporters_share"]
[sampler]
name = "latin_hypercube"
samples = 120
[factors]
"trust.gain" = {}
"markets.all.entry_barrier" = {}
"""
MAP = [
    "--x",
    "trust.gain",
    "--y",
    "markets.all.entry_barrier",
    "--outcome",
    "exporters_share",
    "--contrast",
    "none",
    "--bins",
    "3",
]
OTHERS = {
    "run": ["run", "--firms", "200", "--quarters", "20", "--quiet"],
    "rerun": ["rerun", "points", "--run", "000003-000"],
    "sensitivity": ["sensitivity", "points", "--method", "pawn", "--resamples", "50", "--quiet"],
    "heatmap": ["heatmap", "points", *MAP],
    "discover": ["discover", "points", "--where", "MOST", "--shuffles", "19", "--quiet"],
    "describe": ["describe"],
    "schema": ["schema", "scenario"],
    "template": ["template", "firms"],
    "check": ["check", "own", "--quiet"],
    "replay": ["replay", "one"],
}
CAMPAIGNS = {verb: [*words, "--quiet", "--workers", "2"] for verb, words in VERBS.items()}
LONGEST = 600  # seconds


def trials(kills: int, seed: int) -> Iterator[Trial]:
    """So many kills of each verb, and whether all is well after each and in the end."""
    with TemporaryDirectory(prefix="torture-") as name:
        place = Path(name)
        for file, text in {**FILES, "points.toml": POINTS}.items():
            (place / file).write_text(text, encoding="utf-8")
        finished(["sweep", "points.toml", "--out", "points", "--quiet"], place)
        finished(["run", "--firms", "60", "--quarters", "8", "--out", "one", "--quiet"], place)
        finished(["template", "firms", "--out", "own/firms.csv"], place)
        most = f"exporters_share >= {Results(place / 'points').runs['exporters_share'].max()}"
        for verb, words in {**CAMPAIGNS, **OTHERS}.items():
            asked = [most if word == "MOST" else word for word in words]
            yield from killed(verb, asked, kills, random.Random(f"{seed}-{verb}"), place)


def killed(verb: str, words: list[str], kills: int, draw: random.Random, place: Path) -> Iterator[Trial]:
    """So many kills of a verb, at random moments of the time that it takes; one that came too late is done again."""
    kind = f"{KIND}: {verb}"
    start = time.monotonic()
    said = finished([*words, "--out", f"whole-{verb}"], place)
    takes = time.monotonic() - start
    if said:
        yield Trial(kind, "the undisturbed command", said)
        return
    struck, out = 0, 0
    while struck < kills:
        folder = place / f"{verb}-{out}"
        process = started([*words, "--out", folder.name], place)
        try:
            process.communicate(timeout=draw.uniform(0.1, 1.1) * takes)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        if process.returncode != -signal.SIGKILL:  # it was over: compare, and begin anew
            if wrong := difference(folder, place / f"whole-{verb}") or str(process.returncode or ""):
                yield Trial(kind, f"{struck} kills, then to the end", wrong)
            out += 1
            continue
        struck += 1
        yield Trial(kind, f"kill {struck}", unusable(folder))
    folder = place / f"{verb}-{out}"
    said = finished([*words, "--out", folder.name], place) or difference(folder, place / f"whole-{verb}")
    yield Trial(f"{KIND}: ended the same", f"{verb} after {kills} kills", said)


def started(words: list[str], place: Path) -> subprocess.Popen[str]:
    """A command in a process group of its own, which writes every run as it comes."""
    return subprocess.Popen(
        [sys.executable, "-c", AT_ONCE, *words], cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True, process_group=0,
    )  # fmt: skip


def finished(words: list[str], place: Path) -> str:
    """Do a command to its end; what is wrong with how it ends, empty if nothing is."""
    process = started(words, place)
    try:
        said = process.communicate(timeout=LONGEST)[1]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return f"not over after {LONGEST} s"
    return "" if process.returncode == 0 else f"exit code {process.returncode}: {said.strip()[-300:]}"


def unusable(folder: Path) -> str:
    """What is wrong with what a kill has left; empty if nothing is."""
    manifest = folder / "manifest.json"
    if not folder.is_dir() or not manifest.exists():
        return ""
    try:
        told = json.loads(manifest.read_text(encoding="utf-8"))
        if "kind" in told:
            kept = KeptRuns(folder)
            kept.by_id()
            return f"damaged: {kept.damaged}" if kept.damaged or kept.lost else ""
    except (ValueError, InputError, OSError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def difference(one: Path, other: Path) -> str:
    """What differs between what two commands have written, beside the time that it took; empty if nothing does."""
    if other.is_file():
        named_alike = one.read_bytes().replace(one.name.encode(), other.name.encode())  # a report has its command
        return "" if named_alike == other.read_bytes() else "the files differ"
    names = [{path.name for path in folder.iterdir()} - {LOCKS} for folder in (one, other)]
    if names[0] != names[1]:
        return f"other files: {sorted(names[0] ^ names[1])}"
    for path in other.iterdir():
        if path.suffix in (".parquet", ".csv", ".svg", ".png") and (one / path.name).read_bytes() != path.read_bytes():
            return f"{path.name} differs"
    if (other / "parts").exists():
        runs = [KeptRuns(folder).by_id() for folder in (one, other)]
        if repr_of(runs[0]) != repr_of(runs[1]):
            return "the runs differ"
    told = [json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["status"] for folder in (one, other)]
    return "" if told == ["complete", "complete"] else f"the manifest says {told[0]}"


def repr_of(runs: dict[str, object]) -> dict[str, str]:
    """Runs as they can be compared, to the last bit."""
    return {run_id: repr({name: rows.to_pylist() for name, rows in run.rows.items()}) for run_id, run in runs.items()}  # type: ignore[attr-defined]
