"""Idle time in the formula: how long after the first meeting the last one is, beyond what they take.

e(p, k) person p waits k slots or more (both ways): p has begun by t and is not yet finished
n + k slots on. No counter for each person is needed, the ladder of meetings held says it all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from treffen.solvers.satisfiability.clauses import FALSE, TRUE
from treffen.solvers.satisfiability.formula import Formula, starts_of
from treffen.solvers.satisfiability.instance import Instance
from treffen.solvers.satisfiability.patterns import BusyPattern


def is_one_day(instance: Instance) -> bool:
    """Whether all slots are one block, and nobody hears a talk: every slot between two meetings is idle."""
    return instance.block_ends == 1 << (instance.n_slots - 1) and not any(instance.talk)


def idle_of(instance: Instance, p: int, slots: Sequence[int]) -> int:
    """Idle slots of person p, given the slot of every task."""
    held = [slots[m] for m in instance.tasks[p]]
    return max(held) - min(held) + 1 - len(held) if held else 0


def idle_levels(formula: Formula, p: int) -> list[int]:
    """Literals "p waits k slots or more" for k = 0, 1, ... up to what the day allows."""
    add, instance = formula.clauses.add, formula.instance
    n, begun = len(instance.tasks[p]), starts_of(formula, p)
    done = [steps[n] for steps in formula.counter[p]]  # after so many slots nothing is left
    levels = [TRUE]
    for k in range(1, instance.n_slots - n + 1):
        waits = formula.clauses.variable()
        add(-waits, levels[-1])
        for t in range(instance.n_slots - n - k + 1):
            add(-begun[t], done[t + n + k - 1], waits)
            add(-waits, -begun[t], begun[t - 1] if t else FALSE, -done[t + n + k - 1])
        for t in range(instance.n_slots - n - k + 1, instance.n_slots):
            add(-waits, -begun[t], begun[t - 1] if t else FALSE)
        levels.append(waits)
    return levels


def shortest_wait(person: BusyPattern) -> int | None:
    """The fewest idle slots of a day that keeps what binds this person; None if there is no day."""
    return _first_wait(person, range(person.n_meetings, person.n_slots + 1))


def longest_wait(person: BusyPattern) -> int | None:
    """The most idle slots of such a day; None if there is none."""
    return _first_wait(person, range(person.n_slots, person.n_meetings - 1, -1))


def _first_wait(person: BusyPattern, lengths: Iterable[int]) -> int | None:
    """The idle slots of a day of the first of these lengths that has one."""
    for length in lengths:
        for start in range(person.n_slots - length + 1):
            if _has_day(person, start, start + length):
                return length - person.n_meetings
    return None


def _has_day(person: BusyPattern, start: int, end: int) -> bool:
    """Whether all meetings fit into slots start .. end - 1, with one in the first and one in the last."""
    span = (1 << end) - (1 << start)
    ends = 1 << start | 1 << (end - 1)
    if person.forced & ~span or ends & ~person.open:
        return False
    forced = person.forced | ends
    counts = 1
    for t, window in enumerate(person.windows):
        more = counts << 1 if person.open & span & 1 << t else 0
        counts = (more if forced >> t & 1 else counts | more) & window
    return bool(counts >> person.n_meetings & 1)
