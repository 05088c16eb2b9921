"""Slots as people name them: by the clock where there is one, by their id where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from treffen.problem import Parts, Slot, SlotId
from treffen.words import Language, Text

ZONE = "Europe/Berlin"
SLOT = Text("Fenster", "Slot")
BLOCK = Text("Block", "Block")
BLOCK_NAMES = {
    "morning": Text("Vormittag", "Morning"),
    "afternoon": Text("Nachmittag", "Afternoon"),
    "evening": Text("Abend", "Evening"),
}
DAYS = (
    Text("Montag", "Monday"),
    Text("Dienstag", "Tuesday"),
    Text("Mittwoch", "Wednesday"),
    Text("Donnerstag", "Thursday"),
    Text("Freitag", "Friday"),
    Text("Samstag", "Saturday"),
    Text("Sonntag", "Sunday"),
)
MONTHS = (
    Text("Januar", "January"),
    Text("Februar", "February"),
    Text("März", "March"),
    Text("April", "April"),
    Text("Mai", "May"),
    Text("Juni", "June"),
    Text("Juli", "July"),
    Text("August", "August"),
    Text("September", "September"),
    Text("Oktober", "October"),
    Text("November", "November"),
    Text("Dezember", "December"),
)


def _local(moment: datetime) -> datetime:
    """The moment on a clock in Berlin; a time without a zone is taken as it stands."""
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(ZoneInfo(ZONE))
    except ZoneInfoNotFoundError:  # a machine without a time zone database
        return moment


def _written_day(day: date, language: Language, *, with_year: bool = True) -> str:
    """A date in words.

    >>> _written_day(date(2027, 4, 20), "de"), _written_day(date(2027, 4, 20), "en", with_year=False)
    ('Dienstag, 20. April 2027', 'Tuesday 20 April')
    """
    name, month = DAYS[day.weekday()].said(language), MONTHS[day.month - 1].said(language)
    head = f"{name}, {day.day}. {month}" if language == "de" else f"{name} {day.day} {month}"
    return f"{head} {day.year}" if with_year else head


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One block: what to call it, and its slots in order."""

    title: str
    slots: tuple[Slot, ...]


class Clock:
    """Names the slots of one problem in one language."""

    def __init__(self, problem: Parts, language: Language) -> None:
        self.language = language
        self.slots: Sequence[Slot] = problem.slots
        self.position: Mapping[SlotId, int] = {s.id: i for i, s in enumerate(problem.slots)}
        self.has_times = all(s.start is not None for s in problem.slots)
        self._blocks = tuple(problem.blocks())

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days of the event, in order; none where the slots have no times."""
        if not self.has_times:
            return ()
        return tuple(dict.fromkeys(_local(s.start).date() for s in self.slots if s.start))

    @cached_property
    def runs(self) -> tuple[_Run, ...]:
        """The blocks with their titles."""
        alone = len(self._blocks) == 1
        return tuple(
            _Run(title=self._title(id, slots, alone=alone), slots=slots) for id, slots in self._blocks
        )

    def _title(self, id: str, slots: tuple[Slot, ...], *, alone: bool) -> str:
        first = slots[0].start
        day = (
            _written_day(_local(first).date(), self.language, with_year=False)
            if first and len(self.days) > 1
            else ""
        )
        name = "" if alone and not id else self._block(id)
        return ", ".join(filter(None, (day, name))) or self.span(slots[0].id, len(slots))

    def _block(self, id: str) -> str:
        if id.isdigit():
            return f"{BLOCK.said(self.language)} {id}"
        return BLOCK_NAMES[id].said(self.language) if id in BLOCK_NAMES else id

    def when(self, id: SlotId) -> str:
        """The shortest name of a slot: `10:30`, or its id."""
        start = self.slots[self.position[id]].start if id in self.position else None
        return id if start is None else f"{_local(start):%H:%M}"

    def span(self, id: SlotId, length: int = 1) -> str:
        """From when to when: `10:30–10:50`, or the ids of the first and the last slot."""
        first = self.position[id]
        last = self.slots[min(first + length, len(self.slots)) - 1]
        if self.slots[first].start is not None:
            return self.when(id) if last.end is None else f"{self.when(id)}–{_local(last.end):%H:%M}"
        return id if length == 1 else f"{id}–{last.id}"

    def ends(self, id: SlotId) -> str:
        """When a slot ends, or nothing where no clock says so."""
        end = self.slots[self.position[id]].end
        return "" if end is None else f"{_local(end):%H:%M}"

    def named(self, id: SlotId) -> str:
        """A slot as a title of its own: `10:30–10:50`, `Fenster 5`, with the day where there are several."""
        slot = self.slots[self.position[id]]
        if slot.start is None:
            return f"{SLOT.said(self.language)} {id}"
        return f"{self._short_day(slot.start)}{self.span(id)}"

    def told(self, id: SlotId) -> str:
        """A slot in a sentence, after the word for it: `10:30`, `5`."""
        start = self.slots[self.position[id]].start if id in self.position else None
        return id if start is None else f"{self._short_day(start)}{self.when(id)}"

    def _short_day(self, start: datetime) -> str:
        if len(self.days) < 2:
            return ""
        day = _local(start).date()
        name = DAYS[day.weekday()].said(self.language)
        return (
            f"{name[:2]} {day.day}.{day.month}., "
            if self.language == "de"
            else f"{name[:3]} {day.day}/{day.month}, "
        )

    @property
    def period(self) -> str:
        """The day of the event, or from the first to the last."""
        if not self.days:
            return ""
        first, last = self.days[0], self.days[-1]
        if first == last:
            return _written_day(first, self.language)
        return f"{_written_day(first, self.language, with_year=False)} – {_written_day(last, self.language)}"
