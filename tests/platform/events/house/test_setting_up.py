"""Organisers put stands, exhibits, people, places and blocks in; nobody's work is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.own_data import data_holders
from handschlag.accounts.policy import Denied
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.events.editing import EventRefusal, VenueRefusal
from handschlag.events.models import Block, Event, Exhibit, Place, Stand, StandStaff
from handschlag.events.venue import exhibits, meeting_times, plan, stands
from handschlag.events.venue.drawing import ShapeKind
from handschlag.events.venue.objects import etag_of

pytestmark = pytest.mark.django_db
HOME = "/de/manage/events/netzwerke-verbinden/"
MANY = {"width": 30, "depth": 20, "has_power": True, "is_step_free": True, "zone_id": None}
TABLES = {"kind": "table", "seats": 2, "is_step_free": True, "is_quiet": False, "url": ""}


@pytest.fixture
def desk(signed_in: Callable[[User], Client], greta: User, event: Event) -> Client:
    return signed_in(greta)


def reason(caught: pytest.ExceptionInfo[Refusal]) -> object:
    return caught.value.reason


def test_twenty_stands_are_added_at_once_and_stand_in_rows_in_their_zone(desk: Client, event: Event) -> None:
    zone = event.zones.create(name_de="Halle", left=100, top=50, width=200, depth=150)
    form = {"codes": "A1..A20", "zone": zone.pk, "width": "3", "depth": "2,5", "has_power": "on"}
    assert desk.post(f"{HOME}exhibition/stand/new/", form).status_code == 302
    rows = list(Stand.objects.order_by("pk"))
    assert [row.code for row in rows] == [f"A{number}" for number in range(1, 21)]
    assert [(row.left, row.top) for row in rows[:6]] == [
        *((110 + 40 * column, 60) for column in range(4)),
        *((110 + 40 * column, 95) for column in range(2)),
    ]
    assert {(row.width, row.depth, row.has_power, row.is_step_free) for row in rows} == {
        (30, 25, True, False)
    }
    assert AuditEntry.objects.filter(verb="stand.added").count() == 20


def test_a_code_that_is_taken_adds_none_of_them_and_is_named(desk: Client, event: Event) -> None:
    builders.stand(event, "A2")
    answer = desk.post(f"{HOME}exhibition/stand/new/", {"codes": "A1..A3", "width": "3", "depth": "2"})
    assert answer.status_code == 422
    assert "A2. Nichts wurde hinzugefügt." in answer.content.decode()
    assert Stand.objects.count() == 1


def test_whoever_is_slower_is_told_what_is_there_and_keeps_what_they_typed(
    desk: Client, event: Event
) -> None:
    row = builders.exhibit(event, "Dachspriegel")
    address = f"{HOME}exhibition/exhibit/{row.pk}/"
    seen = etag_of(row)
    Exhibit.objects.update(title_de="Dachspriegel aus Carbon")
    answer = desk.post(address, {"title_de": "Mein Spriegel", "seen": seen})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert [words in text for words in ("Dachspriegel aus Carbon", "Mein Spriegel")] == [True, True]
    again = text.partition('name="seen" value="')[2].partition('"')[0]
    assert desk.post(address, {"title_de": "Mein Spriegel", "seen": again}).status_code == 302
    assert Exhibit.objects.get().title_de == "Mein Spriegel"
    assert (Exhibit.objects.get().version, Exhibit.objects.get().slug) == (2, "dachspriegel")


def test_only_the_team_changes_anything_and_nobody_in_the_archive(
    event: Event, greta: User, olaf: User, now: datetime
) -> None:
    add: dict[str, Any] = {"event_id": event.pk, "codes": ("A1",), "values": MANY, "now": now}
    with pytest.raises(Denied):
        stands.add_stands(**add, by=olaf.subject)
    with pytest.raises(Denied):
        exhibits.set_picture(event_id=event.pk, pk=1, data=b"", words={}, seen="", by=olaf.subject, now=now)
    Event.objects.update(status="archived")
    with pytest.raises(Refusal) as caught:
        stands.add_stands(**add, by=greta.subject)
    assert reason(caught) is EventRefusal.ARCHIVED


def test_what_belongs_to_another_event_is_refused(event: Event, greta: User, now: datetime) -> None:
    other = builders.stand(builders.event("Andere", greta), "X1")
    values = {"title_de": "Rad", "stand_id": other.pk}
    with pytest.raises(Refusal) as caught:
        exhibits.add_exhibit(event_id=event.pk, values=values, by=greta.subject, now=now)
    assert reason(caught) is VenueRefusal.ELSEWHERE
    with pytest.raises(Refusal) as caught:
        stands.change_stand(
            event_id=event.pk, pk=other.pk, values={}, seen=etag_of(other), by=greta.subject, now=now
        )
    assert reason(caught) is VenueRefusal.GONE


def test_exhibits_of_one_name_have_addresses_of_their_own(event: Event, greta: User, now: datetime) -> None:
    made = [
        exhibits.add_exhibit(event_id=event.pk, values={"title_de": title}, by=greta.subject, now=now).slug
        for title in ("Rad", "Rad", "漢字")
    ]
    assert made == ["rad", "rad-2", "exponat"]


def test_a_thing_is_moved_on_the_plan_and_a_warning_says_that_it_does_not_fit(
    desk: Client, event: Event, greta: User, now: datetime
) -> None:
    seen = etag_of(event, "plan_width", "plan_depth")
    plan.set_plan(event_id=event.pk, width=400, depth=300, seen=seen, by=greta.subject, now=now)
    one, two = builders.stand(event, "A1"), builders.stand(event, "A2", left=100)
    text = desk.get(f"{HOME}plan/").content.decode()
    assert "2 Elemente eingezeichnet, keine Konflikte." in text
    form = {"left": "2,0", "top": "1", "width": "3", "depth": "2", "seen": etag_of(two)}
    assert desk.post(f"{HOME}plan/stand/{two.pk}/", form).status_code == 302
    text = desk.get(f"{HOME}plan/").content.decode()
    assert "Stand A1 und Stand A2 überschneiden sich." in text
    with pytest.raises(Refusal) as caught:
        plan.place_shape(
            event_id=event.pk,
            kind=ShapeKind.STAND,
            pk=two.pk,
            values={"left": 1},
            seen=etag_of(two),
            by=greta.subject,
            now=now,
        )
    assert reason(caught) is VenueRefusal.STALE
    assert one.code == "A1"


def test_removing_asks_first_and_then_is_done(desk: Client, event: Event) -> None:
    row = builders.stand(event, "A1")
    shown = builders.exhibit(event, stand=row)
    address = f"{HOME}exhibition/stand/{row.pk}/remove/"
    assert "lässt sich einen Tag lang wiederherstellen" in desk.get(address).content.decode()
    desk.post(address, {"seen": "old"})
    assert Stand.objects.count() == 1
    desk.post(address, {"seen": etag_of(row)})
    shown.refresh_from_db()
    assert (Stand.objects.count(), shown.stand) == (0, None)


def test_names_of_people_are_theirs_exported_erased_and_forgotten(
    event: Event, greta: User, paul: User, now: datetime
) -> None:
    stand = builders.stand(event)
    values = {"stand_id": stand.pk, "name": "Paul Anders", "email": "PAUL@example.org", "is_named": True}
    row = stands.add_staff(event_id=event.pk, values=values, by=greta.subject, now=now)
    stands.change_staff(
        event_id=event.pk,
        pk=row.pk,
        values={"name": "Paul A. Anders"},
        seen=etag_of(row),
        by=greta.subject,
        now=now,
    )
    assert [entry.changes for entry in AuditEntry.objects.filter(kind="events.standstaff")] == [
        {},
        {"name": []},
    ]
    holder = next(one for one in data_holders() if one.name == "events.stands")
    assert [one["name"] for one in holder.export(paul.pk)["at_stands"]] == ["Paul A. Anders"]
    holder.erase(paul.pk, now)
    assert StandStaff.objects.count() == 0
    stands.add_staff(event_id=event.pk, values=values, by=greta.subject, now=now)
    last = builders.clock("12:00")
    assert stands.forget_staff(now=last + timedelta(days=90)) == 0
    assert stands.forget_staff(now=last + timedelta(days=91)) == 1


def test_a_block_cuts_its_time_and_the_page_says_how_many_meetings_that_makes(
    desk: Client, event: Event, greta: User, now: datetime
) -> None:
    codes = tuple(f"T{number}" for number in range(1, 37))
    meeting_times.add_places(event_id=event.pk, codes=codes, values=TABLES, by=greta.subject, now=now)
    for name, begins, ends in (("Vormittag", "10:30", "12:30"), ("Nachmittag", "14:00", "16:00")):
        form = {
            "name_de": name,
            "day": "2027-04-14",
            "begins": begins,
            "ends": ends,
            "meeting_minutes": "15",
            "change_minutes": "5",
        }
        assert desk.post(f"{HOME}exhibition/block/new/", form).status_code == 302
    text = desk.get(f"{HOME}grid/").content.decode()
    assert "36 Treffpunkte × 12 Zeitfenster = 432 Gespräche." in text
    block = Block.objects.first()
    assert block is not None
    assert block.starts_at == builders.clock("10:30")


def test_places_are_opened_and_closed_block_by_block_and_two_at_once_are_told(
    event: Event, greta: User, now: datetime
) -> None:
    one, two = builders.place(event, "T1"), builders.place(event, "T2")
    block = builders.block(event, places=(one, two))
    seen = meeting_times.open_mark(block)
    ask: dict[str, Any] = {"event_id": event.pk, "pk": block.pk, "by": greta.subject, "now": now}
    assert meeting_times.set_open_places(**ask, place_ids={two.pk}, seen=seen) == 1
    assert list(block.open_places.values_list("place__code", flat=True)) == ["T2"]
    with pytest.raises(Refusal) as caught:
        meeting_times.set_open_places(**ask, place_ids=set(), seen=seen)
    assert reason(caught) is VenueRefusal.STALE
    foreign = builders.place(builders.event("Andere"), "X")
    with pytest.raises(Refusal) as caught:
        meeting_times.set_open_places(**ask, place_ids={foreign.pk}, seen=meeting_times.open_mark(block))
    assert reason(caught) is VenueRefusal.ELSEWHERE


def test_a_new_place_is_open_in_every_block_and_stands_become_places_once(
    event: Event, greta: User, now: datetime
) -> None:
    builders.stand(event, "A1")
    block = builders.block(event)
    ask: dict[str, Any] = {"event_id": event.pk, "by": greta.subject, "now": now}
    meeting_times.add_places(**ask, codes=("T1",), values=TABLES)
    assert list(block.open_places.values_list("place__code", flat=True)) == ["T1"]
    assert [one.code for one in meeting_times.add_stands_as_places(**ask)] == ["A1"]
    with pytest.raises(Refusal) as caught:
        meeting_times.add_stands_as_places(**ask)
    assert reason(caught) is VenueRefusal.NOTHING_NEW
    assert Place.objects.count() == 2


def test_the_preview_warns_of_rooms_that_the_programme_needs(desk: Client, event: Event) -> None:
    room = builders.room(event, "Saal 1", seats=80)
    builders.session(event, "Linsen für alle", "10:30", room=room)
    builders.block(event, places=(builders.place(event, "T1", room=room), builders.place(event, "T2")))
    text = desk.get(f"{HOME}grid/").content.decode()
    assert "Vormittag, Zeitfenster 1, 2: „Linsen für alle“ braucht Saal 1 (T1)." in text
    assert "2 davon sind nicht nutzbar, weil ein Raum belegt oder nicht verfügbar ist." in text


@pytest.mark.parametrize("page", ["plan", "exhibition", "exhibition/stands", "exhibition/people", "grid"])
def test_pages_ask_as_often_for_three_rows_as_for_one(
    page: str, desk: Client, event: Event, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    Event.objects.update(plan_width=300, plan_depth=200)
    fill(event, 1)
    desk.get(f"{HOME}{page}/")
    with django_assert_max_num_queries(30) as asked:
        desk.get(f"{HOME}{page}/")
    fill(event, 2)
    fill(event, 3)
    with django_assert_num_queries(len(asked.captured_queries)):
        text = desk.get(f"{HOME}{page}/").content.decode()
    assert text.count("<tr>") > 3


def fill(event: Event, number: int) -> None:
    """One of everything."""
    zone = event.zones.create(name_de=f"Halle {number}")
    stand = builders.stand(event, f"A{number}", zone=zone)
    room = builders.room(event, f"Saal {number}", zone=zone)
    builders.session(event, room=room)
    builders.exhibit(event, f"Rad {number}", stand=stand, network=builders.network(f"Netz {number}"))
    stand.staff.create(name=f"Person {number}")
    place = builders.place(event, f"T{number}", zone=zone, room=room)
    builders.block(event, f"Block {number}", places=(place,))


def test_a_page_says_of_which_block_it_opens_meeting_points(desk: Client, event: Event) -> None:
    one, two = builders.place(event), builders.place(event, "T2")
    block = builders.block(event, places=(one,))
    address = f"{HOME}grid/{block.pk}/places/"
    text = desk.get(address).content.decode()
    assert "<h1>Vormittag</h1>" in text
    seen = text.partition('name="seen" value="')[2].partition('"')[0]
    assert desk.post(address, {"place": [str(two.pk)], "seen": seen})["Location"] == f"{HOME}grid/"
    assert list(block.open_places.values_list("place__code", flat=True)) == ["T2"]


def test_who_shows_something_need_not_stand_in_the_directory(
    desk: Client, client: Client, event: Event
) -> None:
    actor = builders.actor("Linsen Meier GmbH")
    page = reverse("events:new_thing", args=[event.slug, "exhibit"])
    for title, shown_by in (("Roboter", "Bastler e. V."), ("Linse", "linsen meier gmbh")):
        assert desk.post(page, {"title_de": title, "organisation": shown_by}).status_code == 302
    robot, lens = (Exhibit.objects.get(title_de=title) for title in ("Roboter", "Linse"))
    assert (robot.actor, robot.organisation, robot.shown_by) == (None, "Bastler e. V.", "Bastler e. V.")
    assert (lens.actor, lens.organisation, lens.shown_by) == (actor, "", "Linsen Meier GmbH")
    public = client.get(reverse("events:exhibit", args=[event.slug, robot.slug])).content.decode()
    assert "Bastler e. V." in public
    edit = reverse("events:edit_thing", args=[event.slug, "exhibit", robot.pk])
    assert 'value="Bastler e. V."' in desk.get(edit).content.decode()
