"""The day: people cancel, do not come, are late; what our service makes of it, and what is held."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks.simulation.service import SLOT_IDS, Planned, person_id
from benchmarks.simulation.world import SLOTS, World
from treffen.problem import RequestId, SlotId
from treffen.repair import Disruption, Freeze, Gone, Late, NoShow, repair
from treffen.scheduling import Limits
from treffen.timetable import Timetable

Slots = Mapping[tuple[int, int], int]
PATIENCE = Limits(seconds=10.0)  # nobody waits longer for a proposal; nearly all end by themselves
TOGETHER = 150  # people for each incident that is repaired together with the others of its moment


@dataclass(slots=True)
class Mended:
    """The last timetable of the day, and what the repairs before it cost.

    `moves` has for each repair how many meetings of others were moved, and by how many incidents.
    """

    timetable: Timetable
    moves: list[tuple[int, int]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def moved(self) -> float:
        """Meetings of others that were moved, for each incident."""
        incidents = sum(n for _, n in self.moves)
        return sum(m for m, _ in self.moves) / incidents if incidents else 0.0

    def undisturbed(self) -> float:
        """Share of the repairs that moved nobody else's meeting."""
        return sum(m == 0 for m, _ in self.moves) / len(self.moves) if self.moves else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What is known of one person: away until a slot (SLOTS: for the day); the meeting that was missed."""

    person: int
    until: int
    missed: RequestId | None = None

    def disruptions(self, begin: int) -> Iterator[Disruption]:
        """As the engine is told, when the first slot that has not begun is `begin`."""
        person = person_id(self.person)
        if self.missed is not None:
            is_late = self.until < SLOTS
            yield NoShow(request=self.missed, participant=person, again=is_late)
        if self.until >= SLOTS:
            yield Gone(participant=person, since=SLOT_IDS[begin])
        elif self.until > begin:
            yield Late(participant=person, until=SLOT_IDS[self.until])


class Control:
    """The control room: incident after incident, the proposed repair is taken."""

    def __init__(self, world: World, planned: Planned) -> None:
        self.world, self.planned = world, planned
        self.problem, self.mended = planned.problem, Mended(planned.timetable)
        self._known = {p for p in range(world.people) if world.tells[p]}

    def run(self) -> Mended:
        """The morning, then slot after slot."""
        told = sorted(self._known)
        dice = np.random.default_rng([self.world.seed, 9])
        order = [told[i] for i in dice.permutation(len(told))]
        arrives = self.world.arrives.tolist()
        self._repair([Incident(person=p, until=arrives[p]) for p in order], begin=0)
        self._refill(-1)
        for slot in range(SLOTS - 1):
            self._repair(list(self._noticed(slot)), begin=slot + 1)
            self._refill(slot)
        return self.mended

    def _refill(self, slot: int) -> None:
        """After the repairs of a slot (-1: of the morning) what is free stays free."""

    def _noticed(self, slot: int) -> Iterator[Incident]:
        """People for whom somebody waits at a table, three minutes after the beginning of a slot."""
        arrives = self.world.arrives
        for m in self.mended.timetable.meetings:
            if m.slot != SLOT_IDS[slot]:
                continue
            one, other = self.planned.people[m.request]
            for person, partner in ((one, other), (other, one)):
                if arrives[person] > slot >= arrives[partner] and person not in self._known:
                    self._known.add(person)
                    yield Incident(person=person, until=int(arrives[person]), missed=m.request)

    def _repair(self, incidents: Sequence[Incident], *, begin: int) -> None:
        step = max(1, self.world.people // TOGETHER)
        for first in range(0, len(incidents), step):
            some = incidents[first : first + step]
            self._take(some, [d for one in some for d in one.disruptions(begin)], begin=begin)

    def _take(self, some: Sequence[Incident], happened: list[Disruption], *, begin: int) -> None:
        if not happened:
            return
        freeze = [Freeze(slots=1)] if begin else []
        at = time.process_time()
        found = repair(
            self.problem,
            self.mended.timetable,
            disruptions=[*happened, *freeze],
            now=SLOT_IDS[begin],
            limits=PATIENCE,
        )
        self.mended.seconds.append(time.process_time() - at)
        theirs = {one.person for one in some}
        others = [
            m
            for m in found.difference.moved
            if m.is_other_time and not theirs & set(self.planned.people[m.before.request])
        ]
        self.mended.moves.append((len(others), len(some)))
        self.problem, self.mended.timetable = found.lasting, found.plan.timetable


def slots_of(planned: Planned, timetable: Timetable) -> dict[tuple[int, int], int]:
    """The slot of each pair that meets."""
    number: dict[SlotId, int] = {s: t for t, s in enumerate(SLOT_IDS)}
    return {planned.people[m.request]: number[m.slot] for m in timetable.meetings}


def held(world: World, before: Slots, after: Slots) -> dict[tuple[int, int], int]:
    """What took place: both were there, and nobody overlooked what was changed on the day.

    `before` is what people knew on the eve, `after` the last timetable of the day.
    """
    found = {}
    for (one, other), slot in after.items():
        is_there = max(world.arrives[one], world.arrives[other]) <= slot
        is_changed = before.get((one, other)) != slot
        is_missed = bool(world.overlooks[one, other] or world.overlooks[other, one])
        if is_there and not (is_changed and is_missed):
            found[one, other] = slot
    return found
