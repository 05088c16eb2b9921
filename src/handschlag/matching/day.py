"""The person's own day, on the page, without a network, and on paper."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from types import MappingProxyType
from typing import Any, Final, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.common.printing import qr
from handschlag.common.printing import render as printing_render
from handschlag.common.table_files import dated_name
from handschlag.common.times import (
    format_day_and_month,
    format_moment,
    format_range,
    format_slot,
    format_time,
    format_weekday,
)
from handschlag.design.components.participant import Day, Move, Stop
from handschlag.events.models import Event
from handschlag.events.venue.drawing import Box, Drawing, Shape, ShapeKind, box, drawing_of, overlap
from handschlag.events.venue.plan import shapes_of
from handschlag.matching.models import Participant, TimetableVersion
from handschlag.matching.own_meetings import (
    AgendaDay,
    Planned,
    Rank,
    Shift,
    ToldMeeting,
    days_of,
    latest_two_versions,
    shifts_of,
    waiting_for,
)
from handschlag.matching.participant_pages import Tab, for_the_day, shell_of
from handschlag.matching.versions import agreed_since
from handschlag.matching.versions import moves_waiting_for as moves_for
from handschlag.registration.access import feed_of, paper_link_of

SHORT = timedelta(minutes=10)  # a gap so short is the way to the next thing


class _Span(Protocol):
    """What begins and ends."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Bit:
    """`rank` says who gives way: the greater number. `key` means something to whoever made it."""

    starts_at: datetime
    ends_at: datetime
    rank: int
    key: int


def thread_of(bits: Iterable[Bit], *, begins_at: datetime, ends_at: datetime) -> list[Bit]:
    """Bits in the order of time; what is left between them has the key -1."""
    taken: list[Bit] = []
    for bit in sorted(bits, key=lambda one: (one.rank, one.starts_at, one.key)):
        taken.extend(_without(bit, taken))
    taken.sort(key=lambda one: one.starts_at)
    first = min([begins_at, *(one.starts_at for one in taken)])
    last = max([ends_at, *(one.ends_at for one in taken)])
    return list(_filled(taken, first, last))


def parallel[Span: _Span](spans: Iterable[Span]) -> list[list[Span]]:
    """Groups in the order of time: what overlaps with any of a group belongs to it."""
    groups: list[list[Span]] = []
    until: datetime | None = None
    for one in sorted(spans, key=lambda span: span.starts_at):
        if until is not None and one.starts_at < until:
            groups[-1].append(one)
            until = max(until, one.ends_at)
        else:
            groups.append([one])
            until = one.ends_at
    return groups


def _without(bit: Bit, taken: Sequence[Bit]) -> list[Bit]:
    """What of a bit is left beside those that are there."""
    parts = [bit]
    for other in taken:
        parts = [piece for part in parts for piece in _cut(part, other)]
    return [part for part in parts if part.ends_at - part.starts_at >= SHORT or part == bit]


def _cut(part: Bit, other: Bit) -> Iterator[Bit]:
    if part.ends_at <= other.starts_at or part.starts_at >= other.ends_at:
        yield part
        return
    if part.starts_at < other.starts_at:
        yield replace(part, ends_at=other.starts_at)
    if part.ends_at > other.ends_at:
        yield replace(part, starts_at=other.ends_at)


def _filled(taken: Sequence[Bit], first: datetime, last: datetime) -> Iterator[Bit]:
    """Short gaps belong to what came before; longer ones are free."""
    at = first
    for number, bit in enumerate(taken):
        if bit.starts_at > at:
            yield Bit(starts_at=at, ends_at=bit.starts_at, rank=9, key=-1)
        following = taken[number + 1].starts_at if number + 1 < len(taken) else last
        until = following if bit.ends_at < following <= bit.ends_at + SHORT else bit.ends_at
        yield replace(bit, ends_at=until)
        at = until
    if at < last:
        yield Bit(starts_at=at, ends_at=last, rank=9, key=-1)


AROUND: Final = 45
WALL: Final = 4  # of the wall, so that its line is seen
LEAST: Final = (240, 150)  # of the part that is shown
# A table is drawn larger than it is, as long as it does not touch another one: its number is what counts.
SIZES: Final = ((36, 22), (30, 18), (24, 15))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    left: int
    top: int
    right: int
    bottom: int

    @property
    def view(self) -> str:
        return f"{self.left} {self.top} {self.right - self.left} {self.bottom - self.top}"

    def shows(self, shape: Shape) -> bool:
        return (
            shape.left < self.right
            and shape.right > self.left
            and shape.top < self.bottom
            and shape.bottom > self.top
        )


def hall_of(event: Event, places: Collection[int]) -> Drawing | None:
    """None where the house has no plan, or nobody has to be found on it."""
    if not event.plan_width or not places:
        return None
    shapes = [one for one in shapes_of(event.pk) if one.is_drawn]
    tables = [one for one in shapes if one.kind is ShapeKind.TABLE]
    goals = [one for one in tables if one.id in places]
    whole = drawing_of((), width=event.plan_width, depth=event.plan_depth)
    if whole is None or not goals:
        return None
    part = hall_part_of(goals, whole)
    width, depth = table_size_of([one for one in tables if part.shows(one)])

    def drawn(shape: Shape) -> Box:
        if shape.kind is not ShapeKind.TABLE:
            return box(shape, tone=shape.kind.value)
        return numbered_table(shape, tone="goal" if shape in goals else "table", width=width, depth=depth)

    return replace(
        whole,
        view=part.view,
        boxes=tuple(drawn(one) for one in shapes if part.shows(one)),
        alt=_("Part of the hall plan with your meeting points: %(places)s")
        % {"places": ", ".join(one.label for one in goals)},
    )


def hall_part_of(shapes: Sequence[Shape], whole: Drawing) -> _Part:
    """These tables and what stands around them, within the walls."""
    left, right = min(one.left for one in shapes) - AROUND, max(one.right for one in shapes) + AROUND
    top, bottom = min(one.top for one in shapes) - AROUND, max(one.bottom for one in shapes) + AROUND
    wide, deep = max(0, LEAST[0] - (right - left)) // 2, max(0, LEAST[1] - (bottom - top)) // 2
    return _Part(
        left=max(-WALL, left - wide),
        top=max(-WALL, top - deep),
        right=min(whole.width + WALL, right + wide),
        bottom=min(whole.depth + WALL, bottom + deep),
    )


def numbered_table(shape: Shape, *, tone: str, width: int, depth: int) -> Box:
    """A table with its number in its middle."""
    left, top = middle_of_shape(shape)
    size = min(depth - 6, int((width - 4) / (0.62 * max(1, len(shape.label)))))
    return Box(
        tone=tone,
        left=left - width // 2,
        top=top - depth // 2,
        width=width,
        depth=depth,
        label=shape.label,
        text_left=left,
        text_top=top + size // 3,
        size=size,
    )


def table_size_of(tables: Sequence[Shape]) -> tuple[int, int]:
    """Width and depth at which no two tables touch; the smallest size where none is small enough."""
    for width, depth in SIZES:
        grown = [_grow(one, width, depth) for one in tables]
        if not any(overlap(one, other) for one, other in combinations(grown, 2)):
            return width, depth
    return SIZES[-1]


def _grow(shape: Shape, width: int, depth: int) -> Shape:
    left, top = middle_of_shape(shape)
    return replace(shape, left=left - width // 2, top=top - depth // 2, width=width + 2, depth=depth + 2)


def middle_of_shape(shape: Shape) -> tuple[int, int]:
    """The point in the centre of a shape, in whole units of the plan."""
    return shape.left + shape.width // 2, shape.top + shape.depth // 2


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
    version = latest_two_versions(participant)[0]
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


TEMPLATE: Final = "matching/printing/day.typ"


def printed_day_of(participant: Participant, *, token: str, now: datetime) -> bytes:
    """The file, in the language that is spoken now."""
    data = sheet_data(participant, token=token, now=now)
    return printing_render(TEMPLATE, data, language=get_language() or "de", now=now)


def sheet_data(participant: Participant, *, token: str, now: datetime) -> Mapping[str, Any]:
    """Texts of the printed day by field, in the language of the page, with the code to its page."""
    registration, event = participant.registration, participant.service.event
    version = latest_two_versions(participant)[0]
    phone = event.contact_phone
    return {
        "title": _("The day of %(name)s") % {"name": registration.name},
        "event": f"{pick(event.title_de, event.title_en)}, {event.place}".strip(", "),
        "name": registration.name,
        "organisation": registration.organisation,
        "heads": [_("Time"), _("Content"), _("Meeting point")],
        "days": [_day_of(one) for one in days_of(participant)],
        "late-title": _("Late or unable to come?"),
        "late": _("Call %(phone)s so that nobody waits for you in vain.") % {"phone": phone}
        if phone
        else _("Tell reception so that nobody waits for you in vain."),
        "valid-title": _("Have your plans changed?"),
        "valid": _("Scan the code to see your current day."),
        "version": _version_words(version, now),
        "code": qr(_address_of(token, version)),
        "alt": _("QR code to the page of this day"),
    }


def _address_of(token: str, version: TimetableVersion | None) -> str:
    """The page says whether this sheet is still the newest one."""
    number = version.number if version else 0
    return settings.BASE_URL + reverse("matching:day", args=[token]) + f"?sheet={number}"


def _version_words(version: TimetableVersion | None, now: datetime) -> str:
    if version is None:
        return _("Provisional times, printed on %(when)s") % {"when": format_moment(now)}
    digest = str(version.receipt.get("hash", ""))[:8]
    text = _("Version %(n)s, published on %(when)s") % {
        "n": version.number,
        "when": format_moment(version.published_at),
    }
    return f"{text} · {digest}" if digest else text


def _day_of(one: AgendaDay) -> Mapping[str, Any]:
    return {
        "title": format_weekday(one.day),
        "day": format_day_and_month(one.day),
        "rows": [_row_of(planned) for planned in sorted(one.planned, key=lambda row: row.starts_at)],
    }


def _row_of(one: Planned) -> Mapping[str, Any]:
    met = one.meeting
    if met is None:
        return {
            "time": format_time(one.starts_at),
            "title": one.title,
            "sub": "",
            "why": "",
            "place": "",
            "where": one.where,
            "is-quiet": True,
        }
    return {
        "time": format_time(one.starts_at),
        "title": one.title,
        "sub": met.others[0].sub if len(met.others) == 1 else "",
        "why": met.purpose,
        "place": _("Online") if met.is_online else met.place_code,
        "where": met.zone,
        "is-quiet": False,
    }


def offline_manifest(*, page: str, name: str, short_name: str, theme_color: str) -> HttpResponse:
    """An app that is this page and no other."""
    return JsonResponse(
        {
            "id": page,
            "name": name,
            "short_name": short_name,
            "start_url": page,
            "scope": page,
            "display": "standalone",
            "background_color": "#FFFFFF",
            "theme_color": theme_color,
            "icons": [
                {"src": static("design/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static("design/touch-180.png"), "sizes": "180x180", "type": "image/png"},
            ],
        },
        content_type="application/manifest+json",
    )


def offline_worker(
    request: HttpRequest,
    *,
    template: str = "matching/day/worker.js",
    more: Mapping[str, object] = MappingProxyType({}),
) -> HttpResponse:
    """It keeps what lies in the folder from which it comes; apps above may give it more to do."""
    assets = static("design/base.css").rpartition("design/")[0]
    kind = "text/javascript; charset=utf-8"
    return render(request, template, {"assets": assets, **more}, content_type=kind)


@require_safe
@for_the_day
def day_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The person's day; the link opens it, and so does the code on a printed sheet."""
    screen = day_screen(participant, token=token, now=timezone.now(), sheet=request.GET.get("sheet", "")[:8])
    context = {
        "screen": screen,
        "shell": screen["shell"],
        "token": token,
        "manifest_url": reverse("matching:agenda", args=[token]),
    }
    return render(request, "matching/day/day.html", context)


@require_safe
@for_the_day
def day_sheet(_request: HttpRequest, participant: Participant, _token: str) -> HttpResponse:
    """The day on A5, to print."""
    response = HttpResponse(
        printed_day_of(participant, token=paper_link_of(participant.registration), now=timezone.now()),
        content_type="application/pdf",
    )
    response["Content-Disposition"] = (
        f'attachment; filename="{dated_name(participant.service.event.slug, "day", "pdf")}"'
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@for_the_day
def agenda_manifest(_request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """An app that is this page and no other."""
    event = participant.service.event
    return offline_manifest(
        page=reverse("matching:day", args=[token]),
        name=_("My day: %(event)s") % {"event": pick(event.title_de, event.title_en)},
        short_name=_("My day"),
        theme_color="#0B5468",
    )


@require_safe
@for_the_day
def agenda_worker(request: HttpRequest, _participant: Participant, _token: str) -> HttpResponse:
    """Its scope is the folder in which it lies: the page of the day."""
    return offline_worker(request)
