"""What happens to meetings and timetables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from handschlag.common.hooks import Hook
from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _


class MeetingEventKind(Labelled):
    """What can happen."""

    CONFIRMED = "meeting.confirmed", _("a meeting is confirmed")
    MOVED = "meeting.moved", _("a meeting moves")
    WITHDRAWN = "meeting.withdrawn", _("a meeting is withdrawn")
    PUBLISHED = "timetable.published", _("a timetable is published")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEvent:
    """Something that was written in the transaction that is open: by request, or by version."""

    kind: MeetingEventKind
    service_id: int
    requests: tuple[int, ...] = ()
    version: int | None = None


# A plugin writes within the same transaction, or not at all.
meeting_events: Final = Hook[Callable[[MeetingEvent], None]]("matching.meeting_events")
