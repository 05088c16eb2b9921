"""When the meetings of a list are, and which slots that makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from treffen.files.foreign.programme import Frame
from treffen.files.sheets.calendar import Calendar, Span
from treffen.files.sheets.cell_grid import text_of
from treffen.files.sheets.clock import NO_DAY, ZONE, Moment, NotATime, localised, moment, time_zone
from treffen.files.sheets.reading_context import K, ReadingContext, RowCells
from treffen.problem import BlockId, EntityKind, Slot, SlotId


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The local time of one meeting, as far as its row says it."""

    day: date | None = None
    start: time | None = None
    end: time | None = None

    @classmethod
    def of(cls, cells: RowCells) -> Clock:
        """The time of a row; what is no time, or one that clocks skip or show twice, is a fault."""
        dated, start, end = (_moment(cells, name) for name in ("date", "start", "end"))
        day = next((one.day for one in (start, dated) if one is not None and one.day is not None), None)
        if day is not None and start is not None and start.clock is not None:
            _, wrong = localised(day, start.clock, time_zone(ZONE) or UTC)
            if wrong is not None:
                shown = f"{day.isoformat()} {start.clock.isoformat('minutes')}"
                cells.desk.refuse(wrong, cells.where("start"), field="start", value=shown)
        return cls(day=day, start=start.clock if start else None, end=end.clock if end else None)


def _moment(cells: RowCells, name: str) -> Moment | None:
    raw = cells.raw(name)
    try:
        return moment(raw)
    except NotATime:
        cells.desk.refuse(K.NOT_A_TIME, cells.where(name), field=name, value=text_of(raw), expected="10:00")
        return None


@dataclass(frozen=True, slots=True)
class Times:
    """The slots of the event, and the time of each row of the list."""

    slots: tuple[Slot, ...]
    clocks: Sequence[Clock]
    starts: dict[tuple[date, time], SlotId]
    day: date | None

    @classmethod
    def of(cls, desk: ReadingContext, clocks: Sequence[Clock], frame: Frame) -> Times:
        """The frame's slots, or one for each time at which a meeting is; the desk's calendar knows them."""
        own = frame.event.problem
        zone: tzinfo = time_zone(ZONE) or UTC
        slots = own.slots if own is not None else _slots_of(clocks, minutes=frame.minutes, zone=zone)
        if own is not None and own.slots and own.slots[0].start is not None:
            zone = own.slots[0].start.tzinfo or zone
        spans = [
            Span(
                id=slot.id,
                block=slot.block,
                start=slot.start.astimezone(zone).replace(tzinfo=None) if slot.start else _undated(slot.id),
                end=slot.end.astimezone(zone).replace(tzinfo=None) if slot.end else None,
            )
            for slot in slots
        ]
        for slot in slots:
            desk.known(EntityKind.SLOT).add(slot.id)
        desk.calendar = Calendar(spans, desk.known(EntityKind.SLOT))
        days = {span.start.date() for span in spans if span.start}
        starts = {(span.start.date(), span.start.time()): span.id for span in spans if span.start}
        return cls(slots, clocks, starts, next(iter(days)) if len(days) == 1 else None)

    def slot_of(self, clock: Clock) -> SlotId | None:
        """The slot that begins at this time; without a day that of the only day there is."""
        day = clock.day or self.day
        return None if day is None or clock.start is None else self.starts.get((day, clock.start))


def _undated(id: str) -> datetime | None:
    """The start of a slot that is known by the clock only, and named by it."""
    try:
        return datetime.combine(NO_DAY, time.fromisoformat(id))
    except ValueError:
        return None


def _slots_of(clocks: Sequence[Clock], *, minutes: int, zone: tzinfo) -> tuple[Slot, ...]:
    known: dict[tuple[date, time], time | None] = {}
    for clock in clocks:
        if clock.start is not None:
            known.setdefault((clock.day or NO_DAY, clock.start), clock.end)
    days = {day for day, _ in known}
    found = []
    for (day, begin), until in sorted(known.items(), key=lambda one: one[0]):
        named = begin.isoformat("minutes")
        id = SlotId(named if len(days) == 1 else f"{day.isoformat()} {named}")
        if day == NO_DAY:
            found.append(Slot(id=id))
            continue
        start, _ = localised(day, begin, zone)
        end = localised(day, until, zone)[0] if until else start + timedelta(minutes=minutes)
        found.append(Slot(id=id, block=BlockId(day.isoformat()), start=start, end=end))
    return tuple(found)
