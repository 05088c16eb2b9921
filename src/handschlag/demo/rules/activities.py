"""An invented Cluster Week: 200 activities in sixteen Länder, from formats, hosts and a seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

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
