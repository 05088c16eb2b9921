"""Programme and blocks of one day on one scale of time: a drawing; the table beside it says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from handschlag.common.times import format_short_day, format_time, local_date
from handschlag.events.queries.venue.meeting_grid import MeetingGrid
from handschlag.events.rules.blocks.block_clashes import PAUSES
from handschlag.events.rules.blocks.grid_inputs import BlockSlots, GridTalk

WIDTH, NAMES, LANE, HEAD = 1000, 150, 26, 22
LETTER = 6.4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    tone: str
    left: float
    top: float
    width: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tick:
    left: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lane:
    label: str
    top: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    day: str
    alt: str
    view: str
    height: int
    lanes: Sequence[_Lane]
    bars: Sequence[_Bar]
    ticks: Sequence[_Tick]


def timelines(grid: MeetingGrid) -> tuple[Timeline, ...]:
    """One for each day that has a block."""
    days = sorted({local_date(run.starts_at) for run in grid.runs})
    return tuple(_timeline(day, grid) for day in days)


def _timeline(day: date, grid: MeetingGrid) -> Timeline:
    runs = [run for run in grid.runs if local_date(run.starts_at) == day]
    talks = [talk for talk in grid.talks if local_date(talk.starts_at) == day]
    first = min([*(run.starts_at for run in runs), *(talk.starts_at for talk in talks)])
    first = first.replace(minute=0, second=0)
    last = max([*(run.ends_at for run in runs), *(talk.ends_at for talk in talks)])
    scale = _Scale(first=first, minutes=max(60, int((last - first).total_seconds() / 60)))
    rooms = list(dict.fromkeys(talk.room_name for talk in talks))
    lanes = [*rooms, *(run.name for run in runs)]
    bars = [_talk_bar(talk, scale, rooms.index(talk.room_name)) for talk in talks]
    for at, run in enumerate(runs, start=len(rooms)):
        bars += _slot_bars(run, scale, at)
    height = HEAD + LANE * len(lanes) + 6
    return Timeline(
        day=format_short_day(day),
        alt=_(
            "Programme and meeting blocks of %(day)s on one timeline. The table below contains the "
            "same information."
        )
        % {"day": format_short_day(day)},
        view=f"0 0 {WIDTH} {height}",
        height=height,
        lanes=tuple(
            _Lane(label=_shortened(label or _("no room"), NAMES - 8), top=HEAD + LANE * at + 17)
            for at, label in enumerate(lanes)
        ),
        bars=tuple(bars),
        ticks=tuple(scale.ticks()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """Minutes to units of the drawing."""

    first: datetime
    minutes: int

    def left(self, at: datetime) -> float:
        passed = (at - self.first).total_seconds() / 60
        return round(NAMES + passed / self.minutes * (WIDTH - NAMES), 1)

    def ticks(self) -> Sequence[_Tick]:
        step = 60 if self.minutes <= 60 * 12 else 120
        return [
            _Tick(left=self.left(at), label=format_time(at))
            for at in (self.first + timedelta(minutes=passed) for passed in range(0, self.minutes, step))
        ]


def _talk_bar(talk: GridTalk, scale: _Scale, lane: int) -> _Bar:
    left, right = scale.left(talk.starts_at), scale.left(talk.ends_at)
    return _Bar(
        tone="pause" if talk.kind in PAUSES else "talk",
        left=left,
        top=HEAD + LANE * lane + 2,
        width=max(2.0, round(right - left - 1.5, 1)),
        label=_shortened(talk.title, right - left - 8),
    )


def _slot_bars(run: BlockSlots, scale: _Scale, lane: int) -> list[_Bar]:
    bars = []
    for slot in run.slots:
        left, right = scale.left(slot.starts_at), scale.left(slot.ends_at)
        label = str(slot.number) if right - left > 14 else ""
        top = HEAD + LANE * lane + 2
        width = max(2.0, round(right - left - 1.5, 1))
        bars.append(_Bar(tone="slot", left=left, top=top, width=width, label=label))
    return bars


def _shortened(text: str, room: float) -> str:
    """What fits; nothing where not even four letters do."""
    most = int(room / LETTER)
    if len(text) <= most:
        return text
    return text[: most - 1].rstrip() + "…" if most >= 5 else ""
