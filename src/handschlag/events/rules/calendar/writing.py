"""Entries as an iCalendar file: folded lines, escaped texts, one time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

from icalendar import Alarm, Calendar, Event, vCalAddress, vText, vUri

from handschlag.events.rules.calendar.entries import CalendarStatus, Entry, Feed, Mailbox, Method
from handschlag.events.rules.calendar.zones import berlin, local_time
from handschlag.events.rules.plain_text import plain_text, uri

BEGIN, END = b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n"
PRODUCT: Final = "-//Handschlag//handschlag//DE"


def written(feed: Feed, *, now: datetime) -> bytes:
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
