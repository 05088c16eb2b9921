"""Counts what organisers have to do from nothing to a published timetable.

    python -m tests.journeys.organiser.meter                          runs the walk and prints its table
    python -m tests.journeys.organiser.meter --pictures docs/images   and makes the tutorial's pictures anew

A step is a click: a link, a button, a choice, a box, a file. What is typed is none. `limits.toml` says how
many steps there may be at most, and where we want to be.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image
from tests.browsing import go

HEIGHT: Final = 1100
COLOURS, LARGEST = (48, 32, 16), 60_000
RESULTS, PICTURES = "HANDSCHLAG_MEASURES", "HANDSCHLAG_PICTURES"
LIMITS: Final[dict[str, dict[str, int]]] = tomllib.loads(
    Path(__file__).with_name("limits.toml").read_text("utf-8")
)


class Steps:
    """One walk on one page of a browser, part by part."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.part = ""
        self.counted: Counter[str] = Counter()

    def go(self, stop: Any) -> None:
        """A link or a button that leads to another page."""
        self.counted[self.part] += 1
        go(self.page, stop)

    def link(self, name: str) -> None:
        """The first link of this name on the page."""
        self.go(self.page.get_by_role("link", name=name, exact=True).first)

    def menu(self, name: str) -> None:
        """An entry of the menu on the left, whatever number stands beside it."""
        self.go(self.page.locator(f".hs-rail a:has(span:text-is('{name}'))").first)

    def button(self, name: Any) -> None:
        """The first button of this name in the main part of the page."""
        self.go(self.page.locator("main").get_by_role("button", name=name).first)

    def choose(self, field: str, label: str) -> None:
        """One of a list of choices."""
        self.counted[self.part] += 1
        self.page.locator(f"[name={field}]").select_option(label=label)

    def tick(self, field: str) -> None:
        """A box, or one of several round ones."""
        self.counted[self.part] += 1
        self.page.locator(field).check()

    def attach(self, path: Path) -> None:
        """A file from the disk."""
        self.counted[self.part] += 1
        self.page.locator("main input[type=file]").set_input_files(str(path))

    def write(self, **texts: str) -> None:
        """What is typed into fields."""
        for name, text in texts.items():
            self.page.locator(f"main [name={name}]").fill(text)

    def take_picture(self, name: str, *, height: int = HEIGHT) -> None:
        """A picture for the tutorial, where somebody asked for pictures."""
        if folder := os.environ.get(PICTURES, ""):
            self.page.evaluate("scrollTo(0, 0)")
            full = int(self.page.evaluate("document.documentElement.scrollHeight"))
            self.page.set_viewport_size({"width": 1280, "height": min(full, height)})
            (Path(folder) / f"{name}.png").write_bytes(small(self.page.screenshot()))
            self.page.set_viewport_size({"width": 1280, "height": 900})


def small(data: bytes) -> bytes:
    """Few colours, fewer where it would be large: flat pages need no more."""
    picture = Image.open(BytesIO(data)).convert("RGB")
    for colours in COLOURS:
        flat = picture.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        out = BytesIO()
        flat.save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    return out.getvalue()


def fault_of(steps: int, limit: int) -> str:
    """Over the limit, or so far below that the limit has to be lowered.

    >>> fault_of(61, 60), fault_of(59, 60), fault_of(60, 60)
    ('61 steps, at most 60', '59 steps, lower the limit of 60', '')
    """
    if steps > limit:
        return f"{steps} steps, at most {limit}"
    return f"{steps} steps, lower the limit of {limit}" if steps < limit else ""


def hold(name: str, steps: Steps) -> None:
    """The walk needs no more than its limit; where somebody collects, its figures are written down."""
    if folder := os.environ.get(RESULTS, ""):
        (Path(folder) / f"{name}.json").write_text(json.dumps(steps.counted), "utf-8")
    assert fault_of(steps.counted.total(), LIMITS[name]["steps"]) == "", steps.counted


def main() -> int:
    """Runs the walk and prints its steps, beside limit and goal."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--pictures", type=Path, help="a folder for the pictures of the tutorial")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wanted = {RESULTS: folder}
        if asked.pictures:
            wanted[PICTURES] = str(asked.pictures.resolve())
        walk = Path(__file__).with_name("test_from_nothing.py")
        run = subprocess.run(
            [sys.executable, "-m", "pytest", str(walk), "-q"], env={**os.environ, **wanted}, check=False
        )
        for name, limits in LIMITS.items():
            path = Path(folder) / f"{name}.json"
            counted = json.loads(path.read_text("utf-8")) if path.exists() else {}
            for part, number in counted.items():
                print(f"{part:45} {number:>5}")
            print(f"{name:45} {sum(counted.values()):>5}, limit {limits['steps']}, goal {limits['goal']}")
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
