"""The hall now: the strip of slots, the plan of tables, and its twin, the table of exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import format_short_date, format_time, local_date
from handschlag.day.queries.board import HallBoard, Running, SlotNow
from handschlag.design.components.organiser import Mark, Shape
from handschlag.events.models import Place, Zone

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
