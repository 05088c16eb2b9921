"""Events of the past: real ones as far as sources tell, Cluster Weeks, and two invented years before."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from handschlag.accounts.models import User
from handschlag.common.loading import read_table
from handschlag.common.names import free_slug
from handschlag.day.signs import Sign
from handschlag.demo.personas import BY_PART, PersonaRole
from handschlag.directory.models import Field, Land, Network
from handschlag.directory.places import Gazetteer
from handschlag.events.models import (
    Activity,
    ActivityState,
    Campaign,
    Event,
    EventHost,
    EventOrganiser,
    EventStatus,
    ProgrammeVersion,
    Session,
)
from handschlag.events.moments import moment_at
from handschlag.events.versions import Programme, continued, drafted, encode
from handschlag.statistics.comparison import EventTotals
from handschlag.statistics.event_data import EventData, HeldMeeting, MeetingFeedback, PersonActivity, Repaired
from handschlag.statistics.figures import compute_figures
from handschlag.statistics.kept_figures import kept_content
from handschlag.statistics.kpis import Phase
from handschlag.statistics.models import KeptFigures, PublicFigures
from handschlag.statistics.public_figures import content_of, digest_of, encoded, rank_of

DATA: Final = Path(__file__).parent / "data"
BERLIN: Final = ZoneInfo("Europe/Berlin")
SEEN_ON: Final = date(2026, 11, 1)  # known to the month


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEvent:
    slug: str
    title_de: str
    title_en: str
    summary_de: str
    summary_en: str
    description_de: str
    description_en: str
    first_day: date
    last_day: date
    venue: str
    place: str
    land: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSession:
    """`invented` is empty where a source names both times, else `time` or `end`."""

    event: str
    starts_at: datetime
    ends_at: datetime
    invented: str
    kind: str
    title_de: str
    title_en: str
    note_de: str
    note_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastActivity:
    """An activity of a past Cluster Week, known to the day; a host is a network or another body."""

    week: str
    title_de: str
    title_en: str
    text_de: str
    text_en: str
    first_day: date
    last_day: date
    venue: str
    place: str
    land: str
    host: str
    network: str
    field: str
    link: str


def past_hosts() -> Sequence[dict[str, str]]:
    """Who invited to past events: `name` of a body, or `network` of the directory."""
    return read_table(DATA / "past_hosts.csv")


def past_weeks() -> Sequence[dict[str, str]]:
    """The Cluster Weeks that have been, in the order of the table."""
    return read_table(DATA / "past_weeks.csv")


def past_activities() -> Sequence[PastActivity]:
    """What sources report of them."""
    return [
        PastActivity(
            **{
                **row,  # type: ignore[arg-type]  # the two days are replaced
                "first_day": date.fromisoformat(row["first_day"]),
                "last_day": date.fromisoformat(row["last_day"]),
            }
        )
        for row in read_table(DATA / "past_activities.csv")
    ]


def past_events() -> Sequence[PastEvent]:
    """Every row of the table of past events, with its two days as dates."""
    return [
        PastEvent(
            **{
                **row,  # type: ignore[arg-type]  # the two days are replaced
                "first_day": date.fromisoformat(row["first_day"]),
                "last_day": date.fromisoformat(row["last_day"]),
            }
        )
        for row in read_table(DATA / "past_events.csv")
    ]


def past_sessions() -> Sequence[PastSession]:
    """Every session of the past events, in the order of the table, with its times as moments."""
    return [
        PastSession(
            event=row["event"],
            starts_at=_moment(row["day"], row["start"]),
            ends_at=_moment(row["day"], row["end"]),
            invented=row["invented"],
            kind=row["kind"],
            title_de=row["title_de"],
            title_en=row["title_en"],
            note_de=row["note_de"],
            note_en=row["note_en"],
        )
        for row in read_table(DATA / "past_sessions.csv")
    ]


def _moment(day: str, clock: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), tzinfo=BERLIN)


ONLY_THE_END: Final = {
    "de": "Der Beginn steht in der Quelle, das Ende ist erfunden.",
    "en": "The beginning stands in the source, the end is invented.",
}


@transaction.atomic
def load_past_events(*, now: datetime) -> None:
    """The events are there, public, each with its source; nothing where they were there already."""
    told = past_events()
    if Event.objects.filter(slug__in=[one.slug for one in told]).exists():
        return
    lands = set(Land.objects.values_list("code", flat=True))
    Event.objects.bulk_create(_event_of(one, lands=lands, now=now) for one in told)
    events = {event.slug: event for event in Event.objects.filter(slug__in=[one.slug for one in told])}
    networks = dict(Network.objects.filter(is_demo=False).values_list("slug", "pk"))
    EventHost.objects.bulk_create(
        EventHost(event=events[row["event"]], name=row["name"], network_id=networks.get(row["network"]))
        for row in past_hosts()
        if row["name"] or row["network"] in networks
    )
    sessions = past_sessions()
    Session.objects.bulk_create(_session_of(one, events[one.event], now=now) for one in sessions)
    _publish([events[slug] for slug in dict.fromkeys(one.event for one in sessions)], now=now)


def _event_of(one: PastEvent, *, lands: set[str], now: datetime) -> Event:
    return Event(
        slug=one.slug,
        status=EventStatus.PUBLISHED,
        title_de=one.title_de,
        title_en=one.title_en,
        summary_de=one.summary_de,
        summary_en=one.summary_en,
        description_de=one.description_de,
        description_en=one.description_en,
        first_day=one.first_day,
        last_day=one.last_day,
        venue=one.venue,
        place=one.place,
        land_id=one.land if one.land in lands else None,
        source=one.source,
        source_seen_on=SEEN_ON,
        created_at=now,
        changed_at=now,
    )


def _session_of(one: PastSession, event: Event, *, now: datetime) -> Session:
    end = {"de": "", "en": ""} if one.invented != "end" else ONLY_THE_END
    return Session(
        event=event,
        kind=one.kind,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        is_time_invented=bool(one.invented),
        title_de=one.title_de,
        title_en=one.title_en,
        abstract_de="\n".join(part for part in (one.note_de, end["de"]) if part),
        abstract_en="\n".join(part for part in (one.note_en, end["en"]) if part),
        created_at=now,
        changed_at=now,
    )


def _publish(events: Sequence[Event], *, now: datetime) -> None:
    ProgrammeVersion.objects.bulk_create(
        ProgrammeVersion(
            event=event,
            number=1,
            content=encode(continued(Programme(), drafted(event.pk), now=now)),
            published_at=now,
        )
        for event in events
    )


NAMESPACE = UUID("6f0c2d7e-2017-4d19-9a55-0c1e5b2a7f11")


@transaction.atomic
def load_past_weeks(*, now: datetime) -> None:
    """Both weeks are there, real and public; nothing where they were there already."""
    weeks = past_weeks()
    if Campaign.objects.filter(slug__in=[one["slug"] for one in weeks]).exists():
        return
    made = {
        one["slug"]: Campaign.objects.create(
            slug=one["slug"],
            is_published=True,
            title_de=one["title_de"],
            title_en=one["title_en"],
            description_de=one["description_de"],
            description_en=one["description_en"],
            first_day=date.fromisoformat(one["first_day"]),
            last_day=date.fromisoformat(one["last_day"]),
            created_at=now,
            changed_at=now,
        )
        for one in weeks
    }
    told = past_activities()
    networks = {one.slug: one for one in Network.objects.filter(slug__in=[one.network for one in told])}
    lands = set(Land.objects.values_list("code", flat=True))
    gazetteer, taken = Gazetteer(), set[str]()
    for one in told:
        row = _activity(made[one.week], one, network=networks.get(one.network), taken=taken, now=now)
        spot = gazetteer.find(one.place, one.land) if one.place else None
        row.land_id = one.land if one.land in lands else None
        row.latitude, row.longitude = (spot.latitude, spot.longitude) if spot else (None, None)
        row.save()
        row.fields.set(Field.objects.filter(code=one.field))


def _activity(
    campaign: Campaign, reported: PastActivity, *, network: Network | None, taken: set[str], now: datetime
) -> Activity:
    """From the beginning of its first day to the end of its last: no source names an hour."""
    slug = free_slug(f"{reported.title_de} {reported.first_day.year}", taken)
    taken.add(slug)
    return Activity(
        campaign=campaign,
        uid=uuid5(NAMESPACE, slug),
        slug=slug,
        state=ActivityState.PUBLISHED,
        network=network,
        host="" if network else reported.host or campaign.title_de,
        title_de=reported.title_de,
        title_en=reported.title_en,
        text_de=f"{reported.text_de} Die Uhrzeit nennt die Quelle nicht.",
        text_en=f"{reported.text_en} The source names no time of day.",
        starts_at=datetime.combine(reported.first_day, time(0), BERLIN),
        ends_at=datetime.combine(reported.last_day, time(23, 59), BERLIN),
        venue=reported.venue,
        place=reported.place,
        link=reported.link,
        published_at=now,
        created_at=now,
        changed_at=now,
    )


SLOT: Final = timedelta(minutes=20)
FIRST: Final = time(10, 30)
SLOTS: Final = 12
NO_SHOWS: Final = 0.07


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One year: how many came, how many meetings each person had at most, and how open networks were."""

    year: int
    day: date
    place: str
    people: int
    most: int
    across: float  # chance that a draw leads into another network


EDITIONS: Final = (
    Edition(year=2025, day=date(2025, 4, 9), place="Erfurt", people=84, most=5, across=0.45),
    Edition(year=2026, day=date(2026, 4, 15), place="Bremen", people=112, most=6, across=0.58),
)


def directory_of(edition: Edition, networks: Sequence[int]) -> EventData:
    """People of these networks, the larger ones first, and their meetings; nobody twice in a slot."""
    dice = random.Random(edition.year)
    weights = [1 / (1 + number / 3) for number in range(len(networks))]
    homes = dice.choices(list(networks), weights, k=edition.people)
    slots = tuple(moment_at(edition.day, FIRST) + number * SLOT for number in range(SLOTS))
    people = {
        number: PersonActivity(networks=(home,), minutes=dice.uniform(4, 16))
        for number, home in enumerate(homes)
    }
    standing = _drawn(dice, edition, homes, slots)
    said = {
        one.request: MeetingFeedback(no=1) if dice.random() < NO_SHOWS else MeetingFeedback(yes=2)
        for one in standing
    }
    held = sum(not one.is_missed for one in said.values())
    return EventData(
        registered=round(edition.people * 1.12),
        people=people,
        blocks=(slots,),
        asked=round(len(standing) * 1.5),
        in_time=round(len(standing) * 1.2),
        waiting=len(standing) // 20,
        planned={one.request: one.people for one in standing},
        standing=standing,
        said=said,
        signs={request: Sign.MARK for request, one in said.items() if not one.is_missed},
        repairs=tuple(Repaired(others=dice.choice((0, 0, 1)), seconds=0.4) for _ in range(6)),
        incidents=6,
        cooperations=held // 9,
        answers=held // 2,
        results={"planning": held // 9},
    )


def _drawn(
    dice: random.Random, edition: Edition, homes: Sequence[int], slots: Sequence[datetime]
) -> tuple[HeldMeeting, ...]:
    """Slot by slot, whoever is free meets somebody new, at home or across."""
    known: set[tuple[int, int]] = set()
    count = dict.fromkeys(range(edition.people), 0)
    found: list[HeldMeeting] = []
    for slot in slots:
        free = [one for one in count if count[one] < edition.most and dice.random() < 0.6]
        dice.shuffle(free)
        while len(free) > 1:
            one = free.pop()
            is_across = dice.random() < edition.across
            fitting = [
                other
                for other in free
                if (homes[other] != homes[one]) == is_across and tuple(sorted((one, other))) not in known
            ]
            if fitting:
                other = fitting[0]
                free.remove(other)
                known.add((min(one, other), max(one, other)))
                count[one] += 1
                count[other] += 1
                found.append(
                    HeldMeeting(
                        request=len(found), people=(one, other), starts_at=slot, ends_at=slot + SLOT * 3 / 4
                    )
                )
    return tuple(found)


NETWORKS = 12


def write_earlier_events(*, now: datetime) -> None:
    """One published event per edition, with statistics among the first demo networks and what was kept."""
    networks = list(
        Network.objects.filter(is_demo=True).order_by("pk").values_list("pk", flat=True)[:NETWORKS]
    )
    for edition in EDITIONS:
        _write_one(edition, networks, now=now)


def _write_one(edition: Edition, networks: list[int], *, now: datetime) -> None:
    event = Event.objects.create(
        slug=f"netzwerke-verbinden-{edition.year}",
        title_de=f"Netzwerke verbinden {edition.year}",
        title_en=f"Connecting networks {edition.year}",
        summary_de="Eine erfundene Konferenz der Vorjahre: Es gibt nur ihre Statistik.",
        summary_en="An invented conference of an earlier year: there is nothing but its statistics.",
        first_day=edition.day,
        last_day=edition.day,
        place=edition.place,
        status=EventStatus.PUBLISHED,
        is_demo=True,
        created_at=now,
        changed_at=now,
    )
    after = moment_at(edition.day + timedelta(days=120), time(10))
    world = directory_of(edition, networks)
    figures = compute_figures(world, phase=Phase.AFTER, now=after)
    content = content_of(
        figures,
        rank=rank_of(event.pk),
        public=networks,
        synergies=(),
        is_asked=True,
    )
    PublicFigures.objects.create(
        event=event, content=encoded(content), digest=digest_of(content), published_at=after
    )
    kept = kept_content(figures, content, totals=_totals_of(edition, world))
    KeptFigures.objects.create(event=event, content=kept, counted_at=after)
    for user in User.objects.filter(email=BY_PART[PersonaRole.ORGANISER].address):
        EventOrganiser.objects.create(event=event, user=user, since=now)


def _totals_of(edition: Edition, world: EventData) -> EventTotals:
    """In the first year the reception checked in nobody: not every figure is there."""
    meetings = len(world.standing)
    return EventTotals(
        registered=world.registered,
        wishes=meetings * 3,
        wishing=edition.people - edition.people // 9,
        heard=len(world.said),
        contacts=meetings // 4,
        came=None if edition is EDITIONS[0] else edition.people - edition.people // 14,
    )
