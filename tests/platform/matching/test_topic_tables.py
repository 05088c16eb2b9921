"""Topic tables: joined by wish, held from three on, each seat guaranteed like any yes."""

from __future__ import annotations

from typing import Any

import pytest
from tests.platform import matchmaking
from tests.platform.builders import NOW

from handschlag.accounts.models import User, subject_of
from handschlag.accounts.policy import Denied, Subject
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
from handschlag.events.meeting_grid import meeting_grid_of
from handschlag.matching import leaving, who_may_meet, wishes
from handschlag.matching.answering import accept, hold_round
from handschlag.matching.models import (
    Blocked,
    ForbiddenPair,
    Meeting,
    Participant,
    Policy,
    Request,
    RequestState,
    Seat,
    Service,
    TableWish,
    TopicTable,
)
from handschlag.matching.refusals import MatchingRefusal, PreparingRefusal
from handschlag.matching.topic_tables import actions
from handschlag.matching.topic_tables.actions import TableRefusal, people_at, waiting_for_seat
from handschlag.matching.wishes import try_watched
from handschlag.registration.models import Registration, RegistrationState

pytestmark = pytest.mark.django_db
SELF = Subject()
TABLE_OFF = "Ihr Thementisch findet nicht statt"


@pytest.fixture
def service(large_table: Service) -> Service:
    return large_table


@pytest.fixture
def dea(service: Service) -> Participant:
    return matchmaking.participant(service, "Dea Molnar")


def offer(host: Participant, *, seats: int = 4, topic: str = "Sicherheit mit Wasserstoff") -> TopicTable:
    return actions.offer_table(
        participant_id=host.pk, topic=topic, words="", seats=seats, has_link=True, by=SELF, now=NOW
    )


def join(table: TopicTable, *people: Participant) -> None:
    for one in people:
        actions.join_table(table_id=table.pk, participant_id=one.pk, has_link=True, by=SELF, now=NOW)
    table.refresh_from_db()


def leave(table: TopicTable, one: Participant) -> None:
    actions.leave_table(table_id=table.pk, participant_id=one.pk, has_link=True, by=SELF, now=NOW)
    table.refresh_from_db()


def keeps_free_but(one: Participant, *free: Any) -> None:
    """The person blocks every slot of the event but these."""
    slots = [slot.starts_at for run in meeting_grid_of(one.service.event_id).runs for slot in run.slots]
    chosen = [slots[number] for number in free]
    for at in slots:
        if at not in chosen:
            Blocked.objects.create(participant=one, starts_at=at)


def sitting(table: TopicTable) -> set[int]:
    """By the seats in the timetable."""
    return set(Seat.objects.filter(meeting__request__table=table).values_list("participant_id", flat=True))


def test_a_table_is_held_from_three_on_and_who_comes_later_sits_down_too(
    ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    table = offer(ada)
    join(table, bo)
    assert table.request is None
    assert not Meeting.objects.exists()
    join(table, cy)
    assert people_at(table) == (ada.pk, bo.pk, cy.pk)
    meeting = Meeting.objects.get()
    assert meeting.place.code == "R1"
    assert sorted(Mail.objects.values_list("to", flat=True)) == [
        "ada-lindqvist@example.org",
        "bo-nilsson@example.org",
    ]  # who joins last sees it on the page
    join(table, dea)
    assert sitting(table) == {ada.pk, bo.pk, cy.pk, dea.pk}
    assert Meeting.objects.get().starts_at == meeting.starts_at


def test_who_comes_when_it_is_full_waits_and_moves_up(
    ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    table = offer(ada, seats=3)
    join(table, bo, cy, dea)
    assert waiting_for_seat(table) == (dea.pk,)
    Mail.objects.all().delete()
    leave(table, bo)
    assert sitting(table) == {ada.pk, cy.pk, dea.pk}
    assert [one.to for one in Mail.objects.all()] == ["dea-molnar@example.org"]


def test_with_fewer_than_three_it_is_given_up_and_comes_back_with_a_third(
    ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    table = offer(ada)
    join(table, bo, cy)
    first = table.request_id
    Mail.objects.all().delete()
    leave(table, cy)
    assert table.request is None
    assert not Seat.objects.exists()
    assert Request.objects.get(pk=first).state == RequestState.WITHDRAWN
    assert {one.subject for one in Mail.objects.all()} == {TABLE_OFF}
    assert sorted(Mail.objects.values_list("to", flat=True)) == [
        "ada-lindqvist@example.org",
        "bo-nilsson@example.org",
    ]
    join(table, dea)
    assert sitting(table) == {ada.pk, bo.pk, dea.pk}


def test_the_host_withdraws_and_all_are_free_and_told(
    ada: Participant, bo: Participant, cy: Participant
) -> None:
    table = offer(ada)
    join(table, bo, cy)
    Mail.objects.all().delete()
    leave(table, ada)
    assert table.ended_at == NOW
    assert not Meeting.objects.exists()
    assert sorted(Mail.objects.values_list("to", flat=True)) == [
        "bo-nilsson@example.org",
        "cy-tannert@example.org",
    ]
    with pytest.raises(Refusal, match=TableRefusal.GONE):
        join(table, bo)
    offer(ada)  # another one may follow


def test_giving_the_meeting_back_among_ones_wishes_frees_one_seat_only(
    ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    table = offer(ada)
    join(table, bo, cy, dea)
    assert table.request_id
    wishes.withdraw(request_id=table.request_id, participant_id=bo.pk, has_link=True, by=SELF, now=NOW)
    assert sitting(table) == {ada.pk, cy.pk, dea.pk}


def test_nobody_loses_a_promised_meeting_by_a_seat(
    ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    """Dea has one free slot, and it is promised to Bo: at the table there is only the waiting list."""
    keeps_free_but(dea, 0)
    pair = matchmaking.asked(bo, dea)
    accept(request_id=pair.pk, participant_id=dea.pk, kind="want", has_link=True, by=SELF, now=NOW)
    table = offer(ada)
    join(table, bo, cy, dea)
    assert waiting_for_seat(table) == (dea.pk,)
    pair.refresh_from_db()
    assert pair.state == RequestState.ACCEPTED
    wishes.withdraw(request_id=pair.pk, participant_id=bo.pk, has_link=True, by=SELF, now=NOW)
    try_watched(service_id=ada.service_id, now=NOW)
    assert sitting(table) == {ada.pk, bo.pk, cy.pk, dea.pk}  # moved to the only time that suits Dea


def test_it_begins_with_those_whom_the_host_can_meet(
    ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    keeps_free_but(bo, 0)
    keeps_free_but(cy, 1)
    keeps_free_but(dea, 1)
    table = offer(ada)
    join(table, bo, cy)
    assert table.request is not None
    assert table.request.state == RequestState.WATCHED
    join(table, dea)
    assert sitting(table) == {ada.pk, cy.pk, dea.pk}
    assert waiting_for_seat(table) == (bo.pk,)


def test_in_rounds_it_is_answered_with_the_others(
    service: Service, ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    Service.objects.filter(pk=service.pk).update(policy=Policy.ROUNDS, next_round_at=NOW)
    table = offer(ada)
    join(table, bo, cy, dea)
    assert table.request is not None
    assert table.request.state == RequestState.ROUND
    assert people_at(table) == (ada.pk, bo.pk, cy.pk, dea.pk)
    hold_round(service_id=service.pk, now=NOW)
    assert sitting(table) == {ada.pk, bo.pk, cy.pk, dea.pk}


def test_who_takes_part_no_longer_leaves_the_table_to_the_others(
    ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    table = offer(ada)
    join(table, bo, cy, dea)
    leaving.leave(participant_id=dea.pk, has_link=True, by=SELF, now=NOW)
    assert sitting(table) == {ada.pk, bo.pk, cy.pk}
    leaving.leave(participant_id=ada.pk, has_link=True, by=SELF, now=NOW)
    assert not Meeting.objects.exists()
    table.refresh_from_db()
    assert table.ended_at == NOW


def test_a_registration_that_ended_elsewhere_costs_the_others_nothing(
    ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    table = offer(ada)
    join(table, bo, cy, dea)
    rows = Registration.objects.filter(pk=dea.registration_id)
    rows.update(state=RegistrationState.CANCELLED, version=9)
    before = Meeting.objects.get().starts_at
    pair = matchmaking.asked(bo, cy)
    accept(request_id=pair.pk, participant_id=cy.pk, kind="want", has_link=True, by=SELF, now=NOW)
    assert Meeting.objects.get(request__table=table).starts_at == before
    leaving.catch_up(service_id=ada.service_id, now=NOW)
    assert sitting(table) == {ada.pk, bo.pk, cy.pk}


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"topic": "  "}, TableRefusal.NO_TOPIC),
        ({"seats": 2}, TableRefusal.SEATS),
        ({"seats": 7}, TableRefusal.SEATS),
    ],
)
def test_what_cannot_be_offered(values: dict[str, Any], why: TableRefusal, ada: Participant) -> None:
    with pytest.raises(Refusal, match=why):
        offer(ada, **values)


def test_one_table_each_and_only_where_they_are_allowed(service: Service, ada: Participant) -> None:
    offer(ada)
    with pytest.raises(Refusal, match=TableRefusal.ONE_TABLE):
        offer(ada)
    Service.objects.filter(pk=service.pk).update(has_tables=False)
    with pytest.raises(Refusal, match=TableRefusal.NOT_ALLOWED):
        offer(ada)


def test_who_is_not_to_meet_does_not_meet_at_a_table(
    service: Service, otto: User, ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    ForbiddenPair.objects.create(service=service, first=bo, second=dea, at=NOW)
    table = offer(ada)
    join(table, bo, cy)
    with pytest.raises(Refusal, match=MatchingRefusal.NOT_POSSIBLE):
        join(table, dea)
    assert not TableWish.objects.filter(participant=dea).exists()
    pair = {"service_id": service.pk, "one_id": bo.pk, "other_id": cy.pk, "reason": "", "now": NOW}
    with pytest.raises(Refusal, match=PreparingRefusal.BREAKS_PROMISES):
        who_may_meet.forbid_pair(**pair, by=subject_of(otto))


def test_the_organisers_close_and_end_a_table(
    otto: User, ada: Participant, bo: Participant, cy: Participant, dea: Participant
) -> None:
    by = subject_of(otto)
    table = offer(ada)
    join(table, bo, cy)
    actions.set_closed(service_id=table.service_id, table_id=table.pk, is_closed=True, by=by, now=NOW)
    with pytest.raises(Refusal, match=TableRefusal.CLOSED):
        join(table, dea)
    with pytest.raises(Denied):
        actions.end_table(service_id=table.service_id, table_id=table.pk, by=SELF, now=NOW)
    actions.end_table(service_id=table.service_id, table_id=table.pk, by=by, now=NOW)
    assert not Meeting.objects.exists()
    told = set(Mail.objects.filter(subject=TABLE_OFF).values_list("to", flat=True))
    assert {one.registration.email for one in (ada, bo, cy)} <= told
    assert AuditEntry.objects.filter(verb="matching.table_ended", by=otto).exists()
