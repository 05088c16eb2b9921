"""Runs in pretalx's own environment: some events, and one with a published programme of 200 sessions."""

from __future__ import annotations

import datetime as dt

import django

django.setup()

from django.db import transaction  # noqa: E402
from django_scopes import scope, scopes_disabled  # noqa: E402
from pretalx.event.domain.event import create_event  # noqa: E402
from pretalx.event.domain.organiser import create_organiser_with_team  # noqa: E402
from pretalx.event.models import Event  # noqa: E402
from pretalx.person.domain.user import create_user  # noqa: E402
from pretalx.person.models import SpeakerProfile, User  # noqa: E402
from pretalx.schedule.domain.release import freeze_schedule  # noqa: E402
from pretalx.schedule.domain.slot import move_slot  # noqa: E402
from pretalx.schedule.models import Room  # noqa: E402
from pretalx.submission.models import Submission, SubmissionStates  # noqa: E402

EVENTS, SESSIONS, SPEAKERS, ROOMS, MINUTES = 12, 200, 100, 10, 30
DAY = dt.date.today() + dt.timedelta(days=30)  # noqa: DTZ011 - only the day


@transaction.atomic
def fill() -> None:
    with scopes_disabled():
        if Event.objects.count() == EVENTS:
            return
        user = User.objects.filter(email="organiser@example.org").first()
        user = user or create_user(email="organiser@example.org", name="Organiser")
        organiser, _team = create_organiser_with_team(name="Organiser", slug="organiser", users=[user])
        for number in range(EVENTS):
            day = DAY + dt.timedelta(days=number)
            event = create_event(
                organiser=organiser,
                locales=["en", "de"],
                locale="en",
                name=f"Conference {number}",
                slug=f"conference{number}",
                is_public=True,
                date_from=day,
                date_to=day + dt.timedelta(days=1),
                timezone="Europe/Berlin",
                email="organiser@example.org",
                landing_page_text="Networks meet. " * 40,
            )
            if number == 0:
                with scope(event=event):
                    add_programme(event)


def add_programme(event: object) -> None:
    speakers = []
    for number in range(SPEAKERS):
        user = create_user(email=f"speaker{number}@example.org", name=f"Speaker {number}")
        profile, _ = SpeakerProfile.objects.get_or_create(user=user, event=event)
        speakers.append(profile)
    rooms = [Room.objects.create(event=event, name=f"Room {n}", position=n) for n in range(ROOMS)]
    kind = event.submission_types.first()
    for number in range(SESSIONS):
        talk = Submission.objects.create(
            event=event,
            title=f"Session {number}",
            abstract="Transfer and networks. " * 20,
            submission_type=kind,
            state=SubmissionStates.CONFIRMED,
        )
        talk.speakers.add(speakers[number % SPEAKERS], speakers[(number * 7 + 1) % SPEAKERS])
        slot = talk.slots.first() or talk.slots.create(schedule=event.wip_schedule)
        begins = event.datetime_from + dt.timedelta(hours=8, minutes=MINUTES * (number // ROOMS))
        move_slot(slot, begins, room=rooms[number % ROOMS], duration=MINUTES)
    freeze_schedule(event.wip_schedule, "1", notify_speakers=False)


fill()
