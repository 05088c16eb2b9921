"""The invented conference of spring 2027: a programme published twice, an exhibition, a time grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.text import slugify

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.loading import read_table
from handschlag.demo.bank import DATA
from handschlag.demo.personas import BY_PART, PersonaRole
from handschlag.directory.models import Actor, Membership, Network, Status
from handschlag.events import details
from handschlag.events.models import (
    Block,
    BlockPlace,
    Event,
    EventHost,
    EventStatus,
    Exhibit,
    InformationDesk,
    Place,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    Stand,
    StandStaff,
    Track,
    Zone,
)
from handschlag.events.moments import moment_at
from handschlag.events.programme import sessions
from handschlag.events.programme.publishing import publish_programme
from handschlag.events.venue.drawing import TABLE_DEPTH, TABLE_WIDTH, Area, in_rows
from handschlag.events.versions import published
from handschlag.programmes.models import Programme

FIRST_DAY = date(2027, 4, 14)
LAST_DAY = date(2027, 4, 15)
OPENS, CLOSES = time(8, 30), time(18, 0)
EVENING = time(22, 0)  # the first day has a reception
TITLE = ("Netzwerke verbinden 2027", "Connecting networks 2027")
SUMMARY = (
    "Konferenz mit Ausstellung und Gesprächen zu zweit (erfunden)",
    "Conference with exhibition and one-to-one meetings (invented)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hall:
    key: str
    de: str
    en: str
    zone: tuple[str, str]
    seats: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guest:
    """Somebody who speaks; `key` is how sessions name them."""

    key: str
    name: str
    de: str
    en: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One session: day 0 or 1, from and until, where, what, by whom."""

    day: int
    starts: str
    ends: str
    hall: str
    kind: str
    de: str
    en: str
    track: str = ""
    language: str = "de"
    seats: int | None = None
    guests: tuple[str, ...] = ()
    moderator: str = ""
    about: tuple[str, str] = ("", "")


GROUND, UPPER = ("Erdgeschoss", "Ground floor"), ("Erster Stock", "First floor")
HALLS = (
    _Hall(key="1", de="Saal 1", en="Hall 1", zone=GROUND, seats=260),
    _Hall(key="2", de="Saal 2", en="Hall 2", zone=GROUND, seats=90),
    _Hall(key="w", de="Werkstatt", en="Workshop room", zone=UPPER, seats=40),
    _Hall(key="g", de="Galerie", en="Gallery", zone=UPPER, seats=60),
    _Hall(key="f", de="Foyer", en="Foyer", zone=GROUND, seats=None),
)
TRACKS = {
    "t": ("Transfer", "Transfer"),
    "d": ("Messen und Daten", "Measuring and data"),
    "c": ("Netzwerke führen", "Running networks"),
    "m": ("Förderung", "Funding"),
}

NOTES = ("", "Der Vortrag über Spektren beginnt später, und ein Vortrag entfällt.")


def demo_speakers(rows: Iterable[Mapping[str, str]]) -> tuple[_Guest, ...]:
    """From the table of speakers."""
    return tuple(_Guest(**row) for row in rows)


def talks(rows: Iterable[Mapping[str, str]]) -> tuple[Talk, ...]:
    """From the table of sessions."""
    return tuple(
        Talk(
            day=int(row["day"]),
            starts=row["starts"],
            ends=row["ends"],
            hall=row["hall"],
            kind=row["kind"],
            de=row["de"],
            en=row["en"],
            track=row["track"],
            language=row["language"],
            seats=int(row["seats"]) if row["seats"] else None,
            guests=tuple(row["guests"].split()),
            moderator=row["moderator"],
            about=(row["about_de"], row["about_en"]),
        )
        for row in rows
    )


BEFORE = timedelta(days=9)  # the first version is some days old
LEAD = timedelta(days=2)


@transaction.atomic
def write_conference(*, now: datetime) -> Event:
    """The conference, its programme in two versions, and what was changed since."""
    by = User.objects.get(email=BY_PART[PersonaRole.ORGANISER].address).subject
    event = _set_up(by, now=now - BEFORE)
    _write_programme(event, now=now - BEFORE)
    _publish(event, number=0, by=by, now=now - BEFORE)
    _change(event, by=by, now=now - LEAD)
    _publish(event, number=1, by=by, now=now - LEAD)
    _leave_work(event, by=by, now=now)
    return event


def _set_up(by: Subject, *, now: datetime) -> Event:
    values = {
        "title_de": TITLE[0],
        "title_en": TITLE[1],
        "summary_de": SUMMARY[0],
        "summary_en": SUMMARY[1],
        "first_day": FIRST_DAY,
        "last_day": LAST_DAY,
        "venue": "Haus an der Unterneustadt",
        "street": "Erfundene Straße 14",
        "postcode": "34125",
        "place": "Kassel",
        "contact_name": "Tagungsbüro (erfunden)",
        "contact_email": "tagung@demo.example.org",
        "contact_phone": "0561 98765 0",
        "in_english": True,
        "capacity": 180,
        "registration_opens_at": moment_at(FIRST_DAY - timedelta(days=180), time(9)),
        "registration_closes_at": moment_at(FIRST_DAY - timedelta(days=5), time(18)),
        "is_demo": True,
    }
    event = details.create_event(values=values, opens=OPENS, closes=CLOSES, by=by, now=now)
    evening = moment_at(FIRST_DAY, EVENING)
    event.days.filter(day=FIRST_DAY).update(closes_at=evening)
    Event.objects.filter(pk=event.pk).update(status=EventStatus.PUBLISHED)
    for position, network in enumerate(Network.objects.filter(is_demo=True).order_by("pk")[:2]):
        EventHost.objects.create(event=event, network=network, position=position)
    return event


def _write_programme(event: Event, *, now: datetime) -> None:
    halls, tracks, guests = _write_house(event)
    the_talks = talks(read_table(DATA / "conference_talks.csv"))
    rows = [_session_of(event, talk, halls, tracks, now=now) for talk in the_talks]
    Session.objects.bulk_create(rows)
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(session=row, speaker=guests[key], part=part, position=position)
        for row, talk in zip(rows, the_talks, strict=True)
        for position, (key, part) in enumerate(_parts_of(talk))
    )


def _write_house(event: Event) -> tuple[dict[str, Room], dict[str, Track], dict[str, Speaker]]:
    zones = {
        de: Zone.objects.create(event=event, name_de=de, name_en=en, position=position)
        for position, (de, en) in enumerate(dict.fromkeys(hall.zone for hall in HALLS))
    }
    halls = {
        hall.key: Room.objects.create(
            event=event,
            zone=zones[hall.zone[0]],
            name_de=hall.de,
            name_en=hall.en,
            seats=hall.seats,
            position=position,
        )
        for position, hall in enumerate(HALLS)
    }
    tracks = {
        key: Track.objects.create(event=event, name_de=de, name_en=en, position=position)
        for position, (key, (de, en)) in enumerate(TRACKS.items())
    }
    guests = {
        one.key: Speaker.objects.create(
            event=event,
            name=one.name,
            role_de=one.de,
            role_en=one.en,
            organisation=one.organisation,
            is_demo=True,
        )
        for one in demo_speakers(read_table(DATA / "conference_guests.csv"))
    }
    return halls, tracks, guests


def _parts_of(talk: Talk) -> list[tuple[str, str]]:
    part = "panellist" if talk.kind == "panel" else "speaker"
    return [(key, part) for key in talk.guests] + ([(talk.moderator, "moderator")] if talk.moderator else [])


def _session_of(
    event: Event, talk: Talk, halls: dict[str, Room], tracks: dict[str, Track], *, now: datetime
) -> Session:
    day = FIRST_DAY + timedelta(days=talk.day)
    return Session(
        event=event,
        kind=talk.kind,
        track=tracks.get(talk.track),
        room=halls[talk.hall],
        starts_at=moment_at(day, time.fromisoformat(talk.starts)),
        ends_at=moment_at(day, time.fromisoformat(talk.ends)),
        title_de=talk.de,
        title_en=talk.en,
        abstract_de=talk.about[0],
        abstract_en=talk.about[1],
        language=talk.language,
        seats=talk.seats,
        created_at=now,
        changed_at=now,
    )


def _publish(event: Event, *, number: int, by: Subject, now: datetime) -> None:
    note = NOTES[number]
    publish_programme(event_id=event.pk, seen=published(event.pk).number, by=by, now=now, note=note)


def _change(event: Event, *, by: Subject, now: datetime) -> None:
    """What the second version says differently."""
    _move(event, "Was KI im Spektrum wirklich sieht", "11:40", "1", by=by, now=now)
    _move(event, "Wem gehören die Daten eines Verbunds?", "10:50", "g", by=by, now=now)
    row = Session.objects.get(event=event, title_de="Offene Baupläne im Mittelstand")
    sessions.set_cancelled(
        event_id=event.pk, pk=row.pk, is_cancelled=True, seen=str(row.version), by=by, now=now
    )


def _leave_work(event: Event, *, by: Subject, now: datetime) -> None:
    """A talk that now clashes, and one that has no time yet: the organiser has something to do."""
    _move(event, "Gießen ohne Gas", "13:40", "1", by=by, now=now)
    Session.objects.create(
        event=event,
        title_de="Nachgereicht: Normen für kleine Serien",
        title_en="Late entry: standards for small series",
        created_at=now,
        changed_at=now,
    )


def _move(event: Event, title: str, starts: str, hall: str, *, by: Subject, now: datetime) -> None:
    row = Session.objects.get(event=event, title_de=title)
    name = next(one.de for one in HALLS if one.key == hall)
    room = Room.objects.get(event=event, name_de=name)
    at = moment_at(FIRST_DAY, time.fromisoformat(starts))
    sessions.move_session(
        event_id=event.pk,
        pk=row.pk,
        room_id=room.pk,
        starts_at=at,
        seen=str(row.version),
        by=by,
        now=now,
    )


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
