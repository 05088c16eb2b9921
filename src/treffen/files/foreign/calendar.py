"""A programme as a calendar file (`.ics`): Indico's `event.ics?detail=contributions`, and its kin.

Facts on the format: RFC 5545. The entries of a file become an object of texts, so that faults have their
places; Indico names speakers in the first line of the description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from treffen.files.foreign.nodes import K, Node
from treffen.files.foreign.programme import Programme, Session, later
from treffen.files.sheets.clock import ZONE, time_zone

ENTRIES = "VEVENT"
FIRST = "BEGIN:VCALENDAR"
BREAK = re.compile(r"\r?\n")
LINE = re.compile(r"""([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:])*)*):(.*)""")
PARAMETER = re.compile(r""";([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)""")
ESCAPED = re.compile(r"\\(.)")
LENGTH = re.compile(r"P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:\d{1,5}S)?)?")
SPEAKERS = re.compile(r"Speakers: (.+)")
SPEAKER = re.compile(r"(?:[^,(]|\([^)]{0,200}\))+")
READ = (
    *("UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "DESCRIPTION", "STATUS", "TZID"),
    *("DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "URL", "LOCATION", "CLASS", "TRANSP", "RELATED-TO"),
)


def calendar_body(text: str) -> dict[str, object] | None:
    """What stands in a calendar file: its own texts, and its entries under `VEVENT`; None if it is none."""
    lines = BREAK.split(re.sub(r"\r?\n[ \t]", "", text))
    if lines[0].strip().upper() != FIRST:
        return None
    entries: list[object] = []
    body: dict[str, object] = {ENTRIES: entries}
    inside: list[str] = []
    for line in lines[1:]:
        found = LINE.fullmatch(line)
        if found is None:
            continue
        name, parameters, value = found[1].upper(), found[2], found[3]
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside == [ENTRIES]:
                entries.append({})
        elif name == "END":
            inside = inside[:-1]
        elif inside == [ENTRIES]:
            _put(entries[-1], name, parameters, value)
        elif not inside:
            _put(body, name, parameters, value)
    return body


def _put(into: object, name: str, parameters: str, value: str) -> None:
    """A property; its zone stands beside it, for one moment names none but its own."""
    if not isinstance(into, dict) or name in into:
        return
    into[name] = ESCAPED.sub(lambda one: "\n" if one[1] in "nN" else one[1], value)
    for key, said in PARAMETER.findall(parameters):
        if key.upper() == "TZID":
            into[f"{name};TZID"] = said.strip('"')


def read_calendar(body: Node) -> Programme:
    """The programme in a calendar: each entry with a time of day is a session."""
    programme = Programme(findings=body.findings, title=body["X-WR-CALNAME"].text())
    zone = _zone(body["X-WR-TIMEZONE"])
    for one in body[ENTRIES].members():
        _add(programme, one, zone)
    return programme


def _zone(named: Node) -> tzinfo:
    zone = time_zone(named.text() or ZONE)
    if zone is None:
        named.findings.refuse(
            K.UNKNOWN_TIME_ZONE, named.where, field="time_zone", value=named.text(), expected=ZONE
        )
    return zone or UTC


def _add(programme: Programme, entry: Node, zone: tzinfo) -> None:
    entry.leave_all_but(*READ, *(f"{name};TZID" for name in ("DTSTART", "DTEND")))
    id, title = entry["UID"].needed(), entry["SUMMARY"].text()
    if "T" not in entry["DTSTART"].text():
        programme.findings.leave_out("no time", title or id)  # all day, or without a date
        return
    if entry["STATUS"].text().upper() == "CANCELLED":
        programme.findings.leave_out("called off", title or id)
        return
    speakers = tuple(_speakers(programme, entry["DESCRIPTION"].value))
    start, is_ended = _moment(entry, "DTSTART", zone), entry["DTEND"].value is not None
    end = _moment(entry, "DTEND", zone) if is_ended else _end(start, entry["DURATION"])
    if start is None or end is None or not id:
        return
    if end <= start:
        entry["DTEND"].refuse_time(f"> {start.isoformat()}")
        return
    programme.sessions.append(
        Session(id=id, title=title or id, start=start, end=end, speakers=speakers, where=entry.where)
    )


def _moment(entry: Node, name: str, zone: tzinfo) -> datetime | None:
    """A moment in the zone of its own, or of the calendar."""
    own = entry[f"{name};TZID"]
    zone = _zone(own) if own.value is not None else zone
    found = entry[name].session_time(zone)
    return None if found is None else found.astimezone(zone)


def _end(start: datetime | None, duration: Node) -> datetime | None:
    found = LENGTH.fullmatch(duration.needed())
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0, 0, 0)
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    if not length:
        duration.refuse_time("PT30M")
        return None
    return later(start, length) if start is not None else None


def _speakers(programme: Programme, description: object) -> Iterator[str]:
    """Names, with an organisation in brackets, in the first line of the description."""
    found = SPEAKERS.match(description) if isinstance(description, str) else None
    for one in SPEAKER.findall(found[1]) if found else ():
        said = " ".join(one.split())
        name, _, organisation = said.removesuffix(")").partition(" (")
        if not name:
            continue
        programme.names[name] = name
        if organisation:
            programme.organisations[name] = organisation
        yield name
