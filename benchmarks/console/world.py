"""Fills the event of 1,500 people with a programme and an exhibition; it is half past ten on its day."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.answers import pages, world
from benchmarks.day.before import prepared

WORDS = ("Transfer", "Photonik", "Wasserstoff", "Netzwerk", "Holzbau", "Sensorik", "Cluster", "Leichtbau")
ROOMS, MINUTES = 30, 45


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much of everything there is."""

    people: world.Size
    speakers: int
    sessions: int
    exhibitors: int


LARGE = Size(people=world.LARGE, speakers=200, sessions=300, exhibitors=60)
SMALL = Size(people=world.SMALL, speakers=20, sessions=30, exhibitors=6)


def fill(size: Size) -> Any:
    """The organiser; the plan is computed and published, the programme is public."""
    from handschlag.accounts.models import User
    from handschlag.events.models import Event
    from handschlag.events.programme.publishing import publish_programme
    from handschlag.matching.models import Participant

    world.fill(size.people)
    event = Event.objects.get(slug=world.SLUG)
    add_programme(event, size)
    add_exhibition(event, size)
    pages.state_needs(list(Participant.objects.values_list("pk", flat=True)))
    prepared()
    otto = User.objects.get(name="Otto")
    publish_programme(event_id=event.pk, seen=0, by=otto.subject, now=world.NOW)
    world.count_rows()
    return otto


def add_programme(event: Any, size: Size) -> None:
    """Thirty sessions at a time, two speakers each."""
    from handschlag.events.models import Room, Session, SessionSpeaker, Speaker, Track

    dice = random.Random(1)
    rooms = [Room.objects.create(event=event, name_de=f"Raum {n}", seats=40) for n in range(ROOMS)]
    tracks = [Track.objects.create(event=event, name_de=word) for word in WORDS[:6]]
    people = [
        Speaker.objects.create(event=event, name=f"Dr. Person {n}", organisation=f"Institut {n % 30}")
        for n in range(size.speakers)
    ]
    start = datetime(world.DAY.year, world.DAY.month, world.DAY.day, 6, 0, tzinfo=UTC)
    for number in range(size.sessions):
        begins = start + timedelta(minutes=MINUTES * (number // ROOMS))
        row = Session.objects.create(
            event=event,
            room=rooms[number % ROOMS],
            track=dice.choice(tracks),
            title_de=" ".join(dice.sample(WORDS, 4)),
            abstract_de=" ".join(dice.choices(WORDS, k=80)),
            starts_at=begins,
            ends_at=begins + timedelta(minutes=MINUTES),
            created_at=world.NOW,
            changed_at=world.NOW,
        )
        for place, person in enumerate(dice.sample(people, 2)):
            SessionSpeaker.objects.create(session=row, speaker=person, position=place)


def add_exhibition(event: Any, size: Size) -> None:
    """A stand, an exhibit and a contact for each exhibitor."""
    from handschlag.events.models import Exhibit, Stand

    for number in range(size.exhibitors):
        stand = Stand.objects.create(event=event, code=f"A{number}")
        stand.staff.create(name=f"Kontakt {number}")
        Exhibit.objects.create(
            event=event,
            stand=stand,
            slug=f"exponat-{number}",
            title_de=f"Exponat {number}",
            organisation=f"Werk {number}",
            changed_at=world.NOW,
        )
