"""An event is the template of another: all moves by as many days, at the same times of the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common.refusals import Refusal
from handschlag.design.components.parts import Crumb
from handschlag.events.access import organises, own_event_or_404
from handschlag.events.console import UNFIT, console_page
from handschlag.events.details import new_slug, take_over
from handschlag.events.editing import EventRefusal, FormScreen
from handschlag.events.fields import RowForm, day_input, title, yes
from handschlag.events.hooks import event_copies
from handschlag.events.models import (
    Block,
    BlockPlace,
    EmailWording,
    Event,
    EventDay,
    EventHost,
    EventStatus,
    InformationDesk,
    Place,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    Stand,
    Track,
    Zone,
)
from handschlag.events.moments import DateShift

NEW = ("pk", "id", "event", "event_id")


def copy_venue(source: Event, event: Event, shift: DateShift) -> Mapping[int, Room]:
    """The new event has the old one's house; its rooms, by the keys of the old ones."""
    zones, rooms = _copy_rooms(source, event, shift)
    stands = _copy_stands(source, event, shift, zones)
    _copy_places(source, event, zones=zones, rooms=rooms, stands=stands)
    _copy_grid(source, event, shift)
    return rooms


def _copy_rooms(source: Event, event: Event, shift: DateShift) -> tuple[dict[int, Zone], dict[int, Room]]:
    """Zones and rooms of the new event, by the keys of the old ones."""
    zones, rooms = copies(Zone, source, event), copies(Room, source, event)
    for zone in zones.values():
        zone.closes_at = shift.maybe(zone.closes_at)
    for room in rooms.values():
        room.closes_at, room.zone = shift.maybe(room.closes_at), zones.get(room.zone_id or 0)
    Zone.objects.bulk_update(zones.values(), ["closes_at"])
    Room.objects.bulk_update(rooms.values(), ["closes_at", "zone"])
    return zones, rooms


def _copy_stands(
    source: Event, event: Event, shift: DateShift, zones: Mapping[int, Zone]
) -> dict[int, Stand]:
    """Stands and information desks, without who stands there and what is shown."""
    stands, desks = copies(Stand, source, event), copies(InformationDesk, source, event)
    for stand in stands.values():
        stand.zone = zones.get(stand.zone_id or 0)
    for desk in desks.values():
        desk.stand = stands.get(desk.stand_id or 0)
        if desk.opens_at is not None and desk.closes_at is not None:
            desk.opens_at, desk.closes_at = shift.span(desk.opens_at, desk.closes_at)
    Stand.objects.bulk_update(stands.values(), ["zone"])
    InformationDesk.objects.bulk_update(desks.values(), ["stand", "opens_at", "closes_at"])
    return stands


def _copy_places(
    source: Event,
    event: Event,
    *,
    zones: Mapping[int, Zone],
    rooms: Mapping[int, Room],
    stands: Mapping[int, Stand],
) -> None:
    places = copies(Place, source, event)
    for place in places.values():
        place.zone, place.room = zones.get(place.zone_id or 0), rooms.get(place.room_id or 0)
        place.stand = stands.get(place.stand_id or 0)
    Place.objects.bulk_update(places.values(), ["zone", "room", "stand"])


def _copy_grid(source: Event, event: Event, shift: DateShift) -> None:
    """Blocks, and which places are open in them; places have their codes."""
    blocks = copies(Block, source, event)
    for block in blocks.values():
        block.starts_at, block.ends_at = shift.span(block.starts_at, block.ends_at)
    Block.objects.bulk_update(blocks.values(), ["starts_at", "ends_at"])
    places = dict(Place.objects.filter(event=event).values_list("code", "pk"))
    BlockPlace.objects.bulk_create(
        BlockPlace(block=blocks[row.block_id], place_id=places[row.place.code])
        for row in BlockPlace.objects.filter(block__event=source).select_related("place")
    )


def copies[R: models.Model](model: type[R], source: Event, event: Event) -> dict[int, R]:
    """The same rows for the new event, by the keys of the old ones."""
    old = list(model._default_manager.filter(event=source))  # noqa: SLF001
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in NEW]  # noqa: SLF001
    new = [model(event=event, **{name: getattr(row, name) for name in names}) for row in old]
    model._default_manager.bulk_create(new)  # noqa: SLF001
    return {row.pk: copy for row, copy in zip(old, new, strict=True)}


COPIED = (
    "summary_de",
    "summary_en",
    "description_de",
    "description_en",
    "place",
    "land_id",
    "district_id",
    "latitude",
    "longitude",
    "venue",
    "street",
    "postcode",
    "directions_de",
    "directions_en",
    "time_zone",
    "plan_width",
    "plan_depth",
    "online_rooms",
    "contact_name",
    "contact_email",
    "contact_phone",
    "in_german",
    "in_english",
    "capacity",
    "is_open",
    "needs_approval",
    "has_waiting_list",
    "terms_de",
    "terms_en",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """The new event; `odd` counts times that fell into a night in which the clocks change."""

    event: Event
    days: int
    odd: int


@transaction.atomic
def copy_event(
    *,
    event_id: int,
    title_de: str,
    title_en: str,
    first_day: date,
    with_speakers: bool,
    by: Subject,
    now: datetime,
) -> Copied:
    """A draft like that event; registrations, exhibits, materials, versions and the team stay behind."""
    source = Event.objects.filter(pk=event_id).first()
    if source is None:
        raise Refusal(EventRefusal.GONE)
    require(by, Action.CREATE_EVENT)
    require(by, Action.EDIT_EVENT, owns=organises(by, source.pk))
    shift = DateShift((first_day - source.first_day).days, zone=ZoneInfo(source.time_zone))
    event = Event.objects.create(
        **{name: getattr(source, name) for name in COPIED},
        slug=new_slug(title_de),
        title_de=title_de,
        title_en=title_en,
        status=EventStatus.DRAFT,
        is_demo=source.is_demo and not source.is_tryout,
        first_day=first_day,
        last_day=source.last_day + timedelta(days=shift.days),
        registration_opens_at=shift.maybe(source.registration_opens_at),
        registration_closes_at=shift.maybe(source.registration_closes_at),
        created_at=now,
        changed_at=now,
    )
    _copy_days(source, event, shift)
    copies(EmailWording, source, event)
    _copy_sessions(source, event, shift, with_speakers=with_speakers, now=now)
    for copy_along in reversed(tuple(event_copies)):  # lower apps first: those above refer to their rows
        copy_along(source, event, shift)
    take_over(event, by=by, now=now, verb="event.copied")
    return Copied(event=event, days=shift.days, odd=shift.odd)


def _copy_days(source: Event, event: Event, shift: DateShift) -> None:
    days = []
    for row in EventDay.objects.filter(event=source):
        opens, closes = shift.span(row.opens_at, row.closes_at)
        day = row.day + timedelta(days=shift.days)
        days.append(EventDay(event=event, day=day, opens_at=opens, closes_at=closes))
    EventDay.objects.bulk_create(days)
    EventHost.objects.bulk_create(
        EventHost(event=event, network_id=row.network_id, name=row.name, position=row.position)
        for row in EventHost.objects.filter(event=source)
    )


def _copy_sessions(
    source: Event, event: Event, shift: DateShift, *, with_speakers: bool, now: datetime
) -> None:
    rooms = copy_venue(source, event, shift)
    tracks = copies(Track, source, event)
    made: dict[int, Session] = {}
    for row in Session.objects.filter(event=source, is_cancelled=False):
        starts, ends = None, None
        if row.starts_at is not None and row.ends_at is not None:
            starts, ends = shift.span(row.starts_at, row.ends_at)
        made[row.pk] = Session(
            event=event,
            kind=row.kind,
            track=tracks.get(row.track_id or 0),
            room=rooms.get(row.room_id or 0),
            starts_at=starts,
            ends_at=ends,
            is_time_invented=row.is_time_invented,
            title_de=row.title_de,
            title_en=row.title_en,
            abstract_de=row.abstract_de,
            abstract_en=row.abstract_en,
            language=row.language,
            seats=row.seats,
            created_at=now,
            changed_at=now,
        )
    Session.objects.bulk_create(made.values())
    if with_speakers:
        _copy_speakers(source, event, made)


def _copy_speakers(source: Event, event: Event, sessions: dict[int, Session]) -> None:
    people = copies(Speaker, source, event)
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(
            session=sessions[row.session_id],
            speaker=people[row.speaker_id],
            part=row.part,
            position=row.position,
        )
        for row in SessionSpeaker.objects.filter(session__event=source)
        if row.session_id in sessions
    )


SETUP = "events:manage_event"


@require_http_methods(["GET", "HEAD", "POST"])
def copy_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a new event like this one; needs the right to create events as well."""
    event, by = own_event_or_404(request, slug)
    require(by, Action.CREATE_EVENT)
    form = CopyForm(
        request.POST if request.method == "POST" else None,
        values={"title_de": event.title_de, "title_en": event.title_en},
    )
    if form.is_bound and form.is_valid():
        copied = copy_event(
            event_id=event.pk,
            title_de=form.cleaned_data["title_de"],
            title_en=form.cleaned_data["title_en"],
            first_day=form.cleaned_data["first_day"],
            with_speakers=form.cleaned_data["with_speakers"],
            by=by,
            now=timezone.now(),
        )
        _tell(request, copied)
        return HttpResponseRedirect(reverse(SETUP, args=[copied.event.slug]))
    screen = FormScreen(
        title=_("A new event like this one"),
        lead=_(
            "Copied: days, rooms, tracks, sessions with texts, hosts, venue, terms, categories of "
            "participants, your own questions and words of emails, and the dates, settings and rules of "
            "matchmaking. Not copied: people, registrations, files and versions."
        ),
        form=form,
        button=_("Copy the event"),
        back_url=reverse(SETUP, args=[slug]),
        crumbs=(Crumb(_("Overview"), reverse(SETUP, args=[slug])), Crumb(_("Use as a template"))),
    )
    status = UNFIT if form.is_bound else 200
    return console_page(request, "form", event=event, by=by, current=SETUP, screen=screen, status=status)


def _tell(request: HttpRequest, copied: Copied) -> None:
    text = _("Copied, as a draft. Every day is %(days)s days later, at the same times of the day.")
    if not copied.days:
        text = _("Copied, as a draft, for the same days.")
    messages.success(request, text % {"days": copied.days})
    if copied.odd:
        odd = ngettext(
            "%(number)s time falls in a night when the clocks change. Check it.",
            "%(number)s times fall in a night when the clocks change. Check them.",
            copied.odd,
        )
        messages.warning(request, odd % {"number": copied.odd})


class CopyForm(RowForm):
    """A new event from one that was: everything moves by the same number of days."""

    title_de = title(gettext_lazy("Title, German"), required=True)
    title_en = title(gettext_lazy("Title, English"))
    first_day = forms.DateField(
        label=gettext_lazy("First day"),
        widget=day_input(),
        help_text=gettext_lazy("All days, sessions and deadlines move too; the times of day stay the same."),
    )
    with_speakers = yes(
        gettext_lazy("Copy the speakers too"),
        gettext_lazy("Otherwise all sessions are without speakers. Registrations are never copied."),
    )

    def clean(self) -> dict[str, Any]:
        title_de, title_en = self.cleaned_data.get("title_de"), self.cleaned_data.get("title_en")
        is_new = title_de != self.initial.get("title_de")
        if is_new and title_en and title_en == self.initial.get("title_en"):
            self.add_error("title_en", gettext_lazy("Change the English title as well, or leave it empty."))
        return self.cleaned_data
