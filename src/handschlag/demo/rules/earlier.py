"""Two invented years before the conference of 2027: who met whom, drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from handschlag.day.rules.signs import Sign
from handschlag.events.rules.moments import moment_at
from handschlag.statistics.rules.event_data import (
    EventData,
    HeldMeeting,
    MeetingFeedback,
    PersonActivity,
    Repaired,
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
