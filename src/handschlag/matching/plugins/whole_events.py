"""What happens to matchmaking when a whole event is copied or deleted."""

from __future__ import annotations

from handschlag.events.models import Event
from handschlag.events.rules.date_shift import DateShift
from handschlag.matching.models import Meeting, Rule, Seat, Service

_DATES = ("profiles_from", "wishes_from", "answers_until", "fixed_at")
_SETTINGS = (
    *("policy", "round_hours", "musts", "most_sent", "most_received", "wanted", "most", "most_breaks"),
    "has_tables",
)


def copy_matching(source: Event, event: Event, shift: DateShift) -> None:
    """The same dates as many days later, settings and rules; closed, and without anybody."""
    found = Service.objects.filter(event=source).first()
    if found is None:
        return
    made = Service.objects.create(
        event=event,
        is_demo=event.is_demo,
        next_round_at=shift.maybe(found.next_round_at),
        changed_at=event.created_at,
        **{name: shift.moment(getattr(found, name)) for name in _DATES},
        **{name: getattr(found, name) for name in _SETTINGS},
    )
    rows = Rule.objects.filter(service=found)
    Rule.objects.bulk_create(
        Rule(
            service=made,
            kind=row.kind,
            number=row.number,
            options=row.options,
            is_hard=row.is_hard,
            is_on=row.is_on,
        )
        for row in rows
    )


def delete_meetings(event_id: int) -> None:
    """Meetings hold their people, requests and places fast."""
    Seat.objects.filter(meeting__service__event_id=event_id).delete()
    Meeting.objects.filter(service__event_id=event_id).delete()
