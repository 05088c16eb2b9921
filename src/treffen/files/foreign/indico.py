"""An event as Indico exports it: `/export/event/ID.json?detail=contributions` or `detail=sessions`.

Facts on the format: https://docs.getindico.io/en/stable/http-api/exporters/event/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from treffen.files.foreign.nodes import K, Node
from treffen.files.foreign.programme import Programme, Session, later
from treffen.files.sheets.clock import ZONE, time_zone

EVENT = ("id", "title", "startDate", "endDate", "timezone", "contributions", "sessions", "url", "type")
SESSION = (
    "id",
    "title",
    "startDate",
    "endDate",
    "duration",
    "room",
    "session",
    "speakers",
    "contributions",
    "url",
)
PERSON = ("id", "person_id", "db_id", "first_name", "last_name", "fullName", "affiliation", "emailHash")
LONGEST = 7 * 24 * 60  # minutes
QUIET = (
    "_type",
    "_fossil",
    "friendly_id",
    "db_id",
    "roomFullname",
    "location",
    "address",
    "color",
    "textColor",
)


def read_event_export(body: Node) -> Programme:
    """The programme in an export; a list of several events is a fault."""
    programme = Programme(findings=body.findings)
    events = list(body["results"].members())
    if len(events) != 1:
        where = body["results"].where
        body.findings.refuse(K.WRONG_SHAPE, where, field="results", value=len(events), expected="1")
        return programme
    event = events[0]
    event.is_object()
    event.leave_all_but(*EVENT, *QUIET)
    programme.title = event["title"].text()
    for one in event["contributions"].members():
        _add(programme, one)
    for session in event["sessions"].members():
        if not session.is_object():
            continue
        parts = list(session["contributions"].members())
        for one in parts:
            _add(programme, one)
        if not parts:
            _add(programme, session)
    return programme


def _add(programme: Programme, event: Node) -> None:
    if not event.is_object():
        return
    event.leave_all_but(*SESSION, *QUIET)
    add_session(programme, event, event["id"].needed(), speakers=_speakers(programme, event["speakers"]))


def add_session(programme: Programme, event: Node, id: str, *, speakers: Iterable[str]) -> None:
    """A session with the times of an entry; it is left out, and told, where it has none."""
    persons, title = tuple(speakers), event["title"].text()
    if event["startDate"].value is None:
        programme.findings.leave_out("no time", title or id)
        return
    start = _moment(event["startDate"])
    end = _moment(event["endDate"]) if event["endDate"].value is not None else _end(start, event["duration"])
    if start is not None and end is not None and end <= start:
        event["endDate"].refuse_end(end, after=start)
        return
    if start is not None and end is not None and id:
        programme.sessions.append(
            Session(id=id, title=title or id, start=start, end=end, speakers=persons, where=event.where)
        )


def _moment(when: Node) -> datetime | None:
    """Indico splits a moment into date, time and zone."""
    if not when.is_object():
        return None
    day, clock = when["date"].needed(), when["time"].needed()
    named = when["tz"]
    zone = time_zone(named.text() or ZONE)
    if zone is None:
        when.findings.refuse(
            K.UNKNOWN_TIME_ZONE, named.where, field="time_zone", value=named.text(), expected=ZONE
        )
    if not day or not clock:
        return None
    return Node(when.findings, f"{day}T{clock}", when.path).session_time(zone or UTC)


def _end(start: datetime | None, duration: Node) -> datetime | None:
    """The end of what has a length in minutes only."""
    minutes = duration.value
    if type(minutes) is not int or minutes < 1:
        duration.findings.refuse(
            K.WRONG_TYPE, duration.where, field="duration", value=str(minutes), expected="whole number"
        )
        return None
    if minutes > LONGEST:
        duration.findings.refuse(
            K.TOO_BIG, duration.where, field="duration", value=minutes, expected=str(LONGEST)
        )
        return None
    return later(start, timedelta(minutes=minutes)) if start is not None else None


def _speakers(programme: Programme, persons: Node) -> Iterator[str]:
    for person in persons.members():
        if not person.is_object():
            continue
        person.leave_all_but(*PERSON, *QUIET)
        parts = (person["first_name"].text(), person["last_name"].text())
        name = " ".join(part for part in parts if part) or person["fullName"].text()
        id = person["person_id"].text() or person["db_id"].text() or name
        if not id:
            person["fullName"].needed()
            continue
        programme.names[id] = name or id
        if organisation := person["affiliation"].text():
            programme.organisations[id] = organisation
        yield id
