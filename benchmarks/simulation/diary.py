"""Calendars of people and tables of slots, as services keep them that set a meeting and leave it there."""

from __future__ import annotations

from benchmarks.simulation.world import SLOTS, Flags


class Diary:
    """What is still free. `held` maps numbers of requests to slots."""

    def __init__(self, there: Flags, tables: int) -> None:
        self.free = [[bool(x) for x in row] for row in there.tolist()]
        self.busy = [[False] * SLOTS for _ in self.free]
        self.tables = [tables] * SLOTS
        self.held: dict[int, int] = {}
        self.people: dict[int, tuple[int, int]] = {}

    def common(self, pair: tuple[int, int]) -> list[int]:
        """The slots, in order, in which both are free and a table is left."""
        one, other = (self.free[p] for p in pair)
        return [t for t in range(SLOTS) if one[t] and other[t] and self.tables[t] > 0]

    def book(self, number: int, pair: tuple[int, int], *, slot: int) -> None:
        """Take the time of both, and a table."""
        for person in pair:
            self.free[person][slot], self.busy[person][slot] = False, True
        self.tables[slot] -= 1
        self.held[number], self.people[number] = slot, pair

    def book_first(self, number: int, pair: tuple[int, int]) -> bool:
        """Book the first common slot, if there is one."""
        common = self.common(pair)
        if common:
            self.book(number, pair, slot=common[0])
        return bool(common)

    def release(self, number: int) -> None:
        """Give the time and the table back."""
        slot = self.held.pop(number)
        for person in self.people.pop(number):
            self.free[person][slot], self.busy[person][slot] = True, False
        self.tables[slot] += 1

    def slots(self) -> dict[tuple[int, int], int]:
        """The slot of each pair that meets."""
        return {self.people[n]: slot for n, slot in self.held.items()}

    def leave(self, person: int, *, until: int = SLOTS) -> list[int]:
        """Somebody is not there before slot `until`: their meetings until then end, and are returned."""
        gone = [n for n, slot in self.held.items() if slot < until and person in self.people[n]]
        for number in gone:
            self.release(number)
        for slot in range(until):
            self.free[person][slot] = False
        return gone
