"""What a desk knows: the problem in arrays, the witness on a board, and who sits where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from treffen.errors import InvalidProblem, RefusedPlan, TreffenError
from treffen.problem import Meeting, Place, Problem, Request, RequestId, SlotId
from treffen.solvers.base import build_model
from treffen.solvers.base.build import delegations
from treffen.solvers.base.model import Flags, Small
from treffen.solvers.colouring import PartialTimetable
from treffen.solvers.placement.incremental import Seating
from treffen.timetable import Timetable
from treffen.verification import IncrementalVerifier, Violation, find_violations
from treffen.verification.bounds.problem_index import BoundIndex

POLISH = 100_000  # steps that look for a way with fewer moves, once there is one
FAR, LONG = 7, 5  # moves of a long walk, and its share of the steps
VACATING = 1  # moves of others for a meeting that leaves a full slot
CROWD = 30  # steps of the many who could leave it, for each of a walk


class RefusedWitness(TreffenError):
    """The timetable that was given as a witness breaks a rule; `violations` says which."""

    def __init__(self, violations: Iterable[object]) -> None:
        self.violations = tuple(violations)
        super().__init__(f"the witness is no timetable: {self.violations[0]}")


def only(problem: Problem, held: Iterable[RequestId], *, must: bool = False) -> Problem:
    """The problem of some requests alone; with `must` all of them have to be held."""
    kept = set(held)
    requests = tuple(
        replace(r, must=r.must or must, after=tuple(a for a in r.after if a in kept))
        for r in problem.requests
        if r.id in kept
    )
    frozen = tuple(m for m in problem.frozen if m.request in kept)
    promised = tuple(m for m in problem.promised if m.request in kept)
    return replace(problem, requests=requests, frozen=frozen, promised=promised)


def broken_rules(problem: Problem, witness: Timetable) -> tuple[Violation, ...]:
    """Every rule that a timetable breaks, where nothing has to be held that is not in it."""
    held = {m.request for m in witness.meetings}
    return tuple(find_violations(only(problem, held), witness))


class AdmissionState:
    """A board with the witness on it. Changing it is the business of those who hold it."""

    def __init__(self, problem: Problem, witness: Timetable) -> None:
        if faults := problem.faults():
            raise InvalidProblem(faults)
        if broken := broken_rules(problem, witness):
            raise RefusedWitness(broken)
        self.stand(problem, witness)

    def stand(self, problem: Problem, witness: Timetable) -> None:
        """Arrays and books of a sound problem, with a timetable that keeps its rules."""
        for name in ("frame", "alike"):
            self.__dict__.pop(name, None)
        self.problem = problem
        self.meetings: dict[RequestId, Meeting] = dict(witness.by_request())
        self.model = build_model(problem)
        self.request = {r.id: r for r in problem.requests}
        self.participant = {p.id: p for p in problem.participants}
        self.place = {p.id: p for p in problem.places}
        self._helper = {x.id for x in problem.interpreters}
        self.person = {p.id: i for i, p in enumerate(problem.participants)}
        self.number = {r.id: i for i, r in enumerate(problem.requests)}
        self._first = np.searchsorted(self.model.option_request, np.arange(len(problem.requests) + 1))
        self._slot = {s.id: i for i, s in enumerate(problem.slots)}
        self.is_plain = self.model.is_unit and self.model.has_exact_places
        self.board = PartialTimetable(self.model)
        for meeting in self.meetings.values():
            self.board.put(self.option_of(meeting), self._slot[meeting.slot])
        self.seating = Seating(self.model, [(self.option_of(m), m) for m in self.meetings.values()])
        self.ledger = IncrementalVerifier(problem, witness)
        self.piles: dict[int, list[Any]] = {}  # heaps by capacity row, as `piles` finds them
        self.settled = self.board.slot.copy()
        self._members: dict[int, Flags] = {}
        self.has_breaks = problem.break_spread is not None or bool(
            (self.model.most_breaks < self.model.n_slots).any()
        )

    # --- reading ------------------------------------------------------------------------------

    def options(self, request: RequestId) -> range:
        """The options of a request."""
        i = self.number[request]
        return range(int(self._first[i]), int(self._first[i + 1]))

    def option_of(self, meeting: Meeting) -> int:
        """The option that a meeting holds."""
        options = self.options(meeting.request)
        if len(options) == 1:
            return options[0]
        chosen = {(d.organisation, d.participant) for d in meeting.delegates}
        return next(
            o
            for o in options
            if {(d.organisation, d.participant) for d in delegations(self.problem, self.model, o)} == chosen
        )

    def slot_number(self, slot: SlotId) -> int:
        """Which slot it is."""
        return self._slot[slot]

    def request_of(self, option: int) -> Request:
        """The request of an option."""
        return self.problem.requests[int(self.model.option_request[option])]

    def meetings_of(self, person: int) -> list[int]:
        """The held options of a person, in order of time."""
        return list(dict.fromkeys(int(o) for o in self.board.occupied()[person] if o >= 0))

    def arrays(self) -> tuple[Small, Small, Small]:
        """Slots [O], occupied [P, T] and load [C, T]; live."""
        return self.board.slot, self.board.occupied(), self.board.load()

    def witness(self) -> Timetable:
        """The timetable on the board."""
        return Timetable(tuple(self.meetings.values()))

    def members(self, row: int) -> Flags:
        """[O] whether each option carries a capacity row."""
        if row not in self._members:
            owner = np.repeat(np.arange(self.model.n_options), np.diff(self.model.row_ptr))
            flags = np.zeros(self.model.n_options, bool)
            flags[owner[self.model.rows == row]] = True
            self._members[row] = flags
        return self._members[row]

    @cached_property
    def frame(self) -> BoundIndex:
        """The verifier's reading of the whole problem."""
        return BoundIndex(self.ledger.ground)

    @cached_property
    def alike(self) -> list[list[Place]]:
        """Places that differ in nothing but their names."""
        kinds: dict[object, list[Place]] = {}
        for place in self.problem.places:
            kinds.setdefault((place.features, place.open), []).append(place)
        return list(kinds.values())

    @property
    def has_choice(self) -> bool:
        """Whether delegates are chosen anywhere."""
        return self.model.n_options > self.model.n_requests

    # --- writing ------------------------------------------------------------------------------

    def walk(self, option: int, *, most: int, steps: int) -> list[int] | None:
        """Hold an option on the board, moving at most so many: the options that stand elsewhere now."""
        moved, _ = self.board.insert_by_walk(option, most=most, steps=steps)
        return None if moved < 0 else self.board.walked(moved)

    def move(self, option: int, *, most: int, steps: int) -> list[int] | None:
        """The same by a short walk, by full slots that somebody leaves each, or by the shortest chain."""
        found = self.walk(option, most=most, steps=steps)
        found = found or self.board.insert_by_place_path(option, most=most)
        found = found or self.board.insert_by_vacating(option, most=min(most, VACATING), steps=steps * CROWD)
        if found is None and self.board.insert_by_chain(option) >= 0:
            found = self.changed()
        return found

    def roam(self, option: int, *, most: int, steps: int) -> list[int] | None:
        """Hold an option on the board by a long walk or path, or by the random chain that moves least."""
        walked, path = steps // LONG, self.board.insert_by_place_path
        if found := self.walk(option, most=min(most, FAR), steps=walked) or path(option, most=most):
            return found
        options, slots = self.board.roam(option, most=most, steps=steps - walked, polish=POLISH)
        if not len(options):
            return None
        after = self.board.slot.copy()
        after[options] = slots
        self.board.restore(after)
        return self.changed()

    def changed(self) -> list[int]:
        """Options that stand elsewhere on the board than was last settled."""
        found: list[int] = np.flatnonzero(self.board.slot != self.settled).tolist()
        return found

    def undo(self, changed: Iterable[int]) -> None:
        """Put options back where they were last settled."""
        options = list(changed)
        for o in options:
            if self.board.slot[o] >= 0:
                self.board.drop(o)
        for o in options:
            if self.settled[o] >= 0:
                self.board.put(o, int(self.settled[o]))

    def settle(self, changed: Sequence[int]) -> list[tuple[Meeting | None, Meeting]] | None:
        """Seat the options that stand elsewhere: the meetings that changed, old and new; all verified.

        None, with everything as it was before, where somebody finds no place. Raises `RefusedPlan`
        if the verifier objects.
        """
        slot = self.board.slot
        if not self.seating.move([(o, int(slot[o])) for o in changed]):
            self.seating.undo()
            self.undo(changed)
            return None
        self.settled[changed] = slot[changed]
        gone = [o for o in changed if slot[o] < 0]
        meetings = [self._meeting(o) for o in sorted(self.seating.settle() - set(gone))]
        struck = [self.request_of(o).id for o in gone]
        for request in struck:
            self.meetings.pop(request, None)
        if gone:
            self.piles.clear()
        pairs = [(self.meetings.get(m.request), m) for m in meetings]
        self.meetings.update({m.request: m for m in meetings})
        if broken := self.ledger.change(meetings, gone=struck):
            raise RefusedPlan(broken)
        return pairs

    def follow(self, meetings: Sequence[Meeting], gone: Sequence[RequestId]) -> None:
        """Make these meetings stand as somebody else has settled them. Raises `RefusedWitness`."""
        if unknown := [m for m in meetings if not self._is_known(m)]:
            raise RefusedWitness(unknown)
        struck = [r for r in dict.fromkeys(gone) if r in self.meetings]
        left = [self.meetings[r] for r in (*struck, *(m.request for m in meetings)) if r in self.meetings]
        for option in dict.fromkeys(self.option_of(m) for m in left):
            self.board.drop(option)
            self.settled[option] = -1
            self.seating.leave(option)
        for request in struck:
            del self.meetings[request]
        if broken := self.ledger.change(meetings, gone=struck):
            raise RefusedWitness(broken)
        for meeting in meetings:
            option, slot = self.option_of(meeting), self._slot[meeting.slot]
            self.board.put(option, slot)
            self.settled[option] = slot
            self.seating.take(option, meeting)
            self.meetings[meeting.request] = meeting
        self.seating.settle()
        self.piles.clear()

    def learn(self, requests: Sequence[Request]) -> None:
        """Know these requests, too; nothing that is held changes. Raises `InvalidProblem`."""
        problem = replace(self.problem, requests=(*self.problem.requests, *requests))
        is_apart = not any(r.after or r.id in self.request for r in requests)
        # What was sound stays so: only the new ones are looked at, where they refer to no others.
        asked = replace(problem, requests=tuple(requests), frozen=()) if is_apart else problem
        if faults := asked.faults():
            raise InvalidProblem(faults)
        self.stand(problem, self.witness())

    def amend(self, requests: Sequence[Request], *, stays: bool = False) -> None:
        """Know requests in another form. Raises `InvalidProblem`; then nothing has changed.

        They are not held any more, or only where they can stay as they stand.
        """
        new = {r.id: r for r in requests}
        problem = replace(self.problem, requests=tuple(new.get(r.id, r) for r in self.problem.requests))
        if faults := problem.faults():
            raise InvalidProblem(faults)
        kept = [m for m in self.meetings.values() if m.request not in new]
        for request in new if stays else ():
            if request in self.meetings:
                kept += _staying(problem, kept, self.meetings[request])
        self.stand(problem, Timetable(tuple(kept)))

    def _is_known(self, meeting: Meeting) -> bool:
        is_served = meeting.interpreter is None or meeting.interpreter in self._helper
        return (
            meeting.request in self.request
            and meeting.slot in self._slot
            and meeting.place in self.place
            and is_served
        )

    def _meeting(self, option: int) -> Meeting:
        place, helper = self.seating.of(option)
        return Meeting(
            request=self.request_of(option).id,
            slot=self.problem.slots[int(self.board.slot[option])].id,
            place=self.problem.places[place].id,
            delegates=delegations(self.problem, self.model, option),
            interpreter=None if helper is None else self.problem.interpreters[helper].id,
        )


def _staying(problem: Problem, others: Sequence[Meeting], held: Meeting) -> list[Meeting]:
    """A meeting where it stands, if it can be held there beside others; without an interpreter, perhaps."""
    ways = dict.fromkeys((held, replace(held, interpreter=None)))
    return [m for m in ways if not broken_rules(problem, Timetable((*others, m)))][:1]
