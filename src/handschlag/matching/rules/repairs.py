"""A repair of the timetable as values: who moves from where to where, and when a plan has grown too old."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median
from typing import Any

from handschlag.matching.rules.changes import ChangeKind
from handschlag.matching.rules.versions import PublishedMeeting, content_of, published_meetings_in


class Style(StrEnum):
    """What a repair is good at, from the fewest people moved on."""

    ALONE = "alone"  # nobody moves but those whom it befell
    FEW = "few"
    MOST = "most"
    ONLINE = "online"  # what lost its table goes on in a room online
    NONE = "none"  # no meeting is touched


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairStep:
    """What becomes of one meeting. `is_own`: the incident itself displaced it."""

    kind: ChangeKind
    request: int
    people: tuple[int, ...]
    old: PublishedMeeting | None = None
    new: PublishedMeeting | None = None
    is_own: bool = True


def told_people(steps: Iterable[RepairStep]) -> tuple[int, ...]:
    """Everybody whom the repair concerns, and nobody else."""
    return tuple(sorted({person for one in steps for person in one.people}))


def number_of(steps: Iterable[RepairStep], *kinds: ChangeKind, is_own: bool | None = None) -> int:
    """How many steps are of one of these kinds; `is_own` None counts both sorts."""
    return sum(one.kind in kinds and is_own in (None, one.is_own) for one in steps)


def stored(steps: Iterable[RepairStep]) -> list[dict[str, Any]]:
    """Ids and times only."""
    return [
        {
            "kind": one.kind.value,
            "request": one.request,
            "people": list(one.people),
            "old": _row_of(one.old),
            "new": _row_of(one.new),
            "is_own": one.is_own,
        }
        for one in steps
    ]


def _row_of(told: PublishedMeeting | None) -> dict[str, Any] | None:
    return None if told is None else content_of([told])["meetings"][0]


def read(rows: Iterable[dict[str, Any]]) -> tuple[RepairStep, ...]:
    """What `stored` wrote."""
    return tuple(
        RepairStep(
            kind=ChangeKind(row["kind"]),
            request=row["request"],
            people=tuple(row["people"]),
            old=_told_of(row["old"]),
            new=_told_of(row["new"]),
            is_own=row["is_own"],
        )
        for row in rows
    )


def _told_of(row: dict[str, Any] | None) -> PublishedMeeting | None:
    return None if row is None else published_meetings_in({"meetings": [row]})[0]


def too_late(steps: Iterable[RepairStep], *, now: datetime, frozen_until: datetime) -> tuple[int, ...]:
    """Requests whose step would touch what has begun, or move what is frozen by now.

    What the incident itself displaced may leave a frozen slot, for it cannot be held there; nothing else
    does, and nothing comes into one but at another place.
    """
    return tuple(one.request for one in steps if _is_late(one, now=now, frozen_until=frozen_until))


def _is_late(one: RepairStep, *, now: datetime, frozen_until: datetime) -> bool:
    stays_in_time = one.old is not None and one.new is not None and one.old.starts_at == one.new.starts_at
    if one.old is not None and not one.is_own and one.old.starts_at < frozen_until:
        return True
    if one.new is None:
        return False
    return one.new.starts_at < (max(now, one.new.starts_at) if stays_in_time else frozen_until)


def reverse(steps: Iterable[RepairStep]) -> tuple[RepairStep, ...]:
    """The way back."""
    turned = {ChangeKind.DROPPED: ChangeKind.NEW, ChangeKind.NEW: ChangeKind.DROPPED}
    return tuple(
        RepairStep(
            kind=turned.get(one.kind, one.kind),
            request=one.request,
            people=one.people,
            old=one.new,
            new=one.old,
            is_own=one.is_own,
        )
        for one in steps
    )


def middle(numbers: Sequence[int]) -> int:
    """The median, rounded up."""
    return -(-int(2 * median(numbers)) // 2) if numbers else 0
