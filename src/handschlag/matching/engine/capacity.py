"""How many places an event needs: a minimum proved by counting, and evidence by samples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from treffen.generation.sampling import distinct_pairs, popularity, slot_sets, windows
from treffen.problem import (
    BlockId,
    Goal,
    Participant,
    ParticipantId,
    Place,
    PlaceId,
    Problem,
    Request,
    RequestId,
    Slot,
    SlotId,
)
from treffen.scheduling import Limits, Stop, select
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.schedule import start
from treffen.solvers.relaxation.selection import SelectionBound

AWAY: Final = 0.15  # people who arrive late or leave early
FIRST_SEED: Final = 500
LARGE: Final = 400  # people from which on fewer samples have to do
MOST_PEOPLE: Final = 3000
SHUFFLES: Final = 4
SHARE: Final = 0.1  # at either end of the samples that the band leaves out


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """`blocks`: slots of each block. `wished`: mutual wishes a person, in tenths."""

    people: int
    blocks: tuple[int, ...]
    wanted: int
    wished: int
    places: int

    @property
    def slots(self) -> int:
        return sum(self.blocks)

    @property
    def meetings(self) -> int:
        """What has to be held so that everybody has `wanted` meetings in the middle."""
        return math.ceil(self.people * self.wanted / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityProof:
    """By counting alone. `places` None: no number of places is enough, for the reason in `limit`."""

    meetings: int
    places: int | None
    limit: int  # meetings that people have time for at most


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleResult:
    """What became of the samples with so many places."""

    places: int
    seats: int
    median: int
    low: int
    high: int
    reached: int  # samples that held what is wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    samples: int
    rows: tuple[SampleResult, ...]
    enough: int | None  # the fewest places with which every sample held what is wanted
    full: int | None  # from so many places on, the median grows no more


def proof_of(inputs: Inputs) -> CapacityProof:
    """Fewer places than this have too few seats; who meets in every slot can meet no more.

    >>> proof_of(Inputs(people=126, blocks=(6, 6), wanted=6, wished=75, places=36))
    CapacityProof(meetings=378, places=32, limit=756)
    """
    limit = inputs.slots * (inputs.people // 2)
    if not inputs.slots or inputs.meetings > limit:
        return CapacityProof(meetings=inputs.meetings, places=None, limit=limit)
    return CapacityProof(
        meetings=inputs.meetings, places=math.ceil(inputs.meetings / inputs.slots), limit=limit
    )


@lru_cache(maxsize=64)
def evidence_of(inputs: Inputs) -> Evidence:
    """Sampled events, each with several numbers of places; the same inputs give the same answer."""
    numbers = _numbers_of(inputs)
    seeds = range(FIRST_SEED, FIRST_SEED + _samples_for(inputs.people))
    held = np.array([_held_in(_sample(inputs, seed), numbers) for seed in seeds])
    rows = tuple(_sampled(number, held[:, at].tolist(), inputs=inputs) for at, number in enumerate(numbers))
    enough = next((row.places for row in rows if row.reached == len(seeds)), None)
    best = max(row.median for row in rows)
    full = next((row.places for row in rows if row.median >= best), None)
    return Evidence(samples=len(seeds), rows=rows, enough=enough, full=full)


def _samples_for(people: int) -> int:
    return 10 if people <= LARGE else 3


def _numbers_of(inputs: Inputs) -> tuple[int, ...]:
    """The minimum, what lies around it, and the number that was chosen."""
    least = proof_of(inputs).places or max(1, inputs.people // 4)
    step = max(1, round(least / 16))
    near = [least + step * number for number in (-2, 0, 1, 2, 4)]
    found = {*near, least - 1, inputs.places}
    return tuple(sorted(number for number in found if number > 0))


def _sampled(number: int, held: Sequence[int], *, inputs: Inputs) -> SampleResult:
    ordered = sorted(int(one) for one in held)
    cut = int(len(ordered) * SHARE)
    return SampleResult(
        places=number,
        seats=number * inputs.slots,
        median=ordered[len(ordered) // 2],
        low=ordered[cut],
        high=ordered[len(ordered) - 1 - cut],
        reached=sum(one >= inputs.meetings for one in ordered),
    )


def _sample(inputs: Inputs, seed: int) -> Problem:
    """People of different popularity, some of whom come late or leave early; places without end."""
    rng = np.random.default_rng([seed, inputs.people])
    weights = popularity(rng, inputs.people)
    pairs = distinct_pairs(rng, (weights, weights), round(inputs.people * inputs.wished / 20))
    slots = tuple(
        Slot(id=SlotId(f"{block}-{at}"), block=BlockId(str(block)))
        for block, number in enumerate(inputs.blocks)
        for at in range(number)
    )
    free = slot_sets(windows(rng, (inputs.people, len(slots)), AWAY), slots)
    ids = [ParticipantId(f"p{number}") for number in range(inputs.people)]
    return Problem(
        slots=slots,
        places=(),
        participants=tuple(Participant(id=one, free=hours) for one, hours in zip(ids, free, strict=True)),
        requests=tuple(
            Request(id=RequestId(f"r{at}"), participants=(ids[one], ids[other]))
            for at, (one, other) in enumerate(pairs.tolist())
        ),
        goals=(Goal.VALUE,),
    )


def _held_in(problem: Problem, numbers: Sequence[int]) -> list[int]:
    """Meetings of a timetable, for each number of places; the bound of the plentiful event guides all."""
    guide = select.find_bounds(_begun(problem, max(numbers)))
    most = len(problem.requests) if guide is None else guide.bound
    found: list[int] = []
    for number in numbers:
        seats = number * len(problem.slots)
        found.append(_made(_begun(problem, number), guide, most=min(most, seats)))
    return found


def _begun(problem: Problem, places: int) -> SchedulerState:
    rows = tuple(Place(id=PlaceId(f"t{number}")) for number in range(places))
    event = replace(problem, places=rows)
    return start(event, limits=Limits(), goals=None, on_progress=None, stop=Stop())


def _made(run: SchedulerState, guide: SelectionBound | None, *, most: int) -> int:
    """A timetable: the best wishes first, then whatever fits; chains are shuffled a few times."""
    board, model = run.board, run.model
    order = np.arange(model.n_options)
    if guide is not None:
        order = np.lexsort((-guide.reduced, -np.round(guide.held, 6)))
    board.insert_all(order)
    for turn in range(SHUFFLES):
        if board.value >= most:
            break
        board.wander(2 * model.n_people, turn)
        board.insert_all(order[board.slot[order] < 0])
    return int(board.value)
