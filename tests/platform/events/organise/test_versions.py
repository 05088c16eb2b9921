"""The page that publishes, letters to those concerned, versions, and the way back to one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.common.jobs import work_off
from handschlag.common.models import Mail
from handschlag.events.hooks import Follower, session_followers
from handschlag.events.models import Event, EventDay, Material, Room, Session, SessionSpeaker, Speaker
from handschlag.events.versions import drafted, etag_of, published

pytestmark = pytest.mark.django_db
HOME = "/de/manage/events/netzwerke-verbinden/"


class Choosers:
    """Erik and Nina chose these sessions; Nina reads English, and Udo's address is none."""

    def __init__(self) -> None:
        self.chosen: dict[str, set[int]] = {
            "erik@example.org": set(),
            "nina@example.org": set(),
            "udo": set(),
        }

    def __call__(self, event_id: int, session_ids: Collection[int]) -> Iterator[Follower]:
        for email, ids in self.chosen.items():
            if ids & set(session_ids):
                language = "en" if email.startswith("nina") else "de"
                yield Follower(email=email, language=language, session_ids=frozenset(ids))


@pytest.fixture
def choosers() -> Iterator[Choosers]:
    found = Choosers()
    with session_followers.replaced(found):
        yield found


def sent(client: Client, **values: str) -> str:
    event = Event.objects.get(slug="netzwerke-verbinden")
    data = {"seen": str(published(event.pk).number), "mark": etag_of(drafted(event.pk)), **values}
    return client.post(f"{HOME}publish/", data, follow=True).content.decode()


def test_only_those_who_chose_a_session_that_moved_get_a_letter(
    event: Event, greta: User, signed_in: Callable[[User], Client], choosers: Choosers
) -> None:
    talk, other = builders.session(event, "Linsen"), builders.session(event, "Spiegel", "12:00")
    choosers.chosen = {"erik@example.org": {talk.pk}, "nina@example.org": {other.pk}, "udo": {talk.pk}}
    client = signed_in(greta)
    assert "2 Programmpunkte würden erstmals öffentlich." in client.get(f"{HOME}publish/").content.decode()
    sent(client)
    Session.objects.filter(pk=talk.pk).update(
        starts_at=builders.clock("15:00"), ends_at=builders.clock("15:30"), room=builders.room(event)
    )
    Session.objects.filter(pk=other.pk).update(title_de="Spiegel und mehr")
    page = client.get(f"{HOME}publish/").content.decode()
    assert "Jetzt veröffentlichen und 2 benachrichtigen" in page
    assert "<del>Mi, 14. April, 10:00–10:30</del>" in page
    assert "<strong>Mi, 14. April, 15:00–15:30</strong>" in page
    assert "Fassung 2 ist öffentlich." in sent(client, note="Der Vormittag war zu voll.")
    assert Mail.objects.count() == 0  # letters are written by a worker, not while the organiser waits
    work_off(now=builders.NOW.replace(year=2100))
    (mail,) = Mail.objects.all()
    assert mail.to == "erik@example.org"
    assert "Der Vormittag war zu voll." in mail.text
    assert (
        "„Linsen“: jetzt Mi, 14. April, 15:00–15:30, Saal 1, bisher Mi, 14. April, 10:00–10:30."
        in " ".join(mail.text.split())
    )
    assert "Spiegel" not in mail.text


def test_a_cancelled_session_is_told_in_the_reader_s_language(
    event: Event, greta: User, signed_in: Callable[[User], Client], choosers: Choosers
) -> None:
    talk, client = builders.session(event, "Linsen"), signed_in(greta)
    choosers.chosen = {"nina@example.org": {talk.pk}}
    sent(client)
    Session.objects.update(is_cancelled=True)
    sent(client)
    work_off(now=builders.NOW.replace(year=2100))
    (mail,) = Mail.objects.all()
    assert "“Linsen” (Wed 14 April, 10:00–10:30) does not take place." in " ".join(mail.text.split())


def test_a_page_on_which_something_changed_meanwhile_publishes_nothing(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    builders.session(event)
    mark = etag_of(drafted(event.pk))
    builders.session(event, "Noch einer", "12:00")
    answer = signed_in(greta).post(f"{HOME}publish/", {"seen": "0", "mark": mark})
    assert answer.status_code == 409
    assert "inzwischen geändert oder veröffentlicht" in answer.content.decode()
    assert event.programme_versions.count() == 0


def test_versions_are_listed_and_each_tells_what_was_new(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    talk, client = builders.session(event, "Linsen"), signed_in(greta)
    assert "Noch ist nichts veröffentlicht." in client.get(f"{HOME}versions/").content.decode()
    sent(client)
    Session.objects.filter(pk=talk.pk).update(title_de="Spiegel")
    EventDay.objects.update(closes_at=builders.clock("19:00"))
    sent(client, note="Neuer Titel")
    page = client.get(f"{HOME}versions/").content.decode()
    assert ("Fassung 2" in page, "Neuer Titel" in page) == (True, True)
    page = client.get(f"{HOME}versions/2/").content.decode()
    assert ("<del>Linsen</del>" in page, "<strong>Spiegel</strong>" in page) == (True, True)
    assert "<ins>Mi, 14. April, 08:00–19:00</ins>" in page
    assert client.get(f"{HOME}versions/3/").status_code == 404


def test_the_draft_goes_back_to_an_earlier_version_and_what_came_later_is_cancelled(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    speaker, room, client = builders.speaker(event), builders.room(event), signed_in(greta)
    talk = builders.session(event, "Linsen", room=room, speakers=(speaker,))
    Material.objects.create(session=talk, url="https://example.org/a.pdf", title_de="Folien")
    sent(client)
    first = published(event.pk).programme
    later = builders.session(event, "Später", "16:00")
    Session.objects.filter(pk=talk.pk).update(title_de="Spiegel", ends_at=builders.clock("11:00"))
    speaker.delete()
    room.delete()
    sent(client)
    draft = builders.session(event, "Nur ein Entwurf", "17:00")
    old = etag_of(drafted(event.pk))
    Session.objects.filter(pk=draft.pk).update(title_de="Ein Entwurf")
    url = f"{HOME}versions/1/back/"
    refused = client.post(url, {"mark": old}, follow=True).content.decode()
    assert "inzwischen geändert oder veröffentlicht" in refused
    client.post(url, {"mark": etag_of(drafted(event.pk))})
    assert [(one.title_de, one.is_cancelled) for one in Session.objects.order_by("starts_at")] == [
        ("Linsen", False),
        ("Später", True),
        ("Ein Entwurf", False),
    ]
    assert (Room.objects.get().name_de, Speaker.objects.get().name) == ("Saal 1", "Prof. Dr. Nadja Kielhorn")
    assert (SessionSpeaker.objects.count(), Material.objects.count()) == (1, 1)
    sent(client)
    items = {item.id: item for item in published(event.pk).programme.items}
    assert (items[talk.pk].sequence, items[later.pk].is_cancelled) == (2, True)
    assert [(one.title_de, one.starts_at) for one in first.items] == [
        (items[talk.pk].title_de, items[talk.pk].starts_at)
    ]


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("rows", [1, 3])
def test_what_would_be_published_is_shown_in_a_constant_number_of_queries(
    event: Event,
    greta: User,
    signed_in: Callable[[User], Client],
    django_assert_num_queries: Callable[..., object],
    rows: int,
) -> None:
    for number in range(rows):
        builders.session(event, f"Vortrag {number}", speakers=(builders.speaker(event, f"Person {number}"),))
    builders.version(event)
    Session.objects.update(room=builders.room(event))
    client = signed_in(greta)
    client.get(f"{HOME}publish/")
    with django_assert_num_queries(17):
        client.get(f"{HOME}publish/")
    with django_assert_num_queries(8):
        client.get(f"{HOME}versions/1/")


def test_an_event_is_the_template_of_another_across_a_change_of_clocks(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    speaker = builders.speaker(event)
    builders.session(event, "Linsen", room=builders.room(event, "Saal 1", seats=90), speakers=(speaker,))
    builders.session(event, "Ohne Zeit", "")
    builders.session(event, "Abgesagt", "12:00", is_cancelled=True)
    data = {"title_de": "Netzwerke verbinden", "first_day": "2027-02-10"}
    page = signed_in(greta).post(f"{HOME}copy/", data, follow=True).content.decode()
    assert "zu denselben Uhrzeiten" in page
    copied = Event.objects.get(slug="netzwerke-verbinden-2")
    day = date(2027, 2, 10)
    assert (copied.status, copied.first_day, copied.last_day) == ("draft", day, day)
    assert [(row.day, row.opens_at) for row in copied.days.all()] == [(day, builders.clock("8:00", day))]
    talks = copied.sessions.order_by("title_de")
    assert [(row.title_de, row.starts_at, row.room and row.room.name_de) for row in talks] == [
        ("Linsen", builders.clock("10:00", day), "Saal 1"),
        ("Ohne Zeit", None, None),
    ]
    assert (copied.speakers.count(), copied.organisers.get().user) == (0, greta)
    assert not {row.uid for row in talks} & {row.uid for row in event.sessions.all()}
    signed_in(greta).post(f"{HOME}copy/", {**data, "with_speakers": "on"})
    again = Event.objects.get(slug="netzwerke-verbinden-3")
    assert [link.speaker.name for link in SessionSpeaker.objects.filter(session__event=again)] == [
        speaker.name
    ]


def test_a_time_that_the_new_night_does_not_have_is_told(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    builders.session(event, "Nachtwache", "2:30")
    data = {"title_de": "Nacht", "first_day": "2027-03-28"}
    page = signed_in(greta).post(f"{HOME}copy/", data, follow=True).content.decode()
    assert "1 Uhrzeit fällt in die Nacht der Zeitumstellung. Bitte prüfen Sie sie." in page
    assert Session.objects.get(event__slug="nacht").starts_at == builders.clock("3:30", date(2027, 3, 28))


def test_nobody_copies_the_event_of_others(
    event: Event, olaf: User, signed_in: Callable[[User], Client]
) -> None:
    data = {"title_de": "Kopie", "first_day": "2027-02-10"}
    assert signed_in(olaf).post(f"{HOME}copy/", data).status_code == 403
    assert Event.objects.count() == 1
