"""Wishes that were not sent show nowhere, not even in what is refused."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.platform import matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.matching import requests
from handschlag.matching.models import Participant, Request, Service, Wish
from handschlag.matching.refusals import MatchingRefusal
from handschlag.matching.wish_lists import KINDS

pytestmark = pytest.mark.django_db


def test_whoever_acts_for_somebody_is_not_told_of_musts_that_were_not_sent(
    service: Service, ada: Participant, bo: Participant, cy: Participant, otto: User, now: datetime
) -> None:
    Service.objects.filter(pk=service.pk).update(musts=1)
    Wish.objects.create(by=ada, towards=cy, kind="must", changed_at=now)
    asked = {"participant_id": ada.pk, "towards_id": bo.pk, "kind": "must", "purpose": "Linsen", "now": now}
    with pytest.raises(Refusal) as own:
        requests.send_request(**asked, has_link=True, by=Subject())
    assert own.value.reason is MatchingRefusal.TOO_MANY_MUSTS
    made = requests.send_request(**asked, has_link=False, by=otto.subject)
    assert Request.objects.get() == made
    other = matchmaking.participant(service, "Dan Ohm")
    with pytest.raises(Refusal) as second:
        requests.send_request(**{**asked, "towards_id": other.pk}, has_link=False, by=otto.subject)
    assert second.value.reason is MatchingRefusal.TOO_MANY_MUSTS


def test_a_list_that_organisers_bring_knows_no_rather_not() -> None:
    """What somebody wants nobody to know is told to nobody: no column of a list asks for it."""
    assert set(KINDS.values()) == {"must", "want", "maybe"}
