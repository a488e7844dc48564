"""Compiled code is kept where edits are noticed, and nowhere else; damage and a full disk cost time, and no run."""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from alliances.model.engine import cache, kernels
from alliances.model.errors import Notice

ONE_RUN = "from alliances.model.engine import cache; print(cache.cache_folder().parent)"


@pytest.fixture
def own_place(monkeypatch, tmp_path):
    """A place for compiled code, and no folder of the process yet."""
    monkeypatch.setattr(kernels, "CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv(cache.PLACE, str(tmp_path))
    monkeypatch.setattr(cache.tempfile, "tempdir", str(tmp_path))
    cache.own_folder.cache_clear()
    yield tmp_path / "cache"
    cache.own_folder.cache_clear()


def doubled():
    """An entry point that no process has called yet."""

    def double(number):
        return 2 * number

    return kernels.entry_point(double)


def kept(place):
    """Files with compiled code."""
    return sorted(place.rglob("*.nb*"))


def hits(entry):
    """How often compiled code was found, after a call."""
    assert entry(4) == 8
    return sum(entry.stats.cache_hits.values())


def test_compiled_code_is_kept_in_a_folder_named_after_the_sources(monkeypatch, tmp_path):
    monkeypatch.setenv(cache.PLACE, str(tmp_path))
    assert cache.cache_folder() == tmp_path / f"kernels-{cache.source_hash()}"


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_place_that_cannot_be_written_is_replaced_by_one_of_the_process_which_its_workers_find(own_place, place):
    file = own_place.parent / "file"
    file.write_text("not a folder")
    os.environ[cache.PLACE] = str(own_place.parent / place)  # put back by the fixture
    with pytest.warns(Notice, match="cannot be written.*compiled code is kept in .* until this process ends"):
        folder = cache.cache_folder()
    assert folder.is_dir() and file not in folder.parents
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert cache.cache_folder() == folder


def test_the_folder_of_a_process_is_removed_at_its_end_and_named_in_one_line(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    environment = {**os.environ, cache.PLACE: str(tmp_path / "file")}
    words = [sys.executable, "-m", "alliances", "run", "nowhere"]
    done = subprocess.run([sys.executable, "-c", ONE_RUN], env=environment, capture_output=True, text=True, check=True)
    assert "alliances-kernels-" in done.stdout and not Path(done.stdout.strip()).exists()
    said = subprocess.run(words, env=environment, capture_output=True, text=True, check=False).stderr.splitlines()
    assert all(line.startswith("alliances: ") for line in said)
    assert ["compiled code is kept in" in line for line in said] == [True, False]


@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
@pytest.mark.parametrize("damage", ["emptied", "cut", "one bit"])
def test_damaged_code_is_noticed_and_compiled_anew(own_place, suffix, damage):
    assert hits(doubled()) == 0
    assert hits(doubled()) == 1
    (file,) = (path for path in kept(own_place) if path.suffix == suffix)
    content = file.read_bytes()
    half = len(content) // 2
    flipped = content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :]
    file.write_bytes({"emptied": b"", "cut": content[:-7], "one bit": flipped}[damage])
    with pytest.warns(Notice, match="is damaged .* compiled anew"):
        assert hits(doubled()) == 0
    assert hits(doubled()) == 1


def test_a_full_disk_leaves_compiled_code_in_the_folder_of_the_process(own_place, monkeypatch):
    refuse_below(own_place, monkeypatch)
    with pytest.warns(Notice, match="No space left on device.*compiled code is kept in "):
        assert hits(doubled()) == 0
    assert kept(own_place) == []
    assert len(kept(cache.own_folder())) == 2


def test_disks_that_are_all_full_cost_nothing_but_time(own_place, monkeypatch):
    refuse_below(own_place.parent, monkeypatch)
    with pytest.warns(Notice, match="compiled code is not kept"):
        assert hits(doubled()) == 0


def refuse_below(folder, monkeypatch):
    """Let no file be written there."""
    real = cache.IndexDataCacheFile._open_for_write

    def limited(files, path):
        if folder in Path(path).parents:
            raise OSError(28, "No space left on device")
        return real(files, path)

    monkeypatch.setattr(cache.IndexDataCacheFile, "_open_for_write", limited)


def test_an_edit_anywhere_in_the_model_changes_the_folder(monkeypatch):
    before = cache.source_hash()
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + (b"#" if path.name == "trust.py" else b""))
    assert cache.source_hash() != before


def test_numba_keeps_its_own_setting(monkeypatch):
    monkeypatch.setattr(kernels.numba.config, "CACHE_DIR", "elsewhere")
    kernels.entry_point(lambda: None)
    assert kernels.numba.config.CACHE_DIR == "elsewhere"
