"""A screen in the foyer: what is on now, what comes next, what has changed; it names no people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.common.times import format_short_day, format_span, local_date
from handschlag.events.meeting_grid import BlockSlots, meeting_grid_of
from handschlag.events.models import Event
from handschlag.events.programme import changes as history
from handschlag.events.programme.changes import VersionChange, changed_sessions
from handschlag.events.public_events import shown_event
from handschlag.events.published_programme import PublishedProgramme, PublishedSession, latest, room_of

COMING: Final = 6  # entries under "next"; the script counts to the same number
CHANGED: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _FoyerEntry:
    """Something that happens; `is_now` and `is_next` are how it stood when the page was made."""

    title: str
    place: str
    when: str
    starts_at: datetime
    ends_at: datetime
    is_now: bool = False
    is_next: bool = False


def foyer_screen(
    event: Event,
    programme: PublishedProgramme,
    runs: Sequence[BlockSlots],
    steps: Sequence[VersionChange],
    *,
    now: datetime,
) -> dict[str, Any]:
    """Everything that is still to come: a screen without a network finds its way through the day."""
    found = [_session(line, now) for line in programme.lines if not line.item.is_cancelled]
    found += [one for run in runs for one in _rounds(run, now)]
    rest = sorted((one for one in found if one[1] > now), key=lambda one: (one[0], one[2]))
    changed = _changed(steps, now)
    ahead = [begin for begin, *_rest in rest if begin > now][:COMING]
    return {
        "event": event,
        "now": now,
        "clock": now.isoformat(timespec="seconds"),
        "entries": [
            _FoyerEntry(
                title=title,
                place=place,
                when=when,
                starts_at=begin,
                ends_at=end,
                is_now=begin <= now,
                is_next=begin > now and bool(ahead) and begin <= ahead[-1],
            )
            for begin, end, title, place, when in rest
        ],
        "most": COMING,
        "changed": changed[:CHANGED],
        "more": len(changed[CHANGED:]),
    }


type _Line = tuple[datetime, datetime, str, str, str]


def _session(line: PublishedSession, now: datetime) -> _Line:
    item = line.item
    when = _when(item.starts_at, item.ends_at, now)
    return item.starts_at, item.ends_at, pick(item.title_de, item.title_en), room_of(line), when


def _rounds(run: BlockSlots, now: datetime) -> Sequence[_Line]:
    """Each time at which meetings begin: people see how long they still have."""
    return [
        (
            slot.starts_at,
            slot.ends_at,
            _("Meetings, round %(n)s") % {"n": slot.number},
            run.name,
            _when(slot.starts_at, slot.ends_at, now),
        )
        for slot in run.slots
    ]


def _when(begin: datetime, end: datetime, now: datetime) -> str:
    """The day only where it is another one: a screen has room for few letters of this size."""
    span = format_span(begin, end)
    return span if local_date(begin) == local_date(now) else f"{format_short_day(begin)}, {span}"


def _changed(steps: Sequence[VersionChange], now: datetime) -> list[tuple[str, str, str]]:
    """The latest changes of what is still to come: title, what changed, and the new time and room."""
    told: dict[int, tuple[str, str, str]] = {}
    for step in steps:
        for one in changed_sessions(step):
            if one.item.ends_at > now and local_date(one.item.starts_at) == local_date(now):
                when = ", ".join(filter(None, (_when(one.item.starts_at, one.item.ends_at, now), one.room)))
                told.setdefault(one.item.id, (pick(one.item.title_de, one.item.title_en), one.kind, when))
    return list(told.values())


@never_cache
@require_safe
def foyer_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What a screen in the foyer shows: now, next and changed, from what has been published."""
    event = shown_event(request, slug).event
    context = foyer_screen(
        event,
        latest(event.pk),
        meeting_grid_of(event.pk).runs,
        history.version_changes(event.pk),
        now=timezone.now(),
    )
    return render(request, "events/conferences/foyer.html", context)
