"""How many people may stand alone at a table in each slot, and who stands by so that it is fewer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

SILENT: Final = 0.12  # one in eight of those who have not answered does not come
CONFIRMED: Final = 0.05  # of those who have said that they come
MOST: Final = 50  # percent


class RiskyMeeting(NamedTuple):
    """A meeting to come; `chances` are how likely each of its two people does not come."""

    request: int
    starts_at: datetime
    people: tuple[int, int]
    chances: tuple[float, float]

    @property
    def alone(self) -> float:
        """How likely one of them stands alone."""
        one, other = self.chances
        return one * (1 - other) + other * (1 - one)


@dataclass(frozen=True, slots=True, kw_only=True)
class _StandIn:
    """`partner` has time and would meet `left`, if the other side of the meeting does not come."""

    request: int
    left: int
    partner: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRisk:
    """How many are expected to stand alone: `alone` without those who stand by, `rest` with them."""

    starts_at: datetime
    meetings: int
    alone: float
    rest: float
    stand_ins: tuple[_StandIn, ...]

    @property
    def share(self) -> float:
        """Of the people in meetings of this slot, those who are expected to stand alone."""
        return self.rest / (2 * self.meetings)


def chance_absent(*, is_here: bool, has_confirmed: bool) -> float:
    """Of a group, never of a person's past: here already, has confirmed, or has not answered."""
    if is_here:
        return 0.0
    return CONFIRMED if has_confirmed else SILENT


def slot_risks(
    meetings: Iterable[RiskyMeeting],
    *,
    partners: Mapping[int, Sequence[int]],
    has_time: Callable[[int, datetime], bool],
    chances: Mapping[int, float],
    most: float,
) -> list[SlotRisk]:
    """Slot by slot, those who stand by for the riskiest meetings, until at most the share `most` is left.

    `partners`: whom each person would meet instead, the likeliest first; each stands by once in a slot.
    """
    by_slot: dict[datetime, list[RiskyMeeting]] = defaultdict(list)
    for one in meetings:
        by_slot[one.starts_at].append(one)
    return [
        _slot_risk(at, several, partners=partners, has_time=has_time, chances=chances, most=most)
        for at, several in sorted(by_slot.items())
    ]


def _slot_risk(
    at: datetime,
    meetings: Sequence[RiskyMeeting],
    *,
    partners: Mapping[int, Sequence[int]],
    has_time: Callable[[int, datetime], bool],
    chances: Mapping[int, float],
    most: float,
) -> SlotRisk:
    alone = rest = sum(one.alone for one in meetings)
    named: dict[int, _StandIn] = {}
    for one in sorted(meetings, key=lambda each: (-each.alone, each.request)):
        if rest <= most * 2 * len(meetings) + 1e-9:
            break
        missing, left = sorted(zip(one.chances, one.people, strict=True), reverse=True)
        free = (pk for pk in partners.get(left[1], ()) if pk not in named and has_time(pk, at))
        found = next(free, None)
        if found is not None:
            named[found] = _StandIn(request=one.request, left=left[1], partner=found)
            rest -= missing[0] * (1 - left[0]) * (1 - chances.get(found, SILENT))
    return SlotRisk(
        starts_at=at, meetings=len(meetings), alone=alone, rest=rest, stand_ins=tuple(named.values())
    )
