"""The sheet of slots: times in the zone of the event, ids made from them where none are given."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from treffen.files.sheets.calendar import Calendar, Span
from treffen.files.sheets.cell_grid import Table, text_of
from treffen.files.sheets.clock import NO_DAY, Moment, NotATime, localised, moment
from treffen.files.sheets.reading_context import K, ReadingContext, RowCells
from treffen.problem import BlockId, EntityKind, Slot, SlotId, Where

MOST_SLOTS = 10_000
NO_BLOCK = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """When and where the event is: its day if it is known, and its time zone."""

    day: date | None
    zone: tzinfo


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A slot before it has its final id: `start` and `end` are aware, on `NO_DAY` if undated."""

    id: str
    name: str
    block: str
    start: datetime | None
    end: datetime | None
    where: Where

    @property
    def clock(self) -> str:
        """The start as a clock shows it."""
        return self.start.strftime("%H:%M") if self.start else ""


def read_slots(desk: ReadingContext, table: Table, setting: Setting) -> tuple[Slot, ...]:
    """The slots of a table in order of time, and the calendar of them on the desk."""
    drafts: list[_Draft] = []
    has_id = table.has("id")
    for row in table.rows:
        drafts += _Row(RowCells(desk, table, row), setting, has_id=has_id).drafts()
        if len(drafts) > MOST_SLOTS:
            desk.refuse(K.TOO_BIG, table.where(row), value=len(drafts), expected=str(MOST_SLOTS))
            break
    if all(draft.start for draft in drafts):
        drafts.sort(key=lambda draft: draft.start.timestamp() if draft.start else 0.0)
    _block(drafts)
    _name(drafts)
    if drafts and any(d.start and d.start.date() == NO_DAY for d in drafts):
        desk.tell(K.NO_DATE, table.where(None))
    for field in ("start", "end", "block", "id"):
        if field in table.columns:
            desk.spots.columns[EntityKind.SLOT, field] = table.columns[field][0]
    if not has_id and "start" in table.columns:
        desk.spots.columns[EntityKind.SLOT, "id"] = table.columns["start"][0]
    slots = tuple(_slot(desk, draft) for draft in drafts)
    desk.calendar = _calendar_of(desk, drafts, setting.zone)
    return slots


class _Row:
    """One row of the sheet: a slot, or a run of slots of one length."""

    def __init__(self, cells: RowCells, setting: Setting, *, has_id: bool) -> None:
        self.cells, self.setting, self.has_id = cells, setting, has_id
        self.day = setting.day

    def drafts(self) -> list[_Draft]:
        cells = self.cells
        dated = self._moment("date")
        self.day = (dated.day if dated else None) or self.setting.day
        start, end = self._when("start"), self._when("end")
        length = timedelta(minutes=cells.count("length"))
        id, block = cells.text("id"), cells.text("block")
        if self.has_id and not id:
            cells.desk.refuse(K.MISSING_VALUE, cells.where("id"), field="id")
            return []
        if not self.has_id and start is None:
            if not cells.raws("start"):
                cells.desk.refuse(K.MISSING_VALUE, cells.where("start"), field="start")
            return []
        where = cells.table.where(cells.row)
        one = _Draft(id=id, name=cells.text("name"), block=block, start=start, end=end, where=where)
        if start and length and end is None:
            one.end = start + length
        if start and end and length and end - start > length and not id:
            return self._run(one, end, length)
        return [one]

    def _run(self, one: _Draft, end: datetime, length: timedelta) -> list[_Draft]:
        """All slots of this length between two times, with the changeover between them."""
        pause = timedelta(minutes=self.cells.count("pause"))
        found: list[_Draft] = []
        start = one.start
        while start and start + length <= end and len(found) <= MOST_SLOTS:
            block = one.block or one.name
            found.append(
                _Draft(id="", name="", block=block, start=start, end=start + length, where=one.where)
            )
            start += length + pause
        return found

    def _moment(self, field: str) -> Moment | None:
        cells = self.cells
        raw = cells.raw(field)
        try:
            return moment(raw, year=self.day.year if self.day else None)
        except NotATime:
            example = "2027-04-20" if field == "date" else "10:00, 2027-04-20 10:00"
            where = cells.where(field)
            cells.desk.refuse(K.NOT_A_TIME, where, field=field, value=text_of(raw), expected=example)
            return None

    def _when(self, field: str) -> datetime | None:
        found = self._moment(field)
        if found is None:
            return None
        day, clock = found.day or self.day or NO_DAY, found.clock or time()
        if found.zone is not None:
            return datetime.combine(day, clock, tzinfo=found.zone)
        when, wrong = localised(day, clock, self.setting.zone)
        if wrong:
            shown = f"{day.isoformat()} {clock.isoformat('minutes')}"
            self.cells.desk.refuse(wrong, self.cells.where(field), field=field, value=shown)
        return when


def _block(drafts: list[_Draft]) -> None:
    """Two days are two blocks, unless the sheet says otherwise (`-` says: no block)."""
    days = {draft.start.date() for draft in drafts if draft.start}
    if len(days) > 1 and not any(draft.block for draft in drafts):
        for draft in drafts:
            draft.block = draft.start.date().isoformat() if draft.start else ""
    for draft in drafts:
        draft.block = "" if draft.block == NO_BLOCK else draft.block


def _name(drafts: list[_Draft]) -> None:
    """Ids from the clock, with the day where one clock time occurs on several."""
    clocks = Counter(draft.clock for draft in drafts if not draft.id)
    for draft in drafts:
        if not draft.id and draft.start:
            is_one = clocks[draft.clock] == 1
            draft.id = draft.clock if is_one else f"{draft.start.date().isoformat()} {draft.clock}"


def _slot(desk: ReadingContext, draft: _Draft) -> Slot:
    is_dated = draft.start is not None and draft.start.date() != NO_DAY
    id = SlotId(draft.id)
    desk.known(EntityKind.SLOT).add(id, draft.name)
    desk.spots.put(EntityKind.SLOT, id, draft.where)
    if draft.name and draft.name != id:
        desk.labels[EntityKind.SLOT, id] = draft.name
    elif draft.start and not is_dated and draft.clock not in draft.id:
        desk.labels[EntityKind.SLOT, id] = draft.clock
    return Slot(
        id=id,
        block=BlockId(draft.block),
        start=draft.start if is_dated else None,
        end=draft.end if draft.end and draft.end.date() != NO_DAY else None,
    )


def _calendar_of(desk: ReadingContext, drafts: list[_Draft], zone: tzinfo) -> Calendar:
    """The slots by their local times, to be asked in words."""
    spans = []
    for draft in drafts:
        start = draft.start.astimezone(zone).replace(tzinfo=None) if draft.start else None
        end = draft.end.astimezone(zone).replace(tzinfo=None) if draft.end else None
        spans.append(Span(id=SlotId(draft.id), block=BlockId(draft.block), start=start, end=end))
    return Calendar(_ended(spans), desk.known(EntityKind.SLOT))


def _ended(spans: list[Span]) -> list[Span]:
    """Where an end is missing, the next start of the day stands in for it, when asked in words."""
    found = []
    for index, span in enumerate(spans):
        if span.start is not None and span.end is None:
            later = [s.start for s in spans[index + 1 : index + 2] if s.start]
            is_same_day = bool(later) and later[0].date() == span.start.date()
            end = later[0] if is_same_day else span.start + timedelta(minutes=1)
            found.append(replace(span, end=end))
        else:
            found.append(span)
    return found
