"""The exhibition and the time grid of the invented conference: stands, exhibits, desks, tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from handschlag.common.csv_tables import read_table
from handschlag.demo.rules.bank import DATA
from handschlag.directory.models import Actor, Membership, Network, Status
from handschlag.events.models import (
    Block,
    BlockPlace,
    Event,
    Exhibit,
    InformationDesk,
    Place,
    Room,
    Stand,
    StandStaff,
    Zone,
)
from handschlag.events.rules.venue.shapes import TABLE_DEPTH, TABLE_WIDTH
from handschlag.events.rules.venue.stand_layout import Area, in_rows
from handschlag.programmes.models import Programme

SEED = 2027
BERLIN = ZoneInfo("Europe/Berlin")
SEEN = (
    "https://www.clusterplattform.de/CLUSTER/Redaktion/DE/Kurzmeldungen/Aktuelles/2016/4_Quartal/"
    "20161124_bmwi_clusterkonferenz_innovative_netzwerke_vebinden.html"
)
WIDTH, DEPTH = 640, 420  # decimetres: a hall of 64 by 42 metres
# Name in both languages, and where in the house: left, top, width, depth.
HALL = ("Ausstellungshalle", "Exhibition hall", 0, 0, 300, 250)
TABLES = ("Gesprächsbereich", "Meeting area", 320, 0, 320, 250)
INFORMATION = ("Information", "Information", 0, 270, 300, 150)
ROOMS = Area(left=330, top=300, width=300, depth=120)
NAMES = ("Adele", "Bertram", "Clara", "Dietmar", "Elvira", "Falko", "Gesine", "Hanno", "Ilka", "Jost")
SURNAMES = ("Ahrensdorf", "Birkenfeld", "Dornheim", "Eulenried", "Fichtenau", "Grünhagen", "Hollerbusch")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Furnished:
    """What stands where."""

    stands: list[Stand]
    tables: Zone


def write_exhibition(event: Event, *, now: datetime) -> None:
    """Everything of this part is there, marked as invented; nothing happens where there are stands."""
    if Stand.objects.filter(event=event).exists():
        return
    Event.objects.filter(pk=event.pk).update(plan_width=WIDTH, plan_depth=DEPTH)
    here = _lay_floor(event)
    _show(event, here.stands, now=now)
    _staff(here.stands)
    _lay_desks(event, here.stands[20:])
    _lay_grid(event, here.tables)


def _lay_floor(event: Event) -> _Furnished:
    """Zones, stands in the hall and in the foyer, and the rooms of the programme along the wall."""
    hall, tables, desks = (
        _zone(event, one, position=at) for at, one in enumerate((HALL, TABLES, INFORMATION), start=10)
    )
    corners = in_rows(20, area=Area(left=15, top=25, width=275, depth=210), width=36, depth=28, gap=20)
    rows = [
        Stand(event=event, code=f"A{number}", zone=hall, left=left, top=top, width=36, depth=28)
        for number, (left, top) in enumerate(corners, start=1)
    ]
    rows += [
        Stand(event=event, code=f"I{number}", zone=desks, left=90 * number - 65, top=310, width=60, depth=30)
        for number in (1, 2, 3)
    ]
    rooms = list(Room.objects.filter(event=event))
    for room, (left, top) in zip(
        rooms, in_rows(len(rooms), area=ROOMS, width=90, depth=50, gap=10), strict=True
    ):
        Room.objects.filter(pk=room.pk).update(left=left, top=top, width=90, depth=50)
    return _Furnished(stands=Stand.objects.bulk_create(rows), tables=tables)


def _zone(event: Event, one: tuple[str, str, int, int, int, int], *, position: int) -> Zone:
    """A part of the house; one of the same name is taken and put in its place."""
    name_de, name_en, left, top, width, depth = one
    places = {"left": left, "top": top, "width": width, "depth": depth}
    made, is_new = Zone.objects.get_or_create(
        event=event,
        name_de=name_de,
        defaults={"name_en": name_en, "position": position, **places},
    )
    if not is_new:
        Zone.objects.filter(pk=made.pk).update(**places)
    return made


def _show(event: Event, stands: list[Stand], *, now: datetime) -> None:
    """Twenty exhibits of invented networks, each of one whose field it is, shown by one of its members.

    None names a programme: that a real one had funded an invention would be a claim about the programme.
    """
    dice = Random(SEED)
    known = {one.slug: one for one in Network.objects.filter(is_demo=True, status=Status.PUBLISHED)}
    members = _members_of(known)
    rows = []
    for row, stand in zip(read_table(DATA / "exhibits.csv"), stands, strict=False):
        shown = {name: value for name, value in row.items() if name != "network"}
        makers = members[row["network"]]
        rows.append(
            Exhibit(
                event=event,
                stand=stand,
                slug=slugify(row["title_de"])[:90],
                network=known.get(row["network"]),
                actor=dice.choice(makers) if makers else None,
                is_demo=True,
                changed_at=now,
                **shown,
            )
        )
    Exhibit.objects.bulk_create(rows)


def _members_of(networks: Mapping[str, Network]) -> Mapping[str, Sequence[Actor]]:
    """The invented members of invented networks, by the network's slug, in the order of names."""
    rows = Membership.objects.filter(
        network__in=networks.values(), actor__is_demo=True, actor__status=Status.PUBLISHED
    )
    found: dict[str, list[Actor]] = defaultdict(list)
    for row in rows.select_related("actor", "network").order_by("actor__slug", "pk"):
        found[row.network.slug].append(row.actor)
    return found


def _staff(stands: list[Stand]) -> None:
    """Two people at every second stand; half of them agree that their names are shown."""
    dice = Random(SEED)
    StandStaff.objects.bulk_create(
        StandStaff(
            stand=stand,
            name=f"{dice.choice(NAMES)} {dice.choice(SURNAMES)}",
            organisation="",
            speaks_english=dice.random() < 0.6,
            is_named=dice.random() < 0.5,
            is_demo=True,
        )
        for stand in stands
        for _person in range(1 + stand.pk % 2)
    )


def _lay_desks(event: Event, stands: list[Stand]) -> None:
    """Three desks in the foyer, each for a programme that exists, with words that promise nothing."""
    programmes = list(Programme.objects.filter(is_funding=True)[:3])
    day = event.first_day
    InformationDesk.objects.bulk_create(
        InformationDesk(
            event=event,
            stand=stand,
            programme=programme,
            title_de=f"Infostand {programme.short_name}",
            title_en=f"Information desk {programme.short_name}",
            text_de="Für die Demo erfunden: Hier würde jemand erklären, was das Programm fördert.",
            text_en="Invented for the demo: someone would explain here what the programme funds.",
            opens_at=_at(day, 10),
            closes_at=_at(day, 16),
            position=position,
        )
        for position, (stand, programme) in enumerate(zip(stands, programmes, strict=False))
    )


def show_real(*, now: datetime) -> None:
    """The one exhibit of 2016 that the sources name, where that conference is known."""
    event = Event.objects.filter(slug="clusterkonferenz-2016").first()
    if event is None or Exhibit.objects.filter(event=event).exists():
        return
    Exhibit.objects.create(
        event=event,
        slug="dachspriegel-mai-skelett",
        title_de="Dachspriegel aus dem Projekt MAI Skelett",
        title_en="Roof bow from the project MAI Skelett",
        project="MAI Skelett",
        network=Network.objects.filter(is_demo=False, name__icontains="MAI Carbon").first(),
        source=SEEN,
        source_seen_on=date(2026, 11, 25),
        changed_at=now,
    )


LARGE_TABLES: Final = frozenset({31, 32})  # topic tables are held there


def _lay_grid(event: Event, tables: Zone) -> None:
    """Thirty-six tables, and twelve slots on both days: 432 meetings at most."""
    area = Area(left=tables.left + 15, top=25, width=250, depth=215)
    corners = in_rows(36, area=area, width=TABLE_WIDTH, depth=TABLE_DEPTH, gap=30)
    places = Place.objects.bulk_create(
        Place(
            event=event,
            code=f"T{number}",
            zone=tables,
            is_step_free=True,
            is_quiet=number > 32,
            seats=6 if number in LARGE_TABLES else 2,
            left=left + TABLE_WIDTH // 2,
            top=top + TABLE_DEPTH // 2,
            position=number,
        )
        for number, (left, top) in enumerate(corners, start=1)
    )
    for name_de, name_en, day, begins, ends in (
        ("Gespräche am Vormittag", "Meetings in the morning", event.first_day, (10, 30), (12, 30)),
        ("Gespräche am Nachmittag", "Meetings in the afternoon", event.first_day, (14, 0), (15, 0)),
        ("Gespräche am zweiten Tag", "Meetings on the second day", event.last_day, (10, 30), (11, 30)),
    ):
        block = Block.objects.create(
            event=event,
            name_de=name_de,
            name_en=name_en,
            starts_at=_at(day, *begins),
            ends_at=_at(day, *ends),
            meeting_minutes=15,
            change_minutes=5,
        )
        BlockPlace.objects.bulk_create(BlockPlace(block=block, place=place) for place in places)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    start = datetime(day.year, day.month, day.day, tzinfo=BERLIN) + timedelta(hours=hour, minutes=minute)
    return start.astimezone(UTC)
