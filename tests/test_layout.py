"""The tree: what is packaged, who may import whom, and what no file may say."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.smoke

ROOT = Path(__file__).parents[1]
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
TOP_PACKAGES = ["alliances", "alliances.model", "alliances.analysis", "alliances.experiments"]
LAYERS = ["alliances.model", "alliances.analysis", "alliances.experiments", "alliances"]

STANDARD = {"__future__", "collections.abc", "dataclasses", "enum", "math", "typing"}
MACHINERY = {f"alliances.model.{name}" for name in ("declarations.parameter", "declarations.codes", "rules")}
INSTRUMENTS = "alliances.model.policies.instruments"


def folder(package: str) -> Path:
    """Where a package lies: in the checkout, or in the installed wheel."""
    spec = find_spec(package)
    assert spec is not None, f"{package} is not installed"
    assert spec.origin is not None, f"{package} has no __init__.py"
    return Path(spec.origin).parent


def packages_on_disk() -> dict[str, Path]:
    """Every folder with an ``__init__.py``, by the name it is imported under."""
    found = {}
    for top in TOP_PACKAGES:
        for init in folder(top).rglob("__init__.py"):
            found[".".join([top, *init.parent.relative_to(folder(top)).parts])] = init.parent
    return found


PACKAGES = packages_on_disk()
MODULES = {
    f"{package}.{path.stem}".removesuffix(".__init__"): path
    for package, where in PACKAGES.items()
    for path in sorted(where.glob("*.py"))
}


def imported_by(module: str) -> Iterator[str]:
    """Full names a module imports, at any depth of its code; ``from a import b`` gives ``a.b`` if that is a module."""
    package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *(node.module or "").split(".")]).strip(".")
            for alias in node.names:
                full = f"{source}.{alias.name}"
                yield full if full in MODULES else source


def layer(module: str) -> int:
    """Position of a module in the one-way order of imports."""
    return next(i for i, top in enumerate(LAYERS) if module == top or module.startswith(f"{top}."))


def inside(package: str) -> list[str]:
    return [module for module in MODULES if module == package or module.startswith(f"{package}.")]


def files(top: str) -> list[Path]:
    """The files of a top package, without those of another one that lies inside it (so it is in a wheel)."""
    within = [folder(other) for other in TOP_PACKAGES if other != top and folder(other).is_relative_to(folder(top))]
    found = [path for path in folder(top).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return [path for path in found if not any(path.is_relative_to(other) for other in within)]


def test_the_packages_list_names_every_package_folder():
    assert sorted(SETUPTOOLS["packages"]) == sorted(PACKAGES)
    assert sorted(SETUPTOOLS["package-dir"]) == sorted(PACKAGES)


def test_every_file_of_a_package_is_shipped():
    forgotten = []
    for top in TOP_PACKAGES:
        patterns = SETUPTOOLS["package-data"].get(top, [])
        for path in files(top):
            is_code = path.suffix == ".py" and path.parent in PACKAGES.values()
            if not is_code and not any(path.relative_to(folder(top)).match(pattern) for pattern in patterns):
                forgotten.append(str(path))
    assert forgotten == []


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_run_one_way(module):
    ours = [name for name in imported_by(module) if name.split(".")[0] == "alliances"]
    against = [name for name in ours if layer(name) > layer(module)]
    assert against == [], "model <- analysis <- experiments <- alliances"


def place_of(module: str) -> str:
    """The package below ``alliances.experiments`` that a module lies in, or the module if it lies in none."""
    name = ".".join(module.split(".")[:3])
    return name if name in PACKAGES else module


@pytest.mark.parametrize("by_package", [False, True])
def test_no_circle_of_imports_in_experiments(by_package):
    modules = set(inside("alliances.experiments")) - {"alliances.experiments"}
    node = place_of if by_package else str
    graph: dict[str, set[str]] = {node(module): set() for module in modules}
    for module in modules:
        graph[node(module)] |= {node(name) for name in imported_by(module) if name in modules} - {node(module)}
    assert list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


@pytest.mark.parametrize("module", inside("alliances.model.rules") + inside(INSTRUMENTS))
def test_rules_and_policies_import_only_the_declaration_machinery(module):
    """A package's own ``__init__`` gathers its files, and may use any of the standard library for that."""
    names = set(imported_by(module))
    if MODULES[module].name == "__init__.py":
        names = {name for name in names if name.split(".")[0] not in sys.stdlib_module_names}
    siblings = {name for name in names if name.startswith(INSTRUMENTS) and module.startswith(INSTRUMENTS)}
    assert names - siblings - STANDARD - MACHINERY == set()


SHOWN = re.compile(r"\.(?:drawing|report)(?:\.|$)|(?:figures|words|overview)$")


@pytest.mark.parametrize("module", [name for name in inside("alliances.analysis") if not SHOWN.search(name)])
def test_results_know_nothing_of_the_figures_and_words_that_show_them(module):
    shown = [name for name in imported_by(module) if name.startswith("alliances.") and SHOWN.search(name)]
    assert shown == [] and "matplotlib" not in {name.split(".")[0] for name in imported_by(module)}


def test_colours_are_chosen_in_the_palette_alone():
    chosen = re.compile(r"#[0-9a-fA-F]{6}\b")
    modules = [
        name for name in inside("alliances.analysis") if chosen.search(MODULES[name].read_text(encoding="utf-8"))
    ]
    assert modules == ["alliances.analysis.drawing.palette"]


@pytest.mark.parametrize("name", ["model", "analysis", "experiments"])
def test_a_folder_cannot_be_imported_past_the_front_door(name):
    source = folder(f"alliances.{name}")
    code = f"import sys; sys.path.insert(0, {str(source.parent)!r}); import {name}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"import this package as 'alliances.{name}'" in done.stderr.splitlines()[-1]
    assert done.stderr.splitlines()[-1].startswith("ImportError")


def test_the_front_door_is_light():
    code = "import sys, alliances; alliances.__version__; dir(alliances); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"mesa", "numba", "numpy", "pandas", "networkx", "matplotlib", "pyarrow", "scipy", "typer"}
    assert heavy.isdisjoint(done.stdout.split())


def test_the_front_door_knows_its_version_and_refuses_other_names():
    import alliances

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert alliances.__version__ == declared
    assert {"AllianceModel", "run", "__version__"} <= set(dir(alliances))
    with pytest.raises(AttributeError, match="has no attribute 'AlianceModel'"):
        _ = alliances.AlianceModel


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the project that lies beside the tests, and of the packages."""
    beside = [path for path in ROOT.iterdir() if path.is_file()]
    folders = [ROOT / name for name in ("tests", "peer", "benchmarks", "docs", ".ci")]
    folders += [*(ROOT / "player").glob("[!n]*")]  # not node_modules
    folders += [folder(top) for top in TOP_PACKAGES]
    for path in beside + [path for where in folders for path in where.rglob("*")]:
        if path.is_file() and "__pycache__" not in path.parts:
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_names_a_path_of_one_machine_or_a_registry():
    home = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/\w")
    registry = re.compile(r"https?://[^\s\"')]*(?:/simple\b|/debian\b|pythonhosted|registry\.)")
    named = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if home.search(line) or registry.search(line)
    ]
    assert named == []
