"""What organising keeps about people, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.events import parts, removals
from handschlag.events.editing import EventComponent, etag_of_component
from handschlag.events.models import Event, EventOrganiser, Removal
from handschlag.events.plugins.personal_data import TEAM_HOLDER

pytestmark = pytest.mark.django_db


def test_a_removed_speaker_is_forgotten_after_a_week(event: Event, greta: User) -> None:
    speaker = builders.speaker(event)
    seen = etag_of_component(EventComponent.SPEAKER, speaker)
    parts.remove_component(
        part=EventComponent.SPEAKER,
        event_id=event.pk,
        pk=speaker.pk,
        seen=seen,
        by=greta.subject,
        now=builders.NOW,
    )
    assert removals.forget_removals(now=builders.NOW + timedelta(days=6)) == 0
    assert removals.forget_removals(now=builders.NOW + timedelta(days=8)) == 1
    assert Removal.objects.count() == 0


def test_an_organiser_takes_along_which_events_they_look_after_and_is_warned_about_those_left_alone(
    event: Event, greta: User, olaf: User
) -> None:
    shared = builders.event("Gemeinsam", greta, olaf)
    assert TEAM_HOLDER.export(greta.pk) == {
        "events": [
            {"title": title, "since": builders.NOW.isoformat(), "only_reads": False}
            for title in (event.title_de, shared.title_de)
        ],
        "receptions": [],
    }
    with override("de"):
        assert TEAM_HOLDER.warnings(greta.pk) == [
            ("Außer Ihnen gehört niemand zum Team von „Netzwerke verbinden“.")
        ]
    greta.delete()
    assert [row.user for row in EventOrganiser.objects.all()] == [olaf]
