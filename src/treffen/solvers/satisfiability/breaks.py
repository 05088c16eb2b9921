"""Breaks in the formula: holes that end are counted, people without a break fill one window.

A hole ends at slot t of a block if the slot before is idle, p has met before that, and p meets at
t; or, since a talk cuts a hole, if t is a talk and p meets later in the block.
"""

from __future__ import annotations

from treffen.solvers.satisfiability.clauses import FALSE, TRUE
from treffen.solvers.satisfiability.formula import Formula, blocks_of, mask, starts_of
from treffen.solvers.satisfiability.patterns import supported


def count_breaks(formula: Formula, p: int, *, least: int, most: int) -> list[int]:
    """Literals "more than j breaks" for j = least .. most - 1; more than `most` is forbidden."""
    begun = starts_of(formula, p)
    levels = most - least + 1  # a level for each j = least .. most; those below follow from `least`
    if len(formula.instance.tasks[p]) < 2:
        return []
    ends = _hole_ends(formula, p, begun)
    rows = _levels(formula, ends, most)
    outputs = rows[least:]
    _windows(formula, p, begun, rows[0] if rows else FALSE)
    for j, more in enumerate(outputs[: levels - 1], least):
        _few(formula, p, j, more)
    formula.clauses.add(-outputs[levels - 1])
    return [x for x in outputs[: levels - 1] if x != FALSE]


def _hole_ends(formula: Formula, p: int, begun: list[int]) -> list[tuple[int, list[list[int]]]]:
    """For each slot where a hole may end: the conjunctions of literals, any of which ends one."""
    busy, talk = formula.busy[p], formula.instance.talk[p]
    events = []
    for slots in blocks_of(formula.instance):
        for i, t in enumerate(slots):
            if i < 2 or talk >> (t - 1) & 1:
                continue
            base = [-busy[t - 1], begun[t - 2]]
            if FALSE in base:
                continue
            later = [busy[u] for u in slots[i:]] if talk >> t & 1 else [busy[t]]
            ways = [[*base, b] for b in later if b != FALSE]
            if ways:
                events.append((t, ways))
    return events


def demand_breaks(formula: Formula, p: int, least: int) -> None:
    """Person p has at least so many breaks: that many of the ends of holes really happen."""
    clauses = formula.clauses
    counts = [TRUE] + [FALSE] * least  # "at least j holes have ended", the other way round
    for _, ways in _hole_ends(formula, p, starts_of(formula, p)):
        end = _or(formula, [_and(formula, way) for way in ways])
        for j in range(least, 0, -1):
            if counts[j - 1] == FALSE:
                continue
            more = clauses.variable()
            clauses.add(-more, counts[j], end)
            clauses.add(-more, counts[j], counts[j - 1])
            counts[j] = more
    clauses.add(counts[least])


def _and(formula: Formula, literals: list[int]) -> int:
    """A literal that implies all of these."""
    new = formula.clauses.variable()
    for x in literals:
        formula.clauses.add(-new, x)
    return new


def _or(formula: Formula, literals: list[int]) -> int:
    """A literal that implies one of these."""
    new = formula.clauses.variable()
    formula.clauses.add(-new, *literals)
    return new


def _levels(formula: Formula, events: list[tuple[int, list[list[int]]]], most: int) -> list[int]:
    """Literals "more than j holes have ended" at the end of the day, for j = 0 .. most."""
    clauses = formula.clauses
    counts = [FALSE] * (most + 1)
    for _, ways in events:
        new = []
        below = TRUE
        for old in counts:
            if below == FALSE:
                new.append(FALSE)
                continue
            g = clauses.variable()
            clauses.add(-old, g)
            for way in ways:
                clauses.add(-below, *[-x for x in way], g)
            new.append(g)
            below = old
        counts = new
    return counts


def _few(formula: Formula, p: int, at_most: int, more: int) -> None:
    """Unless p has more breaks: the slots that all days with so few use, and none that no such day uses."""
    some, every = supported(formula.known.person(p), at_most)
    for t, busy in enumerate(formula.busy[p]):
        if every >> t & 1:
            formula.clauses.add(more, busy)
        if not some >> t & 1:
            formula.clauses.add(more, -busy)


def _windows(formula: Formula, p: int, begun: list[int], some: int) -> None:
    """Unless p has some break: busy in a slot exactly if begun by then, and not n slots earlier."""
    instance, add = formula.instance, formula.clauses.add
    domains = [formula.known.domain[m] for m in instance.tasks[p]]
    for slots in blocks_of(instance):
        block = mask(slots)
        inside = [not d & ~block for d in domains]
        n = sum(inside)
        if not n or any(not i and d & block for i, d in zip(inside, domains, strict=True)):
            continue
        line = [t for t in slots if not instance.talk[p] >> t & 1]
        for i, t in enumerate(line):
            busy = formula.busy[p][t]
            ended = begun[line[i - n]] if i >= n else FALSE
            add(some, -ended, -busy)
            add(some, -begun[t], ended, busy)
