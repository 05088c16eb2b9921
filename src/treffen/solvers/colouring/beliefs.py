"""Which option in which slot, decided a few at a time by belief propagation, and some undecided again.

Every way to hold an option at a slot is a variable; each person's slot, and each group of options,
is a constraint that at most one of its variables keeps. A constraint tells each variable how much
room the others leave it; where these messages settle, they give the marginals of the timetables
weighted by exp(gain / heat) (J. Pearl, 1982; for matchings: M. Bayati, D. Shah, M. Sharma, 2008). The
likeliest ways are decided, the messages settle anew, and so on (M. Mezard, G. Parisi,
R. Zecchina, 2002). As all slots are looked at together, early decisions leave room for late ones.

What was decided keeps its variable, only made nearly certain; so messages still tell what speaks for it. With
later decisions that may become little: those for which least speaks are taken back (G. Parisi, 2003).

Weights and messages are plain numbers and no logarithms: a message costs two divisions and no power of
e. They are kept within bounds, so that no product of them is too large or too small for a number.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.base import Model
from treffen.solvers.base.kernels import late_jit
from treffen.solvers.colouring.kernel import drop, fits, put

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
LEAST, MOST = 1e-250, 1e200  # weight of a variable but for one message
SMALLEST, LARGEST = 1e-60, 1e60  # a message
WIDEST = 140.0  # a gain, up or down
SETTLED = 1.1  # a message that changed by no greater factor has settled
EVEN = 0.999  # share of one variable beyond which the others are added up without it
UNLIKELY = 1e-3  # what is not decided at all
CERTAIN = 1e11  # how much speaks for what is decided, beside all else
FIRST_LOOKS, LOOKS = 50, 2  # at all constraints, at most: before the first decision, before another
FIRST = 1 / 7  # messages at the start: one of about seven
MOST_FIRST = 150  # of one variable; more weigh as much together
FREE = -1  # of a constraint: none of its variables is decided


def network(
    model: Model, entries: tuple[Ints, Ints], *, gain: Floats, hole: Floats, seed: int
) -> tuple[Any, ...]:
    """Variables and constraints for entries (option[n], slot[n]), in arrays that the kernels work on.

    `gain`[n]: logarithmic weight of each; `hole`[P]: of a slot of each person that stays empty;
    `seed`: in which order constraints are looked at.
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
    by_constraint = np.argsort(constraint, kind="stable")
    start = np.searchsorted(constraint[by_constraint], np.arange(len(names) + 1)).astype(np.int64)
    member = variable[by_constraint].astype(np.int32)
    by_variable = np.argsort(variable, kind="stable")
    own = constraint[by_variable].astype(np.int32)
    own_start = np.searchsorted(variable[by_variable], np.arange(n + 1)).astype(np.int64)
    of_person = names < model.n_people * model.n_slots
    empty = np.where(of_person, hole[np.minimum(names // model.n_slots, model.n_people - 1)], 0.0)
    first = FIRST ** np.minimum(1.0, MOST_FIRST / np.diff(own_start))
    total = np.exp(np.clip(gain, -WIDEST, WIDEST)) * first ** np.diff(own_start)
    order = np.random.default_rng(seed).permutation(len(names))
    decided = np.full(len(names), FREE, np.int64)
    share = np.empty(int(np.diff(start).max(initial=0)))
    hole_weight = np.exp(np.clip(empty, -WIDEST, WIDEST))
    messages = (order, start, member, first[member], total, hole_weight, share)
    return *messages, own, own_start, decided, np.zeros(n, np.int64)


@late_jit(is_plain=False)
def settle_messages(net):  # type: ignore[no-untyped-def]
    """Renew the messages of all constraints; whether one of them changed much."""
    order, start, member, message, total, empty, share = net[:7]
    has_changed = False
    for c in order:
        first, end = start[c], start[c + 1]
        mass = empty[c]
        for e in range(first, end):
            mine = min(MOST, max(LEAST, total[member[e]] / message[e]))
            share[e - first] = mine
            mass += mine
        for e in range(first, end):
            mine = share[e - first]
            rest = mass - mine
            if mine > EVEN * mass:  # the others are added up without it
                rest = empty[c]
                for k in range(end - first):
                    if k != e - first:
                        rest += share[k]
            told = min(LARGEST, max(SMALLEST, 1 / rest))
            has_changed |= told > SETTLED * message[e] or told * SETTLED < message[e]
            message[e] = told
            total[member[e]] = mine * told
    return has_changed


@late_jit(is_inner=True)
def _is_open(i, net):  # type: ignore[no-untyped-def]
    """Whether variable i shares no constraint with one that is decided, itself included."""
    own, own_start, decided = net[7:10]
    is_open = True
    for k in range(own_start[i], own_start[i + 1]):
        is_open = is_open and decided[own[k]] == FREE
    return is_open


@late_jit(is_plain=False)
def open_ways(net):  # type: ignore[no-untyped-def]
    """The ways that may still be held, and are not unlikely."""
    total = net[4]
    ways = np.empty(len(total), np.int64)
    n = 0
    for i in range(len(total)):
        if total[i] > UNLIKELY and _is_open(i, net):
            ways[n] = i
            n += 1
    return ways[:n]


@late_jit(is_plain=False)
def decide(entries, ways, each, turn, net, model, state):  # type: ignore[no-untyped-def]
    """Hold the first `each` of these ways that fit; how many were held."""
    option, slot = entries
    total, own, own_start, decided, turns = net[4], net[7], net[8], net[9], net[10]
    held = 0
    for i in ways:
        if held >= each:
            break
        if _is_open(i, net) and fits(option[i], slot[i], model, state):
            put(option[i], slot[i], model, state)
            held += 1
            turns[i] = turn
            total[i] *= CERTAIN
            for k in range(own_start[i], own_start[i + 1]):
                decided[own[k]] = i
    return held


@late_jit(is_plain=False)
def take_back(entries, ways, turn, net, model, state):  # type: ignore[no-untyped-def]
    """Hold these ways no longer, but those of this turn."""
    total, own, own_start, decided, turns = net[4], net[7], net[8], net[9], net[10]
    for i in ways:
        if turns[i] < turn:
            drop(entries[0][i], model, state)
            turns[i] = 0
            total[i] /= CERTAIN
            for k in range(own_start[i], own_start[i + 1]):
                decided[own[k]] = FREE
