"""`bench cheats`: what each way of cheating brings a cheater, and what it costs honest people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.cheats.deeds import CHEATS, Cheat, honest
from benchmarks.cheats.playing import Claims, benefits
from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.simulation.report import EVENTS
from benchmarks.simulation.world import Flags, World, world
from benchmarks.tables import Row, aligned

SEEDS, FIRST, PEOPLE = 6, 700, 100
EVENT = "brokerage fair"  # where wishes are many and times few
GAIN, LOSS = 2.0, 1.0  # per cent: what is aimed at
HEAD: Row = (
    "cheat", "what stands against it", "a cheater gains %", "±", "honest people %", "±", "aim",
    "without the rule: gains %", "±", "honest %", "±",
)  # fmt: skip
Make = Callable[[World, Flags], Claims]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a group has more than with everybody honest, in per cent, and the standard error over worlds."""

    percent: float
    error: float

    @classmethod
    def of(cls, before: list[float], after: list[float]) -> Change:
        """Sums of the group, world by world."""
        more, middle = np.subtract(after, before), float(np.mean(before))
        error = float(np.std(more)) / max(len(more) - 1, 1) ** 0.5
        return cls(percent=100 * float(more.mean()) / middle, error=100 * error / middle)

    def cells(self) -> Row:
        """For a table."""
        return f"{self.percent:+.1f}", f"{self.error:.1f}"


class Fair:
    """Worlds, and what everybody has in them when all are honest, worked out once."""

    def __init__(self, *, seeds: int, people: int) -> None:
        self.worlds = [world(FIRST + n, people=people, assumed=EVENTS[EVENT]) for n in range(seeds)]
        self._honest: dict[tuple[int, bool], NDArray[np.float64]] = {}

    def changes(self, cheat: Cheat, make: Make) -> tuple[Change, Change]:
        """Of the cheaters, and of the honest."""
        sums: list[list[float]] = [[], [], [], []]
        for drawn in self.worlds:
            who = cheat.who(drawn)
            before = self._of_honest(drawn, has_texts=cheat.has_texts)
            after = benefits(make(drawn, who), drawn.taste)
            parts = before[who], after[who], before[~who], after[~who]
            for many, part in zip(sums, parts, strict=True):
                many.append(float(part.sum()))
        return Change.of(sums[0], sums[1]), Change.of(sums[2], sums[3])

    def _of_honest(self, drawn: World, *, has_texts: bool) -> NDArray[np.float64]:
        key = drawn.seed, has_texts
        if key not in self._honest:
            self._honest[key] = benefits(honest(drawn, has_texts=has_texts), drawn.taste)
        return self._honest[key]


def rows(*, seeds: int = SEEDS, people: int = PEOPLE) -> Iterator[Row]:
    """One line a cheat."""
    fair = Fair(seeds=seeds, people=people)
    for cheat in CHEATS:
        gain, loss = fair.changes(cheat, cheat.claims)
        without = fair.changes(cheat, cheat.without) if cheat.without else ()
        cells = [cell for change in without for cell in change.cells()] or ["-"] * 4
        yield (cheat.name, cheat.rule, *gain.cells(), *loss.cells(), _verdict(gain, loss), *cells)


def _verdict(gain: Change, loss: Change) -> str:
    missed = [
        name
        for name, is_kept in (("gain", gain.percent <= GAIN), ("loss", loss.percent >= -LOSS))
        if not is_kept
    ]
    return f"MISSED: {' and '.join(missed)}" if missed else "kept"


def report(*, seeds: int = SEEDS, is_kept: bool = False) -> int:
    """Print the table, keep it if wanted; 1 if a cheat pays."""
    host, table = machine(), list(rows(seeds=seeds))
    told = [
        f"{PEOPLE} people, {seeds} worlds ({EVENT}), a tenth of them cheat (of colluders, one network).",
        f"Aims: a cheater gains at most {GAIN:g} %, honest people lose at most {LOSS:g} %; ±: its error.",
    ]
    print(f"\ncheats: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, table))
    print("\n".join(["", *told]))
    if is_kept:
        write_table("cheats", (HEAD, table), host, kept={"head": HEAD, "rows": table}, sentences=told)
    return int(any("MISSED" in row[6] for row in table))
