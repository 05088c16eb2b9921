"""The invented conference of 2027: published twice, with something left to do."""

from __future__ import annotations

from datetime import datetime

import pytest

from handschlag.demo import conference, personas
from handschlag.demo.personas import PEOPLE
from handschlag.directory.models import Network
from handschlag.events.models import Event, Session
from handschlag.events.programme.differences import DifferenceKind, differences
from handschlag.events.programme.draft import ClashKind, changed_lately, clashes, draft_of
from handschlag.events.versions import published, version

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(now: datetime) -> Event:
    for person in PEOPLE:
        if person.network:
            Network.objects.create(name=person.network, slug=person.network, kind="cluster", is_demo=True)
    personas.make_people(now=now)
    return conference.write_conference(now=now)


def test_the_conference_has_24_sessions_and_a_second_version_that_differs(event: Event) -> None:
    first, second = version(event.pk, 1), published(event.pk)
    assert first is not None
    assert (len(first.programme.items), second.number) == (24, 2)
    assert [
        (one.kind, one.after and one.after.sequence) for one in differences(first.programme, second.programme)
    ] == [
        (DifferenceKind.CHANGED, 1),
        (DifferenceKind.CHANGED, 1),
        (DifferenceKind.CANCELLED, 1),
    ]
    assert clashes(second.programme, {}) == ()


def test_the_organiser_finds_a_clash_and_a_session_without_a_time(event: Event) -> None:
    draft = draft_of(event.pk)
    assert [clash.kind for clash in clashes(draft.programme, draft.closures)] == [ClashKind.ROOM_TWICE]
    assert [one.title_de for one in draft.waiting] == ["Nachgereicht: Normen für kleine Serien"]
    assert changed_lately(event.pk) == 1  # what waits for a time cannot be published


def test_everything_of_the_conference_is_marked_as_invented(event: Event) -> None:
    assert event.is_demo
    assert set(event.speakers.values_list("is_demo", flat=True)) == {True}
    assert Session.objects.count() == 25
