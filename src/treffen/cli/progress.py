"""One line on a terminal that says how far a search has come; nothing on a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from treffen.cli.console import columns
from treffen.cli.tables import cut, width_of
from treffen.problem import Goal
from treffen.words import Language, Text, goal, number, percent

if TYPE_CHECKING:
    from treffen.solvers.base import Progress  # numpy

PHASES: dict[str, Text] = {
    "model": Text("Aufbau", "building"),
    "relaxation": Text("Schranke", "bounding"),
    "colouring": Text("Verteilen", "colouring"),
    "exchange": Text("Tauschen", "exchanging"),
    "propagation": Text("Folgern", "reasoning"),
    "satisfiability": Text("Suche", "searching"),
    "search": Text("Suche", "searching"),
    "placement": Text("Orte", "placing"),
    "reasons": Text("Gründe", "reasons"),
    "verification": Text("Prüfen", "verifying"),
}
START = Text("Beginn", "starting")
VALUE = Text("Wert {value}", "value {value}")
BOUND = Text("Schranke {bound}", "bound {bound}")
GAP = Text("Lücke {gap}", "gap {gap}")
CELLS = 12
EVERY = 0.1  # seconds between two drawings: ten a second are as many as an eye can use


def closeness(progress: Progress | None) -> float:
    """How near value and bound are, 0 to 1."""
    gap = None if progress is None else progress.gap
    return 0.0 if gap is None else 1.0 / (1.0 + gap) if gap else 1.0


def describe(progress: Progress | None, elapsed: float, limit: float | None, language: Language) -> str:
    """Phase, goal, value, bound, gap, time."""
    seconds = number(elapsed, language, digits=1) + " s"
    if limit is not None:
        seconds += f" / {number(limit, language)} s"
    if progress is None:
        return f"{seconds}  {START.said(language)}"
    phase = PHASES.get(progress.phase)
    parts = [
        seconds,
        progress.phase if phase is None else phase.said(language),
        goal(progress.goal, language),
        *_figures(progress, language),
    ]
    return "  ".join(parts)


def _figures(progress: Progress, language: Language) -> list[str]:
    figures = []
    if progress.value is not None:
        figures.append(VALUE.said(language).format(value=number(progress.value, language)))
    if progress.bound is not None:
        figures.append(BOUND.said(language).format(bound=number(progress.bound, language)))
    gap = progress.gap
    if gap is not None and progress.bound is not None and progress.value is not None:
        is_share = progress.goal is Goal.VALUE
        apart = abs(progress.bound - progress.value)
        written = percent(gap, language) if is_share else number(apart, language)
        figures.append(GAP.said(language).format(gap=written))
    return figures


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
        full = round(CELLS * closeness(self._latest))
        bar = self._cells[0] * full + self._cells[1] * (CELLS - full)
        text = describe(self._latest, elapsed, self._limit, self._language)
        self._put(cut(f"{bar} {text}", columns() - 1))

    def clear(self) -> None:
        """Take the line away, so that other lines can stand there."""
        if self._is_on and self._drawn:
            self._put("")
            self._write("\r")

    def _put(self, line: str) -> None:
        if line != self._drawn:
            rest = max(0, width_of(self._drawn) - width_of(line))
            self._write("\r" + line + " " * rest)
            self._drawn = line

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._is_on = False
