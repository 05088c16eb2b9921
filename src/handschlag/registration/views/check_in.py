"""The desk: search, check in, take back; and what devices without a network need."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.common.operations.access_log import HEADERS
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.events.web.console import console_context
from handschlag.registration.actions import check_in, exporting
from handschlag.registration.forms.check_in import Unreadable, key_in, read_batch
from handschlag.registration.queries.check_in import check_in_entries
from handschlag.registration.rules.check_in import LONGEST, plain_code
from handschlag.registration.screens.check_in import check_in_screen, person_url, sheet_url
from handschlag.registration.screens.device import list_of, until_of
from handschlag.registration.views.badges import DESK, check_in_event, is_team
from handschlag.registration.views.decorators import UNFIT

GONE = 410
CAMERA = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")


@never_cache
@require_safe
def check_in_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The desk where people are searched and checked in; htmx gets the live part alone."""
    event, by = check_in_event(request, slug)
    screen = check_in_screen(
        event,
        check_in_entries(event.pk),
        query=" ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST],
        who=number_in(request.GET, "who"),
        page=request.GET.get("page", "1"),
        is_team=is_team(by),
        now=timezone.now(),
    )
    part = "#live" if request.headers.get("HX-Request") else ""
    template = f"registration/organising/desk.html{part}"
    return render(request, template, console_context(event, by, current=DESK, **screen))


@require_POST
def check_in_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Checks one person in or takes it back, then leads to the desk with the person chosen."""
    event, by = check_in_event(request, slug)
    code, is_undone = plain_code(request.POST.get("code", ""))[:16], request.POST.get("do") == "undo"
    try:
        key = key_in(request.POST.get("key"))
        check_in.record_check_in(
            event_id=event.pk, code=code, key=key, is_undone=is_undone, by=by, now=timezone.now()
        )
    except Unreadable:
        messages.error(request, _("Something went wrong. Choose the person again."))
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Undone.") if is_undone else _("Checked in."))
        sheet = sheet_url(event, number_in(request.POST, "who"))
        if request.POST.get("do") == "sheet" and sheet and is_team(by):
            return redirect(sheet)
    return redirect(person_url(event, number_in(request.POST, "who")))


@never_cache
@require_safe
def device(request: HttpRequest, slug: str) -> HttpResponse:
    """The page that a phone keeps: it names nobody, and may use the camera."""
    event, by = check_in_event(request, slug)
    context = console_context(event, by, current=DESK, until=until_of(event))
    response = render(request, "registration/organising/device.html", context)
    response["Permissions-Policy"] = CAMERA
    return response


@never_cache
@require_safe
def worker(request: HttpRequest, slug: str) -> HttpResponse:
    """The script that shows the page without a network; it lies beside the page, and rules nothing else."""
    check_in_event(request, slug)
    return render(request, "registration/organising/worker.js", content_type="text/javascript; charset=utf-8")


@never_cache
@require_safe
def check_in_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The desk's list for a device; that it was taken along is written down, once for each device."""
    event, by = check_in_event(request, slug)
    now, seen = timezone.now(), request.GET.get("seen", "")
    if now >= until_of(event):
        return JsonResponse({"over": True}, status=GONE)
    rows = check_in_entries(event.pk)
    if not seen:
        exporting.note_taken_along(event=event, number=len(rows), by=by, now=now)
    return JsonResponse(list_of(event, rows, seen=seen, token=get_token(request), now=now))


@never_cache
@require_POST
def check_in_sync(request: HttpRequest, slug: str) -> HttpResponse:
    """A batch of check-ins from a device, each answered by its key."""
    event, by = check_in_event(request, slug)
    now = timezone.now()
    try:
        arrivals = read_batch(request.body, now=now)
    except Unreadable:
        return JsonResponse({"fault": "unreadable"}, status=UNFIT)
    receipts = check_in.record_check_ins(event_id=event.pk, arrivals=arrivals, by=by, now=now)
    answer: dict[str, Any] = {
        "receipts": [{"key": one.key, "outcome": one.outcome.value} for one in receipts]
    }
    return JsonResponse(answer)
