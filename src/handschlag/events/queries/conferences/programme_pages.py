"""The programme as somebody asks for it: of a day or of all, narrowed by words and options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handschlag.directory.models import Actor, Network
from handschlag.directory.queries.public import public_actors, public_networks
from handschlag.events.queries.conferences.published_programme import PublishedProgramme, PublishedSession
from handschlag.events.rules.narrowing import FilterCriteria, Tag, counts, narrowed
from handschlag.events.rules.programme import ProgrammeSpeaker

FACETS = ("track", "kind", "room", "language", "speaker")
ALL_DAYS = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePage:
    reading: PublishedProgramme
    choice: FilterCriteria
    day: date | None  # None: all days
    lines: Sequence[PublishedSession]
    counts: Counter[Tag]
    per_day: Mapping[date, int]  # how many the choice shows on each day
    total: int  # on all days together


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Entries of the directory to which speakers belong, as far as they are public."""

    networks: Mapping[int, Network]
    actors: Mapping[int, Actor]


def page_of_programme(
    reading: PublishedProgramme, choice: FilterCriteria, *, day: str, today: date
) -> ProgrammePage:
    """`day` is an ISO date; an empty or unknown one leads to the day that suits the choice."""
    found = narrowed(reading.lines, choice)
    shown = _day_shown(reading, choice, day, today=today)
    per_day = Counter(line.day for line in found)
    of_the_day = [line for line in reading.lines if shown is None or line.day == shown]
    return ProgrammePage(
        reading=reading,
        choice=choice,
        day=shown,
        lines=[line for line in found if shown is None or line.day == shown],
        counts=counts(of_the_day, choice),
        per_day={one: per_day[one] for one in reading.days},
        total=len(found),
    )


def _day_shown(reading: PublishedProgramme, choice: FilterCriteria, day: str, *, today: date) -> date | None:
    """The day that is asked for; else today, or the first one. Whoever searches searches all days."""
    asked = next((one for one in reading.days if one.isoformat() == day), None)
    if asked is not None:
        return asked
    if not reading.days or day == ALL_DAYS or (choice and not day):
        return reading.days[0] if len(reading.days) == 1 else None
    return today if today in reading.days else reading.days[0]


def alongside(reading: PublishedProgramme, line: PublishedSession) -> Sequence[PublishedSession]:
    """What else runs while this runs."""
    item = line.item
    return [
        other
        for other in reading.lines
        if other is not line
        and not other.item.is_cancelled
        and other.item.starts_at < item.ends_at
        and item.starts_at < other.item.ends_at
    ]


def behind(people: Iterable[ProgrammeSpeaker]) -> Behind:
    """Two queries, however many people."""
    every = tuple(people)
    networks = {person.network for person in every if person.network}
    actors = {person.actor for person in every if person.actor}
    return Behind(
        networks=public_networks().in_bulk(networks) if networks else {},
        actors=public_actors().in_bulk(actors) if actors else {},
    )


def of_speaker(reading: PublishedProgramme, number: int) -> Sequence[PublishedSession]:
    """The sessions in which the speaker with this number takes part; empty where there are none."""
    return [line for line in reading.lines if any(person.id == number for person in line.people)]
