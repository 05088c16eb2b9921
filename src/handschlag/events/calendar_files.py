"""Entries in, an iCalendar file (RFC 5545) out. Nobody else meets its library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText, vUri


def plain_text(text: str) -> str:
    """Line breaks and tabs stay, other spaces become plain ones, control characters go."""
    if text.isprintable():
        return text
    return "".join(
        c if c in "\n\t" or c.isprintable() else " " * c.isspace() for c in "\n".join(text.splitlines())
    )


def uri(text: str) -> str:
    """Without spaces and control characters, so that it cannot break a line of a file."""
    return "".join(c for c in text if c.isprintable() and not c.isspace())


BERLIN: Final = ZoneInfo("Europe/Berlin")
# Since 1996 the clocks change on the last Sundays of March and October, at 1:00 UTC.
RULES: Final = b"""BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def berlin() -> Timezone:
    """The VTIMEZONE that a calendar file with local times has to carry; a new one each time."""
    made = Timezone.from_ical(RULES)
    assert isinstance(made, Timezone)
    return made


def local_time(value: datetime) -> datetime:
    """The moment on the clocks of Berlin; in the hour that comes a second time, in UTC.

    A local time that exists twice means the first of the two (RFC 5545, 3.3.5); the second needs another way.
    """
    local = value.astimezone(BERLIN)
    if local.fold and local.utcoffset() != local.replace(fold=0).utcoffset():
        return value.astimezone(UTC)
    return local


class CalendarStatus(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


class Method(StrEnum):
    """What somebody does with the file: reads it, is invited by it, or is told that it is off."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    email: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. A new time keeps `uid` and raises `sequence`: then it arrives as moved, not as a second one.

    Two aware moments, or two days of which the second is still part of it. `changed_at` is aware.
    `spot` is latitude and longitude in degrees. `alarm_minutes` rings that long before.
    """

    uid: str
    title: str
    starts_at: datetime | date
    ends_at: datetime | date
    changed_at: datetime
    sequence: int = 0
    state: CalendarStatus = CalendarStatus.CONFIRMED
    description: str = ""
    location: str = ""
    spot: tuple[float, float] | None = None
    url: str = ""
    categories: tuple[str, ...] = ()
    organiser: Mailbox | None = None
    attendee: Mailbox | None = None
    is_busy: bool = True
    alarm_minutes: int | None = None

    def __post_init__(self) -> None:
        for name in ("starts_at", "ends_at", "changed_at"):
            value = getattr(self, name)
            if isinstance(value, datetime):
                object.__setattr__(self, name, _in_utc(value))
        if isinstance(self.starts_at, datetime) is not isinstance(self.ends_at, datetime):
            raise ValueError("an entry lasts from moment to moment or from day to day")
        if self.ends_at < self.starts_at:
            raise ValueError("an entry cannot end before it begins")

    @property
    def is_whole_days(self) -> bool:
        return not isinstance(self.starts_at, datetime)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Entries under one name. Programs that subscribed look again after `refresh_minutes`."""

    name: str
    entries: tuple[Entry, ...]
    description: str = ""
    url: str = ""
    source: str = ""
    method: Method = Method.PUBLISH
    refresh_minutes: int = 60


def _in_utc(value: datetime) -> datetime:
    """The moment itself: two local times of the hour that comes twice would count as equal."""
    if value.utcoffset() is None:
        raise ValueError("a calendar needs aware moments")
    return value.astimezone(UTC)


BEGIN, END = b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n"
PRODUCT: Final = "-//Handschlag//handschlag//DE"


def write_calendar(feed: Feed, *, now: datetime) -> bytes:
    """The file. `now` stamps it; with the same entries and the same `now` it is the same to the octet."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", feed.method.value)
    _named(calendar, feed)
    if any(not entry.is_whole_days for entry in feed.entries):
        calendar.add_component(berlin())
    stamp = f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n".encode()
    head = calendar.to_ical().removesuffix(END)
    blocks = (_lines(entry, feed.method).replace(BEGIN, BEGIN + stamp, 1) for entry in feed.entries)
    return b"".join((head, *blocks, END))


@lru_cache(maxsize=8192)
def _lines(entry: Entry, method: Method) -> bytes:
    """The lines of an entry without its stamp; feeds repeat the same entries for many readers."""
    made: bytes = _component(entry, method=method).to_ical()
    return made


def _named(calendar: Calendar, feed: Feed) -> None:
    """What a subscription is called and when to look again (RFC 7986), in the older words, too."""
    texts = {"NAME": feed.name, "X-WR-CALNAME": feed.name}
    if feed.description:
        texts |= {"DESCRIPTION": feed.description, "X-WR-CALDESC": feed.description}
    for name, text in texts.items():
        calendar.add(name, vText(plain_text(text)))
    if feed.method is not Method.PUBLISH:
        return
    wait = timedelta(minutes=feed.refresh_minutes)
    calendar.add("REFRESH-INTERVAL", wait, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", f"PT{feed.refresh_minutes}M")
    if feed.url:
        calendar.add("URL", vUri(uri(feed.url)))
    if feed.source:
        calendar.add("SOURCE", vUri(uri(feed.source)), parameters={"VALUE": "URI"})


def _component(entry: Entry, *, method: Method) -> Event:
    event = Event()
    event.add("UID", plain_text(entry.uid))
    for name, value in zip(("DTSTART", "DTEND"), _times(entry), strict=True):
        event.add(name, value)
    event.add("SEQUENCE", entry.sequence)
    event.add("LAST-MODIFIED", entry.changed_at.astimezone(UTC))
    event.add("STATUS", CalendarStatus.CANCELLED.value if method is Method.CANCEL else entry.state.value)
    event.add("SUMMARY", plain_text(entry.title))
    event.add("TRANSP", "OPAQUE" if entry.is_busy else "TRANSPARENT")
    _about(event, entry)
    _people(event, entry, method=method)
    if entry.alarm_minutes is not None:
        event.add_component(_alarm(entry, minutes=entry.alarm_minutes))
    return event


def _times(entry: Entry) -> tuple[datetime | date, datetime | date]:
    """Beginning and end; calendars take a day as an end for the first day that is free again."""
    if not (isinstance(entry.starts_at, datetime) and isinstance(entry.ends_at, datetime)):
        return entry.starts_at, entry.ends_at + timedelta(days=1)
    begin, end = local_time(entry.starts_at), local_time(entry.ends_at)
    if UTC in (begin.tzinfo, end.tzinfo):
        return begin.astimezone(UTC), end.astimezone(UTC)
    return begin, end


def _about(event: Event, entry: Entry) -> None:
    if entry.description:
        event.add("DESCRIPTION", plain_text(entry.description))
    if entry.location:
        event.add("LOCATION", plain_text(entry.location))
    if entry.spot is not None:
        event.add("GEO", entry.spot)
    if entry.url:
        event.add("URL", vUri(uri(entry.url)))
    if entry.categories:
        event.add("CATEGORIES", [plain_text(category) for category in entry.categories])


def _people(event: Event, entry: Entry, *, method: Method) -> None:
    if entry.organiser is not None:
        event.add("ORGANIZER", _address(entry.organiser))
    if entry.attendee is not None:
        invited = _address(entry.attendee)
        invited.params["ROLE"] = vText("REQ-PARTICIPANT")
        invited.params["PARTSTAT"] = vText("NEEDS-ACTION" if method is Method.CANCEL else "ACCEPTED")
        invited.params["RSVP"] = vText("FALSE")
        event.add("ATTENDEE", invited)


def _alarm(entry: Entry, *, minutes: int) -> Alarm:
    made = Alarm()
    made.add("ACTION", "DISPLAY")
    made.add("DESCRIPTION", plain_text(entry.title))
    made.add("TRIGGER", timedelta(minutes=-minutes))
    return made


def _address(person: Mailbox) -> vCalAddress:
    made = vCalAddress(f"mailto:{uri(person.email)}")
    if person.name:
        # A parameter cannot hold a quotation mark, not even an escaped one.
        made.params["CN"] = vText(" ".join(plain_text(person.name).replace('"', "'").split()))
    return made
