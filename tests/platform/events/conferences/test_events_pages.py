"""The list of events, the page of one, and both as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from tests.platform import builders
from tests.platform.directory.reading.pages import page, title, words

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common.memo import Memo
from handschlag.common.page_cache.versions import StampedMemo
from handschlag.directory.models import Status
from handschlag.events.models import Event, EventStatus, Session

pytestmark = pytest.mark.django_db
PAST: dict[str, Any] = {"first_day": date(2016, 11, 16), "last_day": date(2016, 11, 16)}


def test_what_is_coming_up_and_what_is_past_are_two_lists(client: Client, event: Event) -> None:
    builders.event("Clusterkonferenz 2016", **PAST)
    coming, past = page(client, "/de/events/"), page(client, "/de/events/", {"when": "past"})
    assert (title(coming), title(past)) == ("1 kommende Veranstaltung", "1 vergangene Veranstaltung")
    assert "Clusterkonferenz 2016" in words(past)
    assert "Clusterkonferenz 2016" not in words(coming)
    assert (
        "Netzwerke verbinden Konferenz mit Ausstellung 14. April 2027 Kassel, Hessen Kongresshaus"
        in words(coming)
    )


def test_what_is_over_is_not_offered_for_a_calendar(client: Client, event: Event) -> None:
    over = builders.event("Clusterkonferenz 2016", **PAST)
    assert "In meinen Kalender" in words(page(client, f"/de/events/{event.slug}/"))
    assert "In meinen Kalender" not in words(page(client, f"/de/events/{over.slug}/"))


def test_events_are_found_by_land_host_year_and_words(client: Client, event: Event) -> None:
    builders.event("Optiktag", land=builders.land("BE"), place="Berlin")
    for query, count in (
        ({"land": "HE"}, 1),
        ({"host": "optik-sachsen"}, 1),
        ({"year": "2027"}, 2),
        ({"q": "verbinden KASSEL"}, 1),
        ({"q": "nirgends"}, 0),
        ({"land": ["HE", "BE"]}, 2),
        ({"year": "2019"}, 0),
    ):
        html = page(client, "/de/events/", query)
        assert html.count('<tr><th scope="row">') == count, query


def test_a_list_says_what_helps_when_it_is_empty(client: Client) -> None:
    assert title(page(client, "/de/events/")) == "Keine Veranstaltung ist angekündigt"
    assert title(page(client, "/en/events/")) == "No event is announced"


def test_drafts_are_in_no_list_and_not_at_their_address(
    client: Client, event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    Event.objects.update(status=EventStatus.DRAFT)
    assert "Netzwerke verbinden" not in words(page(client, "/de/events/"))
    addresses = ["", "event.ics", "programme/", "programme.ics", "schedule.xml", "changes/", "my-programme/"]
    base = "/de/events/netzwerke-verbinden/"
    assert {client.get(base + one).status_code for one in addresses} == {404}
    own = signed_in(greta)
    assert "Nur Sie und Ihr Team sehen diese Seite" in words(page(own, base))
    assert {own.get(base + one).status_code for one in addresses} == {200}


def test_a_draft_that_its_organiser_has_looked_at_is_there_for_nobody_else(
    event: Event, greta: User, person: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    Event.objects.update(status=EventStatus.DRAFT)
    stranger = person("hugo", Role.ORGANISER)
    base = "/de/events/netzwerke-verbinden/"
    for path in (base, base + "event.ics"):
        assert signed_in(greta).get(path).status_code == 200
        with CaptureQueriesContext(connection) as seen:
            assert Client().get(path).status_code == 404
            assert signed_in(stranger).get(path).status_code == 404
        assert not [one for one in seen if "events_eventhost" in one["sql"]]  # it was remembered


def test_what_was_taken_off_is_gone(client: Client, event: Event) -> None:
    Event.objects.update(status=EventStatus.ARCHIVED)
    answer = client.get("/de/events/netzwerke-verbinden/")
    assert answer.status_code == 410
    assert client.get("/de/events/netzwerke-verbinden/programme/").status_code == 404


def test_the_page_says_what_when_where_and_by_whom(
    client: Client, event: Event, published: dict[str, Session]
) -> None:
    html = page(client, "/de/events/netzwerke-verbinden/")
    text = words(html)
    assert title(html) == "Netzwerke verbinden"
    for part in (
        "Mittwoch 14. April 2027",
        "Kongresshaus, Weg 1, 34117 Kassel",
        "Alle Räume sind stufenlos erreichbar.",
        "3 Programmpunkte",
        "08:00 bis 18:00",
        "Optik Sachsen",
        "Keine Anmeldung über diese Plattform",
    ):
        assert part in text, part
    assert 'href="/de/networks/optik-sachsen/"' in html
    assert title(page(client, "/en/events/netzwerke-verbinden/")) == "Connecting networks"


def test_a_host_that_is_not_public_is_not_named(client: Client, event: Event) -> None:
    network = event.hosts.get().network
    assert network is not None
    network.status = Status.DRAFT
    network.save()
    assert "Optik Sachsen" not in words(page(client, "/de/events/netzwerke-verbinden/"))


@pytest.mark.parametrize(
    ("opens", "closes", "is_open", "words_of_it"),
    [
        ("2026-11-26", "2027-03-01", True, "Anmeldung noch nicht geöffnet"),
        ("2026-11-01", "2027-03-01", True, "Offen"),
        ("2026-11-01", "2027-03-01", False, "Mit Einladung"),
        ("2026-10-01", "2026-11-01", True, "Geschlossen"),
    ],
)
def test_the_registration_is_told_in_words(
    client: Client,
    event: Event,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
    opens: str,
    closes: str,
    is_open: bool,
    words_of_it: str,
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    Event.objects.update(
        registration_opens_at=f"{opens}T08:00Z", registration_closes_at=f"{closes}T08:00Z", is_open=is_open
    )
    assert f"Anmeldung {words_of_it}" in words(page(client, "/de/events/netzwerke-verbinden/"))


def test_a_real_event_names_its_source_and_the_day_it_was_read(client: Client) -> None:
    source = {"source": "https://example.org/a; Prospekt", "source_seen_on": date(2026, 11, 20)}
    builders.event("Clusterkonferenz 2016", **PAST, **source)
    text = words(page(client, "/de/events/clusterkonferenz-2016/"))
    assert "example.org Prospekt gelesen im November 2026" in text
    assert "Die Veranstaltung ist vorbei" in text


def test_machines_read_the_event_as_linked_data(client: Client, event: Event) -> None:
    html = page(client, "/de/events/netzwerke-verbinden/")
    data = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (data["@type"], data["startDate"], data["location"]["name"]) == (
        "BusinessEvent",
        "2027-04-14",
        "Kongresshaus",
    )
    assert data["organizer"][0]["name"] == "Optik Sachsen"


def test_an_event_and_all_events_come_as_calendars(client: Client, event: Event) -> None:
    builders.event("Clusterkonferenz 2016", **PAST)
    one = Calendar.from_ical(client.get("/de/events/netzwerke-verbinden/event.ics").content)
    (entry,) = one.walk("VEVENT")
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (date(2027, 4, 14), date(2027, 4, 15))
    every = Calendar.from_ical(client.get("/en/events/events.ics").content).walk("VEVENT")
    assert {str(one["SUMMARY"]) for one in every} == {"Connecting networks", "Clusterkonferenz 2016"}
    assert str(entry["UID"]) in {str(one["UID"]) for one in every}, "the same in each language"


def test_a_calendar_that_has_not_changed_is_not_sent_again(client: Client, event: Event) -> None:
    first = client.get("/de/events/netzwerke-verbinden/event.ics")
    again = client.get("/de/events/netzwerke-verbinden/event.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_list_is_exported_as_it_is_shown(client: Client, event: Event) -> None:
    builders.event("Clusterkonferenz 2016", **PAST)
    body = b"".join(client.get("/de/events/export/csv/", {"land": "HE"}).streaming_content).decode(
        "utf-8-sig"
    )
    rows = list(csv.DictReader(io.StringIO(body), delimiter=";"))
    assert [row["Veranstaltung"] for row in rows] == ["Netzwerke verbinden"]
    past = json.loads(b"".join(client.get("/de/events/export/json/", {"when": "past"}).streaming_content))
    assert [row["title"] for row in past["entries"]] == ["Clusterkonferenz 2016"]
    assert client.get("/de/events/export/exe/").status_code == 404


def test_more_rows_take_no_more_queries(client: Client, event: Event, published: dict[str, Session]) -> None:
    def asked() -> tuple[int, int]:
        counted = []
        for path in ("/de/events/", "/de/events/netzwerke-verbinden/"):
            Memo.clear_all()  # as a process that has just started
            with CaptureQueriesContext(connection) as seen:
                assert client.get(path).status_code == 200
            counted.append(len(seen))
        return counted[0], counted[1]

    client.get("/de/events/netzwerke-verbinden/")
    before = asked()
    for number in range(2):
        made = builders.event(f"Tagung {number}", land=builders.land())
        made.hosts.create(network=builders.network(f"Netz {number}"))
        event.hosts.create(network=builders.network(f"Anderes Netz {number}"))
        builders.room(event, f"Raum {number}")
    assert asked() == before


def test_what_is_remembered_of_events_is_over_with_any_write(client: Client, event: Event) -> None:
    for path in ("/de/events/", "/de/events/netzwerke-verbinden/"):
        assert "Netzwerke verbinden" in client.get(path).content.decode()
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        assert not [one for one in seen if "events_eventhost" in one["sql"]]
    Event.objects.filter(pk=event.pk).update(title_de="Netze knüpfen")
    for path in ("/de/events/", "/de/events/netzwerke-verbinden/"):
        assert "Netze knüpfen" in client.get(path).content.decode()
    Event.objects.filter(pk=event.pk).update(status="draft")
    assert "Netze knüpfen" not in client.get("/de/events/").content.decode()
    assert client.get("/de/events/netzwerke-verbinden/").status_code == 404


def test_a_write_that_was_taken_back_is_not_remembered(client: Client, event: Event) -> None:
    paths = ("/de/events/", "/de/events/netzwerke-verbinden/")
    for path in paths:
        client.get(path)
    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(title_de="Netze knüpfen")
        assert all("Netze knüpfen" in client.get(path).content.decode() for path in paths)
        transaction.set_rollback(True)
    assert not any("Netze knüpfen" in client.get(path).content.decode() for path in paths)


def test_what_is_remembered_by_the_stamp_reads_watched_tables_only(event: Event, greta: User) -> None:
    memo = StampedMemo[int, int](2)
    assert [memo.get(1, Event.objects.count) for _ in range(2)] == [1, 1]
    with pytest.raises(RuntimeError, match="not watched"):
        memo.get(2, User.objects.count)
