"""Whether a change keeps everybody's breaks within the limits."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from treffen.scheduling.whynot.timetable_arrays import TimetableArrays


class Breaks:
    """Breaks of all participants, and of those whose day would change."""

    def __init__(self, board: TimetableArrays) -> None:
        model, problem = board.model, board.problem
        self.board = board
        self.spread = problem.break_spread
        self.most: list[int] = model.most_breaks.tolist()
        self.has_limits = self.spread is not None or min(self.most, default=0) < model.n_slots
        if not self.has_limits:
            return
        self.blocks = [_mask(model.block == b) for b in np.unique(model.block)]
        self.talks = [_mask(row) for row in model.in_talk]
        self.likes: dict[int, list[int]] = {}
        for p, row in zip(model.like_person.tolist(), model.like_slots, strict=True):
            self.likes.setdefault(p, []).append(_mask(row))
        self.busy = [_mask(row >= 0) for row in board.occupied]
        self.now = [self.count(p, busy) for p, busy in enumerate(self.busy)]

    def count(self, person: int, busy: int) -> int:
        """Maximal runs of idle slots inside blocks, of a day given as bits (slot 0 is bit 0)."""
        heard = self.talks[person]
        for talk in self.likes.get(person, ()):
            if not talk & busy:
                heard |= talk
        found = 0
        for block in self.blocks:
            inside = busy & block
            if inside:
                span = (1 << inside.bit_length()) - (inside & -inside)
                idle = span & block & ~inside & ~heard
                found += (idle & ~(idle << 1)).bit_count()
        return found

    def too_many(self, option: int, slot: int, gone: Collection[int] = ()) -> list[int]:
        """People whose breaks forbid to hold `option` at `slot` with `gone` given up."""
        if not self.has_limits:
            return []
        after = self._after(option, slot, gone)
        wrong = [p for p, n in after.items() if n > self.most[p]]
        if not wrong and self.spread is not None:
            everybody = self.now.copy()
            for p, n in after.items():
                everybody[p] = n
            if max(everybody) - min(everybody) > self.spread:
                wrong = [p for p, n in after.items() if n != self.now[p]]
        return wrong

    def _after(self, option: int, slot: int, gone: Collection[int]) -> dict[int, int]:
        board, day = self.board, dict[int, int]()
        for o in gone:
            for p in board.seats[o]:
                day[p] = day.get(p, self.busy[p]) & ~_bits(board.run(o, board.slot[o]))
        for p in board.seats[option]:
            day[p] = day.get(p, self.busy[p]) | _bits(board.run(option, slot))
        return {p: self.count(p, busy) for p, busy in day.items()}


def _bits(run: range) -> int:
    return (1 << run.stop) - (1 << run.start)


def _mask(flags: Sequence[bool]) -> int:
    return sum(1 << int(t) for t in np.flatnonzero(flags))
