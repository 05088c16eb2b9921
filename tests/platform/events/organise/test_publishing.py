"""A programme is published: version by version, never over what somebody has not seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Role
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.events.editing import EventRefusal, ProgrammeRefusal
from handschlag.events.models import Event, ProgrammeVersion, Session
from handschlag.events.programme.publishing import publish_programme
from handschlag.events.versions import drafted, etag_of, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(event: Event) -> Session:
    speaker = builders.speaker(event)
    return builders.session(event, room=builders.room(event), speakers=(speaker,))


def test_the_first_version_says_what_the_rows_say(
    event: Event, talk: Session, greta: User, now: datetime
) -> None:
    builders.session(event, "Ohne Zeit", "")
    made = publish_programme(event_id=event.pk, seen=0, by=greta.subject, now=now)
    read = published(event.pk)
    assert (made.number, read.number, read.published_at) == (1, 1, now)
    (item,) = read.programme.items
    assert (item.id, item.uid, item.title_de, item.starts_at) == (
        talk.pk,
        str(talk.uid),
        "Linsen für alle",
        builders.clock("10:00"),
    )
    assert [one.name for one in read.programme.people] == ["Prof. Dr. Nadja Kielhorn"]
    assert [entry.changes for entry in AuditEntry.objects.filter(verb="published_programme")] == [
        {"version": [None, 1], "sessions": [None, 1]}
    ]


def test_a_moved_session_is_counted_in_the_next_version_and_the_earlier_one_stays(
    event: Event, talk: Session, greta: User, now: datetime
) -> None:
    publish_programme(event_id=event.pk, seen=0, by=greta.subject, now=now)
    first = ProgrammeVersion.objects.get().content
    Session.objects.filter(pk=talk.pk).update(ends_at=builders.clock("11:00"))
    publish_programme(event_id=event.pk, seen=1, by=greta.subject, now=now + timedelta(hours=1))
    assert [item.sequence for item in published(event.pk).programme.items] == [1]
    assert Session.objects.get().sequence == 1
    assert ProgrammeVersion.objects.get(number=1).content == first


def test_a_deleted_session_stays_in_the_public_programme_as_cancelled(
    event: Event, talk: Session, greta: User, now: datetime
) -> None:
    publish_programme(event_id=event.pk, seen=0, by=greta.subject, now=now)
    talk.delete()
    publish_programme(event_id=event.pk, seen=1, by=greta.subject, now=now)
    assert [(one.is_cancelled, one.sequence) for one in published(event.pk).programme.items] == [(True, 1)]


def test_what_somebody_else_published_or_changed_meanwhile_is_refused(
    event: Event, talk: Session, greta: User, now: datetime
) -> None:
    seen = etag_of(drafted(event.pk))
    Session.objects.filter(pk=talk.pk).update(title_de="Anders")
    with pytest.raises(Refusal) as no:
        publish_programme(event_id=event.pk, seen=0, mark=seen, by=greta.subject, now=now)
    assert no.value.reason is ProgrammeRefusal.STALE
    publish_programme(event_id=event.pk, seen=0, by=greta.subject, now=now)
    with pytest.raises(Refusal) as no:
        publish_programme(event_id=event.pk, seen=0, by=greta.subject, now=now)
    assert no.value.reason is ProgrammeRefusal.STALE
    with pytest.raises(Refusal) as no:
        publish_programme(event_id=event.pk, seen=1, by=greta.subject, now=now)
    assert no.value.reason is ProgrammeRefusal.NOTHING_NEW
    with pytest.raises(Refusal) as no:
        publish_programme(event_id=event.pk + 1, seen=1, by=greta.subject, now=now)
    assert no.value.reason is EventRefusal.GONE


@pytest.mark.parametrize("role", [None, Role.NETWORK_MANAGER, Role.EDITOR, Role.ORGANISER])
def test_nobody_publishes_the_programme_of_an_event_they_do_not_organise(
    event: Event, person: Callable[..., User], now: datetime, role: Role | None
) -> None:
    other = person("other", *([role] if role else []))
    with pytest.raises(Denied):
        publish_programme(event_id=event.pk, seen=0, by=other.subject, now=now)
    assert ProgrammeVersion.objects.count() == 0
