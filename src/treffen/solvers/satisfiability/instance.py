"""The all-must world in bit masks: every request held, every domain one integer.

Bit t of a mask is slot t. Where the model knows more than this view can say (several slots in
length, delegates to be chosen), the view is a relaxation: whatever is impossible here is
impossible there. `is_relaxed` tells the two apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from treffen.solvers.base import Model
from treffen.solvers.base.model import Array

MOST_BUILT = 2_000_000  # requests times suitable places, over all slots: about a second


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """M tasks (requests that must be held), P people, T slots, C capacity rows.

    `rivals` are pairs of tasks between the same parties of which only one may be held.
    `has_breaks` is False where other requests could still fill a hole, so that limits on
    breaks prove nothing.
    """

    n_slots: int
    option: tuple[int, ...]  # [M] one option of the request
    domain: tuple[int, ...]  # [M]
    people: tuple[tuple[int, ...], ...]  # [M]
    tasks: tuple[tuple[int, ...], ...]  # [P]
    maximum: tuple[int, ...]  # [P]
    most_breaks: tuple[int, ...]  # [P]
    talk: tuple[int, ...]  # [P] slots heard, never idle
    block_ends: int  # last slot of each block
    rows: tuple[tuple[int, ...], ...]  # [C] tasks that count in the row
    capacity: tuple[tuple[int, ...], ...]  # [C][T]
    before: tuple[tuple[int, int], ...]
    rivals: tuple[tuple[int, int], ...]
    spread: int | None
    has_breaks: bool
    is_relaxed: bool

    @property
    def n_tasks(self) -> int:
        """M."""
        return len(self.domain)

    @property
    def n_people(self) -> int:
        """P."""
        return len(self.tasks)


def bits(mask: int) -> Iterator[int]:
    """Indices of the ones, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(flags: Array) -> int:
    """One integer for a vector of flags."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def is_supported(model: Model) -> bool:
    """Whether this room can decide the model exactly.

    Every request must be held, one slot long and in one way, places must follow from the
    capacity rows, and nobody may have talks that are liked (missing one depends on the plan).
    """
    everything = list(range(model.n_options))
    return model.is_all_must and not len(model.like_person) and _is_exact(model, everything)


def is_quickly_built(model: Model) -> bool:
    """Whether a formula is small enough to be built anew for each limit, with no look at the stop."""
    return model.n_requests * model.n_slots * sum(map(len, model.place_sets)) <= MOST_BUILT


def instance_of(model: Model, options: Array | None = None) -> Instance:
    """The view of the requests that have an option in the mask `options` (None: the must requests)."""
    chosen = np.flatnonzero(model.must if options is None else options).tolist()
    ways: dict[int, list[int]] = {}
    for o in chosen:
        ways.setdefault(int(model.option_request[o]), []).append(o)
    task = {r: i for i, r in enumerate(ways)}
    people = tuple(_attendees(model, w) for w in ways.values())
    slots = {r: _slots(model, w) for r, w in ways.items()}
    tasks: list[list[int]] = [[] for _ in range(model.n_people)]
    for i, who in enumerate(people):
        for p in who:
            tasks[p].append(i)
    before = [(task[a], task[b]) for a, b in model.before.tolist() if a in task and b in task]
    is_whole = len(ways) == model.n_requests
    return Instance(
        n_slots=model.n_slots,
        option=tuple(w[0] for w in ways.values()),
        domain=tuple(slots.values()),
        people=people,
        tasks=tuple(map(tuple, tasks)),
        maximum=tuple(model.maximum.tolist()),
        most_breaks=tuple(model.most_breaks.tolist()),
        talk=tuple(mask_of(t) for t in model.in_talk),
        block_ends=_block_ends(model),
        rows=_rows(model, list(ways.values())),
        capacity=tuple(map(tuple, model.capacity.tolist())),
        before=tuple(before),
        rivals=_rivals(model, ways, task),
        spread=model.problem.break_spread,
        has_breaks=is_whole and is_supported(model),
        is_relaxed=not _is_exact(model, chosen),
    )


def _is_exact(model: Model, options: list[int]) -> bool:
    """Whether bit masks say all there is to say of these options."""
    is_one_way = len(set(model.option_request[options].tolist())) == len(options)
    return is_one_way and bool((model.length[options] == 1).all()) and model.has_exact_places


def subset(instance: Instance, tasks: int) -> Instance:
    """The view of some of the tasks alone. Breaks no longer count: others may fill the holes."""
    kept = list(bits(tasks))
    new = {m: i for i, m in enumerate(kept)}
    return replace(
        instance,
        option=tuple(instance.option[m] for m in kept),
        domain=tuple(instance.domain[m] for m in kept),
        people=tuple(instance.people[m] for m in kept),
        tasks=tuple(tuple(new[m] for m in own if m in new) for own in instance.tasks),
        rows=tuple(tuple(new[m] for m in row if m in new) for row in instance.rows),
        before=tuple((new[a], new[b]) for a, b in instance.before if a in new and b in new),
        rivals=tuple((new[a], new[b]) for a, b in instance.rivals if a in new and b in new),
        has_breaks=False,
    )


def _attendees(model: Model, ways: list[int]) -> tuple[int, ...]:
    """Who attends whichever way is chosen."""
    sets = [set(model.attendees(o).tolist()) for o in ways]
    return tuple(sorted(set.intersection(*sets)))


def _slots(model: Model, ways: list[int]) -> int:
    return mask_of(model.start_ok[ways].any(axis=0))


def _block_ends(model: Model) -> int:
    last = np.append(model.block[1:] != model.block[:-1], True)
    return mask_of(last)


def _rows(model: Model, ways: list[list[int]]) -> tuple[tuple[int, ...], ...]:
    members: list[list[int]] = [[] for _ in range(model.capacity.shape[0])]
    for i, options in enumerate(ways):
        sets = [set(model.rows[model.row_ptr[o] : model.row_ptr[o + 1]].tolist()) for o in options]
        for row in set.intersection(*sets):
            members[row].append(i)
    return tuple(map(tuple, members))


def _rivals(model: Model, ways: dict[int, list[int]], task: dict[int, int]) -> tuple[tuple[int, int], ...]:
    first: dict[int, int] = {}
    found: list[tuple[int, int]] = []
    for request, options in ways.items():
        group = int(model.group[options[0]])
        other = first.setdefault(group, request)
        if other != request:
            found.append((task[other], task[request]))
    return tuple(found)
