"""What the public pages of events share: which event, what is asked for, and how files are sent."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from handschlag.accounts.queries import subject_of
from handschlag.common.times import move_to
from handschlag.events.queries.conferences.public_events import VisibleEvent, event_at
from handschlag.events.queries.conferences.published_programme import (
    PublishedProgramme,
    PublishedSession,
    latest,
)
from handschlag.events.rules.calendar import Feed, written
from handschlag.events.rules.narrowing import FilterCriteria

CALENDAR = "text/calendar; charset=utf-8"


def shown_event(request: HttpRequest, slug: str) -> VisibleEvent:
    """The event, if whoever asks may see it."""
    found = event_at(slug, subject_of(request.user))
    if found.entry is None:
        raise Http404
    move_to(found.entry.event.time_zone)
    return found.entry


def shown_line(
    request: HttpRequest, slug: str, number: int
) -> tuple[VisibleEvent, PublishedProgramme, PublishedSession]:
    """A session of the published programme."""
    shown = shown_event(request, slug)
    reading = latest(shown.event.pk)
    if number not in reading.by_id:
        raise Http404
    return shown, reading, reading.by_id[number]


def choice_of(request: HttpRequest, names: Sequence[str]) -> FilterCriteria:
    """The words and the filters that the address asks for; only filters in `names` count."""
    return FilterCriteria.of(request.GET.get("q", ""), dict(request.GET.lists()), names)


def calendar_file(request: HttpRequest, feed: Feed, *, name: str, changed_at: datetime) -> HttpResponse:
    """A feed is stamped with its last change: as long as nothing changes, it is the same to the octet."""
    return file(request, written(feed, now=changed_at), kind=CALENDAR, name=name, changed_at=changed_at)


def file(
    request: HttpRequest, body: bytes, *, kind: str, name: str = "", changed_at: datetime | None = None
) -> HttpResponse:
    """A file; whoever has it already is told so."""
    response = HttpResponse(body, content_type=kind)
    if name:
        response["Content-Disposition"] = f'inline; filename="{name}"'
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-cache"  # kept, but asked for each time
    response["ETag"] = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return answer or response
