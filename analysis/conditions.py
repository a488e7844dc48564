"""Conditions that a user writes, such as ``failed_share > 0.5 and foreign_sales@last < 10``, read safely.

A condition compares columns with numbers: ``< <= > >= == !=``, chained if wanted, joined by ``and``, ``or``, ``not``
and parentheses, with ``+ - * /`` inside. It is parsed here and never run as Python. A column's name may hold any
characters; it is found as it stands, or between backticks.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from alliances.model.errors import echoed, refuse, unknown

if TYPE_CHECKING:
    import pandas as pd

    Columns = Mapping[str, Any] | pd.DataFrame

Truth = NDArray[np.bool_]

WHO = ("run_id", "point", "replicate", "seed")  # columns of a run that are neither factors nor outcomes
LONGEST = 1000  # characters; what is longer was not typed by a person
ALLOWED = "it must be comparisons with < <= > >= == !=, joined by 'and', 'or', 'not', with + - * / and parentheses"
WORDS = ("and", "or", "not")
WORD = r"(?<![\w.@])[^\W\d][\w.]*(?:@[\w:.]*)?"
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
SIGNS: dict[type[ast.unaryop], Callable[[Any], Any]] = {ast.UAdd: operator.pos, ast.USub: operator.neg}


class Condition:
    """A condition on named columns; call it with columns (arrays of one length) to learn where it holds."""

    def __init__(self, text: str, known: Iterable[str]) -> None:
        """Read ``text``; raises ``InputError`` in one line for a name that is not ``known``, none, or another form."""
        self.text = " ".join(text.split())
        self._placeholders: dict[str, str] = {}
        if len(text) > LONGEST:
            refuse(f"a condition must have at most {LONGEST} characters, not {len(text)}")
        try:
            self._tree = ast.parse(self._spelled(list(known)), mode="eval").body
            self(dict.fromkeys(self.names, np.empty(0)))
        except (SyntaxError, RecursionError, MemoryError):
            self._refuse()
        if not self.names:
            refuse(f"{echoed(self.text)} names no outcome; a condition must compare at least one")

    @property
    def names(self) -> tuple[str, ...]:
        """The columns it speaks of, each once, in their order."""
        return tuple(dict.fromkeys(self._placeholders.values()))

    def __call__(self, columns: Columns) -> Truth:
        """Where the condition holds; it does not hold where a value it compares is missing."""
        arrays = {short: np.asarray(columns[name], float) for short, name in self._placeholders.items()}
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self._truth(self._tree, arrays), bool)

    def unknowable(self, columns: Columns) -> Truth:
        """Where a column that it speaks of is missing."""
        return np.any([np.isnan(np.asarray(columns[name], float)) for name in self.names], axis=0)

    def _spelled(self, known: list[str]) -> str:
        """The text with every column's name replaced by one that Python can parse."""
        longest_first = sorted(known, key=len, reverse=True)
        exact = "|".join(rf"(?<![\w.@]){re.escape(name)}(?![\w.@:])" for name in longest_first)
        pattern = re.compile("|".join(filter(None, [r"`([^`]*)`", exact, WORD])))

        def replaced(match: re.Match[str]) -> str:
            name = match[0] if match[1] is None else match[1]
            if name in known:
                short = f"_{len(self._placeholders)}"
                self._placeholders[short] = name
                return f" {short} "
            if name in WORDS:
                return name
            raise unknown("outcome", name, known)

        return pattern.sub(replaced, self.text).strip()

    def _truth(self, node: ast.AST, arrays: Columns) -> Any:
        """A part that is true or false."""
        if isinstance(node, ast.BoolOp):
            join = np.logical_and if isinstance(node.op, ast.And) else np.logical_or
            return join.reduce(np.broadcast_arrays(*[self._truth(part, arrays) for part in node.values]))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return ~self._truth(node.operand, arrays)
        if isinstance(node, ast.Compare) and all(type(one) in COMPARISONS for one in node.ops):
            sides = [self._number(part, arrays) for part in (node.left, *node.comparators)]
            there = ~np.any(np.broadcast_arrays(*[np.isnan(side) for side in sides]), axis=0)
            links = zip(node.ops, sides, sides[1:], strict=False)
            held = [COMPARISONS[type(op)](a, b) for op, a, b in links]
            return np.logical_and.reduce(np.broadcast_arrays(there, *held))
        return self._refuse()

    def _number(self, node: ast.AST, arrays: Columns) -> Any:
        """A part that is a number, or a column of them."""
        if isinstance(node, ast.Name) and node.id in arrays:
            return arrays[node.id]
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and type(node.value) is not bool:
            return np.float64(node.value)
        if isinstance(node, ast.UnaryOp) and type(node.op) in SIGNS:
            return SIGNS[type(node.op)](self._number(node.operand, arrays))
        if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
            return ARITHMETIC[type(node.op)](self._number(node.left, arrays), self._number(node.right, arrays))
        return self._refuse()

    def _refuse(self) -> NoReturn:
        """Say what a condition may be."""
        refuse(f"{echoed(self.text)} is not a condition; {ALLOWED}")


def outcomes_among(columns: Iterable[str], factors: Iterable[str]) -> list[str]:
    """The columns of a table of runs that are outcomes."""
    others = {*factors, *WHO}
    return [name for name in columns if name not in others]
