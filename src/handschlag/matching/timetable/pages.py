"""The timetable: seen by places and by people, changed by hand, taken away as files."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.names import short_names
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES, dated_name, download, table_download
from handschlag.common.times import format_short_day, sortable_moment
from handschlag.design.components.organiser import Table, TableRow
from handschlag.design.components.parts import Link
from handschlag.events.console import console_context
from handschlag.events.models import Event, Place
from handschlag.matching import manual_changes
from handschlag.matching.access import event_with_service, message_refusal, require_team
from handschlag.matching.engine.moving import targets
from handschlag.matching.engine.plans import timetable_text
from handschlag.matching.engine_input import EngineInput, EngineMeeting, load_engine_input
from handschlag.matching.manual_changes import musts_of
from handschlag.matching.models import Service
from handschlag.matching.moves import actions
from handschlag.matching.names import Called, everybody
from handschlag.matching.refusals import PlanRefusal
from handschlag.matching.timetable.people import strips_of
from handschlag.matching.timetable.places import Sight, by_time, by_zone, inspector_of, lines_of, timetable_of
from handschlag.matching.versions import latest_number


def note_timetable(*, service: Service, meetings: int, by: Subject, now: datetime) -> None:
    """The log keeps who took how many meetings away; `Denied` unless it is the event's own team."""
    require_team(by, service.event_id)
    changes = {"meetings": [None, meetings]}
    audit.record(verb="matching.exported", target=service, by_id=by.user_id, now=now, changes=changes)


FEWEST = 2  # people of a meeting
type _Ends = Mapping[tuple[int, datetime], datetime]


def lines_by_meeting(facts: EngineInput, people: Mapping[int, Called]) -> list[list[str]]:
    """Day and times, the meeting point, then name, organisation and address of each; with a head."""
    codes, ends = _codes_and_ends(facts)
    parties = {one.id: one.parties for one in facts.asked}
    held = _in_order(facts, codes)
    most = max((len(parties.get(one.request, ())) for one in held), default=FEWEST)
    head = [_("Date"), _("Begins"), _("Ends"), _("Meeting point")]
    for number in range(1, most + 1):
        said = {"n": number}
        head += [_("Person %(n)s") % said, _("Organisation %(n)s") % said, _("Email %(n)s") % said]
    head += [_("Time fixed"), _("Meeting point fixed")]
    rows = [head]
    for one in held:
        known = [people.get(pk) for pk in parties.get(one.request, ())]
        cells = [cell for who in known if who for cell in (who.name, who.organisation, who.email)]
        cells += [""] * (3 * most - len(cells))
        marks = [_("yes") if is_so else "" for is_so in (one.is_time_locked, one.is_place_pinned)]
        rows.append([*_times(one, ends), codes.get(one.place, ""), *cells, *marks])
    return rows


def lines_by_person(facts: EngineInput, people: Mapping[int, Called]) -> list[list[str]]:
    """Name, organisation, address, then every meeting as one text; who has none has a line too."""
    codes, ends = _codes_and_ends(facts)
    parties = {one.id: one.parties for one in facts.asked}
    days: dict[int, list[str]] = defaultdict(list)
    for one in _in_order(facts, codes):
        for pk in parties.get(one.request, ()):
            others = [people[other] for other in parties[one.request] if other != pk and other in people]
            days[pk].append(_said(one, others, codes.get(one.place, ""), ends))
    present = sorted(
        (who for who in people.values() if not who.has_left), key=lambda who: (who.surname, who.name)
    )
    most = max((len(days[who.id]) for who in present), default=0)
    head = [_("Name"), _("Organisation"), _("Email"), _("Number of meetings")]
    head += [_("Meeting %(n)s") % {"n": number} for number in range(1, most + 1)]
    rows = [[who.name, who.organisation, who.email, str(len(days[who.id])), *days[who.id]] for who in present]
    return [head, *(row + [""] * (len(head) - len(row)) for row in rows)]


def _codes_and_ends(facts: EngineInput) -> tuple[dict[int, str], _Ends]:
    codes = {row.pk: row.code for row in facts.places}
    return codes, {(run.id, one.starts_at): one.ends_at for run in facts.grid.runs for one in run.slots}


def _in_order(facts: EngineInput, codes: Mapping[int, str]) -> list[EngineMeeting]:
    return sorted(facts.held, key=lambda one: (one.starts_at, codes.get(one.place, "")))


def _times(one: EngineMeeting, ends: _Ends) -> list[str]:
    """Date, begin and end, as programs sort them."""
    end = ends.get((one.block, one.starts_at))
    return [*sortable_moment(one.starts_at).split(), sortable_moment(end).split()[1] if end else ""]


def _said(one: EngineMeeting, others: Sequence[Called], code: str, ends: _Ends) -> str:
    _date, begin, end = _times(one, ends)
    whom = "; ".join(f"{who.name} ({who.organisation})" if who.organisation else who.name for who in others)
    return f"{format_short_day(one.starts_at)}, {begin}–{end}, {code}: {whom}"


PLACES, MEETINGS = 40, 50  # on a page


def timetable_screen(facts: EngineInput, sight: Sight, *, view: str, page: str) -> dict[str, Any]:
    """A page of the timetable in one of its views; without meetings no table is drawn."""
    codes = {row.pk: row.code for row in facts.places}
    views = {"places": _("Meeting points"), "people": _("People"), "list": _("List")}
    screen: dict[str, Any] = {
        "count": len(facts.held),
        "views": [
            Link(label=label, url=f"{sight.url}?view={name}", is_current=name == view)
            for name, label in views.items()
        ],
        "chosen": inspector_of(facts, sight, codes),
        "query": f"view={view}" + (f"&meeting={sight.chosen}" if sight.chosen else ""),
        **dict.fromkeys(("timetable", "people", "table", "rows")),
    }
    if not facts.held:
        return screen
    if view == "people":
        people = strips_of(facts, sight, codes, page=page)
        return {**screen, "people": people, "rows": people["rows"]}
    if view == "list":
        rows = Paginator(by_time(facts, sight, codes), MEETINGS).get_page(page)
        return {**screen, "table": _meetings_table(rows, sight, codes), "rows": rows}
    places = by_zone(facts.places)
    shown = Paginator(places, PLACES).get_page(page or _page_of_chosen(facts, sight, places))
    here = {row.pk for row in shown}
    elsewhere = sum(one.place not in here for one in sight.targets.values())
    return {**screen, "timetable": timetable_of(facts, sight, shown), "rows": shown, "elsewhere": elsewhere}


def _page_of_chosen(facts: EngineInput, sight: Sight, places: Sequence[Place]) -> int:
    """Where the chosen meeting is held; the first page without one."""
    held = {one.place for one in facts.held if one.request == sight.chosen}
    return next((n // PLACES + 1 for n, row in enumerate(places) if row.pk in held), 1)


def _meetings_table(rows: Iterable[EngineMeeting], sight: Sight, codes: Mapping[int, str]) -> Table:
    head, *lines = lines_of(rows, sight, codes)
    return Table(title=_("Meetings by time"), heads=head, rows=[TableRow(cells=line) for line in lines])


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
def timetable_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of the timetable; unknown views become that of the places."""
    event, by, service = event_with_service(request, slug)
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
def change_by_hand(request: HttpRequest, slug: str) -> HttpResponse:
    """A time or a place fixed or loosened, a meeting taken out or planned again."""
    _event, by, service = event_with_service(request, slug)
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
def move_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting goes to a target, with nothing else touched; the way back is one button."""
    _event, by, service = event_with_service(request, slug)
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
        actions.plan_move(
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
    _event, by, service = event_with_service(request, slug)
    if ending not in {"json", *MEDIA_TYPES}:
        raise Http404
    facts = load_engine_input(service)
    note_timetable(service=service, meetings=len(facts.held), by=by, now=timezone.now())
    is_by_person = request.GET.get("by") == "person"
    name = dated_name(slug, "people" if is_by_person else "timetable", ending)
    if ending == "json":
        return download(json.dumps(timetable_text(facts)), name)
    lines = lines_by_person if is_by_person else lines_by_meeting
    return table_download(lines(facts, everybody(service)), name)


class BarForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason for removal"), max_length=200)
