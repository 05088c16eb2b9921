"""Workers as real processes, one of them killed in the middle: every phone hears, and of each change once."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from benchmarks.day.push_service import Phone, PushService
from django.utils import timezone
from tests.platform import builders, matchmaking
from tests.platform.common.conftest import House, house, wait_until
from tests.platform.day.push.conftest import NOBODY, device_of

from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.policy import Role
from handschlag.day import push, web_push
from handschlag.day.models import PushMessage, PushState
from handschlag.matching.hooks import ToldPeople
from handschlag.matching.models import Participant, Service, TimetableVersion

assert house  # the fixture is asked for below
PHONES = 200  # several times as many as go out at once: when the first answers, others have not been sent


@pytest.fixture
def slow() -> Iterator[PushService]:
    """A push service that takes its time: a worker can be killed while it waits for answers."""
    service = PushService(latency=1.0).start()
    yield service
    service.stop()


@pytest.fixture
def told(house: House, slow: PushService, settings: pytest.FixtureRequest) -> Service:
    """One change for everybody; five phones each."""
    settings.PUSH = settings.PUSH_MAY_BE_LOCAL = True  # type: ignore[attr-defined]
    house.environment.update(HANDSCHLAG_PUSH="yes", HANDSCHLAG_PUSH_LOCAL="yes")
    now = timezone.now()
    otto, _is_new = User.objects.get_or_create(email="otto@example.org", name="Otto")
    RoleGrant.objects.get_or_create(user=otto, role=Role.ORGANISER, defaults={"granted_at": now})
    title = f"Netzwerke verbinden {Service.objects.count()}"  # the house is that of the whole file
    service = matchmaking.matching(builders.event(title, otto))
    TimetableVersion.objects.create(service=service, number=1, content={"meetings": []}, published_at=now)
    web_push.public_key(now=now)
    people = [matchmaking.participant(service, f"Person {n}") for n in range(PHONES // 5)]
    for number in range(PHONES):
        push.subscribe(
            participant_id=people[number // 5].pk,
            device=device_of(Phone(f"phone{number}"), slow),
            has_link=True,
            by=NOBODY,
            now=now,
        )
    rows = Participant.objects.filter(service=service)
    registrations = tuple(rows.values_list("registration_id", flat=True))
    push.queue_pushes(ToldPeople(service_id=service.pk, registrations=registrations, at=now))
    return service


def received() -> int:
    """Of this test's change."""
    rows = PushMessage.objects.filter(state=PushState.RECEIVED)
    return rows.filter(subscription__participant__service=Service.objects.latest("pk")).count()


def test_a_killed_worker_loses_no_message_and_two_more_double_none(
    house: House, told: Service, slow: PushService
) -> None:
    killed = house.worker()
    wait_until(lambda: slow.receipts, "the first phone hears")
    killed.kill()
    killed.wait()
    time.sleep(slow.latency * 2)  # what was on its way arrives
    before = len(slow.receipts)
    service = Service.objects.latest("pk")
    mine = PushMessage.objects.filter(subscription__participant__service=service)
    in_hand = mine.filter(state=PushState.SENDING)
    assert 0 < before < PHONES
    assert in_hand.count() == PHONES - received()
    not_noted = {str(one) for one in in_hand.values_list("uid", flat=True)}
    in_hand.update(lease_until=timezone.now() - timedelta(seconds=1))  # nobody has to wait for it here
    house.worker()
    house.worker()
    wait_until(lambda: received() == PHONES, "every message has arrived")
    time.sleep(2)
    said = [(one.phone.name, json.loads(one.text)["message"]) for one in slow.receipts]
    assert {uid for _name, uid in said} == {str(one) for one in mine.values_list("uid", flat=True)}
    # What was on its way when the worker died is sent again, under its old number and topic: a phone that is
    # offline gets one, and one that has heard sees that it is the same. Nothing else comes twice.
    again = Counter(said)
    assert set(again.values()) <= {1, 2}
    assert {uid for (_name, uid), number in again.items() if number == 2} <= not_noted
    assert sorted(name for name, _topic in slow.waiting()) == sorted(slow.phones)
    assert slow.faults == []


def test_two_workers_at_once_share_the_phones(house: House, told: Service, slow: PushService) -> None:
    house.worker()
    house.worker()
    wait_until(lambda: received() == PHONES, "every message has arrived")
    time.sleep(2)
    assert Counter(one.phone.name for one in slow.receipts) == dict.fromkeys(slow.phones, 1)
