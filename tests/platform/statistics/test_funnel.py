"""From the invitation to the first meeting: counted from moments that are stored anyway."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.platform import builders
from tests.platform.statistics.test_report import EVENING

from handschlag.common.times import local_date
from handschlag.matching.models import Participant, Request, Service
from handschlag.statistics.figures import reported
from handschlag.statistics.funnel import Stage, days_of, weeks_of

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("evening")
def test_the_way_to_the_first_meeting_is_told_week_by_week(
    desk: Client, at: Callable[..., str], market: list[Request], service: Service
) -> None:
    builders.registration(service.event, "Eve")
    first, second, third, last = Participant.objects.order_by("pk")
    week = timedelta(days=7)
    Participant.objects.update(joined_at=builders.NOW, described_at=builders.NOW, wished_at=None)
    Participant.objects.filter(pk=second.pk).update(wished_at=builders.NOW + week)
    Participant.objects.filter(pk=third.pk).update(described_at=None)
    Participant.objects.filter(pk=last.pk).update(left_at=builders.NOW)
    days = days_of(service, reported(service, now=EVENING).figures)
    assert {stage.value: len(found) for stage, found in days.items()} == {
        "invited": 0,
        "registered": 5,
        "joined": 3,
        "described": 2,
        "wished": 1,
        "met": 3,
    }
    assert (first.pk, set(days[Stage.MET])) == (first.pk, {date(2027, 4, 14)})
    weeks = weeks_of(days, today=local_date(builders.NOW + week))
    joined = [counts[Stage.WISHED] for _end, counts in weeks]
    assert (joined[0], joined[-1], joined == sorted(joined)) == (0, 1, True)
    text = desk.get(at("report/")).content.decode()
    assert "Von der Einladung zum ersten Gespräch" in text
    assert "Woche für Woche" in text
