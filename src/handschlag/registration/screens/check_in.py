"""The desk: who stands before me, and what does the person need now?"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import format_from, format_slot, local_date
from handschlag.events.models import Event
from handschlag.registration import labels
from handschlag.registration.hooks.reception_pages import (
    DeskMeeting,
    absence_page,
    day_sheet,
    meetings_to_come,
    walk_in_page,
)
from handschlag.registration.models import Registration
from handschlag.registration.queries.badges import badge_text_of
from handschlag.registration.queries.check_in import check_in_figures, phones_of, registration_at
from handschlag.registration.rules.check_in import ArrivalState, CheckInEntry, CheckInFigures, hits
from handschlag.registration.screens.organising import needs_of

ABSENT: Final = 25
HOUR: Final = 60  # minutes; what is later has no countdown
SOON: Final = 20  # minutes in which somebody who is missing is called
THEN: Final = 2  # meetings after the next one that are named
_ARRIVALS: Final[Mapping[ArrivalState, str | Promise]] = {
    ArrivalState.EXPECTED: gettext_lazy("not here yet"),
    ArrivalState.HERE: gettext_lazy("here since %(time)s"),
    ArrivalState.WAITING: gettext_lazy("has no place yet"),
    ArrivalState.NOT_COMING: gettext_lazy("has cancelled or was declined"),
}


def arrival_word(entry: CheckInEntry, now: datetime) -> str:
    """Whether somebody is here, and since when."""
    word = str(_ARRIVALS[entry.standing])
    return word % {"time": format_from(entry.since, now=now)} if entry.since else word


def check_in_screen(
    event: Event,
    rows: Sequence[CheckInEntry],
    *,
    query: str,
    who: int,
    page: str,
    is_team: bool,
    now: datetime,
) -> dict[str, Any]:
    """`is_team`: what only organisers may do leads on from here, too."""
    found = hits(query, rows)
    figures, is_after = check_in_figures(event, rows), local_date(now) > event.last_day
    meetings = {} if is_after else meetings_to_come(event, now)
    missing = [entry for entry in rows if entry.standing is ArrivalState.EXPECTED]
    missing.sort(key=lambda entry: _first_needed(entry, meetings.get(entry.id, ())))
    absent = Paginator(missing, ABSENT).get_page(page)
    phones = phones_of(absent)
    chosen = _chosen_of(rows, found, who)
    return {
        "query": query,
        "hits": found,
        **_person(event, chosen, is_team=is_team, now=now),
        "meetings": _meetings_words(meetings.get(chosen.id, ()), event, is_team=is_team) if chosen else None,
        "is_focused": len(found) == 1 and not who,
        "is_after": is_after,
        "is_team": is_team,
        "now": now,
        "figures": figures,
        "figure_rows": list(_figure_rows(figures, is_after=is_after)),
        "absent": [
            (entry, phones.get(entry.id, ""), _first_meeting(meetings.get(entry.id, ()), event, now=now))
            for entry in absent
        ],
        "page": absent,
        "add_url": next(filter(None, (plugin(event) for plugin in walk_in_page)), "")
        or (reverse("registration:add", args=[event.slug]) if is_team else ""),
    }


def _chosen_of(rows: Sequence[CheckInEntry], found: Sequence[CheckInEntry], who: int) -> CheckInEntry | None:
    if who:
        return next((entry for entry in rows if entry.id == who), None)
    return found[0] if len(found) == 1 else None


def _first_needed(entry: CheckInEntry, meetings: Sequence[DeskMeeting]) -> tuple[float, float]:
    """Whose first meeting is nearest comes first, then whoever comes first."""
    first = meetings[0].starts_at.timestamp() if meetings else float("inf")
    return first, entry.arrives_at.timestamp() if entry.arrives_at else 0


def _first_meeting(meetings: Sequence[DeskMeeting], event: Event, *, now: datetime) -> dict[str, Any] | None:
    """When somebody who is not here yet is needed, and whether that is soon."""
    if not meetings:
        return None
    minutes = int((meetings[0].starts_at - now).total_seconds() // 60)
    time = format_slot(meetings[0].starts_at, with_day=event.has_days)
    if minutes < 0:
        return {"words": _("%(time)s, running") % {"time": time}, "is_soon": True}
    if minutes >= HOUR:
        return {"words": time, "is_soon": False}
    said = {"time": time, "n": minutes}
    return {"words": _("%(time)s, in %(n)s min") % said, "is_soon": minutes < SOON}


def _meetings_words(meetings: Sequence[DeskMeeting], event: Event, *, is_team: bool) -> dict[str, Any] | None:
    """Where the person goes next; with whom is told to the team only, not to helpers with a pass."""
    if not meetings:
        return None
    first, *rest = meetings
    return {
        "time": format_slot(first.starts_at, with_day=event.has_days),
        "place": first.place,
        "others": ", ".join(first.others) if is_team else "",
        "then": ", ".join(
            f"{format_slot(one.starts_at, with_day=event.has_days)} {one.place}" for one in rest[:THEN]
        ),
        "number": len(meetings),
    }


def person_url(event: Event, pk: int) -> str:
    """The desk with this person chosen."""
    return reverse("registration:desk", args=[event.slug], query={"who": pk})


def sheet_url(event: Event, pk: int) -> str:
    """The file with this person's day; empty where the person has none."""
    return next(filter(None, (plugin(event, pk) for plugin in day_sheet)), "")


def _person(event: Event, chosen: CheckInEntry | None, *, is_team: bool, now: datetime) -> dict[str, Any]:
    """The one before the desk. `key` makes the button's second press the same as its first."""
    row = registration_at(event, chosen.id) if chosen else None
    if row is None:
        return {"chosen": chosen, "person": None}
    return {
        "chosen": chosen,
        "person": row,
        "key": str(uuid.uuid4()),
        "networks": badge_text_of([row], on=event.first_day)[row.pk].networks,
        "notes": list(_notes_of(row)),
        "cancel_url": _cancel_url(event, row.pk, now=now) if is_team else "",
        "sheet_url": sheet_url(event, row.pk) if is_team else "",
    }


def _cancel_url(event: Event, pk: int, *, now: datetime) -> str:
    waited_for = next(filter(None, (plugin(event, pk, now) for plugin in absence_page)), "")
    return waited_for or reverse("registration:cancel_for", args=[event.slug, pk])


def _notes_of(row: Registration) -> Iterator[str]:
    """What the person needs, in the words that it was told in."""
    known = {str(labels.NEEDS["words"])}
    needs = [words for words in needs_of(row) if words not in known]
    if needs:
        yield ", ".join(needs)
    if row.needs:
        yield row.needs


def _figure_rows(figures: CheckInFigures, *, is_after: bool) -> Iterator[tuple[str, int | str]]:
    yield _("Confirmed"), figures.confirmed
    yield _("Attended") if is_after else _("Here"), figures.here
    yield _("Did not come") if is_after else _("Expected"), figures.missing
    yield _("Number of places"), figures.capacity or _("no limit")
    if figures.free is not None:
        yield _("Free"), figures.free
