"""The control room, and what is done from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.rules.policy import Action, Subject
from handschlag.common.refusals import Refusal
from handschlag.day.actions import incident_closing, proposal_approval, proposing
from handschlag.day.forms.incidents import RulesForm
from handschlag.day.models import Incident, Repair
from handschlag.day.queries.board import hall_board_of, names_of
from handschlag.day.queries.incidents import done_in, people_in, waiting_in
from handschlag.day.queries.refill_log import refills_of
from handschlag.day.queries.settings import settings_of
from handschlag.day.rules.freezing import frozen_until
from handschlag.day.rules.refusals import DayRefusal
from handschlag.day.screens.control import ControlRoomMoment, Seen, control_context
from handschlag.day.web.panel_cache import PanelCache
from handschlag.events.models import Event
from handschlag.events.web.access import own_event_or_404
from handschlag.events.web.console import console_context
from handschlag.matching.models import Service
from handschlag.matching.queries.runs import service_of_event
from handschlag.matching.screens.planning.refusal_messages import refusal_message
from handschlag.matching.web.not_yet import no_matching_yet

CURRENT = "day:control"
live: PanelCache[ControlRoomMoment] = PanelCache()


def on_the_day(request: HttpRequest, slug: str) -> tuple[Event, Subject, Service]:
    """The event, who asks, and its service; 404 where it is not one's own."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    service = service_of_event(event.pk)
    if service is None:
        raise no_matching_yet(request, event, by)
    return event, by, service


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


@never_cache
@require_safe
def control(request: HttpRequest, slug: str) -> HttpResponse:
    """What goes wrong; asked again every five seconds, only the parts that may change are sent."""
    event, by, service = on_the_day(request, slug)
    now, given = timezone.now(), request.GET
    seen = Seen(
        incident=_number(given.get("incident", "")),
        newest=_number(given.get("newest", "")),
        is_all=given.get("all") == "1",
    )
    if request.headers.get("HX-Request"):
        text = live.text(
            (connection.settings_dict["NAME"], service.pk),
            (get_language(), seen),
            now=now,
            find=lambda: _today_of(slug, service, now=now),
            write=lambda today: _live_part(control_context(today, seen=seen)),
        )
        return HttpResponse(text)
    context = control_context(_today_of(slug, service, now=now), seen=seen)
    return render(request, "day/control.html", console_context(event, by, current=CURRENT, **context))


def _today_of(slug: str, service: Service, *, now: datetime) -> ControlRoomMoment:
    settings = settings_of(service)
    waiting = waiting_in(service, now=now, frozen_until=frozen_until(now, settings.freeze_minutes))
    board = hall_board_of(service, now=now)
    return ControlRoomMoment(
        slug=slug,
        at=now,
        board=board,
        waiting=waiting,
        repairs=done_in(service),
        settings=settings,
        names=names_of(people_in(waiting) | {pk for one in board.running for pk in one.people}),
        refills=refills_of(service, now=now),
    )


def _live_part(context: dict[str, Any]) -> str:
    """The same for everybody who runs the event: it knows nothing of who asks."""
    return render_to_string("day/parts/live.html", context | {"is_live": True})


def back(slug: str, incident: int = 0) -> HttpResponse:
    """To the control room, where `incident` is then the open one; 0 leaves that to the page."""
    url = reverse(CURRENT, args=[slug])
    return redirect(f"{url}?incident={incident}#incident" if incident else url)


def _own(service: Service, number: int) -> Incident:
    found = Incident.objects.filter(service=service, pk=number).first()
    if found is None:
        raise Http404
    return found


@require_POST
def propose(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Computes the alternatives of an incident anew, then leads back to it."""
    _event, by, service = on_the_day(request, slug)
    incident = _own(service, number)
    try:
        proposing.propose(incident_id=incident.pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    return back(slug, incident.pk)


@require_POST
def take(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The alternative whose button was pressed; what waits besides is computed anew in the background."""
    _event, by, service = on_the_day(request, slug)
    incident, now = _own(service, number), timezone.now()
    position = request.POST.get("position", "")
    try:
        repair = proposal_approval.approve(
            incident_id=incident.pk, position=int(position) if position in set("123") else 0, by=by, now=now
        )
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
        return back(slug, incident.pk if no.reason is not DayRefusal.CLOSED else 0)
    proposing.propose_soon(service.pk, now=now)
    number_told = len({person for row in repair.changes for person in row["people"]})
    said = ngettext(
        "Applied. %(n)s message is being sent.", "Applied. %(n)s messages are being sent.", number_told
    )
    messages.success(request, said % {"n": number_told})
    return back(slug)


@require_POST
def dismiss(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Closes an incident without a repair, then leads back to the control room."""
    _event, by, service = on_the_day(request, slug)
    try:
        incident_closing.dismiss(incident_id=_own(service, number).pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    return back(slug)


@require_POST
def make_real(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What was supposed has happened; its repairs are computed at once."""
    _event, by, service = on_the_day(request, slug)
    now = timezone.now()
    try:
        made = incident_closing.make_real(incident_id=_own(service, number).pk, by=by, now=now)
        proposing.propose(incident_id=made.pk, by=by, now=now)
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
        return back(slug)
    return back(slug, made.pk)


@require_POST
def undo(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The timetable as before; those whom it concerns are told."""
    _event, by, service = on_the_day(request, slug)
    repair = Repair.objects.filter(incident__service=service, pk=number).first()
    if repair is None:
        raise Http404
    now = timezone.now()
    try:
        incident = proposal_approval.undo(repair_id=repair.pk, by=by, now=now)
        proposing.propose(incident_id=incident.pk, by=by, now=now)
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
        return back(slug)
    messages.success(request, _("Undone. Everyone concerned is notified, and the incident is open again."))
    return back(slug, incident.pk)


@require_POST
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Keeps the threshold and the minutes before a meeting in which it stays, then leads back."""
    _event, by, service = on_the_day(request, slug)
    form = RulesForm(request.POST)
    if not form.is_valid():
        messages.error(request, refusal_message(DayRefusal.BAD_SETTING))
        return back(slug)
    try:
        incident_closing.set_rules(service_id=service.pk, by=by, now=timezone.now(), **form.cleaned_data)
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    return back(slug)
