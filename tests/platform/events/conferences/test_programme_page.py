"""The programme as a page: grid, list, filters, sessions, speakers, my programme, changes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from tests.platform import builders
from tests.platform.directory.reading.pages import page, section, title, words

from handschlag.events.models import Event, EventDay, ProgrammeVersion, Session
from handschlag.events.programme.day_grid import sheet

pytestmark = pytest.mark.django_db
BASE = "/de/events/netzwerke-verbinden/"
PROGRAMME = BASE + "programme/"


def items(html: str) -> list[str]:
    """The titles of the list, in their order."""
    return [words(one) for one in re.findall(r'<p class="hs-session__title">(.*?)</p>', html)]


def boxes(html: str) -> dict[str, str]:
    """The grid: titles and where they stand."""
    found = re.findall(r'<div class="hs-grid__box[^"]*? (g-r[^"]*)"><p>(.*?)</p>', html)
    return {words(text): place for place, text in found}


def press(client: Client, **order: object) -> Any:
    return client.post(BASE + "my-programme/", order)


def test_before_it_is_published_nobody_reads_a_programme(
    client: Client, sessions: dict[str, Session]
) -> None:
    html = page(client, PROGRAMME)
    assert "Das Programm ist noch nicht veröffentlicht" in words(html)
    assert items(html) == []
    assert client.get(f"{BASE}sessions/{sessions['light'].pk}/").status_code == 404


def test_the_grid_and_the_list_show_the_same(client: Client, published: dict[str, Session]) -> None:
    html = page(client, PROGRAMME)
    names = ["Eröffnung", "Was Licht sieht", "Glas formen", "Mittag"]
    assert items(html) == names
    assert boxes(html) == {
        "Eröffnung": "g-r8 g-l6 g-c2 g-w1",
        "Was Licht sieht": "g-r22 g-l6 g-c2 g-w1",
        "Glas formen": "g-r22 g-l6 g-c3 g-w1",
        "Mittag": "g-r38 g-l6 g-c2 g-w2",
    }
    assert html.index("hs-grid__box") < html.index('id="items"')


def test_every_place_of_the_grid_is_in_the_style_sheet() -> None:
    path = finders.find("events/grid.css")
    assert path is not None
    assert Path(path).read_text("utf-8") == sheet()


def test_later_drafts_change_nothing_until_they_are_published(
    client: Client, published: dict[str, Session], publish: Callable[..., ProgrammeVersion], now: datetime
) -> None:
    Session.objects.filter(pk=published["light"].pk).update(title_de="Ganz neu")
    assert "Ganz neu" not in words(page(client, PROGRAMME))
    publish(at=now + timedelta(days=1))
    assert "Ganz neu" in words(page(client, PROGRAMME))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "GLAS schmelzen"}, ["Glas formen"]),
        ({"q": "kielhorn"}, ["Was Licht sieht"]),
        ({"language": "en"}, ["Was Licht sieht"]),
        ({"kind": "opening"}, ["Eröffnung"]),
        ({"kind": ["opening", "break"]}, ["Eröffnung", "Mittag"]),
        ({"q": "nirgends"}, []),
        ({"kind": "nonsense"}, []),
    ],
)
def test_words_and_options_narrow_the_programme(
    client: Client, published: dict[str, Session], query: dict[str, object], found: list[str]
) -> None:
    assert items(page(client, PROGRAMME, query)) == found


def test_rooms_tracks_and_speakers_narrow_by_their_numbers(
    client: Client, published: dict[str, Session], event: Event
) -> None:
    room, speaker = event.rooms.get(name_de="Werkstatt"), event.speakers.get(name="Dr. Ole Martens")
    track = event.tracks.get()
    assert items(page(client, PROGRAMME, {"room": room.pk})) == ["Glas formen"]
    assert items(page(client, PROGRAMME, {"speaker": speaker.pk})) == ["Glas formen"]
    html = page(client, "/en/events/netzwerke-verbinden/programme/", {"track": track.pk})
    assert items(html) == ["Was Licht sieht"]
    assert "Transfer of knowledge" in section(html, "Chosen filters")


def test_a_session_says_what_when_where_by_whom_and_what_runs_beside_it(
    client: Client, published: dict[str, Session]
) -> None:
    html = page(client, f"{BASE}sessions/{published['glass'].pk}/")
    text = words(html)
    assert title(html) == "Glas formen"
    for part in ("Mittwoch, 14. April 2027 10:40 bis 11:10", "Vom Schmelzen.", "Dr. Ole Martens IFT"):
        assert part in text, part
    assert "Was Licht sieht" in section(html, "Zur gleichen Zeit")
    data = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (data["startDate"], data["performer"][0]["name"], data["superEvent"]["name"]) == (
        "2027-04-14T10:40+02:00",
        "Dr. Ole Martens",
        "Netzwerke verbinden",
    )


def test_a_speaker_has_a_page_with_all_sessions(
    client: Client, published: dict[str, Session], event: Event
) -> None:
    nadja = event.speakers.get(name__endswith="Kielhorn")
    html = page(client, f"{BASE}speakers/{nadja.pk}/")
    assert (title(html), items(html)) == ("Prof. Dr. Nadja Kielhorn", ["Was Licht sieht"])
    assert "<h3>" not in html
    Event.objects.filter(pk=event.pk).update(last_day=event.first_day + timedelta(days=1))
    assert "<h3>Mittwoch, 14. April</h3>" in page(client, f"{BASE}speakers/{nadja.pk}/")
    silent = builders.speaker(event, "Niemand")
    assert client.get(f"{BASE}speakers/{silent.pk}/").status_code == 404


def test_somebody_chooses_without_an_account_and_is_told_what_clashes(
    client: Client, published: dict[str, Session]
) -> None:
    light, glass = published["light"].pk, published["glass"].pk
    assert title(page(client, BASE + "my-programme/")) == "Noch ist nichts gewählt"
    answer = press(client, add=light, next=PROGRAMME)
    assert answer["Location"] == PROGRAMME
    press(client, add=glass)
    html = page(client, BASE + "my-programme/")
    assert title(html) == "2 Programmpunkte in Ihrem Programm"
    assert "Zwei Programmpunkte überschneiden sich Was Licht sieht – Glas formen" in words(html)
    cookie = client.cookies["my_programme"]
    assert re.fullmatch(rf"{light}\.{glass}:[\w-]+:[\w-]+", cookie.value)
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 180 * 24 * 60 * 60)
    entries = Calendar.from_ical(client.get(BASE + "my-programme.ics").content).walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in entries] == ["Was Licht sieht", "Glas formen"]
    press(client, remove=light)
    assert "Zwei Programmpunkte" not in words(page(client, BASE + "my-programme/"))
    press(client, clear=1)
    assert client.cookies["my_programme"].value == ""


def test_nothing_but_sessions_of_the_event_is_chosen_and_no_way_leads_elsewhere(
    client: Client, published: dict[str, Session]
) -> None:
    other = builders.session(builders.event("Optiktag"))
    for order in ({"add": other.pk}, {"add": "x"}, {"add": "9" * 30}, {}):
        assert press(client, **order).status_code == 302
        assert "my_programme" not in client.cookies or client.cookies["my_programme"].value == ""
    assert press(client, add=1, next="https://evil.example/")["Location"] == BASE + "my-programme/"
    client.cookies["my_programme"] = f"{published['light'].pk}"
    assert title(page(client, BASE + "my-programme/")) == "Noch ist nichts gewählt"


def test_a_session_that_is_called_off_stays_and_says_so(
    client: Client, published: dict[str, Session], publish: Callable[..., ProgrammeVersion], now: datetime
) -> None:
    light = published["light"]
    press(client, add=light.pk)
    Session.objects.filter(pk=light.pk).update(is_cancelled=True)
    publish(at=now + timedelta(days=1))
    assert "Was Licht sieht abgesagt" in items(page(client, PROGRAMME))
    assert "Dieser Programmpunkt ist abgesagt." in words(page(client, f"{BASE}sessions/{light.pk}/"))
    assert "Ein von Ihnen gewählter Programmpunkt findet nicht statt" in words(
        page(client, BASE + "my-programme/")
    )


def test_what_changed_is_told_version_by_version_and_since_one_of_them(
    client: Client, published: dict[str, Session], publish: Callable[..., ProgrammeVersion], now: datetime
) -> None:
    Session.objects.filter(pk=published["light"].pk).update(
        starts_at=builders.clock("11:00"), ends_at=builders.clock("11:30")
    )
    publish(at=now + timedelta(days=1), note="Nach Rücksprache")
    Session.objects.filter(pk=published["glass"].pk).update(is_cancelled=True)
    publish(at=now + timedelta(days=2))
    text = words(page(client, BASE + "changes/"))
    moved = "Mittwoch, 14. April, 10:40 bis 11:10 Mittwoch, 14. April, 11:00 bis 11:30"
    for part in (
        "Nach Rücksprache",
        f"Zeit {moved}",
        "Glas formen abgesagt",
        "Das Programm wurde veröffentlicht",
    ):
        assert part in text, part
    since = words(page(client, BASE + "changes/", {"since": "2"}))
    assert ("Glas formen" in since, moved in since) == (True, False)
    assert client.get(BASE + "changes/", {"since": "9"}).status_code == 404
    feed = client.get(BASE + "changes.atom")
    assert feed["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.content.count(b"<entry>") == 3
    assert "10:40 bis 11:10 → Mittwoch, 14. April, 11:00" in feed.content.decode()


def test_an_evening_over_midnight_stays_one_day(
    client: Client, event: Event, publish: Callable[..., ProgrammeVersion]
) -> None:
    night = date(2027, 4, 14)
    EventDay.objects.update(closes_at=builders.clock("2:00", night + timedelta(days=1)))
    begin = builders.clock("0:30", night + timedelta(days=1))
    builders.session(event, "Vor Mitternacht", "23:30", ends_at=builders.clock("0:15", date(2027, 4, 15)))
    builders.session(event, "Nach Mitternacht", "", starts_at=begin, ends_at=begin + timedelta(minutes=30))
    publish()
    html = page(client, PROGRAMME)
    assert items(html) == ["Vor Mitternacht", "Nach Mitternacht"]
    assert "bis 00:15 (15. April)" in words(html)
    assert "hs-days" not in html
    assert html.count('<section class="hs-part">') == 1


def test_the_hour_that_the_clocks_skip_is_neither_lost_nor_doubled(
    client: Client, publish: Callable[..., ProgrammeVersion], event: Event
) -> None:
    Event.objects.update(first_day=date(2027, 3, 28), last_day=date(2027, 3, 28))
    begin = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    hall, other = builders.room(event, "Saal"), builders.room(event, "Foyer")
    builders.session(event, "Lange Nacht", "", starts_at=begin, ends_at=begin + timedelta(hours=1), room=hall)
    late = begin + timedelta(hours=1)
    builders.session(event, "Danach", "", starts_at=late, ends_at=late + timedelta(minutes=30), room=other)
    publish()
    html = page(client, PROGRAMME)
    assert boxes(html) == {"Lange Nacht": "g-r8 g-l12 g-c2 g-w1", "Danach": "g-r20 g-l6 g-c3 g-w1"}
    assert "01:30 bis 03:30" in words(html)


def test_several_days_are_shown_one_by_one_and_searched_together(
    client: Client, event: Event, published: dict[str, Session], publish: Callable[..., ProgrammeVersion]
) -> None:
    day = date(2027, 4, 15)
    builders.session(
        event, "Zweiter Tag", "", starts_at=builders.clock("9:00", day), ends_at=builders.clock("9:30", day)
    )
    publish()
    assert "Zweiter Tag" not in items(page(client, PROGRAMME))
    assert items(page(client, PROGRAMME, {"day": "2027-04-15"})) == ["Zweiter Tag"]
    assert len(items(page(client, PROGRAMME, {"day": "all"}))) == 5
    assert items(page(client, PROGRAMME, {"q": "tag"}))[-1] == "Zweiter Tag"
    assert "Eröffnung" in items(page(client, PROGRAMME, {"day": "nonsense"}))


def test_more_sessions_take_no_more_queries(
    client: Client, event: Event, published: dict[str, Session], publish: Callable[..., ProgrammeVersion]
) -> None:
    paths = [PROGRAMME, f"{BASE}sessions/{published['light'].pk}/", BASE + "changes/", BASE + "my-programme/"]

    def asked() -> list[int]:
        counted = []
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(path).status_code == 200
            counted.append(len(seen))
        return counted

    before = asked()
    for number in range(3):
        speaker = builders.speaker(event, f"Person {number}", network=builders.network(f"Netz {number}"))
        builders.session(event, f"Vortrag {number}", "14:00", speakers=(speaker,))
    publish()
    assert asked() == before
