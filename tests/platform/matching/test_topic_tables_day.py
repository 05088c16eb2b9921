"""Topic tables on the day: they go on without who is not there, and nobody is in two places."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.platform import matchmaking
from tests.platform.builders import NOW
from tests.platform.matching.test_topic_tables import SELF, join, keeps_free_but, offer, sitting

from handschlag.matching.actions.answering import accept
from handschlag.matching.actions.versioned_writes import write_spots
from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.engine.effects import as_it_stands
from handschlag.matching.engine.problem import problem_of
from handschlag.matching.models import Meeting, Participant, Service
from handschlag.matching.queries.engine_input import load_engine_input
from handschlag.matching.rules.absences import Absence, What

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
        return {engine_ids.key(one) for one in found[0].participants}

    assert people_without(away[0]) == {ada.pk, bo.pk, cy.pk}
    everybody = {ada.pk, bo.pk, cy.pk, dea.pk}
    assert people_without(away[0], away[1]) == everybody  # too few: a meeting like any other, to be repaired
    assert people_without(away[2]) == everybody  # no table without its host
    outcome = as_it_stands(replace(facts, absences=(away[0],)), promised=())
    assert [one.request for one in outcome.desk.witness.meetings] == [engine_ids.request_id(table.request_id)]


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
