"""Other systems are told: signed, in order, at least once, and never inside the operator's own network."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Subject
from handschlag.api import deliveries, webhooks
from handschlag.api.deliveries import (
    LEASE,
    MOST_ATTEMPTS,
    CallFault,
    DeliveryResult,
    delay_after,
    due_deliveries,
)
from handschlag.api.models import ApiRefusal, Delivery, DeliveryState, Endpoint, Occurrence, Stop
from handschlag.common.jobs.queue import work_off
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.matching import wishes
from handschlag.matching.hooks import MeetingEventKind
from handschlag.matching.models import Meeting, Participant

pytestmark = pytest.mark.django_db
Meet = Callable[[Participant, Participant], Meeting]
NOBODY = Subject()
PAGE = "/de/manage/events/netzwerke-verbinden/interfaces/calls/"


@dataclass
class Other:
    """Another system that notes what it is sent, and answers as it is told."""

    url: str = ""
    status: int = 204
    location: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def other(settings: Any) -> Iterator[Other]:
    """A real server on this machine, which only tests may call."""
    settings.WEBHOOKS_MAY_BE_LOCAL = True
    system = Other()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            system.got.append((dict(self.headers), body))
            self.send_response(system.status)
            if system.location:
                self.send_header("Location", system.location)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    system.url = f"http://127.0.0.1:{server.server_port}/hook"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield system
    server.shutdown()
    server.server_close()


@pytest.fixture
def added(event: Event, otto: User, other: Other) -> webhooks.Added:
    return webhooks.add(
        event_id=event.pk, url=other.url, kinds=[*MeetingEventKind], by=otto.subject, now=timezone.now()
    )


def work(endpoint: Endpoint) -> None:
    deliveries.attempt_delivery(endpoint_id=endpoint.pk, now=timezone.now())
    work_off(now=timezone.now())


def is_genuine(headers: dict[str, str], body: bytes, secret: str) -> bool:
    """As the documentation tells others to check it."""
    said = dict(part.split("=", 1) for part in headers["Handschlag-Signature"].split(","))
    signed = hmac.new(secret.encode(), said["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(signed, said["v1"]) and abs(timezone.now().timestamp() - int(said["t"])) < 300


def test_a_confirmed_meeting_is_told_with_a_signature_that_others_can_check(
    added: webhooks.Added, other: Other, met: Meet, ada: Participant, bo: Participant
) -> None:
    meeting = met(ada, bo)
    work(added.row)
    ((headers, body),) = other.got
    assert is_genuine(headers, body, added.secret)
    assert not is_genuine(headers, body + b" ", added.secret)
    told = json.loads(body)
    assert (told["kind"], told["event"]) == ("meeting.confirmed", "netzwerke-verbinden")
    assert told["delivery"] == headers["Handschlag-Delivery"]
    assert told["meeting"] == {
        "id": str(meeting.request.uid),
        "number": meeting.request_id,
        "participants": [ada.pk, bo.pk],
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "place": meeting.place.code,
    }


def test_withdrawing_is_told_after_confirming(
    added: webhooks.Added, other: Other, met: Meet, ada: Participant, bo: Participant, now: Any
) -> None:
    meeting = met(ada, bo)
    wishes.withdraw(request_id=meeting.request_id, participant_id=ada.pk, has_link=True, by=NOBODY, now=now)
    work(added.row)
    assert [json.loads(body)["kind"] for _headers, body in other.got] == [
        "meeting.confirmed",
        "meeting.withdrawn",
    ]


def test_nothing_is_written_where_nobody_listens(met: Meet, ada: Participant, bo: Participant) -> None:
    met(ada, bo)
    assert Occurrence.objects.count() == 0


def test_who_wants_other_things_is_not_told(
    added: webhooks.Added, met: Meet, ada: Participant, bo: Participant
) -> None:
    Endpoint.objects.update(kinds=[MeetingEventKind.PUBLISHED])
    met(ada, bo)
    assert Delivery.objects.count() == 0


def test_a_change_that_is_undone_is_told_to_nobody(
    added: webhooks.Added, met: Meet, ada: Participant, bo: Participant
) -> None:
    class Undone(Exception):
        pass

    def meet_and_undo() -> None:
        with transaction.atomic():
            met(ada, bo)
            raise Undone

    with pytest.raises(Undone):
        meet_and_undo()
    assert (Meeting.objects.count(), Occurrence.objects.count()) == (0, 0)


def test_a_failed_call_waits_longer_each_time_and_is_given_up_within_a_day(
    added: webhooks.Added, other: Other, otto: User, time_machine: Any
) -> None:
    other.status = 503
    webhooks.ping(endpoint_id=added.row.pk, by=otto.subject, now=timezone.now())
    begin = timezone.now()
    for attempt in range(1, MOST_ATTEMPTS):
        work(added.row)
        endpoint = Endpoint.objects.get()
        assert (len(other.got), Delivery.objects.get().status) == (attempt, 503)
        work(added.row)  # too early: nothing is sent
        assert len(other.got) == attempt
        time_machine.move_to(endpoint.waits_until + timedelta(seconds=1))
    work(added.row)
    assert timezone.now() - begin < timedelta(days=1)
    assert (Delivery.objects.get().state, Endpoint.objects.get().stop) == (DeliveryState.DEAD, Stop.FAILING)
    assert len({headers["Handschlag-Delivery"] for headers, _body in other.got}) == 1


def test_what_waited_arrives_when_the_calls_are_started_again(
    added: webhooks.Added, other: Other, otto: User, met: Meet, ada: Participant, bo: Participant
) -> None:
    Endpoint.objects.update(stopped_at=timezone.now(), stop=Stop.FAILING)
    met(ada, bo)
    work(added.row)
    assert other.got == []
    webhooks.start(endpoint_id=added.row.pk, by=otto.subject, now=timezone.now())
    work(added.row)
    assert [json.loads(body)["kind"] for _headers, body in other.got] == ["meeting.confirmed"]


def test_who_dies_between_the_call_and_its_note_calls_again_with_the_same_number(
    added: webhooks.Added, other: Other, otto: User, time_machine: Any
) -> None:
    webhooks.ping(endpoint_id=added.row.pk, by=otto.subject, now=timezone.now())
    call = deliveries.claim_deliveries(endpoint_id=added.row.pk, now=timezone.now())
    assert call is not None
    deliveries.make_call(call.url, call.body, headers=call.headers, may_be_local=True)  # and here it dies
    assert deliveries.claim_deliveries(endpoint_id=added.row.pk, now=timezone.now()) is None
    time_machine.move_to(timezone.now() + LEASE + timedelta(seconds=1))
    assert due_deliveries(now=timezone.now()) == [added.row.pk]
    work(added.row)
    assert [headers["Handschlag-Delivery"] for headers, _ in other.got] == [str(call.delivery.uid)] * 2
    assert Delivery.objects.get().state == DeliveryState.DONE
    assert not deliveries.record_delivery(call, DeliveryResult(fault=CallFault.TOO_LONG), now=timezone.now())
    assert Delivery.objects.get().state == DeliveryState.DONE


def test_nobody_is_followed_elsewhere(added: webhooks.Added, other: Other, otto: User) -> None:
    other.status, other.location = 302, other.url + "/else"
    webhooks.ping(endpoint_id=added.row.pk, by=otto.subject, now=timezone.now())
    work(added.row)
    assert (len(other.got), Delivery.objects.get().fault) == (1, CallFault.REDIRECT)


def test_the_team_alone_adds_systems(event: Event, otto: User, paul: User) -> None:
    values: dict[str, Any] = {"event_id": event.pk, "kinds": [], "now": timezone.now()}
    with pytest.raises(Denied):
        webhooks.add(**values, url="https://example.org/", by=paul.subject)
    for number in range(webhooks.MOST):
        webhooks.add(**values, url=f"https://example.org/{number}", by=otto.subject)
    with pytest.raises(Refusal) as no:
        webhooks.add(**values, url="https://example.org/x", by=otto.subject)
    assert no.value.reason is ApiRefusal.TOO_MANY_ENDPOINTS


def test_the_secret_is_not_stored_and_a_new_one_replaces_it(added: webhooks.Added, otto: User) -> None:
    row = Endpoint.objects.values().get()
    assert added.secret not in str(row)
    renewed = webhooks.renew(endpoint_id=added.row.pk, by=otto.subject, now=timezone.now())
    assert renewed.secret != added.secret
    assert renewed.secret == deliveries.endpoint_secret(Endpoint.objects.get())


def test_the_page_shows_the_secret_once_and_the_log(
    client: Client, otto: User, event: Event, other: Other
) -> None:
    client.force_login(otto)
    answer = client.post(PAGE, {"url": other.url, "kinds": ["meeting.moved"]})
    secret = answer.context["secret"]
    row = Endpoint.objects.get()
    assert secret == deliveries.endpoint_secret(row)
    assert secret.encode() not in client.get(PAGE).content
    client.post(f"{PAGE}{row.pk}/ping/")
    work(row)
    page = client.get(f"{PAGE}{row.pk}/")
    (line,) = page.context["calls"]
    assert (line["call"].attempts, line["answer"]) == (1, "204")
    assert "angekommen" in page.content.decode()


def test_calls_that_are_over_are_forgotten_after_a_month(
    added: webhooks.Added, otto: User, time_machine: Any
) -> None:
    webhooks.ping(endpoint_id=added.row.pk, by=otto.subject, now=timezone.now())
    work(added.row)
    Occurrence.objects.update(at=timezone.now())  # until now it was the database's own clock
    assert deliveries.delete_expired_deliveries(now=timezone.now()) == 0
    assert deliveries.delete_expired_deliveries(now=timezone.now() + timedelta(days=31)) == 1
    assert Delivery.objects.count() == 0


def test_the_delays_grow_and_end() -> None:
    assert [delay_after(n) for n in (1, 2, MOST_ATTEMPTS)] == [
        timedelta(minutes=1),
        timedelta(minutes=4),
        None,
    ]
