"""Which slots are meant by "10:00-12:00", "ab 14:00", "Vormittag", "20.04. bis 12:00" or "3-7"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from treffen.files.sheets.clock import NO_DAY, Moment, NotATime, moment, split_day
from treffen.files.sheets.lists import Item
from treffen.files.sheets.names import Names, folded
from treffen.problem import BlockId, SlotId

NOT = re.compile(r"(?:nicht|ohne|außer|ausser|not|except|without)\s+(.+)", re.IGNORECASE)
BETWEEN = re.compile(r"(?:von\s+|from\s+)?(.+?)\s*(?:-|–|—|\bbis\b|\bto\b|\buntil\b)\s*(.+)", re.IGNORECASE)
FROM = re.compile(r"(?:ab|von|seit|from|after|since)\s+(.+)", re.IGNORECASE)
UNTIL = re.compile(r"(?:bis|vor|until|till|before|to)\s+(.+)", re.IGNORECASE)
CLOCK_LIKE = re.compile(r"\d[:.h]\d|uhr", re.IGNORECASE)
NOON = time(12)
HALVES = {
    "vormittag": (None, NOON),
    "vormittags": (None, NOON),
    "morning": (None, NOON),
    "nachmittag": (NOON, None),
    "nachmittags": (NOON, None),
    "afternoon": (NOON, None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A slot with its local times (no offset), where they are known."""

    id: SlotId
    block: BlockId
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Window:
    """From one local moment to another; without a day it holds on every day."""

    first_day: date | None = None
    start: time | None = None
    last_day: date | None = None
    end: time | None = None

    def limits(self, day: date) -> tuple[datetime, datetime]:
        """The window on a day."""
        last = self.last_day or self.first_day or day
        first = self.first_day or (self.last_day if self.start is None and self.last_day else day)
        begin = datetime.combine(first, self.start or time())
        if self.end is None:
            if last == date.max:
                return begin, datetime.combine(last, time.max)
            return begin, datetime.combine(last, time()) + timedelta(days=1)
        return begin, datetime.combine(last, self.end)


class Calendar:
    """The slots of the event, to be asked in words."""

    def __init__(self, spans: Iterable[Span] = (), names: Names | None = None) -> None:
        self.spans = tuple(spans)
        self.names = names or Names(span.id for span in self.spans)
        self.is_timed = any(span.start for span in self.spans)
        days = [span.start.date() for span in self.spans if span.start]
        self.first_day, self.last_day = (min(days), max(days)) if days else (NO_DAY, NO_DAY)

    @property
    def all(self) -> frozenset[SlotId]:
        """Every slot."""
        return frozenset(span.id for span in self.spans)

    def inside(self, window: Window, *, touching: bool = False) -> frozenset[SlotId]:
        """The slots that lie in the window as a whole (or, `touching`, in any part)."""
        found = []
        for span in self.spans:
            if span.start is None:
                continue
            low, high = window.limits(span.start.date())
            end = span.end or span.start
            if touching:
                is_in = span.start < high and (end > low or span.start >= low)
            else:
                is_in = low <= span.start and end <= high and span.start < high
            if is_in:
                found.append(span.id)
        return frozenset(found)

    def meant(self, item: Item, *, touching: bool = False) -> frozenset[SlotId] | None:
        """The slots that an item names; `None` if it names nothing that is known here."""
        text = item.text
        known = self.names.meant(text)
        if known or item.is_literal:
            return frozenset(SlotId(id) for id in known) or None
        block = self._block(text)
        if block is not None:
            return block
        # "9-10" may be two slots by number, "9:00-10:00" is a time even where slots are called so.
        window = self.window(text) if self.is_timed else None
        numbers = None if window is not None and CLOCK_LIKE.search(text) else self._numbers(text)
        if numbers is not None or window is None:
            return numbers
        return self._in(window, text, touching=touching)

    def _in(self, window: Window, text: str, *, touching: bool) -> frozenset[SlotId]:
        """A single time means the slot that starts then; halves of the day go by the start."""
        if window.start is None or window.start != window.end:
            return self.inside(window, touching=touching or folded(text) in HALVES)
        found = []
        for span in self.spans:
            if span.start is None or window.first_day not in (None, span.start.date()):
                continue
            then = datetime.combine(span.start.date(), window.start)
            if span.start == then or (touching and span.start < then < (span.end or span.start)):
                found.append(span.id)
        return frozenset(found)

    def _block(self, text: str) -> frozenset[SlotId] | None:
        wanted = folded(text)
        return frozenset(s.id for s in self.spans if s.block and folded(s.block) == wanted) or None

    def _numbers(self, text: str) -> frozenset[SlotId] | None:
        """From one slot to another, both by id."""
        found = BETWEEN.fullmatch(text)
        ends = [self.names.meant(one) for one in found.groups()] if found else []
        if len(ends) != 2 or any(len(end) != 1 for end in ends):
            return None
        order = [span.id for span in self.spans]
        first, last = (order.index(SlotId(end[0])) for end in ends)
        return frozenset(order[first : last + 1]) or None

    def window(self, text: str) -> Window | None:
        """The window that a text speaks of, if it speaks of one."""
        half = HALVES.get(folded(text))
        if half:
            return Window(start=half[0], end=half[1])
        try:
            return self._window(text)
        except NotATime:
            return None

    def _window(self, text: str) -> Window | None:
        year = self.first_day.year
        try:
            day, rest = split_day(text, year)
        except ValueError:
            return None
        rest = rest.strip(" ,T:")
        if day is not None and not rest:
            return Window(first_day=day)
        if (found := FROM.fullmatch(rest)) and not BETWEEN.fullmatch(rest):
            begin = self._known(found[1])
            return Window(first_day=day or begin.day, start=begin.clock)
        if found := UNTIL.fullmatch(rest):
            finish = self._known(found[1])
            return Window(last_day=day or finish.day, first_day=day or finish.day, end=finish.clock)
        if found := BETWEEN.fullmatch(rest):
            begin, finish = self._known(found[1]), self._known(found[2])
            first = day or begin.day
            return Window(first, begin.clock, finish.day or first, finish.clock)
        if not re.search(r"[:.h]|uhr", rest, re.IGNORECASE):
            return None
        begin = self._known(rest)
        return Window(day or begin.day, begin.clock, day or begin.day, begin.clock)

    def _known(self, text: str) -> Moment:
        found = moment(text.strip(), year=self.first_day.year)
        if found is None:
            raise NotATime(text)
        return found
