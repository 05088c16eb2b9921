"""The deadlines of funding calls as a calendar to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid5

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from handschlag.events.calendar_files import Entry, Feed, write_calendar
from handschlag.programmes.funding_calls import entry_id, giver_of, public_calls, told_title
from handschlag.programmes.models import FundingCall

BEFORE: Final = timedelta(minutes=30)  # an entry ends with the deadline
TWICE_A_DAY: Final = 12 * 60


def deadlines(calls: Iterable[FundingCall]) -> Feed:
    """One entry for each deadline; it names the moment, never a status that would grow old."""
    base = settings.BASE_URL
    return Feed(
        name=_("Deadlines of funding calls"),
        entries=tuple(entry for call in calls for entry in _entries(call, base)),
        url=base + reverse("programmes:funding_calls"),
        source=base + reverse("events:funding_deadlines"),
        refresh_minutes=TWICE_A_DAY,
    )


def _entries(call: FundingCall, base: str) -> Iterator[Entry]:
    first = _("Deadline for outlines: %(title)s") if call.second_closes_at else _("Deadline: %(title)s")
    if call.closes_at:
        yield _entry(call, base, "", first, call.closes_at)
    if call.second_closes_at:
        yield _entry(call, base, "second", _("Deadline for full proposals: %(title)s"), call.second_closes_at)


def _entry(call: FundingCall, base: str, stage: str, title: str, at: datetime) -> Entry:
    uid = uuid5(entry_id(call), stage) if stage else entry_id(call)
    address = base + reverse("programmes:funding_call", args=[call.slug])
    return Entry(
        uid=str(uid),
        title=title % {"title": told_title(call)},
        starts_at=at - BEFORE,
        ends_at=at,
        changed_at=call.changed_at,
        sequence=call.version,
        description="\n".join(part for part in (giver_of(call), call.source_url, address) if part),
        url=address,
        is_busy=False,
    )


@require_safe
@cache_control(public=True, max_age=300)
@conditional_page
def funding_deadlines(_request: HttpRequest) -> HttpResponse:
    """Every public call with a deadline to come, stamped with the last change: equal calls, equal file."""
    now = timezone.now()
    found = list(public_calls().filter(Q(closes_at__gt=now) | Q(second_closes_at__gt=now)))
    stamp = max((one.changed_at for one in found), default=now)
    response = HttpResponse(
        write_calendar(deadlines(found), now=stamp), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'inline; filename="funding-deadlines.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
