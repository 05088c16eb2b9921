"""Days, zones, rooms, tracks, speakers and the team: written, removed, brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.common.models import AuditEntry, Mail
from handschlag.events.editing import EventComponent, etag_of_component
from handschlag.events.models import (
    Event,
    EventDay,
    EventOrganiser,
    Removal,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    Track,
    Zone,
)
from handschlag.events.programme.draft import closures_of

pytestmark = pytest.mark.django_db
HOME = "/de/manage/events/netzwerke-verbinden/"
NEXT = date(2027, 4, 15)


@pytest.fixture
def client_of(signed_in: Callable[[User], Client]) -> Callable[[User], Client]:
    return signed_in


def test_a_day_may_end_after_midnight(event: Event, greta: User, signed_in: Callable[[User], Client]) -> None:
    Event.objects.update(last_day=NEXT)
    data = {"day": "2027-04-15", "opens": "18:00", "closes": "01:00"}
    answer = signed_in(greta).post(f"{HOME}parts/day/new/", data)
    assert answer["Location"] == f"{HOME}house/#day"
    row = EventDay.objects.get(day=NEXT)
    assert (row.opens_at, row.closes_at) == (
        builders.clock("18:00", NEXT),
        builders.clock("1:00", date(2027, 4, 16)),
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"day": "2027-04-14", "opens": "9:00", "closes": "17:00"}, "Das hat die Veranstaltung schon."),
        ({"day": "2027-05-01", "opens": "9:00", "closes": "17:00"}, "außerhalb des Termins"),
        ({"day": "2027-04-14", "opens": "", "closes": "17:00"}, "zwingend erforderlich"),
    ],
)
def test_a_day_that_cannot_be_is_told(
    event: Event, greta: User, signed_in: Callable[[User], Client], data: dict[str, str], words: str
) -> None:
    answer = signed_in(greta).post(f"{HOME}parts/day/new/", data)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_a_night_in_which_the_clocks_change_is_told_in_words(
    greta: User, signed_in: Callable[[User], Client]
) -> None:
    night = date(2027, 10, 31)
    builders.event("Nacht", greta, first_day=night, last_day=night)
    for data, words in [
        ({"opens": "02:30", "closes": "12:00"}, "wegen der Zeitumstellung zweimal"),
        ({"opens": "09:00", "closes": "12:00"}, ""),
    ]:
        answer = signed_in(greta).post("/de/manage/events/nacht/parts/day/new/", {"day": str(night), **data})
        assert answer.status_code == (422 if words else 302)
        assert words in answer.content.decode()


def test_a_room_has_a_zone_and_is_lost_from_a_time_on(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    zone = Zone.objects.create(event=event, name_de="Foyer")
    data = {"name_de": "Saal 1", "zone": str(zone.pk), "seats": "260", "closes_at": "2027-04-14T15:00"}
    signed_in(greta).post(f"{HOME}parts/room/new/", data)
    row = Room.objects.get()
    assert (row.zone, row.seats, row.closes_at, row.is_step_free) == (
        zone,
        260,
        builders.clock("15:00"),
        False,
    )
    page = signed_in(greta).get(f"{HOME}house/").content.decode()
    assert "ab 14.04.2027, 15:00 nicht verfügbar" in page


def test_a_zone_of_another_event_is_no_choice(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    other = Zone.objects.create(event=builders.event("Andere"), name_de="Foyer")
    data = {"name_de": "Saal 1", "zone": str(other.pk)}
    assert signed_in(greta).post(f"{HOME}parts/room/new/", data).status_code == 422
    assert Room.objects.count() == 0


def test_of_two_who_change_a_room_at_once_the_second_is_told(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    row = builders.room(event, "Saal 1", seats=100)
    seen = etag_of_component(EventComponent.ROOM, row)
    client, url = signed_in(greta), f"{HOME}parts/room/{row.pk}/"
    client.post(url, {"seen": seen, "name_de": "Saal 1", "seats": "90"})
    answer = client.post(url, {"seen": seen, "name_de": "Saal 1", "seats": "80"})
    assert answer.status_code == 409
    assert "Geändert von Greta am" in answer.content.decode()
    assert Room.objects.get().seats == 90


def test_a_speaker_who_goes_is_missed_by_name_and_comes_back_where_they_spoke(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    speaker = builders.speaker(event, "Nadja Kielhorn")
    talk = builders.session(event, "Spektren", speakers=(speaker,))
    client, url = signed_in(greta), f"{HOME}parts/speaker/{speaker.pk}/remove/"
    SessionSpeaker.objects.update(part="moderator")
    seen = etag_of_component(EventComponent.SPEAKER, speaker)
    client.post(url, {"seen": seen})
    assert (Speaker.objects.count(), Session.objects.get().speaking.count()) == (0, 0)
    removal = Removal.objects.get()
    assert "Nadja Kielhorn" in client.get(f"{HOME}speakers/").content.decode()
    client.post(f"{HOME}undo/{removal.pk}/")
    assert [(one.session, one.speaker, one.part) for one in SessionSpeaker.objects.all()] == [
        (talk, speaker, "moderator")
    ]
    again = client.post(f"{HOME}undo/{removal.pk}/", follow=True).content.decode()
    assert "Das ist schon wiederhergestellt." in again
    entries = AuditEntry.objects.filter(kind="events.speaker").order_by("pk")
    assert [entry.verb for entry in entries] == ["speaker.removed", "speaker.brought_back"]
    assert "Kielhorn" not in str([entry.changes for entry in AuditEntry.objects.all()])


@pytest.mark.parametrize("part", [EventComponent.ROOM, EventComponent.TRACK])
def test_sessions_stay_without_a_room_or_track_that_goes_and_have_it_again_when_it_is_back(
    event: Event, greta: User, signed_in: Callable[[User], Client], part: EventComponent
) -> None:
    row = (
        builders.room(event)
        if part is EventComponent.ROOM
        else Track.objects.create(event=event, name_de="Messen")
    )
    talk = builders.session(event, **{part.value: row})
    column = f"{part.value}_id"
    client = signed_in(greta)
    client.post(f"{HOME}parts/{part.value}/{row.pk}/remove/", {"seen": etag_of_component(part, row)})
    talk.refresh_from_db()
    assert getattr(talk, column) is None
    client.post(f"{HOME}undo/{Removal.objects.get().pk}/")
    talk.refresh_from_db()
    assert getattr(talk, column) == row.pk


def test_nothing_is_removed_that_changed_since_it_was_looked_at(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    row = builders.room(event)
    signed_in(greta).post(f"{HOME}parts/room/{row.pk}/remove/", {"seen": "old"})
    assert Room.objects.count() == 1


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("rows", [1, 3])
def test_the_house_is_shown_in_a_constant_number_of_queries(
    event: Event,
    greta: User,
    signed_in: Callable[[User], Client],
    django_assert_num_queries: Callable[..., object],
    rows: int,
) -> None:
    for number in range(rows):
        room = builders.room(event, f"Saal {number}")
        builders.session(event, f"Vortrag {number}", room=room)
        builders.speaker(event, f"Person {number}")
    client = signed_in(greta)
    client.get(f"{HOME}house/")
    with django_assert_num_queries(11):
        client.get(f"{HOME}house/")
    with django_assert_num_queries(9):
        client.get(f"{HOME}speakers/")


def test_speakers_are_a_table_for_spreadsheets(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    builders.speaker(event, "=Nadja", organisation="Uni Kassel")
    lines = signed_in(greta).get(f"{HOME}speakers.csv").content.decode("utf-8-sig").splitlines()
    assert (len(lines[0].split(";")), lines[1:]) == (5, ["'=Nadja;;Uni Kassel;;0"])


def test_an_organiser_is_added_told_and_taken_off_and_the_last_one_stays(
    event: Event, greta: User, olaf: User, paul: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(greta)
    assert client.post(f"{HOME}team/", {"email": paul.email}).status_code == 422
    assert client.post(f"{HOME}team/", {"email": olaf.email.upper()}).status_code == 302
    assert client.post(f"{HOME}team/", {"email": olaf.email}).status_code == 422
    assert [(mail.to, mail.template) for mail in Mail.objects.all()] == [
        (olaf.email, "directory/mail/letter")
    ]
    client.post(f"{HOME}team/{greta.pk}/")
    assert client.get(f"{HOME}team/").status_code == 403
    signed_in(olaf).post(f"{HOME}team/{olaf.pk}/")
    assert [row.user for row in EventOrganiser.objects.filter(event=event)] == [olaf]


def test_a_part_of_the_house_that_is_lost_early_takes_its_rooms_along(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    zone = Zone.objects.create(event=event, name_de="Foyer")
    room = builders.room(event, "Saal 1", zone=zone)
    builders.session(event, "Spektren", "15:30", room=room)
    client = signed_in(greta)
    assert "Saal 1 entfällt" not in client.get(f"{HOME}programme/").content.decode()
    data = {
        "seen": etag_of_component(EventComponent.ZONE, zone),
        "name_de": "Foyer",
        "closes_at": "2027-04-14T15:00",
    }
    client.post(f"{HOME}parts/zone/{zone.pk}/", data)
    assert Zone.objects.get().closes_at == builders.clock("15:00")
    assert closures_of(event.pk) == {room.pk: builders.clock("15:00")}
    assert "ab 14.04.2027, 15:00 nicht verfügbar" in client.get(f"{HOME}house/").content.decode()
    room.closes_at = builders.clock("14:00")
    room.save()
    assert closures_of(event.pk) == {room.pk: builders.clock("14:00")}
