"""The desk that answers "may this yes be given?": it keeps a witness timetable of all that was accepted.

First what can be counted, then short ejection walks and Kempe chains, then, where time decides, all that
could be tried, then a search in a growing set of requests. The verifier checks every yes where something
changed; every no is proved twice, by methods that share no code. What is neither is "not yet".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from treffen.admission import global_rules
from treffen.admission.answers import (
    AdmissionRemedy,
    Admitted,
    Answer,
    Possibility,
    ProofMethod,
    Refused,
    Undecided,
    admitted,
)
from treffen.admission.batch import possible, room_for
from treffen.admission.budget import Budget
from treffen.admission.exhausting import exhausted
from treffen.admission.memory import RefusalMemory
from treffen.admission.proofs import MOST_NAMED, Finding, core_of, count_against, describe, furthest_first
from treffen.admission.remedies import find_remedies
from treffen.admission.state import POLISH, AdmissionState
from treffen.problem import Meeting, ParticipantId, Problem, Request, RequestId
from treffen.solvers.base.model import Small
from treffen.solvers.satisfiability import Extension, Search
from treffen.timetable import Core, Move, Reason, Timetable

type Way = Callable[[int], Sequence[int] | None]  # holds an option: those that stand elsewhere then
DIRECT = 10  # steps that an insertion without moves may take
EXHAUSTED = 150_000  # steps where all is tried
NEAR = 150  # requests that a search looks at before random chains are tried
LONGEST = 1_000  # requests of a core that a second method is asked about


class AdmissionController:
    """Answers requests one after another; what it admits is held from then on.

    Raises `InvalidProblem` for a problem with faults and `RefusedWitness` for a witness that breaks a
    rule. Frozen meetings of the problem never move.

    >>> from treffen.problem import Participant, Place, Problem, Request, Slot
    >>> problem = Problem(
    ...     slots=(Slot(id="10:00"),),
    ...     places=(Place(id="table 1"),),
    ...     participants=(Participant(id="ada"), Participant(id="bo"), Participant(id="cy")),
    ...     requests=tuple(Request(id=f"with {who}", participants=("ada", who)) for who in ("bo", "cy")),
    ... )
    >>> desk = AdmissionController(problem, Timetable())
    >>> type(desk.admit("with bo")).__name__, desk.admit("with cy").reason.value
    ('Admitted', 'person_full')
    """

    def __init__(self, problem: Problem, witness: Timetable) -> None:
        self._state = AdmissionState(problem, witness)
        self._paused: dict[RequestId, tuple[Search, Extension]] = {}  # of today's witness, as all told
        self._told: dict[tuple[str, RequestId], Possibility] = {}
        self._memory = RefusalMemory()

    @property
    def witness(self) -> Timetable:
        """A timetable of everything accepted."""
        return self._state.witness()

    # --- the question -------------------------------------------------------------------------

    def admit(self, request: RequestId, *, budget: Budget | None = None) -> Answer:
        """Hold a request beside everything accepted, or say why not. Held already: yes, nothing moved."""
        state, budget = self._state, budget or Budget()
        if request in state.meetings:
            return Admitted(request=request, meetings=())
        if told := self._memory.refused(request):
            return self._with_ways(told, budget)
        options = state.options(request)
        if held := self._held(request, options, partial(state.walk, most=0, steps=DIRECT)):
            return held
        findings = [count_against(state, o) for o in options]
        open_ = [o for o, f in zip(options, findings, strict=True) if f is None]
        if not open_:
            if refused := self._refuse(request, [f for f in findings if f], ProofMethod.COUNT, budget):
                return refused
            open_ = list(options)  # others may send somebody else, who was not counted
        if held := self._held(request, open_, partial(state.move, most=budget.moves, steps=budget.steps)):
            return held
        return self._search(request, open_, len(findings), budget)

    def _search(self, request: RequestId, options: Sequence[int], n_ways: int, budget: Budget) -> Answer:
        """All is tried; a proof or slots near by, random chains, the same far away; the event as a whole."""
        state, (search, tried) = self._state, self._paused.pop(request, (None, None))
        if tried is None:
            tried = exhausted(state, request, steps=EXHAUSTED, is_named=True)
            if answer := self._tried(request, tried, budget):
                return answer
        if n_ways > 1 or not state.is_plain or state.has_breaks:
            return self._far(request, options, budget) or self._as_a_whole(request, budget)
        if search is None:
            search = Search(state.model, state.arrays(), options[0])
            found = search.run(conflicts=budget.conflicts, largest=min(NEAR, budget.largest))
            if answer := self._found(request, found, budget):
                return answer
            if tried.core is None is tried.slots and (answer := self._far(request, options, budget)):
                return answer
        found = tried if tried.slots else search.run(conflicts=budget.conflicts, largest=budget.largest)
        long = tried if MOST_NAMED < len(tried.core or ()) <= LONGEST else Extension()
        answer = self._found(request, found, budget) or self._found(request, long, budget)
        if answer is None and found == Extension():
            self._paused[request] = search, tried
            return Undecided(request=request)
        return answer or self._as_a_whole(request, budget)

    def _tried(self, request: RequestId, tried: Extension, budget: Budget) -> Answer | None:
        """What is known when all was tried: a no that can be told, or a yes that moves few."""
        if tried.slots is not None:
            return self._far(request, self._state.options(request), budget)
        return self._found(request, tried, budget) if len(tried.core or ()) <= MOST_NAMED else None

    def _far(self, request: RequestId, options: Sequence[int], budget: Budget) -> Admitted | None:
        """Yes by many random chains of moves, whose steps all options share."""
        steps = budget.steps_of_chains(int(self._state.model.start_ok.sum())) // len(options)
        return self._held(request, options, partial(self._state.roam, most=budget.far_moves, steps=steps))

    def _held(self, request: RequestId, options: Iterable[int], way: Way) -> Admitted | None:
        """Yes by the first option for which a way finds slots."""
        changes = (self._settle(way(option)) for option in options)
        return next((admitted(request, c) for c in changes if c is not None), None)

    def _found(self, request: RequestId, found: Extension, budget: Budget) -> Answer | None:
        """What a search says, as an answer; None where it says nothing."""
        state = self._state
        if found.slots is not None:
            after, steps = state.board.slot.copy(), min(budget.far_steps, POLISH)
            after[list(found.slots)] = list(found.slots.values())
            fewer = replace(budget, far_moves=int((after != state.board.slot).sum()) - 2, far_steps=steps)
            return self._far(request, state.options(request), fewer) or self._held_at(request, after)
        if found.core is not None:
            return self._refuse(request, [describe(state, found.core)], ProofMethod.SEARCH, budget)
        return None

    def _as_a_whole(self, request: RequestId, budget: Budget) -> Answer:
        for found in global_rules.solve(self._state, request, nodes=budget.nodes, columns=budget.columns):
            answer: Answer | None = (
                self._refuse_core(request, found, global_rules.reason_of(found), ProofMethod.SEARCH, budget)
                if isinstance(found, Core)
                else self._held_at(request, found)
            )
            if answer is not None:
                return answer
        return Undecided(request=request)

    def _held_at(self, request: RequestId, slots: Small) -> Admitted | None:
        """Yes by these slots [O], if places can be found."""
        self._state.board.restore(slots)
        changed = self._settle(self._state.changed())
        return None if changed is None else admitted(request, changed)

    # --- other questions ----------------------------------------------------------------------

    def possible(self, requests: Iterable[RequestId]) -> tuple[Possibility, ...]:
        """For each request, taken alone, whether it could still be admitted."""
        return possible(self._state, requests, memory=self._memory, remembered=self._told)

    def room_for(self, person: ParticipantId) -> int:
        """How many meetings a person can still take at most."""
        return room_for(self._state, person)

    def ways_out(self, request: RequestId, *, most: int = 3) -> tuple[AdmissionRemedy, ...]:
        """Changes after which a request that is refused could be admitted, each tried."""
        return find_remedies(self._state, request, most=most)

    def withdraw(self, request: RequestId) -> None:
        """An accepted meeting is given up. Others stay where they are; whoever was refused may ask again."""
        state = self._state
        if request in state.meetings:
            option = state.option_of(state.meetings[request])
            state.board.drop(option)
            state.settle([option])
            self._forget([request])

    def amend(self, request: Request, *, budget: Budget | None = None) -> Answer:
        """Hold a known request in another form: with a participant more or fewer, say.

        It stays where it stands, if that can be, else goes where everything accepted leaves room. A no and
        a "not yet" change nothing. Raises `InvalidProblem` where the new form has faults.
        """
        state = self._state
        problem, witness, held = state.problem, state.witness(), state.meetings.get(request.id)
        state.amend([request], stays=True)
        self._forget([request.id])
        answer = self.admit(request.id, budget=budget)
        if not isinstance(answer, Admitted):
            state.stand(problem, witness)
            self._forget([request.id])
            return answer
        now = state.meetings[request.id]
        if held is None or now == held:
            return answer
        others = tuple(m for m in answer.meetings if m.request != request.id)
        return replace(answer, meetings=(now, *others), moved=(Move(before=held, after=now), *answer.moved))

    def follow(
        self,
        meetings: Iterable[Meeting] = (),
        *,
        gone: Iterable[RequestId] = (),
        amended: Iterable[Request] = (),
    ) -> None:
        """What another desk of the same event did: `meetings` are new or elsewhere, `gone` are not held.

        `amended` requests are known in another form from now on; those held stand among `meetings`.

        Afterwards this desk is as if it were built anew with the other's witness, at the price of the
        changes alone; but it remembers each no that still holds, which a new desk may not find within its
        budget. The verifier's books are kept: raises `RefusedWitness` where the changes, beside all that is
        held, break a rule or name something unknown. Then nothing is to be asked of it any more.
        """
        struck = list(gone)
        if new := list(amended):
            self._state.amend(new)
        self._state.follow(list(meetings), struck)
        self._forget([*struck, *(r.id for r in new)])

    def learn(self, requests: Iterable[Request]) -> None:
        """Requests that were sent since: from now on they can be asked about, and nothing else changes.

        Afterwards this desk is as if it were built anew with them, without checking again what it has
        checked before; it remembers each no, as in `follow`. Raises `InvalidProblem` where the new requests
        have faults; then nothing has changed.
        """
        self._state.learn(list(requests))
        self._forget()

    @property
    def problem(self) -> Problem:
        """The problem with all requests that are known."""
        return self._state.problem

    def _forget(self, given_up: Iterable[RequestId] = ()) -> None:
        self._memory.forget(given_up)
        self._paused.clear()
        self._told.clear()

    # --- yes ----------------------------------------------------------------------------------

    def _settle(self, changed: Sequence[int] | None) -> list[tuple[Meeting | None, Meeting]] | None:
        """Keep what is on the board now, if places can be found and the limits on breaks are kept."""
        state = self._state
        if changed is None:
            return None
        if state.has_breaks and not global_rules.keeps_breaks(state):
            state.undo(changed)
            return None
        if (settled := state.settle(changed)) is not None:
            self._forget()
        return settled

    # --- no -----------------------------------------------------------------------------------

    def _refuse(
        self, request: RequestId, findings: Sequence[Finding], proof: ProofMethod, budget: Budget
    ) -> Refused | None:
        """No by what was found against every way to hold a request."""
        for finding in findings:
            heap = finding.heap
            if heap is not None and heap.is_confirmed(request):
                core, n = core_of(self._state, [finding]), len(heap.options)
                no = Refused(request=request, reason=finding.reason, core=core, proof=proof, in_the_way=n)
                return self._remembered(no, heap.requests, budget)
        if not findings:
            return None
        told = furthest_first(findings)
        return self._refuse_core(request, core_of(self._state, told), told[0].reason, proof, budget)

    def _refuse_core(
        self, request: RequestId, core: Core, reason: Reason, proof: ProofMethod, budget: Budget
    ) -> Refused | None:
        """No, if a second method says so too."""
        told = global_rules.confirmed(self._state, request, core, reason)
        if told is None:
            return None
        core, reason = told
        in_the_way = len(core.requests) - 1
        no = Refused(request=request, reason=reason, core=core, proof=proof, in_the_way=in_the_way)
        return self._remembered(no, core.requests, budget)

    def _remembered(self, refused: Refused, rests_on: tuple[RequestId, ...], budget: Budget) -> Refused:
        if not self._state.has_breaks:
            self._memory.keep(refused, rests_on=rests_on)
        return self._with_ways(refused, budget)

    def _with_ways(self, refused: Refused, budget: Budget) -> Refused:
        ways = find_remedies(self._state, refused.request, most=budget.ways) if budget.ways else ()
        return replace(refused, ways_out=ways)
