"""What was published of a programme is never changed, not even past the platform."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.events.models import Event, ProgrammeVersion

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        {"content": {"items": []}},
        {"number": 7},
        {"note": "nothing happened"},
        {"published_at": builders.NOW + timedelta(days=1)},
    ],
)
def test_the_database_refuses_to_change_a_version(event: Event, change: dict[str, Any]) -> None:
    builders.session(event)
    before = builders.version(event)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ProgrammeVersion.objects.update(**change)
    after = ProgrammeVersion.objects.get()
    assert (after.content, after.number, after.note, after.published_at) == (
        before.content,
        1,
        "",
        builders.NOW,
    )


def test_a_version_does_not_move_to_another_event(event: Event) -> None:
    builders.version(event)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ProgrammeVersion.objects.update(event=builders.event("Andere"))
    assert ProgrammeVersion.objects.get().event == event


def test_whoever_published_it_is_forgotten_and_it_goes_with_its_event(event: Event, paul: User) -> None:
    row = builders.version(event)
    row.published_by = paul
    row.save()
    paul.delete()
    assert ProgrammeVersion.objects.get().published_by is None
    event.delete()
    assert ProgrammeVersion.objects.count() == 0
