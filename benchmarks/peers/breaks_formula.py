"""The MaxSAT formulation of the B2B problem, as its publication describes it.

M. Bofill, J. Coll, M. Garcia, J. Giraldez-Cru, G. Pesant, J. Suy and M. Villaret, Constraint
Solving Approaches to the Business-to-Business Meeting Scheduling Problem, Journal of Artificial
Intelligence Research 74 (2022) 263-301. Written from the description, in our own words: a meeting
has one slot; a participant is busy in a slot or not, has begun or not, and a hole ends in a slot
if the participant has begun, is idle there and busy in the next; each end of a hole is a soft
clause. The two implied constraints the authors found decisive are there: everybody is busy in
exactly as many slots as they have meetings, and no slot has more busy people than two a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from benchmarks.plain import presence
from treffen.problem import Problem, Request


@dataclass(slots=True)
class Formula:
    """Hard clauses and counts, soft literals with their weights, and what the variables of the meetings mean.

    A count is (literals, least, most). Who knows numbers takes `hard` and `counted` as they stand;
    for who knows clauses alone, `clauses` writes both in clauses.
    """

    hard: list[list[int]] = field(default_factory=list)
    counted: list[tuple[list[int], int, int]] = field(default_factory=list)
    soft: list[tuple[int, int]] = field(default_factory=list)
    meeting: dict[tuple[int, int], int] = field(default_factory=dict)
    variables: int = 0

    def new(self) -> int:
        """A variable."""
        self.variables += 1
        return self.variables

    def at_most(self, literals: Sequence[int], bound: int) -> None:
        """No more than `bound` of these."""
        if len(literals) > bound:
            self.counted.append((list(literals), 0, bound))

    def exactly(self, literals: Sequence[int], bound: int) -> None:
        """Exactly `bound` of these."""
        if bound > len(literals):
            self.hard.append([])
        elif bound == 0:
            self.hard += [[-literal] for literal in literals]
        else:
            self.counted.append((list(literals), bound, bound))

    def clauses(self) -> list[list[int]]:
        """Everything hard in clauses; counts pairwise for at most one, else by a cardinality network."""
        from pysat.card import CardEnc, EncType

        written = list(self.hard)
        for literals, least, most in self.counted:
            if (least, most) == (0, 1):
                written += [[-a, -b] for a, b in combinations(literals, 2)]
                continue
            encode = CardEnc.equals if least else CardEnc.atmost
            network = encode(lits=literals, bound=most, top_id=self.variables, encoding=EncType.cardnetwrk)
            self.variables = max(self.variables, network.nv)
            written += network.clauses
        return written

    def count(self, literals: Sequence[int]) -> list[int]:
        """Unary count: literal k (from 0) is true if and only if more than k of these are."""
        counts: list[int] = []
        for literal in literals:
            before, counts = counts, [self.new() for _ in range(len(counts) + 1)]
            for k, now in enumerate(counts):
                same = before[k : k + 1]
                less = before[k - 1 : k] if k else []
                self.hard += [[-was, now] for was in same]
                self.hard.append([-literal, *(-was for was in less), now])
                self.hard.append([-now, literal, *same])
                self.hard += [[-now, *same, was] for was in less]
        return counts


def _allowed(problem: Problem, request: Request) -> set[int]:
    slot = {s.id: t for t, s in enumerate(problem.slots)}
    if request.slot is not None:
        return {slot[request.slot]}
    return set(slot.values()) if request.slots is None else {slot[s] for s in request.slots}


def _meetings(problem: Problem, formula: Formula) -> list[list[int]]:
    """A variable for each meeting and slot it may have; returns the meetings of each person."""
    person = {p.id: n for n, p in enumerate(problem.participants)}
    free = presence(problem)
    of: list[list[int]] = [[] for _ in problem.participants]
    for m, request in enumerate(problem.requests):
        seats = [person[p] for p in request.participants]
        for p in seats:
            of[p].append(m)
        for t in sorted(_allowed(problem, request)):
            if free[seats, t].all():
                formula.meeting[m, t] = formula.new()
        mine = [formula.meeting[m, t] for t in _slots(problem) if (m, t) in formula.meeting]
        formula.hard.append(mine)
        formula.at_most(mine, 1)
    return of


def _slots(problem: Problem) -> range:
    return range(len(problem.slots))


def _precedences(problem: Problem, formula: Formula) -> None:
    number = {r.id: m for m, r in enumerate(problem.requests)}
    for later, request in enumerate(problem.requests):
        for earlier in (number[r] for r in request.after):
            for t in _slots(problem):
                held = formula.meeting.get((later, t))
                if held is not None:
                    before = [formula.meeting.get((earlier, u)) for u in range(t)]
                    formula.hard.append([-held, *(x for x in before if x is not None)])


def _busy(problem: Problem, formula: Formula, of: Iterable[list[int]]) -> list[list[int]]:
    """[P][T] variables: the person has a meeting in the slot; never two, and all of theirs."""
    rows = []
    for meetings in of:
        row = []
        for t in _slots(problem):
            busy = formula.new()
            here = [formula.meeting[m, t] for m in meetings if (m, t) in formula.meeting]
            formula.hard += [[-held, busy] for held in here]
            formula.hard.append([-busy, *here])
            formula.at_most(here, 1)
            row.append(busy)
        formula.exactly(row, len(meetings))
        rows.append(row)
    return rows


def begun_by(formula: Formula, busy: Sequence[int]) -> list[int]:
    """A literal for each slot: busy in it, or in one before. Backwards it says: in it, or in one after."""
    begun = [formula.new() for _ in busy]
    for t, now in enumerate(busy):
        formula.hard.append([-now, begun[t]])
        if t:
            formula.hard += [[-begun[t - 1], begun[t]], [-begun[t], now, begun[t - 1]]]
        else:
            formula.hard.append([-begun[t], now])
    return begun


def holes_of(formula: Formula, busy: Sequence[int], begun: Sequence[int]) -> list[int]:
    """The literals "a hole of this person ends here", both ways."""
    holes = []
    for t, now in enumerate(busy):
        if 0 < t < len(busy) - 1:
            hole, after = formula.new(), busy[t + 1]
            formula.hard += [[-hole, begun[t]], [-hole, -now], [-hole, after]]
            formula.hard.append([hole, -begun[t], now, -after])
            holes.append(hole)
    return holes


def even(formula: Formula, holes: Iterable[list[int]], spread: int) -> None:
    """If anybody has k + spread holes, everybody has at least k."""
    counts = [formula.count(mine) for mine in holes]
    longest = max((len(count) for count in counts), default=0)
    for k in range(longest - spread):
        everybody = formula.new()
        for count in counts:
            formula.hard.append([-everybody, *count[k : k + 1]])
            formula.hard += [[-most, everybody] for most in count[k + spread : k + spread + 1]]


def all_held(problem: Problem) -> tuple[Formula, list[list[int]]]:
    """All requests held, and [P][T] who is busy when. Only for events of one block and requests of one
    slot, all of which must be held: the B2B benchmark."""
    if len(list(problem.blocks())) > 1 or not all(r.must and r.length == 1 for r in problem.requests):
        raise ValueError("the published formulation knows one block, and holds every meeting")
    formula = Formula()
    of = _meetings(problem, formula)
    _precedences(problem, formula)
    busy = _busy(problem, formula, of)
    for t in _slots(problem):
        here = [held for (_, u), held in formula.meeting.items() if u == t]
        formula.at_most(here, len(problem.places))
        formula.at_most([row[t] for row in busy], 2 * len(problem.places))
    return formula, busy


def breaks_formula(problem: Problem) -> Formula:
    """All requests held, fewest breaks, spread as evenly as the event asks."""
    formula, busy = all_held(problem)
    holes = [holes_of(formula, row, begun_by(formula, row)) for row in busy]
    formula.soft += [(-hole, 1) for mine in holes for hole in mine]
    if problem.break_spread is not None:
        even(formula, holes, problem.break_spread)
    return formula
