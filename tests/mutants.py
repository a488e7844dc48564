"""Do the tests notice? Plant one fault at a time in the model, and count how many of them some test catches.

    python -m tests.mutants --folder rules steps policies --count 60

A fault is a changed comparison, operator, constant or condition, or a statement left out. Faults are drawn at random
over all places of a folder's files. Each is tried in a copy of the model, uncompiled (``NUMBA_DISABLE_JIT=1``), against
the tests that are about that folder. It prints the faults that nobody noticed, and the share that was caught.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PEER = ["tests/test_plain_mesa.py", "tests/test_plain_policies.py"]
TESTS = {
    "rules": ["tests/model/rules", *PEER],
    "steps": PEER,
    "policies": ["tests/model/policies", *PEER],
}
LEFT_OUT = {"policies": ("instruments",)}  # values in, values out: their tests are literals
TIMEOUT = 900.0
COMPARISONS = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "=="}
OPERATORS = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.BitOr: "&", ast.BitAnd: "|"}


class Mutant(NamedTuple):
    """A fault: what stands at a place of a file, and what is put there instead."""

    file: Path
    line: int
    start: int
    end: int
    before: str
    after: str


def mutants(file: Path) -> Iterator[Mutant]:
    """Every fault that can be planted in a file, outside of declarations and docstrings."""
    text = file.read_text(encoding="utf-8")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            for node in (node for statement in body for node in ast.walk(statement)):
                for found, put in replacements(node, text, starts):
                    yield Mutant(file, node.lineno, *found, text[slice(*found)], put)  # type: ignore[attr-defined]


def replacements(node: ast.AST, text: str, starts: list[int]) -> Iterator[tuple[tuple[int, int], str]]:
    """Places in a node and what to put there."""

    def span(of: ast.expr | ast.stmt) -> tuple[int, int]:
        assert of.end_lineno is not None and of.end_col_offset is not None
        return starts[of.lineno - 1] + of.col_offset, starts[of.end_lineno - 1] + of.end_col_offset

    def between(first: ast.expr, second: ast.expr, old: str, put: str) -> tuple[tuple[int, int], str]:
        begin, end = span(first)[1], span(second)[0]
        return (begin, end), text[begin:end].replace(old, put, 1)

    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
        gap = text[span(node.left)[1] : span(node.comparators[0])[0]]
        yield between(node.left, node.comparators[0], gap.strip(" ()\n"), COMPARISONS[type(node.ops[0])])
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        gap = text[span(node.left)[1] : span(node.right)[0]]
        yield between(node.left, node.right, gap.strip(" ()\n"), OPERATORS[type(node.op)])
    elif isinstance(node, ast.BoolOp):
        old, put = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        yield between(node.values[0], node.values[1], old, put)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield span(node), text[slice(*span(node.operand))]
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield span(node), repr(node.value + 1)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield span(node), repr(not node.value)
    elif isinstance(node, (ast.AugAssign, ast.Expr)) or (
        isinstance(node, ast.Assign) and not isinstance(node.targets[0], (ast.Name, ast.Tuple))
    ):
        yield span(node), "pass"


def copy_of_model(scratch: Path) -> Path:
    """A package of the same name, whose model may be spoiled."""
    package = scratch / "alliances"
    package.mkdir(parents=True)
    for path in (ROOT / "src" / "alliances").iterdir():
        (package / path.name).symlink_to(path)
    for name in ("analysis", "experiments"):
        (package / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "model", package / "model", ignore=shutil.ignore_patterns("__pycache__"))
    return package / "model"


def is_caught(mutant: Mutant | None, folder: str) -> bool:
    """Whether some test fails with the fault in place, or without any; one that never ends counts as failed."""
    with tempfile.TemporaryDirectory() as scratch:
        model = copy_of_model(Path(scratch))
        if mutant is not None:
            file = model / mutant.file.relative_to(ROOT / "model")
            text = file.read_text(encoding="utf-8")
            file.write_text(text[: mutant.start] + mutant.after + text[mutant.end :], encoding="utf-8")
        return not passes(TESTS[folder], folder, scratch)


def passes(tests: list[str], folder: str, where: str) -> bool:
    """Whether the tests pass with the package that lies in a folder."""
    environment = {**os.environ, "PYTHONPATH": where, "NUMBA_DISABLE_JIT": "1", "NUMBA_CACHE_DIR": where}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", *tests]
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def drawn(folder: str, count: int, seed: int) -> list[Mutant]:
    """So many faults of a folder, drawn at random."""
    files = [path for path in sorted((ROOT / "model" / folder).rglob("*.py")) if path.name != "__init__.py"]
    files = [path for path in files if not set(LEFT_OUT.get(folder, ())) & set(path.parts)]
    everything = [mutant for file in files for mutant in mutants(file)]
    return random.Random(seed).sample(everything, min(count, len(everything)))


def main() -> int:
    """Try the faults; 1 if less than nine in ten were caught in any folder."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", nargs="+", choices=list(TESTS), default=list(TESTS))
    parser.add_argument("--count", type=int, default=60, help="faults in each folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked, good = parser.parse_args(), True
    for folder in asked.folder:
        if is_caught(None, folder):
            print(f"{folder}: its tests fail without any fault", file=sys.stderr)
            return 2
        chosen = drawn(folder, asked.count, asked.seed)
        with ThreadPoolExecutor(asked.workers) as pool:
            caught = list(pool.map(partial(is_caught, folder=folder), chosen))
        for mutant in (mutant for mutant, noticed in zip(chosen, caught, strict=True) if not noticed):
            place = f"{mutant.file.relative_to(ROOT)}:{mutant.line}"
            print(f"not caught: {place}: {mutant.before.strip()!r} -> {mutant.after.strip()!r}", flush=True)
        print(f"{folder}: {sum(caught)} of {len(caught)} faults caught ({sum(caught) / len(caught):.0%})", flush=True)
        good &= sum(caught) >= 0.9 * len(caught)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
