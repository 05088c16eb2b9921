"""What is removed from exhibition and time grid comes back as it was; the lists can be taken along."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.own_data import data_holders
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.events.editing import EventRefusal
from handschlag.events.models import (
    Block,
    BlockPlace,
    Event,
    Exhibit,
    InformationDesk,
    Place,
    Removal,
    Stand,
    StandStaff,
)
from handschlag.events.removals import forget_removals, undo_removal
from handschlag.events.venue.objects import etag_of

pytestmark = pytest.mark.django_db
HOME = "/de/manage/events/netzwerke-verbinden/"


@pytest.fixture
def desk(signed_in: Callable[[User], Client], greta: User, event: Event) -> Client:
    return signed_in(greta)


def remove(desk: Client, thing: str, row: Any) -> Removal:
    row.refresh_from_db()
    desk.post(f"{HOME}exhibition/{thing}/{row.pk}/remove/", {"seen": etag_of(row)})
    return Removal.objects.latest("pk")


def columns(row: Any) -> dict[str, object]:
    row = type(row).objects.get(pk=row.pk)
    return {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}


def furnished(event: Event) -> dict[str, Any]:
    """One of everything, standing on each other."""
    stand = builders.stand(event, "A1", zone=event.zones.create(name_de="Halle"))
    place = builders.place(event, "T1", zone=stand.zone)
    staff = stand.staff.create(name="Paul Anders", email="paul@example.org", is_named=True)
    return {
        "stand": stand,
        "exhibit": builders.exhibit(event, stand=stand, network=builders.network("MAI Carbon")),
        "staff": staff,
        "desk": InformationDesk.objects.create(event=event, stand=stand, title_de="ZIM"),
        "place": place,
        "block": builders.block(event, places=(place,)),
    }


HOMES = {
    "stand": "exhibition/stands/",
    "exhibit": "exhibition/",
    "staff": "exhibition/people/",
    "desk": "exhibition/desks/",
    "place": "grid/places/",
    "block": "grid/",
}


@pytest.mark.parametrize("thing", HOMES)
def test_what_is_removed_is_offered_on_its_list_and_comes_back_as_it_was(
    thing: str, desk: Client, event: Event
) -> None:
    row = furnished(event)[thing]
    before = columns(row)
    removal = remove(desk, thing, row)
    assert not type(row).objects.filter(pk=row.pk).exists()
    undo = f"{HOME}undo/{removal.pk}/"
    assert desk.get(HOME + HOMES[thing]).content.decode().count(undo) == 1
    assert desk.post(undo)["Location"] == HOME + HOMES[thing]
    assert columns(row) == before
    verbs = AuditEntry.objects.filter(object_id=str(row.pk), kind=row._meta.label_lower).order_by("pk")
    assert [one.verb for one in verbs] == [f"{thing}.removed", f"{thing}.brought_back"]
    assert undo not in desk.get(HOME + HOMES[thing]).content.decode()


def test_a_stand_comes_back_with_its_people_its_place_in_each_block_its_exhibits_and_desks(
    desk: Client, event: Event
) -> None:
    things = furnished(event)
    stand = things["stand"]
    place = builders.place(event, "A1", kind="stand", stand=stand)
    BlockPlace.objects.create(block=things["block"], place=place)
    removal = remove(desk, "stand", stand)
    assert (StandStaff.objects.count(), Place.objects.count(), BlockPlace.objects.count()) == (0, 1, 1)
    desk.post(f"{HOME}undo/{removal.pk}/")
    assert [one.name for one in Stand.objects.get().staff.all()] == ["Paul Anders"]
    assert set(things["block"].open_places.values_list("place__code", flat=True)) == {"T1", "A1"}
    assert (Exhibit.objects.get().stand, InformationDesk.objects.get().stand) == (stand, stand)


def test_what_it_stood_on_may_be_gone_and_then_it_stands_without(desk: Client, event: Event) -> None:
    things = furnished(event)
    first, second = remove(desk, "exhibit", things["exhibit"]), remove(desk, "staff", things["staff"])
    third = remove(desk, "block", things["block"])
    Stand.objects.all().delete()
    Place.objects.all().delete()
    for removal in (first, third):
        desk.post(f"{HOME}undo/{removal.pk}/")
    assert (Exhibit.objects.get().stand, Block.objects.get().open_places.count()) == (None, 0)
    answer = desk.post(f"{HOME}undo/{second.pk}/", follow=True).content.decode()
    assert "Das lässt sich nicht mehr wiederherstellen." in answer
    assert StandStaff.objects.count() == 0


def test_a_code_that_was_given_away_since_is_not_taken_back(
    desk: Client, event: Event, greta: User, now: datetime
) -> None:
    removal = remove(desk, "stand", builders.stand(event, "A1"))
    other = builders.stand(event, "A1")
    with pytest.raises(Refusal) as caught:
        undo_removal(event_id=event.pk, removal_id=removal.pk, by=greta.subject, now=now)
    assert caught.value.reason is EventRefusal.NAME_TAKEN
    assert list(Stand.objects.all()) == [other]


def test_the_place_of_a_stand_that_was_named_anew_keeps_the_stand_away(
    desk: Client, event: Event, greta: User, now: datetime
) -> None:
    stand = builders.stand(event, "A1")
    builders.place(event, "A1", kind="stand", stand=stand)
    removal = remove(desk, "stand", stand)
    builders.place(event, "A1")
    with pytest.raises(Refusal) as caught:
        undo_removal(event_id=event.pk, removal_id=removal.pk, by=greta.subject, now=now)
    assert (caught.value.reason, Stand.objects.count()) == (EventRefusal.NAME_TAKEN, 0)


def test_a_picture_stays_as_long_as_its_exhibit_can_come_back(
    desk: Client, event: Event, now: datetime, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    kept, gone = (builders.exhibit(event, title) for title in ("Bogen", "Rad"))
    for row in (kept, gone):
        row.picture.save(f"{row.slug}.webp", ContentFile(b"x"))
    removals = [remove(desk, "exhibit", row) for row in (kept, gone)]
    assert [default_storage.exists(str(row.picture)) for row in (kept, gone)] == [True, True]
    desk.post(f"{HOME}undo/{removals[0].pk}/")
    Removal.objects.update(removed_at=now - timedelta(days=8))
    assert forget_removals(now=now) == 2


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_cannot_come_back_is_deleted(
    desk: Client, event: Event, now: datetime, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = builders.exhibit(event)
    row.picture.save("x.webp", ContentFile(b"x"))
    remove(desk, "exhibit", row)
    Removal.objects.update(removed_at=now - timedelta(days=8))
    assert forget_removals(now=now) == 1
    assert not default_storage.exists(str(row.picture))


@pytest.mark.parametrize("thing", ["stand", "staff"])
def test_a_name_that_was_removed_is_still_the_persons_to_export_and_erase(
    thing: str, desk: Client, event: Event, paul: User, now: datetime
) -> None:
    things = furnished(event)
    StandStaff.objects.update(email=paul.email.upper())
    things["staff"].refresh_from_db()
    remove(desk, thing, things[thing])
    holder = next(one for one in data_holders() if one.name == "events.stands")
    assert holder.export(paul.pk) == {"at_stands": [], "removed_from_stands": ["Paul Anders"]}
    holder.erase(paul.pk, now)
    assert "Paul Anders" not in str(list(Removal.objects.values_list("rows", flat=True)))
    assert holder.export(paul.pk)["removed_from_stands"] == []


LISTS = {
    "exhibit": "Dachspriegel;;A1;Halle;;MAI Carbon;;;nein;nein",
    "stand": "A1;Halle;3.0;2.0;Dachspriegel; ZIM;1;ja;ja",
    "staff": "Paul Anders;A1;;paul@example.org;ja;nein;ja;nein",
    "desk": "ZIM;;;A1;;",
    "place": "T1;Tisch;Halle;;2;ja;nein;",
}


@pytest.mark.parametrize("thing", LISTS)
def test_each_list_is_taken_along_with_the_same_rows_as_csv_and_as_xlsx(
    thing: str, desk: Client, event: Event
) -> None:
    furnished(event)
    answer = desk.get(f"{HOME}exhibition/{thing}.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert [line.replace('"', "") for line in lines[1:]] == [LISTS[thing]]
    assert answer["Cache-Control"] == "private, no-store"
    book = CalamineWorkbook.from_filelike(io.BytesIO(desk.get(f"{HOME}exhibition/{thing}.xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert (len(rows), list(rows[0])) == (2, lines[0].split(";"))
    assert rows[1][0] == LISTS[thing].split(";")[0]
    assert f"{HOME}exhibition/{thing}.xlsx" in desk.get(HOME + HOMES[thing]).content.decode()


def test_blocks_are_taken_along_in_the_time_of_the_house(desk: Client, event: Event) -> None:
    furnished(event)
    lines = desk.get(f"{HOME}exhibition/block.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].split(";")[1:3] == ["2027-04-14 10:30", "2027-04-14 12:30"]


def test_who_took_names_along_is_written_down_and_unknown_lists_are_none(
    desk: Client, event: Event, signed_in: Callable[[User], Client], olaf: User
) -> None:
    furnished(event)
    desk.get(f"{HOME}exhibition/staff.csv")
    entry = AuditEntry.objects.get(verb="staff.exported")
    assert entry.changes == {"people": [None, 1]}
    assert [desk.get(f"{HOME}exhibition/{name}").status_code for name in ("x.csv", "stand.json")] == [404] * 2
    assert signed_in(olaf).get(f"{HOME}exhibition/staff.csv").status_code == 403
    assert AuditEntry.objects.filter(verb="staff.exported").count() == 1


@pytest.mark.parametrize("thing", [*LISTS, "block"])
def test_a_file_asks_as_often_for_three_rows_as_for_one(
    thing: str, desk: Client, event: Event, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    furnished(event)
    address = f"{HOME}exhibition/{thing}.csv"
    desk.get(address)
    with django_assert_max_num_queries(20) as asked:
        desk.get(address)
    for number in (2, 3):
        stand = builders.stand(event, f"A{number}", zone=event.zones.create(name_de=f"Halle {number}"))
        stand.staff.create(name=f"Person {number}")
        builders.exhibit(event, f"Rad {number}", stand=stand, network=builders.network(f"Netz {number}"))
        InformationDesk.objects.create(event=event, stand=stand, title_de=f"Stelle {number}")
        place = builders.place(event, f"T{number}", zone=stand.zone, room=builders.room(event, f"R{number}"))
        builders.block(event, f"Block {number}", places=(place,))
    with django_assert_num_queries(len(asked.captured_queries)):
        assert len(desk.get(address).content.splitlines()) == 4
