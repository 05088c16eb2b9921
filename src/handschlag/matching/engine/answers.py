"""May this yes be given? The engine's answer in the words of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from handschlag.matching.engine import naming
from handschlag.matching.engine.desks import Kept
from treffen.admission import Admitted, Chance, Refused, WayOut
from treffen.problem import Meeting, Problem


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where and when a request is held; whoever writes it looks up the end."""

    request: int
    block: int
    starts_at: datetime
    ends_at: datetime
    place: int
    interpreter: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Yes with all meetings that stand elsewhere now or anew, or no with its reason as data."""

    verdict: Verdict
    spots: tuple[Spot, ...] = ()
    moved: tuple[int, ...] = ()
    refusal: dict[str, Any] | None = None


def ask(kept: Kept, request: int) -> Answer:
    """The desk holds the request from now on, or says why it does not."""
    found = kept.desk.admit(naming.request(request))
    if isinstance(found, Admitted):
        kept.is_clean = False
        return Answer(
            verdict=Verdict.YES,
            spots=spots_of(kept.problem, found.meetings),
            moved=tuple(naming.key(one.before.request) for one in found.moved),
        )
    if isinstance(found, Refused):
        return Answer(verdict=Verdict.NO, refusal=refusal_of(found))
    return Answer(verdict=Verdict.NOT_YET)


def withdraw(kept: Kept, request: int) -> None:
    """The desk holds the request no longer."""
    kept.is_clean = False
    kept.desk.withdraw(naming.request(request))


def spots_of(problem: Problem, meetings: Iterable[Meeting]) -> tuple[Spot, ...]:
    """Meetings of the engine as rows are written."""
    ends = {slot.id: slot.end for slot in problem.slots}
    return tuple(_spot(one, ends[one.slot]) for one in meetings)


def spot_of(kept: Kept, meeting: Meeting) -> Spot:
    """One of them."""
    return spots_of(kept.problem, (meeting,))[0]


def _spot(meeting: Meeting, ends_at: datetime | None) -> Spot:
    block, starts_at = naming.block_and_start(meeting.slot)
    assert ends_at is not None
    return Spot(
        request=naming.key(meeting.request),
        block=block,
        starts_at=starts_at,
        ends_at=ends_at,
        place=naming.key(meeting.place),
        interpreter=None if meeting.interpreter is None else naming.key(meeting.interpreter),
    )


def refusal_of(found: Refused) -> dict[str, Any]:
    """The no as it is stored: keys of rows, moments in ISO 8601."""
    return {
        "reason": found.reason.value,
        "proof": found.proof.value,
        "in_the_way": found.in_the_way,
        "core": {
            "kind": found.core.kind.value,
            "requests": [naming.key(one) for one in found.core.requests],
            "people": [naming.key(one) for one in found.core.participants],
            "slots": [naming.block_and_start(one)[1].isoformat() for one in found.core.slots],
        },
        "ways": [_way_of(one) for one in found.ways_out],
    }


def _way_of(way: WayOut) -> dict[str, Any]:
    return {
        "kind": way.kind.value,
        "person": None if way.participant is None else naming.key(way.participant),
        "slot": None if way.slot is None else naming.block_and_start(way.slot)[1].isoformat(),
        "gives_up": [naming.key(one) for one in way.gives_up],
        "delegate": None if way.delegate is None else naming.key(way.delegate),
        "place": None if way.place is None else naming.key(way.place),
        "cost": way.cost,
        "moved": way.moved,
    }


def chances(kept: Kept, requests: Iterable[int]) -> dict[int, tuple[str, str | None]]:
    """For each request, taken alone, whether it could still be held, and why not."""
    known = {one.id for one in kept.problem.requests}
    asked = [naming.request(one) for one in requests if naming.request(one) in known]
    return {
        naming.key(one.request): (
            one.chance.value,
            one.reason.value if one.chance is Chance.IMPOSSIBLE and one.reason else None,
        )
        for one in kept.desk.possible(asked)
    }


def room_for(kept: Kept, person: int) -> int:
    """How many meetings a person can still take at most."""
    return kept.desk.room_for(naming.person(person))
