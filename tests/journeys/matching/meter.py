"""Counts what a participant has to do on a phone: taps, words shown, and screens of 390 by 844 pixels.

    python -m tests.journeys.matching.meter      runs the measured journeys and prints the table

A tap is a touch of a link, a button, a choice, or a field that is then filled in. Each page counts once, when
it is reached: the words that its main part shows, those in filled fields too, and its length down to the end
of that part. What is folded away or for screen readers only is not shown. `limits.toml` says how much it may
be at most.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tests.browsing import go

WIDTH, HEIGHT = 390, 844
SLACK: Final = 0.9  # a day more or less in a sentence is no progress: below this a limit has to be lowered
RESULTS: Final = "HANDSCHLAG_MEASURES"
LIMITS: Final[dict[str, dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("limits.toml").read_text("utf-8")
)
WORDS = r"""
() => {
  const main = document.querySelector("main");
  const isShown = (one) => {
    if (!one.checkVisibility({ visibilityProperty: true })) return false;
    for (let at = one; at !== main; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.display === "contents" || style.display === "inline") continue;
      const { right, width, height } = at.getBoundingClientRect();
      if (width <= 1 || height <= 1 || right <= 0) return false;
    }
    return true;
  };
  const said = [];
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest("select, textarea, noscript, script") &&
        isShown(walk.currentNode.parentElement))
      said.push(walk.currentNode.data);
  for (const one of main.querySelectorAll("textarea, select, input:not([type=radio], [type=checkbox])"))
    if (isShown(one)) said.push(one.selectedOptions?.[0]?.text ?? (one.value || one.placeholder));
  return said.join(" ").split(/\s+/).filter((one) => /[\p{L}\p{N}]/u.test(one)).length;
}
"""
LENGTH = "document.querySelector('main').getBoundingClientRect().bottom + window.scrollY"


class Meter:
    """One journey on one page of a browser."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.taps = self.words = 0
        self.pixels = 0.0
        self.pages: list[tuple[str, int, float]] = []
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})

    def look(self) -> None:
        """The person sees the page for the first time."""
        self.page.wait_for_load_state()
        words, pixels = self.page.evaluate(WORDS), self.page.evaluate(LENGTH)
        self.words += words
        self.pixels += pixels
        self.pages.append((_name_of(self.page.url), words, round(pixels / HEIGHT, 1)))

    def tap(self, stop: Any) -> None:
        """A choice or a button that changes something on the page."""
        self.taps += 1
        stop.click()

    def write(self, field: Any, text: str) -> None:
        """A field is touched and filled in."""
        self.taps += 1
        field.fill(text)

    def turn(self, stop: Any) -> None:
        """What leads to another page, and that page."""
        self.taps += 1
        go(self.page, stop)
        self.look()

    @property
    def figures(self) -> dict[str, float]:
        return {"taps": self.taps, "words": self.words, "screens": round(self.pixels / HEIGHT, 1)}


def _name_of(address: str) -> str:
    """What its address says about a page, without the personal link.

    >>> _name_of("http://localhost:8000/de/matching/q3xTsecret/people/?refused=")
    'matching people'
    """
    _language, app, _token, *rest = urlsplit(address).path.strip("/").split("/")
    return " ".join([app, *rest])


def faults_of(measured: dict[str, float], limits: dict[str, Any]) -> list[str]:
    """What is over its limit, and which limits have to be lowered, because they are not reached any more.

    >>> faults_of({"taps": 5, "words": 90}, {"taps": 4, "words": 200})
    ['taps: 5, at most 4', 'words: 90, lower the limit of 200']
    """
    found = []
    for name, limit in limits.items():
        if name == "goal":
            continue
        value, least = measured[name], limit if name == "taps" else SLACK * limit
        if value > limit:
            found.append(f"{name}: {value}, at most {limit}")
        elif value < least:
            found.append(f"{name}: {value}, lower the limit of {limit}")
    return found


def hold(name: str, meter: Meter) -> None:
    """The journey needs no more than its limits; where somebody collects, its figures are written down."""
    folder = os.environ.get(RESULTS, "")
    if folder:
        found = meter.figures | {"pages": meter.pages}
        (Path(folder) / f"{name}.json").write_text(json.dumps(found), "utf-8")
    assert faults_of(meter.figures, LIMITS[name]) == [], meter.figures


def main() -> int:
    """Runs the journeys and prints what they need, beside limit and goal."""
    with tempfile.TemporaryDirectory() as folder:
        tests = Path(__file__).with_name("test_measures.py")
        run = subprocess.run(
            [sys.executable, "-m", "pytest", str(tests), "-q"],
            env={**os.environ, RESULTS: folder},
            check=False,
        )
        print(f"\n{'journey':18} {'measure':8} {'now':>7} {'limit':>7} {'goal':>7}")
        for name, limits in LIMITS.items():
            path = Path(folder) / f"{name}.json"
            figures = json.loads(path.read_text("utf-8")) if path.exists() else {}
            for measure, goal in limits["goal"].items():
                now, limit = figures.get(measure, "-"), limits.get(measure, "-")
                print(f"{name:18} {measure:8} {now:>7} {limit:>7} {goal:>7}")
            for page, words, screens in figures.get("pages", ()):
                print(f"    {page:30} {words:>5} words {screens:>5} screens")
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
