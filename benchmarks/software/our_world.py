"""Gives the first coming event of the demo a published programme of 200 sessions."""

from __future__ import annotations

import os
import sys
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handschlag.site.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from handschlag.accounts.models import User  # noqa: E402
from handschlag.events.models import (  # noqa: E402
    Event,
    EventStatus,
    ProgrammeVersion,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
)
from handschlag.events.programme.publishing import publish_programme  # noqa: E402

SESSIONS, SPEAKERS, ROOMS, MINUTES = 200, 100, 10, 30


@transaction.atomic
def fill() -> str:
    """The slug of the event."""
    now = timezone.now()
    event = Event.objects.filter(
        status=EventStatus.PUBLISHED, first_day__gt=now.date(), organisers__isnull=False
    ).order_by("pk")[0]
    rows = Session.objects.filter(event=event)
    if rows.count() == SESSIONS:
        return str(event.slug)
    rows.delete()
    people = [Speaker.objects.create(event=event, name=f"Speaker {n}") for n in range(SPEAKERS)]
    rooms = [
        Room.objects.get_or_create(event=event, name_de=f"Room {n}", defaults={"seats": 40})[0]
        for n in range(ROOMS)
    ]
    start = datetime.combine(event.first_day, time(8), tzinfo=ZoneInfo(event.time_zone))
    for number in range(SESSIONS):
        begins = start + timedelta(minutes=MINUTES * (number // ROOMS))
        row = Session.objects.create(
            event=event,
            room=rooms[number % ROOMS],
            title_de=f"Session {number}",
            abstract_de="Transfer and networks. " * 20,
            starts_at=begins,
            ends_at=begins + timedelta(minutes=MINUTES),
            created_at=now,
            changed_at=now,
        )
        for place, person in enumerate((number % SPEAKERS, (number * 7 + 1) % SPEAKERS)):
            SessionSpeaker.objects.create(session=row, speaker=people[person], position=place)
    by = User.objects.filter(organised_events__event=event).order_by("pk")[0].subject
    last = ProgrammeVersion.objects.filter(event=event).order_by("-number").first()
    publish_programme(event_id=event.pk, seen=last.number if last else 0, by=by, now=now)
    return str(event.slug)


sys.stdout.write(fill() + "\n")
