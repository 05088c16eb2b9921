"""When the meetings of a list are, and which slots that makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from treffen.files.foreign.nodes import YEARS
from treffen.files.foreign.programme import Frame
from treffen.files.sheets.calendar import Calendar, Span
from treffen.files.sheets.cell_grid import text_of
from treffen.files.sheets.clock import NO_DAY, ZONE, Moment, NotATime, localised, moment, time_zone
from treffen.files.sheets.reading_context import K, ReadingContext, RowCells
from treffen.problem import BlockId, EntityKind, Slot, SlotId


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The local time of one meeting, as far as its row says it; `at` where the row has an offset."""

    cells: RowCells
    day: date | None = None
    start: time | None = None
    end: Moment | None = None
    at: datetime | None = None

    @classmethod
    def of(cls, cells: RowCells, zone: tzinfo) -> Clock:
        """The time of a row; what is no time, or one that clocks skip or show twice, is a fault."""
        dated, start, end = (_moment(cells, name, zone) for name in ("date", "start", "end"))
        day = next((one.day for one in (start, dated) if one is not None and one.day is not None), None)
        said = next((one for one in (start, dated) if one is not None and one.clock is not None), None)
        clock, offset = (said.clock, said.zone) if said else (None, None)
        if day is None or clock is None:
            return cls(cells=cells, day=day, start=clock, end=end)
        if offset is not None:
            at = datetime.combine(day, clock, tzinfo=zone)
            return cls(cells=cells, day=day, start=clock, end=end, at=at.astimezone(UTC))
        _, wrong = localised(day, clock, zone)
        if wrong is not None:
            name = "start" if said is start else "date"
            shown = f"{day.isoformat()} {clock.isoformat('minutes')}"
            cells.desk.refuse(wrong, cells.where(name), field=name, value=shown)
        return cls(cells=cells, day=day, start=clock, end=end)

    def begin(self, zone: tzinfo, day: date) -> datetime:
        """When it begins; on this day if the row has none."""
        assert self.start is not None
        return self.at.astimezone(zone) if self.at else localised(self.day or day, self.start, zone)[0]

    def until(self, zone: tzinfo, day: date) -> datetime | None:
        """When it ends, if the row says it."""
        if self.end is None or self.end.clock is None:
            return None
        return localised(self.end.day or self.day or day, self.end.clock, zone)[0]


def _moment(cells: RowCells, name: str, zone: tzinfo) -> Moment | None:
    """What a cell says, in the zone of the list; `zone` only where the cell itself has an offset."""
    raw = cells.raw(name)
    try:
        found = moment(raw)
        if found is not None and found.day is not None and found.day.year not in YEARS:
            raise NotATime(text_of(raw))
    except NotATime:
        cells.desk.refuse(K.NOT_A_TIME, cells.where(name), field=name, value=text_of(raw), expected="10:00")
        return None
    if found is None or found.zone is None or found.day is None or found.clock is None:
        return found
    local = datetime.combine(found.day, found.clock, tzinfo=found.zone).astimezone(zone)
    return Moment(local.date(), local.time(), found.zone)


@dataclass(frozen=True, slots=True)
class Times:
    """The slots of the event, and the time of each row of the list."""

    slots: tuple[Slot, ...]
    clocks: Sequence[Clock]
    starts: dict[tuple[date, time], SlotId]
    instants: dict[datetime, SlotId]
    day: date | None

    @classmethod
    def of(cls, desk: ReadingContext, rows: Sequence[RowCells], frame: Frame) -> Times:
        """The frame's slots, or one for each time at which a meeting is; the desk's calendar knows them."""
        own = frame.event.problem
        zone = _zone_of(own.slots if own is not None else ())
        clocks = [Clock.of(cells, zone) for cells in rows]
        slots = own.slots if own is not None else _slots_of(desk, clocks, minutes=frame.minutes, zone=zone)
        spans = [
            Span(
                id=slot.id,
                block=slot.block,
                start=slot.start.replace(tzinfo=None) if slot.start else _undated(slot.id),
                end=slot.end.replace(tzinfo=None) if slot.end else None,
            )
            for slot in slots
        ]
        for slot in slots:
            desk.known(EntityKind.SLOT).add(slot.id)
        desk.calendar = Calendar(spans, desk.known(EntityKind.SLOT))
        days = {span.start.date() for span in spans if span.start}
        starts = {(span.start.date(), span.start.time()): span.id for span in spans if span.start}
        instants = {slot.start.astimezone(UTC): slot.id for slot in slots if slot.start}
        return cls(slots, clocks, starts, instants, next(iter(days)) if len(days) == 1 else None)

    def slot_of(self, clock: Clock) -> SlotId | None:
        """The slot that begins at this time; without a day that of the only day there is."""
        if clock.at is not None:
            return self.instants.get(clock.at)
        day = clock.day or self.day
        return None if day is None or clock.start is None else self.starts.get((day, clock.start))


def _zone_of(slots: Sequence[Slot]) -> tzinfo:
    """The zone in which slots are; JSON has offsets only, which are taken for our own zone if they fit."""
    zone: tzinfo = time_zone(ZONE) or UTC
    starts = [slot.start for slot in slots if slot.start is not None]
    named = next((one.tzinfo for one in starts if isinstance(one.tzinfo, ZoneInfo)), None)
    if named is not None or not starts:
        return named or zone
    is_ours = all(zone.utcoffset(one.replace(tzinfo=None)) == one.utcoffset() for one in starts)
    return zone if is_ours else starts[0].tzinfo or zone


def _undated(id: str) -> datetime | None:
    """The start of a slot that is known by the clock only, and named by it."""
    try:
        return datetime.combine(NO_DAY, time.fromisoformat(id))
    except ValueError:
        return None


def _slots_of(
    desk: ReadingContext, clocks: Sequence[Clock], *, minutes: int, zone: tzinfo
) -> tuple[Slot, ...]:
    """One slot for each time at which a meeting begins; who contradicts an earlier row is told there."""
    timed = [clock for clock in clocks if clock.start is not None]
    days = {clock.day for clock in timed if clock.day is not None}
    only = next(iter(days)) if len(days) == 1 else NO_DAY
    known: dict[datetime, tuple[datetime | None, RowCells]] = {}
    for clock in timed:
        cells = clock.cells
        if clock.day is None and len(days) > 1:
            desk.refuse(K.MISSING_VALUE, cells.where("date"), field="date")
            continue
        begin, until = clock.begin(zone, only), clock.until(zone, only)
        before, first = known.setdefault(begin, (until, cells))
        known[begin] = (before or until, first)
        if before and until and before != until:
            shown, other = until.strftime("%H:%M"), before.strftime("%H:%M")
            desk.refuse(K.CONTRADICTION, cells.where("end"), field="end", value=shown, expected=other)
    found = []
    for begin, (until, cells) in sorted(known.items(), key=lambda one: one[0]):
        clock_time, day = begin.time().isoformat("minutes"), begin.date()
        id = SlotId(clock_time if len(days) < 2 else f"{day.isoformat()} {clock_time}")
        desk.spots.put(EntityKind.SLOT, id, cells.where("start" if cells.text("start") else "date"))
        if day == NO_DAY:
            found.append(Slot(id=id))
            continue
        end = until or (begin.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)
        found.append(Slot(id=id, block=BlockId(day.isoformat()), start=begin, end=end))
    return tuple(found)
