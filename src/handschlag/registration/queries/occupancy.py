"""Events as registration sees them: how full, and whether they take registrations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Count

from handschlag.common.times import local_date
from handschlag.events.models import Event, EventDay, EventStatus
from handschlag.registration.models import Registration, RegistrationState, UnconfirmedRegistration
from handschlag.registration.queries.categories import counts_by_category, limited_categories
from handschlag.registration.rules.places import Occupancy, RegistrationWindow, fault_of
from handschlag.registration.rules.refusals import RegistrationRefusal


def counts_of(event_id: int) -> Mapping[str, int]:
    """How many registrations of an event are in which state."""
    rows = Registration.objects.filter(event_id=event_id, erased_at__isnull=True).order_by()
    return dict(rows.values_list("state").annotate(number=Count("pk")))


def _held_places(event_id: int) -> int:
    """How many places are kept for people who have not opened their mailed link yet."""
    return UnconfirmedRegistration.objects.filter(event_id=event_id, holds_place=True).count()


def held_from(event_id: int, asked_from: str) -> int:
    """How many of them were asked for from this place in the network."""
    rows = UnconfirmedRegistration.objects.filter(event_id=event_id, holds_place=True)
    return rows.filter(asked_from=asked_from).count()


def opens_at(event: Event) -> datetime:
    """When the house opens for the first time; without hours when its first day begins."""
    first = EventDay.objects.filter(event=event).order_by("day").values_list("opens_at", flat=True).first()
    return first or datetime.combine(event.first_day, time(), tzinfo=ZoneInfo(event.time_zone))


def unconfirmed_of(event_id: int) -> int:
    """How many addresses have a form filled in and a mailed link that was not opened."""
    rows = UnconfirmedRegistration.objects.filter(event_id=event_id, registration=None, is_repeat=False)
    return rows.order_by().values("email").distinct().count()


def occupancy_of(event: Event, *, counts_held: bool = True) -> Occupancy:
    """How full the event is; places that are kept for a while are free for the organisers' people alone."""
    counts = counts_by_category(event.pk)
    return Occupancy(
        capacity=event.capacity,
        has_waiting_list=event.has_waiting_list,
        confirmed=sum(n for (_, state), n in counts.items() if state == RegistrationState.CONFIRMED),
        waiting=_waiting_for_the_house(event, counts, counts_held=counts_held),
        held=_held_places(event.pk) if event.capacity is not None and counts_held else 0,
    )


def _waiting_for_the_house(
    event: Event, counts: Mapping[tuple[int | None, str], int], *, counts_held: bool
) -> int:
    """Who would come in if the house had room; whom only a full category keeps out is in nobody's way."""
    rooms = _rooms_in(event, counts, counts_held=counts_held)
    return sum(
        min(number, rooms[category].free or 0) if category in rooms else number
        for (category, state), number in counts.items()
        if state == RegistrationState.WAITING
    )


def rooms_of(event: Event, *, counts_held: bool = True) -> Mapping[int, Occupancy]:
    """How full each category with a limit of its own is."""
    return _rooms_in(event, counts_by_category(event.pk), counts_held=counts_held)


def room_of(event: Event, category_id: int | None, *, counts_held: bool = True) -> Occupancy | None:
    """The same for one category; None where nothing but the house limits it."""
    return rooms_of(event, counts_held=counts_held).get(category_id) if category_id else None


def _rooms_in(
    event: Event, counts: Mapping[tuple[int | None, str], int], *, counts_held: bool
) -> dict[int, Occupancy]:
    limited = list(limited_categories(event.pk))
    held: Counter[int | None] = Counter()
    if limited and counts_held:
        forms = UnconfirmedRegistration.objects.filter(event=event, holds_place=True)
        held.update(facts.get("category_id") for facts in forms.values_list("facts", flat=True))
    return {
        one.pk: Occupancy(
            capacity=one.capacity,
            has_waiting_list=event.has_waiting_list,
            confirmed=counts.get((one.pk, RegistrationState.CONFIRMED), 0),
            waiting=counts.get((one.pk, RegistrationState.WAITING), 0),
            held=held[one.pk],
        )
        for one in limited
    }


def _window_of(event: Event) -> RegistrationWindow:
    return RegistrationWindow(
        is_published=event.status == EventStatus.PUBLISHED,
        is_open=event.is_open,
        opens_at=event.registration_opens_at,
        closes_at=event.registration_closes_at,
        last_day=event.last_day,
    )


def closed_because(event: Event, *, now: datetime, is_invited: bool = False) -> RegistrationRefusal | None:
    """Why nobody can register for the event now; None where one can."""
    today = local_date(now)
    return fault_of(_window_of(event), now=now, today=today, is_invited=is_invited)
