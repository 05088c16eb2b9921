"""A session with everything, and where it moves to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.times import format_range, format_short_day, format_short_moment, local_date, zone
from handschlag.events.models import Event, Session
from handschlag.events.queries.components import last_change
from handschlag.events.queries.contributions import absences_of, contribution_of_session
from handschlag.events.queries.editing import Draft, draft_of
from handschlag.events.rules.programme.clashes import clashes
from handschlag.events.screens.contributions.organising import absence_lines
from handschlag.events.screens.organise.clashes import ClashLine, lines_of


def back_to(event: Event, row: Session | None) -> str:
    """The programme, on the day of the session."""
    base = reverse("events:programme_editor", args=[event.slug])
    if row is None or row.starts_at is None:
        return base
    return f"{base}?day={local_date(row.starts_at).isoformat()}#session-{row.pk}"


def clashes_of(event: Event, draft: Draft, pk: int) -> tuple[ClashLine, ...]:
    """The clashes in which one session takes part."""
    found = clashes(draft.programme, draft.closures, absences=draft.absences, zone=zone())
    return lines_of(event.slug, draft.programme, [one for one in found if pk in one.items])


def session_screen(event: Event, row: Session | None) -> dict[str, Any]:
    """What the form of a session says beside it; without a row, it is the one to add a session."""
    return {
        "row": row,
        "last": last_change(row) if row else None,
        "back_url": back_to(event, row),
        "clashes": clashes_of(event, draft_of(event.pk), row.pk) if row else (),
        "proposed": _proposed(row) if row else None,
    }


def _proposed(row: Session) -> dict[str, Any] | None:
    """What the speaker said of it beside the programme; None where nobody has proposed it."""
    found = contribution_of_session(row.pk)
    return {"row": found, "absences": absence_lines(absences_of(found.pk))} if found else None


def move_screen(event: Event, row: Session, room: str) -> dict[str, Any]:
    """What the form for a new time and room says beside it."""
    return {
        "row": row,
        "now_at": _where_now(row.starts_at, row.ends_at, room),
        "back_url": back_to(event, row),
        "clashes": clashes_of(event, draft_of(event.pk), row.pk),
        "proposed": _proposed(row),
    }


def _where_now(starts_at: datetime | None, ends_at: datetime | None, room: str) -> str:
    if starts_at is None or ends_at is None:
        return _("No time has been set yet.")
    day = format_short_day(starts_at)
    parts = [f"{day}, {format_range(starts_at, ends_at)}", *([room] if room else [])]
    minutes = (ends_at - starts_at).total_seconds() // 60
    return _("Now: %(where)s. It still lasts %(minutes)d minutes.") % {
        "where": ", ".join(parts),
        "minutes": minutes,
    }


def stale_words(row: Session) -> str:
    """Who moved or changed it meanwhile, and when."""
    last = last_change(row)
    if last is None or not last.who:
        return _("Someone has changed this session in the meantime. The current version is shown below.")
    return _("%(who)s changed this session on %(when)s. The current version is shown below.") % {
        "who": last.who,
        "when": format_short_moment(last.at),
    }
