"""What would be published, what was, and what differs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_short_moment, zone
from handschlag.events.models import Event
from handschlag.events.queries.editing import Draft
from handschlag.events.queries.programme import PublishedVersion
from handschlag.events.queries.session_followers import concerned_by
from handschlag.events.rules.programme import continued, differences, etag_of
from handschlag.events.rules.programme.clashes import clashes
from handschlag.events.screens.organise.differences import lines_between, part_changes

ON_A_PAGE = 30


def publish_screen(event: Event, draft: Draft, last: PublishedVersion, *, now: datetime) -> dict[str, Any]:
    """The page before publishing: what differs from the last version, and how many get a letter."""
    programme = continued(last.programme, draft.programme, now=now)
    changes = differences(last.programme, programme)
    told = len(concerned_by(event.pk, changes)) if last.number else 0
    parts = part_changes(last.programme, programme)
    is_ready = bool(changes or parts)
    return {
        "answer": _answer_of(len(changes), last.number, is_ready=is_ready),
        "grounds": _grounds_of(told, last),
        "is_ready": is_ready,
        "told": told,
        "seen": last.number,
        "mark": etag_of(draft.programme),
        "lines": lines_between(last.programme, programme),
        "parts": parts,
        "clashes": len(clashes(draft.programme, draft.closures, absences=draft.absences, zone=zone())),
        "waiting": len(draft.waiting),
    }


def _answer_of(changes: int, number: int, *, is_ready: bool) -> str:
    if not is_ready:
        return _("Nothing has changed since version %(number)s.") % {"number": number}
    if number == 0:
        return ngettext(
            "%(number)s session would be public for the first time.",
            "%(number)s sessions would be public for the first time.",
            changes,
        ) % {"number": changes}
    return ngettext(
        "%(number)s session differs from version %(version)s.",
        "%(number)s sessions differ from version %(version)s.",
        changes,
    ) % {"number": changes, "version": number}


def _grounds_of(told: int, last: PublishedVersion) -> str:
    if last.published_at is None:
        return _("No notifications needed: nothing was public before.")
    at = format_short_moment(last.published_at)
    said = ngettext(
        "%(number)s person chose a session that changes and gets an email.",
        "%(number)s people chose a session that changes and get an email.",
        told,
    ) % {"number": told}
    if not told:
        said = _("Nobody chose a session that changes, so no emails are sent.")
    return _("%(said)s Last published on %(at)s.") % {"said": said, "at": at}
