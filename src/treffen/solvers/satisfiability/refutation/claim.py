"""The formula of a claim "all is held within these limits", as docs/background/refutations.md states it.

A checker that shares no code writes the same clauses from the event, and checks the refutation of these.
Nothing here may change without the document, the checker, and every proof that was written before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np

from treffen.problem import Goal, Request
from treffen.solvers.base import Model
from treffen.solvers.base.model import Array
from treffen.solvers.satisfiability.clauses import FALSE, TRUE
from treffen.solvers.satisfiability.instance import Instance, bits, instance_of
from treffen.solvers.satisfiability.patterns import BusyPattern
from treffen.solvers.satisfiability.refutation.counting import ClaimClauses
from treffen.timetable import AssignmentCertificate


@dataclass(kw_only=True)
class Claim:
    """What is to be refuted: the requests with an option in `options` are all held, within `limits`."""

    model: Model
    options: Array
    limits: Mapping[Goal, int]
    prices: AssignmentCertificate | None = None  # of idle time
    clauses: ClaimClauses = field(default_factory=ClaimClauses)
    order: Sequence[int] = ()  # people whose idle time is summed first, one after the other
    waiting: Sequence[int] = ()  # who may have idle time, where it or its range is limited
    waits: Sequence[Sequence[int]] = ()  # each one's "k idle slots or more", by k
    sums: Sequence[Sequence[int]] = ()  # where there is an order: of the first, of the first two, and so on
    everybody: list[int] = field(default_factory=list)  # and "everybody has k or more"

    @cached_property
    def instance(self) -> Instance:
        """The requests that count, in bit masks."""
        return instance_of(self.model, self.options)

    @cached_property
    def held(self) -> list[int]:
        """Requests of each person in the whole event."""
        return np.bincount(self.model.seats, minlength=self.model.n_people).tolist()

    @cached_property
    def whole(self) -> list[int]:
        """People all of whose requests count: only their days are known."""
        return [p for p, own in enumerate(self.instance.tasks) if own and len(own) == self.held[p]]

    @cached_property
    def is_one_day(self) -> bool:
        """Whether all slots are one block, and nobody hears a talk."""
        return self.instance.block_ends.bit_count() == 1 and not self.model.in_talk.any()

    @cached_property
    def before(self) -> list[tuple[int, int]]:
        """What is held before what: as the event says, and twins by their numbers."""
        ordered = {m for pair in self.instance.before for m in pair}
        families: dict[tuple[frozenset[int], int, int], list[int]] = {}
        pairs = []
        for m, (who, slots) in enumerate(zip(self.instance.people, self.instance.domain, strict=True)):
            busy = frozenset(p for p in who if self.held[p] > 1)
            if busy and m not in ordered:
                places = int(self.model.place_set[self.instance.option[m]])
                families.setdefault((busy, slots, places), []).append(m)
        for family in families.values():
            pairs += list(pairwise(family))
        return [*self._stated_order(), *pairs]

    def _stated_order(self) -> list[tuple[int, int]]:
        """The precedences in the order in which the requests name them."""
        number = {self._request(m).id: m for m in range(self.instance.n_tasks)}
        tasks = range(self.instance.n_tasks)
        return [(number[a], m) for m in tasks for a in self._request(m).after if a in number]

    def _request(self, m: int) -> Request:
        return self.model.problem.requests[int(self.model.option_request[self.instance.option[m]])]

    @cached_property
    def domain(self) -> list[int]:
        """Slots of each request, narrowed by the order until nothing changes."""
        domain = list(self.instance.domain)
        is_changing = True
        while is_changing and all(domain):
            was = list(domain)
            for a, b in self.before:
                domain[b] &= -((domain[a] & -domain[a]) << 1)
                domain[a] &= (1 << max(domain[b].bit_length() - 1, 0)) - 1
            is_changing = was != domain
        return domain

    def day(self, p: int) -> BusyPattern:
        """What binds a person's busy slots."""
        own = [self.domain[m] for m in self.instance.tasks[p]]
        n_slots = self.instance.n_slots
        windows, open_ = [], 0
        for t in range(n_slots):
            upto = (2 << t) - 1
            fewest, most = sum(not d & ~upto for d in own), sum(d & upto > 0 for d in own)
            windows.append((2 << most) - (1 << fewest))
        for d in own:
            open_ |= d
        return BusyPattern(
            n_slots=n_slots,
            n_meetings=len(own),
            open=open_,
            forced=0,
            talk=self.instance.talk[p],
            ends=self.instance.block_ends,
            windows=tuple(windows),
        )

    def is_absurd(self) -> bool:
        """Whether numbers alone refute it: no slot for a request, a maximum, a pair that meets twice."""
        own = zip(self.instance.tasks, self.model.problem.participants, strict=True)
        is_over = any(p.maximum is not None and len(tasks) > p.maximum for tasks, p in own)
        n_slots = self.instance.n_slots
        is_over |= any(len(tasks) > n_slots for tasks in self.instance.tasks)
        return is_over or bool(self.instance.rivals) or not all(self.domain)

    # --- requests, people, places ---------------------------------------------------------------

    def write(self) -> None:
        """Everything but the goals."""
        self.x: list[list[int]] = []
        self.busy: list[list[int]] = []
        self.count: list[list[list[int]]] = []
        by = [self._held_once(m) for m in range(self.instance.n_tasks)]
        for a, b in self.before:
            for t in range(self.instance.n_slots):
                self.clauses.add(-by[b][t + 1], by[a][t])
        for p, own in enumerate(self.instance.tasks):
            columns = ([self.x[m][t] for m in own] for t in range(self.instance.n_slots))
            self.busy.append([self.clauses.exclusive(column)[-1] for column in columns])
            self.count.append(self._counted(p))
        self._rooms()

    def _held_once(self, m: int) -> list[int]:
        domain = self.domain[m]
        row = [FALSE] * self.instance.n_slots
        for t in bits(domain):
            row[t] = TRUE if domain.bit_count() == 1 else self.clauses.variable()
        self.x.append(row)
        steps = self.clauses.exclusive(row)
        self.clauses.add(steps[-1])
        return steps

    def _counted(self, p: int) -> list[list[int]]:
        """Literals "k meetings or more in the first t slots", by t and k."""
        n, add = len(self.instance.tasks[p]), self.clauses.add
        rows = [[TRUE, *[FALSE] * (n + 1)]]
        for window, b in zip(self.day(p).windows, self.busy[p], strict=True):
            old, new = rows[-1], [TRUE]
            fewest, most = (window & -window).bit_length() - 1, window.bit_length() - 1
            for k in range(1, n + 2):
                new.append(FALSE if k > most else TRUE if k <= fewest else self.clauses.variable())
                add(-old[k], new[k])
                add(-new[k], old[k], b)
                add(-old[k - 1], -b, new[k])
                add(-new[k], old[k - 1])
            rows.append(new)
        return rows

    def _rooms(self) -> None:
        model, instance = self.model, self.instance
        suits = [model.place_sets[model.place_set[o]] for o in instance.option]
        everywhere = tuple(range(len(model.problem.places)))
        biggest = max((len(who) for who in instance.people), default=0)
        for places in dict.fromkeys((everywhere, *suits)):
            allowed = set(places)
            groups = self._groups([m for m, own in enumerate(suits) if allowed.issuperset(own)])
            for t in range(instance.n_slots):
                room = sum(self._is_open(i, t) for i in places)
                held = []
                for p, own in groups:
                    is_all = len(own) == len(instance.tasks[p])
                    column = [self.x[m][t] for m in own]
                    held.append([self.busy[p][t] if is_all else self.clauses.exclusive(column)[-1]])
                self.clauses.bound_sum(held, room)
                if places == everywhere:
                    self.clauses.bound_sum([[row[t]] for row in self.busy], room * biggest)

    def n_open(self, t: int) -> int:
        """How many places are open in a slot."""
        return sum(self._is_open(i, t) for i in range(len(self.model.problem.places)))

    def _is_open(self, place: int, t: int) -> bool:
        problem = self.model.problem
        open_ = problem.places[place].open
        return open_ is None or problem.slots[t].id in open_

    def _groups(self, members: list[int]) -> list[tuple[int, list[int]]]:
        """Requests around one person each, the largest group first, the first person among equals."""
        left, groups = set(members), []
        while left:
            sizes = [sum(m in left for m in own) for own in self.instance.tasks]
            p = sizes.index(max(sizes))
            own = [m for m in self.instance.tasks[p] if m in left]
            groups.append((p, own))
            left -= set(own)
        return groups
