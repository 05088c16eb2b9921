"""Events are set up, described section by section, and shown or withheld."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.rules.slugs import free_slug, slug_of
from handschlag.directory.models import Network
from handschlag.directory.queries.gazetteer import find_places, spot_at
from handschlag.directory.rules.contents import GeoPoint
from handschlag.events.actions.event_writes import changes_to, editable_event, in_audit, locked_event
from handschlag.events.models import Event, EventDay, EventHost, EventOrganiser, EventStatus
from handschlag.events.queries.components import etag_of_row, hosts_of
from handschlag.events.rules.components import IN_CALENDARS, SECTIONS
from handschlag.events.rules.moments import OddMoment, local_clock, span_of
from handschlag.events.rules.refusals import EventRefusal

TAKEN_WORDS = frozenset({"new", "guide"})  # addresses of their own beside the events
LONGEST_SLUG = 80
MOST_DAYS = 31
USUAL_HOURS = (time(9), time(18))


def new_slug(title: str) -> str:
    """The title as a word for the address that no other event has; numbered where it is taken."""
    like = Event.objects.filter(slug__startswith=slug_of(title, longest=LONGEST_SLUG - 6))
    taken = frozenset(like.values_list("slug", flat=True)) | TAKEN_WORDS
    return free_slug(title, taken, longest=LONGEST_SLUG)


@transaction.atomic
def create_event(
    *, values: Mapping[str, object], opens: time, closes: time, by: Subject, now: datetime
) -> Event:
    """A draft with its days; whoever makes it looks after it."""
    require(by, Action.CREATE_EVENT)
    event = Event(slug=new_slug(str(values["title_de"])), created_at=now, changed_at=now, **values)
    if event.last_day < event.first_day:
        raise Refusal(EventRefusal.ENDS_BEFORE_IT_BEGINS)
    _place_by_name(event)
    event.save()
    _open_days(event, _days_between(event.first_day, event.last_day), opens=opens, closes=closes)
    take_over(event, by=by, now=now, verb="event.created")
    return event


def take_over(event: Event, *, by: Subject, now: datetime, verb: str) -> None:
    """Whoever made the event looks after it from now on; `verb` says in the audit trail how it came."""
    if by.user_id is not None:
        EventOrganiser.objects.create(event=event, user_id=by.user_id, since=now)
    audit.record(verb=verb, target=event, by_id=by.user_id, now=now)


def _days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range(min((last - first).days + 1, MOST_DAYS))]


def _open_days(event: Event, days: list[date], *, opens: time, closes: time) -> None:
    zone = ZoneInfo(event.time_zone)
    spans = [(day, _hours_of(day, opens, closes, zone)) for day in days]
    EventDay.objects.bulk_create(
        EventDay(event=event, day=day, opens_at=starts, closes_at=ends) for day, (starts, ends) in spans
    )


def _hours_of(day: date, opens: time, closes: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The usual hours in a night whose clocks skip or repeat the wanted ones."""
    try:
        return span_of(day, opens, closes, zone)
    except OddMoment:
        return span_of(day, *USUAL_HOURS, zone)


def _place_by_name(event: Event) -> None:
    """Where the place is on the map, if there is one place of that name."""
    found = find_places(event.place) if event.place else ()
    spot = spot_at(found[0].pk) if len(found) == 1 else GeoPoint(land=event.land_id or "")
    event.latitude, event.longitude = spot.latitude, spot.longitude
    event.land_id, event.district_id = spot.land or None, spot.district or None


@transaction.atomic
def save_section(
    *, event_id: int, name: str, values: Mapping[str, object], seen: str, by: Subject, now: datetime
) -> bool:
    """A section says this; False where it said so already. `seen` is the mark of what the form showed."""
    event = editable_event(event_id, by)
    facts = SECTIONS[name]
    if etag_of_row(event, facts) != seen:
        raise Refusal(EventRefusal.STALE)
    if name == "hosts":
        return _save_hosts(event, str(values["hosts"]), by=by, now=now)
    new = changes_to(event, {fact: values[fact] for fact in facts if fact in values})
    if not new:
        return False
    noted = in_audit(event, new)
    for fact, value in new.items():
        setattr(event, fact, value)
    if {"first_day", "last_day"} & new.keys():
        _fit_days(event)
    if "place" in new:
        _place_by_name(event)
    if event.status == EventStatus.PUBLISHED and IN_CALENDARS & new.keys():
        event.sequence += 1
    event.version, event.changed_at = event.version + 1, now
    event.save()
    audit.record(verb="event.edited", target=event, by_id=by.user_id, now=now, changes=noted)
    return True


def _fit_days(event: Event) -> None:
    """On every date of the event the house is open, and on no other; new days are like the first one."""
    if event.last_day < event.first_day:
        raise Refusal(EventRefusal.ENDS_BEFORE_IT_BEGINS)
    outside = event.days.exclude(day__range=(event.first_day, event.last_day))
    if any(
        event.sessions.filter(starts_at__gte=one.opens_at, starts_at__lt=one.closes_at) for one in outside
    ):
        raise Refusal(EventRefusal.DAYS_LEFT_OVER)
    first = event.days.order_by("day").first()
    zone = ZoneInfo(event.time_zone)
    hours = (local_clock(first.opens_at, zone), local_clock(first.closes_at, zone)) if first else USUAL_HOURS
    outside.delete()
    known = set(event.days.values_list("day", flat=True))
    missing = [day for day in _days_between(event.first_day, event.last_day) if day not in known]
    _open_days(event, missing, opens=hours[0], closes=hours[1])


def _save_hosts(event: Event, text: str, *, by: Subject, now: datetime) -> bool:
    """One host a line; a network of the directory is known by its name."""
    names = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if "\n".join(names) == hosts_of(event):
        return False
    EventHost.objects.filter(event=event).delete()
    for position, name in enumerate(names):
        network = Network.objects.filter(name__iexact=name).order_by("pk").first()
        rest = "" if network else name[:200]
        EventHost.objects.create(event=event, network=network, name=rest, position=position)
    Event.objects.filter(pk=event.pk).update(version=F("version") + 1, changed_at=now)
    audit.record(
        verb="event.edited", target=event, by_id=by.user_id, now=now, changes={"hosts": [None, names]}
    )
    return True


STEPS: dict[EventStatus, tuple[EventStatus, ...]] = {
    EventStatus.DRAFT: (EventStatus.PUBLISHED, EventStatus.ARCHIVED),
    EventStatus.PUBLISHED: (EventStatus.DRAFT, EventStatus.ARCHIVED),
    EventStatus.ARCHIVED: (EventStatus.DRAFT, EventStatus.PUBLISHED),
}
VERBS = {
    EventStatus.PUBLISHED: "event.published",
    EventStatus.DRAFT: "event.withheld",
    EventStatus.ARCHIVED: "event.archived",
}


@transaction.atomic
def set_status(*, event_id: int, status: EventStatus, seen: str, by: Subject, now: datetime) -> None:
    """The event is public, withheld or archived; `seen` is the state that the person saw."""
    event = locked_event(event_id, by, Action.PUBLISH_EVENT)
    if event.status != seen or status not in STEPS[EventStatus(event.status)]:
        raise Refusal(EventRefusal.NOT_IN_THIS_STATE)
    if event.is_tryout and status is EventStatus.PUBLISHED:
        raise Refusal(EventRefusal.IS_TRYOUT)
    before = event.status
    event.status, event.version, event.changed_at = status, event.version + 1, now
    event.save(update_fields=["status", "version", "changed_at"])
    audit.record(
        verb=VERBS[status],
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"status": [before, status.value]},
    )
