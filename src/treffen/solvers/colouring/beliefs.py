"""Which option in which slot, decided a few at a time by belief propagation.

Every way to hold an option at a slot is a variable; each person's slot, and each group of options,
is a constraint that at most one of its variables keeps. A constraint tells each variable how much
room the others leave it; where these messages settle, they give the marginals of the timetables
weighted by exp(gain / heat) (J. Pearl, 1982; for matchings: M. Bayati, D. Shah, M. Sharma, 2008). The
likeliest ways are decided, the messages settle anew, and so on (M. Mezard, G. Parisi,
R. Zecchina, 2002). As all slots are looked at together, early decisions leave room for late ones.

Messages are logarithms. Only constraints near to what has changed are looked at again.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.base import Model
from treffen.solvers.base.kernels import late_jit
from treffen.solvers.colouring.kernel import fits, put

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
MOST = 300.0  # size of a message
SLACK = 0.1  # a change of a message that others need not hear of
EVEN = 0.999  # share of one variable beyond which the others are added up without it
UNLIKELY = -7.0  # what is not decided at all
FIRST_LOOKS, LOOKS = 50, 8  # at each constraint, at most: before the first decision, before another
FIRST = -2.0  # messages at the start: one of about seven


def network(
    model: Model, entries: tuple[Ints, Ints], *, gain: Floats, hole: Floats, seed: int
) -> tuple[Any, ...]:
    """Variables and constraints for entries (option[n], slot[n]), in arrays that `decide` works on.

    `gain`[n]: logarithmic weight of each; `hole`[P]: of a slot of each person that stays empty;
    `seed`: in which order constraints are looked at first.
    """
    option, slot = entries
    n = len(option)
    size, length = np.diff(model.seat_ptr).astype(np.int64)[option], model.length[option].astype(np.int64)
    cells = size * length
    owner = np.repeat(np.arange(n), cells)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(cells) - cells, cells)
    person = model.seats[model.seat_ptr[option[owner]] + offset % size[owner]].astype(np.int64)
    cell = person * model.n_slots + slot[owner] + offset // size[owner]
    group = model.n_people * model.n_slots + model.group[option].astype(np.int64)
    variable = np.concatenate([owner, np.arange(n)])
    names, constraint = np.unique(np.concatenate([cell, group]), return_inverse=True)
    order = np.argsort(constraint, kind="stable")
    start = np.searchsorted(constraint[order], np.arange(len(names) + 1)).astype(np.int64)
    member = variable[order].astype(np.int32)
    links = np.argsort(member, kind="stable").astype(np.int32)
    link_start = np.searchsorted(member[links], np.arange(n + 1)).astype(np.int64)
    of_person = names < model.n_people * model.n_slots
    empty = np.where(of_person, hole[np.minimum(names // model.n_slots, model.n_people - 1)], 0.0)
    message = np.full(len(member), FIRST)
    total = gain + FIRST * np.diff(link_start)
    open_ = np.ones(n, np.bool_)
    parts = (start, np.diff(start), constraint[order].astype(np.int32), member, message)
    n_constraints = len(names)
    agenda = np.append(np.random.default_rng(seed).permutation(n_constraints), 0)
    waiting, ends = np.ones(n_constraints, np.bool_), np.array([0, n_constraints])
    return *parts, links, link_start, total, open_, empty, agenda, waiting, ends


@late_jit(is_inner=True)
def _told(c, e, top, mass, net):  # type: ignore[no-untyped-def]
    """The message of constraint c along entry e; `mass` is the weight of all, in units of exp(top)."""
    start, size, _, member, message, _, _, total, _, empty = net[:10]
    mine = np.exp(total[member[e]] - message[e] - top)
    if mine <= EVEN * mass:
        return -(np.log(mass - mine) + top)
    best = empty[c]
    for k in range(start[c], start[c] + size[c]):
        if k != e:
            best = max(best, total[member[k]] - message[k])
    rest = np.exp(empty[c] - best)
    for k in range(start[c], start[c] + size[c]):
        if k != e:
            rest += np.exp(total[member[k]] - message[k] - best)
    return min(MOST, max(-MOST, -(np.log(rest) + best)))


@late_jit(is_inner=True)
def _wait(c, net):  # type: ignore[no-untyped-def]
    """Put constraint c at the end of those that wait to be looked at."""
    queue, waiting, ends = net[10], net[11], net[12]
    if not waiting[c]:
        waiting[c] = True
        queue[ends[1]] = c
        ends[1] = (ends[1] + 1) % queue.shape[0]


@late_jit(is_inner=True)
def _renew(c, net):  # type: ignore[no-untyped-def]
    """Renew the messages of constraint c; the other constraints of what changed much have to wait."""
    start, size, of_entry, member, message, links, link_start, total, _, empty = net[:10]
    top = empty[c]
    for e in range(start[c], start[c] + size[c]):
        top = max(top, total[member[e]] - message[e])
    mass = np.exp(empty[c] - top)
    for e in range(start[c], start[c] + size[c]):
        mass += np.exp(total[member[e]] - message[e] - top)
    for e in range(start[c], start[c] + size[c]):
        i = member[e]
        change = _told(c, e, top, mass, net) - message[e]
        message[e] += change
        total[i] += change
        if abs(change) > SLACK:
            for k in range(link_start[i], link_start[i + 1]):
                if of_entry[links[k]] != c:
                    _wait(of_entry[links[k]], net)


@late_jit(is_plain=False)
def settle_messages(net):  # type: ignore[no-untyped-def]
    """Look at waiting constraints, as many as there are in all; whether any wait after that."""
    size, queue, waiting, ends = net[1], net[10], net[11], net[12]
    budget = size.shape[0]
    while ends[0] != ends[1] and budget > 0:
        c = queue[ends[0]]
        ends[0] = (ends[0] + 1) % queue.shape[0]
        waiting[c] = False
        if size[c] > 0:
            _renew(c, net)
        budget -= 1
    return ends[0] != ends[1]


@late_jit(is_inner=True)
def _close(i, net):  # type: ignore[no-untyped-def]
    """Take variable i out of all its constraints, which have to be looked at again."""
    start, size, of_entry, member, message, links, link_start, _, open_ = net[:9]
    open_[i] = False
    for k in range(link_start[i], link_start[i + 1]):
        e = links[k]
        c = of_entry[e]
        size[c] -= 1
        last = start[c] + size[c]
        j = member[last]
        member[e], member[last] = j, i
        message[e], message[last] = message[last], message[e]
        for q in range(link_start[j], link_start[j + 1]):
            if links[q] == last:
                links[q] = e
        links[k] = last
        _wait(c, net)


@late_jit(is_inner=True)
def _hold(i, net):  # type: ignore[no-untyped-def]
    """Decide for variable i: all that share a constraint with it are out."""
    start, size, of_entry, member, _, links, link_start = net[:7]
    _close(i, net)
    for k in range(link_start[i], link_start[i + 1]):
        c = of_entry[links[k]]
        while size[c] > 0:
            _close(member[start[c]], net)


@late_jit(is_plain=False)
def decide(entries, each, net, model, state):  # type: ignore[no-untyped-def]
    """Hold `each` of the likeliest ways; how many ways were open before."""
    option, slot = entries
    total, open_ = net[7], net[8]
    ways = np.flatnonzero(open_ & (total > UNLIKELY))
    for i in ways[np.argsort(-total[ways])[:each]]:
        if open_[i]:
            if fits(option[i], slot[i], model, state):
                put(option[i], slot[i], model, state)
                _hold(i, net)
            else:
                _close(i, net)
    return ways.shape[0]
