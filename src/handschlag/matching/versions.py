"""Published timetables: what they hold, what differs from one to the next, and which meetings may move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import CharField, Max, QuerySet
from django.db.models.functions import Cast

from handschlag.common.memo import Memo
from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.matching.models import (
    Meeting,
    MoveAnswer,
    MoveState,
    Participant,
    PlannedMove,
    Service,
    TimetableVersion,
)
from handschlag.matching.names import parties_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMeeting:
    """One meeting as people were told of it."""

    request: int
    uid: str
    people: tuple[int, ...]
    block: int
    starts_at: datetime
    ends_at: datetime
    place: int
    place_code: str
    interpreter: int | None = None


def content_of(meetings: Iterable[PublishedMeeting]) -> dict[str, Any]:
    """As it is stored, in the order of time and place."""
    rows = sorted(meetings, key=lambda one: (one.starts_at, one.place_code, one.request))
    return {
        "meetings": [
            {
                "request": one.request,
                "uid": one.uid,
                "people": list(one.people),
                "block": one.block,
                "starts_at": one.starts_at.isoformat(),
                "ends_at": one.ends_at.isoformat(),
                "place": one.place,
                "place_code": one.place_code,
                "interpreter": one.interpreter,
            }
            for one in rows
        ]
    }


def published_meetings_in(
    content: Mapping[str, Any], *, of: int | None = None
) -> tuple[PublishedMeeting, ...]:
    """What `content_of` stored; all of it, or the meetings of one person."""
    return tuple(
        PublishedMeeting(
            request=row["request"],
            uid=row["uid"],
            people=tuple(row["people"]),
            block=row["block"],
            starts_at=datetime.fromisoformat(row["starts_at"]),
            ends_at=datetime.fromisoformat(row["ends_at"]),
            place=row["place"],
            place_code=row["place_code"],
            interpreter=row["interpreter"],
        )
        for row in content["meetings"]
        if of is None or of in row["people"]
    )


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


def changes_between(
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


def stored_change(one: MeetingChange) -> dict[str, Any]:
    """As a notice keeps it."""
    return {
        "kind": one.kind.value,
        "request": one.request,
        "people": list(one.people),
        "old": None if one.old is None else [one.old.starts_at.isoformat(), one.old.place_code],
        "new": None if one.new is None else [one.new.starts_at.isoformat(), one.new.place_code],
    }


PATIENCE: Final = timedelta(hours=48)
BEFORE: Final = timedelta(hours=1)  # by then everybody has to know where to be


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """A time and place to which everybody of the meeting has agreed."""

    block: int
    starts_at: datetime
    ends_at: datetime
    place: int
    place_code: str
    at: datetime


def answer_deadline(*, now: datetime, old: datetime, new: datetime) -> datetime | None:
    """Two days, and at most until an hour before either time; None where it is too late to ask.

    >>> from datetime import UTC
    >>> begins = datetime(2027, 4, 14, 10, tzinfo=UTC)
    >>> answer_deadline(now=datetime(2027, 4, 10, tzinfo=UTC), old=begins, new=begins).day
    12
    >>> answer_deadline(now=datetime(2027, 4, 14, 8, tzinfo=UTC), old=begins, new=begins).hour
    9
    >>> answer_deadline(now=datetime(2027, 4, 14, 9, tzinfo=UTC), old=begins, new=begins) is None
    True
    """
    until = min(now + PATIENCE, old - BEFORE, new - BEFORE)
    return until if until > now else None


def with_moves(
    told: Iterable[PublishedMeeting], agreed: Mapping[int, Agreed]
) -> tuple[PublishedMeeting, ...]:
    """What is valid: the version, with the times to which people have agreed since."""
    return tuple(_moved(one, agreed[one.request]) if one.request in agreed else one for one in told)


def _moved(one: PublishedMeeting, to: Agreed) -> PublishedMeeting:
    return replace(
        one,
        block=to.block,
        starts_at=to.starts_at,
        ends_at=to.ends_at,
        place=to.place,
        place_code=to.place_code,
    )


LIGHT = ("problem_json", "plan_json")


def latest_number(service: Service) -> int:
    """0 where nothing was published."""
    found = TimetableVersion.objects.filter(service=service).aggregate(most=Max("number"))
    return int(found["most"] or 0)


def latest_number_of_event(event_id: int) -> int:
    """The same by the event; 0 also where there is no matchmaking."""
    found = TimetableVersion.objects.filter(service__event_id=event_id).aggregate(most=Max("number"))
    return int(found["most"] or 0)


def latest_version(service: Service) -> TimetableVersion | None:
    """The version published last, without its texts and its meetings; None where nothing was published."""
    rows = TimetableVersion.objects.filter(service=service).defer(*LIGHT, "content")
    return rows.order_by("-number").first()


def version_of(service: Service, number: int) -> TimetableVersion | None:
    """The version of this number, without its large texts; None where there is none."""
    return TimetableVersion.objects.filter(service=service, number=number).defer(*LIGHT).first()


def versions_of(service: Service) -> list[TimetableVersion]:
    """Every version, the newest first, without its texts and its meetings."""
    return list(TimetableVersion.objects.filter(service=service).defer(*LIGHT, "content"))


MOST: Final = 20_000  # meetings that are remembered: a version is never changed
_READ: Final[Memo[tuple[str, int, datetime], tuple[PublishedMeeting, ...]]] = Memo(
    MOST, weigh=lambda read: 1 + len(read)
)


def valid_meetings(version: TimetableVersion | None) -> tuple[PublishedMeeting, ...]:
    """The version as it counts now: with the moves to which people have agreed since."""
    if version is None:
        return ()
    return with_moves(as_published(version), agreed_since(version))


def as_published(version: TimetableVersion) -> tuple[PublishedMeeting, ...]:
    """The meetings of the version, whose `content` need not be read along."""
    key = str(connection.settings_dict["NAME"]), version.pk, version.published_at
    return _READ.get(key, lambda: published_meetings_in(version.content))


def agreed_since(version: TimetableVersion | None) -> dict[int, Agreed]:
    """By request; of several moves of one meeting the last one."""
    if version is None:
        return {}
    rows = PlannedMove.objects.filter(version_id=version.pk, state=MoveState.TAKEN)
    return {
        row.request_id: Agreed(
            block=row.block_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.place_id,
            place_code=row.place.code,
            at=row.ended_at or row.planned_at,
        )
        for row in rows.select_related("place").order_by("ended_at", "pk")
    }


def moves_going(service: Service, *states: MoveState) -> list[PlannedMove]:
    """In these states, with answers; of meetings that stand where they stood when the move was planned."""
    rows = PlannedMove.objects.filter(service=service, state__in=states)
    found = rows.select_related("old_place", "place", "request").prefetch_related("answers")
    held = meeting_times_of(one.request_id for one in found)
    return [one for one in found if held.get(one.request_id) == one.old_starts_at]


def moves_decided(service: Service, version: TimetableVersion | None) -> list[PlannedMove]:
    """Moves of the valid version about which people were asked and that are decided."""
    ended = (MoveState.TAKEN, MoveState.REFUSED, MoveState.EXPIRED, MoveState.IMPOSSIBLE)
    rows = PlannedMove.objects.filter(service=service, version=version, state__in=ended)
    return list(rows.select_related("old_place", "place", "request").prefetch_related("answers"))


def meeting_times_of(requests: Iterable[int]) -> dict[int, datetime]:
    """By request: when its meeting begins; requests without a meeting are missing."""
    rows = Meeting.objects.filter(request_id__in=list(requests))
    return dict(rows.values_list("request_id", "starts_at"))


def moves_asked_of(participant: Participant) -> QuerySet[MoveAnswer]:
    """Everything the person was asked, the newest first."""
    rows = MoveAnswer.objects.filter(participant=participant).exclude(move__state=MoveState.DROPPED)
    return rows.select_related("move__old_place", "move__place", "move__request").order_by("-move_id")


def moves_waiting_for(participant: Participant, *, now: datetime) -> int:
    """How many answers about moves the person still owes."""
    rows = moves_asked_of(participant).filter(agrees=None, move__state=MoveState.ASKED, move__until__gt=now)
    held = meeting_times_of(one.move.request_id for one in rows)
    return sum(held.get(one.move.request_id) == one.move.old_starts_at for one in rows)


def answers_to(move: PlannedMove) -> Sequence[MoveAnswer]:
    """What everybody of the meeting has said to a move that was read with its answers."""
    return tuple(move.answers.all())


UUID_DIGITS: Final = 32


def current_meetings(
    service: Service, *, only: Collection[int] | None = None
) -> tuple[PublishedMeeting, ...]:
    """The meetings of now, in two queries; one that ended between the two is left out.

    With `only` those of these requests.
    """
    rows = Meeting.objects.filter(service=service).order_by("starts_at", "place__position", "pk")
    rows = rows.annotate(uid=Cast("request__uid", CharField()))
    if only is not None:
        rows = rows.filter(request_id__in=only)
    columns = ("request_id", "uid", "block_id", "starts_at", "ends_at", "place_id", "place__code")
    meetings = list(rows.values_list(*columns, "interpreter_id"))
    people = parties_of(service, rows.order_by().values("request_id"))
    return tuple(
        PublishedMeeting(
            request=request,
            uid=_dashed(uid),
            people=people[request],
            block=block,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place,
            place_code=code,
            interpreter=interpreter,
        )
        for request, uid, block, starts_at, ends_at, place, code, interpreter in meetings
        if request in people
    )


def _dashed(uid: str) -> str:
    """As `UUID` writes it, without making one of each of thousands: SQLite keeps 32 digits."""
    if len(uid) != UUID_DIGITS:
        return uid
    return f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}"


def differences(
    service: Service,
    version: TimetableVersion | None,
    *,
    current: Collection[PublishedMeeting] | None = None,
) -> tuple[MeetingChange, ...]:
    """From the valid version to the timetable of now, which whoever has read it hands in."""
    return changes_between(valid_meetings(version), current_meetings(service) if current is None else current)
