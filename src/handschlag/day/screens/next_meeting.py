"""The next meeting: when, where, with whom and why; what was said of it; and what comes then."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from handschlag.common.times import format_moment, format_time, format_weekday, local_date
from handschlag.day.queries.next_meeting import ParticipantDay, day_fingerprint_of, participant_day_of
from handschlag.day.queries.stepping_in import offers_to
from handschlag.day.rules.countdown import Unit, left
from handschlag.day.rules.signals import LATE_MINUTES, Kind, SignalState, is_the_day, last_of, may_replace_at
from handschlag.day.screens.route import route_to
from handschlag.matching.models import Participant
from handschlag.matching.queries.days import ToldMeeting
from handschlag.matching.queries.timing import dates_of
from handschlag.matching.screens.participant.reasons import why_of

_TOLD: Final = (Kind.LATE, Kind.CANNOT_COME, Kind.PARTNER_MISSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """What holds of what was said of the meeting: `mine`, and that of each of the others by name."""

    mine: SignalState | None
    theirs: tuple[tuple[str, SignalState], ...]
    replace_at: datetime | None  # from when on somebody else is asked for whoever waits
    is_of_several: bool  # more than two people: who is missing is not said


def today_context(participant: Participant, *, now: datetime) -> dict[str, Any]:
    """The day of one person at `now`; without a further meeting there is nothing to say of one."""
    found = participant_day_of(participant, now=now)
    context = {
        "met": found.met,
        "found": found,
        "heard": None,
        "may_say": _may_say(participant, now=now),
        "key": str(uuid.uuid4()),
        "now": now,
        "offers": offers_to(participant, now=now),
        "mark": etag_of(participant),
        "as_of": format_moment(now),
    }
    return context | _next_of(participant, found, found.met, now=now) if found.met else context


def etag_of(participant: Participant) -> str:
    """The language belongs to it: a page that was kept in another one is another page."""
    text = f"{get_language()}|{day_fingerprint_of(participant)}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _next_of(
    participant: Participant, found: ParticipantDay, met: ToldMeeting, *, now: datetime
) -> dict[str, Any]:
    reasons, before = found.reasons, found.before
    is_today = local_date(met.starts_at) == local_date(now)
    return {
        "is_running": met.starts_at <= now,
        "countdown": _countdown_of(met, now),
        "day": "" if is_today else format_weekday(met.starts_at),
        "as_of": format_time(now) if is_today else format_moment(now),
        "why": why_of(reasons.card, reasons.found, reasons.mine) if reasons and reasons.card.offers else None,
        "is_fit": bool(reasons and reasons.found),
        "way": route_to(participant.service.event, goal=met.place, start=before.place if before else None),
        "heard": _heard_of(participant, found, met, now=now),
        "late_minutes": LATE_MINUTES,
    }


def _countdown_of(met: ToldMeeting, now: datetime) -> str:
    if met.starts_at <= now:
        number = left(met.ends_at, now).number
        time = ngettext("%(n)s minute", "%(n)s minutes", number) % {"n": number}
        return _("{time} left").format(time=time)
    until = left(met.starts_at, now)
    match until.unit:
        case Unit.MINUTES:
            text = ngettext("in %(n)s minute", "in %(n)s minutes", until.number)
        case Unit.HOURS:
            text = ngettext("in %(n)s hour", "in %(n)s hours", until.number)
        case _unit:
            text = ngettext("in %(n)s day", "in %(n)s days", until.number)
    return text % {"n": until.number}


def _may_say(participant: Participant, *, now: datetime) -> bool:
    dates = dates_of(participant.service)
    return is_the_day(now, begins_at=dates.begins_at, ends_at=dates.ends_at)


def _heard_of(
    participant: Participant, found: ParticipantDay, met: ToldMeeting, *, now: datetime
) -> _Heard | None:
    """None on other days: then there is nothing to say anything about."""
    if not _may_say(participant, now=now):
        return None
    theirs = ((one.name, last_of(found.heard, one.id)) for one in met.others)
    return _Heard(
        mine=last_of(found.heard, participant.pk),
        theirs=tuple((name, said) for name, said in theirs if said is not None and said.kind in _TOLD),
        replace_at=may_replace_at(found.heard, participant.pk, starts_at=met.starts_at),
        is_of_several=len(met.others) > 1,
    )
