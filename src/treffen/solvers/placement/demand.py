"""Meetings with given slots, each of which needs one thing (a place, an interpreter) to itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Problem
from treffen.solvers.base import Assignment, Model

Small = NDArray[np.int32]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Supply = tuple[Sequence[tuple[int, ...]], Small, Sequence[Collection[str] | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """n meetings in order of time, X things, T slots, K kinds.

    Meetings of one kind suit the same things: `things[thing_ptr[k]:thing_ptr[k + 1]]`, and the
    same as bits, most significant first, in row k of `bits`. A thing serves one meeting at a
    time, and only where it is open; a long meeting keeps its thing in all its slots.
    """

    option: Small  # [n]
    start: Small  # [n] non-decreasing
    end: Small  # [n] first slot after the meeting
    kind: Small  # [n]
    thing_ptr: Small  # [K + 1]
    things: Small
    bits: Bytes  # [K, ceil(X / 8)]
    open: Flags  # [X, T]

    @property
    def n_meetings(self) -> int:
        """n."""
        return int(self.start.shape[0])

    @property
    def n_kinds(self) -> int:
        """K."""
        return int(self.bits.shape[0])

    def of_kind(self, kind: int) -> Small:
        """The things that suit a kind."""
        return self.things[self.thing_ptr[kind] : self.thing_ptr[kind + 1]]


def place_demand(model: Model, assignment: Assignment) -> Demand:
    """What the held options ask of places. Fixed and frozen places are sets of one already."""
    opening = [p.open for p in model.problem.places]
    return _demand(model, _in_order(assignment), (model.place_sets, model.place_set, opening))


def interpreter_demand(model: Model, assignment: Assignment) -> Demand:
    """What the held options ask of interpreters; frozen meetings keep theirs."""
    problem = model.problem
    of_option, extra = _frozen_interpreters(model)
    sets = (*model.interpreter_sets, *extra)
    held = _in_order(assignment)
    served = held[of_option[held[:, 0]] >= 0]
    return _demand(model, served, (sets, of_option, [x.free for x in problem.interpreters]))


def runs_of_slots(demand: Demand) -> list[Small]:
    """Meetings grouped by runs of slots that long meetings tie together."""
    tied = np.zeros(demand.open.shape[1] + 1, bool)
    for s, e in zip(demand.start.tolist(), demand.end.tolist(), strict=True):
        tied[s + 1 : e] = True
    run = np.cumsum(~tied)[demand.start]
    return [np.flatnonzero(run == k).astype(np.int32) for k in sorted(set(run.tolist()))]


def _in_order(assignment: Assignment) -> Small:
    """[n, 2] held options and their slots, by slot."""
    held = assignment.held
    slots = assignment.slot[held]
    order = np.argsort(slots, kind="stable")
    return np.stack([held[order], slots[order]], axis=1).astype(np.int32)


def _frozen_interpreters(model: Model) -> tuple[Small, list[tuple[int, ...]]]:
    """The interpreter set of each option, where a frozen meeting's is the one it has."""
    of_option = model.interpreter_set.copy()
    extra: list[tuple[int, ...]] = []
    frozen = {m.request: m.interpreter for m in model.problem.frozen if m.interpreter is not None}
    if not frozen:
        return of_option, extra
    number = {x.id: i for i, x in enumerate(model.problem.interpreters)}
    asked = [frozen.get(r.id) for r in model.problem.requests]
    sets: dict[int, int] = {}
    for o, request in enumerate(model.option_request.tolist()):
        who = asked[request]
        if who is not None:
            of_option[o] = len(model.interpreter_sets) + sets.setdefault(number[who], len(sets))
    return of_option, [(one,) for one in sets]


def _demand(
    model: Model,
    held: Small,
    supply: tuple[Sequence[tuple[int, ...]], Small, Sequence[frozenset[str] | None]],
) -> Demand:
    sets, of_option, opening = supply
    options, start = held[:, 0].copy(), held[:, 1].copy()
    used, kind = np.unique(of_option[options], return_inverse=True)
    members = [np.array(sets[k], np.int32) for k in used.tolist()]
    sizes = [len(m) for m in members]
    return Demand(
        option=options,
        start=start,
        end=start + model.length[options],
        kind=kind.astype(np.int32).reshape(-1),
        thing_ptr=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        things=np.concatenate([np.empty(0, np.int32), *members]).astype(np.int32),
        bits=_bits(members, len(opening)),
        open=_open(model.problem, opening),
    )


def _bits(members: Sequence[Small], n_things: int) -> Bytes:
    """Sets as packed rows: with thousands of stands a byte each would not fit."""
    bits = np.zeros((len(members), (n_things + 7) // 8), np.uint8)
    row = np.zeros(n_things, bool)
    for k, things in enumerate(members):
        row[:] = False
        row[things] = True
        bits[k] = np.packbits(row)
    return bits


def _open(problem: Problem, opening: Sequence[Collection[str] | None]) -> Flags:
    number: Mapping[str, int] = {s.id: i for i, s in enumerate(problem.slots)}
    flags = np.ones((len(opening), len(number)), bool)
    for i, slots in enumerate(opening):
        if slots is not None:
            flags[i] = False
            flags[i, [number[s] for s in slots]] = True
    return flags
