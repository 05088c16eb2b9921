"""Remembered figures of a report: as quick as memory, and never old."""

from __future__ import annotations

import pytest
from tests.platform import builders

from handschlag.day.models import Mark, Outcome
from handschlag.matching.models import Meeting, Participant, Request, Service
from handschlag.statistics.queries.reports import reported
from handschlag.statistics.rules.kpis import Kpi

pytestmark = pytest.mark.django_db
EVENING = builders.clock("20:00")


@pytest.mark.usefixtures("evening")
def test_remembered_figures_notice_every_kind_of_change(
    service: Service, market: list[Request], people: list[Participant]
) -> None:
    def held() -> tuple[int, int, int]:
        service.refresh_from_db()
        found = reported(service, now=EVENING).figures
        return found.registered, found.held, found.measures[Kpi.OUTCOMES].part

    assert held() == held() == (4, 4, 0)
    mark = Mark.objects.create(request=market[0], participant=people[0], took_place=False, marked_at=EVENING)
    assert held() == (4, 3, 0)
    Mark.objects.filter(pk=mark.pk).update(objected_at=EVENING)
    assert held() == (4, 4, 0)
    Outcome.objects.create(
        request=market[0], participant=people[0], after_days=90, result="contract", answered_at=EVENING
    )
    assert held() == (4, 4, 1)
    builders.registration(service.event, "Eve")
    assert held() == (5, 4, 1)
    Meeting.objects.filter(request=market[1]).delete()
    assert held() == (5, 3, 1)
