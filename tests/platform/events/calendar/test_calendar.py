"""The calendar room: what is written is what programs read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from handschlag.events.calendar_files import (
    CalendarStatus,
    Entry,
    Feed,
    Mailbox,
    Method,
    plain_text,
    write_calendar,
)

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
TALK = Entry(
    uid="0f7e@handschlag",
    title="Licht, Glas; und \\ Geduld",
    starts_at=datetime(2027, 4, 20, 7, 30, tzinfo=UTC),
    ends_at=datetime(2027, 4, 20, 8, 10, tzinfo=UTC),
    changed_at=NOW - timedelta(days=1),
    sequence=3,
    description="Erste Zeile\nZweite, mit Komma; und mehr",
    location="Saal 1, Kassel",
    spot=(51.3127, 9.4797),
    url="https://example.org/de/events/a/?x=1,2;3",
    categories=("Vortrag", "Optik, Photonik"),
)


def file_of(*entries: Entry, **values: Any) -> bytes:
    return write_calendar(Feed(name="Netzwerke; verbinden", entries=entries, **values), now=NOW)


def read(file: bytes) -> Any:
    return Calendar.from_ical(file)


def only_event(file: bytes) -> Any:
    (event,) = read(file).walk("VEVENT")
    return event


def test_every_part_of_an_entry_comes_back_as_it_was() -> None:
    event = only_event(file_of(TALK))
    assert {
        "uid": str(event["UID"]),
        "title": str(event["SUMMARY"]),
        "start": event.decoded("DTSTART"),
        "end": event.decoded("DTEND"),
        "stamp": event.decoded("DTSTAMP"),
        "changed": event.decoded("LAST-MODIFIED"),
        "sequence": event["SEQUENCE"],
        "state": str(event["STATUS"]),
        "text": str(event["DESCRIPTION"]),
        "where": str(event["LOCATION"]),
        "spot": (event["GEO"].latitude, event["GEO"].longitude),
        "url": str(event["URL"]),
        "categories": [str(one) for one in event["CATEGORIES"].cats],
    } == {
        "uid": TALK.uid,
        "title": TALK.title,
        "start": TALK.starts_at,
        "end": TALK.ends_at,
        "stamp": NOW,
        "changed": TALK.changed_at,
        "sequence": 3,
        "state": "CONFIRMED",
        "text": TALK.description,
        "where": TALK.location,
        "spot": TALK.spot,
        "url": TALK.url,
        "categories": list(TALK.categories),
    }


def test_times_are_said_in_the_zone_of_berlin_which_the_file_explains() -> None:
    file = file_of(TALK)
    assert b"DTSTART;TZID=Europe/Berlin:20270420T093000" in file
    (zone,) = read(file).walk("VTIMEZONE")
    built = zone.to_tz()
    for moment in (NOW, NOW + timedelta(days=180)):
        assert moment.replace(tzinfo=built).utcoffset() == moment.replace(tzinfo=BERLIN).utcoffset()


def test_no_line_is_longer_than_75_octets_and_each_ends_with_both_signs() -> None:
    file = file_of(replace(TALK, title="Größenübergänge " * 20, description="ä" * 500))
    lines = file.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)
    assert str(only_event(file)["DESCRIPTION"]) == "ä" * 500


@given(title=st.text(min_size=1, max_size=80), text=st.text(max_size=200))
def test_any_text_stays_inside_its_own_value(title: str, text: str) -> None:
    event = only_event(file_of(replace(TALK, title=title, description=text)))
    assert str(event["UID"]) == TALK.uid
    assert str(event["SUMMARY"]) == plain_text(title)


def test_a_line_of_a_stranger_cannot_begin_an_entry_of_its_own() -> None:
    hostile = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil"
    file = file_of(
        replace(
            TALK,
            title=hostile,
            location=hostile,
            url=f"https://example.org/{hostile}",
            uid=f"a{hostile}",
            categories=(hostile,),
            attendee=Mailbox(email=f"a@example.org{hostile}", name=f'"{hostile}'),
        ),
        url=f"https://example.org/{hostile}",
        description=hostile,
    )
    assert len(read(file).walk("VEVENT")) == 1
    assert file.count(b"\r\nUID:") == 1


def test_a_day_without_a_known_hour_ends_on_the_day_after() -> None:
    whole = replace(TALK, starts_at=date(2016, 11, 16), ends_at=date(2016, 11, 16))
    event = only_event(file_of(whole))
    assert event.decoded("DTSTART") == date(2016, 11, 16)
    assert event.decoded("DTEND") == date(2016, 11, 17)
    assert read(file_of(whole)).walk("VTIMEZONE") == []


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    for begin in (first, first.replace(fold=1)):
        event = only_event(file_of(replace(TALK, starts_at=begin, ends_at=begin + timedelta(hours=2))))
        assert event.decoded("DTSTART").astimezone(UTC) == begin.astimezone(UTC)
        assert event.decoded("DTEND").astimezone(UTC) == (begin + timedelta(hours=2)).astimezone(UTC)


def test_an_evening_across_the_change_of_clocks_keeps_its_true_length() -> None:
    begin, end = datetime(2027, 3, 27, 22, 0, tzinfo=UTC), datetime(2027, 3, 28, 2, 0, tzinfo=UTC)
    file = file_of(replace(TALK, starts_at=begin, ends_at=end))
    assert b"DTSTART;TZID=Europe/Berlin:20270327T230000" in file
    assert b"DTEND;TZID=Europe/Berlin:20270328T040000" in file


def test_the_same_entries_at_the_same_time_make_the_same_file() -> None:
    assert file_of(TALK) == file_of(replace(TALK, starts_at=TALK.starts_at.astimezone(BERLIN)))


def test_a_cancelled_entry_stays_in_the_file_and_says_so() -> None:
    off = replace(TALK, state=CalendarStatus.CANCELLED, sequence=4)
    assert str(only_event(file_of(off))["STATUS"]) == "CANCELLED"


def test_an_invitation_names_host_and_guest_and_its_cancellation_cancels() -> None:
    invited = replace(
        TALK,
        organiser=Mailbox(email="host@example.org"),
        attendee=Mailbox(email="guest@example.org", name='Grete "Guest", Dr.'),
        alarm_minutes=15,
    )
    request, cancel = (file_of(invited, method=method) for method in (Method.REQUEST, Method.CANCEL))
    assert str(read(request)["METHOD"]) == "REQUEST"
    event = only_event(request)
    assert str(event["ORGANIZER"]) == "mailto:host@example.org"
    assert str(event["ATTENDEE"]) == "mailto:guest@example.org"
    assert event["ATTENDEE"].params["CN"] == "Grete 'Guest', Dr."
    assert event.alarms.times[0].trigger.astimezone(UTC) == TALK.starts_at - timedelta(minutes=15)
    assert str(read(cancel)["METHOD"]) == "CANCEL"
    assert str(only_event(cancel)["STATUS"]) == "CANCELLED"


def test_a_feed_says_its_name_and_when_to_look_again() -> None:
    file = file_of(TALK, source="https://example.org/de/feed.ics", refresh_minutes=30)
    calendar = read(file)
    assert b"\r\nNAME:Netzwerke\\; verbinden\r\nX-WR-CALNAME:Netzwerke\\; verbinden\r\n" in file
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(minutes=30)
    assert str(calendar["SOURCE"]) == "https://example.org/de/feed.ics"


def test_a_file_without_entries_is_still_a_calendar() -> None:
    assert read(file_of()).walk("VEVENT") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": TALK.starts_at.replace(tzinfo=None)},
        {"ends_at": date(2027, 4, 21)},
        {"ends_at": TALK.starts_at - timedelta(minutes=1)},
        {"changed_at": NOW.replace(tzinfo=None)},
    ],
)
def test_an_entry_that_makes_no_sense_cannot_be_made(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        replace(TALK, **wrong)
