"""The next meeting: when, where, with whom and why; what may go wrong; and what comes then."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from handschlag.common.times import (
    format_day_and_month,
    format_moment,
    format_time,
    format_weekday,
    local_date,
)
from handschlag.day.queries.next_meeting import ParticipantDay, day_fingerprint_of, participant_day_of
from handschlag.day.rules.countdown import Unit, left
from handschlag.day.screens.participant_shell import frame_of, tabs_of
from handschlag.day.screens.route import Route, route_to
from handschlag.day.screens.signal_buttons import SignalButtons, signal_buttons_of
from handschlag.day.screens.stepping_in import StandByCard, offers_of
from handschlag.design.components.participant import Phrase, Shell
from handschlag.design.components.parts import Link
from handschlag.events.models import Place, PlaceKind
from handschlag.matching.models import Participant
from handschlag.matching.queries.agendas import Planned
from handschlag.matching.queries.days import ToldMeeting
from handschlag.matching.screens.participant.reasons import why_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Partner:
    name: str
    sub: str
    needs: str
    labels: tuple[str, str]
    gets: Phrase | None
    gives: Phrase | None
    purpose: str
    sent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Now:
    """The large figures. The moments are for the script, which counts on by them."""

    request: int
    before: str
    countdown: str
    time: str
    day: str
    place: str
    zone: str
    names: str
    you: str
    them: str
    starts_at: str
    ends_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Then:
    """One line of what comes after; a meeting takes over above when it is its turn."""

    time: str
    title: str
    where: str
    starts_at: str = ""
    ends_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _TodayScreen:
    shell: Shell
    tabs: Sequence[Link]
    title: str
    lead: str
    now: _Now | None
    partner: _Partner | None
    board: SignalButtons | None
    offers: Sequence[StandByCard]
    way: Route | None
    then: Sequence[_Then]
    afterwards: str
    moment: str
    mark: str
    as_of: str
    urls: dict[str, str]
    device: str


def today_screen(participant: Participant, *, token: str, now: datetime) -> _TodayScreen:
    """The day of one person at `now`; without a further meeting it says what there is instead."""
    found = participant_day_of(participant, now=now)
    met, service = found.met, participant.service
    return _TodayScreen(
        shell=frame_of(participant, token),
        tabs=tabs_of(token, "day:today"),
        title=_("Your next meeting") if met else _over_words(found)[0],
        lead="" if met else _over_words(found)[1],
        now=_now_of(participant, met, place=found.place, now=now) if met else None,
        partner=_partner_of(found, met) if met else None,
        board=signal_buttons_of(participant, found, token=token, key=str(uuid.uuid4()), now=now),
        offers=offers_of(participant, token=token, now=now),
        way=route_to(service.event, goal=met.place, start=found.before.place if found.before else None)
        if met
        else None,
        then=tuple(_then_of(one) for one in found.then),
        afterwards=reverse("day:afterwards", args=[token]),
        moment=now.isoformat(),
        mark=etag_of(participant),
        as_of=format_moment(now)
        if met is None or local_date(now) != local_date(met.starts_at)
        else format_time(now),
        urls=_urls_of(token),
        device=f"day:{participant.registration.uid}:",
    )


def etag_of(participant: Participant) -> str:
    """The language belongs to it: a page that was kept in another one is another page."""
    text = f"{get_language()}|{day_fingerprint_of(participant)}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _urls_of(token: str) -> dict[str, str]:
    names = ("say", "sync", "state", "worker", "app")
    return {name: reverse(f"day:{name}", args=[token]) for name in names}


def _over_words(found: ParticipantDay) -> tuple[str, str]:
    if found.has_meetings:
        return _("All your meetings are over."), _(
            "Two taps per meeting: did it take place, and was it worthwhile?"
        )
    return _("No meeting is planned for you."), _("Open requests may still become meetings.")


def _now_of(participant: Participant, met: ToldMeeting, *, place: Place | None, now: datetime) -> _Now:
    is_running = met.starts_at <= now
    is_today = local_date(met.starts_at) == local_date(now)
    return _Now(
        request=met.request,
        before=_("Your meeting is in progress") if is_running else _("Your next meeting"),
        countdown=_left_words(met.ends_at, now) if is_running else _countdown_words(met.starts_at, now),
        time=format_time(met.starts_at),
        day="" if is_today else format_weekday(met.starts_at),
        place=_place_words(place, met),
        zone=met.zone,
        names=met.names,
        you=participant.registration.name,
        them=met.others[0].name if met.others else "",
        starts_at=met.starts_at.isoformat(),
        ends_at=met.ends_at.isoformat(),
    )


def _countdown_words(at: datetime, now: datetime) -> str:
    found = left(at, now)
    match found.unit:
        case Unit.MINUTES:
            text = ngettext("in %(n)s minute", "in %(n)s minutes", found.number)
        case Unit.HOURS:
            text = ngettext("in %(n)s hour", "in %(n)s hours", found.number)
        case _unit:
            text = ngettext("in %(n)s day", "in %(n)s days", found.number)
    return text % {"n": found.number}


def _left_words(at: datetime, now: datetime) -> str:
    number = left(at, now).number
    time = ngettext("%(n)s minute", "%(n)s minutes", number) % {"n": number}
    return _("{time} left").format(time=time)


def _place_words(place: Place | None, met: ToldMeeting) -> str:
    """Where they sit, as people say it."""
    if place is None:
        return met.place_code
    match place.kind:
        case PlaceKind.TABLE:
            return _("Table %(code)s") % {"code": place.code}
        case PlaceKind.STAND:
            return _("Stand %(code)s") % {"code": place.code}
        case PlaceKind.LINK:
            return _("Online: %(code)s") % {"code": place.code}
    return place.code


def _partner_of(found: ParticipantDay, met: ToldMeeting) -> _Partner:
    reasons = found.reasons
    why = why_of(reasons.card, reasons.found, reasons.mine) if reasons and reasons.card.offers else None
    is_fit = bool(reasons and reasons.found)
    networks = ", ".join(reasons.card.networks.values()) if reasons else ""
    sub = ", ".join(filter(None, (met.others[0].sub, networks))) if len(met.others) == 1 else ""
    return _Partner(
        name=met.names,
        sub=sub,
        needs=_("An interpreter has been booked and will sit with you.") if found.has_interpreter else "",
        labels=(_("You get"), _("You give")) if is_fit else (_("Offers"), _("Looking for")),
        gets=why.gets if why else None,
        gives=why.gives if why else None,
        purpose=met.purpose,
        sent=_sent_words(found),
    )


def _sent_words(found: ParticipantDay) -> str:
    if found.sent is None:
        return ""
    day = format_day_and_month(found.sent.at)
    if found.sent.is_mine:
        return _("your request of %(day)s") % {"day": day}
    return _("the request of %(day)s") % {"day": day}


def _then_of(one: Planned) -> _Then:
    met = one.meeting
    return _Then(
        time=format_time(one.starts_at),
        title=one.title,
        where=met.place_code if met else one.where,
        starts_at=one.starts_at.isoformat() if met else "",
        ends_at=one.ends_at.isoformat() if met else "",
    )
