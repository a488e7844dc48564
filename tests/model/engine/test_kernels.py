"""Compiled code is kept where edits are noticed, and nowhere else."""

from pathlib import Path

import pytest

from alliances.model.engine import kernels


def test_compiled_code_is_kept_in_a_folder_named_after_the_sources(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert kernels.cache_folder() == tmp_path / f"kernels-{kernels.source_hash()}"


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_place_that_cannot_be_written_is_replaced_by_one_of_the_process(monkeypatch, tmp_path, place):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / place))
    folder = kernels.cache_folder()
    assert folder.is_dir()
    assert tmp_path not in folder.parents
    folder.rmdir()


def test_an_edit_anywhere_in_the_model_changes_the_folder(monkeypatch):
    before = kernels.source_hash()
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + (b"#" if path.name == "trust.py" else b""))
    assert kernels.source_hash() != before


def test_numba_keeps_its_own_setting(monkeypatch):
    monkeypatch.setattr(kernels.numba.config, "CACHE_DIR", "elsewhere")
    kernels.entry_point(lambda: None)
    assert kernels.numba.config.CACHE_DIR == "elsewhere"
