"""A programme as a calendar file (`.ics`): Indico's `event.ics?detail=contributions`, and its kin.

Facts on the format: RFC 5545. The entries of a file become an object of texts, so that faults have their
places; Indico names speakers in the first line of the description.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from treffen.files.foreign.nodes import K, Node
from treffen.files.foreign.programme import Programme, Session, later
from treffen.files.sheets.clock import ZONE, localised, time_zone

CALENDAR, ENTRIES, ZONES, OWN_ZONE = "VCALENDAR", "VEVENT", "VTIMEZONE", "X-WR-TIMEZONE"
BESIDE, SENSELESS = "components beside", "lines without sense"  # no names of properties: these have no spaces
BREAK = re.compile(r"\r?\n")
LINE = re.compile(r"""([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:])*)*):(.*)""")
PARAMETER = re.compile(r""";([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)""")
ESCAPED = re.compile(r"\\(.)")
LENGTH = re.compile(r"P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?)?")
SPEAKERS = re.compile(r"Speakers: (.+)")
SPEAKER = re.compile(r"(?:[^,(]|\([^)]{0,200}\))+")
READ = (
    *("UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "DESCRIPTION", "STATUS", "TZID"),
    *("DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "URL", "LOCATION", "CLASS", "TRANSP", "RELATED-TO"),
)


def calendar_body(text: str) -> dict[str, object] | None:
    """What stands in a calendar file: its own texts, and its entries under `VEVENT`; None if it is none.

    Calendars that follow each other are one. What is neither is counted, by name, and lines that say nothing.
    """
    lines = BREAK.split(re.sub(r"\r?\n[ \t]", "", text.lstrip()))
    if lines[0].strip().upper() != f"BEGIN:{CALENDAR}":
        return None
    read = _Reading()
    for line in lines[1:]:
        if found := LINE.fullmatch(line):
            read.take(found[1].upper(), found[2], found[3])
        elif line.strip():
            read.senseless += 1
    return {**read.body, ENTRIES: read.entries, BESIDE: read.beside, SENSELESS: read.senseless}


@dataclass(slots=True)
class _Reading:
    """What is read of a calendar so far, and the components that are open."""

    body: dict[str, object] = field(default_factory=dict)
    entries: list[object] = field(default_factory=list)
    beside: Counter[str] = field(default_factory=Counter)
    senseless: int = 0
    inside: list[str] = field(default_factory=list)

    def take(self, name: str, parameters: str, value: str) -> None:
        if name == "BEGIN":
            self._begin(value.strip().upper())
        elif name == "END":
            self._end(value.strip().upper())
        elif self.inside == [ENTRIES]:
            _put(self.entries[-1], name, parameters, value)
        elif not self.inside:
            if name == OWN_ZONE and self.body.get(name, value) != value:
                self.beside[name] += 1
            _put(self.body, name, parameters, value)

    def _begin(self, component: str) -> None:
        """A calendar and an entry begin anew, whatever was left open before."""
        if component in (CALENDAR, ENTRIES):
            self.inside.clear()
        if component == CALENDAR:
            return
        if component == ENTRIES:
            self.entries.append({})
        elif component != ZONES and ZONES not in self.inside[:1]:  # zones are known by their names
            self.beside[component] += 1
        self.inside.append(component)

    def _end(self, component: str) -> None:
        if component in (CALENDAR, ENTRIES):
            self.inside.clear()
        elif self.inside:
            self.inside.pop()


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
    for name, count in body[BESIDE].entries():
        if isinstance(count.value, int):
            body.findings.leave_behind(name, count.value)
    if isinstance(lines := body[SENSELESS].value, int) and lines:
        body.findings.leave_out("no property", count=lines)
    zones = _Zones()
    zone = zones.of(body[OWN_ZONE])
    for one in body[ENTRIES].members():
        _add(programme, one, zone, zones)
    return programme


@dataclass(frozen=True, slots=True)
class _Zones:
    """The zones of a calendar by their names; one that nobody knows is a fault once."""

    known: dict[str, tzinfo] = field(default_factory=dict)

    def of(self, named: Node) -> tzinfo:
        name = named.text() or ZONE
        if name not in self.known:
            zone = time_zone(name)
            if zone is None:
                where, findings = named.where, named.findings
                findings.refuse(K.UNKNOWN_TIME_ZONE, where, field="time_zone", value=name, expected=ZONE)
            self.known[name] = zone or UTC
        return self.known[name]


def _add(programme: Programme, entry: Node, zone: tzinfo, zones: _Zones) -> None:
    entry.leave_all_but(*READ, *(f"{name};TZID" for name in ("DTSTART", "DTEND")))
    id, title = entry["UID"].needed(), entry["SUMMARY"].text()
    if "T" not in entry["DTSTART"].text():
        programme.findings.leave_out("no time", title or id)  # all day, or without a date
        return
    if entry["STATUS"].text().upper() == "CANCELLED":
        programme.findings.leave_out("called off", title or id)
        return
    speakers = tuple(_speakers(programme, entry["DESCRIPTION"].value))
    start, is_ended = _moment(entry, "DTSTART", zone, zones), entry["DTEND"].value is not None
    end = _moment(entry, "DTEND", zone, zones) if is_ended else _end(start, entry["DURATION"])
    if start is None or end is None or not id:
        return
    if end.astimezone(UTC) <= start.astimezone(UTC):
        entry["DTEND"].refuse_end(end, after=start)
        return
    programme.sessions.append(
        Session(id=id, title=title or id, start=start, end=end, speakers=speakers, where=entry.where)
    )


def _moment(entry: Node, name: str, zone: tzinfo, zones: _Zones) -> datetime | None:
    """A moment in the zone of its own, or of the calendar; of a time that clocks show twice the first."""
    own = entry[f"{name};TZID"]
    zone = zones.of(own) if own.value is not None else zone
    found = entry[name].session_time(zone)
    if found is None:
        return None
    if found.tzinfo is zone and localised(found.date(), found.time(), zone)[1] is K.TIME_SKIPPED:
        said = entry[name].text()
        entry.findings.refuse(K.TIME_SKIPPED, entry[name].where, field=name, value=said)
        return None
    return later(found.astimezone(zone), timedelta()) if name == "DTEND" else found.astimezone(zone)


def _end(start: datetime | None, duration: Node) -> datetime | None:
    found = LENGTH.fullmatch(duration.needed())
    parts = [int(part or 0) for part in found.groups()] if found else [0] * 5
    length = timedelta(**dict(zip(("weeks", "days", "hours", "minutes", "seconds"), parts, strict=True)))
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
