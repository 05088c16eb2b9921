"""The guarantee at yes: what is accepted is held, what is not says why, and nothing pending blocks time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.platform import builders, matchmaking

from handschlag.accounts.policy import Denied, Subject
from handschlag.common.refusals import Refusal
from handschlag.events.meeting_grid import meeting_grid_of
from handschlag.matching import answering, requests, wishes, wishing
from handschlag.matching.engine.admission import clear_controller
from handschlag.matching.models import Meeting, Participant, Request, RequestState, Seat, Service, Wish
from handschlag.matching.refusals import MatchingRefusal

pytestmark = pytest.mark.django_db
NOBODY = Subject()


def yes(request: Request, by: Participant, now: datetime, kind: str = "want") -> Request:
    return answering.accept(
        request_id=request.pk, participant_id=by.pk, kind=kind, has_link=True, by=NOBODY, now=now
    )


def ask(sender: Participant, other: Participant, now: datetime, kind: str = "want") -> Request:
    return requests.send_request(
        participant_id=sender.pk,
        towards_id=other.pk,
        kind=kind,
        purpose="Linsen besprechen",
        has_link=True,
        by=NOBODY,
        now=now,
    )


def test_a_yes_is_held_with_slot_and_place(ada: Participant, bo: Participant, now: datetime) -> None:
    request = yes(ask(ada, bo, now), bo, now)
    assert request.state == RequestState.ACCEPTED
    meeting = Meeting.objects.get(request=request)
    assert set(meeting.seats.values_list("participant_id", "starts_at")) == {
        (ada.pk, meeting.starts_at),
        (bo.pk, meeting.starts_at),
    }
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=15)


def test_a_request_that_waits_blocks_nobodys_time(ada: Participant, bo: Participant, now: datetime) -> None:
    ask(ada, bo, now)
    assert not Seat.objects.exists()


def test_who_asks_back_says_yes(ada: Participant, bo: Participant, now: datetime) -> None:
    ask(ada, bo, now)
    assert ask(bo, ada, now).state == RequestState.ACCEPTED
    assert Request.objects.count() == 1


def test_a_no_says_why_and_waits_on_the_watch_list(service: Service, ada: Participant, now: datetime) -> None:
    narrow = matchmaking.participant(service, "Eng Zeit", most=1)
    third = matchmaking.participant(service, "Dritte Person")
    yes(ask(ada, narrow, now), narrow, now)
    refused = yes(ask(third, narrow, now), narrow, now)
    assert refused.state == RequestState.WATCHED
    assert refused.refusal["reason"] == "person_full"
    assert {way["kind"] for way in refused.refusal["ways"]} == {"raise_maximum", "give_up_meeting"}
    assert Meeting.objects.count() == 1


def test_on_the_day_nothing_is_promised_in_a_time_that_has_begun(ada: Participant, bo: Participant) -> None:
    on_the_day = builders.clock("10:40")  # the first slot began ten minutes ago
    request = yes(ask(ada, bo, on_the_day), bo, on_the_day)
    assert request.state == RequestState.ACCEPTED
    assert Meeting.objects.get().starts_at > on_the_day


def test_on_the_day_nobody_who_is_held_moves_for_a_new_yes(
    ada: Participant, bo: Participant, cy: Participant, now: datetime
) -> None:
    yes(ask(ada, cy, now), cy, now)
    last = Meeting.objects.get()
    runs = meeting_grid_of(ada.service.event_id).runs
    end, block = max((slot.starts_at, run.id) for run in runs for slot in run.slots)
    Meeting.objects.filter(pk=last.pk).update(
        starts_at=end, ends_at=end + timedelta(minutes=15), block_id=block
    )
    Seat.objects.filter(meeting=last).update(starts_at=end)
    clear_controller(ada.service_id)
    request = yes(ask(ada, bo, end - timedelta(minutes=1)), bo, end - timedelta(minutes=1))
    assert request.state == RequestState.WATCHED
    assert Meeting.objects.get().starts_at == end


def test_what_becomes_free_goes_to_who_waits(service: Service, ada: Participant, now: datetime) -> None:
    narrow = matchmaking.participant(service, "Eng Zeit", most=1)
    third = matchmaking.participant(service, "Dritte Person")
    first = yes(ask(ada, narrow, now), narrow, now)
    waiting = yes(ask(third, narrow, now), narrow, now)
    wishes.withdraw(request_id=first.pk, participant_id=ada.pk, has_link=True, by=NOBODY, now=now)
    held = wishes.try_watched(service_id=service.pk, now=now)
    assert [one.pk for one in held] == [waiting.pk]
    assert list(Meeting.objects.values_list("request_id", flat=True)) == [waiting.pk]


def test_more_yeses_than_one_person_has_slots(service: Service, ada: Participant, now: datetime) -> None:
    others = [matchmaking.participant(service, f"Gast {number}") for number in range(7)]
    states = [yes(ask(one, ada, now), ada, now).state for one in others]
    assert states == [RequestState.ACCEPTED] * 6 + [RequestState.WATCHED]
    assert Seat.objects.filter(participant=ada).count() == 6


def test_a_changed_arrival_is_seen_by_the_next_answer(
    service: Service, ada: Participant, bo: Participant, cy: Participant, now: datetime
) -> None:
    yes(ask(ada, bo, now), bo, now)
    type(cy.registration).objects.filter(pk=cy.registration_id).update(
        arrives_at=builders.clock("13:00", builders.SECOND_DAY), changed_at=now, version=2
    )
    refused = yes(ask(ada, cy, now), cy, now)
    assert (refused.state, refused.refusal["reason"]) == (RequestState.WATCHED, "no_common_slot")


def test_nobody_answers_for_others(ada: Participant, bo: Participant, cy: Participant, now: datetime) -> None:
    request = ask(ada, bo, now)
    with pytest.raises(Refusal) as refused:
        yes(request, cy, now)
    assert refused.value.reason is MatchingRefusal.NOT_YOURS
    with pytest.raises(Denied):
        answering.accept(
            request_id=request.pk, participant_id=bo.pk, kind="want", has_link=False, by=NOBODY, now=now
        )


def test_rather_not_looks_like_no_answer(ada: Participant, bo: Participant, now: datetime) -> None:
    wishing.wish(
        participant_id=bo.pk, towards_id=ada.pk, kind="rather_not", has_link=True, by=NOBODY, now=now
    )
    assert ask(ada, bo, now).state == RequestState.OPEN


def test_musts_are_few(service: Service, ada: Participant, now: datetime) -> None:
    others = [matchmaking.participant(service, f"Gast {number}") for number in range(4)]
    for one in others[:3]:
        ask(ada, one, now, kind="must")
    with pytest.raises(Refusal) as refused:
        ask(ada, others[3], now, kind="must")
    assert refused.value.reason is MatchingRefusal.TOO_MANY_MUSTS
    assert Wish.objects.filter(by=ada, kind="must").count() == 3


def test_in_rounds_the_yes_waits(ada: Participant, bo: Participant, service: Service, now: datetime) -> None:
    Service.objects.filter(pk=service.pk).update(policy="rounds")
    assert yes(ask(ada, bo, now), bo, now).state == RequestState.ROUND
    assert not Meeting.objects.exists()
