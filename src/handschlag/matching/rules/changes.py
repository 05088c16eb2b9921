"""From one published timetable to the next: who has to be told what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from handschlag.matching.rules.versions import Told


class Kind(StrEnum):
    MOVED = "moved"
    NEW = "new"
    DROPPED = "dropped"
    ELSEWHERE = "elsewhere"  # the place alone: that is on the sheet of the morning


NOTICED: Final = (Kind.MOVED, Kind.NEW, Kind.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    kind: Kind
    request: int
    people: tuple[int, ...]
    old: Told | None = None
    new: Told | None = None


def changes(before: Iterable[Told], after: Iterable[Told]) -> tuple[Change, ...]:
    """Every difference, in the order of kinds and of time."""
    old, new = {one.request: one for one in before}, {one.request: one for one in after}
    found = [change for key in {*old, *new} if (change := _change(key, old.get(key), new.get(key)))]
    return tuple(sorted(found, key=_order))


def _change(request: int, old: Told | None, new: Told | None) -> Change | None:
    if old is None and new is not None:
        return Change(kind=Kind.NEW, request=request, people=new.people, new=new)
    if new is None and old is not None:
        return Change(kind=Kind.DROPPED, request=request, people=old.people, old=old)
    assert old is not None
    assert new is not None
    people = tuple(dict.fromkeys((*old.people, *new.people)))
    if old.starts_at != new.starts_at or set(old.people) != set(new.people):
        return Change(kind=Kind.MOVED, request=request, people=people, old=old, new=new)
    if old.place != new.place:
        return Change(kind=Kind.ELSEWHERE, request=request, people=people, old=old, new=new)
    return None


def _order(one: Change) -> tuple[int, datetime, int]:
    spot = one.new or one.old
    assert spot is not None
    return list(Kind).index(one.kind), spot.starts_at, one.request


def by_person(found: Iterable[Change], *, kinds: Collection[Kind] = NOTICED) -> dict[int, list[Change]]:
    """What each person has to be told; before the day, whoever has other places only is told nothing."""
    told: dict[int, list[Change]] = defaultdict(list)
    for one in found:
        if one.kind in kinds:
            for person in one.people:
                told[person].append(one)
    return dict(told)


def moves_after_fixing(found: Iterable[Change]) -> tuple[Change, ...]:
    """Published times that would be others: from the fix date on they need everybody's consent."""
    return tuple(one for one in found if one.kind is Kind.MOVED)


def stored(one: Change) -> dict[str, Any]:
    """As a notice keeps it."""
    return {
        "kind": one.kind.value,
        "request": one.request,
        "people": list(one.people),
        "old": None if one.old is None else [one.old.starts_at.isoformat(), one.old.place_code],
        "new": None if one.new is None else [one.new.starts_at.isoformat(), one.new.place_code],
    }
