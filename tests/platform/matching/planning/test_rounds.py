"""Rounds: answered at the announced moment, the most valuable set first, and none is left behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.platform import matchmaking
from tests.platform.matching.planning.conftest import NOBODY

from handschlag.matching import answering
from handschlag.matching.models import Meeting, Participant, Request, RequestState, Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_rounds(service: Service, now: datetime) -> Service:
    Service.objects.filter(pk=service.pk).update(
        policy="rounds", round_hours=24, next_round_at=now + timedelta(hours=1)
    )
    service.refresh_from_db()
    return service


def test_a_round_is_held_at_its_moment_and_the_next_one_is_announced(
    in_rounds: Service, ada: Participant, waiting: Callable[..., Request], now: datetime
) -> None:
    narrow = matchmaking.participant(in_rounds, "Eng Zeit", most=1)
    cheap, dear = waiting(narrow, ada), waiting(narrow, matchmaking.participant(in_rounds, "Dritte Person"))
    Request.objects.filter(pk=dear.pk).update(value=8)
    at = now + timedelta(hours=1)
    assert answering.rounds_due(now=at - timedelta(seconds=1)) == []
    assert answering.rounds_due(now=at) == [in_rounds.pk]
    assert answering.hold_round(service_id=in_rounds.pk, now=at)
    cheap.refresh_from_db()
    dear.refresh_from_db()
    in_rounds.refresh_from_db()
    assert (dear.state, cheap.state) == (RequestState.ACCEPTED, RequestState.WATCHED)
    assert (cheap.refusal["reason"], list(Meeting.objects.values_list("request_id", flat=True))) == (
        "person_full",
        [dear.pk],
    )
    assert in_rounds.next_round_at == at + timedelta(hours=24)
    assert answering.rounds_due(now=at) == []


def test_who_still_waits_when_the_answers_are_over_is_answered(
    in_rounds: Service, ada: Participant, bo: Participant, waiting: Callable[..., Request]
) -> None:
    request = waiting(ada, bo)
    end = in_rounds.answers_until
    Service.objects.filter(pk=in_rounds.pk).update(next_round_at=None)
    assert answering.rounds_due(now=end) == [in_rounds.pk]
    answering.hold_round(service_id=in_rounds.pk, now=end)
    request.refresh_from_db()
    in_rounds.refresh_from_db()
    assert (request.state, in_rounds.next_round_at) == (RequestState.ACCEPTED, None)
    assert answering.rounds_due(now=end + timedelta(days=1)) == []


def test_the_first_round_is_announced_before_it_is_held(
    in_rounds: Service, ada: Participant, bo: Participant, waiting: Callable[..., Request], now: datetime
) -> None:
    request = waiting(ada, bo)
    Service.objects.filter(pk=in_rounds.pk).update(next_round_at=None)
    assert answering.rounds_due(now=now) == [in_rounds.pk]
    assert not answering.hold_round(service_id=in_rounds.pk, now=now)
    request.refresh_from_db()
    in_rounds.refresh_from_db()
    assert (request.state, in_rounds.next_round_at) == (RequestState.ROUND, now + timedelta(hours=24))


def test_a_yes_waits_for_the_round_until_the_last_second_and_is_answered_at_once_from_then_on(
    in_rounds: Service, ada: Participant, bo: Participant, cy: Participant
) -> None:
    end = in_rounds.answers_until
    states = [
        answering.accept(
            request_id=matchmaking.asked(ada, other).pk,
            participant_id=other.pk,
            kind="want",
            has_link=True,
            by=NOBODY,
            now=at,
        ).state
        for other, at in ((bo, end - timedelta(seconds=1)), (cy, end))
    ]
    assert states == [RequestState.ROUND, RequestState.ACCEPTED]
