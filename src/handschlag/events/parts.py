"""Days, zones, rooms, tracks and speakers: listed, added, changed, removed, brought back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import dated_name, table_download
from handschlag.common.times import clock_of, format_day, zone
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Network
from handschlag.events import editing, removals
from handschlag.events.access import own_event_or_404
from handschlag.events.console import CONFLICT, UNFIT, console_page
from handschlag.events.editing import (
    MODELS,
    PART_FACTS,
    UNIQUE,
    Conflict,
    EventComponent,
    EventRefusal,
    FormScreen,
    SecondaryLink,
    changes_to,
    component_or_none,
    component_values,
    conflict_about,
    editable_event,
    etag_of_component,
    rooms_with_sessions,
    sessions_with,
    speakers_of,
    touch_event,
    tracks_with_sessions,
    write_row,
)
from handschlag.events.fields import (
    ODD,
    MomentField,
    RoomAddress,
    RowForm,
    clock_input,
    day_input,
    number,
    text,
    title,
    whole_minutes,
    yes,
)
from handschlag.events.models import Event, EventDay, Removal, Zone
from handschlag.events.moments import OddMoment, span_of
from handschlag.events.removals import RemoveScreen, home_of, removed, take_away
from handschlag.events.versions import was_published


@transaction.atomic
def save_component(
    *,
    part: EventComponent,
    event_id: int,
    pk: int | None,
    values: Mapping[str, object],
    seen: str,
    by: Subject,
    now: datetime,
) -> models.Model:
    """A part of the event says this; without a `pk` it is a new one."""
    event = editable_event(event_id, by)
    row = MODELS[part](event=event) if pk is None else component_or_none(part, event.pk, pk)
    if row is None:
        raise Refusal(EventRefusal.GONE)
    if pk is not None and etag_of_component(part, row) != seen:
        raise Refusal(EventRefusal.STALE)
    _check(part, event, row, values)
    new = dict(values) if pk is None else changes_to(row, values)
    if pk is None:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        audit.record(verb=f"{part.value}.added", target=row, by_id=by.user_id, now=now)
    elif new:
        is_person = part is EventComponent.SPEAKER
        write_row(row, new, verb=f"{part.value}.edited", by=by, now=now, is_about_people=is_person)
    if new:
        touch_event(event, now)
    return row


def _check(part: EventComponent, event: Event, row: models.Model, values: Mapping[str, object]) -> None:
    """Nothing, or a refusal: names are unique within an event, and rows belong to it."""
    name = UNIQUE.get(part)
    others = MODELS[part]._default_manager.filter(event=event).exclude(pk=row.pk)  # noqa: SLF001
    if name is not None and others.filter(**{name: values[name]}).exists():
        raise Refusal(EventRefusal.NAME_TAKEN, fact=name)
    zone = values.get("zone_id")
    if isinstance(zone, int) and component_or_none(EventComponent.ZONE, event.pk, zone) is None:
        raise Refusal(EventRefusal.NOT_OF_THIS_EVENT)
    if part is EventComponent.DAY and not event.first_day <= values["day"] <= event.last_day:  # type: ignore[operator]
        raise Refusal(EventRefusal.DAY_OUTSIDE)


@transaction.atomic
def remove_component(
    *, part: EventComponent, event_id: int, pk: int, seen: str, by: Subject, now: datetime
) -> Removal:
    """The part is gone, and can be brought back; what pointed to it stays without it."""
    event = editable_event(event_id, by)
    row = component_or_none(part, event.pk, pk)
    if row is None:
        raise Refusal(EventRefusal.GONE)
    if etag_of_component(part, row) != seen:
        raise Refusal(EventRefusal.STALE)
    if part is EventComponent.SESSION and was_published(event.pk, pk):
        raise Refusal(EventRefusal.PUBLISHED_ALREADY)
    removal = take_away(part, row, event, by=by, now=now)
    touch_event(event, now)
    return removal


ORDER = _("Smaller numbers come first.")


class _DayForm(RowForm):
    day = forms.DateField(label=_("Day"), widget=day_input())
    opens = forms.TimeField(label=_("Opens at"), widget=clock_input())
    closes = forms.TimeField(
        label=_("Closes at"),
        widget=clock_input(),
        help_text=_("A time before the opening means the next day: 18:00 to 1:00 goes over midnight."),
    )

    def start(self, values: Mapping[str, object]) -> dict[str, Any]:
        if not isinstance(values.get("opens_at"), datetime):
            return dict(values)
        opens, closes = values["opens_at"], values["closes_at"]
        assert isinstance(opens, datetime)
        assert isinstance(closes, datetime)
        return {"day": values["day"], "opens": clock_of(opens), "closes": clock_of(closes)}

    def clean(self) -> dict[str, Any]:
        day, opens, closes = (self.cleaned_data.get(name) for name in ("day", "opens", "closes"))
        if day is not None and opens is not None and closes is not None:
            try:
                self.span = span_of(day, whole_minutes(opens), whole_minutes(closes), zone())
            except OddMoment as odd:
                self.add_error(None, str(ODD[odd.fault]))
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        starts, ends = self.span
        return {"day": self.cleaned_data["day"], "opens_at": starts, "closes_at": ends}


class _NamedForm(RowForm):
    name_de = title(_("Name, German"), longest=80, required=True)
    name_en = title(_("Name, English"), longest=80)
    position = forms.IntegerField(
        label=_("Order"), min_value=0, max_value=9999, initial=0, required=False, help_text=ORDER
    )

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


class _ZoneForm(_NamedForm):
    is_step_free = yes(_("Step-free access"))
    is_quiet = yes(_("Quiet"))
    closes_at = MomentField(
        label=_("This area is available until"),
        required=False,
        help_text=_("After this time it and its rooms cannot be used. Empty: no limit."),
    )
    facts = ("name_de", "name_en", "is_step_free", "is_quiet", "closes_at", "position")
    field_order = ("seen", "name_de", "name_en", "is_step_free", "is_quiet", "closes_at", "position")


class _RoomForm(_NamedForm):
    zone = forms.ChoiceField(label=_("Area"), required=False, choices=[("", _("none"))])
    seats = number(_("Number of places"), least=1)
    is_step_free = yes(_("Step-free access"))
    closes_at = MomentField(
        label=_("The room is available until"),
        required=False,
        help_text=_("After this time it cannot be used. Empty: no limit."),
    )
    is_online = yes(
        _("Sessions in this room can also be followed online"),
        _("Registered people enter from ten minutes before the session."),
    )
    online_url = RoomAddress(
        label=_("Address of the transmission"),
        required=False,
        help_text=_("Only if the rooms are not those of the event’s provider. We show it to nobody."),
    )
    facts = (
        *("name_de", "name_en", "seats", "is_step_free", "closes_at", "position"),
        *("is_online", "online_url"),
    )
    rows = ("zone",)
    field_order = (
        *("seen", "name_de", "name_en", "zone", "seats", "is_step_free", "closes_at", "position"),
        *("is_online", "online_url"),
    )


class _TrackForm(_NamedForm):
    facts = ("name_de", "name_en", "position")
    field_order = ("seen", "name_de", "name_en", "position")


class _SpeakerForm(RowForm):
    name = title(_("Name"), longest=120, required=True)
    role_de = title(_("Role, German"))
    role_en = title(_("Role, English"))
    organisation = title(_("Organisation"))
    network = title(
        _("Network"), hint=_("By its name or short name in the directory, if the person belongs to one.")
    )
    about_de = text(_("About the person, German"), rows=4)
    about_en = text(_("About the person, English"), rows=4)
    facts = ("name", "role_de", "role_en", "organisation", "about_de", "about_en")

    def start(self, values: Mapping[str, object]) -> dict[str, Any]:
        network = Network.objects.filter(pk=str(values.get("network_id") or 0)).first()
        return {**values, "network": network.name if network else ""}

    def clean_network(self) -> int | None:
        name = self.cleaned_data["network"]
        if not name:
            return None
        rows = Network.objects.filter(name__iexact=name) | Network.objects.filter(short_name__iexact=name)
        found = rows.order_by("pk").first()
        if found is None:
            raise forms.ValidationError(_("The directory has no network of this name."))
        return found.pk

    def values(self) -> dict[str, Any]:
        return {**super().values(), "network_id": self.cleaned_data["network"]}


PART_FORMS: dict[EventComponent, type[RowForm]] = {
    EventComponent.DAY: _DayForm,
    EventComponent.ZONE: _ZoneForm,
    EventComponent.ROOM: _RoomForm,
    EventComponent.TRACK: _TrackForm,
    EventComponent.SPEAKER: _SpeakerForm,
}


def url_of(event: Event, part: EventComponent, pk: int) -> str:
    """The form of this part in the console; sessions have one of their own."""
    if part is EventComponent.SESSION:
        return reverse("events:edit_session", args=[event.slug, pk])
    return reverse("events:edit_part", args=[event.slug, part.value, pk])


def speaker_lines(event: Event) -> Iterator[list[str]]:
    """All speakers as a table."""
    yield [gettext("Name"), gettext("Role"), gettext("Organisation"), gettext("Network"), gettext("Sessions")]
    for row in speakers_of(event.pk):
        network = row.network.name if row.network else ""
        counted = row.sessions  # type: ignore[attr-defined]  # counted by the query
        yield [row.name, pick(row.role_de, row.role_en), row.organisation, network, str(counted)]


def remove_screen(event: Event, part: EventComponent, row: models.Model, name: str) -> RemoveScreen:
    """The question before a part goes, with the sessions that would lose it."""
    lost = sessions_with(part, row.pk)
    lead = gettext("Nothing else changes. You can restore it for one day.")
    if lost:
        lead = ngettext(
            "%(number)s session would lose this. You can restore it for one day.",
            "%(number)s sessions would lose this. You can restore it for one day.",
            len(lost),
        ) % {"number": len(lost)}
    return RemoveScreen(
        title=gettext("Remove “%(name)s”?") % {"name": name},
        seen=etag_of_component(part, row),
        lead=lead,
        losing=lost,
        back_url=url_of(event, part, row.pk),
        crumbs=(
            Crumb(name, url_of(event, part, row.pk)),
            Crumb(gettext("Remove")),
        ),
    )


HOUSE = "events:times_and_rooms"
SPEAKERS = "events:speakers"
IN_THE_HOUSE = (EventComponent.DAY, EventComponent.ZONE, EventComponent.ROOM, EventComponent.TRACK)
LONGEST_SEARCH, ON_A_PAGE = 80, 50


@require_safe
def times_and_rooms(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' page for days, rooms, zones and tracks, with what was removed lately."""
    event, by = own_event_or_404(request, slug)
    return console_page(
        request,
        "house",
        event=event,
        by=by,
        current=HOUSE,
        days=event.days.all(),
        rooms=rooms_with_sessions(event.pk),
        zones=event.zones.all(),
        tracks=tracks_with_sessions(event.pk),
        removed=removed(event, *IN_THE_HOUSE, now=timezone.now()),
    )


@require_safe
def speakers(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of speakers, searched by `q`, with who was removed lately."""
    event, by = own_event_or_404(request, slug)
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    return console_page(
        request,
        "speakers",
        event=event,
        by=by,
        current=SPEAKERS,
        rows=Paginator(speakers_of(event.pk, text), ON_A_PAGE).get_page(request.GET.get("page", "1")),
        text=text,
        query=f"q={text}" if text else "",
        removed=removed(event, EventComponent.SPEAKER, now=timezone.now()),
    )


@require_safe
def speakers_export(request: HttpRequest, slug: str) -> HttpResponse:
    """All speakers of the event as a CSV file; for its organisers only."""
    event, _by = own_event_or_404(request, slug)
    return table_download(speaker_lines(event), dated_name(event.slug, "speakers", "csv"))


def _part_in(text: str) -> EventComponent:
    """The part that an address names and that has a form here."""
    if text not in {part.value for part in PART_FORMS}:
        raise Http404
    return EventComponent(text)


@require_http_methods(["GET", "HEAD", "POST"])
def new_component(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """The form for a new part of an event; 404 for an unknown kind of part."""
    event, by = own_event_or_404(request, slug)
    return _edit(request, event, by, _part_in(part), None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_component(request: HttpRequest, slug: str, part: str, pk: int) -> HttpResponse:
    """The form for one part of an event; 404 where the event has no such part."""
    event, by = own_event_or_404(request, slug)
    row = component_or_none(_part_in(part), event.pk, pk)
    if row is None:
        raise Http404
    return _edit(request, event, by, _part_in(part), row)


def _form_of(
    event: Event, part: EventComponent, row: models.Model | None, data: QueryDict | None = None
) -> RowForm:
    shown = row or MODELS[part](event=event)
    zones = Zone.objects.filter(event=event) if part is EventComponent.ROOM else ()
    return PART_FORMS[part](
        data,
        values=component_values(shown, PART_FACTS[part]),
        choices={"zone": [(one.pk, pick(one.name_de, one.name_en)) for one in zones]} if zones else {},
        seen=etag_of_component(part, row) if row else "",
    )


def _edit(
    request: HttpRequest, event: Event, by: Subject, part: EventComponent, row: models.Model | None
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = _form_of(event, part, row, data)
    if data is None or not form.is_valid():
        return _shown(request, event, by, part, row, form=form, status=UNFIT if data is not None else 200)
    try:
        save_component(
            part=part,
            event_id=event.pk,
            pk=row.pk if row else None,
            values=form.values(),
            seen=form.cleaned_data["seen"],
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        return _refused(request, event, by, part, row, no=no, form=form)
    messages.success(request, gettext("Saved."))
    if "then" in request.POST:
        return HttpResponseRedirect(reverse("events:new_part", args=[event.slug, part.value]))
    return HttpResponseRedirect(
        home_of(event, part) + ("" if part is EventComponent.SPEAKER else f"#{part.value}")
    )


def _refused(
    request: HttpRequest,
    event: Event,
    by: Subject,
    part: EventComponent,
    row: models.Model | None,
    *,
    no: Refusal,
    form: RowForm,
) -> HttpResponse:
    if no.reason is not EventRefusal.STALE or row is None:
        fact = no.details.get("fact")
        form.add_error(fact if fact in form.fields else None, refusal_message(no.reason))
        return _shown(request, event, by, part, row, form=form, status=UNFIT)
    row = MODELS[part]._default_manager.get(pk=row.pk)  # noqa: SLF001
    data = request.POST.copy()
    data["seen"] = etag_of_component(part, row)  # whoever sends this again has seen it
    form = _form_of(event, part, row, data)
    form.is_valid()
    conflict = conflict_about(row, _form_of(event, part, row), form)
    return _shown(request, event, by, part, row, form=form, conflict=conflict, status=CONFLICT)


def _shown(
    request: HttpRequest,
    event: Event,
    by: Subject,
    part: EventComponent,
    row: models.Model | None,
    *,
    form: RowForm,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    title = str(editing.CHANGE_PART_TITLES[part] if row else editing.NEW_PART_TITLES[part])
    home = home_of(event, part)
    remove = None
    if row is not None:
        remove = SecondaryLink(label=gettext("Remove"), url=url_of(event, part, row.pk) + "remove/")
    screen = FormScreen(
        title=title,
        lead=_name_of(row) if row else "",
        form=form,
        button=gettext("Save"),
        then="" if row else gettext("Save and add another"),
        back_url=home,
        crumbs=(
            Crumb(
                gettext("Speakers") if part is EventComponent.SPEAKER else gettext("Rooms and opening hours"),
                home,
            ),
            Crumb(title),
        ),
        conflict=conflict,
        remove=remove,
    )
    current = SPEAKERS if part is EventComponent.SPEAKER else HOUSE
    return console_page(request, "form", event=event, by=by, current=current, screen=screen, status=status)


def _name_of(row: models.Model) -> str:
    return format_day(row.day) if isinstance(row, EventDay) else removals.name_of(row)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_component_page(request: HttpRequest, slug: str, part: str, pk: int) -> HttpResponse:
    """A question first, with everything that loses this part."""
    event, by = own_event_or_404(request, slug)
    kind = EventComponent.SESSION if part == EventComponent.SESSION.value else _part_in(part)
    row = component_or_none(kind, event.pk, pk)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            remove_component(
                part=kind,
                event_id=event.pk,
                pk=pk,
                seen=request.POST.get("seen", ""),
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            messages.warning(request, refusal_message(no.reason))
            return HttpResponseRedirect(url_of(event, kind, pk))
        messages.success(request, gettext("Removed. You can restore it on this page."))
        return HttpResponseRedirect(home_of(event, kind))
    screen = remove_screen(event, kind, row, _name_of(row))
    current = {EventComponent.SPEAKER: SPEAKERS, EventComponent.SESSION: "events:programme_editor"}.get(
        kind, HOUSE
    )
    return console_page(request, "remove", event=event, by=by, current=current, screen=screen)


@require_POST
def undo_removal_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Brings back what was removed, then leads to the page where it belongs."""
    event, by = own_event_or_404(request, slug)
    try:
        removal = removals.undo_removal(event_id=event.pk, removal_id=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
        return HttpResponseRedirect(home_of(event, EventComponent.DAY))
    messages.success(request, gettext("“%(name)s” is back, as it was.") % {"name": removal.name})
    return HttpResponseRedirect(home_of(event, EventComponent(removal.part)))
