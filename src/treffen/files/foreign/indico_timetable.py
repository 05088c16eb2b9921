"""An event's timetable as Indico exports it: `/export/timetable/ID.json`, days with entries by their keys."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.files.foreign.indico import QUIET, add_session
from treffen.files.foreign.nodes import K, Node
from treffen.files.foreign.programme import Programme

BREAK = "Break"
ENTRY = (
    *("id", "uniqueId", "conferenceId", "entryType", "title", "startDate", "endDate", "duration", "room"),
    *("presenters", "conveners", "entries", "url", "pdf", "slotTitle", "contributionId", "sessionId"),
    *("sessionSlotId", "sessionSlotEntryId", "scheduleEntryId", "sessionCode", "code", "friendlyId"),
    *("contribDuration", "inheritLoc", "inheritRoom", "isPoster", "attachments", "references"),
)
PERSON = ("id", "emailHash", "firstName", "familyName", "name", "affiliation", "displayOrderKey")


def is_timetable(results: object) -> bool:
    """Whether these are days of entries, under the number of an event."""
    events = list(results.values()) if isinstance(results, dict) else []
    days = [day for event in events if isinstance(event, dict) for day in event]
    return bool(days) and all(len(day) == len("20270420") and day.isdecimal() for day in days)


def read_timetable(body: Node) -> Programme:
    """The programme in a timetable; several events are a fault."""
    programme, events = Programme(findings=body.findings), list(body["results"].entries())
    if len(events) != 1:
        where = body["results"].where
        body.findings.refuse(K.WRONG_SHAPE, where, field="results", value=len(events), expected="1")
        return programme
    for _, day in events[0][1].entries():
        for _, entry in day.entries():
            _add(programme, entry)
    return programme


def _add(programme: Programme, entry: Node, *, is_inside: bool = False) -> None:
    """A contribution; of a session what is in it, and itself where somebody leads it or nothing is in it.

    In what is inside a session nothing more can be.
    """
    if not entry.is_object():
        return
    if entry["entryType"].text() == BREAK:
        entry.findings.leave_behind(BREAK)
        return
    entry.leave_all_but(*ENTRY, *QUIET)
    inside = [one for _, one in entry["entries"].entries()] if entry["entries"].value else []
    if inside and is_inside:
        entry.findings.refuse(K.TOO_DEEP, entry["entries"].where, field="entries")
        return
    for one in inside:
        _add(programme, one, is_inside=True)
    speakers = [*_persons(programme, entry["presenters"]), *_persons(programme, entry["conveners"])]
    if speakers or not inside:
        id = entry["contributionId"].text() or entry["id"].needed()
        add_session(programme, entry, id, speakers=speakers)


def _persons(programme: Programme, persons: Node) -> Iterator[str]:
    """Ids of people; those that differ from contribution to contribution are none."""
    for person in persons.members():
        if not person.is_object():
            continue
        person.leave_all_but(*PERSON, *QUIET)
        parts = (person["firstName"].text(), person["familyName"].text())
        name = " ".join(part for part in parts if part) or person["name"].needed()
        id = person["emailHash"].text() or name
        if not id:
            continue
        programme.names[id] = name or id
        if organisation := person["affiliation"].text():
            programme.organisations[id] = organisation
        yield id
