"""Places: who has one, who waits, how full the event and its categories are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet

from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.times import local_date
from handschlag.events.models import Event, EventDay, EventStatus
from handschlag.registration.models import Category, Registration, RegistrationState, UnconfirmedRegistration


class RegistrationRefusal(Reason):
    TOO_MANY_COLLEAGUES = "too_many_colleagues", _("You can register up to 20 colleagues.")
    NOT_OPEN_YET = "not_open_yet", _("Registration has not opened yet.")
    CLOSED = "closed", _("Registration has closed. If you still want to come, call the organisers.")
    NOT_PUBLISHED = "not_published", _("Registration is closed at the moment.")
    BY_LINK_ONLY = "by_link_only", _("This event is by invitation only. Use the link in your invitation.")
    FULL = "full", _("All places are taken and there is no waiting list.")
    ALREADY = "already", _("This email address is already registered for the event.")
    OVER = "over", _("The event is over.")
    NOT_IN_THIS_STATE = (
        "not_in_this_state",
        _("This is no longer possible: someone has decided or cancelled in the meantime."),
    )
    STALE = (
        "stale",
        _(
            "This registration was changed elsewhere in the meantime. Your entries are still here: "
            "compare them with the saved version and save again."
        ),
    )
    GONE = "gone", _("This entry has been deleted.")
    MUSTS_CLASH = (
        "musts_clash",
        _("Two sessions you chose as “Must attend” overlap. Change one of them to “Would like to attend”."),
    )
    TIMES_CROSSED = "times_crossed", _("The departure must be after the arrival.")
    NO_ADDRESS = "no_address", _("Enter an email address first: the new link is sent there.")
    TOO_OFTEN = (
        "too_often",
        _("Too many registrations from your internet connection. Try again in a few minutes."),
    )


class PlaceState(StrEnum):
    ASKED = "asked"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


ACTIVE = frozenset({PlaceState.ASKED, PlaceState.WAITING, PlaceState.CONFIRMED})
ENDED = frozenset({PlaceState.DECLINED, PlaceState.CANCELLED})
# Who has not confirmed yet: at most so many from one place in the network, shorter just before the event.
MOST_HELD_FROM_A_PLACE: Final = 20
LEAST_HOLD: Final = timedelta(hours=1)
FREE_BEFORE: Final = timedelta(hours=2)


class Move(StrEnum):
    """What may be done to a registration."""

    APPROVE = "approve"
    DECLINE = "decline"
    CANCEL = "cancel"
    PROMOTE = "promote"


FROM = {
    Move.APPROVE: frozenset({PlaceState.ASKED}),
    Move.DECLINE: frozenset({PlaceState.ASKED, PlaceState.WAITING}),
    Move.CANCEL: ACTIVE,
    Move.PROMOTE: frozenset({PlaceState.WAITING}),
}


def is_possible(move: Move, state: str) -> bool:
    """Whether a registration in this state may be moved so, whoever asks."""
    return state in FROM[move]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """How full an event is. `capacity` None: there is room for everybody."""

    capacity: int | None
    has_waiting_list: bool
    confirmed: int
    waiting: int
    held: int = 0  # kept for people who have not opened their mailed link yet

    @property
    def free(self) -> int | None:
        """Places that nobody holds; None: as many as come."""
        return None if self.capacity is None else max(0, self.capacity - self.confirmed - self.held)

    @property
    def to_promote(self) -> int:
        """How many of those who wait have a place now."""
        return self.waiting if self.free is None else min(self.free, self.waiting)


def _place_in(house: Occupancy) -> PlaceState:
    """Confirmed, or on the waiting list. `State.DECLINED` says that there is neither room nor a list."""
    if house.free is None or house.free > house.waiting:
        return PlaceState.CONFIRMED
    return PlaceState.WAITING if house.has_waiting_list else PlaceState.DECLINED


def place_in_both(house: Occupancy, room: Occupancy | None) -> PlaceState:
    """A place in the house and, where the category has a limit, in the category: the worse of both."""
    states = {_place_in(one) for one in (house, room) if one is not None}
    worst = (PlaceState.DECLINED, PlaceState.WAITING, PlaceState.CONFIRMED)
    return next(state for state in worst if state in states)


def first_state(
    house: Occupancy, *, needs_approval: bool, is_invited: bool, room: Occupancy | None = None
) -> PlaceState:
    """What becomes of somebody who registers; whoever is invited needs no approval."""
    if needs_approval and not is_invited:
        return PlaceState.ASKED
    return place_in_both(house, room)


def end_of_hold(*, now: datetime, ends_at: datetime, opens_at: datetime) -> datetime:
    """Until when a place is held: as long as the mailed link is good, but not at the door."""
    return min(ends_at, max(now + LEAST_HOLD, opens_at - FREE_BEFORE))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationWindow:
    """When and how an event takes registrations."""

    is_published: bool
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    last_day: date


def fault_of(
    window: RegistrationWindow, *, now: datetime, today: date, is_invited: bool = False
) -> RegistrationRefusal | None:
    """Why nobody can register now; None where one can."""
    if not window.is_published:
        return RegistrationRefusal.NOT_PUBLISHED
    if today > window.last_day:
        return RegistrationRefusal.OVER
    if not window.is_open and not is_invited:
        return RegistrationRefusal.BY_LINK_ONLY
    if window.opens_at is not None and now < window.opens_at and not is_invited:
        return RegistrationRefusal.NOT_OPEN_YET
    if window.closes_at is not None and now >= window.closes_at:
        return RegistrationRefusal.CLOSED
    return None


MOST_CATEGORIES: Final = 30


def first_in_line(
    line: Iterable[tuple[int, int | None]], *, free: int | None, rooms: Mapping[int, int]
) -> list[int]:
    """Who of those that wait get a place, first come first served; `rooms` has the free places of categories.

    A full category keeps nobody of another one waiting.

    >>> first_in_line([(1, 7), (2, 7), (3, None)], free=5, rooms={7: 1})
    [1, 3]
    """
    left = dict(rooms)
    found: list[int] = []
    for registration, category in line:
        if free is not None and len(found) >= free:
            break
        if category in left:
            if left[category] <= 0:
                continue
            left[category] -= 1
        found.append(registration)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _CategoryCount:
    """One category with those who have a place and those who wait for one."""

    category: Category
    confirmed: int
    waiting: int


def categories_of(event_id: int) -> Sequence[Category]:
    """All categories of the event, in their order."""
    return list(Category.objects.filter(event=event_id))


def category_of(event: Event, pk: int) -> Category | None:
    """One category of this event."""
    return Category.objects.filter(event=event, pk=pk).first()


def counted_categories(event_id: int) -> Sequence[_CategoryCount]:
    """In two queries."""
    counts = counts_by_category(event_id)
    return [
        _CategoryCount(
            category=one,
            confirmed=counts.get((one.pk, RegistrationState.CONFIRMED), 0),
            waiting=counts.get((one.pk, RegistrationState.WAITING), 0),
        )
        for one in categories_of(event_id)
    ]


def counts_by_category(event_id: int) -> Mapping[tuple[int | None, str], int]:
    """How many registrations of which category are in which state."""
    rows = Registration.objects.filter(event_id=event_id, erased_at=None).order_by()
    counted = rows.values_list("category_id", "state").annotate(number=Count("pk"))
    return {(category, state): number for category, state, number in counted}


def in_category(category: str) -> Q:
    """Registrations of one category, or of `none`."""
    if category == "none":
        return Q(category=None)
    return Q(category_id=int(category)) if category.isdecimal() else Q()


def limited_categories(event_id: int) -> QuerySet[Category]:
    """Categories that have limits of their own."""
    return Category.objects.filter(event=event_id, capacity__isnull=False)


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


def place_in_line(registration: Registration) -> int:
    """The number on the waiting list of a category with its own limit, else of all; from one."""
    waiting = Registration.objects.filter(
        event_id=registration.event_id, state=RegistrationState.WAITING, erased_at=None
    )
    if registration.category is not None and registration.category.capacity is not None:
        waiting = waiting.filter(category=registration.category)
    before = Q(asked_at__lt=registration.asked_at) | Q(asked_at=registration.asked_at, pk__lt=registration.pk)
    return waiting.filter(before).count() + 1


def lock_event(event_id: int) -> Event:
    """The event, held until the transaction ends: whoever gives places or seats takes turns here."""
    event = Event.objects.select_for_update(no_key=True).filter(pk=event_id).first()
    if event is None:
        raise Refusal(RegistrationRefusal.GONE)
    return event


def lock_registration(registration_id: int) -> Registration:
    """A registration with its locked event; of two who come at once the second sees what the first did."""
    event_id = Registration.objects.filter(pk=registration_id).values_list("event_id", flat=True).first()
    if event_id is None:
        raise Refusal(RegistrationRefusal.GONE)
    event = lock_event(event_id)
    found = Registration.objects.select_related("actor").filter(pk=registration_id, erased_at=None).first()
    if found is None:
        raise Refusal(RegistrationRefusal.GONE)
    found.event = event
    return found


def save_registration(registration: Registration, *, seen: int | None, now: datetime, **values: Any) -> None:
    """The values are written if nobody has written since version `seen` (None: whatever was written)."""
    rows = Registration.objects.filter(pk=registration.pk)
    if seen is not None:
        rows = rows.filter(version=seen)
    if not rows.update(version=F("version") + 1, changed_at=now, **values):
        raise Refusal(RegistrationRefusal.STALE)
    registration.refresh_from_db(fields=["version", "changed_at", *values])
