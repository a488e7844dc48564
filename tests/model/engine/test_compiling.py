"""Compiling: what it sets aside for its time is put back, and what Numba does not offer is done without."""

import gc
from types import SimpleNamespace

import pytest
from numba.core.codegen import CPUCodeLibrary

from alliances.model.engine.compiling import optimized_at_the_end, seldom_collected

ENTRY = SimpleNamespace(py_func=SimpleNamespace(__name__="advance"))


class Library:
    """A library of code that counts how it is optimized."""

    def __init__(self, name: str, fails: bool = False) -> None:
        self.name, self.fails, self.passing = name, fails, 0
        self._codegen, self._final_module = self, None

    def _module_pass_manager(self, **options):
        if self.fails:
            raise TypeError("this Numba works otherwise")
        return SimpleNamespace(run=self.run), None

    def run(self, module, builder):
        self.passing += 1


@pytest.fixture
def earnest(monkeypatch) -> list[str]:
    """Names of the libraries that Numba optimizes in earnest."""
    names: list[str] = []
    monkeypatch.setattr(CPUCodeLibrary, "_optimize_final_module", lambda library: names.append(library.name))
    return names


@pytest.mark.parametrize("stopped", [False, True])
def test_garbage_is_looked_for_as_before_afterwards(stopped):
    before = gc.get_threshold()
    try:
        with seldom_collected():
            assert gc.get_threshold()[0] > before[0]
            if stopped:
                raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert gc.get_threshold() == before


def test_only_the_entry_point_is_optimized_in_earnest(earnest):
    kernel, entry = Library("compete"), Library("advance")
    numbas = CPUCodeLibrary._optimize_final_module
    with optimized_at_the_end(ENTRY):
        for library in (kernel, entry):
            CPUCodeLibrary._optimize_final_module(library)
    assert (earnest, kernel.passing, entry.passing) == (["advance"], 1, 0)
    assert CPUCodeLibrary._optimize_final_module is numbas


def test_a_numba_that_works_otherwise_optimizes_all(earnest, monkeypatch):
    with optimized_at_the_end(ENTRY):
        CPUCodeLibrary._optimize_final_module(Library("compete", fails=True))
    assert earnest == ["compete"]
    monkeypatch.delattr(CPUCodeLibrary, "_optimize_final_module")
    with optimized_at_the_end(ENTRY):
        assert not hasattr(CPUCodeLibrary, "_optimize_final_module")
