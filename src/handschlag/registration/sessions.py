"""Sessions of the programme: chosen, booked, missed by who comes late, and in a person's calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations, groupby
from typing import Any, Final

from django.conf import settings
from django.db.models import Count
from django.forms import BaseForm, BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handschlag.common.language import InBothLanguages, pick
from handschlag.common.table_files import dated_name
from handschlag.common.times import format_time, format_weekday, local, local_date
from handschlag.events import versions as programmes
from handschlag.events.calendar_files import CalendarStatus, Entry, Feed, Method, write_calendar
from handschlag.events.models import Event, EventDay, Session, SessionKind
from handschlag.events.versions import Item, Programme
from handschlag.registration.access import (
    by_link,
    closed_to_strangers,
    registration_of_feed,
    unknown_link_page,
)
from handschlag.registration.hooks import calendar_entries
from handschlag.registration.models import Registration, RegistrationState, SeatState, SessionChoice
from handschlag.registration.places import ACTIVE, PlaceState

MUST, LIKE = "must", "like"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTime:
    """A chosen session in time; None where it has no time yet."""

    id: int
    starts_at: datetime | None
    ends_at: datetime | None
    wish: str = MUST


class Danger(StrEnum):
    BEFORE_ARRIVAL = "before_arrival"
    AFTER_LEAVING = "after_leaving"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endangered:
    id: int
    danger: Danger


def clashes(slots: Iterable[SessionTime]) -> Sequence[tuple[int, int]]:
    """Pairs of sessions that a person must hear and that overlap; one may begin when the other ends."""
    must = sorted(
        (one for one in slots if one.wish == MUST and one.starts_at and one.ends_at),
        key=lambda one: (one.starts_at, one.id),
    )
    return [(one.id, other.id) for one, other in combinations(must, 2) if _overlap(one, other)]


def _overlap(one: SessionTime, other: SessionTime) -> bool:
    if not (one.starts_at and one.ends_at and other.starts_at and other.ends_at):
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def endangered(
    slots: Iterable[SessionTime], *, arrives_at: datetime | None, leaves_at: datetime | None
) -> Sequence[Endangered]:
    """The chosen sessions of which a person misses a part: who comes too late, who leaves too early."""
    found = []
    for one in slots:
        if arrives_at is not None and one.starts_at is not None and one.starts_at < arrives_at:
            found.append(Endangered(id=one.id, danger=Danger.BEFORE_ARRIVAL))
        elif leaves_at is not None and one.ends_at is not None and one.ends_at > leaves_at:
            found.append(Endangered(id=one.id, danger=Danger.AFTER_LEAVING))
    return found


class Seat(StrEnum):
    NONE = "none"
    SEATED = "seated"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChoice:
    """One person's choice of the session."""

    id: int
    is_must: bool
    at: datetime
    seat: str
    is_confirmed: bool


def assigned(choices: Iterable[SeatChoice], *, seats: int | None) -> Mapping[int, Seat]:
    """The seat of every choice; a session without booking has none to give."""
    rows = sorted(choices, key=lambda one: (not one.is_must, one.at, one.id))
    if seats is None:
        return {one.id: Seat.NONE for one in rows}
    found = {
        one.id: Seat.SEATED if one.is_confirmed and one.seat == Seat.SEATED else Seat.WAITING for one in rows
    }
    free = seats - sum(1 for seat in found.values() if seat is Seat.SEATED)
    for one in rows:
        if free <= 0:
            break
        if one.is_confirmed and found[one.id] is Seat.WAITING:
            found[one.id] = Seat.SEATED
            free -= 1
    return found


NOT_CHOSEN: Final = frozenset({SessionKind.BREAK})  # nobody registers for the coffee


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One session as it is published. `is_cancelled`: it was, and does not take place."""

    id: int
    uid: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    title_de: str
    title_en: str
    room_de: str
    room_en: str
    room_id: int | None
    language: str
    seats: int | None
    is_cancelled: bool
    sequence: int
    changed_at: datetime | None

    title = InBothLanguages()
    room = InBothLanguages()

    def slot(self, wish: str) -> SessionTime:
        return SessionTime(id=self.id, starts_at=self.starts_at, ends_at=self.ends_at, wish=wish)


def published(event_id: int) -> Mapping[int, Offer]:
    """Every session of the last published programme by its id, in the order of time; empty without one."""
    programme = programmes.published(event_id).programme
    found = [_offer_of(item, programme) for item in programme.items if item.kind not in NOT_CHOSEN]
    return {one.id: one for one in sorted(found, key=lambda one: (one.starts_at, one.id))}


def _offer_of(item: Item, programme: Programme) -> Offer:
    room = programme.room(item.room)
    return Offer(
        id=item.id,
        uid=item.uid,
        kind=item.kind,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        title_de=item.title_de,
        title_en=item.title_en,
        room_de=room.name_de if room else "",
        room_en=room.name_en if room else "",
        room_id=item.room,
        language=item.language,
        seats=item.seats,
        is_cancelled=item.is_cancelled,
        sequence=item.sequence,
        changed_at=item.changed_at,
    )


def choosable(event_id: int) -> Mapping[int, Offer]:
    """Those that take place, and whose row is still there."""
    found = {pk: one for pk, one in published(event_id).items() if not one.is_cancelled}
    if not found:
        return {}
    there = set(Session.objects.filter(event_id=event_id).values_list("pk", flat=True))
    return {pk: one for pk, one in found.items() if pk in there}


def choices_of(registration: Registration) -> Sequence[SessionChoice]:
    """What the person has chosen, in the order in which it was chosen."""
    return list(registration.choices.all())


def seats_taken(event_id: int) -> Mapping[int, int]:
    """How many seats of each session are given."""
    rows = SessionChoice.objects.filter(session__event_id=event_id, seat=SeatState.SEATED).order_by()
    return dict(rows.values_list("session_id").annotate(number=Count("pk")))


def calendar_file(
    registration: Registration, *, now: datetime, stamp: datetime | None = None, is_cancelled: bool = False
) -> bytes:
    """The calendar as a file; in the language that is spoken now. `stamp` is when it was written, or now."""
    method = Method.CANCEL if is_cancelled else Method.PUBLISH
    event = registration.event
    title = pick(event.title_de, event.title_en)
    entries = (
        _entry_of_event(registration),
        *_entries_of_sessions(registration),
        *(entry for source in calendar_entries for entry in source(registration, now=now)),
    )
    return write_calendar(Feed(name=title, entries=entries, method=method), now=stamp or now)


def _entry_of_event(registration: Registration) -> Entry:
    """The time in which the person is there; the opening hours where it is not said."""
    event = registration.event
    starts_at, ends_at = _hours_of(registration)
    return Entry(
        uid=f"registration-{registration.uid}",
        title=pick(event.title_de, event.title_en),
        starts_at=starts_at,
        ends_at=ends_at,
        changed_at=max(event.changed_at, registration.changed_at),
        sequence=event.sequence + registration.sequence,
        state=_state_of(registration),
        location=", ".join(part for part in (event.venue, event.street, _place_of(event)) if part),
        spot=_spot_of(event),
    )


def _state_of(registration: Registration) -> CalendarStatus:
    if registration.state == RegistrationState.CONFIRMED:
        return CalendarStatus.CONFIRMED
    return CalendarStatus.TENTATIVE if registration.state in ACTIVE else CalendarStatus.CANCELLED


def _hours_of(registration: Registration) -> tuple[datetime | date, datetime | date]:
    event = registration.event
    days = list(EventDay.objects.filter(event=event).order_by("day"))
    starts_at = registration.arrives_at or (days[0].opens_at if days else None)
    ends_at = registration.leaves_at or (days[-1].closes_at if days else None)
    if starts_at is None or ends_at is None or ends_at <= starts_at:
        return event.first_day, event.last_day
    return starts_at, ends_at


def _place_of(event: Event) -> str:
    return " ".join(part for part in (event.postcode, event.place) if part)


def _spot_of(event: Event) -> tuple[float, float] | None:
    is_known = event.latitude is not None and event.longitude is not None
    return (float(event.latitude or 0), float(event.longitude or 0)) if is_known else None


def _entries_of_sessions(registration: Registration) -> tuple[Entry, ...]:
    choices: Mapping[int, SessionChoice] = {one.session_id: one for one in registration.choices.all()}
    offers = published(registration.event_id) if choices else {}
    return tuple(
        _entry_of_session(registration, choices[pk], offer) for pk, offer in offers.items() if pk in choices
    )


def _entry_of_session(registration: Registration, choice: SessionChoice, offer: Offer) -> Entry:
    state = _state_of(registration)
    is_waiting = choice.seat == SeatState.WAITING
    if offer.is_cancelled:
        state = CalendarStatus.CANCELLED
    elif is_waiting and state is CalendarStatus.CONFIRMED:
        state = CalendarStatus.TENTATIVE
    room = pick(offer.room_de, offer.room_en)
    return Entry(
        uid=f"{offer.uid}.{registration.uid}",
        title=pick(offer.title_de, offer.title_en),
        starts_at=offer.starts_at,
        ends_at=offer.ends_at,
        changed_at=max(offer.changed_at or registration.event.changed_at, registration.changed_at),
        sequence=offer.sequence + registration.sequence,
        state=state,
        description=_("You are on the waiting list.") if is_waiting else "",
        location=", ".join(part for part in (room, registration.event.venue) if part),
        spot=_spot_of(registration.event),
        url=settings.BASE_URL + reverse("events:session", args=[registration.event.slug, offer.id]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _FormOption:
    """One of the three answers about a session, as a radio button."""

    id: str
    value: str
    label: str
    is_chosen: bool


type SessionDays = Sequence[tuple[str, Sequence[dict[str, Any]]]]
type ChosenSessions = Sequence[tuple[SessionChoice, Offer, str]]


def days_of(
    offers: Mapping[int, Offer],
    form: BaseForm,
    *,
    taken: Mapping[int, int],
    clashing: Iterable[int] = (),
) -> SessionDays:
    """All sessions that can be chosen, by day, with the seats that are free where seats are booked."""
    clashes = set(clashing)
    return [
        (format_weekday(day), [_session_row(offer, form, taken=taken, clashes=clashes) for offer in found])
        for day, found in groupby(offers.values(), key=lambda offer: local_date(offer.starts_at))
    ]


def _session_row(
    offer: Offer, form: BaseForm, *, taken: Mapping[int, int], clashes: set[int]
) -> dict[str, Any]:
    field = form[f"wish_{offer.id}"]
    return {
        "offer": offer,
        "name": field.html_name,
        "choices": field_options(field),
        "free": None if offer.seats is None else offer.seats - taken.get(offer.id, 0),
        "clashes": offer.id in clashes,
    }


def field_options(bound: BoundField) -> tuple[_FormOption, ...]:
    """The options of a choice field for the template, with the chosen ones marked."""
    return tuple(
        _FormOption(
            id=str(one.id_for_label),
            value=str(one.data["value"]),
            label=str(one.choice_label),
            is_chosen=bool(one.data["selected"]),
        )
        for one in bound.subwidgets
    )


def span(offer: Offer) -> str:
    """Begin and end as clock times in the time zone of the event."""
    begin, end = local(offer.starts_at), local(offer.ends_at)
    return f"{format_time(begin)}–{format_time(end)}"


def chosen_sessions(
    choices: Iterable[SessionChoice],
    offers: Mapping[int, Offer],
    *,
    endangered: Iterable[Endangered] = (),
) -> ChosenSessions:
    """The chosen sessions in the order of time, each with what stands in its way."""
    by_session = {choice.session_id: choice for choice in choices}
    dangers = {danger.id: danger.danger for danger in endangered}
    return [
        (
            by_session[pk],
            offer,
            _("does not take place") if offer.is_cancelled else danger_words(dangers.get(pk)),
        )
        for pk, offer in offers.items()
        if pk in by_session
    ]


def danger_words(danger: Danger | None) -> str:
    """Why the person would miss part of the session; empty without a danger."""
    if danger is Danger.BEFORE_ARRIVAL:
        return _("begins before you arrive")
    return _("ends after you leave") if danger is Danger.AFTER_LEAVING else ""


def write_wishes(registration: Registration, wishes: Mapping[int, str], *, now: datetime) -> set[int]:
    """The chosen sessions become these; who keeps a session keeps the place in its line. What changed."""
    before = {one.session_id: one for one in registration.choices.all()}
    gone = before.keys() - wishes.keys()
    SessionChoice.objects.filter(registration=registration, session_id__in=gone).delete()
    other = {pk for pk in before.keys() & wishes.keys() if before[pk].wish != wishes[pk]}
    for pk in other:
        SessionChoice.objects.filter(pk=before[pk].pk).update(wish=wishes[pk])
    new = wishes.keys() - before.keys()
    SessionChoice.objects.bulk_create(
        SessionChoice(registration=registration, session_id=pk, wish=wishes[pk], chosen_at=now)
        for pk in sorted(new)
    )
    return {*gone, *other, *new}


def reseat(event_id: int, session_ids: Collection[int]) -> list[SessionChoice]:
    """Seats of these sessions are given anew, with the event locked; the choices that got one now."""
    if not session_ids:
        return []
    offers = choosable(event_id)
    lines: dict[int, list[SeatChoice]] = {}
    for session_id, chosen in _chosen_of(session_ids):
        lines.setdefault(session_id, []).append(chosen)
    moved: dict[Seat, list[int]] = {}
    for session_id, line in lines.items():
        offer = offers.get(session_id)
        seats = assigned(line, seats=offer.seats if offer else None)
        for one in line:
            if one.seat != seats[one.id]:
                moved.setdefault(seats[one.id], []).append(one.id)
    for seat, ids in moved.items():
        SessionChoice.objects.filter(pk__in=ids).update(seat=seat.value)
    seated = SessionChoice.objects.filter(pk__in=moved.get(Seat.SEATED, ()))
    return list(seated.select_related("registration__event"))


def _chosen_of(session_ids: Collection[int]) -> Iterator[tuple[int, SeatChoice]]:
    """Everybody in line for the sessions whose registration lives; plain values, there may be many."""
    rows = SessionChoice.objects.filter(session_id__in=session_ids, registration__state__in=ACTIVE)
    columns = ("pk", "session_id", "wish", "chosen_at", "seat", "registration__state")
    for pk, session_id, wish, at, seat, state in rows.order_by().values_list(*columns):
        yield (
            session_id,
            SeatChoice(
                id=pk, is_must=wish == MUST, at=at, seat=seat, is_confirmed=state == PlaceState.CONFIRMED
            ),
        )


def sessions_of(registration: Registration) -> set[int]:
    """The ids of the sessions that the person chose, whether or not they have a seat."""
    return set(registration.choices.values_list("session_id", flat=True))


CALENDAR = "text/calendar; charset=utf-8"


@require_safe
@by_link
def calendar_entry(_request: HttpRequest, registration: Registration, _token: str) -> HttpResponse:
    """The calendar as a file to open once."""
    response = HttpResponse(calendar_file(registration, now=timezone.now()), content_type=CALENDAR)
    response["Content-Disposition"] = (
        f'attachment; filename="{dated_name(registration.event.slug, "calendar", "ics")}"'
    )
    return response


@never_cache
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar as programs subscribe to it."""
    registration = registration_of_feed(token)
    if registration is None:
        return unknown_link_page(request, now=timezone.now())
    content = calendar_file(registration, now=timezone.now(), stamp=registration.changed_at)
    return closed_to_strangers(HttpResponse(content, content_type=CALENDAR))
