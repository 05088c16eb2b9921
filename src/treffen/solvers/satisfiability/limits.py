"""How many breaks a person may have, and how many a set of meetings makes."""

from __future__ import annotations

from collections.abc import Sequence

from treffen.solvers.satisfiability.instance import Instance


def _most_possible(instance: Instance, p: int) -> int:
    """More breaks than this nobody with so few meetings (and talks that cut holes) can have."""
    n = len(instance.tasks[p])
    return 0 if n < 2 else n - 1 + instance.talk[p].bit_count()


def largest_minimum(instance: Instance) -> int:
    """The person with fewest breaks has at most so many."""
    return min((_most_possible(instance, p) for p in range(instance.n_people)), default=0)


def break_limits(instance: Instance, *, least: int | None = None) -> list[int]:
    """The most breaks of each person, if the fewest anybody has are `least` (None: not known)."""
    everyone = instance.n_slots
    if instance.spread is not None:
        everyone = instance.spread + (largest_minimum(instance) if least is None else least)
    return [min(own, everyone, _most_possible(instance, p)) for p, own in enumerate(instance.most_breaks)]


def breaks_of(instance: Instance, p: int, slots: Sequence[int]) -> int:
    """Breaks of person p, given the slot of every task.

    A break is a longest run of idle slots between two meetings of one block; a talk is not idle.
    """
    held = 0
    for m in instance.tasks[p]:
        held |= 1 << slots[m]
    total = waiting = 0  # holes counted; holes that count only if another meeting follows
    has_met = is_idle = False
    for t in range(instance.n_slots):
        if held >> t & 1:
            total, waiting, has_met, is_idle = total + waiting, 0, True, False
        elif instance.talk[p] >> t & 1:
            is_idle = False
        elif has_met and not is_idle:
            waiting, is_idle = waiting + 1, True
        if instance.block_ends >> t & 1:
            waiting, has_met, is_idle = 0, False, False
    return total
