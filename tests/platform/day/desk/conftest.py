"""What the tests of walk-ins share: Hanna, nine o'clock, and how she is taken in."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.day import walk_in
from handschlag.day.walk_in import Possible, WalkIn
from handschlag.events.models import Event
from handschlag.matching.engine.newcomers import ProposedMeeting
from handschlag.matching.models import Participant

HANNA = WalkIn(name="Hanna Brinkmann", organisation="Inselhof", offers="Linsen für Laser", needs="Sensoren")
KEY, OTHER_KEY = (str(uuid.UUID(int=number)) for number in (1, 2))
NINE = builders.clock("9:00")


def wanted(found: Sequence[Possible]) -> list[ProposedMeeting]:
    return [
        ProposedMeeting(
            partner=one.chance.partner, starts_at=one.chance.spot.starts_at, place=one.chance.spot.place
        )
        for one in found
    ]


@pytest.fixture
def take_in(event: Event, otto: User) -> Callable[..., Participant]:
    """`take_in(found)`: Hanna is taken in by Otto at nine o'clock and asks for these meetings."""

    def do(found: Sequence[Possible] = (), *, who: WalkIn = HANNA, **given: Any) -> Participant:
        values: dict[str, Any] = {"has_agreed": True, "key": KEY, "by": otto.subject, "now": NINE, **given}
        return walk_in.take_in(event_id=event.pk, walk_in=who, wanted=wanted(found), **values)

    return do


# --- whom, when and where ---------------------------------------------------------------------
