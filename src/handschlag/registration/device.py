"""Check-in on a phone without a network: its list, and what it sends back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.common.times import format_slot
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.registration import check_in, registrations
from handschlag.registration.access import DESK, UNFIT, check_in_event
from handschlag.registration.check_in import (
    CAMERA,
    GONE,
    Arrival,
    CheckInEntry,
    Unreadable,
    check_in_entries,
    corrected,
    key_in,
    plain_code,
)

MOST: Final = 500


def read_batch(body: bytes, *, now: datetime) -> Sequence[Arrival]:
    """`{"sent_at": ..., "arrivals": [{"key", "code", "undone", "at"}]}`; the device's clock is corrected."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(given, dict) or not isinstance(given.get("arrivals"), list):
        raise Unreadable
    sent_at = _moment(given.get("sent_at"))
    if len(given["arrivals"]) > MOST:
        raise Unreadable
    return [_arrival(one, sent_at=sent_at, now=now) for one in given["arrivals"]]


def _arrival(given: Any, *, sent_at: datetime, now: datetime) -> Arrival:
    if not isinstance(given, Mapping):
        raise Unreadable
    code, is_undone = given.get("code"), given.get("undone", False)
    if not isinstance(code, str) or not isinstance(is_undone, bool):
        raise Unreadable
    at = _moment(given.get("at"))
    return Arrival(
        key=key_in(given.get("key")),
        code=plain_code(code)[:16],
        is_undone=is_undone,
        at=corrected(at, sent_at=sent_at, now=now),
    )


def _moment(text: Any) -> datetime:
    try:
        found = parse_datetime(text) if isinstance(text, str) else None
    except ValueError as error:
        raise Unreadable from error
    if found is None or found.tzinfo is None or not 2000 <= found.year <= 2200:
        raise Unreadable
    return found


def until_of(event: Event) -> datetime:
    """When devices forget the list: at the end of the day after the event."""
    return datetime.combine(event.last_day + timedelta(days=2), time(), tzinfo=ZoneInfo(event.time_zone))


def list_of(
    event: Event, rows: Sequence[CheckInEntry], *, seen: str, token: str, now: datetime
) -> dict[str, Any]:
    """Code, name, organisation, state and since when, and nothing else; `seen` saves sending it twice."""
    people = [
        [
            one.code,
            one.name,
            one.organisation,
            one.standing.value,
            format_slot(one.since, with_day=event.has_days) if one.since else "",
        ]
        for one in rows
    ]
    version = hashlib.sha256(json.dumps(people).encode()).hexdigest()[:16]
    answer: dict[str, Any] = {
        "seen": version,
        "at": now.isoformat(),
        "until": until_of(event).isoformat(),
        "token": token,
    }
    return answer if seen == version else {**answer, "people": people}


@never_cache
@require_safe
def device_page(request: HttpRequest, slug: str) -> HttpResponse:
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
        registrations.note_taken_along(event=event, number=len(rows), by=by, now=now)
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
