"""The timetable as it stands, and as it was published."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db.models import CharField
from django.db.models.functions import Cast

from handschlag.matching.models import Meeting, Service, TimetableVersion
from handschlag.matching.queries.display_names import parties_of
from handschlag.matching.queries.moves import valid
from handschlag.matching.rules.changes import MeetingChange, changes
from handschlag.matching.rules.versions import PublishedMeeting

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
    return changes(valid(version), current_meetings(service) if current is None else current)
