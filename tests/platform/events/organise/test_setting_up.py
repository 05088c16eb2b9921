"""An event is set up, described section by section, shown and withheld."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common.models import AuditEntry
from handschlag.common.times import format_time
from handschlag.directory.emails import Letter, post
from handschlag.events.editing import SECTION_FACTS, etag_of_row
from handschlag.events.models import Event, EventDay, EventHost, EventOrganiser, EventStatus

pytestmark = pytest.mark.django_db
NEW = {"title_de": "Clustertag", "first_day": "2027-03-27", "opens": "09:00", "closes": "18:00"}
HOME = "/de/manage/events/netzwerke-verbinden/"


BERLIN = "Europe/Berlin"


def section(event: Event, name: str, **values: str) -> dict[str, str]:
    return {"seen": etag_of_row(event, SECTION_FACTS[name]), **values}


def test_an_organiser_sets_up_an_event_with_its_days_and_looks_after_it(
    greta: User, signed_in: Callable[[User], Client]
) -> None:
    answer = signed_in(greta).post("/de/manage/events/new/", {**NEW, "last_day": "2027-03-28"})
    event = Event.objects.get()
    assert answer["Location"] == "/de/manage/events/clustertag/"
    assert (event.status, event.title_de, event.last_day) == ("draft", "Clustertag", date(2027, 3, 28))
    assert [row.user for row in EventOrganiser.objects.all()] == [greta]
    # The clocks change in the night between the two days; the house opens at nine on both.
    assert [(row.opens_at, row.closes_at) for row in EventDay.objects.filter(event=event)] == [
        (builders.clock("9:00", day), builders.clock("18:00", day))
        for day in (date(2027, 3, 27), date(2027, 3, 28))
    ]
    assert [entry.verb for entry in AuditEntry.objects.filter(by=greta)] == ["event.created"]


def test_a_house_cannot_open_in_an_hour_that_the_night_does_not_have(
    greta: User, signed_in: Callable[[User], Client]
) -> None:
    day = date(2027, 3, 28)
    signed_in(greta).post("/de/manage/events/new/", {**NEW, "first_day": str(day), "opens": "02:30"})
    assert EventDay.objects.get().opens_at == builders.clock("9:00", day)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"last_day": "2027-03-01"}, "Der letzte Tag darf nicht vor dem ersten liegen."),
        ({"last_day": "2027-06-01"}, "höchstens 31 Tage"),
        ({"title_de": ""}, "Dieses Feld ist zwingend erforderlich."),
    ],
)
def test_an_event_that_cannot_be_is_told_at_its_field(
    greta: User, signed_in: Callable[[User], Client], wrong: dict[str, str], words: str
) -> None:
    answer = signed_in(greta).post("/de/manage/events/new/", {**NEW, **wrong})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Event.objects.count() == 0


def test_two_events_of_one_title_have_two_addresses(greta: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(greta)
    for _round in range(2):
        client.post("/de/manage/events/new/", {**NEW, "title_de": "New"})
    assert [one.slug for one in Event.objects.order_by("pk")] == ["new-2", "new-3"]


@pytest.mark.parametrize("rows", [1, 3])
def test_my_events_are_listed_in_a_constant_number_of_queries(
    greta: User,
    signed_in: Callable[[User], Client],
    django_assert_num_queries: Callable[..., object],
    rows: int,
) -> None:
    for number in range(rows):
        builders.event(f"Tag {number}", greta)
    builders.event("Fremd")
    client = signed_in(greta)
    client.get("/de/manage/events/")
    with django_assert_num_queries(5):
        page = client.get("/de/manage/events/").content.decode()
    assert [f"Tag {number}" in page for number in range(3)] == [number < rows for number in range(3)]
    assert "Fremd" not in page


def test_a_section_is_saved_with_an_audit_entry_that_keeps_persons_to_itself(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    data = section(event, "contact", contact_name="Regine Talbach", contact_email="r@example.org")
    answer = signed_in(greta).post(f"{HOME}edit/contact/", data)
    assert answer["Location"] == f"{HOME}details/#contact"
    event.refresh_from_db()
    assert (event.contact_name, event.contact_email, event.version) == ("Regine Talbach", "r@example.org", 2)
    (entry,) = AuditEntry.objects.filter(verb="event.edited")
    assert entry.changes == {"contact_name": [], "contact_email": []}


def test_of_two_organisers_at_once_the_second_is_told_who_did_what_and_loses_nothing(
    event: Event, greta: User, olaf: User, signed_in: Callable[[User], Client]
) -> None:
    EventOrganiser.objects.create(event=event, user=olaf, since=builders.NOW)
    both = section(event, "contact")
    signed_in(olaf).post(f"{HOME}edit/contact/", {**both, "contact_name": "Olafs Büro"})
    answer = signed_in(greta).post(f"{HOME}edit/contact/", {**both, "contact_name": "Gretas Büro"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Geändert von Olaf am" in text
    assert ("Olafs Büro" in text, 'value="Gretas Büro"' in text) == (True, True)
    again = {**section(Event.objects.get(), "contact"), "contact_name": "Gretas Büro"}
    assert signed_in(greta).post(f"{HOME}edit/contact/", again).status_code == 302
    assert Event.objects.get().contact_name == "Gretas Büro"


def test_other_sections_do_not_stand_in_each_others_way(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    seen = section(event, "terms")
    client = signed_in(greta)
    client.post(f"{HOME}edit/contact/", section(event, "contact", contact_name="Büro"))
    assert client.post(f"{HOME}edit/terms/", {**seen, "terms_de": "Bitte pünktlich."}).status_code == 302


def test_hosts_are_networks_of_the_directory_or_other_bodies(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    network = builders.network("Optik Sachsen")
    data = section(event, "hosts", hosts="optik sachsen\nStadt Kassel\n\nStadt Kassel")
    signed_in(greta).post(f"{HOME}edit/hosts/", data)
    found = [(row.network, row.name) for row in EventHost.objects.filter(event=event)]
    assert found == [(network, ""), (None, "Stadt Kassel")]


def test_other_dates_of_a_public_event_count_for_calendars_and_its_days_follow(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    data = section(event, "dates", time_zone=BERLIN, first_day="2027-04-15", last_day="2027-04-16")
    signed_in(greta).post(f"{HOME}edit/dates/", data)
    event.refresh_from_db()
    assert (event.first_day, event.sequence) == (date(2027, 4, 15), 1)
    assert [(row.day, row.opens_at) for row in event.days.all()] == [
        (day, builders.clock("8:00", day)) for day in (date(2027, 4, 15), date(2027, 4, 16))
    ]


def test_dates_that_would_leave_sessions_outside_are_refused(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    builders.session(event)
    data = section(event, "dates", time_zone=BERLIN, first_day="2027-04-15", last_day="2027-04-15")
    answer = signed_in(greta).post(f"{HOME}edit/dates/", data)
    assert answer.status_code == 422
    assert Event.objects.get().first_day == date(2027, 4, 14)


def test_a_registration_that_closes_before_it_opens_is_told(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    data = section(
        event,
        "registration",
        registration_opens_at="2027-03-28T02:30",
        registration_closes_at="2027-01-01T10:00",
    )
    text = signed_in(greta).post(f"{HOME}edit/registration/", data).content.decode()
    assert "Diese Uhrzeit gibt es wegen der Zeitumstellung nicht" in text


def test_an_event_is_shown_withheld_and_archived_and_nobody_decides_on_an_old_state(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(greta)
    for seen, wanted, found in [
        ("published", "draft", "draft"),
        ("published", "archived", "draft"),
        ("draft", "published", "published"),
        ("published", "archived", "archived"),
        ("archived", "draft", "draft"),
    ]:
        client.post(f"{HOME}status/", {"seen": seen, "status": wanted})
        assert Event.objects.get().status == found
    assert client.post(f"{HOME}status/", {"seen": "draft", "status": "gone"}).status_code == 404


def test_what_is_archived_cannot_be_changed(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    Event.objects.update(status=EventStatus.ARCHIVED)
    answer = signed_in(greta).post(f"{HOME}edit/contact/", section(event, "contact", contact_name="X"))
    assert answer.status_code == 422
    assert "ist archiviert" in answer.content.decode()


@pytest.mark.parametrize("role", [None, Role.NETWORK_MANAGER, Role.EDITOR, Role.ORGANISER])
def test_strangers_do_not_learn_of_a_draft_and_cannot_change_what_is_public(
    event: Event, person: Callable[..., User], signed_in: Callable[[User], Client], role: Role | None
) -> None:
    client = signed_in(person("other", *([role] if role else [])))
    data = section(event, "contact", contact_name="X")
    assert client.post(f"{HOME}edit/contact/", data).status_code == 403
    Event.objects.update(status=EventStatus.DRAFT)
    assert client.post(f"{HOME}edit/contact/", data).status_code == 404
    assert Event.objects.get().contact_name == ""


def test_an_event_elsewhere_shows_and_takes_times_of_its_place(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(greta)
    days = {"first_day": "2027-04-14", "last_day": "2027-04-14"}
    refused = client.post(f"{HOME}edit/dates/", section(event, "dates", time_zone="Lissabon", **days))
    assert refused.status_code == 422
    client.post(f"{HOME}edit/dates/", section(event, "dates", time_zone="Europe/Lisbon", **days))
    assert Event.objects.get().time_zone == "Europe/Lisbon"
    page = client.get("/de/events/netzwerke-verbinden/").content.decode()
    assert "Alle Uhrzeiten sind Ortszeit in Lissabon." in page
    assert "07:00 bis 17:00" in page  # eight o'clock in Berlin
    day = event.days.get()
    form = client.get(f"{HOME}parts/day/{day.pk}/").content.decode()
    assert 'value="07:00"' in form
    # The next request is at home again, whatever the one before has moved to.
    elsewhere = builders.event("Anderswo", greta)
    builders.session(elsewhere, at="10:00")
    assert "10:00" in client.get("/de/manage/events/anderswo/programme/").content.decode()


def test_letters_say_times_on_the_clocks_of_the_event(event: Event, now: datetime) -> None:
    written = []

    def write() -> Letter:
        written.append(format_time(builders.clock("10:00")))
        return Letter(subject="Zeit", paragraphs=("Zeit",), url="https://example.org/", link="Zeit")

    post(to="ada@example.org", language="de", now=now, write=write, zone="Europe/Lisbon")
    post(to="ada@example.org", language="de", now=now, write=write)
    assert written == ["09:00", "10:00"]
