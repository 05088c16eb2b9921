"""Remembered figures of a report: as quick as memory, and never old."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.platform import builders

from handschlag.day.models import Mark, Outcome
from handschlag.directory.models import Membership
from handschlag.matching.models import Meeting, Participant, Request, Service
from handschlag.registration.models import SessionChoice
from handschlag.statistics.figures import figure_fingerprint_of, reported
from handschlag.statistics.kpis import Kpi

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
    assert held() == (4, 3, 0)  # now in dispute: it counts for nobody
    Outcome.objects.create(
        request=market[0], participant=people[0], after_days=90, result="contract", answered_at=EVENING
    )
    assert held() == (4, 3, 1)
    builders.registration(service.event, "Eve")
    assert held() == (5, 3, 1)
    Meeting.objects.filter(request=market[1]).delete()
    assert held() == (5, 2, 1)


def enter_a_network(one: Participant) -> None:
    Membership.objects.create(actor=one.registration.actor, network=builders.network("Neuland"))


def leave_a_network(one: Participant) -> None:
    one.registration.actor.memberships.update(until=builders.NOW.date())


def choose_a_talk(one: Participant) -> None:
    talk = builders.session(one.service.event, "Vortrag")
    SessionChoice.objects.create(registration=one.registration, session=talk, chosen_at=builders.NOW)


def say_yes(one: Participant) -> None:
    one.parties.update(said_yes_at=EVENING)


@pytest.mark.parametrize("change", [enter_a_network, leave_a_network, choose_a_talk, say_yes])
def test_the_stamp_changes_with_what_figures_rest_on(
    service: Service, market: list[Request], people: list[Participant], change: Callable[[Participant], None]
) -> None:
    before = figure_fingerprint_of(service)
    assert figure_fingerprint_of(service) == before
    change(people[0])
    assert figure_fingerprint_of(service) != before
