"""A seeded mixture of what people do at an event, by many threads with a connection each; then the books.

It needs Django with an empty database and leaves its event there. What is done is drawn from one seed; in
which order the database does it is the race.
"""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

THREADS: Final = 20
WAIT: Final = 300  # seconds until a thread that waits has failed
NOW: Final = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Scene:
    """One event with a matching service, and two organisers."""

    event_id: int
    service_id: int
    organisers: tuple[Any, Any]
    people: list[int]
    registrations: list[int]
    requests: list[int]
    capacity: int


@dataclass(slots=True)
class Outcome:
    """How often what ended how; what broke; what the books say afterwards."""

    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0


def made(*, people: int, tables: int, free: int, seed: int) -> Scene:
    """An event whose tables are few and whose house has `free` places left."""
    from handschlag.events.models import Event, EventStatus

    begins = datetime.combine(NOW.date(), datetime.min.time(), UTC) + timedelta(days=30, hours=9)
    event = Event.objects.create(
        slug=f"sturm-{seed}",
        title_de="Sturm",
        status=EventStatus.PUBLISHED,
        first_day=begins.date(),
        last_day=begins.date(),
        capacity=people + free,
        created_at=NOW,
        changed_at=NOW,
    )
    furnish(event, begins, tables=tables)
    registrations = registered(event, people=people, seed=seed)
    service, joined = joined_by(event, registrations)
    return Scene(
        event_id=event.pk,
        service_id=service.pk,
        organisers=(organiser(event, f"otto{seed}"), organiser(event, f"olga{seed}")),
        people=joined,
        registrations=[one.pk for one in registrations],
        requests=asked(service, joined, random.Random(seed)),
        capacity=people + free,
    )


def furnish(event: Any, begins: datetime, *, tables: int) -> None:
    """One day with six slots."""
    from handschlag.events.models import Block, EventDay, Place

    EventDay.objects.create(
        event=event, day=begins.date(), opens_at=begins, closes_at=begins + timedelta(hours=8)
    )
    block = Block.objects.create(
        event=event,
        name_de="Vormittag",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        meeting_minutes=15,
        change_minutes=5,
    )
    for number in range(tables):
        block.open_places.create(place=Place.objects.create(event=event, code=f"T{number}"))


def organiser(event: Any, name: str) -> Any:
    from handschlag.accounts.models import RoleGrant, User
    from handschlag.events.models import EventOrganiser

    user = User.objects.create_user(email=f"{name}@example.org", name=name.title())
    RoleGrant.objects.create(user=user, role="organiser", granted_at=NOW)
    EventOrganiser.objects.create(event=event, user=user, since=NOW)
    return user


def registered(event: Any, *, people: int, seed: int) -> list[Any]:
    from handschlag.registration.models import Consent, Registration

    rows = Registration.objects.bulk_create(
        [
            Registration(
                event=event,
                state="confirmed",
                name=f"Person {seed} {number}",
                email=f"person{number}-{seed}@example.org",
                organisation=f"Werk {number}",
                badge_code=f"S{seed}X{number}"[:16],
                secret_hash=f"storm {seed} {number}",
                asked_at=NOW,
                confirmed_at=NOW,
                changed_at=NOW,
            )
            for number in range(people)
        ]
    )
    Consent.objects.bulk_create(
        [Consent(registration=one, purpose="matching", text_version="1", given_at=NOW) for one in rows]
    )
    return rows


def joined_by(event: Any, registrations: list[Any]) -> tuple[Any, list[int]]:
    """The open service, and the ids of those who take part."""
    from handschlag.matching.models import Participant, Service

    service = Service.objects.create(
        event=event,
        is_open=True,
        profiles_from=NOW - timedelta(days=20),
        wishes_from=NOW - timedelta(days=10),
        answers_until=NOW + timedelta(days=20),
        fixed_at=NOW + timedelta(days=25),
        most_sent=100,
        most_received=200,
        changed_at=NOW,
    )
    rows = [
        Participant(service=service, registration=one, joined_at=NOW, described_at=NOW)
        for one in registrations
    ]
    return service, [one.pk for one in Participant.objects.bulk_create(rows)]


def asked(service: Any, people: list[int], chance: random.Random) -> list[int]:
    """Everybody asks some; a few are asked by very many."""
    from handschlag.matching.models import Party, Request
    from handschlag.matching.models.wishes import pair_of

    pairs: set[tuple[int, int]] = set()
    while len(pairs) < 3 * len(people):
        one, other = chance.randrange(len(people)), int(chance.random() ** 2 * len(people))
        if one != other and (other, one) not in pairs:
            pairs.add((one, other))
    found = []
    for one, other in sorted(pairs):
        sender, towards = people[one], people[other]
        request = Request.objects.create(
            service=service,
            sender_id=sender,
            pair=pair_of(sender, towards),
            purpose="Linsen",
            value=2,
            sent_at=NOW,
        )
        Party.objects.create(
            request=request, participant_id=sender, is_sender=True, kind="want", said_yes_at=NOW
        )
        Party.objects.create(request=request, participant_id=towards)
        found.append(request.pk)
    return found


type Deed = tuple[str, Callable[[], object]]


def storm(deeds: list[Deed], *, threads: int = THREADS) -> Outcome:
    """All deeds, spread over threads that begin together."""
    from django.db import connection

    from handschlag.common.refusals import Refusal

    outcome, start, lock = Outcome(), threading.Barrier(threads), threading.Lock()

    def work(mine: list[Deed]) -> None:
        try:
            if connection.vendor == "sqlite":  # also where the machine is busy with other things
                connection.cursor().execute(f"PRAGMA busy_timeout = {WAIT * 1000}")
            start.wait(WAIT)
            for name, deed in mine:
                ending = "done"
                try:
                    deed()
                except Refusal as no:
                    ending = str(no.reason)
                except Exception as fault:  # noqa: BLE001 - counted, and told by whoever asked
                    ending = "broken"
                    with lock:
                        outcome.broken.append(f"{name}: {fault!r}"[:300])
                with lock:
                    outcome.ended[name, ending] += 1
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(deeds[number::threads],)) for number in range(threads)]
    began = time.perf_counter()
    for one in workers:
        one.start()
    for one in workers:
        one.join(WAIT)
    outcome.seconds = time.perf_counter() - began
    return outcome


def key_of(scene: Scene, number: int) -> str:
    """As a device would make one, but the same each time."""
    return str(uuid.UUID(int=scene.event_id * 10**9 + number))
