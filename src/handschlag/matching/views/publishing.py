"""Publishing: the last look, versions, receipts, and whoever is told by telephone."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.table_files.downloads import dated_name
from handschlag.events.models import Event
from handschlag.events.web.console import console_context
from handschlag.matching.actions import notifying, publishing, rolling_back
from handschlag.matching.engine.receipts import broken_now
from handschlag.matching.models import Service, TimetableVersion
from handschlag.matching.queries.display_names import everybody, parties_of
from handschlag.matching.queries.moves import valid
from handschlag.matching.queries.notices import endings_of, notices_of
from handschlag.matching.queries.timetables import current_meetings, differences
from handschlag.matching.queries.versions import latest, version_of, versions_of
from handschlag.matching.rules.changes import changes, moves_after_fixing
from handschlag.matching.rules.versions import published_meetings_in
from handschlag.matching.screens.planning.change_lists import change_lists
from handschlag.matching.screens.planning.consents import consents_of
from handschlag.matching.screens.planning.publishing import publish_screen
from handschlag.matching.screens.planning.receipts import receipt_of
from handschlag.matching.screens.planning.versions import by_time_and_place, meetings_table, rollback_screen
from handschlag.matching.views.planning_doors import GET_OR_POST, message_refusal, planned
from handschlag.registration.emails.preview import example_of

CURRENT = "matching:publishing"
ON_A_PAGE = 200


def screen_of(event: Event, service: Service, *, asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """What has changed since the last version; moves count as stuck only after the fix date."""
    version = latest(service)
    told = current_meetings(service)
    found = changes(valid(version), told)
    people = everybody(service)
    stuck = moves_after_fixing(found) if now >= service.fixed_at else ()
    return publish_screen(
        event,
        service,
        found,
        version=version,
        versions=versions_of(service),
        people=people,
        meetings=len(told),
        run=publishing.adopted_run_of(service, told) if found else None,
        broken=broken_now(service),
        consents=consents_of(
            event, service, version, stuck, people, parties_of(service, service.moves.values("request_id"))
        ),
        notices=notices_of(version),
        lists=change_lists(event, found, people, endings=endings_of(service), asked=asked),
        now=now,
    )


@never_cache
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of changes not published yet, for the event's own team."""
    event, by, service = planned(request, slug)
    screen = screen_of(event, service, asked=request.GET, now=timezone.now())
    kind = "matching.changed" if screen["version"] else "matching.published"
    context = console_context(
        event,
        by,
        current=CURRENT,
        screen=screen,
        service=service,
        preview=example_of(kind, event, now=timezone.now()),
        preview_of=kind,
    )
    return render(request, "matching/planning/publish.html", context)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publishes what was seen at this revision, then leads to the page and says how many are told."""
    _event, by, service = planned(request, slug)
    revision = request.POST.get("revision", "")
    try:
        done = publishing.publish(
            service_id=service.pk,
            revision=int(revision) if revision.isdecimal() and len(revision) < 10 else -1,
            note=request.POST.get("note", "")[:200],
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        message_refusal(request, no)
        return redirect(CURRENT, slug=slug)
    text = ngettext(
        "Version %(number)s is published. %(n)s person is being notified.",
        "Version %(number)s is published. %(n)s people are being notified.",
        done.told,
    )
    messages.success(request, text % {"number": done.version.number, "n": done.told})
    return redirect(CURRENT, slug=slug)


def _own_version(service: Service, number: int) -> TimetableVersion:
    found = version_of(service, number)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version as it was published, with its receipt."""
    event, by, service = planned(request, slug)
    row = _own_version(service, number)
    held = sorted(published_meetings_in(row.content), key=by_time_and_place)
    rows = Paginator(held, ON_A_PAGE).get_page(request.GET.get("page", "1"))
    context = console_context(
        event,
        by,
        current=CURRENT,
        version=row,
        rows=rows,
        meetings=meetings_table(rows, everybody(service)),
        receipt=receipt_of(event, row) if row.receipt else None,
    )
    return render(request, "matching/planning/version.html", context)


@require_safe
def receipt(request: HttpRequest, slug: str, number: int, what: str) -> HttpResponse:
    """The files that `treffen verify` takes: ids only, no names."""
    _event, _by, service = planned(request, slug)
    rows = TimetableVersion.objects.filter(service=service, number=number).exclude(plan_json="")
    found = rows.first()
    if found is None:
        raise Http404
    files = {
        "problem": found.problem_json,
        "plan": found.plan_json,
        "receipt": json.dumps(found.receipt, indent=1),
    }
    if what in files:
        response = HttpResponse(files[what], content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="{what}.json"'  # as the command names it
        return response
    if what != "zip":
        raise Http404
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as box:
        for key, text in files.items():
            box.writestr(f"{key}.json", text)
    response = HttpResponse(data.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = (
        f'attachment; filename="{dated_name(slug, f"timetable-{number}", "zip")}"'
    )
    return response


@never_cache
@require_http_methods(GET_OR_POST)
def roll_back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What it would change is shown first; then the version becomes the draft."""
    event, by, service = planned(request, slug)
    row = _own_version(service, number)
    if request.method != "POST":
        screen = rollback_screen(event, differences(service, row), everybody(service), asked=request.GET)
        context = console_context(event, by, current=CURRENT, screen=screen, version=row)
        return render(request, "matching/planning/rollback.html", context)
    return _rolled_back(request, slug, service, row, by)


def _rolled_back(
    request: HttpRequest, slug: str, service: Service, row: TimetableVersion, by: Subject
) -> HttpResponse:
    try:
        rolling_back.roll_back(service_id=service.pk, number=row.number, by=by, now=timezone.now())
    except Refusal as no:
        message_refusal(request, no)
    else:
        text = _("The draft now has the times of version %(number)s. Nobody has been told yet.")
        messages.success(request, text % {"number": row.number})
    return redirect(CURRENT, slug=slug)


@require_POST
def confirm_told_by_phone(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Somebody was told by telephone."""
    _event, by, service = planned(request, slug)
    if not service.versions.filter(notices__pk=number).exists():
        raise Http404
    notifying.note_told(notice_id=number, by=by, now=timezone.now())
    return redirect(CURRENT, slug=slug)
