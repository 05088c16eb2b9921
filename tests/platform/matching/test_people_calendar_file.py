"""Busy times of a calendar file tick the slots to keep free; the file stays on the device."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from tests.browsing import go

from handschlag.events.meeting_grid import meeting_grid_of
from handschlag.events.models import Event
from handschlag.matching.models import Blocked, Participant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
BERLIN = ZoneInfo("Europe/Berlin")


def at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def there(moment: datetime, *, earlier: timedelta = timedelta()) -> str:
    """By the clock in Berlin, which may have gone forward since."""
    return (moment.astimezone(BERLIN) - earlier).strftime("%Y%m%dT%H%M%S")


def calendar(*entries: str) -> dict[str, Any]:
    rows = "\r\n".join(f"BEGIN:VEVENT\r\n{one}\r\nEND:VEVENT" for one in entries)
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{rows}\r\nEND:VCALENDAR\r\n"
    return {"name": "mine.ics", "mimeType": "text/calendar", "buffer": text.encode()}


def ticked(page: Any) -> set[str]:
    return set(page.locator("input[name=blocked]:checked").evaluate_all("all => all.map(one => one.value)"))


def test_busy_times_tick_slots_and_nothing_else_is_sent(
    opened: Callable, barriers: Callable, event: Event, ada: Participant, linked: Callable[[Participant], str]
) -> None:
    slots = sorted(slot.starts_at for run in meeting_grid_of(event.pk).runs for slot in run.slots)
    weeks, minute, token = timedelta(weeks=3), timedelta(minutes=1), linked(ada)
    day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[slots[2].astimezone(BERLIN).weekday()]
    file = calendar(
        f"DTSTART:{at(slots[0] + minute)}\r\nDURATION:PT2M\r\nSUMMARY:Geheim\r\n"
        "BEGIN:VALARM\r\nTRIGGER:-PT9H\r\nDURATION:PT9H\r\nEND:VALARM",
        f"DTSTART:{at(slots[1])}\r\nDTEND:{at(slots[1] + minute)}\r\nTRANSP:TRANSPARENT",
        f"DTSTART:{at(slots[1])}\r\nDTEND:{at(slots[1] + minute)}\r\nSTATUS:CANCELLED",
        f"DTSTART;TZID=W. Europe Standard Time:{there(slots[2], earlier=weeks)}\r\nDURATION:PT1M\r\n"
        f"RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=\r\n {day}",
        f"DTSTART;TZID=Europe/Berlin:{there(slots[1], earlier=weeks)}\r\nDURATION:PT1M\r\n"
        "RRULE:FREQ=DAILY;COUNT=20",
        f"DTSTART:{at(slots[1] - weeks)}\r\nDURATION:PT1M\r\nRRULE:FREQ=WEEKLY\r\nEXDATE:{at(slots[1])}",
        f"DTSTART:{at(slots[1])}\r\nDURATION:PT1M\r\nRRULE:FREQ=MONTHLY",
        f"DTSTART;TZID=Nowhere/Land:{there(slots[1])}\r\nDURATION:PT1M",
    )
    with opened(reverse("matching:time", args=[token]), width=390) as page:
        page.set_default_timeout(30_000)
        assert ticked(page) == set()
        page.get_by_label("Belegte Zeiten aus Ihrem Kalender").set_input_files(file)
        page.get_by_text("2 Zeitfenster angehakt").wait_for()
        assert page.get_by_text("Nicht gelesen: 2 Einträge").count() == 1
        assert ticked(page) == {slots[0].isoformat(), slots[2].isoformat()}
        assert barriers(page) == []
        sent: list[str] = []
        page.on("request", lambda one: sent.append(one.post_data or ""))
        go(page, page.get_by_role("button", name="Zeiten speichern"))
        page.get_by_text("Ihre Zeiten sind gespeichert.").wait_for()
    assert not any("Geheim" in one for one in sent)
    assert set(Blocked.objects.values_list("starts_at", flat=True)) == {slots[0], slots[2]}


def test_another_file_is_refused_in_words_and_without_a_script_nothing_is_offered(
    opened: Callable, ada: Participant, linked: Callable[[Participant], str]
) -> None:
    there = reverse("matching:time", args=[linked(ada)])
    with opened(there, width=390) as page:
        field = page.get_by_label("Belegte Zeiten aus Ihrem Kalender")
        field.set_input_files({"name": "a.ics", "mimeType": "text/calendar", "buffer": b"hello"})
        page.get_by_text("Das ist keine Kalenderdatei").wait_for()
    with opened(there, width=390, script=False) as page:
        assert not page.get_by_text("Belegte Zeiten aus Ihrem Kalender").is_visible()
