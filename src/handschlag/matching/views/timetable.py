"""The timetable: seen by places and by people, changed by hand, taken away as files."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.rules.names import short_names
from handschlag.common.table_files import MEDIA_TYPES
from handschlag.common.table_files.downloads import dated_name, download, table_download
from handschlag.events.models import Event
from handschlag.events.web.console import console_context
from handschlag.matching.actions import exporting, manual_changes, planned_moves
from handschlag.matching.engine.exports import timetable_text
from handschlag.matching.engine.moving import targets
from handschlag.matching.forms.planning import BarForm
from handschlag.matching.models import Service
from handschlag.matching.queries.display_names import everybody
from handschlag.matching.queries.engine_input import EngineInput, load_engine_input
from handschlag.matching.queries.musts import musts_of
from handschlag.matching.queries.versions import latest_number
from handschlag.matching.rules.refusals import PlanRefusal
from handschlag.matching.screens.planning.pages import timetable_screen
from handschlag.matching.screens.planning.timetable import Sight
from handschlag.matching.screens.planning.timetable_files import lines_by_meeting, lines_by_person
from handschlag.matching.views.planning_doors import message_refusal, planned

CURRENT = "matching:timetable"
VIEWS = ("places", "people", "list")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def _sight_of(event: Event, service: Service, facts: EngineInput, *, chosen: int) -> Sight:
    people = everybody(service)
    found = targets(facts, chosen) if chosen else ()
    return Sight(
        url=reverse(CURRENT, args=[event.slug]),
        asked={one.id: one for one in facts.asked},
        people=people,
        short=short_names({pk: one.name for pk, one in people.items()}),
        musts=musts_of(service),
        chosen=chosen or None,
        targets={(one.block, one.starts_at): one for one in found},
        has_days=event.has_days,
    )


@never_cache
@require_safe
def timetable(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of the timetable; unknown views become that of the places."""
    event, by, service = planned(request, slug)
    view = request.GET.get("view", "places")
    facts = load_engine_input(service)
    chosen = _number(request.GET.get("meeting", ""))
    sight = _sight_of(event, service, facts, chosen=chosen)
    page = request.GET.get("page", "")
    screen = timetable_screen(facts, sight, view=view if view in VIEWS else "places", page=page)
    context = console_context(
        event,
        by,
        current=CURRENT,
        screen=screen,
        undo=request.GET.get("undo", "")[:80],
        removed=chosen if request.GET.get("removed") else 0,
        form=BarForm(),
        version=latest_number(service) + 1,
    )
    return render(request, "matching/planning/timetable.html", context)


def _back(slug: str, request_id: int, **more: str) -> HttpResponse:
    rest = "".join(f"&{name}={quote(value)}" for name, value in more.items())
    return redirect(f"{reverse(CURRENT, args=[slug])}?meeting={request_id}{rest}")


def _own_request(service: Service, text: str) -> int:
    found = service.requests.filter(pk=_number(text)).values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return int(found)


@require_POST
def by_hand(request: HttpRequest, slug: str) -> HttpResponse:
    """A time or a place fixed or loosened, a meeting taken out or planned again."""
    _event, by, service = planned(request, slug)
    pk, what = _own_request(service, request.POST.get("request", "")), request.POST.get("what", "")
    try:
        done = _change(pk, what, reason=request.POST.get("reason", ""), by=by)
    except Refusal as no:
        message_refusal(request, no)
        return _back(slug, pk)
    messages.success(request, done)
    if what == "bar":
        return _back(slug, pk, removed="1", page=request.POST.get("page", "")[:9])
    if what.startswith("un") and "planning/optimise" in request.headers.get("Referer", ""):
        return redirect("matching:optimise", slug=slug)
    return _back(slug, pk)


def _change(pk: int, what: str, *, reason: str, by: Subject) -> str:
    now = timezone.now()
    if what == "bar":
        manual_changes.bar(request_id=pk, reason=reason, by=by, now=now)
        return _("The meeting has been removed. The people concerned are told when you publish.")
    if what == "unbar":
        manual_changes.unbar(request_id=pk, by=by, now=now)
        return _("The request will be scheduled again.")
    kind = what.removeprefix("un")
    if kind not in manual_changes.FLAGS:
        raise Http404
    manual_changes.fix(request_id=pk, what=kind, is_on=kind == what, by=by, now=now)
    return _("Fixed.") if kind == what else _("No longer fixed.")


@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting goes to a target, with nothing else touched; the way back is one button."""
    _event, by, service = planned(request, slug)
    pk = _own_request(service, request.POST.get("request", ""))
    parts = request.POST.get("target", "").split("@")
    try:
        block, starts_at, place = int(parts[0]), datetime.fromisoformat(parts[1]), int(parts[2])
    except (IndexError, ValueError):
        return _back(slug, pk)
    was = next((one for one in load_engine_input(service).held if one.request == pk), None)
    try:
        manual_changes.move(
            request_id=pk, block_id=block, starts_at=starts_at, place_id=place, by=by, now=timezone.now()
        )
    except Refusal as no:
        if no.reason is PlanRefusal.NEEDS_CONSENT:
            return _to_be_asked(request, slug, pk, (block, starts_at, place), by=by)
        message_refusal(request, no)
        return _back(slug, pk)
    messages.success(request, _("Moved. Nobody has been told yet."))
    undo = f"{was.block}@{was.starts_at.isoformat()}@{was.place}" if was else ""
    return _back(slug, pk, undo=undo)


def _to_be_asked(
    request: HttpRequest, slug: str, pk: int, spot: tuple[int, datetime, int], *, by: Subject
) -> HttpResponse:
    """After the fix date a published meeting stays until everybody of it has agreed."""
    block, starts_at, place = spot
    try:
        planned_moves.plan_move(
            request_id=pk, block_id=block, starts_at=starts_at, place_id=place, by=by, now=timezone.now()
        )
    except Refusal as no:
        message_refusal(request, no)
        return _back(slug, pk)
    messages.success(
        request, _("The time is fixed, so you need consent. You can ask the people concerned here.")
    )
    return redirect("matching:publishing", slug=slug)


@require_safe
def timetable_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The timetable by meetings or by people, or as the engine's own file; who took it is written down."""
    _event, by, service = planned(request, slug)
    if ending not in {"json", *MEDIA_TYPES}:
        raise Http404
    facts = load_engine_input(service)
    exporting.note_timetable(service=service, meetings=len(facts.held), by=by, now=timezone.now())
    is_by_person = request.GET.get("by") == "person"
    name = dated_name(slug, "people" if is_by_person else "timetable", ending)
    if ending == "json":
        return download(json.dumps(timetable_text(facts)), name)
    lines = lines_by_person if is_by_person else lines_by_meeting
    return table_download(lines(facts, everybody(service)), name)
