"""The control room: what goes wrong, what we propose, and what is done from there."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.policy import Action, Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_from
from handschlag.day import incidents, proposals
from handschlag.day.hall import (
    HallBoard,
    areas_of,
    hall_board_of,
    hall_rows,
    in_use,
    kinds_of,
    legend,
    names_of,
    running_words,
    strip_of,
    to_look_at,
)
from handschlag.day.incident_cards import (
    OpenIncident,
    card,
    done_in,
    incident_title,
    open_card,
    people_in,
    waiting_in,
)
from handschlag.day.incidents import MOST_MINUTES, MOST_MOVED, DayRefusal
from handschlag.day.models import DaySettings, Incident, Repair, settings_of
from handschlag.day.proposals import frozen_until
from handschlag.day.refilling import RefillLog, refills_of
from handschlag.design.components.organiser import Fact
from handschlag.design.tallies import format_number
from handschlag.events.access import own_event_or_404
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching.access import no_matching_yet, require_team
from handschlag.matching.agreed_meetings import lock_service
from handschlag.matching.engine.repairs import rounded_median
from handschlag.matching.models import Service
from handschlag.matching.phases import service_of_event
from handschlag.matching.refusals import plan_refusal_message
from handschlag.matching.versions import ChangeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the page shows already: the open incident, and the newest one that it knows."""

    incident: int = 0
    newest: int = 0
    is_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRoomMoment:
    """What the control room looks at, and when it looked."""

    slug: str
    at: datetime
    board: HallBoard
    waiting: Sequence[OpenIncident]
    repairs: Sequence[Repair]
    settings: DaySettings
    names: Mapping[int, str]
    refills: RefillLog


def control_context(today: ControlRoomMoment, *, seen: Seen) -> dict[str, Any]:
    """The room at its moment; `seen` says what the browser has open and which incidents it knows."""
    board, waiting, now = today.board, today.waiting, today.at
    current = _chosen(waiting, seen.incident)
    kinds = kinds_of(board, now=now)
    newest = seen.newest or max((one.row.pk for one in waiting), default=0)
    return {
        "slug": today.slug,
        "now": now,
        "running": running_words(board, now=now),
        "strip": strip_of(board, now=now, frozen_until=frozen_until(now, today.settings.freeze_minutes)),
        "figures": _facts(board, kinds),
        "open_count": sum(not one.row.supposed for one in waiting),
        "newest": newest,
        "new_count": sum(one.row.pk > newest for one in waiting),
        "quiet": _quiet(board, waiting, now=now),
        "chosen_id": current.row.pk if current else 0,
        "chosen": open_card(current, today.names, now=now) if current else None,
        "others": [
            card(one, now=now, is_new=one.row.pk > newest)
            for one in _in_order(waiting, newest)
            if one is not current
        ],
        "areas": areas_of(board, kinds),
        "legend": legend(),
        "rows": hall_rows(board, kinds, today.names, is_all=seen.is_all, now=now),
        "is_all": seen.is_all,
        "is_in_use": bool(in_use(board)),
        "rest_count": len(in_use(board)) - len(to_look_at(board, kinds)),
        "day_settings": today.settings,
        "log": _log_of(today.repairs),
        "done_count": sum(one.undone_at is None for one in today.repairs),
        "refills": today.refills,
    }


def _log_of(repairs: Iterable[Repair]) -> list[tuple[Repair, str, int, int]]:
    """What was done, with the incident in words, how many meetings changed and how many were cancelled."""
    lines = []
    for one in repairs:
        dropped = sum(row["kind"] == ChangeKind.DROPPED for row in one.changes)
        lines.append((one, incident_title(one.incident), len(one.changes) - dropped, dropped))
    return lines


def _chosen(waiting: Sequence[OpenIncident], wanted: int) -> OpenIncident | None:
    """The one that was asked for, or the most urgent one."""
    asked = next((one for one in waiting if one.row.pk == wanted), None)
    return asked or (waiting[0] if waiting else None)


def _in_order(waiting: Sequence[OpenIncident], newest: int) -> list[OpenIncident]:
    """What came while the page was open queues below; nothing above it moves."""
    return sorted(waiting, key=lambda one: one.row.pk > newest)


def _quiet(board: HallBoard, waiting: Sequence[OpenIncident], *, now: datetime) -> str:
    """Nothing is wrong: says so, and when people change places next."""
    if waiting:
        return ""
    later = next((one for one in board.slots if one.starts_at > now), None)
    if not board.running and not any(one.starts_at <= now for one in board.slots):
        return _("Nothing is in progress yet.")
    if later is None:
        return _("Everything is on schedule. No more time slots today.")
    return _("Everything is on schedule. Next change at %(at)s.") % {
        "at": format_from(later.starts_at, now=now)
    }


def _facts(board: HallBoard, kinds: Mapping[int, str]) -> tuple[Fact, ...]:
    open_ = len(board.now_open)
    free = sum(kinds[pk] == "free" for pk in board.now_open)
    return (
        Fact(
            label=_("Meetings in progress"),
            value=format_number(len(board.running)),
            rest=_("of %(n)s tables") % {"n": open_},
        ),
        Fact(label=_("Someone has not come"), value=format_number(len(board.missing))),
        Fact(label=_("Free tables"), value=format_number(free), is_optional=True),
        Fact(
            label=_("Arrived"),
            value=format_number(board.here),
            rest=_("of %(n)s") % {"n": board.people},
            is_optional=True,
        ),
        Fact(
            label=_("Held so far"),
            value=format_number(board.held),
            rest=_("of %(n)s, %(unknown)s unknown") % {"n": board.ended, "unknown": board.unknown}
            if board.unknown
            else _("of %(n)s") % {"n": board.ended},
        ),
        Fact(
            label=_("Rescheduled today"),
            value=format_number(len(board.others_moved)),
            rest=_("median of other meetings moved: %(n)s") % {"n": rounded_median(board.others_moved)}
            if board.others_moved
            else "",
        ),
    )


FRESH: Final = timedelta(seconds=2)  # tabs ask every five seconds
EVENTS: Final = 8  # of which this is kept, the one asked for last at the end


@dataclass(slots=True)
class _Kept[Found]:
    """What was found at a moment, and what was written from it for each language and each state of a tab."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: Found | None = None
    at: datetime | None = None
    written: dict[Hashable, str] = field(default_factory=dict)


class PanelCache[Found]:
    """One finds and writes while the others wait: twenty tabs cost no more than one.

    It never answers a page, only tabs that have a page already: whoever has just done something sees it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Kept[Found]] = OrderedDict()

    def text(
        self,
        event: Hashable,
        how: Hashable,
        *,
        now: datetime,
        find: Callable[[], Found],
        write: Callable[[Found], str],
    ) -> str:
        """At most two seconds old; `how` names all that the text depends on besides what is found."""
        kept = self._of(event)
        with kept.lock:
            if kept.found is None or kept.at is None or not timedelta(0) <= now - kept.at < FRESH:
                kept.found, kept.at, kept.written = find(), now, {}
            if how not in kept.written:
                kept.written[how] = write(kept.found)
            return kept.written[how]

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()

    def _of(self, event: Hashable) -> _Kept[Found]:
        with self._lock:
            kept = self._kept.pop(event, None) or _Kept()
            self._kept[event] = kept
            while len(self._kept) > EVENTS:
                self._kept.popitem(last=False)
            return kept


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
def control_page(request: HttpRequest, slug: str) -> HttpResponse:
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


def back_to_control(slug: str, incident: int = 0) -> HttpResponse:
    """To the control room, where `incident` is then the open one; 0 leaves that to the page."""
    url = reverse(CURRENT, args=[slug])
    return redirect(f"{url}?incident={incident}#incident" if incident else url)


def _own(service: Service, number: int) -> Incident:
    found = Incident.objects.filter(service=service, pk=number).first()
    if found is None:
        raise Http404
    return found


@require_POST
def propose_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Computes the alternatives of an incident anew, then leads back to it."""
    _event, by, service = on_the_day(request, slug)
    incident = _own(service, number)
    try:
        proposals.propose(incident_id=incident.pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, plan_refusal_message(no.reason))
    return back_to_control(slug, incident.pk)


@require_POST
def take_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The alternative whose button was pressed; what waits besides is computed anew in the background."""
    _event, by, service = on_the_day(request, slug)
    incident, now = _own(service, number), timezone.now()
    position = request.POST.get("position", "")
    try:
        repair = proposals.approve_proposal(
            incident_id=incident.pk, position=int(position) if position in set("123") else 0, by=by, now=now
        )
    except Refusal as no:
        messages.error(request, plan_refusal_message(no.reason))
        return back_to_control(slug, incident.pk if no.reason is not DayRefusal.CLOSED else 0)
    proposals.propose_soon(service.pk, now=now)
    number_told = len({person for row in repair.changes for person in row["people"]})
    said = ngettext(
        "Applied. %(n)s message is being sent.", "Applied. %(n)s messages are being sent.", number_told
    )
    messages.success(request, said % {"n": number_told})
    return back_to_control(slug)


@require_POST
def dismiss_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Closes an incident without a repair, then leads back to the control room."""
    _event, by, service = on_the_day(request, slug)
    try:
        incidents.dismiss_incident(incident_id=_own(service, number).pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, plan_refusal_message(no.reason))
    return back_to_control(slug)


@require_POST
def make_real_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What was supposed has happened; its repairs are computed at once."""
    _event, by, service = on_the_day(request, slug)
    now = timezone.now()
    try:
        made = incidents.make_real(incident_id=_own(service, number).pk, by=by, now=now)
        proposals.propose(incident_id=made.pk, by=by, now=now)
    except Refusal as no:
        messages.error(request, plan_refusal_message(no.reason))
        return back_to_control(slug)
    return back_to_control(slug, made.pk)


@require_POST
def undo_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The timetable as before; those whom it concerns are told."""
    _event, by, service = on_the_day(request, slug)
    repair = Repair.objects.filter(incident__service=service, pk=number).first()
    if repair is None:
        raise Http404
    now = timezone.now()
    try:
        incident = proposals.undo_repair(repair_id=repair.pk, by=by, now=now)
        proposals.propose(incident_id=incident.pk, by=by, now=now)
    except Refusal as no:
        messages.error(request, plan_refusal_message(no.reason))
        return back_to_control(slug)
    messages.success(request, _("Undone. Everyone concerned is notified, and the incident is open again."))
    return back_to_control(slug, incident.pk)


@require_POST
def settings_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Keeps the threshold and the minutes before a meeting in which it stays, then leads back."""
    _event, by, service = on_the_day(request, slug)
    form = RulesForm(request.POST)
    if not form.is_valid():
        messages.error(request, plan_refusal_message(DayRefusal.BAD_SETTING))
        return back_to_control(slug)
    try:
        save_settings(service_id=service.pk, by=by, now=timezone.now(), **form.cleaned_data)
    except Refusal as no:
        messages.error(request, plan_refusal_message(no.reason))
    return back_to_control(slug)


@transaction.atomic
def save_settings(
    *,
    service_id: int,
    freeze_minutes: int,
    automatic_up_to: int | None,
    offers_freed_times: bool = True,
    by: Subject,
    now: datetime,
) -> DaySettings:
    """How long a meeting stays before it begins, which repairs are taken unasked, and what is offered."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    most = automatic_up_to or 0
    if not (0 <= freeze_minutes <= MOST_MINUTES and 0 <= most <= MOST_MOVED):
        raise Refusal(DayRefusal.BAD_SETTING)
    values = {
        "freeze_minutes": freeze_minutes,
        "automatic_up_to": automatic_up_to,
        "offers_freed_times": offers_freed_times,
        "changed_at": now,
    }
    row, _is_new = DaySettings.objects.update_or_create(service=service, defaults=values)
    changes = {"freeze": [None, freeze_minutes], "unasked": [None, automatic_up_to]}
    changes["offers"] = [None, offers_freed_times]
    audit.record(verb="day.set", target=row, by_id=by.user_id, now=now, changes=changes)
    return row


class RulesForm(forms.Form):
    """How long a meeting stays before it begins, what is taken unasked (empty: nothing), what is offered."""

    freeze_minutes = forms.IntegerField(min_value=0, max_value=MOST_MINUTES)
    automatic_up_to = forms.IntegerField(min_value=0, max_value=MOST_MOVED, required=False)
    offers_freed_times = forms.BooleanField(required=False)
