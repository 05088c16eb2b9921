"""The hall now: the slots, what runs, who is missing; as a plan of tables and a table of exceptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import format_short_date, format_time, local_date
from handschlag.day.models import Incident, IncidentKind, IncidentState, Repair, Signal
from handschlag.day.models import Mark as DayMark
from handschlag.day.proposals import absences_of
from handschlag.day.signals import SignalState, latest_arrival, missing_since
from handschlag.day.signs import signs_of
from handschlag.design.components.organiser import Mark, Shape
from handschlag.events.meeting_grid import cut
from handschlag.events.models import Block, BlockPlace, Place, Zone
from handschlag.matching.engine_input import living
from handschlag.matching.hooks import What
from handschlag.matching.models import Meeting, Participant, Party, Service
from handschlag.registration.models import here_since


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotNow:
    """A slot of the day, with the places that are open in it."""

    block: int
    starts_at: datetime
    ends_at: datetime
    places: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A meeting of the slot that runs."""

    request: int
    place: int
    starts_at: datetime
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """A meeting whose time is over; whether it took place is another question."""

    request: int
    people: tuple[int, ...]
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Missing:
    """Somebody whom the partner misses, since when."""

    request: int
    person: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HallBoard:
    slots: tuple[SlotNow, ...]
    now_open: frozenset[int]  # places of the slot that began last
    places: tuple[Place, ...]
    running: tuple[Running, ...]
    missing: tuple[_Missing, ...]
    closed: dict[int, datetime]  # since when, or from when on this day
    ended: int
    held: int  # of those that ended: somebody has seen it
    unknown: int  # of those that ended: nobody says anything
    here: int
    people: int
    others_moved: tuple[int, ...]  # of each repair that stands


def hall_board_of(service: Service, *, now: datetime) -> HallBoard:
    """In a constant number of queries, however large the event is."""
    slots = _slots_of(service.event_id, now=now)
    running = running_of(service, now=now)
    here = here_since(service.event_id)
    people = list(living(service).values_list("registration_id", flat=True))
    ended = ended_of(service, now=now)
    seen, missed = signs_of(service, ended), _missed_in(service, now=now)
    return HallBoard(
        slots=slots,
        now_open=_open_at(slots, now),
        places=tuple(Place.objects.filter(event_id=service.event_id).select_related("zone", "room")),
        running=running,
        missing=missing_of(service, running, now=now),
        closed=closed_today(service, now=now),
        ended=len(ended),
        held=len(seen),
        unknown=sum(one.request not in seen and one.request not in missed for one in ended),
        here=sum(pk in here for pk in people),
        people=len(people),
        others_moved=tuple(
            Repair.objects.filter(incident__service=service, undone_at=None).values_list("others", flat=True)
        ),
    )


def ended_of(service: Service, *, now: datetime) -> tuple[_Ended, ...]:
    """In two queries."""
    people: dict[int, list[int]] = defaultdict(list)
    parties = Party.objects.filter(request__service=service, request__meeting__ends_at__lte=now)
    for request, participant in parties.values_list("request_id", "participant_id"):
        people[request].append(participant)
    rows = Meeting.objects.filter(service=service, ends_at__lte=now).order_by("pk")
    return tuple(
        _Ended(request=request, people=tuple(people[request]), ends_at=ends_at)
        for request, ends_at in rows.values_list("request_id", "ends_at")
    )


def _missed_in(service: Service, *, now: datetime) -> frozenset[int]:
    """Where nobody came: said on the day, or afterwards and not denied; so the report counts, too."""
    told = Incident.objects.filter(
        service=service, kind=IncidentKind.NO_SHOW, state__in=(IncidentState.OPEN, IncidentState.SOLVED)
    ).values_list("request_id", flat=True)
    over = Meeting.objects.filter(service=service, ends_at__lte=now).values("request_id")
    marks = DayMark.objects.filter(request_id__in=over)
    denied = marks.filter(took_place=False, objected_at=None).exclude(
        request_id__in=marks.filter(took_place=True).values("request_id")
    )
    both: list[int | None] = [*told, *denied.values_list("request_id", flat=True)]
    return frozenset(request for request in both if request is not None)


def _open_at(slots: Sequence[SlotNow], now: datetime) -> frozenset[int]:
    """None before the first slot of the day."""
    last = max((one.starts_at for one in slots if one.starts_at <= now), default=None)
    return frozenset(pk for one in slots if one.starts_at == last for pk in one.places)


def _slots_of(event_id: int, *, now: datetime) -> tuple[SlotNow, ...]:
    """Of today; of the first day to come, or of the last one, where there are none today."""
    places: dict[int, set[int]] = defaultdict(set)
    for block, place in BlockPlace.objects.filter(block__event_id=event_id).values_list(
        "block_id", "place_id"
    ):
        places[block].add(place)
    found = [
        SlotNow(
            block=row.pk, starts_at=slot.starts_at, ends_at=slot.ends_at, places=frozenset(places[row.pk])
        )
        for row in Block.objects.filter(event_id=event_id)
        for slot in cut(
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            meeting_minutes=row.meeting_minutes,
            change_minutes=row.change_minutes,
        ).slots
    ]
    found.sort(key=lambda one: one.starts_at)
    days = sorted({local_date(one.starts_at) for one in found})
    wanted = next((day for day in days if day >= local_date(now)), days[-1] if days else None)
    return tuple(one for one in found if local_date(one.starts_at) == wanted)


def running_of(service: Service, *, now: datetime) -> tuple[Running, ...]:
    """The meetings that are held at `now`, by table; whoever asked for the meeting comes first."""
    rows = list(
        Meeting.objects.filter(service=service, starts_at__lte=now, ends_at__gt=now)
        .order_by("place__position", "pk")
        .values_list("request_id", "place_id", "starts_at")
    )
    people: dict[int, list[int]] = defaultdict(list)
    parties = Party.objects.filter(
        request__meeting__service=service,
        request__meeting__starts_at__lte=now,
        request__meeting__ends_at__gt=now,
    )
    for request, person in parties.order_by("-is_sender", "pk").values_list("request_id", "participant_id"):
        people[request].append(person)
    return tuple(
        Running(request=request, place=place, starts_at=at, people=tuple(people[request]))
        for request, place, at in rows
    )


def missing_of(service: Service, running: Collection[Running], *, now: datetime) -> tuple[_Missing, ...]:
    """Whom the partner has called missing at a meeting that runs, and who has not come since."""
    by_request = {one.request: one for one in running}
    said = _signals_since(service, now - timedelta(hours=2))
    found: dict[tuple[int, int], _Missing] = {}
    for meeting in running:
        heard = [
            one for about, one in said if about in {None, meeting.request} and one.by in set(meeting.people)
        ]
        for person in meeting.people:
            is_due = latest_arrival(heard, but=person, starts_at=meeting.starts_at) <= now
            if is_due and missing_since(heard, person) is not None:
                found |= {
                    (meeting.request, other): _Missing(
                        request=meeting.request, person=other, since=meeting.starts_at
                    )
                    for other in meeting.people
                    if other != person
                }
    for request, person, at in Incident.objects.filter(
        service=service, kind=IncidentKind.NO_SHOW, state=IncidentState.OPEN, request__in=list(by_request)
    ).values_list("request_id", "participant_id", "from_at"):
        if person is not None:
            found[request, person] = _Missing(request=request, person=person, since=at)
    return tuple(found.values())


def _signals_since(service: Service, since: datetime) -> list[tuple[int | None, SignalState]]:
    """What was said, each with the request that it is about; None: the rest of the day."""
    rows = Signal.objects.filter(service=service, heard_at__gt=since).order_by("said_at", "pk")
    return [
        (about, SignalState(by=by, kind=kind, at=at, minutes=minutes or 0, is_rest=about is None))
        for by, kind, at, minutes, about in rows.values_list(
            "participant_id", "kind", "said_at", "minutes", "request_id"
        )
    ]


def closed_today(service: Service, *, now: datetime) -> dict[int, datetime]:
    """Places that cannot be used now or later today, since when: told of, or counted out by a repair."""
    today = local_date(now)
    found = [
        (one.id, one.from_at)
        for one in absences_of(service.pk)
        if one.what is What.PLACE
        and local_date(one.from_at) <= today
        and (one.until_at is None or one.until_at > now)
    ]
    lost = Incident.objects.filter(
        service=service,
        kind__in=(IncidentKind.PLACE_LOST, IncidentKind.ROOM_LOST),
        state__in=(IncidentState.OPEN, IncidentState.SOLVED),
    ).exclude(until_at__lte=now)
    rows = lost.values_list("place_id", "room_id", "from_at")
    since = [one for one in rows if local_date(one[2]) <= today]
    rooms = [(room, at) for _place, room, at in since if room]
    inside = Place.objects.filter(room__in=[room for room, _at in rooms]).values_list("pk", "room_id")
    found += [(place, at) for place, room in inside for lost_room, at in rooms if room == lost_room]
    found += [(place, at) for place, _room, at in since if place]
    return dict(sorted(found, reverse=True))  # the earliest of each stays


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Names by id of the participant; unknown ids are left out."""
    rows = Participant.objects.filter(pk__in=set(ids))
    return dict(rows.values_list("pk", "registration__name"))


type _Spot = tuple[str, str, Shape | None]  # code of the table, state, sign

PATIENCE: Final = 3  # minutes
PAUSE: Final = 25  # minutes between two slots from which on it is a break


@dataclass(frozen=True, slots=True, kw_only=True)
class _StripCell:
    """`kind` is past, now, frozen, free or pause."""

    kind: str
    time: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _HallRow:
    """A table in words: its state and since when, who sits there, what happens next."""

    place: str
    state: Mark
    since: str
    who: str
    step: str


WORDS: Final[dict[str, str | Promise]] = {
    "runs": gettext_lazy("runs"),
    "wait": gettext_lazy("waiting"),
    "missing": gettext_lazy("missing"),
    "free": gettext_lazy("free"),
    "closed": gettext_lazy("closed"),
}
SHAPES: Final[dict[str, Shape]] = {
    "runs": "ok",
    "wait": "wait",
    "missing": "bad",
    "free": "free",
    "closed": "off",
}


_EXCEPTIONS: Final = ("missing", "wait", "closed")  # in the order of their rows, the others after them


def strip_of(board: HallBoard, *, now: datetime, frozen_until: datetime) -> tuple[_StripCell, ...]:
    """A cell for each slot, with a break where slots lie apart; "free" is said in words once."""
    found: list[_StripCell] = []
    before: SlotNow | None = None
    is_said = False
    for one in board.slots:
        if before is not None and (one.starts_at - before.ends_at).total_seconds() / 60 >= PAUSE:
            found.append(_StripCell(kind="pause", time="", word=_("Break")))
        cell = _strip_cell(one, now=now, frozen_until=frozen_until)
        if cell.kind == "free":
            cell = replace(cell, word="" if is_said else cell.word)
            is_said = True
        found.append(cell)
        before = one
    return tuple(found)


def _strip_cell(one: SlotNow, *, now: datetime, frozen_until: datetime) -> _StripCell:
    time = format_time(one.starts_at)
    if one.ends_at <= now:
        return _StripCell(kind="past", time=time, word=_("over"))
    if one.starts_at <= now:
        left = -int(-(one.ends_at - now).total_seconds() // 60)
        return _StripCell(kind="now", time=time, word=_("%(n)s min left") % {"n": left})
    if one.starts_at < frozen_until:
        return _StripCell(kind="frozen", time=time, word=_("fixed"))
    return _StripCell(kind="free", time=time, word=_("changeable"))


def running_words(board: HallBoard, *, now: datetime) -> str:
    """One sentence for the phone, and for whoever hears the page."""
    slots = board.slots
    current = next((one for one in slots if one.starts_at <= now < one.ends_at), None)
    if current is not None:
        left = -int(-(current.ends_at - now).total_seconds() // 60)
        said = {"from": format_time(current.starts_at), "until": format_time(current.ends_at), "n": left}
        return _("%(from)s to %(until)s in progress, %(n)s min left") % said
    later = next((one for one in slots if one.starts_at > now), None)
    if later is None:
        return _("There are no more time slots.")
    if local_date(later.starts_at) != local_date(now):
        return _("The event day has not started yet. The first time slot begins on %(day)s.") % {
            "day": format_short_date(later.starts_at)
        }
    return _("No meetings at the moment. The next time slot begins at %(at)s.") % {
        "at": format_time(later.starts_at)
    }


def in_use(board: HallBoard) -> list[Place]:
    """The tables of the slot that runs, and those that are closed."""
    return [one for one in board.places if one.pk in board.now_open or one.pk in board.closed]


def to_look_at(board: HallBoard, kinds: Mapping[int, str]) -> list[Place]:
    """Tables with a problem: now, or because they close later today."""
    return [one for one in in_use(board) if kinds[one.pk] in _EXCEPTIONS or one.pk in board.closed]


def kinds_of(board: HallBoard, *, now: datetime) -> dict[int, str]:
    """Of every table: missing, wait, closed, free or runs; what closes later today is not closed yet."""
    since: dict[int, datetime] = {}
    for one in board.missing:
        since[one.request] = min(since.get(one.request, one.since), one.since)
    meeting = {one.place: one.request for one in board.running}
    return {one.pk: _kind_at(one, board, meeting.get(one.pk), since, now=now) for one in board.places}


def _kind_at(
    place: Place, board: HallBoard, request: int | None, since: Mapping[int, datetime], *, now: datetime
) -> str:
    if request is None or request not in since:
        if _is_closed(place, board, now=now):
            return "closed"
        return "free" if request is None else "runs"
    return "wait" if _minutes_since(since[request], now) < PATIENCE else "missing"


def _is_closed(place: Place, board: HallBoard, *, now: datetime) -> bool:
    """Already, or before the slot that runs at the table is over."""
    at = board.closed.get(place.pk)
    if at is None:
        return False
    running = (one for one in board.slots if one.starts_at <= now < one.ends_at and place.pk in one.places)
    return at <= now or any(at < one.ends_at for one in running)


def hall_rows(
    board: HallBoard, kinds: Mapping[int, str], names: Mapping[int, str], *, is_all: bool, now: datetime
) -> tuple[_HallRow, ...]:
    """Tables in words, what needs somebody first; where nothing is the matter only if all are wanted."""
    meeting = {one.place: one for one in board.running}
    order = (*_EXCEPTIONS, "free", "runs")
    shown = in_use(board) if is_all else to_look_at(board, kinds)
    shown.sort(key=lambda one: order.index(kinds[one.pk]))
    return tuple(_hall_row(kinds[one.pk], one, board, meeting.get(one.pk), names, now=now) for one in shown)


def _minutes_since(at: datetime, now: datetime) -> int:
    return max(0, int((now - at).total_seconds() // 60))


def _hall_row(
    kind: str,
    place: Place,
    board: HallBoard,
    here: Running | None,
    names: Mapping[int, str],
    *,
    now: datetime,
) -> _HallRow:
    gone = [one for one in board.missing if here is not None and one.request == here.request]
    word, since, step = str(WORDS[kind]), "", ""
    if gone:
        minutes = _minutes_since(gone[0].since, now)
        word = _("%(name)s has not come") % {"name": names.get(gone[0].person, "")}
        since = ngettext("for %(n)s minute", "for %(n)s minutes", minutes) % {"n": minutes}
        step = _("The reception calls")
        if kind == "wait":
            step = _("Wait another %(n)s min") % {"n": PATIENCE - minutes}
    if kind == "closed":
        step = _("No meetings at this table") if here is None else _("Closed after this meeting")
    if place.pk in board.closed and not gone:
        since = _closed_words(kind, board.closed[place.pk], now=now)
    return _HallRow(
        place=place.code,
        state=Mark(SHAPES[kind], word),
        since=since,
        who=_(" and ").join(names.get(pk, "") for pk in here.people) if here else "",
        step=step,
    )


def _closed_words(kind: str, at: datetime, *, now: datetime) -> str:
    """Beside the word for the state, which says itself whether the table is closed."""
    words = _("since %(at)s") if at <= now else _("from %(at)s")
    if kind != "closed":
        words = _("closed from %(at)s")
    return words % {"at": format_time(at)}


def areas_of(board: HallBoard, kinds: Mapping[int, str]) -> list[tuple[Zone | None, list[_Spot]]]:
    """The tables by zone, in their order."""
    rows = sorted(
        board.places, key=lambda one: (one.zone.position if one.zone else 999, one.zone_id or 0, one.position)
    )
    return [
        (zone, [(one.code, kinds[one.pk], _sign_of(kinds[one.pk])) for one in group])
        for zone, group in groupby(rows, key=lambda one: one.zone)
    ]


def _sign_of(kind: str) -> Shape | None:
    """What runs carries no sign."""
    return None if kind == "runs" else SHAPES[kind]


def legend() -> tuple[Mark, ...]:
    """What the shapes of the plan mean: waiting, missing, free and closed tables."""
    return tuple(Mark(SHAPES[kind], str(WORDS[kind])) for kind in ("wait", "missing", "free", "closed"))
