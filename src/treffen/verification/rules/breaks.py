"""Rules about breaks: few for everybody, and spread evenly."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.verification.days import breaks_by_person, count_breaks
from treffen.verification.index import TimetableIndex
from treffen.verification.violation import Violation, ViolationKind


def breaks_are_few(day: TimetableIndex) -> Iterator[Violation]:
    """Nobody has more breaks than their own limit, or else the event's."""
    ground = day.ground
    for p in ground.problem.participants:
        most = p.most_breaks if p.most_breaks is not None else ground.problem.most_breaks
        if most is None or p.id not in day.busy:
            continue
        if count_breaks(ground, p, day.busy[p.id]) > most:
            yield Violation(kind=ViolationKind.TOO_MANY_BREAKS, participants=(p.id,))


def breaks_are_even(day: TimetableIndex) -> Iterator[Violation]:
    """The person with most breaks has at most `break_spread` more than the one with fewest."""
    spread = day.ground.problem.break_spread
    if spread is None or not day.ground.participants:
        return
    breaks = breaks_by_person(day)
    most, fewest = max(breaks, key=breaks.__getitem__), min(breaks, key=breaks.__getitem__)
    if breaks[most] - breaks[fewest] > spread:
        ids = (day.ground.participants[p].id for p in (most, fewest))  # type: ignore[index]
        yield Violation(kind=ViolationKind.UNEVEN_BREAKS, participants=tuple(ids))
