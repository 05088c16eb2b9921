"""An event in the middle of its answers: 1,500 people, 7,000 meetings held, thousands of open requests."""

from __future__ import annotations

import os
import random
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

SLUG = "answers"
SLOTS, MINUTES, CHANGE = 20, 15, 5
NOW = datetime.now(UTC)  # pages ask the clock, so the event is in the middle of its answers today
DAY = (NOW + timedelta(days=90)).date()


@dataclass(frozen=True, kw_only=True)
class Size:
    """People, meetings that are held, requests that wait for a yes, and tables."""

    people: int
    held: int
    open: int
    tables: int


LARGE = Size(people=1_500, held=7_000, open=2_000, tables=420)
SMALL = Size(people=150, held=700, open=200, tables=42)


def set_up() -> None:
    """Django with an empty database: the one of DATABASE_URL, or a file that goes with the process."""
    given = {k: v for k, v in os.environ.items() if k == "DATABASE_URL"}
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HANDSCHLAG_", "DATABASE_", "DJANGO_"))}
    os.environ.clear()
    os.environ.update(
        kept,
        **given,
        HANDSCHLAG_MODE="test",
        HANDSCHLAG_DATA=tempfile.mkdtemp(prefix="handschlag-bench-"),
        DJANGO_SETTINGS_MODULE="handschlag.site.settings",
    )
    import django
    from django.core.management import call_command

    from handschlag.common.catalogues import compile_catalogues

    compile_catalogues()
    django.setup()
    call_command("migrate", verbosity=0)


def fill(size: Size = LARGE) -> int:
    """The id of the service; everything is made from one seed."""
    from handschlag.matching.models import Service

    event = make_event(size)
    service = Service.objects.create(
        event=event,
        is_open=True,
        profiles_from=NOW - timedelta(days=40),
        wishes_from=NOW - timedelta(days=30),
        answers_until=NOW + timedelta(days=30),
        fixed_at=NOW + timedelta(days=35),
        most_received=200,
        most_sent=200,
        changed_at=NOW,
    )
    people = make_people(service, size)
    make_requests(service, people, size)
    hold(service, size)
    count_rows()
    return int(service.pk)


def count_rows() -> None:
    """What PostgreSQL does by itself within a minute of so many new rows, for its plans."""
    from django.db import connection

    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")


def make_event(size: Size) -> Any:
    from handschlag.events.models import Block, BlockPlace, Event, EventDay, Place

    start = datetime(DAY.year, DAY.month, DAY.day, 7, 0, tzinfo=UTC)
    end = start + timedelta(minutes=SLOTS * (MINUTES + CHANGE))
    event = Event.objects.create(
        slug=SLUG,
        title_de="Konferenz der Antworten",
        status="published",
        first_day=DAY,
        last_day=DAY,
        created_at=NOW,
        changed_at=NOW,
    )
    EventDay.objects.create(event=event, day=DAY, opens_at=start, closes_at=end)
    places = Place.objects.bulk_create(
        [Place(event=event, code=f"T{n}", kind="table", seats=2, position=n) for n in range(size.tables)]
    )
    block = Block.objects.create(
        event=event, starts_at=start, ends_at=end, meeting_minutes=MINUTES, change_minutes=CHANGE
    )
    BlockPlace.objects.bulk_create([BlockPlace(block=block, place=place) for place in places])
    return event


def make_people(service: Any, size: Size) -> list[int]:
    from handschlag.matching.models import Participant
    from handschlag.registration.access import feed_of, hash_of, link_of
    from handschlag.registration.models import Consent, Registration

    rows = [
        Registration(
            event_id=service.event_id,
            state="confirmed",
            name=f"Person {n}",
            email=f"person{n}@example.org",
            organisation=f"Werk {n % (size.people // 2)}",
            badge_code=f"B{n:08d}",
            asked_at=NOW,
            confirmed_at=NOW,
            changed_at=NOW,
        )
        for n in range(size.people)
    ]
    for row in rows:
        row.secret_hash, row.feed_hash = hash_of(link_of(row)), hash_of(feed_of(row))
    made = Registration.objects.bulk_create(rows)
    Consent.objects.bulk_create(
        [Consent(registration=one, purpose="matching", text_version="1", given_at=NOW) for one in made]
    )
    people = Participant.objects.bulk_create(
        [
            Participant(service=service, registration=one, joined_at=NOW, described_at=NOW, wished_at=NOW)
            for one in made
        ]
    )
    return [one.pk for one in people]


def make_requests(service: Any, people: list[int], size: Size) -> None:
    from handschlag.matching.models import Party, Request
    from handschlag.matching.models.wishes import pair_of

    dice = random.Random(1)
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < size.held + size.people + size.open:
        one, other = dice.sample(people, 2)
        pairs.setdefault((min(one, other), max(one, other)), None)
    rows = Request.objects.bulk_create(
        [
            Request(
                service=service,
                sender_id=one,
                pair=pair_of(one, other),
                purpose="Wir sollten sprechen",
                value=4,
                sent_at=NOW,
            )
            for one, other in pairs
        ]
    )
    parties = []
    for row, (one, other) in zip(rows, pairs, strict=True):
        parties.append(Party(request=row, participant_id=one, is_sender=True, kind="want", said_yes_at=NOW))
        parties.append(Party(request=row, participant_id=other))
    Party.objects.bulk_create(parties, batch_size=5_000)


def hold(service: Any, size: Size) -> None:
    """As many as wanted are accepted, by the engine's own desk; what it refuses is watched."""
    from django.db import transaction

    from handschlag.matching.agreed_meetings import write_spots
    from handschlag.matching.engine.admission import (
        AdmissionVerdict,
        admit,
        clear_controllers,
        controller_for,
    )
    from handschlag.matching.models import Party, Request

    ids = list(Request.objects.order_by("pk").values_list("pk", flat=True))
    held: dict[int, Any] = {}
    with transaction.atomic(), controller_for(service) as kept:
        for pk in ids:
            if len(held) >= size.held:
                break
            answer = admit(kept, pk)
            if answer.verdict is AdmissionVerdict.YES:
                held.update({spot.request: spot for spot in answer.spots})
        spots = list(held.values())
        write_spots(service, spots)
    Request.objects.filter(pk__in=held).update(state="accepted", answered_at=NOW, tried_at=NOW)
    Party.objects.filter(request_id__in=held).update(said_yes_at=NOW, kind="want")
    clear_controllers()
