"""Writes the invented conference of 2027: published twice, with some work left for the organiser."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Subject
from handschlag.common.csv_tables import read_table
from handschlag.demo.rules import conference as invented
from handschlag.demo.rules.bank import DATA
from handschlag.demo.rules.conference import HALLS, TRACKS, Talk
from handschlag.demo.rules.personas import BY_PART, PersonaRole
from handschlag.directory.models import Network
from handschlag.events.actions import events, sessions
from handschlag.events.actions.publishing import publish_programme
from handschlag.events.models import (
    Event,
    EventHost,
    EventStatus,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    Track,
    Zone,
)
from handschlag.events.queries.programme import published
from handschlag.events.rules.moments import moment_at

BEFORE = timedelta(days=9)  # the first version is some days old
LEAD = timedelta(days=2)


@transaction.atomic
def write_conference(*, now: datetime) -> Event:
    """The conference, its programme in two versions, and what was changed since."""
    by = User.objects.get(email=BY_PART[PersonaRole.ORGANISER].address).subject
    event = _set_up(by, now=now - BEFORE)
    _write_programme(event, now=now - BEFORE)
    _publish(event, number=0, by=by, now=now - BEFORE)
    _change(event, by=by, now=now - LEAD)
    _publish(event, number=1, by=by, now=now - LEAD)
    _leave_work(event, by=by, now=now)
    return event


def _set_up(by: Subject, *, now: datetime) -> Event:
    values = {
        "title_de": invented.TITLE[0],
        "title_en": invented.TITLE[1],
        "summary_de": invented.SUMMARY[0],
        "summary_en": invented.SUMMARY[1],
        "first_day": invented.FIRST_DAY,
        "last_day": invented.LAST_DAY,
        "venue": "Haus an der Unterneustadt",
        "street": "Erfundene Straße 14",
        "postcode": "34125",
        "place": "Kassel",
        "contact_name": "Tagungsbüro (erfunden)",
        "contact_email": "tagung@demo.example.org",
        "contact_phone": "0561 98765 0",
        "in_english": True,
        "capacity": 180,
        "registration_opens_at": moment_at(invented.FIRST_DAY - timedelta(days=180), time(9)),
        "registration_closes_at": moment_at(invented.FIRST_DAY - timedelta(days=5), time(18)),
        "is_demo": True,
    }
    event = events.create_event(values=values, opens=invented.OPENS, closes=invented.CLOSES, by=by, now=now)
    evening = moment_at(invented.FIRST_DAY, invented.EVENING)
    event.days.filter(day=invented.FIRST_DAY).update(closes_at=evening)
    Event.objects.filter(pk=event.pk).update(status=EventStatus.PUBLISHED)
    for position, network in enumerate(Network.objects.filter(is_demo=True).order_by("pk")[:2]):
        EventHost.objects.create(event=event, network=network, position=position)
    return event


def _write_programme(event: Event, *, now: datetime) -> None:
    halls, tracks, guests = _write_house(event)
    talks = invented.talks(read_table(DATA / "conference_talks.csv"))
    rows = [_session_of(event, talk, halls, tracks, now=now) for talk in talks]
    Session.objects.bulk_create(rows)
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(session=row, speaker=guests[key], part=part, position=position)
        for row, talk in zip(rows, talks, strict=True)
        for position, (key, part) in enumerate(_parts_of(talk))
    )


def _write_house(event: Event) -> tuple[dict[str, Room], dict[str, Track], dict[str, Speaker]]:
    zones = {
        de: Zone.objects.create(event=event, name_de=de, name_en=en, position=position)
        for position, (de, en) in enumerate(dict.fromkeys(hall.zone for hall in HALLS))
    }
    halls = {
        hall.key: Room.objects.create(
            event=event,
            zone=zones[hall.zone[0]],
            name_de=hall.de,
            name_en=hall.en,
            seats=hall.seats,
            position=position,
        )
        for position, hall in enumerate(HALLS)
    }
    tracks = {
        key: Track.objects.create(event=event, name_de=de, name_en=en, position=position)
        for position, (key, (de, en)) in enumerate(TRACKS.items())
    }
    guests = {
        one.key: Speaker.objects.create(
            event=event,
            name=one.name,
            role_de=one.de,
            role_en=one.en,
            organisation=one.organisation,
            is_demo=True,
        )
        for one in invented.demo_speakers(read_table(DATA / "conference_guests.csv"))
    }
    return halls, tracks, guests


def _parts_of(talk: Talk) -> list[tuple[str, str]]:
    part = "panellist" if talk.kind == "panel" else "speaker"
    return [(key, part) for key in talk.guests] + ([(talk.moderator, "moderator")] if talk.moderator else [])


def _session_of(
    event: Event, talk: Talk, halls: dict[str, Room], tracks: dict[str, Track], *, now: datetime
) -> Session:
    day = invented.FIRST_DAY + timedelta(days=talk.day)
    return Session(
        event=event,
        kind=talk.kind,
        track=tracks.get(talk.track),
        room=halls[talk.hall],
        starts_at=moment_at(day, time.fromisoformat(talk.starts)),
        ends_at=moment_at(day, time.fromisoformat(talk.ends)),
        title_de=talk.de,
        title_en=talk.en,
        abstract_de=talk.about[0],
        abstract_en=talk.about[1],
        language=talk.language,
        seats=talk.seats,
        created_at=now,
        changed_at=now,
    )


def _publish(event: Event, *, number: int, by: Subject, now: datetime) -> None:
    note = invented.NOTES[number]
    publish_programme(event_id=event.pk, seen=published(event.pk).number, by=by, now=now, note=note)


def _change(event: Event, *, by: Subject, now: datetime) -> None:
    """What the second version says differently."""
    _move(event, "Was KI im Spektrum wirklich sieht", "11:40", "1", by=by, now=now)
    _move(event, "Wem gehören die Daten eines Verbunds?", "10:50", "g", by=by, now=now)
    row = Session.objects.get(event=event, title_de="Offene Baupläne im Mittelstand")
    sessions.set_cancelled(
        event_id=event.pk, pk=row.pk, is_cancelled=True, seen=str(row.version), by=by, now=now
    )


def _leave_work(event: Event, *, by: Subject, now: datetime) -> None:
    """A talk that now clashes, and one that has no time yet: the organiser has something to do."""
    _move(event, "Gießen ohne Gas", "13:40", "1", by=by, now=now)
    Session.objects.create(
        event=event,
        title_de="Nachgereicht: Normen für kleine Serien",
        title_en="Late entry: standards for small series",
        created_at=now,
        changed_at=now,
    )


def _move(event: Event, title: str, starts: str, hall: str, *, by: Subject, now: datetime) -> None:
    row = Session.objects.get(event=event, title_de=title)
    name = next(one.de for one in HALLS if one.key == hall)
    room = Room.objects.get(event=event, name_de=name)
    at = moment_at(invented.FIRST_DAY, time.fromisoformat(starts))
    sessions.move_session(
        event_id=event.pk,
        pk=row.pk,
        room_id=room.pk,
        starts_at=at,
        seen=str(row.version),
        by=by,
        now=now,
    )
