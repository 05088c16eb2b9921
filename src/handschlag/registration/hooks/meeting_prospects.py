"""What letters may promise of meetings: how many people look for what somebody offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from handschlag.common.hooks import Hook
from handschlag.directory.models import Actor
from handschlag.registration.models import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingProspect:
    """`examples` are reasons in words that name nobody; `page` is an address behind the personal link."""

    seekers: int
    examples: tuple[str, ...]
    page: str
    label: str


# Of the organisation of somebody who is invited, or of a registration; None where there are no meetings.
type _Source = Callable[[int, Actor | None, Registration | None], MeetingProspect | None]

meeting_prospects: Final = Hook[_Source]("registration.meeting_prospects")


def prospect_of(
    event_id: int, actor: Actor | None, registration: Registration | None = None
) -> MeetingProspect | None:
    """The first answer that there is, in the language that is spoken now."""
    answers = (source(event_id, actor, registration) for source in meeting_prospects)
    return next((one for one in answers if one is not None), None)
