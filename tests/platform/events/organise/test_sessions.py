"""Sessions are written, moved, cancelled; what does not fit is told at once; two at once lose nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common.models import AuditEntry
from handschlag.events.models import Event, EventOrganiser, Room, Session, SessionSpeaker, Track

pytestmark = pytest.mark.django_db
HOME = "/de/manage/events/netzwerke-verbinden/"
EDITOR = f"{HOME}programme/?day=2027-04-14"
FORM = {
    "kind": "talk",
    "title_de": "Linsen für alle",
    "language": "de",
    "day": "2027-04-14",
    "starts": "10:00",
    "ends": "10:40",
}


@pytest.fixture
def hall(event: Event) -> Room:
    return builders.room(event, "Saal 1", seats=100)


def test_a_session_is_written_with_everything(
    event: Event, hall: Room, greta: User, signed_in: Callable[[User], Client]
) -> None:
    one, two = builders.speaker(event, "Nadja Kielhorn"), builders.speaker(event, "Ole Martens")
    track = Track.objects.create(event=event, name_de="Messen")
    data = {
        **FORM,
        "room": str(hall.pk),
        "track": str(track.pk),
        "seats": "80",
        "abstract_de": "Was Linsen können.",
        "speaker-0-speaker": str(two.pk),
        "speaker-0-part": "moderator",
        "speaker-1-speaker": str(one.pk),
        "paper-0-url": "https://example.org/folien.pdf",
        "paper-0-title_de": "Folien",
    }
    answer = signed_in(greta).post(f"{HOME}sessions/new/", data)
    row = Session.objects.get()
    assert answer["Location"] == f"{EDITOR}#session-{row.pk}"
    assert (row.room, row.track, row.seats, row.starts_at, row.ends_at) == (
        hall,
        track,
        80,
        builders.clock("10:00"),
        builders.clock("10:40"),
    )
    assert [(link.speaker, link.part) for link in row.speaking.all()] == [
        (two, "moderator"),
        (one, "speaker"),
    ]
    assert [(paper.url, paper.title_de) for paper in row.materials.all()] == [
        ("https://example.org/folien.pdf", "Folien")
    ]
    assert [entry.verb for entry in AuditEntry.objects.filter(kind="events.session")] == ["session.added"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends": ""}, "gehören zusammen"),
        ({"title_de": ""}, "zwingend erforderlich"),
        ({"paper-0-title_de": "Folien"}, "Geben Sie eine Adresse ein."),
        ({"paper-0-url": "javascript:alert(1)", "paper-0-title_de": "X"}, "gültige Adresse"),
        (
            {"day": "2027-03-28", "starts": "02:15", "ends": "04:00"},
            "Diese Uhrzeit gibt es wegen der Zeitumstellung nicht",
        ),
    ],
)
def test_a_session_that_cannot_be_is_told_at_its_field(
    event: Event, greta: User, signed_in: Callable[[User], Client], wrong: dict[str, str], words: str
) -> None:
    answer = signed_in(greta).post(f"{HOME}sessions/new/", {**FORM, **wrong})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert Session.objects.count() == 0


def test_a_session_without_a_time_waits_beside_the_grid(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    data = {**FORM, "day": "", "starts": "", "ends": ""}
    page = signed_in(greta).post(f"{HOME}sessions/new/", data, follow=True).content.decode()
    assert Session.objects.get().starts_at is None
    assert "Noch ohne Uhrzeit" in page


def test_a_session_over_midnight_is_written_and_told(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    data = {**FORM, "starts": "22:00", "ends": "01:00"}
    page = signed_in(greta).post(f"{HOME}sessions/new/", data, follow=True).content.decode()
    assert "Das geht über Mitternacht hinaus; dann ist das Gebäude geschlossen." in page


def test_a_talk_is_moved_by_form_and_keeps_its_length(
    event: Event, hall: Room, greta: User, signed_in: Callable[[User], Client]
) -> None:
    row = builders.session(event)
    data = {"seen": "1", "room": str(hall.pk), "day": "2027-04-14", "starts": "14:10"}
    answer = signed_in(greta).post(f"{HOME}sessions/{row.pk}/move/", data)
    row.refresh_from_db()
    assert answer["Location"] == f"{EDITOR}#session-{row.pk}"
    assert (row.room, row.starts_at, row.ends_at, row.version) == (
        hall,
        builders.clock("14:10"),
        builders.clock("14:40"),
        2,
    )
    (entry,) = AuditEntry.objects.filter(verb="session.moved")
    assert entry.changes["room_id"] == [None, hall.pk]


def test_a_move_can_be_taken_back_until_somebody_changes_the_session(
    event: Event, hall: Room, greta: User, olaf: User, signed_in: Callable[[User], Client]
) -> None:
    EventOrganiser.objects.create(event=event, user=olaf, since=builders.NOW)
    row, client = builders.session(event), signed_in(greta)
    url = f"{HOME}sessions/{row.pk}/move/"
    client.post(url, {"seen": "1", "room": str(hall.pk), "day": "2027-04-14", "starts": "14:10"})
    assert "Vorher: Mi, 14. April, 10:00." in client.get(EDITOR).content.decode()
    assert "Vorher:" not in signed_in(olaf).get(EDITOR).content.decode()
    client = signed_in(greta)
    client.post(url, {"seen": "2", "room": "", "day": "2027-04-14", "starts": "10:00"})
    row.refresh_from_db()
    assert (row.room, row.starts_at) == (None, builders.clock("10:00"))
    assert "Vorher: Mi, 14. April, 14:10, Saal 1." in client.get(EDITOR).content.decode()
    client.post(f"{HOME}sessions/{row.pk}/", {**FORM, "seen": "3"})
    assert "Vorher:" not in client.get(EDITOR).content.decode()


def test_a_move_into_a_taken_room_is_done_and_told_at_once(
    event: Event, hall: Room, greta: User, signed_in: Callable[[User], Client]
) -> None:
    builders.session(event, "Eröffnung", "9:00", room=hall)
    row = builders.session(event, at="11:00", room=hall)
    data = {"seen": "1", "room": str(hall.pk), "day": "2027-04-14", "starts": "9:15"}
    page = signed_in(greta).post(f"{HOME}sessions/{row.pk}/move/", data, follow=True).content.decode()
    assert "Verschoben. 1 Konflikt: Saal 1 ist um 09:15 Uhr doppelt belegt." in page
    assert ">Konflikt<" in page


def test_what_would_clash_is_told_before_anything_is_written(
    event: Event, hall: Room, greta: User, signed_in: Callable[[User], Client]
) -> None:
    builders.session(event, "Eröffnung", "9:00", room=hall)
    row = builders.session(event, at="11:00", room=hall)
    client, url = signed_in(greta), f"{HOME}sessions/preview/?session={row.pk}"
    move = {"seen": "1", "room": str(hall.pk), "day": "2027-04-14", "starts": "9:15"}
    assert "doppelt belegt" in client.post(url, move).content.decode()
    assert "Keine Konflikte" in client.post(url, {**move, "starts": "12:00"}).content.decode()
    new = {**FORM, "starts": "09:10", "ends": "09:20", "room": str(hall.pk), "seats": "101"}
    text = client.post(f"{HOME}sessions/preview/?session=0", new).content.decode()
    assert ("doppelt belegt" in text, "hat nur 100 Plätze" in text) == (True, True)
    assert Session.objects.filter(version=1).count() == 2


def test_of_two_who_move_one_talk_the_second_is_told_who_and_sees_where_it_is(
    event: Event, hall: Room, greta: User, olaf: User, signed_in: Callable[[User], Client]
) -> None:
    EventOrganiser.objects.create(event=event, user=olaf, since=builders.NOW)
    row = builders.session(event)
    data = {"seen": "1", "room": str(hall.pk), "day": "2027-04-14", "starts": "14:00"}
    signed_in(olaf).post(f"{HOME}sessions/{row.pk}/move/", data)
    answer = signed_in(greta).post(f"{HOME}sessions/{row.pk}/move/", {**data, "starts": "16:00"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert ("Olaf hat diesen Programmpunkt am" in text, "14:00–14:30, Saal 1" in text) == (True, True)
    row.refresh_from_db()
    assert row.starts_at == builders.clock("14:00")


def test_of_two_who_write_one_session_the_second_compares_and_keeps_their_text(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    row, client = builders.session(event), signed_in(greta)
    url = f"{HOME}sessions/{row.pk}/"
    client.post(url, {**FORM, "seen": "1", "title_de": "Linsen für manche"})
    answer = client.post(url, {**FORM, "seen": "1", "title_de": "Linsen für niemand"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert ("Linsen für manche" in text, 'value="Linsen für niemand"' in text) == (True, True)
    assert client.post(url, {**FORM, "seen": "2", "title_de": "Linsen für niemand"}).status_code == 302


def test_rooms_and_speakers_of_another_event_are_refused(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    other = builders.event("Andere")
    room, speaker = builders.room(other), builders.speaker(other)
    client = signed_in(greta)
    for wrong in ({"room": str(room.pk)}, {"speaker-0-speaker": str(speaker.pk)}):
        assert client.post(f"{HOME}sessions/new/", {**FORM, **wrong}).status_code == 422
    assert (Session.objects.count(), SessionSpeaker.objects.count()) == (0, 0)


def test_a_session_is_cancelled_and_taken_up_again(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    row, client = builders.session(event), signed_in(greta)
    url = f"{HOME}sessions/{row.pk}/cancel/"
    client.post(url, {"seen": "1", "cancelled": "1"})
    client.post(url, {"seen": "1", "cancelled": "0"})  # an old page
    assert [one.is_cancelled for one in Session.objects.all()] == [True]
    client.post(url, {"seen": "2", "cancelled": "0"})
    assert [(one.is_cancelled, one.version) for one in Session.objects.all()] == [(False, 3)]


def test_what_was_public_is_cancelled_and_neither_removed_nor_left_without_a_time(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    row, client = builders.session(event), signed_in(greta)
    builders.version(event)
    page = client.post(f"{HOME}parts/session/{row.pk}/remove/", {"seen": "1"}, follow=True).content.decode()
    assert "aber nicht entfernen" in page
    answer = client.post(
        f"{HOME}sessions/{row.pk}/", {**FORM, "seen": "1", "day": "", "starts": "", "ends": ""}
    )
    assert answer.status_code == 422
    draft = builders.session(event, "Entwurf", speakers=(builders.speaker(event),))
    client.post(f"{HOME}parts/session/{draft.pk}/remove/", {"seen": "1"})
    assert [one.pk for one in Session.objects.all()] == [row.pk]
    removal = event.removals.get()
    client.post(f"{HOME}undo/{removal.pk}/")
    assert [link.session for link in SessionSpeaker.objects.all()] == [draft]


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("rows", [1, 3])
def test_the_programme_is_drawn_in_a_constant_number_of_queries(
    event: Event,
    hall: Room,
    greta: User,
    signed_in: Callable[[User], Client],
    django_assert_num_queries: Callable[..., object],
    rows: int,
) -> None:
    for number in range(rows):
        builders.session(
            event, f"Vortrag {number}", room=hall, speakers=(builders.speaker(event, f"Person {number}"),)
        )
    client = signed_in(greta)
    client.get(EDITOR)
    with django_assert_num_queries(17):
        assert client.get(EDITOR).status_code == 200


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.ORGANISER])
def test_nobody_moves_the_sessions_of_others(
    event: Event, person: Callable[..., User], signed_in: Callable[[User], Client], role: Role | None
) -> None:
    row = builders.session(event)
    client = signed_in(person("other", *([role] if role else [])))
    data = {"seen": "1", "room": "", "day": "2027-04-14", "starts": "14:10"}
    assert client.post(f"{HOME}sessions/{row.pk}/move/", data).status_code == 403
    assert client.post(f"{HOME}sessions/preview/", data).status_code == 403
    assert Session.objects.get().version == 1
