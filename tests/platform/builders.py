"""Makes rows for tests: only what a test is about has to be said. What is public can be found at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from handschlag.accounts.models import User
from handschlag.directory.index import documents
from handschlag.directory.models import (
    Actor,
    ActorKind,
    Concept,
    ConceptKind,
    Field,
    Land,
    ManagedNetwork,
    Membership,
    Network,
    NetworkKind,
    Status,
    Story,
    StoryKind,
)
from handschlag.events.models import (
    Activity,
    ActivityState,
    Block,
    Campaign,
    Event,
    EventDay,
    EventOrganiser,
    EventStatus,
    Exhibit,
    Place,
    ProgrammeVersion,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    Stand,
)
from handschlag.events.versions import continued, drafted, encode, published
from handschlag.programmes.models import Programme
from handschlag.registration.models import Registration, RegistrationState

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SECOND_DAY = date(2027, 4, 15)  # of the conference that begins on 14 April
LAENDER = {
    "BE": ("DE3", "Berlin", "Berlin"),
    "SN": ("DED", "Sachsen", "Saxony"),
    "HE": ("DE7", "Hessen", "Hesse"),
}


def land(code: str = "SN") -> Land:
    nuts1, name_de, name_en = LAENDER[code]
    names = {"nuts1": nuts1, "name_de": name_de, "name_en": name_en, "slug": slugify(name_de)}
    return Land.objects.get_or_create(code=code, defaults=names)[0]


def field(
    code: str = "OPT", label_de: str = "Optik und Photonik", label_en: str = "Optics and photonics"
) -> Field:
    labels = {"label_de": label_de, "label_en": label_en, "slug": slugify(label_de)}
    made, is_new = Field.objects.get_or_create(code=code, defaults=labels)
    if is_new:
        documents.refresh(field_codes=[code])
    return made


def concept(code: str = "OPT-LINSE", label_de: str = "Linsen", label_en: str = "Lenses") -> Concept:
    labels = {"label_de": label_de, "label_en": label_en, "kind": ConceptKind.TECHNOLOGY}
    return Concept.objects.get_or_create(code=code, defaults=labels)[0]


def programme(short_name: str = "go-cluster") -> Programme:
    names = {"short_name": short_name, "name_de": short_name, "name_en": short_name}
    made, is_new = Programme.objects.get_or_create(slug=slugify(short_name), defaults=names)
    if is_new:
        documents.refresh(programme_ids=[made.pk])
    return made


def network(name: str = "Optik Sachsen", *, fields: tuple[Field, ...] = (), **values: Any) -> Network:
    """A published cluster."""
    values = {
        "kind": NetworkKind.CLUSTER,
        "slug": slugify(name),
        "status": Status.PUBLISHED,
        "published_at": NOW,
        **values,
    }
    made = Network.objects.create(name=name, **values)
    made.fields.set(fields)
    documents.refresh(network_ids=[made.pk])
    return made


def actor(
    name: str = "Linsen Meier GmbH",
    *,
    fields: tuple[Field, ...] = (),
    networks: tuple[Network, ...] = (),
    **values: Any,
) -> Actor:
    """A published company, entered by the given networks."""
    values = {
        "kind": ActorKind.COMPANY,
        "slug": slugify(name),
        "status": Status.PUBLISHED,
        "published_at": NOW,
        **values,
    }
    made = Actor.objects.create(name=name, **values)
    made.fields.set(fields)
    for one in networks:
        Membership.objects.create(actor=made, network=one, is_origin=True)
    documents.refresh(actor_ids=[made.pk])
    return made


def manages(user: User, network: Network) -> ManagedNetwork:
    return ManagedNetwork.objects.create(user=user, network=network, since=NOW)


def story(name: str = "Neues Labor", *, network: Network, **values: Any) -> Story:
    """A published story of a network."""
    values = {
        "kind": StoryKind.NEWS,
        "day": NOW.date(),
        "text_de": "Wir haben ein neues Labor.",
        "slug": slugify(name),
        "status": Status.PUBLISHED,
        "published_at": NOW,
        **values,
    }
    return Story.objects.create(network=network, title_de=name, **values)


def event(title: str = "Netzwerke verbinden", *organisers: User, **values: Any) -> Event:
    """A published conference on 14 April 2027, or until `last_day`, open from 8 to 18 o'clock."""
    values = {
        "slug": slugify(title),
        "status": EventStatus.PUBLISHED,
        "first_day": date(2027, 4, 14),
        "last_day": date(2027, 4, 14),
        "created_at": NOW,
        "changed_at": NOW,
        **values,
    }
    made = Event.objects.create(title_de=title, **values)
    if made.first_day == date(2027, 4, 14):
        for number in range((made.last_day - made.first_day).days + 1):
            day = made.first_day + timedelta(days=number)
            EventDay.objects.create(
                event=made, day=day, opens_at=clock("8:00", day), closes_at=clock("18:00", day)
            )
    for user in organisers:
        EventOrganiser.objects.create(event=made, user=user, since=NOW)
    return made


def clock(time: str, day: date = date(2027, 4, 14)) -> datetime:
    """A time of the day in Berlin: `clock("9:30")`."""
    hour, minute = time.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=ZoneInfo("Europe/Berlin"))


def room(made: Event, name: str = "Saal 1", **values: Any) -> Room:
    return Room.objects.create(event=made, name_de=name, **values)


def session(made: Event, title: str = "Linsen für alle", at: str = "10:00", **values: Any) -> Session:
    """A talk of 30 minutes: `session(event, "Titel", "10:00", room=room)`; no time where `at` is empty."""
    starts = clock(at) if at else None
    values = {
        "starts_at": starts,
        "ends_at": starts + timedelta(minutes=30) if starts else None,
        "created_at": NOW,
        "changed_at": NOW,
        **values,
    }
    speakers: tuple[Speaker, ...] = values.pop("speakers", ())
    row = Session.objects.create(event=made, title_de=title, **values)
    for position, one in enumerate(speakers):
        SessionSpeaker.objects.create(session=row, speaker=one, position=position)
    return row


def speaker(made: Event, name: str = "Prof. Dr. Nadja Kielhorn", **values: Any) -> Speaker:
    return Speaker.objects.create(event=made, name=name, **values)


def campaign(title: str = "Clusterwoche", **values: Any) -> Campaign:
    """A public campaign of a week in April 2027 that takes entries."""
    values = {
        "slug": slugify(title),
        "title_en": "Cluster Week",
        "is_published": True,
        "first_day": date(2027, 4, 19),
        "last_day": date(2027, 4, 25),
        "created_at": NOW,
        "changed_at": NOW,
        **values,
    }
    return Campaign.objects.create(title_de=title, **values)


def activity(made: Campaign, title: str = "Offenes Labor", at: str = "10:00", **values: Any) -> Activity:
    """A public activity of two hours on the second day, with everything that visitors need."""
    starts = clock(at, values.pop("day", date(2027, 4, 20)))
    fields: tuple[Field, ...] = values.pop("fields", ())
    values = {
        "slug": slugify(title),
        "host": "Optik Sachsen",
        "state": ActivityState.PUBLISHED,
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "text_de": "Wir zeigen unsere Labore.",
        "place": "Dresden",
        "land": land(),
        "latitude": 51.05,
        "longitude": 13.74,
        "audiences": ["everybody"],
        "created_at": NOW,
        "changed_at": NOW,
        "published_at": NOW,
        **values,
    }
    row = Activity.objects.create(campaign=made, title_de=title, **values)
    row.fields.set(fields)
    Campaign.objects.filter(pk=made.pk).update(stamp=uuid4())
    return row


def version(made: Event) -> ProgrammeVersion:
    """What the rows say now, published as it is."""
    number = made.programme_versions.count() + 1
    content = encode(continued(published(made.pk).programme, drafted(made.pk), now=NOW))
    return ProgrammeVersion.objects.create(event=made, number=number, content=content, published_at=NOW)


def stand(made: Event, code: str = "A1", **values: Any) -> Stand:
    """Three metres by two, in the upper left corner."""
    return Stand.objects.create(event=made, code=code, **{"width": 30, "depth": 20, **values})


def exhibit(made: Event, title: str = "Dachspriegel", **values: Any) -> Exhibit:
    values = {"slug": slugify(title), "changed_at": NOW, **values}
    return Exhibit.objects.create(event=made, title_de=title, **values)


def place(made: Event, code: str = "T1", **values: Any) -> Place:
    """A table for two."""
    return Place.objects.create(event=made, code=code, **values)


def block(
    made: Event, name: str = "Vormittag", at: str = "10:30", until: str = "12:30", **values: Any
) -> Block:
    """Meetings of 15 minutes, and 5 to walk: six in two hours."""
    values = {"meeting_minutes": 15, "change_minutes": 5, **values}
    places: tuple[Place, ...] = values.pop("places", ())
    day: date = values.pop("day", made.first_day)
    row = Block.objects.create(
        event=made, name_de=name, starts_at=clock(at, day), ends_at=clock(until, day), **values
    )
    for one in places:
        row.open_places.create(place=one)
    return row


def registration(made: Event, name: str = "Ada Lindqvist", **values: Any) -> Registration:
    """A confirmed registration, without a letter."""
    number = Registration.objects.count()
    values = {
        "state": RegistrationState.CONFIRMED,
        "email": f"{slugify(name)}@example.org",
        "organisation": "Werkstatt Ada",
        "secret_hash": sha256(f"secret {made.pk} {number}".encode()).hexdigest(),
        "badge_code": f"BADGE{made.pk}X{number}"[:16],
        "asked_at": NOW,
        "confirmed_at": NOW,
        "changed_at": NOW,
        **values,
    }
    return Registration.objects.create(event=made, name=name, **values)
