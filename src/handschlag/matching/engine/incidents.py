"""What happened on the day, in the engine's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handschlag.matching.engine import engine_ids
from handschlag.matching.rules.absences import Absence, What
from treffen.problem import Problem, Slot, SlotId, Talk, TalkId
from treffen.repair import Disruption, Gone, Late, NoShow, PlaceBack, PlaceLost, TalkMoved


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineIncident:
    """What cannot be had from now on, and a meeting to which somebody did not come."""

    absences: tuple[Absence, ...] = ()
    missed: tuple[int, int] | None = None  # request and participant


def start_of(slot: Slot) -> datetime:
    """When a slot begins; every slot of the platform has a beginning."""
    assert slot.start is not None
    return slot.start


def disruptions(
    problem: Problem, happened: EngineIncident, later: Sequence[Slot]
) -> tuple[Problem, tuple[Disruption, ...]]:
    """`later`: slots that have not begun. Who is away in between has an errand of their own then."""
    found: list[Disruption] = []
    for one in happened.absences:
        lost = [slot.id for slot in later if one.covers(start_of(slot))]
        if not lost:
            continue
        if one.what is What.PERSON:
            problem, away = _away(problem, one, lost, later)
            found += away
        elif one.what is What.PLACE:
            found += _closed(problem, one, lost, later)
        else:
            found += _longer(problem, one, lost)
    if happened.missed is not None:
        request, person = happened.missed
        found.append(NoShow(request=engine_ids.request_id(request), participant=engine_ids.person_id(person)))
    return problem, tuple(found)


def _away(
    problem: Problem, one: Absence, lost: Sequence[SlotId], later: Sequence[Slot]
) -> tuple[Problem, list[Disruption]]:
    who = engine_ids.person_id(one.id)
    if not any(person.id == who for person in problem.participants):
        return problem, []
    if lost[-1] == later[-1].id:
        return problem, [Gone(participant=who, since=lost[0])]
    if lost[0] == later[0].id:
        return problem, [Late(participant=who, until=later[len(lost)].id)]
    errand = Talk(id=TalkId(f"away-{who}"), slots=frozenset())
    people = tuple(
        replace(person, must_attend=person.must_attend | {errand.id}) if person.id == who else person
        for person in problem.participants
    )
    problem = replace(problem, talks=(*problem.talks, errand), participants=people)
    return problem, [TalkMoved(talk=errand.id, slots=frozenset(lost))]


def _closed(
    problem: Problem, one: Absence, lost: Sequence[SlotId], later: Sequence[Slot]
) -> Iterator[Disruption]:
    """A place that opens again is counted on only where it is open for all the rest of the event."""
    wanted = engine_ids.place_id(one.id)
    place = next((row for row in problem.places if row.id == wanted), None)
    if place is None:
        return
    yield PlaceLost(place=wanted, since=lost[0])
    rest = [slot.id for slot in later[[slot.id for slot in later].index(lost[-1]) + 1 :]]
    if rest and (place.open is None or place.open.issuperset(rest)):
        yield PlaceBack(place=wanted, since=rest[0])


def _longer(problem: Problem, one: Absence, lost: Sequence[SlotId]) -> Iterator[Disruption]:
    wanted = engine_ids.talk_id(one.id)
    talk = next((row for row in problem.talks if row.id == wanted), None)
    if talk is not None:
        yield TalkMoved(talk=wanted, slots=talk.slots | frozenset(lost))
