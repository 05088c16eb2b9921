"""schedule.json"""

from __future__ import annotations

import json
from typing import Any, Final

from handschlag.events.rules.schedule.frab import FrabConference, FrabDay, FrabTalk, clock

SCHEMA: Final = "https://c3voc.de/schedule/schema.json"


def in_json(conference: FrabConference) -> bytes:
    """The conference as schedule.json, in UTF-8."""
    return json.dumps(
        {
            "$schema": SCHEMA,
            "generator": {"name": conference.generator, "version": "1"},
            "schedule": {
                "version": conference.version,
                "base_url": conference.base_url,
                "conference": {
                    "acronym": conference.acronym,
                    "title": conference.title,
                    "url": conference.url,
                    "start": conference.first_day.isoformat(),
                    "end": conference.last_day.isoformat(),
                    "daysCount": len(conference.days),
                    "timeslot_duration": clock(conference.step),
                    "time_zone_name": conference.zone,
                    "rooms": [
                        {"name": room.name, "guid": room.guid, "capacity": room.seats}
                        for room in conference.rooms
                    ],
                    "tracks": [{"name": track} for track in conference.tracks],
                    "days": [_day_of(day) for day in conference.days],
                },
            },
        },
        ensure_ascii=False,
    ).encode()


def _day_of(day: FrabDay) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.day.isoformat(),
        "day_start": day.begins_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {room.name: [_talk_of(talk) for talk in room.talks] for room in day.rooms},
    }


def _talk_of(talk: FrabTalk) -> dict[str, Any]:
    return {
        "id": talk.id,
        "guid": talk.guid,
        "date": talk.starts_at.isoformat(),
        "start": f"{talk.starts_at:%H:%M}",
        "duration": clock(talk.length),
        "room": talk.room,
        "slug": talk.slug,
        "url": talk.url,
        "title": talk.title,
        "subtitle": talk.subtitle,
        "track": talk.track or None,
        "type": talk.kind,
        "language": talk.language,
        "abstract": talk.abstract,
        "description": "",
        "persons": [{"id": person.id, "public_name": person.name} for person in talk.people],
        "links": [{"url": paper.url, "title": paper.title} for paper in talk.papers],
        "attachments": [],
    }
