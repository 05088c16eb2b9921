"""What the project wants to reach, and whether a measurement did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.task import Measurement, gap_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A gap in per cent `within` so many seconds; idle slots and the end of all work `idle_within`
    so many; a peak of memory."""

    gap: float
    within: float
    idle: int | None = None
    idle_within: float | None = None
    megabytes: float | None = None


AIMS = {
    ("base", 150, 5.0): Aim(gap=0.0, within=1.0, idle=0, idle_within=1.0),
    ("base", 1_000, 10.0): Aim(gap=0.02, within=2.0),
    ("base", 13_000, 30.0): Aim(gap=0.02, within=5.0, idle=0, idle_within=8.0, megabytes=300.0),
    ("base", 100_000, 120.0): Aim(gap=0.01, within=60.0, idle=500, idle_within=60.0, megabytes=800.0),
    ("tight", 150, 5.0): Aim(gap=0.06, within=5.0),
    ("tight", 150, 35.0): Aim(gap=0.02, within=35.0),
    ("tight", 1_000, 60.0): Aim(gap=0.10, within=60.0),
    ("tight", 13_000, 60.0): Aim(gap=0.02, within=60.0),
}
BREAKS_WORST, INFEASIBLE_WORST, SHARE_OF_PEER = 6.0, 0.2, 0.2
VERIFY_LARGE = 5.0  # CPU seconds to check a plan of 100,000 people and a million requests


def reached_after(one: Measurement, gap: float) -> float | None:
    """Seconds after which the gap of the value was at most `gap` per cent; None if it never was."""
    for moment in one.moments:
        open_gap = gap_of(moment.value, moment.bound)
        if moment.goal == "value" and open_gap is not None and 100 * open_gap <= gap:
            return moment.seconds
    return one.seconds if one.gap is not None and 100 * one.gap <= gap else None


def _missed(one: Measurement, aim: Aim) -> Iterator[str]:
    if one.value is None:
        yield "no plan"
        return
    reached = reached_after(one, aim.gap)
    if reached is None:
        yield "gap"
    elif reached > aim.within:
        yield "time of the gap"
    if aim.idle is not None and (one.idle is None or one.idle > aim.idle):
        yield "idle"
    if aim.idle_within is not None and (one.seconds is None or one.seconds > aim.idle_within):
        yield "time"
    if aim.megabytes is not None and (one.megabytes is None or one.megabytes > aim.megabytes):
        yield "memory"


def verdict(group: Sequence[Measurement]) -> str:
    """`kept`, or what was missed by how many runs; `-` where nothing is aimed at."""
    task = group[0].task
    aim = AIMS.get((task.suite, task.people, task.seconds or 0.0)) if task.contestant == "treffen" else None
    if aim is None:
        return "-"
    misses = [word for one in group for word in _missed(one, aim)]
    counts = [f"{word} {misses.count(word)}" for word in dict.fromkeys(misses)]
    return f"MISSED: {', '.join(counts)} of {len(group)}" if counts else "kept"


def _said(what: str, number: float, aim: float) -> str:
    return f"{what}: {number:.2f} s, aim {aim:g} s, {'kept' if number <= aim else 'MISSED'}."


def breaks_sentences(measurements: Sequence[Measurement]) -> list[str]:
    """Whether the aims of the B2B suite are kept: the worst run of all, and of the infeasible files."""
    mine = [m for m in measurements if m.task.contestant == "treffen" and m.seconds is not None]
    told = []
    if mine:
        told.append(_said("Worst run", max(m.seconds or 0.0 for m in mine), BREAKS_WORST))
    impossible = [m.seconds or 0.0 for m in mine if m.status == "infeasible"]
    if impossible:
        told.append(_said("Worst run on an infeasible file", max(impossible), INFEASIBLE_WORST))
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAim:
    """Of admission: the 99th percentile and the worst in ms, moves for each yes, cards unknown in per cent.

    All is decided. `cards` is ms for fifty of them.
    """

    p99: float
    unknown: float
    moves: float | None = None
    worst: float = 2_000.0
    cards: float = 10.0


def answer_aim(family: str) -> AnswerAim:
    """Base and tight decide nearly all in a millisecond, and move few; the hard families take longer."""
    if family in ("base", "tight"):
        return AnswerAim(p99=1.0, unknown=0.0 if family == "base" else 0.1, moves=0.3)
    return AnswerAim(p99=1_000.0, unknown=1.0)


POLICY_VALUE = {"base": 97.0, "tight": 95.0}
POLICY_INSTANT = 60.0
