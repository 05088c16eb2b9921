"""A change of the day reaches the phones of those whom it concerns, each once."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from benchmarks.day.push_service import PushService
from django.db import OperationalError
from tests.platform.day.conftest import Today
from tests.platform.day.push.conftest import Pocket

from handschlag.common.models import AuditEntry
from handschlag.common.operations import holding
from handschlag.day import proposals, push, push_delivery, web_push
from handschlag.day.models import PushMessage, PushState, PushSubscription
from handschlag.day.push_delivery import LEASE
from handschlag.matching import wishes
from handschlag.matching.hooks import ToldPeople
from handschlag.matching.models import Meeting, Notice, Participant, Party, TimetableVersion

pytestmark = pytest.mark.django_db


def told(pocket: Pocket, *participants: int) -> None:
    """As the organisers' yes does it."""
    rows = Participant.objects.filter(pk__in=participants)
    push.queue_pushes(
        ToldPeople(
            service_id=rows[0].service_id,
            registrations=tuple(rows.values_list("registration_id", flat=True)),
            at=pocket.now,
        )
    )


@pytest.fixture
def published(ada: Participant, pocket: Pocket) -> Participant:
    """Ada, with a timetable that people know."""
    TimetableVersion.objects.create(
        service=ada.service, number=1, content={"meetings": []}, published_at=pocket.now
    )
    return ada


@pytest.fixture
def phone(published: Participant, pocket: Pocket) -> PushSubscription:
    """One phone, and one change that waits for it."""
    row = pocket.subscribe(published.pk, "ada")
    told(pocket, published.pk)
    return row


def states() -> list[tuple[str, int, int | None]]:
    return list(PushMessage.objects.order_by("pk").values_list("state", "attempts", "status"))


def test_what_a_restored_backup_held_back_can_be_given_up(phone: PushSubscription, pocket: Pocket) -> None:
    holding.hold(now=pocket.now)
    assert holding.release(is_dropping=True) == 0
    holding.hold(now=pocket.now + timedelta(seconds=1))
    assert holding.release(is_dropping=True) == 1
    assert states() == [(PushState.FAILED, 0, None)]
    assert pocket.carry() == 0


def test_a_repair_reaches_the_phones_of_those_who_get_a_letter(today: Today, pocket: Pocket) -> None:
    phones = pocket.everybody()
    incident = today.cancelled(today.meets_most())
    today.proposed(incident)
    proposals.approve_proposal(incident_id=incident.pk, position=1, by=today.otto.subject, now=today.now)
    version = TimetableVersion.objects.get(number=2)
    concerned = set(Notice.objects.filter(version=version).values_list("participant_id", flat=True))
    assert 1 < len(concerned) < len(phones)
    PushMessage.objects.update(due_at=pocket.now, expires_at=pocket.now + timedelta(hours=1))
    assert pocket.carry() == len(concerned)
    names = {pk: row.endpoint.rpartition("/")[2] for pk, row in phones.items()}
    assert pocket.heard() == sorted(names[pk] for pk in concerned)
    assert pocket.carry(after=timedelta(hours=1)) == 0


def test_a_message_says_nothing_but_its_number(phone: PushSubscription, pocket: Pocket) -> None:
    pocket.carry()
    (receipt,) = pocket.service.receipts
    assert json.loads(receipt.text) == {"message": str(PushMessage.objects.get().uid)}
    headers = {name: receipt.headers[name] for name in ("TTL", "Topic", "Urgency", "Content-Encoding")}
    assert headers == {"TTL": "43200", "Topic": "day", "Urgency": "high", "Content-Encoding": "aes128gcm"}
    assert states() == [("received", 1, 201)]


def test_who_withdraws_tells_the_phone_of_the_other_alone(today: Today, pocket: Pocket) -> None:
    meeting = Meeting.objects.order_by("pk").first()
    assert meeting is not None
    ada, bo = Party.objects.filter(request=meeting.request_id).values_list("participant_id", flat=True)
    pocket.subscribe(ada, "ada")
    pocket.subscribe(bo, "bo")
    wishes.withdraw(
        request_id=meeting.request_id,
        participant_id=ada,
        has_link=True,
        by=today.otto.subject,
        now=pocket.now,
    )
    pocket.carry()
    assert pocket.heard() == ["bo"]


def test_before_a_timetable_is_published_no_phone_rings(ada: Participant, pocket: Pocket) -> None:
    pocket.subscribe(ada.pk)
    told(pocket, ada.pk)
    assert PushMessage.objects.count() == 0


def test_where_it_is_switched_off_nothing_waits(
    published: Participant, pocket: Pocket, settings: Any
) -> None:
    pocket.subscribe(published.pk)
    settings.PUSH = False
    told(pocket, published.pk)
    assert PushMessage.objects.count() == 0


def test_of_two_changes_at_once_the_phone_hears_once(phone: PushSubscription, pocket: Pocket) -> None:
    told(pocket, phone.participant_id)
    pocket.carry()
    assert pocket.heard() == ["ada"]
    assert states() == [("replaced", 0, None), ("received", 1, 201)]


def test_a_newer_message_replaces_one_that_waits_for_its_next_try(
    phone: PushSubscription, pocket: Pocket
) -> None:
    pocket.service.answers["ada"] = [(503, {})]
    pocket.carry()
    told(pocket, phone.participant_id)
    pocket.carry(after=timedelta(seconds=1))
    assert pocket.carry(after=timedelta(hours=1)) == 0
    assert [state for state, *_ in states()] == ["replaced", "received"]


def test_what_comes_later_rings_again_and_an_offline_phone_gets_the_newest(
    phone: PushSubscription, pocket: Pocket
) -> None:
    pocket.carry()
    told(pocket, phone.participant_id)
    pocket.carry()
    assert pocket.heard() == ["ada", "ada"]
    (kept,) = pocket.service.waiting().values()
    assert json.loads(kept.text) == {"message": str(PushMessage.objects.latest("pk").uid)}


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_forgotten_with_all_that_waits(
    phone: PushSubscription, pocket: Pocket, status: int
) -> None:
    pocket.service.answers["ada"] = [(status, {})]
    pocket.carry()
    assert (PushSubscription.objects.count(), PushMessage.objects.count()) == (0, 0)
    entry = AuditEntry.objects.get(verb="day.push_gone")
    assert (entry.object_id, entry.changes) == (str(phone.pk), {"status": [None, status]})


def test_a_phone_with_a_new_address_survives_the_end_of_its_old_one(
    phone: PushSubscription, pocket: Pocket
) -> None:
    (mine,) = push_delivery.claim_messages(now=pocket.now, most=9)
    PushSubscription.objects.filter(pk=phone.pk).update(endpoint="https://push.example/new")
    answer = push_delivery.PushAnswer(status=410)
    push_delivery.record_answers([(mine, answer)], now=pocket.now)
    assert PushSubscription.objects.filter(pk=phone.pk).exists()


def test_a_service_that_asks_for_a_pause_gets_it(phone: PushSubscription, pocket: Pocket) -> None:
    pocket.service.answers["ada"] = [(429, {"Retry-After": "60"})]
    assert pocket.carry() == 1
    assert states() == [("waiting", 1, 429)]
    assert pocket.carry(after=timedelta(seconds=59)) == 0
    assert pocket.carry(after=timedelta(seconds=60)) == 1
    assert states() == [("received", 2, 201)]


def test_a_service_in_trouble_is_tried_again_later_and_later(phone: PushSubscription, pocket: Pocket) -> None:
    pocket.service.answers["ada"] = [(500, {}), (503, {}), (502, {})]
    tried = [pocket.carry(after=timedelta(seconds=seconds)) for seconds in (0, 4, 5, 24, 25, 104, 105, 600)]
    assert tried == [1, 0, 1, 0, 1, 0, 1, 0]
    assert pocket.heard() == ["ada"]


def test_a_service_that_cannot_be_reached_is_tried_again(phone: PushSubscription, pocket: Pocket) -> None:
    address = phone.endpoint
    PushSubscription.objects.update(endpoint="http://127.0.0.1:9/push/ada")
    pocket.carry()
    assert states() == [("waiting", 1, None)]
    PushSubscription.objects.update(endpoint=address)
    pocket.carry(after=timedelta(seconds=5))
    assert pocket.heard() == ["ada"]


@pytest.mark.parametrize("status", [302, 400, 403, 413])
def test_a_refusal_is_final_and_nobody_is_followed_elsewhere(
    phone: PushSubscription, pocket: Pocket, push_service: PushService, status: int
) -> None:
    other = push_service.endpoint(push_service.phones["ada"])
    pocket.service.answers["ada"] = [(status, {"Location": other})]
    pocket.carry()
    assert (states(), pocket.heard()) == ([("failed", 1, status)], [])
    assert PushSubscription.objects.count() == 1


def test_what_is_too_old_is_not_sent(phone: PushSubscription, pocket: Pocket) -> None:
    assert pocket.carry(after=timedelta(hours=12)) == 0
    assert (states(), pocket.heard()) == ([("failed", 0, None)], [])


@pytest.mark.parametrize("endpoint", ["https://127.0.0.1/x", "https://10.0.0.1/x", "https://localhost/x"])
def test_nothing_inside_is_called_even_if_it_stands_in_the_row(
    phone: PushSubscription, pocket: Pocket, settings: Any, endpoint: str
) -> None:
    settings.PUSH_MAY_BE_LOCAL = False
    settings.PUSH_SERVICES = ["127.0.0.1", "10.0.0.1", "localhost"]
    PushSubscription.objects.update(endpoint=endpoint)
    pocket.carry()
    assert states() == [("failed", 1, 400)]


def test_with_a_new_key_every_subscription_ends(phone: PushSubscription, pocket: Pocket) -> None:
    before = web_push.public_key(now=pocket.now)
    assert web_push.public_key(now=pocket.now) == before
    assert web_push.renew_key(now=pocket.now) != before
    assert PushSubscription.objects.count() == 0


def test_a_key_that_cannot_be_opened_is_made_anew(pocket: Pocket, settings: Any) -> None:
    before = web_push.public_key(now=pocket.now)
    settings.SECRET_KEY = "another one since the move to the new machine"
    assert web_push.public_key(now=pocket.now) != before


def test_logs_carry_no_address(
    phone: PushSubscription, pocket: Pocket, caplog: pytest.LogCaptureFixture
) -> None:
    pocket.service.answers["ada"] = [(403, {})]
    with caplog.at_level(logging.DEBUG):
        pocket.carry()
    assert "A push message was refused" in caplog.text
    assert phone.endpoint not in "".join(str(vars(one)) for one in caplog.records)


def test_what_is_over_is_forgotten_after_a_week(phone: PushSubscription, pocket: Pocket) -> None:
    told(pocket, phone.participant_id)
    pocket.carry()
    assert push.forget_pushes(now=pocket.now + timedelta(days=7)) == 0
    assert push.forget_pushes(now=pocket.now + timedelta(days=8)) == 2
    assert not PushMessage.objects.filter(state=PushState.WAITING).exists()


def test_a_database_that_is_busy_makes_no_message_go_twice(
    phone: PushSubscription, pocket: Pocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, busy = push_delivery.record_answers, [OperationalError("database is locked")] * 2

    def noted(*said: Any, **more: Any) -> None:
        if busy:
            raise busy.pop()
        record(*said, **more)

    monkeypatch.setattr(push_delivery, "record_answers", noted)
    pocket.carry()
    assert (pocket.heard(), states()) == (["ada"], [("received", 1, 201)])


def test_what_could_not_be_begun_in_time_of_the_lease_is_left_for_the_next_turn(
    phone: PushSubscription, pocket: Pocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_delivery, "TIME_TO_TELL", LEASE + timedelta(seconds=1))
    pocket.carry()
    assert (pocket.heard(), states()) == ([], [("waiting", 1, None)])
    monkeypatch.undo()
    pocket.carry(after=timedelta(seconds=5))
    assert pocket.heard() == ["ada"]
