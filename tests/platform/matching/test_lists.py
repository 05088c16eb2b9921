"""Recommendations come from the engine, with reasons, and from nobody's secrets."""

from __future__ import annotations

from datetime import datetime

import pytest

from handschlag.accounts.policy import Subject
from handschlag.matching import wishing
from handschlag.matching.models import Listed, Participant, Service
from handschlag.matching.recommendation_lists import write_lists

pytestmark = pytest.mark.django_db


def test_who_gives_what_one_needs_stands_first(
    service: Service, ada: Participant, bo: Participant, cy: Participant
) -> None:
    write_lists(service_id=service.pk)
    first = Listed.objects.filter(participant=ada).first()
    assert first is not None
    assert first.partner == bo
    need, offer = ada.statements.get(direction="need"), bo.statements.get(direction="offer")
    met = [one["evidence"] for one in first.reasons if (one["kind"], one["side"]) == ("need_met", "for_you")]
    assert met == [[need.pk, offer.pk]]


def test_a_rather_not_changes_nobody_elses_list(
    service: Service, ada: Participant, bo: Participant, cy: Participant, now: datetime
) -> None:
    def lists() -> list[tuple[int, int, int]]:
        write_lists(service_id=service.pk)
        rows = Listed.objects.order_by("participant_id", "position")
        return list(rows.values_list("participant_id", "partner_id", "position"))

    before = lists()
    wishing.wish(
        participant_id=bo.pk, towards_id=ada.pk, kind="rather_not", has_link=True, by=Subject(), now=now
    )
    assert lists() == before
