"""The timetable as it stands, and as it was published."""

from __future__ import annotations

from handschlag.matching.models import Meeting, Service, TimetableVersion
from handschlag.matching.queries.called import parties_of
from handschlag.matching.queries.moves import valid
from handschlag.matching.rules.changes import Change, changes
from handschlag.matching.rules.versions import Told


def standing(service: Service) -> tuple[Told, ...]:
    """The meetings of now, in two queries."""
    people = parties_of(service)
    rows = Meeting.objects.filter(service=service).select_related("request", "place")
    return tuple(
        Told(
            request=row.request_id,
            uid=str(row.request.uid),
            people=people[row.request_id],
            block=row.block_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.place_id,
            place_code=row.place.code,
            interpreter=row.interpreter_id,
        )
        for row in rows.order_by("starts_at", "place__position", "pk")
    )


def differences(service: Service, version: TimetableVersion | None) -> tuple[Change, ...]:
    """From the valid version to the timetable of now."""
    return changes(valid(version), standing(service))
