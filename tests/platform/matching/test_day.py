"""My day: what stands in it, in the calendar, on paper, and when there is no network."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from icalendar import Calendar
from pypdf import PdfReader
from tests.platform import builders, matchmaking
from tests.platform.matching.test_answering import yes
from tests.platform.matching.test_answers_pages import at, page

from handschlag.accounts.policy import Subject
from handschlag.common.times import local
from handschlag.events.models import Event
from handschlag.matching import wishes
from handschlag.matching.day import Bit, thread_of
from handschlag.matching.models import Meeting, Participant, Request, Service, TimetableVersion
from handschlag.matching.versions import PublishedMeeting, content_of
from handschlag.registration.models import SessionChoice
from handschlag.registration.sessions import calendar_file

pytestmark = pytest.mark.django_db


def held(sender: Participant, other: Participant, now: datetime) -> Request:
    return yes(matchmaking.asked(sender, other), other, now)


def publish(service: Service, number: int, now: datetime, **moved: datetime) -> TimetableVersion:
    """All meetings as they stand; `m7=...` tells another time for request 7."""
    rows = Meeting.objects.filter(service=service).select_related("place", "request")
    told = []
    for row in rows:
        starts_at = moved.get(f"m{row.request_id}", row.starts_at)
        told.append(
            PublishedMeeting(
                request=row.request_id,
                uid=str(row.request.uid),
                people=tuple(row.seats.values_list("participant_id", flat=True)),
                block=row.block_id,
                starts_at=starts_at,
                ends_at=starts_at + (row.ends_at - row.starts_at),
                place=row.place_id,
                place_code=row.place.code,
            )
        )
    return TimetableVersion.objects.create(
        service=service, number=number, content=content_of(told), published_at=now, note="Anreise später"
    )


def entries(one: Participant, now: datetime) -> dict[str, dict[str, str]]:
    calendar = Calendar.from_ical(calendar_file(one.registration, now=now))
    return {
        str(event["UID"]): {name: str(event[name]) for name in ("STATUS", "SEQUENCE", "SUMMARY")}
        | {"DTSTART": event["DTSTART"].dt.isoformat()}
        for event in calendar.walk("VEVENT")
        if str(event["UID"]).startswith("meeting-")
    }


def test_before_publishing_times_are_those_of_the_engine_and_provisional(
    client: Client, ada: Participant, bo: Participant, now: datetime
) -> None:
    assert "Personen sind garantiert" not in page(client, "day", ada)  # there are none
    held(bo, ada, now)
    text = page(client, "day", ada)
    for words in (
        "Bo Nilsson",
        "vorläufig",
        "Personen sind garantiert",
        "Noch ist kein Gesprächsplan veröffentlicht",
    ):
        assert words in text


def test_the_published_version_rules_and_says_what_it_changed(
    client: Client, service: Service, ada: Participant, bo: Participant, cy: Participant, now: datetime
) -> None:
    first, second = held(bo, ada, now), held(cy, ada, now)
    publish(service, 1, now)
    meeting = Meeting.objects.get(request=first)
    later = max(Meeting.objects.values_list("starts_at", flat=True)) + timedelta(minutes=30)
    publish(service, 2, now + timedelta(hours=1), **{f"m{first.pk}": later})
    text = page(client, "day", ada)
    old, new = (shown(moment) for moment in (meeting.starts_at, later))
    assert f"<del>{old}</del>" in text
    assert f"<ins>{new}</ins>" in text
    assert [text.count("hs-moved__title"), "Anreise später" in text] == [1, True]
    assert second.state == "accepted"


def shown(moment: datetime) -> str:
    """With the day: the event has two."""
    day = "Do, 15" if local(moment).day == 15 else "Mi, 14"
    return f"{day}. April, {local(moment):%H:%M}"


def test_a_paper_says_whether_it_is_still_right(
    client: Client, service: Service, ada: Participant, bo: Participant, now: datetime
) -> None:
    held(bo, ada, now)
    publish(service, 1, now)
    publish(service, 2, now)
    assert "Ihr Blatt ist veraltet (Fassung 1). Aktuell ist Fassung 2." in page(
        client, "day", ada, query="?sheet=1"
    )
    assert "Ihr Blatt ist aktuell." in page(client, "day", ada, query="?sheet=2")


def test_the_sheet_is_tagged_and_has_the_meeting(
    client: Client, ada: Participant, bo: Participant, now: datetime
) -> None:
    request = held(bo, ada, now)
    answer = client.get(at("sheet", ada))
    sheet = PdfReader(BytesIO(answer.content))
    text = " ".join(one.extract_text() for one in sheet.pages)
    assert [name in text for name in ("Bo Nilsson", request.purpose, "Ada Lindqvist")] == [True] * 3
    assert bool(sheet.trailer["/Root"]["/MarkInfo"]["/Marked"])


def test_a_moved_meeting_keeps_its_uid_and_a_withdrawn_one_is_cancelled(
    service: Service, ada: Participant, bo: Participant, now: datetime
) -> None:
    request = held(bo, ada, now)
    (uid, first), *_ = entries(ada, now).items()
    assert uid == f"meeting-{request.uid}"
    assert (first["STATUS"], "(vorläufig)" in first["SUMMARY"]) == ("TENTATIVE", True)
    publish(service, 1, now)
    fixed = entries(ada, service.fixed_at)[uid]
    assert (fixed["STATUS"], fixed["DTSTART"]) == ("CONFIRMED", first["DTSTART"])
    later = Meeting.objects.get(request=request).starts_at + timedelta(minutes=15)
    Request.objects.filter(pk=request.pk).update(sequence=request.sequence + 1)
    publish(service, 2, now, **{f"m{request.pk}": later})
    moved = entries(ada, now)[uid]
    assert (int(moved["SEQUENCE"]), moved["DTSTART"] > first["DTSTART"]) == (int(first["SEQUENCE"]) + 1, True)
    wishes.withdraw(request_id=request.pk, participant_id=bo.pk, has_link=True, by=Subject(), now=now)
    gone = entries(ada, now)
    assert list(gone) == [uid]
    assert (gone[uid]["STATUS"], int(gone[uid]["SEQUENCE"]) > int(moved["SEQUENCE"])) == ("CANCELLED", True)


def test_nobody_sees_anothers_day(
    client: Client, ada: Participant, bo: Participant, cy: Participant, now: datetime
) -> None:
    held(bo, ada, now)
    assert ["Ada Lindqvist" in page(client, "day", cy), "Bo Nilsson" in page(client, "day", cy)] == [
        False
    ] * 2
    assert entries(cy, now) == {}


def test_a_thread_has_no_hole_and_no_overlap() -> None:
    def bit(begin: int, end: int, rank: int, key: int) -> Bit:
        return Bit(
            starts_at=builders.clock("10:00") + timedelta(minutes=begin),
            ends_at=builders.clock("10:00") + timedelta(minutes=end),
            rank=rank,
            key=key,
        )

    bits = [bit(0, 15, 0, 0), bit(20, 35, 0, 1), bit(30, 90, 2, 2), bit(60, 75, 0, 3)]
    found = thread_of(bits, begins_at=builders.clock("10:00"), ends_at=builders.clock("12:00"))
    assert [before.ends_at for before in found[:-1]] == [after.starts_at for after in found[1:]]
    assert [one.key for one in found] == [0, 1, 2, 3, 2, -1]


def test_the_manifest_and_the_worker_belong_to_one_page(client: Client, ada: Participant) -> None:
    day = at("day", ada)
    manifest = client.get(at("agenda", ada)).json()
    assert (manifest["scope"], manifest["start_url"], manifest["display"]) == (day, day, "standalone")
    worker = client.get(at("agenda_worker", ada))
    assert worker["Content-Type"] == "text/javascript; charset=utf-8"
    assert at("agenda_worker", ada).startswith(day)
    assert f'href="{at("agenda", ada)}"' in page(client, "day", ada)


@pytest.mark.django_db(transaction=True)
def test_the_day_is_there_without_a_network_and_says_how_old_it_is(
    opened: Callable, ada: Participant, bo: Participant, event: Event, now: datetime
) -> None:
    held(bo, ada, now)
    talk = builders.session(event, "Linsen für alle", "12:00")
    SessionChoice.objects.create(registration=ada.registration, session=talk, wish="must", chosen_at=now)
    with opened(at("day", ada), width=390) as browser_page:
        browser_page.locator("[data-kept]").wait_for()
        kept = browser_page.evaluate(
            "async () => (await (await caches.open((await caches.keys())[0])).keys()).map(r => r.url)"
        )
        assert [url for url in kept if "/static/" not in url and not url.endswith(at("day", ada))] == []
        browser_page.context.set_offline(True)
        browser_page.reload()
        browser_page.get_by_text("Keine Internetverbindung. Stand Ihres Tages:").wait_for()
        assert browser_page.get_by_text("Bo Nilsson").first.is_visible()
        browser_page.context.set_offline(False)
        Participant.objects.filter(pk=ada.pk).update(left_at=now)
        browser_page.goto(at("day", ada))
        assert browser_page.evaluate("async () => (await caches.keys()).length") == 0


def test_what_else_takes_place_stands_greyed_and_parallel_sessions_are_folded(
    client: Client, service: Service, ada: Participant, bo: Participant, now: datetime
) -> None:
    held(bo, ada, now)
    for title, begins, ends in (
        ("Eröffnung", "9:00", "9:30"),
        ("Photonik", "15:00", "15:45"),
        ("Sensorik", "15:30", "16:30"),
    ):
        builders.session(service.event, title, begins, ends_at=builders.clock(ends))
    builders.version(service.event)
    text = " ".join(page(client, "day", ada).split())
    first = re.search(r'<li class="[^"]*hs-thread__stop--offer.*?</li>', text)
    assert first is not None
    assert ["Eröffnung" in first[0], "09:00" in first[0]] == [True, True]
    options = re.search(r"<summary>2 Programmpunkte parallel</summary><ul>(.*?)</ul>", text)
    assert options is not None
    assert ["Photonik" in options[1], "Sensorik" in options[1]] == [True, True]
    assert "Eröffnung" not in " ".join(
        one.extract_text() for one in PdfReader(BytesIO(client.get(at("sheet", ada)).content)).pages
    )
