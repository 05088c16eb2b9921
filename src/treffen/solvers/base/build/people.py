"""Presence, talks, likes and personal limits of participants."""

from __future__ import annotations

from typing import Any

import numpy as np

from treffen.problem import Problem
from treffen.solvers.base.build.index import Index
from treffen.solvers.base.model import Array, Flags, Small


def talks(problem: Problem, index: Index) -> Flags:
    """[P, T] in a talk that must be heard."""
    flags = np.zeros((len(problem.participants), len(problem.slots)), bool)
    for i, person in enumerate(problem.participants):
        for talk in person.must_attend:
            flags[i, index.talk[talk]] = True
    return flags


def presence(problem: Problem, index: Index) -> Flags:
    """[P, T] at the event."""
    return index.slot_rows([p.free for p in problem.participants])


def likes(problem: Problem, index: Index) -> tuple[Small, Flags, Array]:
    """Of each liked talk: the participant, its slots [L, T], its price."""
    found = [(i, x) for i, p in enumerate(problem.participants) for x in p.likes]
    slots = np.zeros((len(found), len(problem.slots)), bool)
    for row, (_, like) in enumerate(found):
        slots[row, index.talk[like.talk]] = True
    people = np.array([i for i, _ in found], np.int32)
    return people, slots, np.array([x.price for _, x in found], np.int64)


def limits(problem: Problem, free: Flags) -> dict[str, Any]:
    """[P] each: most and fewest meetings, most breaks."""
    people, n_slots = problem.participants, len(problem.slots)
    most = n_slots if problem.most_breaks is None else problem.most_breaks
    maximum = [n_slots if p.maximum is None else min(p.maximum, n_slots) for p in people]
    breaks = [most if p.most_breaks is None else min(p.most_breaks, n_slots) for p in people]
    return {
        "maximum": np.minimum(np.array(maximum, np.int32), free.sum(axis=1).astype(np.int32)),
        "minimum": np.array([p.minimum for p in people], np.int32),
        "most_breaks": np.array(breaks, np.int32),
    }
