"""Times and tables: the capacity in a sentence, the timeline, the same slot by slot, and what clashes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.events.models import Event
from handschlag.events.queries.venue.meeting_grid import meeting_grid_of
from handschlag.events.rules.blocks.block_clashes import (
    BlockClash,
    BlockClashKind,
    BlockPreview,
    block_preview,
)
from handschlag.events.rules.blocks.grid_inputs import BlockSlots
from handschlag.events.screens.venue.timeline import timelines

CODES_NAMED = 6


def meeting_grid_screen(event: Event) -> dict[str, Any]:
    """The page of times and tables: how many meetings there can be, slot by slot, and what clashes."""
    grid = meeting_grid_of(event.pk)
    whole = block_preview(runs=grid.runs, spots=grid.spots, talks=grid.talks, days=grid.days)
    return {
        "answer": _capacity(grid.runs, whole),
        "missing": whole.planned - whole.capacity,
        "is_right": bool(whole.rows) and not whole.clashes,
        "warnings": [_wording(clash) for clash in whole.clashes],
        "blocks": grid.runs,
        "timelines": timelines(grid),
        "tables": [
            (run, [row for row in whole.rows if row.run.id == run.id]) for run in grid.runs if run.slots
        ],
        "number_of_places": len(grid.spots),
    }


def _capacity(runs: Sequence[BlockSlots], whole: BlockPreview) -> str:
    """36 tables x 12 slots = 432 meetings; blocks of different size one by one."""
    if not runs:
        return _("There are no times for meetings yet. Add a block first.")
    counts = {len(run.spots) for run in runs}
    total = number_format(whole.planned, force_grouping=True)
    if len(counts) == 1:
        places = counts.pop()
        slots = sum(len(run.slots) for run in runs)
        return _("%(places)s × %(slots)s = %(total)s meetings.") % {
            "places": ngettext("%(n)s meeting point", "%(n)s meeting points", places) % {"n": places},
            "slots": _slots_word(slots),
            "total": total,
        }
    parts = " + ".join(f"{len(run.spots)} × {len(run.slots)}" for run in runs)
    return _("%(parts)s = %(total)s meetings.") % {"parts": parts, "total": total}


def _slots_word(number: int) -> str:
    return ngettext("%(n)s time slot", "%(n)s time slots", number) % {"n": number}


def slots_in_words(run: BlockSlots) -> str:
    """12 time slots x (20 + 5 min), and what is left over where it is more than a walk."""
    each = _("%(slots)s × (%(meeting)s + %(change)s min)") % {
        "slots": _slots_word(len(run.slots)),
        "meeting": run.meeting_minutes,
        "change": run.change_minutes,
    }
    if run.minutes_left <= run.change_minutes:
        return each
    rest = ngettext("%(n)s minute left over", "%(n)s minutes left over", run.minutes_left)
    return f"{each}, {rest % {'n': run.minutes_left}}"


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
