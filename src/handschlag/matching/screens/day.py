"""My day: the thread of talks, meetings, ways and breaks; what may still move; what has moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from handschlag.common.times import (
    format_day_and_month,
    format_range,
    format_slot,
    format_time,
)
from handschlag.design.components.participant import Day, Move, Stop
from handschlag.events.models import Event
from handschlag.matching.models import Participant, TimetableVersion
from handschlag.matching.queries.agendas import AgendaDay, Planned, Rank, days_of
from handschlag.matching.queries.days import Shift, ToldMeeting, latest, shifts_of
from handschlag.matching.queries.inbox import waiting_for
from handschlag.matching.queries.moves import agreed_since
from handschlag.matching.queries.moves import waiting_for as moves_for
from handschlag.matching.rules.day_thread import Bit, parallel, thread_of
from handschlag.matching.screens.hall_plan_part import hall_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab
from handschlag.registration.queries.links import feed_of

HALL: Final = 0
TABLE: Final = 1
FOYER: Final = 2
LONGEST_FREE: Final = 45  # minutes
ON_THE_DAY: Final = "day"  # the note of a version that a repair on the day made; no word for people


def day_screen(participant: Participant, *, token: str, now: datetime, sheet: str = "") -> dict[str, Any]:
    """`sheet` is the number of the version on the paper whose code was read."""
    days = days_of(participant, with_offered=True)
    service = participant.service
    met = [one.meeting for day in days for one in day.planned if one.meeting is not None]
    on_site = [one for one in met if not one.is_online]
    version = latest(participant)[0]
    is_fixed = now >= service.fixed_at and version is not None
    feed = settings.BASE_URL + reverse("registration:feed", args=[feed_of(participant.registration)])
    threads = [(day.day, _thread(day, is_fixed=is_fixed, token=token)) for day in days]
    return {
        "shell": shell_of(participant, token, current=Tab.DAY, now=now, waiting=waiting_for(participant)),
        "title": _title_of(days),
        "lead": _lead(days, met, is_fixed=is_fixed, fixed_at=service.fixed_at, now=now),
        "threads": threads,
        "is_fixed": is_fixed,
        "has_meetings": bool(met),
        "fixed": format_day_and_month(service.fixed_at) if now < service.fixed_at else "",
        "event_day": format_day_and_month(service.event.first_day),
        "moves": [
            _move(service.event, one, version.note if version else "") for one in shifts_of(participant)
        ],
        "version": version,
        "place_changes": _count_place_changes(thread for _day, thread in threads),
        "hall": hall_of(service.event, {one.place for one in on_site}),
        "places": ", ".join(dict.fromkeys(one.place_code for one in on_site)),
        "feed": feed,
        "feed_app": f"webcal://{feed.split('://', 1)[-1]}",
        "as_of": now,
        "sheet_note": _sheet_note(sheet, version, has_moved=bool(agreed_since(version))),
        "asked": moves_for(participant, now=now),
    }


def _sheet_note(sheet: str, version: TimetableVersion | None, *, has_moved: bool) -> str:
    """Whether the paper in somebody's hand is still the newest."""
    if not (sheet.isascii() and sheet.isdigit() and len(sheet) < 6):
        return ""
    number = version.number if version else 0
    if int(sheet) == number and has_moved:
        return _(
            "Some times have changed since your sheet was printed, with the consent of everyone "
            "concerned. This is the current version."
        )
    if int(sheet) == number:
        return _("Your sheet is up to date. Provisional times may have changed here.")
    return _("Your sheet is out of date (version %(old)s). This is version %(new)s.") % {
        "old": int(sheet),
        "new": number,
    }


def _title_of(days: Sequence[AgendaDay]) -> str:
    if len(days) == 1:
        return _("Your day, %(day)s") % {"day": format_day_and_month(days[0].day)}
    return _("Your event days")


def _lead(
    days: Sequence[AgendaDay],
    met: Sequence[ToldMeeting],
    *,
    is_fixed: bool,
    fixed_at: datetime,
    now: datetime,
) -> str:
    talks = sum(one.rank in {Rank.MUST, Rank.LIKE} for day in days for one in day.planned)
    parts = [
        ngettext("%(n)s meeting", "%(n)s meetings", len(met)) % {"n": len(met)},
        ngettext("%(n)s talk", "%(n)s talks", talks) % {"n": talks},
    ]
    text = (
        _("%(first)s and %(second)s.") % {"first": parts[0], "second": parts[1]} if talks else f"{parts[0]}."
    )
    if not met:
        return text
    if is_fixed:
        return text + " " + _("The times are fixed.")
    if now >= fixed_at:
        return text + " " + _("The times are fixed as soon as the timetable is published.")
    return text + " " + _("Times may still change until %(day)s.") % {"day": format_day_and_month(fixed_at)}


def _thread(day: AgendaDay, *, is_fixed: bool, token: str) -> Day:
    own = [[one] for one in day.planned if one.rank is not Rank.OFFERED]
    planned = own + parallel(one for one in day.planned if one.rank is Rank.OFFERED)
    bits = (
        Bit(
            starts_at=several[0].starts_at,
            ends_at=max(one.ends_at for one in several),
            rank=several[0].rank,
            key=number,
        )
        for number, several in enumerate(planned)
    )
    found = thread_of(bits, begins_at=day.begins_at, ends_at=day.ends_at)
    stops = tuple(
        _free(bit) if bit.key < 0 else _stop(bit, planned[bit.key], is_fixed=is_fixed, token=token)
        for bit in found
    )
    lanes = (pgettext("lane", "Hall"), pgettext("lane", "Table"), pgettext("lane", "Foyer"))
    return Day(lanes=lanes, stops=stops)


def _minutes(bit: Bit) -> int:
    return int((bit.ends_at - bit.starts_at).total_seconds() // 60)


def _free(bit: Bit) -> Stop:
    """Nothing is planned. Half a day of it is not drawn to scale: nobody scrolls through an empty morning."""
    length = _minutes(bit)
    title = _("Free")
    if length > LONGEST_FREE:
        title = _("Free until %(time)s") % {"time": format_time(bit.ends_at)}
    return Stop(
        time=format_time(bit.starts_at),
        minutes=min(length, LONGEST_FREE),
        title=title,
        kind="free",
        lane=FOYER,
    )


def _offer(bit: Bit, several: Sequence[Planned]) -> Stop:
    """What one may go to; two and more are folded into their number."""
    one, at, length = several[0], format_time(bit.starts_at), min(_minutes(bit), LONGEST_FREE)
    if len(several) == 1:
        return Stop(time=at, minutes=length, title=one.title, kind="offer", lane=FOYER, sub=one.where)
    title = ngettext("%(n)s session in parallel", "%(n)s sessions in parallel", len(several))
    return Stop(
        time=at,
        minutes=length,
        title=title % {"n": len(several)},
        kind="offer",
        lane=FOYER,
        options=[_option(each) for each in several],
    )


def _option(one: Planned) -> str:
    """When, what, where: in a line."""
    text = f"{format_range(one.starts_at, one.ends_at)} {one.title}"
    return f"{text}, {one.where}" if one.where else text


def _stop(bit: Bit, several: Sequence[Planned], *, is_fixed: bool, token: str) -> Stop:
    """One thing of the person's own; only what is offered comes in several."""
    at, length, one = format_time(bit.starts_at), _minutes(bit), several[0]
    if one.rank is Rank.OFFERED:
        return _offer(bit, several)
    met = one.meeting
    room_url = reverse("day:online", args=[token, one.online]) if one.online else ""
    if met is not None:
        sub = met.others[0].sub if len(met.others) == 1 else met.purpose
        return Stop(
            time=at,
            minutes=length,
            title=one.title,
            kind="meeting",
            lane=TABLE,
            sub=sub,
            place=met.place_code,
            is_fixed=met.is_locked or (met.is_told and is_fixed),
            url=reverse("matching:answered", args=[token]) + f"?of={met.request}",
            room_url=room_url,
        )
    if one.rank is Rank.BREAK:
        return Stop(time=at, minutes=length, title=one.title, kind="break", lane=FOYER, sub=one.where)
    return Stop(
        time=at, minutes=length, title=one.title, kind="talk", lane=HALL, sub=one.where, room_url=room_url
    )


def _move(event: Event, one: Shift, note: str) -> Move:
    return Move(
        title=one.names,
        old=format_slot(one.before, with_day=event.has_days) if one.before else _("time not fixed yet"),
        new=format_slot(one.after, with_day=event.has_days) if one.after else _("does not take place"),
        why=_("re-planned on the day") if note == ON_THE_DAY else note,
    )


def _count_place_changes(threads: Iterable[Day]) -> int:
    """How often the next meeting of a day is somewhere else."""
    days = ([stop.place for stop in one.stops if stop.place] for one in threads)
    return sum(before != after for places in days for before, after in pairwise(places))
