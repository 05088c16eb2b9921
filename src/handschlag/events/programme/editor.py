"""The programme of an event as a grid and a list; sessions moved by form or by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.times import (
    clock_of,
    format_day_and_time,
    format_range,
    format_short_day,
    format_short_moment,
    local_date,
    zone,
)
from handschlag.common.web import refusal_message
from handschlag.events.access import own_event_or_404
from handschlag.events.console import CONFLICT, UNFIT, console_page
from handschlag.events.editing import EventRefusal, last_change, people_of, rooms_of, tracks_of
from handschlag.events.fields import ODD, clock_input, day_input, whole_minutes, yes
from handschlag.events.labels import SESSION_KINDS
from handschlag.events.meeting_grid import PAUSES
from handschlag.events.models import Event, Session
from handschlag.events.moments import BERLIN, OddMoment, local_day, moment_at
from handschlag.events.programme import sessions
from handschlag.events.programme.draft import (
    ClashLine,
    Draft,
    LastMove,
    clashes,
    draft_of,
    last_move,
    lines_of,
    with_session,
)
from handschlag.events.programme.sessions import (
    ANYWAY,
    EDITOR,
    AroundForms,
    SessionForm,
    _proposed,
    back_to,
    clashes_of,
    session_of,
    tell_changes,
)
from handschlag.events.versions import Item, Programme, ProgrammeDay, ProgrammeRoom

STEP = timedelta(minutes=5)
HOUR = timedelta(hours=1)
LONGEST = timedelta(hours=24)  # what lasts longer is cut off on the grid, not in the list


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Where an item lies: rows of five minutes from the top, columns from the left, both from nought."""

    item: Item
    row: int
    rows: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A room; it is as many lanes wide as sessions overlap in it. `room` None: without a room."""

    room: int | None
    first: int
    lanes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorGrid:
    starts_at: datetime
    hours: int
    columns: tuple[_Column, ...]
    blocks: tuple[_Block, ...]


def _day_of(item: Item, days: Iterable[ProgrammeDay], *, zone: ZoneInfo = BERLIN) -> date:
    """The day of the event that an item belongs to: after midnight still the day before, if it is open."""
    for day in days:
        if day.opens_at <= item.starts_at < day.closes_at:
            return day.day
    return local_day(item.starts_at, zone)


def by_day(programme: Programme, *, zone: ZoneInfo = BERLIN) -> dict[date, list[Item]]:
    """All days, those without a session too, in their order."""
    found: dict[date, list[Item]] = {day.day: [] for day in programme.days}
    for item in programme.items:
        found.setdefault(_day_of(item, programme.days, zone=zone), []).append(item)
    return dict(sorted(found.items()))


def editor_grid_of(programme: Programme, day: date, items: list[Item]) -> EditorGrid | None:
    """None where nothing can be drawn: no session, and no opening hours."""
    house = next((one for one in programme.days if one.day == day), None)
    moments = [item.starts_at for item in items] + ([house.opens_at] if house else [])
    ends = [item.ends_at for item in items] + ([house.closes_at] if house else [])
    if not moments:
        return None
    first = min(moments).replace(minute=0, second=0, microsecond=0)
    length = min(max(ends) - first, LONGEST)
    columns, lanes = _columns_of(programme, items)
    blocks = tuple(_block(item, first, first + length, lanes[item.id]) for item in items)
    return EditorGrid(starts_at=first, hours=-(-length // HOUR), columns=columns, blocks=blocks)


def _block(item: Item, first: datetime, last: datetime, column: int) -> _Block:
    rows = (min(item.ends_at, last) - item.starts_at) // STEP
    return _Block(item=item, row=(item.starts_at - first) // STEP, rows=max(rows, 1), column=column)


def _columns_of(programme: Programme, items: list[Item]) -> tuple[tuple[_Column, ...], dict[int, int]]:
    """The columns, and in which one each item lies."""
    inside: dict[int | None, list[Item]] = defaultdict(list)
    rooms = [room.id for room in programme.rooms]
    for item in items:
        inside[item.room if item.room in rooms else None].append(item)
    order: list[int | None] = [*([None] if inside[None] else []), *rooms]
    columns: list[_Column] = []
    places: dict[int, int] = {}
    first = 0
    for room in order:
        lanes = _lanes_of(inside[room])
        places.update({pk: first + lane for pk, lane in lanes.items()})
        width = max(lanes.values(), default=0) + 1
        columns.append(_Column(room=room, first=first, lanes=width))
        first += width
    return tuple(columns), places


def _lanes_of(items: list[Item]) -> dict[int, int]:
    """Beside one another what overlaps: each item takes the first lane that is free."""
    free_from: list[datetime] = []
    found: dict[int, int] = {}
    for item in sorted(items, key=lambda one: (one.starts_at, one.id)):
        lane = next((i for i, at in enumerate(free_from) if at <= item.starts_at), len(free_from))
        free_from[lane : lane + 1] = [item.ends_at]
        found[item.id] = lane
    return found


ROWS_AN_HOUR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _SessionLine:
    item: Item
    room: str
    detail: str
    is_clashing: bool

    @property
    def title(self) -> str:
        return pick(self.item.title_de, self.item.title_en)


def _before(move: LastMove, room: ProgrammeRoom | None) -> str:
    where = format_day_and_time(move.starts_at)
    return f"{where}, {pick(room.name_de, room.name_en)}" if room else where


def programme_screen(
    event: Event, draft: Draft, *, wanted: str, text: str = "", moved: LastMove | None = None
) -> dict[str, Any]:
    """`wanted` is an ISO date; any other text leads to the first day that has sessions."""
    programme = draft.programme
    days = by_day(programme, zone=zone())
    day = next((one for one in days if one.isoformat() == wanted), next(iter(days), event.first_day))
    items = days.get(day, [])
    found = clashes(programme, draft.closures, absences=draft.absences, zone=zone())
    clashing = frozenset(pk for clash in found for pk in clash.items)
    grid = editor_grid_of(programme, day, items)
    room_before = programme.room(moved.room_id) if moved else None
    return {
        "verdict": _verdict_of(len(found), len(programme.items)),
        "is_fine": not found,
        "days": days,
        "shown_day": day,
        "plan": _plan_of(draft, grid, clashing) if grid else None,
        "lines": _fitting(_lines(programme, items, clashing), text),
        "clashes": lines_of(event.slug, programme, found),
        "waiting": draft.waiting,
        "total": len(programme.items) + len(draft.waiting),
        "asked": text,
        "moved": moved,
        "room_before": room_before,
        "before": _before(moved, room_before) if moved else "",  # when and where the moved session was
        # What follows is the number of a session: there may be hundreds on a page.
        "sessions_url": reverse("events:edit_session", args=[event.slug, 0]).removesuffix("0/"),
    }


def _verdict_of(found: int, items: int) -> str:
    if not items:
        return _("The programme is empty.")
    if not found:
        return _("No conflicts.")
    return ngettext("%(number)s conflict.", "%(number)s conflicts.", found) % {"number": found}


def _place_of(*, row: int, rows: int, column: int) -> str:
    """Classes of the style sheet: an hour and minutes from the top, and how long, and which column."""
    hour, rest = divmod(row, ROWS_AN_HOUR)
    hours, left = divmod(rows, ROWS_AN_HOUR)
    return f"hs-at-h{hour} hs-at-m{rest * 5} hs-for-h{hours} hs-for-m{left * 5} hs-col-{column}"


def _plan_of(draft: Draft, grid: EditorGrid, clashing: frozenset[int]) -> dict[str, Any]:
    """The grid, with the classes of the style sheet by which its parts find their places."""
    rooms = {room.id: room for room in draft.programme.rooms}
    return {
        "starts_at": grid.starts_at,
        "lanes": sum(column.lanes for column in grid.columns),
        "columns": [(column, rooms.get(column.room or 0)) for column in grid.columns],
        "hours": [grid.starts_at + timedelta(hours=hour) for hour in range(grid.hours)],
        "pieces": [
            {
                "item": block.item,
                "seen": draft.versions[block.item.id],
                "place": _place_of(row=block.row, rows=block.rows, column=block.column),
                "is_clashing": block.item.id in clashing,
                "is_break": block.item.kind in PAUSES,
                "away": _away_on(grid.starts_at, block.item, draft),
            }
            for block in grid.blocks
        ],
    }


def _away_on(starts_at: datetime, item: Item, draft: Draft) -> str:
    """When its speakers cannot be there, in minutes from the beginning of the grid: `60-120 300-360`."""
    spans = [span for one in item.speakers for span in draft.absences.get(one.speaker, ())]
    minutes = [[int((at - starts_at).total_seconds() // 60) for at in span] for span in spans]
    return " ".join(f"{begin}-{end}" for begin, end in minutes)


def _lines(programme: Programme, items: list[Item], clashing: frozenset[int]) -> tuple[_SessionLine, ...]:
    rooms = {room.id: pick(room.name_de, room.name_en) for room in programme.rooms}
    people = {one.id: one.name for one in programme.people}
    return tuple(
        _SessionLine(
            item=item,
            room=rooms.get(item.room or 0, ""),
            detail=", ".join(
                [str(SESSION_KINDS[item.kind]), *(people[one.speaker] for one in item.speakers)]
            ),
            is_clashing=item.id in clashing,
        )
        for item in items
    )


def _fitting(rows: Sequence[_SessionLine], text: str) -> tuple[_SessionLine, ...]:
    """Those that have every word in title, people, kind or room."""
    wanted = text.casefold().split()

    def has_all(row: _SessionLine) -> bool:
        said = f"{row.title} {row.detail} {row.room}".casefold()
        return all(word in said for word in wanted)

    return tuple(filter(has_all, rows))


LATELY = timedelta(minutes=30)
LONGEST_SEARCH = 80


@require_safe
def programme_editor(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft of the programme for its organisers, with their last move of the past half hour."""
    event, by = own_event_or_404(request, slug)
    moved = last_move(event.pk, by.user_id, since=timezone.now() - LATELY)
    text = " ".join(request.GET.get("q", "").split())[:LONGEST_SEARCH]
    wanted = request.GET.get("day", "")
    values = programme_screen(event, draft_of(event.pk), wanted=wanted, text=text, moved=moved)
    return console_page(request, "programme", event=event, by=by, current=EDITOR, **values)


@require_http_methods(["GET", "HEAD", "POST"])
def move_session_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form for time and room of a session; moves it in the draft only."""
    event, by = own_event_or_404(request, slug)
    row = session_of(event, pk)
    if request.method != "POST":
        return _move_page(request, event, by, row, form=_move_form(event, row))
    form = MoveForm(request.POST, rooms=rooms_of(event.pk))
    if not form.is_valid():
        return _move_page(request, event, by, row, form=form, status=UNFIT)
    room = form.cleaned_data["room"]
    try:
        moved = sessions.move_session(
            event_id=event.pk,
            pk=pk,
            room_id=int(room) if room else None,
            starts_at=form.cleaned_data["starts_at"],
            seen=form.cleaned_data["seen"],
            by=by,
            now=timezone.now(),
            anyway=form.cleaned_data["anyway"],
        )
    except Refusal as no:
        if no.reason is EventRefusal.STALE:
            row = session_of(event, pk)
            form = _move_form(event, row)
            return _move_page(request, event, by, row, form=form, stale=stale_words(row), status=CONFLICT)
        form.add_error(None, refusal_message(no.reason))
        is_refused = no.reason is EventRefusal.SPEAKER_CANNOT
        return _move_page(request, event, by, row, form=form, status=UNFIT, is_refused=is_refused)
    tell_changes(request, clashes_of(event, draft_of(event.pk), pk), _("Moved."))
    return HttpResponseRedirect(back_to(event, moved))


def _move_form(event: Event, row: Session) -> MoveForm:
    start = row.starts_at
    day = local_date(start) if start else event.first_day
    return MoveForm(
        rooms=rooms_of(event.pk),
        initial={
            "seen": str(row.version),
            "room": str(row.room_id or ""),
            "day": day,
            "starts": clock_of(start) if start else None,
        },
    )


def _move_page(
    request: HttpRequest,
    event: Event,
    by: Subject,
    row: Session,
    *,
    form: MoveForm,
    stale: str = "",
    status: int = 200,
    is_refused: bool = False,
) -> HttpResponse:
    room = dict(rooms_of(event.pk)).get(row.room_id or 0, "")
    values = move_screen(event, row, room)
    return console_page(
        request,
        "move",
        event=event,
        by=by,
        current=EDITOR,
        status=status,
        form=form,
        stale=stale,
        is_refused=is_refused,
        **values,
    )


@require_POST
def cancel_session_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """It does not take place, or does after all: the button of the session's page says which."""
    event, by = own_event_or_404(request, slug)
    row = session_of(event, pk)
    is_cancelled = request.POST.get("cancelled") == "1"
    try:
        sessions.set_cancelled(
            event_id=event.pk,
            pk=pk,
            is_cancelled=is_cancelled,
            seen=request.POST.get("seen", ""),
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        text = _("Cancelled. Participants are told when you publish the programme.")
        messages.success(request, text if is_cancelled else _("It takes place again."))
    return HttpResponseRedirect(back_to(event, row))


@require_POST
def session_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """What would clash if the form were saved as it is: asked while somebody types, nothing is written."""
    event, _by = own_event_or_404(request, slug)
    number = request.GET.get("session", "")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 15 else 0
    draft = draft_of(event.pk)
    found: tuple[ClashLine, ...] = ()
    if "title_de" in request.POST:
        people = people_of(event.pk)
        form = SessionForm(request.POST, choices={"room": rooms_of(event.pk), "track": tracks_of(event.pk)})
        around = AroundForms(request.POST, people=people)
        form.is_valid()
        starts_at, ends_at = form.span
        if starts_at and ends_at and around.is_valid():
            programme = with_session(
                draft.programme,
                pk,
                starts_at=starts_at,
                ends_at=ends_at,
                room=int(form.cleaned_data.get("room") or 0) or None,
                title=form.cleaned_data.get("title_de", ""),
                seats=form.cleaned_data.get("seats"),
                speakers=tuple(speaker for speaker, _part in around.speaking()),
            )
            found = clashes_of(event, replace(draft, programme=programme), pk)
    else:
        move = MoveForm(request.POST, rooms=rooms_of(event.pk))
        old = draft.programme.item(pk)
        if move.is_valid() and old is not None:
            starts_at = move.cleaned_data["starts_at"]
            programme = with_session(
                draft.programme,
                pk,
                starts_at=starts_at,
                ends_at=starts_at + (old.ends_at - old.starts_at),
                room=int(move.cleaned_data["room"] or 0) or None,
            )
            found = clashes_of(event, replace(draft, programme=programme), pk)
    return render(request, "events/organise/parts/clashes.html", {"clashes": found, "is_preview": True})


class MoveForm(forms.Form):
    """Where to, and when; how long it takes stays as it is."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=24)
    room = forms.ChoiceField(label=gettext_lazy("Room"), required=False)
    day = forms.DateField(label=gettext_lazy("Day"), widget=day_input())
    starts = forms.TimeField(label=gettext_lazy("Begins at"), widget=clock_input())
    anyway = yes(ANYWAY)

    def __init__(self, *args: Any, rooms: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["room"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("no room yet")),
            *((str(pk), name) for pk, name in rooms),
        ]

    def clean(self) -> dict[str, Any]:
        day, starts = self.cleaned_data.get("day"), self.cleaned_data.get("starts")
        if isinstance(day, date) and starts is not None:
            try:
                self.cleaned_data["starts_at"] = moment_at(day, whole_minutes(starts), zone())
            except OddMoment as odd:
                self.add_error("starts", str(ODD[odd.fault]))
        return self.cleaned_data


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
