"""What apps above add to the reception: pages of theirs, and the meetings of those who come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handschlag.common.hooks import Hook
from handschlag.events.models import Event

# Where somebody without a registration is served at once; empty where that is not possible.
walk_in_page: Final = Hook[Callable[[Event], str]]("registration.walk_in_page")

# Where it is said that somebody does not come whom others wait for; called with the id of the registration.
absence_page: Final = Hook[Callable[[Event, int, datetime], str]]("registration.absence_page")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskMeeting:
    """A meeting as the desk tells of it: `place` is the code of the meeting point, `others` are names."""

    starts_at: datetime
    place: str
    others: tuple[str, ...]


# The meetings still to come, by the id of the registration.
desk_meetings: Final = Hook[Callable[[Event, datetime], Mapping[int, Sequence[DeskMeeting]]]](
    "registration.desk_meetings"
)

# The file with somebody's day on paper, by the id of the registration; empty where there is none.
day_sheet: Final = Hook[Callable[[Event, int], str]]("registration.day_sheet")


def meetings_to_come(event: Event, now: datetime) -> Mapping[int, Sequence[DeskMeeting]]:
    """Of everybody who has some."""
    return next(filter(None, (plugin(event, now) for plugin in desk_meetings)), {})
