"""Topic tables on the day: they go on without who is not there, and nobody is in two places."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.platform import matchmaking
from tests.platform.builders import NOW
from tests.platform.matching.test_topic_tables import SELF, join, keeps_free_but, offer, sitting

from handschlag.common.models import Mail
from handschlag.day import incidents
from handschlag.day.models import Incident, Signal, SignalKind
from handschlag.day.signals import unanswered_signals
from handschlag.matching.agreed_meetings import increase_structure, write_spots
from handschlag.matching.answering import accept
from handschlag.matching.engine import problem
from handschlag.matching.engine.admission import MeetingSpot, as_it_stands
from handschlag.matching.engine.problem import problem_of
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.hooks import Absence, What
from handschlag.matching.models import Blocked, Meeting, Participant, RequestState, Service, TopicTable
from handschlag.matching.topic_tables.actions import leave_table, people_at, settle_tables, waiting_for_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(large_table: Service) -> Service:
    return large_table


@pytest.fixture
def dea(service: Service) -> Participant:
    return matchmaking.participant(service, "Dea Molnar")


def test_on_the_day_it_goes_on_without_who_is_not_there(
    service: Service, ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    table = offer(ada)
    join(table, bo, cy, dea)
    facts = load_engine_input(service)
    away = [Absence(what=What.PERSON, id=one.pk, from_at=NOW) for one in (dea, cy, ada)]

    def people_without(*absent: Absence) -> set[int]:
        found = problem_of(replace(facts, absences=absent)).requests
        return {problem.key(one) for one in found[0].participants}

    assert people_without(away[0]) == {ada.pk, bo.pk, cy.pk}
    everybody = {ada.pk, bo.pk, cy.pk, dea.pk}
    assert people_without(away[0], away[1]) == everybody  # too few: a meeting like any other, to be repaired
    assert people_without(away[2]) == everybody  # no table without its host
    outcome = as_it_stands(replace(facts, absences=(away[0],)), promised=())
    assert [one.request for one in outcome.desk.witness.meetings] == [problem.request_id(table.request_id)]


def test_a_table_that_moves_leaves_out_who_is_elsewhere_then(
    service: Service, ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    """Dea is not expected at the table any more, and meets Gil at the time to which it moves."""
    table = offer(ada)
    join(table, bo, cy, dea)
    gil = matchmaking.participant(service, "Gil Imhof")
    keeps_free_but(gil, 5)
    pair = matchmaking.asked(gil, dea)
    accept(request_id=pair.pk, participant_id=dea.pk, kind="want", has_link=True, by=SELF, now=NOW)
    there = Meeting.objects.get(request=pair)
    held = Meeting.objects.get(request__table=table)
    spot = MeetingSpot(
        request=held.request_id,
        block=there.block_id,
        starts_at=there.starts_at,
        ends_at=there.ends_at,
        place=held.place_id,
        interpreter=None,
    )
    write_spots(service, [spot])
    assert sitting(table) == {ada.pk, bo.pk, cy.pk}


def test_who_cannot_come_on_the_day_frees_the_seat_for_whoever_waits(
    service: Service, ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    table = offer(ada)
    eva = matchmaking.participant(service, "Eva Waiting")
    join(table, bo, cy, dea, eva)
    assert waiting_for_seat(table) == (eva.pk,)
    starts_at = Meeting.objects.get(request=table.request).starts_at
    before = starts_at - timedelta(minutes=40)
    Mail.objects.all().delete()
    assert says_no(dea, table, before) is None
    assert heard_again(before) == [None]
    table.refresh_from_db()
    assert set(people_at(table)) == sitting(table) == {ada.pk, bo.pk, cy.pk, eva.pk}
    assert [one.to for one in Mail.objects.all()] == [eva.registration.email]
    assert says_no(eva, table, before) is None
    assert sitting(table) == {ada.pk, bo.pk, cy.pk}
    for one in (bo, ada):  # too few would stay, or nobody would host it: to be repaired
        incident = says_no(one, table, before)
        assert incident is not None
        assert incident.participant_id == one.pk
    assert sitting(table) == {ada.pk, bo.pk, cy.pk}


def test_who_leaves_on_the_day_frees_the_seat_and_once_it_has_begun_nobody_moves_up(
    service: Service, ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    table = offer(ada)
    eva, fay = (matchmaking.participant(service, name) for name in ("Eva Waiting", "Fay Later"))
    join(table, bo, cy, dea, eva, fay)
    starts_at = Meeting.objects.get(request=table.request).starts_at
    for one, at in ((dea, starts_at - timedelta(minutes=40)), (eva, starts_at + timedelta(minutes=1))):
        leave_table(table_id=table.pk, participant_id=one.pk, has_link=True, by=SELF, now=at)
    assert sitting(table) == {ada.pk, bo.pk, cy.pk}


def test_who_says_no_to_a_table_that_has_begun_has_sat_there(
    service: Service, ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    table = offer(ada)
    join(table, bo, cy, dea)
    over = Meeting.objects.get(request=table.request).ends_at + timedelta(minutes=5)
    assert says_no(dea, table, over) is None
    assert sitting(table) == {ada.pk, bo.pk, cy.pk, dea.pk}


def heard_again(at: datetime) -> list[Incident | None]:
    """As the job of each minute does."""
    return [incidents.from_signal(signal_id=pk, now=at) for pk in unanswered_signals(now=at)]


def says_no(one: Participant, table: TopicTable, at: datetime) -> Incident | None:
    said = {"said_at": at, "heard_at": at, "kind": SignalKind.CANNOT_COME, "request": table.request}
    signal = Signal.objects.create(service=table.service, participant=one, key=uuid.uuid4(), **said)
    return incidents.from_signal(signal_id=signal.pk, now=at)


def test_a_table_that_waits_is_tried_again_without_reading_the_event_anew(
    service: Service, ada: Participant, bo: Participant, cy: Participant
) -> None:
    table = offer(ada)
    keeps_free_but(bo, 1)
    keeps_free_but(cy, 2)
    join(table, bo, cy)
    assert table.request.state == RequestState.WATCHED
    before = Service.objects.values_list("structure", flat=True).get()
    settle_tables(service_id=service.pk, now=NOW)
    table.refresh_from_db()
    after = Service.objects.values_list("structure", flat=True).get()
    assert (after - before, table.request.state) == (0, RequestState.WATCHED)
    Blocked.objects.filter(participant=cy).delete()
    increase_structure(service)  # as whoever frees a time does
    settle_tables(service_id=service.pk, now=NOW)
    assert sitting(table) == {ada.pk, bo.pk, cy.pk}
