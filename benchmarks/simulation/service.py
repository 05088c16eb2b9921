"""Our service: wishes, a yes that is guaranteed, one timetable at the end, and repairs on the day."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.simulation.asking import Fortnight, History, Open, Request, worths
from benchmarks.simulation.lists import Lists
from benchmarks.simulation.world import BLOCK, DAYS, SLOTS, World
from treffen.admission import (
    AdmissionController,
    Admitted,
    Budget,
    Policy,
    answer_round,
    gains,
    is_answered_at_once,
)
from treffen.problem import (
    BlockId,
    Goal,
    Participant,
    ParticipantId,
    Place,
    PlaceId,
    Problem,
    RequestId,
    Slot,
    SlotId,
)
from treffen.problem import Request as Asked
from treffen.scheduling import Limits, schedule
from treffen.timetable import Timetable

LEAST = 6  # meetings that everybody should have, where that costs nothing
WORK = 20_000  # of the last timetable: a measure of work, so that every machine finds the same
BATCHES = 28  # moments at which prices are learnt anew and answers given: morning and evening of two weeks
GOALS = (Goal.VALUE, Goal.SHORTFALL, Goal.IDLE)
SLOT_IDS = tuple(SlotId(f"s{t:02}") for t in range(SLOTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What came of two weeks: the timetable on the eve, and the problem that it answers.

    `promised` requests got their yes before the end; `seconds` is what the engine took for all answers
    and the timetable.
    """

    history: History
    problem: Problem
    timetable: Timetable
    people: dict[RequestId, tuple[int, int]]
    promised: int
    seconds: float


def person_id(person: int) -> ParticipantId:
    """The engine knows people by this."""
    return ParticipantId(f"p{person:05d}")


def problem_of(world: World, agreed: Sequence[Request]) -> Problem:
    """The event with every wish that both sides share."""
    worth = worths(world, agreed)
    everything = frozenset(SLOT_IDS)
    free = [frozenset(s for s, is_in in zip(SLOT_IDS, row, strict=True) if is_in) for row in world.there]
    return Problem(
        slots=tuple(Slot(id=s, block=BlockId(f"b{t // BLOCK}")) for t, s in enumerate(SLOT_IDS)),
        places=tuple(Place(id=PlaceId(f"t{n}")) for n in range(world.tables)),
        participants=tuple(
            Participant(id=person_id(p), free=None if row == everything else row, minimum=LEAST)
            for p, row in enumerate(free)
        ),
        requests=tuple(
            Asked(
                id=request_id(r.number),
                participants=(person_id(r.asking), person_id(r.asked)),
                value=worth[r.number],
            )
            for r in agreed
        ),
        goals=GOALS,
    )


def request_id(number: int) -> RequestId:
    """The engine knows requests by this."""
    return RequestId(f"r{number}")


@dataclass(slots=True)
class Counter:
    """The desk of the event while wishes come in: who has a yes, who waits for a round."""

    problem: Problem
    policy: Policy
    witness: Timetable = field(default_factory=Timetable)
    known: list[RequestId] = field(default_factory=list)
    waiting: list[RequestId] = field(default_factory=list)

    def answer(self, batch: Sequence[RequestId], share: float) -> None:
        """Those whose yes comes at once; the others wait. `share` of the people have been on the site."""
        self.known += batch
        worth = gains(self.problem, self.known, share=share) if self.policy is Policy.PRICED else {}
        value = {r.id: r.value for r in self.problem.requests}
        desk = AdmissionController(self.problem, self.witness)
        for request in batch:
            is_now = is_answered_at_once(self.policy, value=value[request], gain=worth.get(request))
            if not is_now or not isinstance(desk.admit(request, budget=Budget(ways=0)), Admitted):
                self.waiting.append(request)
        self.witness = desk.witness

    def close(self) -> None:
        """The round at the end, for all who wait."""
        told = answer_round(self.problem, self.witness, waiting=self.waiting)
        self.witness, self.waiting = told.witness, list(told.waiting)


def plan(world: World, cards: Lists, policy: Policy, *, has_letter: bool = False) -> Planned:
    """Two weeks of wishes under an answer policy, one round at their end, and the timetable of the eve.

    With the letter, nothing is planned with whoever has said by then that they do not come.
    """
    history = Fortnight(world, cards, Open(world.people), has_letter=has_letter).run()
    gone = world.releases() & has_letter
    agreed = [r for r in history.agreed() if not gone[r.asking] and not gone[r.asked]]
    begin = time.process_time()
    problem = problem_of(world, agreed)
    counter = answered(world, problem, agreed, policy)
    promised = len(counter.witness.meetings)
    counter.close()
    timetable = timetable_of(problem, counter.witness)
    return Planned(
        history=history,
        problem=problem,
        timetable=timetable,
        people={request_id(r.number): (r.asking, r.asked) for r in agreed},
        promised=promised,
        seconds=time.process_time() - begin,
    )


def answered(world: World, problem: Problem, agreed: Sequence[Request], policy: Policy) -> Counter:
    """The desk before the round, when everybody has been answered twice a day."""
    counter = Counter(problem, policy)
    for batch, share in _batches(world, agreed):
        counter.answer(batch, share)
    return counter


def _batches(world: World, agreed: Iterable[Request]) -> list[tuple[list[RequestId], float]]:
    """Who is answered twice a day, and the share of people who have been there by then."""
    found: list[list[RequestId]] = [[] for _ in range(BATCHES)]
    for r in agreed:
        found[min(BATCHES - 1, int(BATCHES * r.answered_at / DAYS))].append(request_id(r.number))
    shares = [float((world.visit <= DAYS * (n + 1) / BATCHES).mean()) for n in range(BATCHES)]
    return [(batch, share) for batch, share in zip(found, shares, strict=True) if batch]


def timetable_of(problem: Problem, witness: Timetable) -> Timetable:
    """The best times for all who have a yes, and others where they fit beside; the witness, if none is."""
    held = {m.request for m in witness.meetings}
    musts = tuple(replace(r, must=r.id in held) for r in problem.requests)
    found = schedule(replace(problem, requests=musts), limits=Limits(work=WORK)).timetable
    return found if held <= {m.request for m in found.meetings} else witness


POLICIES = {
    "ours, each yes at once": Policy.AT_ONCE,
    "ours, best at once, then a round": Policy.PRICED,
}
