"""Test the model's random draws with the dieharder battery, in the orders in which the model uses it.

    python -m benchmarks.randomness_battery --quick
    python -m benchmarks.randomness_battery --orders firms --tests full --out verdict.md

Each test is one process of dieharder that reads words from its input; the next test goes on where the last one
stopped. A test that is not passed is repeated, as dieharder's manual asks, on a far seed with a larger sample: of a
good generator one test in a hundred is weak by chance, and a repetition is not. Needs ``dieharder`` (Debian package
of that name); without it the exit code is 2.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.randomness_orders import BLOCK, KEPT, ORDERS, block_of_words

QUICK = ((0, 0), (2, 0), (100, 0), (101, 0), (200, 4), (204, 0))
STANDARD = (
    *((test, 0) for test in (0, 1, 3, 4, *range(8, 14), 15, 16, 100, 101, 204, 205)),
    *((200, bits) for bits in (1, 2, 4, 8)),
    *((201, dimensions) for dimensions in (2, 3)),
    *((202, length) for length in range(2, 6)),
    *((203, lag) for lag in (0, 1)),
    *((206, 256), (207, 32), (208, 0), (208, 1), (209, 12)),
)
LONG = (
    *STANDARD,
    *((test, 0) for test in (2, 17, 102)),
    *((200, bits) for bits in (3, 5, 6, 7, 9, 10, 11, 12)),
    *((201, dimensions) for dimensions in (4, 5)),
    *((203, lag) for lag in (2, 3, 7)),
)
FULL = (*LONG, *((test, 0) for test in (5, 6, 7, 14)), *((203, lag) for lag in range(33) if lag not in (0, 1, 2, 3, 7)))
BATTERIES = {"quick": QUICK, "standard": STANDARD, "long": LONG, "full": FULL}
"""Tests and their lengths of tuples or lags; ``full`` is what ``dieharder -a`` runs. ``long`` leaves out what dieharder
itself calls suspect or not to be used, and most lags; ``standard`` also what takes longer than half a minute."""

FIELDS = ("test_name", "ntuple", "tsamples", "psamples", "pvalues", "assessment")
CHUNK = 8
"""Blocks written at once."""
FAR = 2**40
"""How far away the seed of a repetition is: further than any order counts seeds up."""


@dataclass(frozen=True)
class Verdict:
    """One line of dieharder: a test, its size, its p-value and its assessment."""

    test: int
    name: str
    ntuple: int
    size: str
    p_value: float
    assessment: str

    @classmethod
    def read(cls, test: int, line: str) -> Verdict:
        """Read a line of fields parted by commas."""
        name, ntuple, tsamples, psamples, p_value, assessment = (part.strip() for part in line.split(","))
        return cls(test, name, int(ntuple), f"{tsamples} × {psamples}", float(p_value), assessment)


@dataclass(frozen=True)
class Source:
    """Words of one order, one half of the draw and one seed."""

    order: str
    half: str
    seed: int

    def chunks(self, block: int) -> Iterator[np.ndarray]:
        """Words without end, from this block on."""
        while True:
            yield np.concatenate([block_of_words(self.order, self.half, self.seed, block + i) for i in range(CHUNK)])
            block += CHUNK


@dataclass
class Trial:
    """The battery on one source: verdicts, words consumed, seconds, and what repetitions said."""

    source: Source
    verdicts: list[Verdict]
    repeated: list[tuple[Verdict, Verdict]]
    words: int = 0
    seconds: float = 0.0

    def count(self, assessment: str) -> int:
        """How many tests have this assessment at first."""
        return sum(verdict.assessment == assessment for verdict in self.verdicts)


def dieharder(test: int, ntuple: int, source: Source, block: int, samples: int = 0) -> tuple[list[Verdict], int]:
    """Run one test on words from ``block`` on; return its verdicts and the number of blocks written."""
    command = ["dieharder", "-g", "200", "-d", str(test), "-n", str(ntuple), "-c", ","]
    command += [part for field in FIELDS for part in ("-D", field)]
    if samples:
        command += ["-p", str(samples)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdin is not None and process.stdout is not None
    written = 0
    try:
        for words in source.chunks(block):
            process.stdin.write(words.data)
            written += CHUNK
    except BrokenPipeError:
        pass  # dieharder has what it needs
    lines = process.stdout.read().decode().splitlines()
    process.wait()
    return [Verdict.read(test, line) for line in lines if line.count(",") == len(FIELDS) - 1], written


def repetition(verdict: Verdict, place: int, source: Source, factor: int) -> Verdict:
    """The same test on a far seed with ``factor`` times the sample; ``place`` is its line among the test's lines."""
    samples = int(verdict.size.split(" × ")[1]) * factor
    other = Source(source.order, source.half, source.seed + FAR)
    return dieharder(verdict.test, verdict.ntuple, other, 0, samples)[0][place]


def trial(source: Source, tests: tuple[tuple[int, int], ...], factor: int) -> Trial:
    """Run tests one after another on one source, and repeat those that are not passed."""
    result, block, start = Trial(source, [], []), 0, time.perf_counter()
    for test, ntuple in tests:
        began = time.perf_counter()
        verdicts, written = dieharder(test, ntuple, source, block)
        block += written
        result.verdicts += verdicts
        for place, verdict in enumerate(verdicts):
            if verdict.assessment != "PASSED" and factor:
                result.repeated.append((verdict, repetition(verdict, place, source, factor)))
        seconds = time.perf_counter() - began
        print(f"{source.order} {source.half}: test {test}, {ntuple}: {seconds:.1f} s", file=sys.stderr, flush=True)
    result.words, result.seconds = block * BLOCK, time.perf_counter() - start
    return result


def markdown(trials: list[Trial], battery: str, factor: int) -> str:
    """The verdict on all orders, then every test that was not passed at first."""
    version = subprocess.run(["dieharder", "-h"], capture_output=True, text=True).stdout.split("version ")[1].split()[0]
    lines = [
        f"dieharder {version}, {date.today()}, battery `{battery}`",
        "",
        "| order | half | seed | results | PASSED | WEAK | FAILED | words | minutes |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in trials:
        counts = " | ".join(str(one.count(name)) for name in ("PASSED", "WEAK", "FAILED"))
        source = f"| {one.source.order} | {one.source.half} | {one.source.seed} | {len(one.verdicts)}"
        lines.append(f"{source} | {counts} | {one.words:.1e} | {one.seconds / 60:.1f} |")
    lines += ["", f"| order | half | test | size | p | first | p, seed + 2^40, {factor} × | then |", "|---" * 8 + "|"]
    for one in trials:
        for first, then in one.repeated:
            test = f"{first.name} {first.ntuple} | {first.size} | {first.p_value:.8f} | {first.assessment}"
            repeated = f"{then.p_value:.8f} | {then.assessment}"
            lines.append(f"| {one.source.order} | {one.source.half} | {test} | {repeated} |")
    return "\n".join(lines) + "\n"


def arguments() -> argparse.Namespace:
    """What the user asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--orders", nargs="+", choices=ORDERS, default=list(ORDERS), metavar="ORDER", help=", ".join(ORDERS)
    )
    parser.add_argument(
        "--halves", nargs="+", choices=KEPT, default=["upper"], help="which 32 of the 53 bits of a draw"
    )
    parser.add_argument("--tests", choices=BATTERIES, default="standard", help="full is all that `dieharder -a` runs")
    parser.add_argument("--quick", action="store_true", help="six short tests, to see that all works")
    parser.add_argument("--seed", type=int, default=1, help="seed of the model; repetitions take one far away")
    parser.add_argument("--repeat", type=int, default=4, metavar="N", help="sample of a repetition; 0 repeats nothing")
    parser.add_argument("--out", type=Path, help="file for the table, besides printing it")
    return parser.parse_args()


def main() -> int:
    """Run the battery and print the table; 2 if dieharder is missing."""
    asked = arguments()
    if shutil.which("dieharder") is None:
        print("dieharder is not installed; on Debian: apt-get install dieharder", file=sys.stderr)
        return 2
    battery = "quick" if asked.quick else asked.tests
    trials: list[Trial] = []
    for half in asked.halves:
        for order in asked.orders:
            trials.append(trial(Source(order, half, asked.seed), BATTERIES[battery], asked.repeat))
            table = markdown(trials, battery, asked.repeat)
            if asked.out:
                asked.out.write_text(table)
    print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
