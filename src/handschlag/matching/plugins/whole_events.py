"""What happens to matchmaking when a whole event is copied or deleted."""

from __future__ import annotations

from handschlag.events.models import Event
from handschlag.events.rules.date_shift import DateShift
from handschlag.matching.models import CategoriesApart, Meeting, Rule, Seat, Service
from handschlag.matching.rules.categories import ordered
from handschlag.registration.models import Category

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
    _copy_categories_apart(found, made)


def _copy_categories_apart(source: Service, target: Service) -> None:
    """Registration, which lies below matching, has copied the categories themselves before."""
    copies = dict(Category.objects.filter(event=target.event_id).values_list("name_de", "pk"))
    rows = CategoriesApart.objects.filter(service=source).values_list("first__name_de", "second__name_de")
    pairs = (ordered(copies[one], copies[other]) for one, other in rows)
    CategoriesApart.objects.bulk_create(
        CategoriesApart(service=target, first_id=first, second_id=second) for first, second in pairs
    )


def delete_meetings(event_id: int) -> None:
    """Meetings hold their people, requests and places fast."""
    Seat.objects.filter(meeting__service__event_id=event_id).delete()
    Meeting.objects.filter(service__event_id=event_id).delete()
