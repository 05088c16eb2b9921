"""Basic details: what an event says of itself, section by section, and who can see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.language import pick
from handschlag.common.names import free_slug, slug_of
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_days, format_short_moment
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Crumb
from handschlag.directory.contents import GeoPoint
from handschlag.directory.models import Land, Network
from handschlag.directory.places import find_places, spot_at
from handschlag.events import editing
from handschlag.events.access import own_event_or_404
from handschlag.events.console import CONFLICT, UNFIT, console_page
from handschlag.events.editing import (
    IN_CALENDARS,
    SECTION_FACTS,
    Conflict,
    EventRefusal,
    FormScreen,
    changes_to,
    component_values,
    conflict_about,
    editable_event,
    etag_of_row,
    hosts_of,
    in_audit,
    locked_event,
)
from handschlag.events.fields import LongSelect, MomentField, RowForm, day_input, number, text, title, yes
from handschlag.events.labels import ONLINE_ROOMS
from handschlag.events.models import Event, EventDay, EventHost, EventOrganiser, EventStatus, OnlineRooms
from handschlag.events.moments import OddMoment, local_clock, span_of

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
    facts = SECTION_FACTS[name]
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


BEFORE = _("The last day must not be before the first day.")
CONTINENTS: Final = frozenset(
    {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


def check_days(form: forms.Form) -> None:
    """An error in the form where the days do not make an event."""
    first, last = form.cleaned_data.get("first_day"), form.cleaned_data.get("last_day")
    if first and last and last < first:
        form.add_error("last_day", BEFORE)
    elif first and last and (last - first).days >= MOST_DAYS:
        form.add_error(
            "last_day", _("An event can last up to 31 days. For longer periods create a campaign.")
        )


class _BasicsForm(RowForm):
    title_de = title(_("Title, German"), required=True)
    title_en = title(_("Title, English"))
    summary_de = title(_("In one sentence, German"), longest=400)
    summary_en = title(_("In one sentence, English"), longest=400)
    description_de = text(_("Description, German"))
    description_en = text(_("Description, English"))
    in_german = yes(_("German is spoken"))
    in_english = yes(_("English is spoken"))
    facts = (
        "title_de",
        "title_en",
        "summary_de",
        "summary_en",
        "description_de",
        "description_en",
        "in_german",
        "in_english",
    )

    def clean(self) -> dict[str, Any]:
        if not (self.cleaned_data.get("in_german") or self.cleaned_data.get("in_english")):
            self.add_error("in_german", _("Select at least one language."))
        return self.cleaned_data


def _zones() -> list[tuple[str, str]]:
    """By name, as the world's table of time zones has them."""
    names = sorted(name for name in available_timezones() if name.split("/")[0] in CONTINENTS)
    return [(name, name.replace("_", " ")) for name in names]


class _DatesForm(RowForm):
    first_day = forms.DateField(label=_("First day"), widget=day_input())
    last_day = forms.DateField(label=_("Last day"), widget=day_input())
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_zones,
        widget=LongSelect,
        help_text=_("All times of the event are those of its place. Set it before you enter times."),
    )
    facts = ("first_day", "last_day", "time_zone")

    def clean(self) -> dict[str, Any]:
        check_days(self)
        return self.cleaned_data


class _VenueForm(RowForm):
    venue = title(_("Building"))
    street = title(_("Street and number"))
    postcode = title(_("Postcode"), longest=10)
    place = title(_("Town"), longest=100)
    land = forms.ChoiceField(label=_("Federal state, if we do not know the town"), required=False)
    directions_de = text(_("How to get there, German"), rows=4)
    directions_en = text(_("How to get there, English"), rows=4)
    online_rooms = forms.ChoiceField(
        label=_("Rooms for meetings and sessions online"),
        help_text=_("Each gets a room of its own, open to its people from ten minutes before."),
    )
    facts = ("venue", "street", "postcode", "place", "directions_de", "directions_en", "online_rooms")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lands = [(land.pk, pick(land.name_de, land.name_en)) for land in Land.objects.all()]
        self.fields["land"].choices = [("", _("not stated")), *lands]  # type: ignore[attr-defined]
        providers = self._providers()
        self.fields["online_rooms"].choices = providers  # type: ignore[attr-defined]
        if len(providers) == 1:
            self.leave_out("online_rooms")

    def _providers(self) -> list[tuple[str, Any]]:
        """Typed addresses, what the operator has set up, and what the event has."""
        offered = {"links", *settings.ONLINE_PROVIDERS.names, self.initial.get("online_rooms", "links")}
        return [(name, label) for name, label in ONLINE_ROOMS.items() if name in offered]

    def start(self, values: Any) -> dict[str, Any]:
        return {**values, "land": values.get("land_id") or ""}

    def values(self) -> dict[str, Any]:
        return {**super().values(), "land_id": self.cleaned_data["land"] or None}


class _HostsForm(RowForm):
    hosts = text(
        _("Host"),
        hint=_("One per line. A network is linked if its name is spelt as in the directory."),
    )
    facts = ("hosts",)


class _ContactForm(RowForm):
    contact_name = title(
        _("Contact"), longest=120, hint=_("Name of a person or office. Everyone can see it.")
    )
    contact_email = forms.EmailField(label=_("Email address"), required=False)
    contact_phone = title(
        _("Telephone"),
        longest=40,
        hint=_("The event office. Participants see it on every page, above all on the day."),
    )
    facts = ("contact_name", "contact_email", "contact_phone")


class _RegistrationForm(RowForm):
    registration_opens_at = MomentField(label=_("Registration opens"), required=False)
    registration_closes_at = MomentField(label=_("Registration closes"), required=False)
    capacity = number(_("Number of places"), least=1, hint=_("Leave empty if places are unlimited."))
    is_open = yes(_("Everyone may register"), _("Otherwise by personal link only."))
    needs_approval = yes(_("Each registration is approved by you"))
    has_waiting_list = yes(_("Start a waiting list when all places are taken"))
    facts = (
        "registration_opens_at",
        "registration_closes_at",
        "capacity",
        "is_open",
        "needs_approval",
        "has_waiting_list",
    )

    def clean(self) -> dict[str, Any]:
        opens = self.cleaned_data.get("registration_opens_at")
        closes = self.cleaned_data.get("registration_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("registration_closes_at", _("Registration must close after it opens."))
        return self.cleaned_data


class _TermsForm(RowForm):
    terms_de = text(_("Terms of participation, German"), rows=10)
    terms_en = text(_("Terms of participation, English"), rows=10)
    facts = ("terms_de", "terms_en")


SECTION_FORMS: dict[str, type[RowForm]] = {
    "basics": _BasicsForm,
    "dates": _DatesForm,
    "venue": _VenueForm,
    "hosts": _HostsForm,
    "contact": _ContactForm,
    "registration": _RegistrationForm,
    "terms": _TermsForm,
}


def details_screen(event: Event) -> dict[str, Any]:
    """What each part of the event says."""
    facts = _facts_of(event).items()
    return {"sections": [(name, editing.SECTION_TITLES[name], lines) for name, lines in facts]}


def _facts_of(event: Event) -> dict[str, Sequence[tuple[str, str]]]:
    """For each part of an event labels and texts; an empty text is missing."""
    return {
        "basics": (
            (gettext("Title"), " / ".join(part for part in (event.title_de, event.title_en) if part)),
            (gettext("In one sentence"), event.summary),
            (gettext("Languages"), _spoken(event)),
        ),
        "dates": (
            (gettext("When"), format_days(event.first_day, event.last_day)),
            (gettext("Time zone"), event.time_zone.replace("_", " ")),
        ),
        "venue": (
            (gettext("Building"), event.venue),
            (
                gettext("Address"),
                ", ".join(p for p in (event.street, f"{event.postcode} {event.place}".strip()) if p),
            ),
            *_online_facts(event),
        ),
        "hosts": ((gettext("Host"), ", ".join(hosts_of(event).splitlines())),),
        "contact": (
            (
                gettext("Contact"),
                ", ".join(p for p in (event.contact_name, event.contact_email, event.contact_phone) if p),
            ),
        ),
        "registration": _registration_facts(event),
        "terms": ((gettext("Text"), _shortened(event.terms)),),
    }


def _online_facts(event: Event) -> tuple[tuple[str, str], ...]:
    """Typed addresses are the usual way, and nothing to be told."""
    if event.online_rooms == OnlineRooms.LINKS:
        return ()
    return ((gettext("Online rooms"), str(ONLINE_ROOMS[event.online_rooms])),)


def _spoken(event: Event) -> str:
    return ", ".join([gettext("German")] * event.in_german + [gettext("English")] * event.in_english)


def _shortened(text: str, longest: int = 160) -> str:
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"


def _registration_facts(event: Event) -> tuple[tuple[str, str], ...]:
    opens, closes = event.registration_opens_at, event.registration_closes_at
    window = " – ".join(format_short_moment(at) for at in (opens, closes) if at is not None)
    way = gettext("open to everyone") if event.is_open else gettext("by personal link only")
    more = [gettext("with approval")] * event.needs_approval + [
        gettext("with a waiting list")
    ] * event.has_waiting_list
    return (
        (gettext("Registration period"), window),
        (gettext("Number of places"), str(event.capacity) if event.capacity else gettext("not limited")),
        (gettext("How to register"), ", ".join([way, *more])),
    )


OVERVIEW, DETAILS = "events:manage_event", "events:details"


@require_safe
def details_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What the event says of itself, section by section, and who can see it."""
    event, by = own_event_or_404(request, slug)
    return console_page(request, "details", event=event, by=by, current=DETAILS, **details_screen(event))


@require_POST
def event_status(request: HttpRequest, slug: str) -> HttpResponse:
    """Publishes, withholds or archives the event, for those who may publish it; leads to its setup."""
    event, by = own_event_or_404(request, slug, Action.PUBLISH_EVENT)
    wanted = request.POST.get("status", "")
    if wanted not in EventStatus.values:
        raise Http404
    try:
        set_status(
            event_id=event.pk,
            status=EventStatus(wanted),
            seen=request.POST.get("seen", ""),
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, gettext("Done."))
    return HttpResponseRedirect(reverse(DETAILS, args=[slug]) + "#state")


@require_http_methods(["GET", "HEAD", "POST"])
def edit_event(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The form for one section of an event; 404 for an unknown section."""
    event, by = own_event_or_404(request, slug)
    if name not in SECTION_FORMS:
        raise Http404
    if request.method != "POST":
        return _section(request, event, by, name, form=_form_of(event, name))
    form = _form_of(event, name, request.POST)
    if not form.is_valid():
        return _section(request, event, by, name, form=form, status=UNFIT)
    try:
        save_section(
            event_id=event.pk,
            name=name,
            values=form.values(),
            seen=form.cleaned_data["seen"],
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        return _refused(request, event, by, name, no=no, form=form)
    messages.success(request, gettext("Saved."))
    following = _after(name)
    if "then" in request.POST and following:
        return HttpResponseRedirect(reverse("events:edit_event", args=[slug, following]))
    return HttpResponseRedirect(reverse(DETAILS, args=[slug]) + f"#{name}")


def _after(name: str) -> str:
    """The section that comes after this one; empty after the last."""
    names = [*SECTION_FORMS, ""]
    return names[names.index(name) + 1]


def _form_of(event: Event, name: str, data: QueryDict | None = None) -> RowForm:
    facts = SECTION_FACTS[name]
    return SECTION_FORMS[name](data, values=component_values(event, facts), seen=etag_of_row(event, facts))


def _refused(
    request: HttpRequest, event: Event, by: Subject, name: str, *, no: Refusal, form: RowForm
) -> HttpResponse:
    """The form once more; after a change by others with what is there now beside what was typed."""
    if no.reason is not EventRefusal.STALE:
        form.add_error(None, refusal_message(no.reason))
        return _section(request, event, by, name, form=form, status=UNFIT)
    event = Event.objects.get(pk=event.pk)
    there = _form_of(event, name)
    data = request.POST.copy()
    data["seen"] = etag_of_row(event, SECTION_FACTS[name])  # whoever sends this again has seen it
    form = _form_of(event, name, data)
    form.is_valid()
    conflict = conflict_about(event, there, form)
    return _section(request, event, by, name, form=form, conflict=conflict, status=CONFLICT)


def _section(
    request: HttpRequest,
    event: Event,
    by: Subject,
    name: str,
    *,
    form: RowForm,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    home = reverse(DETAILS, args=[event.slug])
    following = editing.SECTION_TITLES.get(_after(name), "")
    title = str(editing.SECTION_TITLES[name])
    screen = FormScreen(
        title=title,
        lead="",
        form=form,
        button=gettext("Save"),
        then=gettext("Save, next: %(section)s") % {"section": following} if following else "",
        back_url=f"{home}#{name}",
        crumbs=(Crumb(gettext("Basic details"), home), Crumb(title)),
        conflict=conflict,
    )
    return console_page(request, "form", event=event, by=by, current=DETAILS, screen=screen, status=status)
