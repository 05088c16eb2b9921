"""`schedule.json` as pretalx, frab and their kin export it, and pretalx's list of speakers.

Facts on the formats: https://c3voc.de/wiki/schedule and https://docs.pretalx.org/api/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, timedelta, tzinfo

from treffen.files.foreign.nodes import K, Node
from treffen.files.foreign.programme import Programme, Session, later
from treffen.files.sheets.clock import ZONE, time_zone

DURATION = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})")  # days, hours, minutes
SESSION = (
    "id",
    "code",
    "guid",
    "date",
    "start",
    "duration",
    "room",
    "title",
    "persons",
    "url",
    "slug",
    "logo",
)
PERSON = ("id", "code", "guid", "name", "public_name", "full_public_name", "url", "avatar")


def read_schedule(body: Node) -> Programme:
    """The programme in a `schedule.json`."""
    conference = body["schedule"]["conference"]
    programme = Programme(findings=body.findings, title=conference["title"].text())
    zone = _zone(conference)
    conference.is_object()
    if conference["days"].value is None:
        conference["days"].needed()
    for day in conference["days"].members():
        if not day.is_object():
            continue
        for _, room in day["rooms"].entries():
            for one in room.members():
                _add(programme, one, zone)
    return programme


def _zone(conference: Node) -> tzinfo:
    named = conference["time_zone_name"]
    zone = time_zone(named.text() or ZONE)
    if zone is None:
        named.findings.refuse(
            K.UNKNOWN_TIME_ZONE, named.where, field="time_zone", value=named.text(), expected=ZONE
        )
    return zone or UTC


def _add(programme: Programme, event: Node, zone: tzinfo) -> None:
    if not event.is_object():
        return
    event.leave_all_but(*SESSION)
    start, length = event["date"].session_time(zone), _length(event["duration"])
    speakers = tuple(_speakers(programme, event["persons"]))
    id = event["code"].text() or event["id"].text() or event["guid"].needed()
    if start is None or length is None or not id:
        return
    title = event["title"].text() or id
    programme.sessions.append(
        Session(
            id=id, title=title, start=start, end=later(start, length), speakers=speakers, where=event.where
        )
    )


def _length(duration: Node) -> timedelta | None:
    text = duration.needed()
    found = DURATION.fullmatch(text)
    if found is None:
        if text:
            duration.refuse_time("00:30")
        return None
    days, hours, minutes = (int(part or 0) for part in found.groups())
    if not days + hours + minutes:
        duration.refuse_time("00:30")
        return None
    return timedelta(days=days, hours=hours, minutes=minutes)


def _speakers(programme: Programme, persons: Node) -> Iterator[str]:
    for person in persons.members():
        if not person.is_object():
            continue
        person.leave_all_but(*PERSON)
        name = (person["public_name"].text() or person["full_public_name"].text()) or person["name"].text()
        id = person["code"].text() or person["id"].text() or name
        if not id:
            person["name"].needed()
            continue
        programme.names[id] = name or id
        yield id


def add_speakers(programme: Programme, body: Node) -> None:
    """When speakers are there, from pretalx's list of speakers (a list, or a page with `results`)."""
    zone = time_zone(ZONE) or UTC
    speakers = body["results"] if isinstance(body.value, dict) else body
    if body["next"].value:
        body.findings.leave_out("more pages")
    for one in speakers.members():
        if not one.is_object():
            continue
        one.leave_all_but("code", "name", "availabilities", "submissions", "avatar", "avatar_url", "answers")
        id = one["code"].needed()
        spans = []
        for span in one["availabilities"].members():
            if not span.is_object():
                continue
            start, end = (span[key].needed_moment(zone) for key in ("start", "end"))
            if start is not None and end is not None:
                spans.append((start, end))
                if end <= start:
                    span["end"].refuse_end(end, after=start)
        if id not in programme.names:
            one.findings.leave_out("speaks nowhere", one["name"].text() or id)
        elif spans:
            programme.presence[id] = spans
