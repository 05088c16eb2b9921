"""Times and tables: the capacity in a sentence, the timeline, the same slot by slot, and what clashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_range, format_short_day
from handschlag.design.components.parts import Link
from handschlag.events.models import Event, Removal
from handschlag.events.queries.venue.meeting_grid import meeting_grid_of
from handschlag.events.rules.blocks.block_clashes import (
    BlockClash,
    BlockClashKind,
    BlockPreview,
    SlotPreview,
    block_preview,
)
from handschlag.events.rules.blocks.grid_inputs import BlockSlots
from handschlag.events.rules.components import EventComponent
from handschlag.events.screens.organise.removals import removed
from handschlag.events.screens.venue.tables import files_of
from handschlag.events.screens.venue.timeline import Timeline, timelines

CODES_NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _BlockLine:
    name: str
    url: str
    when: str
    slots: str
    places: str
    places_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _SlotLine:
    number: int
    when: str
    talks: Sequence[str]
    pauses: Sequence[str]
    seats: str
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _SlotTable:
    name: str
    day: str
    lines: Sequence[_SlotLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class _GridScreen:
    answer: str
    grounds: str
    is_right: bool
    warnings: Sequence[str]
    blocks: Sequence[_BlockLine]
    timelines: Sequence[Timeline]
    tables: Sequence[_SlotTable]
    new_url: str
    places_url: str
    number_of_places: int
    removed: Sequence[Removal]
    files: Sequence[Link]


def meeting_grid_screen(event: Event, *, now: datetime) -> _GridScreen:
    """The page of times and tables; `now` decides what can still be brought back."""
    grid = meeting_grid_of(event.pk)
    whole = block_preview(runs=grid.runs, spots=grid.spots, talks=grid.talks, days=grid.days)
    return _GridScreen(
        answer=_capacity(grid.runs, whole),
        grounds=_lost(whole),
        is_right=bool(whole.rows) and not whole.clashes,
        warnings=tuple(_wording(one) for one in whole.clashes),
        blocks=tuple(_block_line(event, one) for one in grid.runs),
        timelines=timelines(grid),
        tables=tuple(_slot_table(one, whole) for one in grid.runs if one.slots),
        new_url=reverse("events:new_thing", args=[event.slug, "block"]),
        places_url=reverse("events:places", args=[event.slug]),
        number_of_places=len(grid.spots),
        removed=removed(event, EventComponent.BLOCK, now=now),
        files=files_of(event, "block"),
    )


def _capacity(runs: Sequence[BlockSlots], whole: BlockPreview) -> str:
    """36 tables x 12 slots = 432 meetings; blocks of different size one by one."""
    if not runs:
        return _("There are no times for meetings yet. Add a block first.")
    counts = {len(run.spots) for run in runs}
    total = number_format(whole.planned, force_grouping=True)
    if len(counts) == 1:
        slots = sum(len(run.slots) for run in runs)
        return _("%(places)s × %(slots)s = %(total)s meetings.") % {
            "places": places_word(counts.pop()),
            "slots": _slots_word(slots),
            "total": total,
        }
    parts = " + ".join(f"{len(run.spots)} × {len(run.slots)}" for run in runs)
    return _("%(parts)s = %(total)s meetings.") % {"parts": parts, "total": total}


def places_word(number: int) -> str:
    """The number with the word for it, in the language of the page."""
    return ngettext("%(n)s meeting point", "%(n)s meeting points", number) % {"n": number}


def _slots_word(number: int) -> str:
    return ngettext("%(n)s time slot", "%(n)s time slots", number) % {"n": number}


def _lost(whole: BlockPreview) -> str:
    missing = whole.planned - whole.capacity
    if not missing:
        return ""
    text = ngettext(
        "%(n)s of them cannot be used because a room is taken or unavailable.",
        "%(n)s of them cannot be used because a room is taken or unavailable.",
        missing,
    )
    return text % {"n": missing}


def _block_line(event: Event, run: BlockSlots) -> _BlockLine:
    rest = ngettext("%(n)s minute left over", "%(n)s minutes left over", run.minutes_left) % {
        "n": run.minutes_left
    }
    each = _("%(slots)s × (%(meeting)s + %(change)s min)") % {
        "slots": _slots_word(len(run.slots)),
        "meeting": run.meeting_minutes,
        "change": run.change_minutes,
    }
    is_much = run.minutes_left > run.change_minutes
    return _BlockLine(
        name=run.name,
        url=reverse("events:edit_thing", args=[event.slug, "block", run.id]),
        when=f"{format_short_day(run.starts_at)}, {format_range(run.starts_at, run.ends_at)}",
        slots=f"{each}, {rest}" if is_much else each,
        places=places_word(len(run.spots)),
        places_url=reverse("events:open_places", args=[event.slug, run.id]),
    )


def _slot_table(run: BlockSlots, whole: BlockPreview) -> _SlotTable:
    return _SlotTable(
        name=run.name,
        day=format_short_day(run.starts_at),
        lines=tuple(_slot_line(row) for row in whole.rows if row.run.id == run.id),
    )


def _slot_line(row: SlotPreview) -> _SlotLine:
    return _SlotLine(
        number=row.slot.number,
        when=format_range(row.slot.starts_at, row.slot.ends_at),
        talks=tuple(f"{one.title} ({one.room_name})" if one.room_name else one.title for one in row.talks),
        pauses=tuple(one.title for one in row.pauses),
        seats=str(row.seats) if row.seats else "",
        places=row.usable,
    )


def _wording(found: BlockClash) -> str:
    codes = [spot.code for spot in found.spots]
    named = ", ".join(codes[:CODES_NAMED]) + (" …" if len(codes) > CODES_NAMED else "")
    facts = {
        "block": found.run.name,
        "other": found.other.name if found.other else "",
        "slots": ", ".join(map(str, found.slots)),
        "places": named,
        "talk": found.talk.title if found.talk else "",
        "room": found.talk.room_name if found.talk else "",
    }
    texts = {
        BlockClashKind.OUTSIDE_HOURS: _("%(block)s: the venue is closed in time slots %(slots)s."),
        BlockClashKind.NO_PLACES: _("%(block)s has no open meeting points."),
        BlockClashKind.NO_SLOTS: _("%(block)s is too short for one meeting."),
        BlockClashKind.ROOM_USED: _(
            "%(block)s, time slots %(slots)s: “%(talk)s” needs %(room)s (%(places)s)."
        ),
        BlockClashKind.CLOSED: _("%(block)s, time slots %(slots)s: %(places)s are no longer available then."),
        BlockClashKind.PLACE_TWICE: _("%(block)s and %(other)s use %(places)s at the same time."),
    }
    return texts[found.clash] % facts
