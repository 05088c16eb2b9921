"""From one published timetable to the next: who has to be told what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.matching.rules.versions import PublishedMeeting


class ChangeKind(Labelled):
    MOVED = "moved", _("Other time")
    NEW = "new", _("New")
    DROPPED = "dropped", _("Dropped")
    # the place alone: that is on the sheet of the morning
    ELSEWHERE = "elsewhere", _("Meeting point only")


_ORDER: Final = {kind: place for place, kind in enumerate(ChangeKind)}
NOTICED: Final = (ChangeKind.MOVED, ChangeKind.NEW, ChangeKind.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingChange:
    kind: ChangeKind
    request: int
    people: tuple[int, ...]
    old: PublishedMeeting | None = None
    new: PublishedMeeting | None = None


def changes(
    before: Iterable[PublishedMeeting], after: Iterable[PublishedMeeting]
) -> tuple[MeetingChange, ...]:
    """Every difference, in the order of kinds and of time."""
    old, new = {one.request: one for one in before}, {one.request: one for one in after}
    found = [change for key in {*old, *new} if (change := _change(key, old.get(key), new.get(key)))]
    return tuple(sorted(found, key=_order))


def _change(request: int, old: PublishedMeeting | None, new: PublishedMeeting | None) -> MeetingChange | None:
    if old is None and new is not None:
        return MeetingChange(kind=ChangeKind.NEW, request=request, people=new.people, new=new)
    if new is None and old is not None:
        return MeetingChange(kind=ChangeKind.DROPPED, request=request, people=old.people, old=old)
    assert old is not None
    assert new is not None
    people = tuple(dict.fromkeys((*old.people, *new.people)))
    if old.starts_at != new.starts_at or set(old.people) != set(new.people):
        return MeetingChange(kind=ChangeKind.MOVED, request=request, people=people, old=old, new=new)
    if old.place != new.place:
        return MeetingChange(kind=ChangeKind.ELSEWHERE, request=request, people=people, old=old, new=new)
    return None


def _order(one: MeetingChange) -> tuple[int, datetime, int]:
    spot = one.new or one.old
    assert spot is not None
    return _ORDER[one.kind], spot.starts_at, one.request


def by_person(
    found: Iterable[MeetingChange], *, kinds: Collection[ChangeKind] = NOTICED
) -> dict[int, list[MeetingChange]]:
    """What each person has to be told; before the day, whoever has other places only is told nothing."""
    told: dict[int, list[MeetingChange]] = defaultdict(list)
    for one in found:
        if one.kind in kinds:
            for person in one.people:
                told[person].append(one)
    return dict(told)


def moves_after_fixing(found: Iterable[MeetingChange]) -> tuple[MeetingChange, ...]:
    """Published times that would be others: from the fix date on they need everybody's consent."""
    return tuple(one for one in found if one.kind is ChangeKind.MOVED)


def stored(one: MeetingChange) -> dict[str, Any]:
    """As a notice keeps it."""
    return {
        "kind": one.kind.value,
        "request": one.request,
        "people": list(one.people),
        "old": None if one.old is None else [one.old.starts_at.isoformat(), one.old.place_code],
        "new": None if one.new is None else [one.new.starts_at.isoformat(), one.new.place_code],
    }
