"""My programme without an account: a signed cookie on the device, and nothing on our side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol, Self

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.models import subject_of
from handschlag.common.language import pick
from handschlag.common.times import format_span, local_date, weekday_name
from handschlag.common.web import number_in
from handschlag.events import public_events
from handschlag.events.calendar_files import Feed
from handschlag.events.event import registration
from handschlag.events.hooks import Attendance, attendance_of
from handschlag.events.public_events import VisibleEvent, calendar_response, shown_event
from handschlag.events.published_programme import PublishedProgramme, PublishedSession, latest, parts_of_days
from handschlag.events.versions import Item

MOST = 120
NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSessions:
    """Sessions, the newest last: numbers only, and nothing about the person."""

    ids: tuple[int, ...] = ()

    @classmethod
    def read(cls, line: str) -> Self:
        """What a line holds; what makes no sense in it is left out.

        >>> SavedSessions.read("12.7.x.12").ids
        (12, 7)
        """
        parts = line.split(".")[: 10 * MOST]
        return cls(ids=tuple(dict.fromkeys(int(part) for part in parts if NUMBER.fullmatch(part)))[:MOST])

    @property
    def line(self) -> str:
        return ".".join(str(number) for number in self.ids)

    @property
    def is_full(self) -> bool:
        return len(self.ids) >= MOST

    def with_one(self, number: int) -> SavedSessions:
        """The same with one more; a full list stays as it is."""
        return self if self.is_full or number in self.ids else replace(self, ids=(*self.ids, number))

    def without(self, *numbers: int) -> SavedSessions:
        return replace(self, ids=tuple(one for one in self.ids if one not in numbers))


class _Timed(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


def overlaps[Item: _Timed](items: Sequence[Item]) -> tuple[tuple[Item, Item], ...]:
    """Pairs that run at the same time; one that ends when the other begins is no clash."""
    ordered = sorted(items, key=lambda one: (one.starts_at, one.id))
    return tuple(
        (first, second)
        for place, first in enumerate(ordered)
        for second in ordered[place + 1 :]
        if second.starts_at < first.ends_at
    )


COOKIE: Final = "my_programme"


def saved_sessions_of(request: HttpRequest) -> SavedSessions:
    """The choice; a cookie that we did not sign holds nothing."""
    return SavedSessions.read(request.get_signed_cookie(COOKIE, default="", salt=COOKIE) or "")


def chosen_lines(reading: PublishedProgramme, chosen: SavedSessions) -> tuple[PublishedSession, ...]:
    """In the order of their times."""
    return tuple(line for line in reading.lines if line.item.id in chosen.ids)


def mine_screen(
    shown: VisibleEvent,
    reading: PublishedProgramme,
    chosen: SavedSessions,
    *,
    guest: Attendance | None,
    now: datetime,
) -> dict[str, Any]:
    """The page of what was chosen; `guest` is None for visitors who take no part in the event."""
    event, lines = shown.event, chosen_lines(reading, chosen)
    return {
        "event": event,
        "lines": lines,
        "parts": parts_of_days(lines, names_day=len({line.day for line in lines}) > 1),
        "chosen_ids": chosen.ids,
        "clashes": _clashes_among(lines),
        "cancelled": ", ".join(
            pick(line.item.title_de, line.item.title_en) for line in lines if line.item.is_cancelled
        ),
        "limit": MOST,
        "may_register": registration(event, today=local_date(now), now=now).is_open,
        "guest": guest,
    }


def _clashes_among(lines: Sequence[PublishedSession]) -> list[tuple[Item, Item, str]]:
    """Two sessions each, and the time that both want."""
    days = {line.item.id: line.day for line in lines}
    held = [line.item for line in lines if not line.item.is_cancelled]
    return [
        (first, second, f"{weekday_name(days[second.id])}, {format_span(second.starts_at, end)}")
        for first, second in overlaps(held)
        for end in [min(first.ends_at, second.ends_at)]
    ]


KEPT_FOR = 180 * 24 * 60 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_programme_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions that this visitor chose; a POST changes the choice and leads back to its button."""
    shown, chosen = shown_event(request, slug), saved_sessions_of(request)
    reading = latest(shown.event.pk)
    if request.method == "POST":
        return _answer(request, slug, chosen, reading=reading)
    guest = attendance_of(shown.event.pk, subject_of(request.user).user_id)
    context = mine_screen(shown, reading, chosen, guest=guest, now=timezone.now())
    return render(request, "events/conferences/mine.html", context)


def _answer(
    request: HttpRequest, slug: str, chosen: SavedSessions, *, reading: PublishedProgramme
) -> HttpResponse:
    """What the button asked for, and the way back to where it was pressed."""
    changed = _change(request, chosen, reading)
    if changed is chosen and chosen.is_full and "add" in request.POST:
        messages.warning(request, _("You can save up to %(n)s sessions. Remove one first.") % {"n": MOST})
    back = request.POST.get("next", "")
    is_ours = bool(back) and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_ours else reverse("events:mine", args=[slug]))
    if not changed.ids:
        response.delete_cookie(COOKIE)
        return response
    response.set_signed_cookie(
        COOKIE,
        changed.line,
        salt=COOKIE,
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _change(request: HttpRequest, chosen: SavedSessions, reading: PublishedProgramme) -> SavedSessions:
    """Sessions of this event only; those of others stay as they are."""
    if "clear" in request.POST:
        return chosen.without(*reading.by_id)
    added, removed = number_in(request.POST, "add"), number_in(request.POST, "remove")
    if added in reading.by_id and not reading.by_id[added].item.is_cancelled:
        return chosen.with_one(added)
    return chosen.without(removed) if removed else chosen


@never_cache
@require_safe
def my_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions that this visitor chose, as a calendar file."""
    event = shown_event(request, slug).event
    reading = latest(event.pk)
    feed = Feed(
        name=_("My programme: %(event)s") % {"event": pick(event.title_de, event.title_en)},
        entries=public_events.session_entries(event, chosen_lines(reading, saved_sessions_of(request))),
    )
    changed = reading.published_at or event.changed_at
    return calendar_response(request, feed, name=f"{event.slug}-my-programme.ics", changed_at=changed)
