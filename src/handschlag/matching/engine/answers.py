"""May this yes be given? The engine's answer in the words of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.admission_cache import CachedController
from treffen.admission import AdmissionRemedy, Admitted, Chance, Refused
from treffen.problem import Meeting, Problem


class AdmissionVerdict(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSpot:
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

    verdict: AdmissionVerdict
    spots: tuple[MeetingSpot, ...] = ()
    moved: tuple[int, ...] = ()
    refusal: dict[str, Any] | None = None


def admit(kept: CachedController, request: int) -> Answer:
    """The desk holds the request from now on, or says why it does not."""
    found = kept.desk.admit(engine_ids.request_id(request))
    if isinstance(found, Admitted):
        kept.is_clean = False
        return Answer(
            verdict=AdmissionVerdict.YES,
            spots=spots_of(kept.problem, found.meetings),
            moved=tuple(engine_ids.key(one.before.request) for one in found.moved),
        )
    if isinstance(found, Refused):
        return Answer(verdict=AdmissionVerdict.NO, refusal=refusal_of(found))
    return Answer(verdict=AdmissionVerdict.NOT_YET)


def withdraw(kept: CachedController, request: int) -> None:
    """The desk holds the request no longer."""
    kept.is_clean = False
    kept.desk.withdraw(engine_ids.request_id(request))


def spots_of(problem: Problem, meetings: Iterable[Meeting]) -> tuple[MeetingSpot, ...]:
    """Meetings of the engine as rows are written."""
    ends = {slot.id: slot.end for slot in problem.slots}
    return tuple(_spot(one, ends[one.slot]) for one in meetings)


def spot_of(kept: CachedController, meeting: Meeting) -> MeetingSpot:
    """One of them."""
    return spots_of(kept.problem, (meeting,))[0]


def _spot(meeting: Meeting, ends_at: datetime | None) -> MeetingSpot:
    block, starts_at = engine_ids.block_and_start(meeting.slot)
    assert ends_at is not None
    return MeetingSpot(
        request=engine_ids.key(meeting.request),
        block=block,
        starts_at=starts_at,
        ends_at=ends_at,
        place=engine_ids.key(meeting.place),
        interpreter=None if meeting.interpreter is None else engine_ids.key(meeting.interpreter),
    )


def refusal_of(found: Refused) -> dict[str, Any]:
    """The no as it is stored: keys of rows, moments in ISO 8601."""
    return {
        "reason": found.reason.value,
        "proof": found.proof.value,
        "in_the_way": found.in_the_way,
        "core": {
            "kind": found.core.kind.value,
            "requests": [engine_ids.key(one) for one in found.core.requests],
            "people": [engine_ids.key(one) for one in found.core.participants],
            "slots": [engine_ids.block_and_start(one)[1].isoformat() for one in found.core.slots],
        },
        "ways": [_way_of(one) for one in found.ways_out],
    }


def _way_of(way: AdmissionRemedy) -> dict[str, Any]:
    return {
        "kind": way.kind.value,
        "person": None if way.participant is None else engine_ids.key(way.participant),
        "slot": None if way.slot is None else engine_ids.block_and_start(way.slot)[1].isoformat(),
        "gives_up": [engine_ids.key(one) for one in way.gives_up],
        "delegate": None if way.delegate is None else engine_ids.key(way.delegate),
        "place": None if way.place is None else engine_ids.key(way.place),
        "cost": way.cost,
        "moved": way.moved,
    }


def chances(kept: CachedController, requests: Iterable[int]) -> dict[int, tuple[str, str | None]]:
    """For each request, taken alone, whether it could still be held, and why not."""
    known = {one.id for one in kept.problem.requests}
    asked = [engine_ids.request_id(one) for one in requests if engine_ids.request_id(one) in known]
    return {
        engine_ids.key(one.request): (
            one.chance.value,
            one.reason.value if one.chance is Chance.IMPOSSIBLE and one.reason else None,
        )
        for one in kept.desk.possible(asked)
    }


def room_for(kept: CachedController, person: int) -> int:
    """How many meetings a person can still take at most."""
    return kept.desk.room_for(engine_ids.person_id(person))
