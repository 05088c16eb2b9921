"""Setting up matching: dates and answers, and the last look before it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import is_aware
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_moment_near, local, zone
from handschlag.design.components.organiser import Table, TableRow
from handschlag.events.console import console_context
from handschlag.events.models import BlockPlace, Event, EventDay
from handschlag.events.moments import OddMoment, moment_at
from handschlag.matching.access import (
    FOLDER,
    GET_OR_POST,
    UNFIT,
    event_for_team,
    no_matching_yet,
    require_team,
)
from handschlag.matching.agreed_meetings import increase_revision, lock_service
from handschlag.matching.capacity import _count, count_blocks, count_open_places, count_people
from handschlag.matching.missing import steps_of
from handschlag.matching.models import Policy, Service
from handschlag.matching.phases import phase_of
from handschlag.matching.refusals import PreparingRefusal, refusal_message


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the first step of setting up says."""

    profiles_from: datetime
    wishes_from: datetime
    answers_until: datetime
    fixed_at: datetime
    policy: str
    next_round_at: datetime | None
    round_hours: int
    musts: int
    most_sent: int
    most_received: int
    wanted: int


@transaction.atomic
def create(*, event_id: int, settings: Settings, by: Subject, now: datetime) -> Service:
    """The event has a matching service from now on, closed at first."""
    require_team(by, event_id)
    _require_order(settings, event_id)
    try:
        with transaction.atomic():
            made = Service.objects.create(event_id=event_id, changed_at=now, **asdict(settings))
    except IntegrityError as error:
        raise Refusal(PreparingRefusal.STALE) from error
    audit.record(verb="matching.set_up", target=made, by_id=by.user_id, now=now)
    return made


@transaction.atomic
def change(*, service_id: int, settings: Settings, seen: int, by: Subject, now: datetime) -> Service:
    """The service says this; of two who change it at once the second is told so."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    _require_order(settings, service.event_id)
    values = asdict(settings)
    changes = {name: _told(getattr(service, name), value) for name, value in values.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes and service.version == seen:
        return service
    rows = Service.objects.filter(pk=service.pk, version=seen)
    if not rows.update(version=F("version") + 1, changed_at=now, **values):
        raise Refusal(PreparingRefusal.STALE)
    increase_revision(service, structure=True)
    audit.record(verb="matching.changed", target=service, by_id=by.user_id, now=now, changes=changes)
    service.refresh_from_db()
    return service


@transaction.atomic
def set_open(*, service_id: int, is_open: bool, by: Subject, now: datetime) -> Service:
    """People can take part from now on, or not any more; nothing that was agreed is lost by that."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if is_open and not _has_time(service.event):
        raise Refusal(PreparingRefusal.NO_TIME)
    if service.is_open != is_open:
        rows = Service.objects.filter(pk=service.pk)
        rows.update(is_open=is_open, version=F("version") + 1, changed_at=now)
        changes = {"is_open": [service.is_open, is_open]}
        audit.record(verb="matching.opened", target=service, by_id=by.user_id, now=now, changes=changes)
    service.refresh_from_db()
    return service


def _has_time(event: Event) -> bool:
    """Whether there is a block of slots in which a place is open."""
    return BlockPlace.objects.filter(block__event=event).exists()


def _require_order(settings: Settings, event_id: int) -> None:
    """Each phase begins after the one before it, and times are fixed before the event begins."""
    moments = (settings.profiles_from, settings.wishes_from, settings.answers_until, settings.fixed_at)
    in_order = moments[0] <= moments[1] < moments[2] <= moments[3]
    if not in_order:
        raise Refusal(PreparingRefusal.DATES_CROSSED)
    first = EventDay.objects.filter(event_id=event_id).order_by("opens_at").first()
    if first is not None and settings.fixed_at > first.opens_at:
        raise Refusal(PreparingRefusal.AFTER_THE_EVENT)


def _told(before: Any, after: Any) -> list[Any]:
    return [_plain(before), _plain(after)]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def values_of(service: Service) -> Mapping[str, Any]:
    """What the form shows at first."""
    return {name: getattr(service, name) for name in Settings.__dataclass_fields__}


POLICIES: Final = (
    (Policy.AT_ONCE, _("Immediately: every yes is answered as soon as it is given")),
    (Policy.PRICED, _("Immediately where it pays off, otherwise in announced rounds")),
    (Policy.ROUNDS, _("In announced rounds only")),
)


class _Moment(forms.DateTimeField):
    """Day and time as the clocks at the event show it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: Any) -> Any:
        return local(value) if isinstance(value, datetime) and is_aware(value) else value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            plain = datetime.fromisoformat(str(value).strip())
            return moment_at(plain.date(), plain.time(), zone())
        except OddMoment as fault:
            text = _(
                "The clocks change that night, so this time does not exist or exists twice. Enter "
                "another time."
            )
            raise forms.ValidationError(text) from fault
        except ValueError as fault:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from fault


class SetUpForm(forms.Form):
    """Dates, policy of answers, budgets. `seen` is the version that was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    profiles_from = _Moment(
        label=_("Profiles from"), help_text=_("From then on participants fill in their profiles.")
    )
    wishes_from = _Moment(label=_("Wishes from"), help_text=_("Requests are sent and answered."))
    answers_until = _Moment(
        label=_("Reply by"), help_text=_("Requests sent later get the time that is left.")
    )
    fixed_at = _Moment(
        label=_("Times are fixed from"),
        help_text=_("From then on nobody’s meeting is moved without their consent."),
    )
    policy = forms.ChoiceField(label=_("When we answer a yes"), choices=POLICIES, widget=forms.RadioSelect)
    next_round_at = _Moment(
        label=_("First round"), required=False, help_text=_("Only for rounds; this date is announced.")
    )
    round_hours = _count(_("Hours between rounds"), least=1, most=168)
    wanted = _count(_("Meetings per person"), least=1, most=40)
    musts = _count(_("“Must meet” choices per person"), least=0, most=20)
    most_sent = _count(_("Maximum open or confirmed requests per person"), least=1, most=100)
    most_received = _count(_("Maximum number of unanswered requests per person"), least=1, most=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("policy") in {Policy.PRICED, Policy.ROUNDS} and not cleaned.get("next_round_at"):
            self.add_error(
                "next_round_at", _("Enter the date of the first round; it is announced to participants.")
            )
        return cleaned

    def settings(self) -> Settings:
        return Settings(**{name: self.cleaned_data[name] for name in Settings.__dataclass_fields__})


# The engine's own measurements of 26 November 2026, see docs/background/measured.md: two invented events of
# 150 people each, where time is easy to find and where it is tight. Value held in per cent of what would be
# possible if all were answered together, and share of wishes answered at once.
MEASURED: Final = {
    Policy.AT_ONCE: ((79.46, 60.23), (100.0, 100.0)),
    Policy.PRICED: ((96.63, 96.38), (50.0, 17.41)),
    Policy.ROUNDS: ((82.87, 65.88), (0.0, 0.0)),
}
ONE_ROUND: Final = (100.0, 98.21)
_MORNING, _EVENING = time(9), time(18)


def first_values(event: Event) -> dict[str, Any]:
    """Dates that a conference of a day can live with, counted back from its beginning."""

    def before(days: int, at: time) -> datetime:
        return datetime.combine(event.first_day - timedelta(days=days), at, tzinfo=zone())

    return {
        "profiles_from": before(60, _MORNING),
        "wishes_from": before(42, _MORNING),
        "answers_until": before(9, _EVENING),
        "fixed_at": before(5, _EVENING),
        "policy": Policy.AT_ONCE,
        "round_hours": 24,
        "wanted": 6,
        "musts": 3,
        "most_sent": 12,
        "most_received": 30,
    }


def set_up_screen(event: Event, service: Service | None, *, now: datetime) -> dict[str, Any]:
    """The key dates of matchmaking; without a service, what to do first."""
    return {
        "steps": steps_of(event, service, current="set_up"),
        "phase": phase_of(service, now) if service else None,
        "grounds": _what_next(service, now) if service else "",
        "policies": _policy_table(service),
    }


def _what_next(service: Service, now: datetime) -> str:
    steps = (
        (service.profiles_from, gettext("Profiles from %(when)s.")),
        (service.wishes_from, gettext("Wishes from %(when)s.")),
        (service.answers_until, gettext("Reply by %(when)s.")),
        (service.fixed_at, gettext("Times are fixed from %(when)s.")),
    )
    return next((text % {"when": format_moment_near(at, now=now)} for at, text in steps if now < at), "")


def _policy_table(service: Service | None) -> Table:
    """What each policy costs, in the order of the choices."""
    labels = {
        Policy.AT_ONCE: gettext("Immediately"),
        Policy.PRICED: gettext("Immediately where it pays off, then one round"),
        Policy.ROUNDS: gettext("Five rounds"),
    }
    rows = [
        TableRow(
            cells=(labels[policy], _span(value), _span(instant)),
            is_chosen=service is not None and service.policy == policy,
        )
        for policy, (value, instant) in MEASURED.items()
    ]
    rows.append(TableRow(cells=(gettext("One single round at the end"), _span(ONE_ROUND), _span((0.0, 0.0)))))
    return Table(
        title=gettext("Effect of the answering method"),
        heads=(gettext("Answers"), gettext("Value of the timetable"), gettext("answered immediately")),
        rows=rows,
    )


def _span(values: tuple[float, float]) -> str:
    low, high = sorted(values)
    shown = [str(round(value)) for value in (low, high)]
    return f"{shown[0]} %" if shown[0] == shown[1] else f"{shown[0]}–{shown[1]} %"


def opening_screen(event: Event, service: Service, *, now: datetime) -> dict[str, Any]:
    """The checks before opening; without slots and meeting points matchmaking stays closed."""
    blocks, places = count_blocks(event.pk), count_open_places(event.pk)
    return {
        "steps": steps_of(event, service, current="opening"),
        "phase": phase_of(service, now),
        "until": format_moment_near(service.answers_until, now=now),
        "is_late": service.answers_until < now,
        "blocks": blocks,
        "places": places,
        "people": count_people(service),
        "is_ready": blocks > 0 and places > 0,
    }


@never_cache
@require_http_methods(GET_OR_POST)
def set_up_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for the key dates; saved for the first time, it leads to times and tables."""
    event, by, service = event_for_team(request, slug)
    now = timezone.now()
    values = values_of(service) if service else first_values(event)
    initial = {**values, "seen": service.version if service else 0}
    form = SetUpForm(request.POST if request.method == "POST" else None, initial=initial)
    fault = ""
    if form.is_bound and form.is_valid():
        try:
            if service is None:
                create(event_id=event.pk, settings=form.settings(), by=by, now=now)
            else:
                seen = form.cleaned_data["seen"] or 0
                change(service_id=service.pk, settings=form.settings(), seen=seen, by=by, now=now)
        except Refusal as no:
            fault = refusal_message(no)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("matching:capacity" if service is None else "matching:set_up", slug=slug)
    screen = set_up_screen(event, service, now=now)
    context = console_context(
        event, by, current="matching:set_up", screen=screen, service=service, form=form, fault=fault
    )
    return render(request, f"{FOLDER}/set_up.html", context, status=UNFIT if form.is_bound else 200)


@never_cache
@require_http_methods(GET_OR_POST)
def opening_page(request: HttpRequest, slug: str) -> Any:
    """The page that opens and closes matchmaking; nobody is notified."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    if request.method == "POST":
        is_open = request.POST.get("open") == "yes"
        try:
            set_open(service_id=service.pk, is_open=is_open, by=by, now=timezone.now())
        except Refusal as no:
            messages.warning(request, refusal_message(no))
        else:
            messages.success(
                request, gettext("Matchmaking is open.") if is_open else gettext("Matchmaking is closed.")
            )
        return redirect("matching:opening", slug=slug)
    screen = opening_screen(event, service, now=timezone.now())
    context = console_context(event, by, current="matching:set_up", screen=screen, service=service)
    return render(request, f"{FOLDER}/opening.html", context)
