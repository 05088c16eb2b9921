"""Programme and blocks of one day on one scale of time: a drawing; the table beside it says the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.times import local_date
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


def timelines(grid: MeetingGrid) -> list[dict[str, Any]]:
    """One for each day that has a block."""
    days = sorted({local_date(run.starts_at) for run in grid.runs})
    return [_timeline(day, grid) for day in days]


def _timeline(day: date, grid: MeetingGrid) -> dict[str, Any]:
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
    return {
        "day": day,
        "width": WIDTH,
        "height": HEAD + LANE * len(lanes) + 6,
        "lanes": [
            (_shortened(label or _("no room"), NAMES - 8), HEAD + LANE * at + 17)
            for at, label in enumerate(lanes)
        ],
        "bars": bars,
        "ticks": scale.ticks(),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """Minutes to units of the drawing."""

    first: datetime
    minutes: int

    def left(self, at: datetime) -> float:
        passed = (at - self.first).total_seconds() / 60
        return round(NAMES + passed / self.minutes * (WIDTH - NAMES), 1)

    def ticks(self) -> list[tuple[float, datetime]]:
        """Every hour, or every second one of a long day."""
        step = 60 if self.minutes <= 60 * 12 else 120
        hours = [self.first + timedelta(minutes=passed) for passed in range(0, self.minutes, step)]
        return [(self.left(hour), hour) for hour in hours]


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
