"""Ada and Bo have agreed to meet at half past ten; the clock of the platform stands where a test puts it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders, matchmaking

from handschlag.accounts.policy import Subject
from handschlag.matching import answering
from handschlag.matching.models import Meeting, Participant, Request

NOBODY = Subject()


@pytest.fixture
def stand_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], datetime]:
    """`stand_at("10:20")`: it is that time on the day of the conference, and stays so."""

    def put(time: str) -> datetime:
        moment = builders.clock(time)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return moment

    return put


@pytest.fixture
def meeting(now: datetime) -> Callable[..., Request]:
    """`meeting(bo, ada)`: Bo asked, Ada said yes, and the engine holds it at the first free slot."""

    def make(one: Participant, other: Participant, **values: Any) -> Request:
        asked = matchmaking.asked(one, other, **values)
        return answering.accept(
            request_id=asked.pk, participant_id=other.pk, kind="want", has_link=True, by=NOBODY, now=now
        )

    return make


@pytest.fixture
def met(meeting: Callable[..., Request], ada: Participant, bo: Participant) -> Request:
    """The meeting of Ada and Bo, from 10:30 to 10:45."""
    made = meeting(bo, ada)
    assert Meeting.objects.get(request=made).starts_at == builders.clock("10:30")
    return made


@pytest.fixture
def page(client: Client, linked: Callable[[Participant], str]) -> Callable[..., str]:
    """`page("today", ada)`: what somebody reads there."""

    def read(name: str, one: Participant, *more: object, query: str = "") -> str:
        answer = client.get(reverse(f"day:{name}", args=[linked(one), *more]) + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return read
