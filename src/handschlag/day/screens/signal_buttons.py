"""What may be said of the next meeting, what was said, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_time
from handschlag.day.queries.next_meeting import ParticipantDay
from handschlag.day.rules.signals import LATE_MINUTES, Kind, SignalState, is_the_day, last_of, may_replace_at
from handschlag.matching.models import Participant
from handschlag.matching.queries.days import ToldMeeting
from handschlag.matching.queries.timing import dates_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Press:
    """One button: what it sends, and what it says."""

    label: str
    kind: str
    minutes: int = 0
    is_rest: bool = False  # about the rest of the day, not this meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What holds of what was said, and how it is taken back."""

    title: str
    text: str
    back: _Press | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalButtons:
    url: str
    key: str
    request: int
    late: Sequence[_Press]
    this: _Press
    rest: _Press
    missing: _Press
    late_text: str
    missing_text: str
    missing_from: str
    mine: _Said | None
    theirs: Sequence[_Said]
    is_open: bool


def signal_buttons_of(
    participant: Participant, found: ParticipantDay, *, token: str, key: str, now: datetime
) -> SignalButtons | None:
    """None on other days, and when there is nothing left to say anything about."""
    met = found.met
    dates = dates_of(participant.service)
    if met is None or not is_the_day(now, begins_at=dates.begins_at, ends_at=dates.ends_at):
        return None
    mine = last_of(found.heard, participant.pk)
    name = met.names
    return SignalButtons(
        url=reverse("day:say", args=[token]),
        key=key,
        request=met.request,
        late=tuple(_late(minutes) for minutes in LATE_MINUTES),
        this=_Press(label=_("I cannot come to this meeting"), kind=Kind.CANNOT_COME.value),
        rest=_Press(
            label=_("I cannot come for the rest of the day"), kind=Kind.CANNOT_COME.value, is_rest=True
        ),
        missing=_Press(label=_("Nobody is here"), kind=Kind.PARTNER_MISSING.value),
        late_text=_("%(name)s sees this on their page and waits.") % {"name": name},
        missing_text=_missing_words(met, now),
        missing_from=met.starts_at.isoformat(),
        mine=_mine_words(mine, met, found.heard, participant) if mine else None,
        theirs=tuple(_theirs(found.heard, met)),
        is_open=mine is None,
    )


def _missing_words(met: ToldMeeting, now: datetime) -> str:
    """Before the meeting begins nobody is missed: it says from when on."""
    text = _(
        "The organisers are told immediately. After three minutes we offer you someone else who is free."
    )
    if now >= met.starts_at:
        return text
    return _("From %(time)s.") % {"time": format_time(met.starts_at)} + " " + text


def _late(minutes: int) -> _Press:
    label = _("%(n)s min") % {"n": minutes}
    return _Press(label=label, kind=Kind.LATE.value, minutes=minutes)


def _mine_words(
    said: SignalState, met: ToldMeeting, heard: Sequence[SignalState], participant: Participant
) -> _Said:
    known = {"time": format_time(said.at), "n": said.minutes, "name": met.names}
    match said.kind:
        case Kind.LATE:
            title = ngettext(
                "You will be %(n)s minute late.", "You will be %(n)s minutes late.", said.minutes
            )
            text, label = _("Reported at %(time)s. %(name)s has been told."), _("I am here")
        case Kind.PARTNER_MISSING:
            title = _("You are waiting for %(name)s.")
            at = may_replace_at(heard, participant.pk, starts_at=met.starts_at)
            known["when"] = format_time(at) if at else ""
            text = _("Reported at %(time)s. From %(when)s we look for someone who is free now.")
            label = _("They have arrived")
        case _kind:
            title = _("You cannot come.")
            if said.is_rest:
                title = _("You cannot come for the rest of the day.")
            text = _("Reported at %(time)s. The organisers are looking for someone for %(name)s.")
            label = _("I can come after all")
    back = _Press(label=label, kind=Kind.HERE.value, is_rest=said.is_rest)
    return _Said(title=title % known, text=text % known, back=back)


def _theirs(heard: Sequence[SignalState], met: ToldMeeting) -> Sequence[_Said]:
    found = []
    for one in met.others:
        said = last_of(heard, one.id)
        if said is not None and (words := _their_words(said, one.name)):
            found.append(words)
    return found


def _their_words(said: SignalState, name: str) -> _Said | None:
    known = {"time": format_time(said.at), "n": said.minutes, "name": name}
    match said.kind:
        case Kind.LATE:
            title = ngettext(
                "%(name)s will be %(n)s minute late.", "%(name)s will be %(n)s minutes late.", said.minutes
            )
            return _Said(
                title=title % known, text=_("Reported at %(time)s. Your meeting still takes place.") % known
            )
        case Kind.CANNOT_COME:
            text = _("Reported at %(time)s. We are looking for someone for you and will tell you here.")
            return _Said(title=_("%(name)s cannot come.") % known, text=text % known)
        case Kind.PARTNER_MISSING:
            text = _(
                "Reported at %(time)s: someone is waiting at your table. Go there, or tell us that you "
                "are late."
            )
            return _Said(title=_("%(name)s is waiting for you.") % known, text=text % known)
    return None
