"""Which source files something depends on: the modules that a module imports, what those import, the data they name.

Only this package's own modules are followed; a file of a user's own is read where it is named itself. A module that is
imported by a computed name is not found, but a package that gathers all of its modules is read as importing them all.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

TOPS = ("alliances", "alliances.model", "alliances.analysis", "alliances.experiments")
DATA = (".csv", ".toml")


class Source(NamedTuple):
    """A module: what it says apart from comments and docstrings, what it imports, and texts in it."""

    path: Path
    meaning: str
    imports: frozenset[str]  # names of modules, or of what is in them
    texts: frozenset[str]  # that may name a folder

    def gathered(self, name: str) -> list[str]:
        """All modules of a package of this name that imports whatever lies in it."""
        if self.path.name != "__init__.py" or "pkgutil.iter_modules" not in self.imports:
            return []
        return [f"{name}.{path.stem}" for path in self.path.parent.glob("*.py") if path != self.path]


def installed(top: str) -> Path:
    """The folder of a package."""
    spec = find_spec(top)
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent


def closure(modules: Iterable[str], tops: Mapping[str, Path] | None = None) -> dict[str, Source]:
    """These modules and all that is imported where they are, by name; the packages that they lie in as well.

    ``tops`` are the folders of the top packages, by default where they are installed.
    """
    folders = tops or {top: installed(top) for top in TOPS}
    own = {name: file_of(name) for name in modules}
    found: dict[str, Source] = {}
    met: set[tuple[str, bool]] = set()  # imported themselves, or only passed on the way to a module in them
    waiting = [(name, True) for name in own]
    while waiting:
        name, itself = waiting.pop()
        if (name, True) in met or (name, itself) in met:
            continue
        met.add((name, itself))
        path = path_of(name, folders) or own.get(name)
        if path is None:
            continue
        source = found[name] = parsed(path, path.read_bytes())
        waiting += [(one, True) for one in (*source.imports, *(source.gathered(name) if itself else ()))]
        waiting.append((name.rpartition(".")[0], False))
    return dict(sorted(found.items()))


def path_of(module: str, tops: Mapping[str, Path]) -> Path | None:
    """The file of a module; None if there is none of this name."""
    top = max((top for top in tops if f"{module}.".startswith(f"{top}.")), key=len, default=None)
    if top is None:
        return None
    place = tops[top].joinpath(*module.removeprefix(top).strip(".").split("."))
    return next((path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file()), None)


def file_of(module: str) -> Path | None:
    """The file of a module of a user's own; None if none of this name is imported here."""
    path = Path(getattr(sys.modules.get(module), "__file__", None) or "")
    return path if path.suffix == ".py" and path.is_file() else None


def data_of(sources: Iterable[Source]) -> list[Path]:
    """The data files in folders that these modules name, beside them or in a package around."""
    found: set[Path] = set()
    for source in sources:
        for folder in source.path.parents:
            if not (folder / "__init__.py").exists():
                break
            named = (folder / text for text in source.texts)
            found |= {path for place in named if place.is_dir() for path in place.iterdir() if path.suffix in DATA}
    return sorted(found)


@cache
def parsed(path: Path, content: bytes) -> Source:
    """The module that a file's content makes."""
    tree = ast.parse(content)
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    first = (text.partition("/")[0] for text in texts)
    return Source(path, meaning(tree), frozenset(imported(tree)), frozenset(filter(str.isidentifier, first)))


def imported(node: ast.AST) -> Iterator[str]:
    """Full names that are imported at any depth, but not for type checkers only; ``from a import b`` gives both."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
    elif not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
        for child in ast.iter_child_nodes(node):
            yield from imported(child)


def meaning(node: object) -> str:
    """What code says, without comments, docstrings and layout; the same on every Python."""
    if isinstance(node, list):
        return f"[{','.join(meaning(one) for one in node if not is_docstring(one))}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    parts = ((name, getattr(node, name, None)) for name in node._fields)
    said = (f"{name}={meaning(value)}" for name, value in parts if value is not None and value != [])
    return f"{type(node).__name__}({','.join(said)})"


def is_docstring(node: object) -> bool:
    """Whether this is a text that stands alone."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
