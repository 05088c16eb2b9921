"""The formula of an all-must event: who meets when, who is busy when, who has how many breaks.

x(m, t) task m is in slot t; b(p, t) person p meets in t; c(p, t, k) p has met at least k times up
to t (both ways, and exactly n in the end: redundant, and decisive); s(p, t) p has begun the block
by t; g(p, t, j) more than j holes of p have ended by t (one way).
"""

from __future__ import annotations

from collections.abc import Sequence

from treffen.solvers.satisfiability.clauses import FALSE, TRUE, Clauses
from treffen.solvers.satisfiability.instance import Instance, bits
from treffen.solvers.satisfiability.propagation import Propagator


class Formula:
    """Clauses for the domains of a propagator at its fixpoint.

    `counted`: people with fewer meetings are not counted, where nothing is asked of their breaks or ends:
    that few meetings do not fit is found at once without.
    """

    def __init__(self, known: Propagator, *, counted: int = 0) -> None:
        self.known = known
        self.instance: Instance = known.instance
        self.clauses = Clauses()
        self.x = [self._slots_of(m) for m in range(self.instance.n_tasks)]
        self.busy = [self._busy(p) for p in range(self.instance.n_people)]
        tasks = self.instance.tasks
        self.counter = [self._counter(p) if len(tasks[p]) >= counted else [] for p in range(len(tasks))]
        self._ladders: dict[int, list[int]] = {}
        for a, b in self.instance.before:
            self._before(a, b)
        for row in range(len(self.instance.rows)):
            self._row(row)

    # --- tasks and people ---------------------------------------------------------------------

    def _slots_of(self, m: int) -> list[int]:
        """Literals of task m by slot."""
        domain = self.known.domain[m]
        if domain.bit_count() == 1:
            return [TRUE if domain >> t & 1 else FALSE for t in range(self.instance.n_slots)]
        new = self.clauses.variable
        literals = [new() if domain >> t & 1 else FALSE for t in range(self.instance.n_slots)]
        self.clauses.add(*literals)
        self.clauses.at_most_one(literals)
        return literals

    def _busy(self, p: int) -> list[int]:
        """Literals of person p by slot; at most one task in each."""
        if len(self.instance.tasks[p]) == 1:
            return self.x[self.instance.tasks[p][0]]
        add = self.clauses.add
        busy = []
        for t in range(self.instance.n_slots):
            here = [self.x[m][t] for m in self.instance.tasks[p] if self.x[m][t] != FALSE]
            self.clauses.at_most_one(here)
            if self.known.busy[p] >> t & 1 or TRUE in here:
                add(*here)
                busy.append(TRUE)
            elif len(here) < 2:
                busy.append(here[0] if here else FALSE)
            else:
                b = self.clauses.variable()
                for x in here:
                    add(-x, b)
                add(-b, *here)
                busy.append(b)
        return busy

    def _counter(self, p: int) -> list[list[int]]:
        """c[t][k]: at least k meetings in the first t slots."""
        n = len(self.instance.tasks[p])
        rows = [[TRUE] + [FALSE] * (n + 1)]
        if not n:
            return rows * (self.instance.n_slots + 1)
        windows = self.known.person(p).windows
        for t, b in enumerate(self.busy[p]):
            rows.append([self._at_least(rows[t], b, k, windows[t]) for k in range(n + 2)])
        return rows

    def _at_least(self, before: list[int], b: int, k: int, window: int) -> int:
        """Literal for "k or more" after a slot, from the counts before it, the slot, and known limits."""
        least, most = (window & -window).bit_length() - 1, window.bit_length() - 1
        if k <= least:
            c = TRUE
        elif k > most:
            c = FALSE
        elif before[k] == TRUE or b == FALSE:
            c = before[k]
        elif before[k] == FALSE and before[k - 1] == TRUE:
            c = b
        elif before[k] == FALSE and b == TRUE:
            c = before[k - 1]
        else:
            c = self.clauses.variable()
        if k:
            add = self.clauses.add
            if c != before[k]:
                add(-before[k], c)
                add(-c, before[k], b)
            add(-before[k - 1], -b, c)
            add(-c, before[k - 1])
        return c

    # --- order and capacity -------------------------------------------------------------------

    def _ladder(self, m: int) -> list[int]:
        """Literals "task m is in one of the first t slots", t = 0..T."""
        if m not in self._ladders:
            add, steps = self.clauses.add, [FALSE]
            domain = self.known.domain[m]
            for t, x in enumerate(self.x[m]):
                if x == FALSE:
                    steps.append(steps[-1])
                elif steps[-1] == FALSE:
                    steps.append(x)
                elif not domain >> (t + 1):
                    steps.append(TRUE)
                    add(steps[-2], x)
                    add(-steps[-2], -x)
                else:
                    step = self.clauses.variable()
                    add(-steps[-1], step)
                    add(-x, step)
                    add(-step, steps[-1], x)
                    add(-x, -steps[-1])
                    steps.append(step)
            self._ladders[m] = steps
        return self._ladders[m]

    def _before(self, a: int, b: int) -> None:
        earlier, later = self._ladder(a), self._ladder(b)
        for t in range(self.instance.n_slots):
            self.clauses.add(-later[t + 1], earlier[t])

    def _row(self, row: int) -> None:
        """Capacity, over clusters of tasks that share a person (at most one of each is running)."""
        instance = self.instance
        members = set(instance.rows[row])
        if len(members) <= min(instance.capacity[row]):
            return
        stars = _stars(instance, members)
        for t in range(instance.n_slots):
            room = instance.capacity[row][t]
            literals = []
            for p, tasks in stars:
                here = [self.x[m][t] for m in tasks if self.x[m][t] != FALSE]
                if here:
                    literals.append(self._any(p, t, here, len(tasks)))
            self.clauses.at_most(literals, room)
            if row == 0:
                self._seats(t, room)

    def _any(self, p: int, t: int, here: list[int], n_tasks: int) -> int:
        if len(here) == 1:
            return here[0]
        if n_tasks == len(self.instance.tasks[p]):
            return self.busy[p][t]
        some = self.clauses.variable()
        for x in here:
            self.clauses.add(-x, some)
        return some

    def _seats(self, t: int, room: int) -> None:
        """Redundant and worth it: busy people are at most twice the places, where all meet in pairs."""
        most = max((len(p) for p in self.instance.people), default=0)
        literals = [b[t] for b in self.busy if b[t] != FALSE]
        if len(self.instance.rows[0]) == self.instance.n_tasks and len(literals) > room * most:
            self.clauses.at_most(literals, room * most)


def _stars(instance: Instance, members: set[int]) -> list[tuple[int, list[int]]]:
    """The tasks in groups around one person each, largest first."""
    left = set(members)
    degree = {p: sum(1 for m in tasks if m in left) for p, tasks in enumerate(instance.tasks)}
    stars = []
    while left:
        p = max(degree, key=lambda q: (degree[q], -q))
        tasks = [m for m in instance.tasks[p] if m in left]
        stars.append((p, tasks))
        left.difference_update(tasks)
        for m in tasks:
            for q in instance.people[m]:
                degree[q] -= 1
    return stars


def slots_in(formula: Formula, model: Sequence[int]) -> list[int]:
    """The slot of each task in a satisfying assignment."""

    def is_true(x: int) -> bool:
        return x == TRUE or (x > 1 and model[x - 1] > 0)

    return [next(t for t, x in enumerate(literals) if is_true(x)) for literals in formula.x]


def starts_of(formula: Formula, p: int) -> list[int]:
    """s[t]: person p has met in the block of slot t, up to and with t."""
    instance, add = formula.instance, formula.clauses.add
    begun: list[int] = []
    before = FALSE
    in_first = True
    for t, b in enumerate(formula.busy[p]):
        if in_first and len(formula.counter[p][t + 1]) > 1:
            s = formula.counter[p][t + 1][1]
        elif before == FALSE or b == TRUE:
            s = b
        elif before == TRUE or b == FALSE:
            s = before
        else:
            s = formula.clauses.variable()
            add(-b, s)
            add(-before, s)
            add(-s, before, b)
        begun.append(s)
        before = s
        if instance.block_ends >> t & 1:
            before, in_first = FALSE, False
    return begun


def blocks_of(instance: Instance) -> list[list[int]]:
    """The slots of each block."""
    runs: list[list[int]] = [[]]
    for t in range(instance.n_slots):
        runs[-1].append(t)
        if instance.block_ends >> t & 1:
            runs.append([])
    return [r for r in runs if r]


def mask(slots: Sequence[int]) -> int:
    """One bit for each slot."""
    return sum(1 << t for t in slots)


__all__ = ["Formula", "bits", "blocks_of", "mask", "slots_in", "starts_of"]
