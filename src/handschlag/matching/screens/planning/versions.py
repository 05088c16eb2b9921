"""One published version, and the way back to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.times import format_moment
from handschlag.design.components.organiser import Table, TableRow
from handschlag.events.models import Event
from handschlag.matching.queries.display_names import Called
from handschlag.matching.rules.changes import ChangeKind, MeetingChange
from handschlag.matching.rules.versions import PublishedMeeting
from handschlag.matching.screens.planning import explanations
from handschlag.matching.screens.planning.change_lists import change_lists


def meetings_table(meetings: Iterable[PublishedMeeting], people: Mapping[int, Called]) -> Table:
    """Meetings as they were published."""
    return Table(
        title=_("Meetings"),
        heads=[_("Time"), _("Meeting point"), _("Who")],
        rows=[
            TableRow(
                cells=[format_moment(one.starts_at), one.place_code, explanations.pair(one.people, people)]
            )
            for one in meetings
        ],
    )


def by_time_and_place(meeting: PublishedMeeting) -> tuple[datetime, int, str]:
    """T2 before T10."""
    return meeting.starts_at, len(meeting.place_code), meeting.place_code


def rollback_screen(
    event: Event,
    found: Sequence[MeetingChange],
    people: Mapping[int, Called],
    *,
    asked: Mapping[str, str],
) -> dict[str, Any]:
    """`found` leads from that version to now: the way back turns times around, and loses nobody."""
    count = {kind: sum(one.kind is kind for one in found) for kind in ChangeKind}
    return {
        "moved": count[ChangeKind.MOVED],
        "new": count[ChangeKind.NEW],
        "dropped": count[ChangeKind.DROPPED],
        **change_lists(event, found, people, endings=None, asked=asked),
    }
