"""A plan over the event as it is now: what was withdrawn goes, what was accepted since is admitted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.engine.files import plan_in
from handschlag.matching.engine.planning import ACCEPTED, OPEN
from handschlag.matching.engine.problem import problem_of
from handschlag.matching.queries.engine_input import EngineInput
from treffen.admission import AdmissionController, Admitted, RefusedWitness
from treffen.problem import Meeting, Problem
from treffen.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """All meetings that are to stand, and which of them were admitted beside the plan."""

    spots: tuple[MeetingSpot, ...]
    added: tuple[int, ...]
    dropped: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Confirmed meetings that cannot be held beside the plan; none: the plan does not fit the event."""

    lost: tuple[int, ...] = ()


def meetings_in(text: str) -> tuple[Meeting, ...]:
    """The meetings of a stored plan."""
    return plan_in(text).timetable.meetings


class ScheduledRequest(Protocol):
    """Where and when a request is held, whoever says so."""

    @property
    def request(self) -> int: ...
    @property
    def block(self) -> int: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def place(self) -> int: ...
    @property
    def interpreter(self) -> int | None: ...


def meetings_at(told: Iterable[ScheduledRequest]) -> tuple[Meeting, ...]:
    """Rows as meetings of the engine."""
    return tuple(
        Meeting(
            request=engine_ids.request_id(one.request),
            slot=engine_ids.slot_id_of(one.block, one.starts_at),
            place=engine_ids.place_id(one.place),
            interpreter=None if one.interpreter is None else engine_ids.interpreter_id(one.interpreter),
        )
        for one in told
    )


def merge(facts: EngineInput, meetings: Iterable[Meeting], *, frozen: Collection[int]) -> Merged | Clash:
    """The plan as far as it holds, with every confirmed meeting; or what speaks against it."""
    agreed = tuple(one for one in facts.asked if one.state != OPEN)
    problem = problem_of(replace(facts, asked=agreed), frozen=frozen)
    known = {one.id for one in problem.requests}
    planned = list(meetings)
    standing = tuple(one for one in planned if one.request in known)
    accepted = [one.id for one in agreed if one.state == ACCEPTED]
    unknown = tuple(one for one in accepted if engine_ids.request_id(one) not in known)
    if unknown:
        return Clash(lost=unknown)
    try:
        desk = AdmissionController(problem, Timetable(standing))
    except RefusedWitness:
        return Clash()
    held = {one.request for one in standing}
    added: list[int] = []
    lost: list[int] = []
    for one in accepted:
        if engine_ids.request_id(one) not in held:
            is_held = isinstance(desk.admit(engine_ids.request_id(one)), Admitted)
            (added if is_held else lost).append(one)
    if lost:
        return Clash(lost=tuple(lost))
    gone = tuple(engine_ids.key(one.request) for one in planned if one.request not in known)
    return Merged(spots=spots_of(problem, desk.witness.meetings), added=tuple(added), dropped=gone)


def beside(
    facts: EngineInput, meetings: Iterable[Meeting], *, fixed: Collection[int], frozen: Collection[int]
) -> tuple[Merged | Clash, tuple[MeetingSpot, ...]]:
    """The plan with the published meetings where they are, and where it would have them.

    Where the rest of the plan needs their places, the timetable stays as it is for now.
    """
    planned = list(meetings)
    stays = {engine_ids.request_id(one) for one in fixed}
    held = {one.request: one for one in meetings_at(facts.held)}
    wanted = [one for one in planned if one.request in stays and one.slot != held[one.request].slot]
    kept = [held[one.request] if one.request in stays else one for one in planned]
    merged = merge(facts, kept, frozen=frozen)
    if isinstance(merged, Clash):
        merged = merge(facts, held.values(), frozen=frozen)
    return merged, spots_of(problem_of(facts), wanted)


def spots_of(problem: Problem, meetings: Iterable[Meeting]) -> tuple[MeetingSpot, ...]:
    """Meetings of the engine as rows are written."""
    ends = {slot.id: slot.end for slot in problem.slots}
    found = []
    for one in meetings:
        block, starts_at = engine_ids.block_and_start(one.slot)
        ends_at = ends[one.slot]
        assert ends_at is not None
        found.append(
            MeetingSpot(
                request=engine_ids.key(one.request),
                block=block,
                starts_at=starts_at,
                ends_at=ends_at,
                place=engine_ids.key(one.place),
                interpreter=None if one.interpreter is None else engine_ids.key(one.interpreter),
            )
        )
    return tuple(found)
