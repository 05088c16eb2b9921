"""A large event in a second: many people, and mutual wishes among them, written at once."""

from __future__ import annotations

import random
from datetime import timedelta

from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.matching.models import Participant, Party, Request, RequestState, Service
from handschlag.matching.models.wishes import pair_of
from handschlag.registration.models import Registration

OWN = {"id", "uid", "email", "name", "organisation", "secret_hash", "feed_hash", "badge_code"}


def crowd(organiser: User, *, people: int, each: int, tables: int, seed: int = 1) -> Service:
    """Twelve slots on two days, some at equal hours; everybody has about `each` mutual wishes that wait."""
    event = builders.event(f"Gedränge {people}", organiser, last_day=builders.SECOND_DAY)
    places = tuple(builders.place(event, f"T{number}") for number in range(1, tables + 1))
    builders.block(event, places=places)
    builders.block(event, "Nachmittag", "14:00", "15:00", places=places)
    builders.block(event, "Zweiter Tag", "14:00", "15:00", day=builders.SECOND_DAY, places=places)
    service = matchmaking.matching(event)
    first = builders.registration(event, "Muster Person")
    values = {
        field.attname: getattr(first, field.attname)
        for field in Registration._meta.concrete_fields
        if field.attname
        not in {"id", "uid", "email", "name", "organisation", "secret_hash", "feed_hash", "badge_code"}
    }
    rows = [
        Registration(
            **values,
            name=f"Vor{number} Nach{number}",
            email=f"gast{number}@example.org",
            organisation=f"Werk {number}",
            badge_code=f"C{number:09}",
            secret_hash=f"{number:064}",
            feed_hash=f"{number + 10**9:064}",
        )
        for number in range(people)
    ]
    registered = Registration.objects.bulk_create(rows, batch_size=500)
    joined = {"service": service, "joined_at": builders.NOW, "described_at": builders.NOW}
    taking = Participant.objects.bulk_create(
        [Participant(registration=row, **joined) for row in registered], batch_size=500
    )
    wish(service, taking, people * each // 2, random.Random(seed))
    return service


def wish(service: Service, people: list[Participant], number: int, chance: random.Random) -> None:
    """Popular people are wished more often."""
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < number:
        one, other = int(chance.random() ** 1.5 * len(people)), chance.randrange(len(people))
        if one != other:
            pairs.add((min(one, other), max(one, other)))
    requests = Request.objects.bulk_create(
        [
            Request(
                service=service,
                sender=people[one],
                pair=pair_of(people[one].pk, people[other].pk),
                purpose="Linsen besprechen",
                state=RequestState.ROUND,
                value=chance.choice((2, 3, 4, 6, 8)),
                sent_at=builders.NOW + timedelta(seconds=at),
            )
            for at, (one, other) in enumerate(sorted(pairs))
        ],
        batch_size=500,
    )
    parties = []
    for request, (one, other) in zip(requests, sorted(pairs), strict=True):
        for at, is_sender in ((one, True), (other, False)):
            parties.append(
                Party(
                    request=request,
                    participant=people[at],
                    is_sender=is_sender,
                    kind="want",
                    said_yes_at=builders.NOW,
                )
            )
    Party.objects.bulk_create(parties, batch_size=500)
