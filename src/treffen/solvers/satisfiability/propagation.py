"""Propagation to a fixpoint on bit masks: what must be so in every timetable that holds all.

Rules: two requests with one attendee never meet in one slot, exactly (regular filtering of
"all different", J.-C. Regin, AAAI 1994); a request follows its predecessors; the requests confined
to a stretch of time fit the places open there; a slot in which a person is surely busy has a
request for it; nobody has more breaks than allowed. Every domain remembers the set of tasks it was
narrowed by, so that a contradiction comes with the tasks that cause it.
"""

from __future__ import annotations

from collections.abc import Iterable

from treffen.solvers.satisfiability.alldifferent import Filtered, HallViolation, filter_person
from treffen.solvers.satisfiability.instance import Instance, bits
from treffen.solvers.satisfiability.patterns import BusyPattern, supported


class Conflict(Exception):  # control flow inside this room, not an error
    """These tasks (a mask over tasks) cannot all be held."""

    def __init__(self, tasks: int) -> None:
        super().__init__()
        self.tasks = tasks


class Propagator:
    """Domains of an instance, narrowed together.

    `active` limits attention to a subset of the tasks. `limits` are the most breaks of each
    person, or None where breaks do not count. After `run`, `domain` holds the fixpoint and
    `busy` the slots in which each person surely meets.
    """

    def __init__(
        self, instance: Instance, *, active: int | None = None, limits: list[int] | None = None
    ) -> None:
        self.instance = instance
        everything = (1 << instance.n_tasks) - 1
        self.active = everything if active is None else active
        self.domain = list(instance.domain)
        self.why = [1 << m for m in range(instance.n_tasks)]
        self.busy = [0] * instance.n_people
        self.limits = limits if instance.has_breaks else None
        self._tasks = self._active_tasks()
        self._people = {p for p, tasks in enumerate(self._tasks) if tasks}
        self._before, self._next = self._order()
        self._late = {m for m in bits(self.active) if m in self._before or m in self._next}
        rows = zip(instance.rows, instance.capacity, strict=True)
        self._scarce = [row for row, (members, capacity) in enumerate(rows) if len(members) >= min(capacity)]
        self._rows = set(self._scarce)

    def _active_tasks(self) -> list[list[int]]:
        if self.active == (1 << self.instance.n_tasks) - 1:
            return [list(tasks) for tasks in self.instance.tasks]
        return [[m for m in tasks if self.active >> m & 1] for tasks in self.instance.tasks]

    def _order(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        before: dict[int, list[int]] = {}
        after: dict[int, list[int]] = {}
        for a, b in self.instance.before:
            if self.active >> a & 1 and self.active >> b & 1:
                before.setdefault(b, []).append(a)
                after.setdefault(a, []).append(b)
        return before, after

    def restrict(self, task: int, slots: int, why: int = 0) -> None:
        """Narrow a domain to `slots`, because of the tasks in `why`."""
        old = self.domain[task]
        new = old & slots
        if new == old:
            return
        self.domain[task] = new
        self.why[task] |= why
        if not new:
            raise Conflict(self.why[task])
        self._people.update(self.instance.people[task])
        if task in self._before or task in self._next:
            self._late.add(task)
        for row in self._scarce:
            if row not in self._rows and (row == 0 or task in self.instance.rows[row]):
                self._rows.add(row)

    def run(self) -> None:
        """Narrow until nothing changes; raises `Conflict` where nothing is left."""
        for a, b in self.instance.rivals:
            if self.active >> a & 1 and self.active >> b & 1:
                raise Conflict(1 << a | 1 << b)
        for m in bits(self.active):
            if not self.domain[m]:
                raise Conflict(1 << m)
        while self._people or self._late or self._rows:
            if self._people:
                self._person(self._people.pop())
            elif self._late:
                self._sequence(self._late.pop())
            else:
                self._row(self._rows.pop())

    def _reasons(self, tasks: Iterable[int]) -> int:
        why = 0
        for m in tasks:
            why |= self.why[m]
        return why

    # --- one person ---------------------------------------------------------------------------

    def _person(self, p: int) -> None:
        tasks = self._tasks[p]
        if len(tasks) > self.instance.maximum[p]:
            raise Conflict(sum(1 << m for m in tasks[: self.instance.maximum[p] + 1]))
        try:
            result = filter_person([self.domain[m] for m in tasks])
        except HallViolation as violation:
            raise Conflict(self._reasons(tasks[i] for i in violation.items)) from None
        for i, new, blockers in result.narrowed:
            self.restrict(tasks[i], new, self._reasons(tasks[j] for j in blockers))
        self._must_meet(p, result)

    def _must_meet(self, p: int, result: Filtered) -> None:
        """The slots in which p is surely busy, and the requests that alone can fill them."""
        tasks = self._tasks[p]
        is_whole = len(tasks) == len(self.instance.tasks[p])
        busy = result.busy
        if is_whole and self.limits is not None and tasks:
            busy |= self._breaks(p, busy)
        if busy & ~self.busy[p]:
            self.busy[p] |= busy
            self._rows.update(self._scarce)
        once = several = 0
        for m in tasks:
            several |= once & self.domain[m]
            once |= self.domain[m]
        alone = busy & once & ~several
        if alone:
            why = self._reasons(tasks)
            for m in tasks:
                if self.domain[m] & alone and self.domain[m].bit_count() > 1:
                    self.restrict(m, self.domain[m] & alone, why)

    def _breaks(self, p: int, busy: int) -> int:
        """Drop slots that no pattern within the limit of breaks can use; the slots all patterns use."""
        assert self.limits is not None
        limit = self.limits[p]
        tasks = self._tasks[p]
        if limit >= len(tasks) + self.instance.talk[p].bit_count():
            return 0
        person = self.person(p, busy)
        some, every = supported(person, limit)
        if not some:
            raise Conflict(self._reasons(tasks))
        if person.open & ~some:
            why = self._reasons(tasks)
            for m in tasks:
                self.restrict(m, some, why)
        return every

    def person(self, p: int, busy: int | None = None) -> BusyPattern:
        """What is known of one person's pattern now."""
        instance = self.instance
        domains = [self.domain[m] for m in self._tasks[p]]
        open_ = 0
        first, last = [0] * instance.n_slots, [0] * instance.n_slots
        for d in domains:
            open_ |= d
            first[(d & -d).bit_length() - 1] += 1
            last[d.bit_length() - 1] += 1
        windows, least, most = [], 0, 0
        for t in range(instance.n_slots):
            least += last[t]
            most += first[t]
            windows.append((2 << most) - (1 << least))
        return BusyPattern(
            n_slots=instance.n_slots,
            n_meetings=len(domains),
            open=open_,
            forced=self.busy[p] if busy is None else busy,
            talk=instance.talk[p],
            ends=instance.block_ends,
            windows=tuple(windows),
        )

    # --- order --------------------------------------------------------------------------------

    def _sequence(self, m: int) -> None:
        """Those after m come later than m and, where they share people with several, later still."""
        for b in self._next.get(m, ()):
            start, why = self._earliest(b)
            self.restrict(b, -1 << start, why)
        for a in self._before.get(m, ()):
            end, why = self._latest(a)
            self.restrict(a, (1 << end) - 1 if end > 0 else 0, why)

    def _earliest(self, b: int) -> tuple[int, int]:
        """First slot for b, given its predecessors: of those with one attendee, each needs a slot."""
        before = self._before[b]
        best, why = 0, 0
        for group in self._groups(before):
            group.sort(key=lambda a: self.domain[a] & -self.domain[a])
            at = 0
            for i, a in enumerate(group):
                low = (self.domain[a] & -self.domain[a]).bit_length()
                at = max(at + 1, low) if i else low
            if at > best:
                best, why = at, self._reasons(group) | self.why[b]
        return best, why

    def _latest(self, a: int) -> tuple[int, int]:
        """One past the last slot for a, given its successors."""
        best, why = self.instance.n_slots, 0
        for group in self._groups(self._next[a]):
            group.sort(key=lambda b: -self.domain[b].bit_length())
            at = self.instance.n_slots
            for i, b in enumerate(group):
                high = self.domain[b].bit_length() - 1
                at = min(at - 1, high) if i else high
            if at < best:
                best, why = at, self._reasons(group) | self.why[a]
        return best, why

    def _groups(self, tasks: list[int]) -> list[list[int]]:
        """The tasks by shared attendee; a task alone is in a group of its own."""
        by_person: dict[int, list[int]] = {}
        for m in tasks:
            for p in self.instance.people[m]:
                by_person.setdefault(p, []).append(m)
        return list(by_person.values())

    # --- capacity -----------------------------------------------------------------------------

    def _row(self, row: int) -> None:
        """The tasks confined to a stretch of slots fit its capacity; where they fill it, others leave."""
        instance, capacity = self.instance, self.instance.capacity[row]
        n = instance.n_slots
        members = [m for m in instance.rows[row] if self.active >> m & 1]
        ending: list[list[int]] = [[] for _ in range(n)]
        for m in members:
            d = self.domain[m]
            ending[d.bit_length() - 1].append((d & -d).bit_length() - 1)
        for a in range(n):
            room = inside = 0
            for b in range(a, n):
                room += capacity[b]
                inside += sum(1 for low in ending[b] if low >= a)
                if inside >= room:
                    self._full(members, ((2 << b) - (1 << a)), inside > room)
        self._seats(row, members)

    def _full(self, members: list[int], window: int, is_over: bool) -> None:
        inside = [m for m in members if not self.domain[m] & ~window]
        why = self._reasons(inside)
        if is_over:
            raise Conflict(why)
        for m in members:
            if self.domain[m] & window and self.domain[m] & ~window:
                self.restrict(m, ~window, why)

    def _seats(self, row: int, members: list[int]) -> None:
        """People surely busy in a slot need seats there, and a full house leaves none to others."""
        if row:
            return
        instance = self.instance
        most = max((len(p) for p in instance.people), default=0)
        for t, room in enumerate(instance.capacity[row]):
            sure = [p for p in range(instance.n_people) if self.busy[p] >> t & 1]
            if len(sure) < room * most:
                continue
            why = self._reasons(m for p in sure for m in self._tasks[p])
            if len(sure) > room * most:
                raise Conflict(why)
            for m in members:
                if self.domain[m] >> t & 1 and not all(self.busy[p] >> t & 1 for p in instance.people[m]):
                    self.restrict(m, ~(1 << t), why)
