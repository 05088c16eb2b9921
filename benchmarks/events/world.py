"""Makes a conference of 200 sessions in 30 rooms on two days, and forty others, in a folder of its own."""

from __future__ import annotations

import os
import random
import tempfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

SLUG = "conference"
ROOMS, SESSIONS, SPEAKERS, OTHERS = 30, 200, 120, 40
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
FIRST = date(2027, 4, 14)
WORDS = (
    *("Transfer", "Photonik", "Wasserstoff", "Netzwerk", "Förderung"),
    *("Holzbau", "Sensorik", "Cluster", "Leichtbau", "Messe"),
)


def set_up() -> None:
    """Django with an empty database that goes with the process; no page is kept, all are made anew."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HANDSCHLAG_", "DATABASE_", "DJANGO_"))}
    os.environ.clear()
    os.environ.update(
        kept,
        HANDSCHLAG_MODE="test",
        HANDSCHLAG_DATA=tempfile.mkdtemp(prefix="handschlag-bench-"),
        HANDSCHLAG_KEPT_PAGES_MB="0",
        DJANGO_SETTINGS_MODULE="handschlag.site.settings",
    )
    import django
    from django.core.management import call_command

    from handschlag.common.catalogues import compile_catalogues

    compile_catalogues()
    django.setup()
    call_command("migrate", verbosity=0)


def fill() -> dict[str, int]:
    """Everything is published in three versions; ids of a session and of a speaker."""
    from handschlag.events.models import Event, Room, Session, SessionSpeaker, Speaker, Track

    dice = random.Random(1)
    made = Event.objects.create(**event_values(SLUG, FIRST, FIRST + timedelta(days=1)))
    for number in range(OTHERS):
        day = FIRST + timedelta(days=number - OTHERS // 2)
        Event.objects.create(**event_values(f"other-{number}", day, day))
    rooms = [Room.objects.create(event=made, name_de=f"Raum {n}", seats=40) for n in range(ROOMS)]
    tracks = [Track.objects.create(event=made, name_de=word) for word in WORDS[:6]]
    people = [
        Speaker.objects.create(event=made, name=f"Dr. Person {n}", organisation=f"Institut {n % 30}")
        for n in range(SPEAKERS)
    ]
    for number in range(SESSIONS):
        row = Session.objects.create(
            event=made,
            room=rooms[number % ROOMS],
            track=dice.choice(tracks),
            title_de=" ".join(dice.sample(WORDS, 4)),
            abstract_de=" ".join(dice.choices(WORDS, k=80)),
            created_at=NOW,
            changed_at=NOW,
            **times(number),
        )
        for place, person in enumerate(dice.sample(people, 2)):
            SessionSpeaker.objects.create(session=row, speaker=person, position=place)
    for hours in range(3):
        publish(made, hours)
    first = Session.objects.order_by("pk")[0]
    return {"session": first.pk, "speaker": first.speaking.all()[0].speaker_id}


def event_values(slug: str, first: date, last: date) -> dict[str, Any]:
    names = {"title_de": f"Konferenz {slug}", "venue": "Kongresshaus", "place": "Kassel"}
    moments = {"created_at": NOW, "changed_at": NOW}
    return {"slug": slug, "status": "published", "first_day": first, "last_day": last, **names, **moments}


def times(number: int) -> dict[str, datetime]:
    """Half of them on each day, thirty at a time."""
    day, place = divmod(number, SESSIONS // 2)
    begin = datetime(2027, 4, 14 + day, 7, 0, tzinfo=UTC) + timedelta(minutes=75 * (place // ROOMS))
    return {"starts_at": begin, "ends_at": begin + timedelta(minutes=45)}


def publish(event: Any, hours: int) -> None:
    """The next version, an hour later, with twenty sessions moved."""
    from handschlag.events.models import ProgrammeVersion, Session
    from handschlag.events.versions import continued, drafted, encode, published

    for row in Session.objects.filter(event=event).order_by("pk")[:20] if hours else ():
        row.ends_at += timedelta(minutes=5)
        row.save()
    now = NOW + timedelta(hours=hours)
    content = encode(continued(published(event.pk).programme, drafted(event.pk), now=now))
    ProgrammeVersion.objects.create(event=event, number=hours + 1, content=content, published_at=now)
