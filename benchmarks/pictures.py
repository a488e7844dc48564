"""Photographs every page of the visual model at the width of a desk and of a phone, for the documentation.

Run ``make pictures`` (or ``python -m benchmarks.pictures --out docs/pictures``); it starts the server itself and needs
Chromium and the extras ``app`` and ``dev``. Pictures are kept small: 256 colours.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

WITHOUT = quote(json.dumps({"scenario": "default", "seed": 1, "acts": [{"quarter": 0, "without": "learning_race"}]}))
WORLD = "scenario=default&seed=1"
PAGES = {
    "start": "/?page=start",
    "explore": f"/?page=explore&{WORLD}&frame=32",
    "inspector": f"/?page=explore&{WORLD}&frame=32&select=alliance:{{alliance}}",
    "compare": f"/?page=compare&{WORLD}&frame=40&other={WITHOUT}",
    "learn": "/?page=learn",
    "lesson": "/?page=learn&lesson=trust&part=reveal",
    "evidence": "/?page=evidence",
    "policy": "/policy",
}
WIDTHS = {1280: 900, 390: 844}
COLOURS = 256
SERVER = "from alliances.experiments.app import launch; launch(0, open_browser=False)"
SETTLED = 5000  # ms from opening a page to its picture


def main() -> None:
    """Start a server, photograph all pages, stop it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("docs/pictures"))
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline() if process.stdout else "")
        if found is None:
            sys.exit("the server did not start")
        photograph(found.group(), out)
    finally:
        process.terminate()
        process.wait(timeout=20)


def photograph(address: str, out: Path) -> None:
    """Make all pictures."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for width, height in WIDTHS.items():
            for name, search in PAGES.items():
                tab = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
                tab.goto(address + search.format(alliance=an_end()))
                tab.wait_for_timeout(SETTLED)
                if name == "inspector":
                    tab.locator(".inspector").scroll_into_view_if_needed()
                keep(tab.screenshot(), out / f"{name}-{width}.png")
                tab.close()
        browser.close()


def an_end() -> int:
    """The first alliance of the world that lived for two years of the run and ended before the picture."""
    from alliances.experiments.recording.setup import Setup
    from alliances.experiments.recording.worlds import Worlds

    kept: Any = Worlds().recorded(Setup(), 32).lives
    ended = kept.ended & (kept.rows > 8) & (kept.kept["formed"] >= 0)
    return int(kept.ids[ended][0])


def keep(shot: bytes, file: Path) -> None:
    """Write a picture with few colours."""
    from PIL import Image

    few = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
    few.save(file, optimize=True)
    print(f"{file}: {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
