"""How far a search has come: one line on a terminal, a line of JSON for programs, else nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol, TextIO

from treffen.cli.console import columns
from treffen.cli.tables import cut, width_of
from treffen.words import Language, Text, goal, number, percent

if TYPE_CHECKING:
    from treffen.solvers.base import Progress  # numpy

PHASES: dict[str, Text] = {
    "construct": Text("Aufbauen", "building"),
    "improve": Text("Verbessern", "improving"),
    "settle": Text("Glätten", "settling"),
    "prove": Text("Beweisen", "proving"),
    "satisfiability": Text("Beweisen", "proving"),
    "places": Text("Orte", "places"),
}
START = Text("Beginn", "starting")
BOUND = Text("Schranke {bound}", "bound {bound}")
GAP = Text("Lücke {gap}", "gap {gap}")
GAP_BETWEEN = "  "
CELLS = 12
EVERY = 0.1  # seconds between two drawings: ten a second are as many as an eye can use


def closeness(progress: Progress) -> float:
    """How near value and bound are, 0 to 1: the smaller as a share of the larger."""
    if progress.value is None or progress.bound is None:
        return 0.0
    low, high = sorted((progress.value, progress.bound))
    return 1.0 if low == high else max(0, low) / high


def clock(elapsed: float, limit: float | None, language: Language) -> str:
    """Time gone, of time allowed."""
    seconds = number(elapsed, language, digits=1) + " s"
    return seconds if limit is None else f"{seconds} / {number(limit, language)} s"


def _describe(progress: Progress, language: Language) -> str:
    """The goal with its value, bound, gap."""
    value = "?" if progress.value is None else number(progress.value, language)
    figures = [f"{goal(progress.goal, language)} {value}"]
    if progress.bound is not None:
        figures.append(BOUND.said(language).format(bound=number(progress.bound, language)))
    gap = progress.gap
    if gap is not None:
        figures.append(GAP.said(language).format(gap=percent(gap, language, digits=1 if gap > 0.01 else 3)))
    return GAP_BETWEEN.join(figures)


def line(progress: Progress | None, timed: str, *, cells: str, width: int, language: Language) -> str:
    """The longest line that fits: first the bar gives way, then the phase."""
    if progress is None:
        return cut(f"{timed}{GAP_BETWEEN}{START.said(language)}", width)
    known = PHASES.get(progress.phase)
    phase = progress.phase if known is None else known.said(language)
    parts = [_picture(progress, cells), timed, phase, _describe(progress, language)]
    for shown in (parts, parts[1:], [timed, parts[3]]):
        text = GAP_BETWEEN.join(shown)
        if width_of(text) <= width:
            return text
    return cut(text, width)


def _picture(progress: Progress, cells: str) -> str:
    """The bar: full where value and bound meet."""
    full = round(CELLS * closeness(progress))
    return cells[0] * full + cells[1] * (CELLS - full)


class ProgressView(Protocol):
    """Where progress is shown: told by the thread that works, drawn by the one that waits."""

    def report(self, progress: Progress) -> None:
        """Take note of how far the search has come."""

    def draw(self, elapsed: float) -> None:
        """Show it."""

    def clear(self) -> None:
        """Make room for other lines."""


class Lines:
    """A line of JSON whenever something has changed: what a program reads that runs the command."""

    def __init__(self, stream: TextIO) -> None:
        self._stream: TextIO | None = stream
        self._latest: Progress | None = None
        self._written: dict[str, object] = {}

    def report(self, progress: Progress) -> None:
        """Take note; called by whichever thread works."""
        self._latest = progress

    def draw(self, elapsed: float) -> None:
        """One line, only where something changed."""
        latest = self._latest
        if latest is None or self._stream is None:
            return
        known: dict[str, object] = {"phase": latest.phase, "goal": latest.goal}
        known |= {"value": latest.value, "bound": latest.bound}
        if known == self._written:
            return
        self._written = known
        try:
            self._stream.write(json.dumps(known | {"seconds": round(elapsed, 2)}) + "\n")
            self._stream.flush()
        except (OSError, ValueError):
            self._stream = None

    def clear(self) -> None:
        """Nothing to take away."""


class Bar:
    """A line that is rewritten in place. On anything but a terminal it stays silent."""

    def __init__(self, stream: TextIO, language: Language, *, limit: float | None, is_quiet: bool) -> None:
        self._stream = stream
        self._language: Language = language
        self._limit = limit
        self._is_on = not is_quiet and stream.isatty()
        self._drawn = ""
        self._latest: Progress | None = None
        encoding = (getattr(stream, "encoding", None) or "").lower()
        self._cells = "█░" if encoding.startswith("utf") else "#."

    def report(self, progress: Progress) -> None:
        """Take note; called by whichever thread works. Drawing is left to the one that waits."""
        self._latest = progress

    def draw(self, elapsed: float) -> None:
        """Rewrite the line, only where it changed."""
        if not self._is_on:
            return
        timed = clock(elapsed, self._limit, self._language)
        width = columns(self._stream) - 1
        self._put(line(self._latest, timed, cells=self._cells, width=width, language=self._language))

    def clear(self) -> None:
        """Take the line away, so that other lines can stand there."""
        if self._is_on and self._drawn:
            self._put("")
            self._write("\r")

    def _put(self, text: str) -> None:
        if text != self._drawn:
            rest = max(0, width_of(self._drawn) - width_of(text))
            self._write("\r" + text + " " * rest)
            self._drawn = text

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._is_on = False
