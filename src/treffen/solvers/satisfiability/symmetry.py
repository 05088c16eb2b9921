"""Twins: tasks that can change places in any timetable. Their order is fixed, for free.

Somebody with a single meeting has no break and no clash; all they bring is a domain. So tasks are
twins if the others among their attendees, their domains and their capacity rows are the same.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from treffen.solvers.satisfiability.instance import Instance


def with_order_of_twins(instance: Instance) -> Instance:
    """The same instance with twins in the order of their numbers, as precedences."""
    bound = {m for pair in instance.before for m in pair}
    rows: list[list[int]] = [[] for _ in range(instance.n_tasks)]
    for row, members in enumerate(instance.rows):
        for m in members:
            rows[m].append(row)
    families: dict[tuple[tuple[int, ...], int, tuple[int, ...]], list[int]] = {}
    for m in range(instance.n_tasks):
        busy = tuple(p for p in instance.people[m] if len(instance.tasks[p]) > 1)
        if busy and m not in bound:
            families.setdefault((busy, instance.domain[m], tuple(rows[m])), []).append(m)
    pairs = [pair for twins in families.values() for pair in pairwise(twins)]
    return replace(instance, before=instance.before + tuple(pairs))
