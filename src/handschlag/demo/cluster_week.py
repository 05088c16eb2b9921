"""An invented Cluster Week: 200 activities in sixteen Länder; published, cancelled, some that wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from handschlag.accounts.models import User
from handschlag.common.names import free_slug
from handschlag.demo.personas import BY_PART, PersonaRole
from handschlag.directory.models import Field, Network, Place, Status
from handschlag.events.models import Activity, ActivityState, Campaign

BERLIN = ZoneInfo("Europe/Berlin")
FIRST_DAY, LAST_DAY = date(2027, 4, 19), date(2027, 4, 25)
ACTIVITIES, SEED = 200, 2027
SLUG = "clusterwoche-2027"


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """Who invites: a network of the demo by its id, or somebody who was invented for one Land."""

    network: int | None
    name: str
    place: str
    land: str
    fields: tuple[str, ...]
    topic_de: str
    topic_en: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Format:
    """One way to open a door; `hour` and `minutes` say when and how long."""

    de: str
    en: str
    text_de: str
    text_en: str
    audiences: tuple[str, ...]
    hour: int
    minutes: int
    venue: str
    fee_cents: int = 0
    is_online: bool = False
    language: str = "de"


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedActivity:
    """An activity that never takes place."""

    host: Host
    title_de: str
    title_en: str
    text_de: str
    text_en: str
    starts_at: datetime
    ends_at: datetime
    form: _Format
    is_placed: bool


FORMATS = (
    _Format(
        de="Offenes Labor: {topic}",
        en="Open laboratory: {topic}",
        text_de="Wir öffnen unsere Labore. Sie sehen laufende Versuche und sprechen mit den Leuten dort.",
        text_en="We open our laboratories. You see running experiments and talk to those who do them.",
        audiences=("everybody",),
        hour=14,
        minutes=180,
        venue="Technikum",
    ),
    _Format(
        de="Werkschau {topic}",
        en="Works on show: {topic}",
        text_de="Zehn Unternehmen zeigen, woran sie gerade arbeiten, und wofür sie Partner suchen.",
        text_en="Ten companies show what they work on now, and what they seek partners for.",
        audiences=("companies", "research"),
        hour=10,
        minutes=240,
        venue="Werkhalle 3",
    ),
    _Format(
        de="Frühstück für kleine Unternehmen: {topic}",
        en="Breakfast for small companies: {topic}",
        text_de="Zwei kurze Berichte aus Projekten, danach Gespräche. Pünktlicher Schluss um halb zehn.",
        text_en="Two short reports from projects, then talks. We end at half past nine sharp.",
        audiences=("companies",),
        hour=8,
        minutes=90,
        venue="Gründerzentrum",
    ),
    _Format(
        de="Ein Tag für Schulklassen: {topic}",
        en="A day for school classes: {topic}",
        text_de="Vier Stationen zum Mitmachen, geeignet ab Klasse 8. Bitte melden Sie Ihre Klasse an.",
        text_en="Four stations to try things out, for year 8 and above. Please register your class.",
        audiences=("schools",),
        hour=9,
        minutes=240,
        venue="Schülerlabor",
    ),
    _Format(
        de="Förderung verstehen: {topic}",
        en="Understand funding: {topic}",
        text_de="Welche Programme passen, was ein Antrag braucht, und drei Beispiele, denen es gelang.",
        text_en="Which programmes fit, what an application needs, and three examples that made it.",
        audiences=("companies", "research"),
        hour=15,
        minutes=90,
        venue="Haus der Wirtschaft",
        is_online=True,
    ),
    _Format(
        de="Abend der Netzwerke: {topic}",
        en="Evening of networks: {topic}",
        text_de="Kurze Vorträge und lange Gespräche. Gäste aus Nachbarländern sind eingeladen.",
        text_en="Short talks and long conversations. Guests from neighbouring countries are invited.",
        audiences=("companies", "research", "public_bodies"),
        hour=18,
        minutes=210,
        venue="Alte Spinnerei",
        fee_cents=2500,
        language="both",
    ),
    _Format(
        de="Netzseminar: {topic} in 60 Minuten",
        en="Online seminar: {topic} in 60 minutes",
        text_de="Eine Stunde Überblick mit Zeit für Fragen. Der Zugang steht auf dieser Seite.",
        text_en="One hour of overview with time for questions. The access stands on this page.",
        audiences=("everybody", "companies"),
        hour=13,
        minutes=60,
        venue="",
        is_online=True,
        language="both",
    ),
    _Format(
        de="Berufe zum Anfassen: {topic}",
        en="Professions to touch: {topic}",
        text_de="Studierende und Auszubildende lernen fünf Betriebe kennen. Ein Bus fährt vom Bahnhof.",
        text_en="Students and trainees get to know five firms. A bus leaves from the station.",
        audiences=("students", "schools"),
        hour=11,
        minutes=300,
        venue="Treffpunkt Bahnhof",
    ),
    _Format(
        de="Lange Nacht der Technik: {topic}",
        en="Long night of technology: {topic}",
        text_de="Von zehn am Abend bis zwei in der Nacht: Anlagen im Betrieb, Führungen jede halbe Stunde.",
        text_en="From ten in the evening to two at night: plants at work, tours every half hour.",
        audiences=("everybody",),
        hour=22,
        minutes=240,
        venue="Kraftwerk",
        fee_cents=500,
    ),
    _Format(
        de="Normen und Prüfung: {topic}",
        en="Standards and testing: {topic}",
        text_de="Was sich ändert, was es kostet, und wer prüfen darf. Mit Sprechstunde.",
        text_en="What changes, what it costs, and who may test. With open hours.",
        audiences=("companies", "public_bodies"),
        hour=13,
        minutes=150,
        venue="Prüfzentrum",
        fee_cents=4900,
    ),
)


def invent(hosts: Sequence[Host], *, number: int = ACTIVITIES) -> tuple[InventedActivity, ...]:
    """So many activities; each host has several, and working days have more than the weekend."""
    dice = Random(SEED)
    return tuple(_made(dice, host, form) for host, form in _pairs(dice, hosts, number))


def _pairs(dice: Random, hosts: Sequence[Host], number: int) -> Iterator[tuple[Host, _Format]]:
    """Each host once, then some more often than others, and each time with another format."""
    weights = [dice.lognormvariate(0, 0.9) for _ in hosts]
    more = dice.choices(range(len(hosts)), weights=weights, k=max(0, number - len(hosts)))
    times = [0] * len(hosts)
    for place in [*range(min(len(hosts), number)), *more]:
        yield hosts[place], FORMATS[(place * 3 + times[place]) % len(FORMATS)]
        times[place] += 1


def _made(dice: Random, host: Host, form: _Format) -> InventedActivity:
    day = FIRST_DAY + timedelta(days=dice.choices(range(7), weights=(3, 5, 5, 5, 4, 2, 1))[0])
    hour, minute = form.hour + dice.choice((-1, 0, 0, 1)), dice.choice((0, 0, 30))
    if day == LAST_DAY or hour > 22:
        hour = min(hour, 18)
    begin = datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)
    return InventedActivity(
        host=host,
        title_de=form.de.format(topic=host.topic_de),
        title_en=form.en.format(topic=host.topic_en),
        text_de=form.text_de,
        text_en=form.text_en,
        starts_at=begin,
        ends_at=begin + timedelta(minutes=form.minutes),
        form=form,
        is_placed=bool(form.venue),
    )


NAMESPACE = UUID("6f0c2d7e-2027-4d19-9a55-0c1e5b2a7f11")
HOSTS, TOWNS = 60, 3  # at most so many networks; towns of each Land
CANCELLED = (17, 58, 103, 166)  # of those that were public
WAITING = (ActivityState.IN_REVIEW,) * 5 + (ActivityState.DRAFT,) * 2 + (ActivityState.DECLINED,)


@transaction.atomic
def write_campaign(*, now: datetime) -> Campaign:
    """A campaign with its activities, every one marked as invented."""
    campaign = Campaign.objects.create(
        slug=SLUG,
        is_published=True,
        is_demo=True,
        title_de="Clusterwoche 2027",
        title_en="Cluster Week 2027",
        description_de="Eine Woche lang öffnen Cluster und Netzwerke in allen Bundesländern ihre Türen: "
        "Labore, Werkhallen, Seminare.\nDiese Woche ist für die Demo erfunden.",
        description_en="For one week, clusters and networks in all federal states open their doors: "
        "laboratories, workshops, seminars.\nThis week is invented for the demo.",
        rules_de="Einladen kann, wer ein Netzwerk im Verzeichnis betreut.\nDie Redaktion prüft jeden "
        "Eintrag, bevor er erscheint.\nFällt etwas aus, steht es hier und in abonnierten Kalendern.",
        rules_en="Whoever manages a network of the directory can invite.\nThe editors review every entry "
        "before it appears.\nIf something is cancelled, it is marked here and in subscribed calendars.",
        first_day=FIRST_DAY,
        last_day=LAST_DAY,
        entry_opens_at=datetime(2026, 9, 1, tzinfo=UTC),
        entry_closes_at=datetime(2027, 4, 16, 16, tzinfo=UTC),
        created_at=now,
        changed_at=now,
    )
    editor = User.objects.filter(email=BY_PART[PersonaRole.EDITOR].address).first()
    made = invent(_hosts(), number=ACTIVITIES)
    _write_all(campaign, made, editor=editor, now=now)
    _lay_on_desks(campaign, now=now)
    return campaign


def _hosts() -> list[Host]:
    """Invented networks with a place, and invented hosts in larger towns of every Land."""
    networks = Network.objects.filter(is_demo=True, status=Status.PUBLISHED).exclude(place="")
    known = [
        _host_of(network)
        for network in networks.exclude(land=None).prefetch_related("fields").order_by("pk")[:HOSTS]
    ]
    fields = list(Field.objects.filter(parent=None).order_by("pk"))
    towns: dict[str, list[Place]] = {}
    for place in Place.objects.order_by("-population", "name"):
        towns.setdefault(place.land_id, []).append(place)
    chosen = [town for land in sorted(towns) for town in towns[land][:TOWNS]]
    return known + [_invented_host(town, fields[number % len(fields)]) for number, town in enumerate(chosen)]


def _host_of(network: Network) -> Host:
    fields = list(network.fields.all())
    first = fields[0] if fields else None
    return Host(
        network=network.pk,
        name=network.name,
        place=network.place,
        land=network.land_id or "",
        fields=tuple(field.pk for field in fields),
        topic_de=first.label_de if first else "Technik",
        topic_en=first.label_en if first else "technology",
        latitude=network.latitude,
        longitude=network.longitude,
    )


def _invented_host(town: Place, field: Field) -> Host:
    return Host(
        network=None,
        name=f"Technologieforum {town.name} (erfunden)",
        place=town.name,
        land=town.land_id,
        fields=(field.pk,),
        topic_de=field.label_de,
        topic_en=field.label_en,
        latitude=town.latitude,
        longitude=town.longitude,
    )


def _write_all(
    campaign: Campaign, made: tuple[InventedActivity, ...], *, editor: User | None, now: datetime
) -> None:
    taken: set[str] = set()
    rows = [_row_of(campaign, one, number=number, taken=taken) for number, one in enumerate(made)]
    for number, row in enumerate(rows):
        row.published_at = row.created_at = row.changed_at = row.decided_at = now - timedelta(hours=number)
        row.decided_by = editor
        row.state = ActivityState.PUBLISHED
        if number in CANCELLED:
            row.state, row.sequence, row.cancelled_at = ActivityState.CANCELLED, 1, row.changed_at
            row.cancelled_because = "Der Raum steht nicht zur Verfügung."
    _save(rows, made)


def _row_of(campaign: Campaign, one: InventedActivity, *, number: int, taken: set[str]) -> Activity:
    slug = free_slug(one.title_de, taken, longest=100)
    taken.add(slug)
    host, form = one.host, one.form
    uid = uuid5(NAMESPACE, f"{number}-{slug}")
    return Activity(
        campaign=campaign,
        network_id=host.network,
        host=host.name,
        slug=slug,
        uid=uid,
        title_de=one.title_de,
        title_en=one.title_en,
        text_de=one.text_de,
        text_en=one.text_en,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        is_online=form.is_online,
        online_url=f"https://example.org/{slug}" if form.is_online else "",
        venue=form.venue,
        place=host.place if one.is_placed else "",
        land_id=host.land if one.is_placed else None,
        latitude=host.latitude if one.is_placed else None,
        longitude=host.longitude if one.is_placed else None,
        audiences=list(form.audiences),
        language=form.language,
        fee_cents=form.fee_cents,
        link=f"https://example.org/{slug}",
        is_demo=True,
    )


def _save(rows: list[Activity], made: tuple[InventedActivity, ...]) -> None:
    written = Activity.objects.bulk_create(rows, batch_size=500)
    Activity.fields.through.objects.bulk_create(_tags(written, made), batch_size=1000)


def _tags(rows: list[Activity], made: tuple[InventedActivity, ...]) -> Iterator[Any]:
    through = Activity.fields.through
    for row, one in zip(rows, made, strict=True):
        for code in one.host.fields:
            yield through(activity_id=row.pk, field_id=code)


def _lay_on_desks(campaign: Campaign, *, now: datetime) -> None:
    """The manager and the editor of the demo have something to do here as well."""
    person = BY_PART[PersonaRole.NETWORK_MANAGER]
    network = Network.objects.filter(slug=person.network).prefetch_related("fields").first()
    if network is None:
        return
    manager = User.objects.filter(email=person.address).first()
    taken = set(Activity.objects.filter(campaign=campaign).values_list("slug", flat=True))
    again = invent([_host_of(network)], number=len(WAITING))
    rows = [_row_of(campaign, one, number=1000 + number, taken=taken) for number, one in enumerate(again)]
    for number, (row, state) in enumerate(zip(rows, WAITING, strict=True)):
        row.state, row.entered_by = state, manager
        row.created_at = row.changed_at = now - timedelta(hours=5 * number + 2)
        if state == ActivityState.DECLINED:
            row.answer = "Bitte sagen Sie, wo die Gäste sich anmelden, und senden Sie es noch einmal."
    _save(rows, again)
