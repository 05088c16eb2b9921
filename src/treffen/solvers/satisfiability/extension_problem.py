"""A set of held requests that may move so that one more is held, among others that stand still."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from treffen.solvers.base import Model
from treffen.solvers.base.model import Small
from treffen.solvers.satisfiability.instance import Instance, mask_of


@dataclass(slots=True)
class ExtensionProblem:
    """A set of options that may move, among others that are held."""

    model: Model
    slot: Small
    occupied: Small
    load: Small
    chosen: list[int]
    member: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.member = set(self.chosen)

    def grow(self, options: Sequence[int]) -> None:
        """More options may move."""
        new = [o for o in dict.fromkeys(options) if o not in self.member]
        self.chosen += new
        self.member.update(new)

    def around(self) -> list[int]:
        """All other meetings of everybody who is in one that may move."""
        people = np.unique(np.concatenate([self.model.attendees(o) for o in self.chosen]))
        others = np.unique(self.occupied[people])
        return [o for o in others.tolist() if o >= 0 and o not in self.member]

    def view(self) -> Instance:
        """The chosen options as if the others were not there."""
        model = self.model
        people = sorted({int(p) for o in self.chosen for p in model.attendees(o)})
        number = {p: i for i, p in enumerate(people)}
        attends = [tuple(sorted(number[int(p)] for p in model.attendees(o))) for o in self.chosen]
        tasks: list[list[int]] = [[] for _ in people]
        for m, who in enumerate(attends):
            for p in who:
                tasks[p].append(m)
        return Instance(
            n_slots=model.n_slots,
            option=tuple(self.chosen),
            domain=tuple(mask_of(model.start_ok[o]) for o in self.chosen),
            people=tuple(attends),
            tasks=tuple(map(tuple, tasks)),
            maximum=tuple(model.maximum[people].tolist()),
            most_breaks=(model.n_slots,) * len(people),
            talk=(0,) * len(people),
            block_ends=1 << (model.n_slots - 1),
            rows=self._rows(),
            capacity=tuple(map(tuple, model.capacity.tolist())),
            before=self._before(),
            rivals=(),
            spread=None,
            has_breaks=False,
            is_relaxed=bool((model.length[self.chosen] > 1).any()),
        )

    def _rows(self) -> tuple[tuple[int, ...], ...]:
        members: list[list[int]] = [[] for _ in range(self.model.capacity.shape[0])]
        for m, o in enumerate(self.chosen):
            for row in self.model.rows[self.model.row_ptr[o] : self.model.row_ptr[o + 1]].tolist():
                members[row].append(m)
        return tuple(map(tuple, members))

    def _before(self) -> tuple[tuple[int, int], ...]:
        if not len(self.model.before):
            return ()
        task = {int(self.model.option_request[o]): m for m, o in enumerate(self.chosen)}
        return tuple((task[a], task[b]) for a, b in self.model.before.tolist() if a in task and b in task)

    def standing(self, view: Instance) -> Instance:
        """The same, with all others standing still."""
        model, taken = self.model, self.load.copy()
        for o in self.chosen:
            if self.slot[o] >= 0:
                taken[model.rows[model.row_ptr[o] : model.row_ptr[o + 1]], self.slot[o]] -= 1
        room = np.maximum(model.capacity - taken, 0)
        domain = tuple(view.domain[m] & ~self._busy(o) for m, o in enumerate(self.chosen))
        return replace(view, domain=domain, capacity=tuple(map(tuple, room.tolist())))

    def _busy(self, option: int) -> int:
        """Slots in which others keep attendees of an option busy, or forbid it by their order."""
        mask = 0
        for p in self.model.attendees(option):
            for t, other in enumerate(self.occupied[p].tolist()):
                if other >= 0 and other not in self.member:
                    mask |= 1 << t
        return mask | self._out_of_order(option)

    def _out_of_order(self, option: int) -> int:
        mask, request = 0, int(self.model.option_request[option])
        for a, b in self.model.before.tolist():
            if request not in (a, b):
                continue
            other = self._held(b if request == a else a)
            if other is not None and other not in self.member:
                at = int(self.slot[other])
                mask |= (1 << (at + 1)) - 1 if request == b else -1 << at
        return mask

    def _held(self, request: int) -> int | None:
        options = np.flatnonzero((self.model.option_request == request) & (self.slot >= 0))
        return int(options[0]) if len(options) else None

    def are_free(self, view: Instance, slots: Sequence[int]) -> bool:
        """Whether the chosen can have these slots with all others standing still."""
        standing = self.standing(view)
        if not all(free >> t & 1 for free, t in zip(standing.domain, slots, strict=True)):
            return False
        used = Counter((row, slots[m]) for row, members in enumerate(standing.rows) for m in members)
        return all(n <= standing.capacity[row][t] for (row, t), n in used.items())

    def run_into(self, slots: Sequence[int]) -> list[int]:
        """Options not chosen that stand in the way of these slots of the chosen."""
        found: list[int] = []
        load = self.standing_load()
        for o, t in zip(self.chosen, slots, strict=True):
            found += [int(x) for p in self.model.attendees(o) if (x := self.occupied[p, t]) >= 0]
            rows = self.model.rows[self.model.row_ptr[o] : self.model.row_ptr[o + 1]]
            load[rows, t] += 1
        found = [o for o in found if o not in self.member]
        return found or self._in_full_rows(load)

    def standing_load(self) -> Small:
        """[C, T] load of the options not chosen."""
        load = self.load.copy()
        for o in self.chosen:
            if self.slot[o] >= 0:
                load[self.model.rows[self.model.row_ptr[o] : self.model.row_ptr[o + 1]], self.slot[o]] -= 1
        return load

    def _in_full_rows(self, load: Small) -> list[int]:
        model = self.model
        found = [
            o
            for row, t in np.argwhere(load > model.capacity).tolist()
            for o in np.flatnonzero(self.slot == t).tolist()
            if o not in self.member and row in model.rows[model.row_ptr[o] : model.row_ptr[o + 1]]
        ]
        return found or [o for o in np.flatnonzero(self.slot >= 0).tolist() if o not in self.member]
