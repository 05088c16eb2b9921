"""Places, blocks and slots in which meetings are held are not taken away: a clear no, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.common.refusals import Refusal
from handschlag.events.editing import VenueRefusal
from handschlag.events.models import Block, Place
from handschlag.events.venue import meeting_times
from handschlag.events.venue.objects import etag_of
from handschlag.matching.models import Meeting, Participant, Request

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(ada: Participant, bo: Participant, accepted: Callable[..., Request]) -> Meeting:
    return Meeting.objects.select_related("place", "block").get(request=accepted(ada, bo))


def refused(act: Callable[..., object], **given: object) -> tuple[object, object]:
    with pytest.raises(Refusal) as no:
        act(**given)
    return no.value.reason, no.value.details.get("meetings")


def test_a_place_with_a_meeting_stays(meeting: Meeting, otto: User, now: datetime) -> None:
    place = meeting.place
    given = {
        "event_id": place.event_id,
        "pk": place.pk,
        "seen": etag_of(place),
        "by": otto.subject,
        "now": now,
    }
    assert refused(meeting_times.remove_place, **given) == (VenueRefusal.HELD, 1)
    free = Place.objects.filter(event=place.event).exclude(pk=place.pk).get()
    meeting_times.remove_place(**{**given, "pk": free.pk, "seen": etag_of(free)})
    assert list(Place.objects.filter(event=place.event)) == [place]


def test_a_block_with_a_meeting_stays_and_keeps_its_slots(
    meeting: Meeting, otto: User, now: datetime
) -> None:
    block = meeting.block
    given = {
        "event_id": block.event_id,
        "pk": block.pk,
        "seen": etag_of(block),
        "by": otto.subject,
        "now": now,
    }
    assert refused(meeting_times.remove_block, **given) == (VenueRefusal.HELD, 1)
    later = {"starts_at": block.starts_at + timedelta(minutes=5)}
    assert refused(meeting_times.change_block, **given, values=later) == (VenueRefusal.HELD, 1)
    assert Block.objects.get(pk=block.pk).starts_at == builders.clock("10:30")


def test_a_place_in_use_stays_open(meeting: Meeting, otto: User, now: datetime) -> None:
    block = meeting.block
    given = {"event_id": block.event_id, "pk": block.pk, "by": otto.subject, "now": now}
    seen = meeting_times.open_mark(block)
    assert refused(meeting_times.set_open_places, **given, place_ids=[], seen=seen) == (VenueRefusal.HELD, 1)
    assert meeting_times.open_mark(block) == seen
