"""A contribution as its speaker sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.events.models import (
    Contribution,
    ContributionCall,
    ContributionSpeaker,
    ContributionState,
    EventStatus,
)
from handschlag.events.queries.contributions import CLOSED, IN_PROGRAMME
from handschlag.events.rules.contributions import CONFIRM_WITHIN

_SAYS: Final[dict[str, str | Promise]] = {
    ContributionState.UNCONFIRMED: _("Not handed in yet: the organisers do not see it."),
    ContributionState.SUBMITTED: _("Handed in. The organisers will write to you when they have decided."),
    ContributionState.RESERVE: _("On the reserve list. The organisers will write to you if there is room."),
    ContributionState.ACCEPTED: _("Accepted. Please confirm that you will come."),
    ContributionState.CONFIRMED: _("Accepted, and you have confirmed that you will come."),
    ContributionState.DECLINED: _("Not part of the programme."),
    ContributionState.WITHDRAWN: _("You have withdrawn it."),
}


def own_words(row: Contribution, first: ContributionSpeaker) -> dict[str, Any]:
    """What it says now: the words of its session and of its speaker, once it is in the programme."""
    session, is_english = row.session, row.language == "en"
    found: dict[str, Any] = {
        "title": row.title,
        "abstract": row.abstract,
        "kind": row.kind,
        "minutes": row.minutes,
        "track": row.track_id or "",
        "language": row.language,
        "needs": row.needs,
        "name": first.name,
        "organisation": first.organisation,
        "about": first.about,
    }
    if row.state not in IN_PROGRAMME:
        return found
    if session is not None:
        found["title"] = (session.title_en if is_english else "") or session.title_de
        found["abstract"] = (session.abstract_en if is_english else "") or session.abstract_de
    if first.speaker:
        found["name"], found["organisation"] = first.speaker.name, first.speaker.organisation
        found["about"] = (first.speaker.about_en if is_english else "") or first.speaker.about_de
    return found


def told_state(row: Contribution) -> str:
    """A decision counts for its speaker from the email on: nobody reads it on the page first."""
    is_own = row.state in {ContributionState.UNCONFIRMED, ContributionState.WITHDRAWN}
    return row.state if is_own or row.told_at is not None else ContributionState.SUBMITTED


def own_screen(
    row: Contribution, call: ContributionCall, speakers: Sequence[ContributionSpeaker]
) -> dict[str, Any]:
    """The state, the words, and what can be done about it."""
    state, first = told_state(row), speakers[0]
    ended_at = (row.decided_at if state == ContributionState.WITHDRAWN else row.told_at) or row.changed_at
    return {
        "event": row.event,
        "row": row,
        "words": own_words(row, first),
        "state": state,
        "says": _SAYS[state],
        "others": speakers[1:],
        "has_picture": bool(first.picture),
        "is_open": state not in CLOSED and row.event.status != EventStatus.ARCHIVED,
        "is_fixed": state in IN_PROGRAMME,
        "session": row.session if state in IN_PROGRAMME else None,
        "until": row.sent_at + CONFIRM_WITHIN if state == ContributionState.UNCONFIRMED else None,
        "gone_at": ended_at + timedelta(days=call.kept_days) if state in CLOSED else None,
        "kept_days": call.kept_days,
    }
