"""The first page of an event says what is done, what is missing by name, and leads on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.events.hooks import ChecklistLine, LineState, checklist_of, sidebar
from handschlag.events.models import Event, EventStatus, Room

pytestmark = pytest.mark.django_db
HOME = "/de/manage/events/netzwerke-verbinden/"


def line(event: Event, part: str) -> ChecklistLine:
    """The step whose address ends so."""
    return next(one for one in checklist_of(event, now=builders.NOW) if part in one.url)


def test_a_step_names_what_it_lacks_and_leads_to_its_form(event: Event) -> None:
    Event.objects.update(venue="", place="", contact_email="", summary_de="", summary_en="")
    event.refresh_from_db()
    first = line(event, "/edit/basics/")
    assert first.state is LineState.OPEN
    assert len(first.missing) == 4
    assert line(event, "/house/").missing != ()
    builders.room(event)
    assert line(event, "/house/").state is LineState.DONE


def test_what_is_for_later_says_for_what_it_waits(event: Event) -> None:
    later = [one for one in checklist_of(event, now=builders.NOW) if one.state is LineState.LATER]
    assert len(later) == 5
    assert all(one.missing for one in later)
    assert line(event, "/report/").state is LineState.LATER


def test_afterwards_the_report_is_what_is_left(event: Event) -> None:
    after = builders.NOW + timedelta(days=365)
    report = next(one for one in checklist_of(event, now=after) if "/report/" in one.url)
    assert report.state is LineState.OPEN


def test_the_first_open_step_is_the_button(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    text = signed_in(greta).get(HOME).content.decode()
    assert "Weiter: Eckdaten" in text
    Event.objects.update(status=EventStatus.ARCHIVED)
    assert "Weiter:" not in signed_in(greta).get(HOME).content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_it_asks_as_often_for_many_as_for_few(
    event: Event, people: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(people):
        builders.registration(event, f"Person {number}")
        builders.session(event, f"Vortrag {number}")
    with django_assert_num_queries(6):
        checklist_of(event, now=builders.NOW)


def test_every_entry_of_the_sidebar_has_its_help() -> None:
    assert [one.name for one in sidebar if not (one.help and one.guide)] == []


def test_saving_can_go_on_with_the_next(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(greta)
    again = client.post(f"{HOME}parts/room/new/", {"name_de": "Halle 1", "position": "0", "then": "next"})
    assert (again["Location"], Room.objects.count()) == (f"{HOME}parts/room/new/", 1)
    text = client.get(f"{HOME}edit/venue/").content.decode()
    assert "Speichern, weiter: " in text


def test_the_next_session_begins_in_the_same_room_where_the_last_one_ended(
    event: Event, greta: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(greta)
    hall = builders.room(event, "Halle 1")
    data = {"kind": "panel", "title_de": "Podium", "language": "en", "room": str(hall.pk)}
    times = {"day": "2027-04-14", "starts": "10:00", "ends": "10:40"}
    answer = client.post(f"{HOME}sessions/new/", {**data, **times, "then": "next"}, follow=True)
    shown = answer.context["form"]
    begun = {name: str(shown[name].value() or "") for name in ("kind", "title_de", "language", "room", "day")}
    assert begun == {**data, "title_de": "", "day": "2027-04-14"}
    assert [str(shown[name].value())[:5] for name in ("starts", "ends")] == ["10:40", "11:20"]
