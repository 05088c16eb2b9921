"""Of two blocks one ends before the other begins: when they are added, changed and brought back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.common.refusals import Refusal
from handschlag.events import removals
from handschlag.events.models import Event, Removal
from handschlag.events.venue import meeting_times
from handschlag.events.venue.objects import etag_of

pytestmark = pytest.mark.django_db


def test_of_two_blocks_one_ends_before_the_other_begins(event: Event, greta: User, now: datetime) -> None:
    first = builders.block(event, at="10:30", until="12:30")
    first.refresh_from_db()
    ask: dict[str, Any] = {"event_id": event.pk, "by": greta.subject, "now": now}

    def block(at: str, until: str) -> dict[str, Any]:
        times = {"starts_at": builders.clock(at), "ends_at": builders.clock(until)}
        return {"name_de": "Noch einer", "meeting_minutes": 15, "change_minutes": 5, **times}

    with pytest.raises(Refusal, match="blocks_overlap"):
        meeting_times.add_block(**ask, values=block("12:00", "13:00"))
    other = meeting_times.add_block(**ask, values=block("12:30", "13:30"))
    other.refresh_from_db()
    with pytest.raises(Refusal, match="blocks_overlap"):
        meeting_times.change_block(**ask, pk=other.pk, values=block("9:00", "10:45"), seen=etag_of(other))
    meeting_times.remove_block(**ask, pk=first.pk, seen=etag_of(first))
    meeting_times.change_block(**ask, pk=other.pk, values=block("9:00", "10:45"), seen=etag_of(other))
    with pytest.raises(Refusal, match="cannot_come_back"):
        removals.undo_removal(
            event_id=event.pk, removal_id=Removal.objects.get().pk, by=greta.subject, now=now
        )
