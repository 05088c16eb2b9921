"""Places and interpreters, slot by slot: whoever need not move stays where they are.

In a slot, meetings and suitable places are matched by augmenting paths (C. Berge, PNAS 43, 1957), so that
a new meeting pushes others to another place only where nothing else helps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from treffen.problem import Meeting
from treffen.solvers.base import Model


class Hall:
    """Things (places or interpreters) and who uses which, in every slot. Every step can be undone."""

    def __init__(self, sets: Sequence[Sequence[int]], open_: Sequence[set[int] | None]) -> None:
        self.sets = sets
        self.open = open_
        self.user: dict[tuple[int, int], int] = {}  # (thing, slot) -> option
        self.thing: dict[int, tuple[int, range]] = {}
        self._journal: list[tuple[bool, int, int, range]] = []

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

    def candidates(self, kind: int, slots: range) -> list[int]:
        """Things of a set that are open in all these slots, in order."""
        hours = [(thing, self.open[thing]) for thing in self.sets[kind]]
        return [thing for thing, open_ in hours if open_ is None or all(t in open_ for t in slots)]

    def idle(self, kind: int, slots: range) -> int | None:
        """The first thing of a set that is open and used by nobody in these slots."""
        for thing in self.sets[kind]:
            if any((thing, t) in self.user for t in slots):
                continue
            open_ = self.open[thing]
            if open_ is None or all(t in open_ for t in slots):
                return thing
        return None

    def users(self, thing: int, slots: range) -> set[int]:
        """Who uses a thing at that time."""
        return {self.user[thing, t] for t in slots if (thing, t) in self.user}


class Seating:
    """Where everybody sits."""

    def __init__(self, model: Model, held: Iterable[tuple[int, Meeting]]) -> None:
        self.model = model
        problem = model.problem
        slot = {s.id: i for i, s in enumerate(problem.slots)}
        place = {p.id: i for i, p in enumerate(problem.places)}
        helper = {x.id: i for i, x in enumerate(problem.interpreters)}
        hours = [None if p.open is None else {slot[s] for s in p.open} for p in problem.places]
        free = [None if x.free is None else {slot[s] for s in x.free} for x in problem.interpreters]
        self._kinds = (model.place_set, model.interpreter_set)
        self._halls = (Hall(model.place_sets, hours), Hall(model.interpreter_sets, free))
        for option, meeting in held:
            slots = self._run(option, slot[meeting.slot])
            self._halls[0].take(option, place[meeting.place], slots)
            if meeting.interpreter is not None:
                self._halls[1].take(option, helper[meeting.interpreter], slots)
        self.settle()

    def of(self, option: int) -> tuple[int, int | None]:
        """Place and interpreter of a held option."""
        helper = self._halls[1].thing.get(option)
        return self._halls[0].thing[option][0], None if helper is None else helper[0]

    def neighbours(self, option: int) -> set[int]:
        """Options at the same place, or with the same interpreter, at the same time (itself included)."""
        found = set()
        for hall in self._halls:
            if option in hall.thing:
                found |= hall.users(*hall.thing[option])
        return found

    def move(self, changes: Sequence[tuple[int, int]]) -> bool:
        """Seat each option at its new slot (-1: held no longer); whether all found what they need.

        Nothing is final before `settle`; `undo` takes everything back.
        """
        for hall in self._halls:
            for option, _ in changes:
                if option in hall.thing:
                    hall.leave(option)
        return all(self._sit(option, self._run(option, t)) for option, t in changes if t >= 0)

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
            self._augment(i, option, slots, set())
            for i, kinds in enumerate(self._kinds)
            if kinds[option] >= 0
        )

    def _augment(self, which: int, option: int, slots: range, tried: set[int]) -> bool:
        """A thing for the option: a free one, or one whose user finds another."""
        hall = self._halls[which]
        kind = int(self._kinds[which][option])
        idle = hall.idle(kind, slots)
        if idle is not None:
            hall.take(option, idle, slots)
            return True
        things = hall.candidates(kind, slots)
        for thing in things:
            users = hall.users(thing, slots)
            if thing in tried or len(users) > 1:
                continue
            tried.add(thing)
            (other,) = users
            theirs = hall.thing[other][1]
            hall.leave(other)
            hall.take(option, thing, slots)
            if self._augment(which, other, theirs, tried):
                return True
            hall.leave(option)
            hall.take(other, thing, theirs)
        return False
