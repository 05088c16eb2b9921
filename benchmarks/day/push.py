"""Measures how long it takes from the organiser's yes to 1,500 phones, with a worker of its own."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from benchmarks.answers import world
from benchmarks.day.report import HEAD, row_of
from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned

if TYPE_CHECKING:
    from benchmarks.day.push_service import Phone, Receipt

PUSHED_MS = 10_000.0
LATENCY = 0.1  # seconds until the push service has answered
PATIENCE = 600  # seconds
ABOUT = (
    "An organiser publishes a timetable that concerns everybody; each person has one phone. A worker process "
    "brings the messages to a push service in another process, which answers after a tenth of a second; "
    "meanwhile it writes the letters. From the organiser's yes until the push service has it: "
    "within 10 s for 95 of 100. Afterwards every message is opened with the key of its phone, and its "
    "signature checked; each phone has to have exactly one."
)


def report(*, is_kept: bool) -> int:
    """Print the table; 1 if the goal was missed."""
    host, context = machine(), multiprocessing.get_context("spawn")
    results: Any = context.Queue()
    one = context.Process(target=change, args=(world.LARGE, results))
    one.start()
    rows: list[Row] = results.get(timeout=1_800)
    one.join()
    print(f"\npush: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    print(f"\n{ABOUT}")
    if is_kept:
        write_table("push", (HEAD, rows), host, kept={"head": HEAD, "rows": rows}, sentences=[ABOUT])
    return int(any("MISSED" in row[-1] for row in rows))


def change(size: world.Size, results: Any) -> None:
    """An event of its own in a process of its own."""
    world.set_up()
    service_id = world.fill(size)
    from django.conf import settings
    from django.db import connections

    from benchmarks.day.push_service import Phone

    settings.PUSH = settings.PUSH_MAY_BE_LOCAL = True
    phones = {name: Phone(name) for name in (f"phone{n}" for n in range(size.people))}
    with push_service(phones) as (origin, ask):
        subscribe(phones, origin)
        connections.close_all()
        with worker():
            began, done, asked = yes(service_id)
            receipts = all_of(ask, asked)
    opened = {receipt.text for receipt in receipts}
    assert len(opened) == len(receipts) == len({one.phone.name for one in receipts}) == asked
    number = f"{size.people:,}"
    saved, whole = ([(one.at - since) * 1000 for one in receipts] for since in (done, began))
    results.put(
        [
            row_of(number, "yes, until it is saved", [(done - began) * 1000], None),
            row_of(number, "phones: from saved to push service", saved, None),
            row_of(number, "phones: from yes to push service", whole, PUSHED_MS),
        ]
    )


@contextmanager
def push_service(phones: dict[str, Phone]) -> Iterator[tuple[str, Any]]:
    """Its address, and a way to ask for what it has taken."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(phones, there))
    process.start()
    yield here.recv(), here
    here.send("end")
    process.join()


def _serve(phones: dict[str, Phone], line: Any) -> None:
    from benchmarks.day.push_service import PushService

    service = PushService(latency=LATENCY, phones=phones).start()
    line.send(service.origin)
    while line.recv() == "taken":
        line.send(len(service.receipts))
        if line.recv() == "all":
            assert not service.faults, service.faults[0]
            line.send([(one.phone.name, one.at, one.headers, one.body) for one in service.receipts])
    service.stop()


def subscribe(phones: dict[str, Phone], origin: str) -> None:
    from handschlag.day import web_push
    from handschlag.day.models import PushSubscription
    from handschlag.matching.models import Participant

    web_push.public_key(now=world.NOW)
    people = Participant.objects.order_by("pk").values_list("pk", flat=True)
    PushSubscription.objects.bulk_create(
        [
            PushSubscription(
                participant_id=pk,
                device=uuid.uuid4(),
                endpoint=f"{origin}/push/{phone.name}",
                key=phone.keys()["p256dh"],
                secret=phone.keys()["auth"],
                made_at=world.NOW,
            )
            for pk, phone in zip(people, phones.values(), strict=True)
        ]
    )
    PHONES.update(phones)


PHONES: dict[str, Phone] = {}


@contextmanager
def worker() -> Iterator[None]:
    """A worker as in production, when it has begun to work."""
    from django.db import connections
    from django.utils import timezone

    from handschlag.common.models import Worker

    given = {"HANDSCHLAG_PUSH": "yes", "HANDSCHLAG_PUSH_LOCAL": "yes", "HANDSCHLAG_LOG_LEVEL": "WARNING"}
    process = subprocess.Popen([sys.executable, "-m", "django", "work"], env={**os.environ, **given})
    try:
        end = time.monotonic() + PATIENCE
        while not Worker.alive(timezone.now()).exists():
            assert time.monotonic() < end
            time.sleep(0.2)
        time.sleep(5)  # its child is there, and the first rounds are over
        yield
    finally:
        connections.close_all()
        process.terminate()
        process.wait()


def yes(service_id: int) -> tuple[float, float, int]:
    """When the organiser pressed the button, when it was saved, and how many phones are to hear of it."""
    from django.utils import timezone

    from handschlag.accounts.models import RoleGrant, User
    from handschlag.day.models import PushMessage
    from handschlag.events.models import EventOrganiser
    from handschlag.matching.models import Service
    from handschlag.matching.publishing import actions

    otto = User.objects.create_user(email="otto@example.org", name="Otto")
    RoleGrant.objects.create(user=otto, role="organiser", granted_at=world.NOW)
    service = Service.objects.get(pk=service_id)
    EventOrganiser.objects.create(event_id=service.event_id, user=otto, since=world.NOW)
    began = time.time()
    actions.publish(service_id=service_id, revision=service.revision, by=otto.subject, now=timezone.now())
    return began, time.time(), PushMessage.objects.count()


def all_of(ask: Any, number: int) -> list[Receipt]:
    """What the push service has taken, when it is all and a little later."""
    end = time.monotonic() + PATIENCE
    while True:
        ask.send("taken")
        is_all = ask.recv() >= number
        assert time.monotonic() < end, "the messages do not arrive"
        if is_all:
            break
        ask.send("wait")
        time.sleep(0.5)
    time.sleep(2)  # one too many would come by now
    ask.send("all")
    from benchmarks.day.push_service import Receipt

    return [Receipt(phone=PHONES[name], at=at, headers=h, body=body) for name, at, h, body in ask.recv()]
