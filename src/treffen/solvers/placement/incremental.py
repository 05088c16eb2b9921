"""Places and interpreters, slot by slot: whoever need not move stays where they are.

In a slot, meetings and suitable places are matched by shortest augmenting paths (C. Berge, PNAS 43, 1957),
so that a new meeting pushes others to another place only where nothing else helps, and then as few as can
be. What suits few kinds of meetings is given away first: what suits more is wanted by those who come later.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy

import numpy as np

from treffen.problem import Meeting
from treffen.solvers.base import Model
from treffen.solvers.base.model import Small


class _ResourcePool:
    """Things (places or interpreters) and who uses which, in every slot. Every step can be undone.

    Sets of things are bit masks: among thousands of tables the first free one is found at once.
    """

    def __init__(self, sets: Sequence[Sequence[int]], open_: Sequence[Collection[int] | None]) -> None:
        self.user: dict[tuple[int, int], int] = {}  # (thing, slot) -> option
        self.thing: dict[int, tuple[int, range]] = {}
        wanted = Counter(thing for things in sets for thing in things)
        self._things = sorted(range(len(open_)), key=lambda thing: (wanted[thing], thing))
        self._bit = {thing: 1 << at for at, thing in enumerate(self._things)}
        self._sets = [sum(self._bit[thing] for thing in things) for things in sets]
        self._closed: dict[int, int] = {}
        slots = {t for hours in open_ if hours is not None for t in hours}
        for t in range(max(slots, default=-1) + 1):
            self._closed[t] = sum(
                self._bit[i] for i, hours in enumerate(open_) if hours is not None and t not in hours
            )
        self._never = sum(self._bit[i] for i, hours in enumerate(open_) if hours is not None)
        self._taken: dict[int, int] = {}
        self._journal: list[tuple[bool, int, int, range]] = []

    def part(self) -> None:
        """Go on apart from what this is a copy of, with nothing to undo."""
        self.user, self.thing, self._taken = self.user.copy(), self.thing.copy(), self._taken.copy()
        self._journal = []

    def take(self, option: int, thing: int, slots: range) -> None:
        """The option uses a thing that is free."""
        self._set(True, option, thing, slots)
        self._journal.append((True, option, thing, slots))

    def leave(self, option: int) -> None:
        """The option uses its thing no longer."""
        thing, slots = self.thing[option]
        self._set(False, option, thing, slots)
        self._journal.append((False, option, thing, slots))

    def _set(self, is_taken: bool, option: int, thing: int, slots: range) -> None:
        for t in slots:
            self._taken[t] = self._taken.get(t, 0) ^ self._bit[thing]
        if is_taken:
            self.thing[option] = thing, slots
            self.user.update({(thing, t): option for t in slots})
        else:
            del self.thing[option]
            for t in slots:
                del self.user[thing, t]

    def settle(self) -> set[int]:
        """Keep what was done since the last time; the options that sit somewhere else or anew."""
        changed = {option for is_taken, option, _, _ in self._journal if is_taken}
        self._journal.clear()
        return changed

    def undo(self) -> None:
        """Take back what was done since the last time."""
        for is_taken, option, thing, slots in reversed(self._journal):
            self._set(not is_taken, option, thing, slots)
        self._journal.clear()

    def free(self, kind: int, slots: range) -> int | None:
        """The first thing of a set that is open and free in all these slots."""
        things = self._open(kind, slots)
        for t in slots:
            things &= ~self._taken.get(t, 0)
        return self._things[(things & -things).bit_length() - 1] if things else None

    def candidates(self, kind: int, slots: range) -> Iterator[int]:
        """Things of a set that are open in all these slots, in order."""
        things = self._open(kind, slots)
        while things:
            yield self._things[(things & -things).bit_length() - 1]
            things &= things - 1

    def _open(self, kind: int, slots: range) -> int:
        things = self._sets[kind]
        for t in slots:
            things &= ~self._closed.get(t, self._never)
        return things

    def users(self, thing: int, slots: range) -> set[int]:
        """Who uses a thing at that time."""
        return {self.user[thing, t] for t in slots if (thing, t) in self.user}


class Seating:
    """Where everybody sits."""

    def __init__(self, model: Model, held: Iterable[tuple[int, Meeting]]) -> None:
        self.model = model
        problem = model.problem
        slot = self._slot = {s.id: i for i, s in enumerate(problem.slots)}
        self._place = {p.id: i for i, p in enumerate(problem.places)}
        self._helper = {x.id: i for i, x in enumerate(problem.interpreters)}
        hours = [None if p.open is None else {slot[s] for s in p.open} for p in problem.places]
        free = [None if x.free is None else {slot[s] for s in x.free} for x in problem.interpreters]
        self._kinds = (model.place_set, model.interpreter_set)
        self._halls = (_ResourcePool(model.place_sets, hours), _ResourcePool(model.interpreter_sets, free))
        for option, meeting in held:
            self.take(option, meeting)
        self.settle()

    def part(self) -> None:
        """Go on apart from what this is a copy of."""
        self._halls = (copy(self._halls[0]), copy(self._halls[1]))
        for hall in self._halls:
            hall.part()

    def take(self, option: int, meeting: Meeting) -> None:
        """The option sits where the meeting says, which is free."""
        slots = self._run(option, self._slot[meeting.slot])
        self._halls[0].take(option, self._place[meeting.place], slots)
        if meeting.interpreter is not None:
            self._halls[1].take(option, self._helper[meeting.interpreter], slots)

    def leave(self, option: int) -> None:
        """The option is held no longer."""
        for hall in self._halls:
            if option in hall.thing:
                hall.leave(option)

    def of(self, option: int) -> tuple[int, int | None]:
        """Place and interpreter of a held option."""
        helper = self._halls[1].thing.get(option)
        return self._halls[0].thing[option][0], None if helper is None else helper[0]

    def things(self) -> tuple[Small, Small]:
        """[O] place and interpreter of each option, or -1."""
        place, helper = (np.full(self.model.n_options, -1, np.int32) for _ in self._halls)
        for found, hall in zip((place, helper), self._halls, strict=True):
            found[[*hall.thing]] = [thing for thing, _ in hall.thing.values()]
        return place, helper

    def move(self, changes: Sequence[tuple[int, int]]) -> bool:
        """Seat each option at its new slot (-1: held no longer); whether all found what they need.

        Nothing is final before `settle`; `undo` takes everything back.
        """
        for hall in self._halls:
            for option, _ in changes:
                if option in hall.thing:
                    hall.leave(option)
        return all(self._sit(option, self._run(option, t)) for option, t in changes if t >= 0)

    def reseat(self, changes: Sequence[tuple[int, int, int]]) -> None:
        """Give options a place and an interpreter (-1: none) each, all at once and for good."""
        for number, hall in enumerate(self._halls):
            mine = [(one[0], one[1 + number]) for one in changes if one[0] in hall.thing]
            slots = {option: hall.thing[option][1] for option, _ in mine}
            for option in slots:
                hall.leave(option)
            for option, thing in mine:
                hall.take(option, thing, slots[option])
        self.settle()

    def settle(self) -> set[int]:
        """Keep what was done; the options that now sit somewhere else, or anew."""
        return self._halls[0].settle() | self._halls[1].settle()

    def undo(self) -> None:
        """Take back what was done since the last `settle`."""
        for hall in self._halls:
            hall.undo()

    def _run(self, option: int, t: int) -> range:
        return range(t, t + int(self.model.length[option]))

    def _sit(self, option: int, slots: range) -> bool:
        return all(
            self._augment(i, option, slots) for i, kinds in enumerate(self._kinds) if kinds[option] >= 0
        )

    def _augment(self, which: int, option: int, slots: range) -> bool:
        """A thing for the option: a free one, or one whose user finds another; as few as can be do."""
        hall, kinds = self._halls[which], self._kinds[which]
        pushed: dict[int, tuple[int, int]] = {}  # option -> who takes its thing, which thing
        waiting, tried = deque([(option, slots)]), set[int]()
        while waiting:
            one, when = waiting.popleft()
            free = hall.free(int(kinds[one]), when)
            if free is not None:
                _push(hall, _path_to(one, free, pushed), slots)
                return True
            for thing in hall.candidates(int(kinds[one]), when):
                users = set() if thing in tried else hall.users(thing, when)
                if len(users) == 1:
                    tried.add(thing)
                    (other,) = users
                    pushed[other] = one, thing
                    waiting.append((other, hall.thing[other][1]))
        return False


def _path_to(last: int, free: int, pushed: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """What each takes: the last one what is free, and who pushed another what that one had."""
    path, option = {last: free}, last
    while option in pushed:
        option, thing = pushed[option]
        path[option] = thing
    return path


def _push(hall: _ResourcePool, path: Mapping[int, int], slots: range) -> None:
    """All take what the path says; who had nothing, for these slots."""
    runs = {option: hall.thing[option][1] for option in path if option in hall.thing}
    for option in runs:
        hall.leave(option)
    for option, thing in path.items():
        hall.take(option, thing, runs.get(option, slots))
