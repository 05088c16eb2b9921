"""A handful of people whose tastes, visits and absences are written down by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from benchmarks.simulation.asking import History, Request
from benchmarks.simulation.world import NEVER, SLOTS, USUAL, World

from treffen.recommendation import Pool

CHANCES = {"cancels": 0.0, "no_show": 0.0, "late": 0.0}


@dataclass(kw_only=True)
class Tiny:
    """`likes` are ordered pairs (others are not liked), `stays` the slots that somebody is there for."""

    people: int
    likes: dict[tuple[int, int], float] = field(default_factory=dict)
    visits: tuple[float, ...] = ()
    returns: dict[tuple[int, int], float] = field(default_factory=dict)
    stays: dict[int, tuple[int, ...]] = field(default_factory=dict)
    arrives: dict[int, int] = field(default_factory=dict)
    tells: frozenset[int] = frozenset()
    overlooks: frozenset[tuple[int, int]] = frozenset()

    def world(self) -> World:
        """As the simulation reads it."""
        n = self.people
        taste, delay = np.full((n, n), -1.0), np.full((n, n), NEVER)
        there = np.zeros((n, SLOTS), bool)
        for pair, much in self.likes.items():
            taste[pair] = much
        for (asking, asked), days in self.returns.items():
            delay[asking, asked] = days
        for person in range(n):
            there[person, list(self.stays.get(person, range(SLOTS)))] = True
        overlooks = np.zeros((n, n), bool)
        for pair in self.overlooks:
            overlooks[pair] = True
        return World(
            seed=1,
            assumed=replace(USUAL, **CHANCES),
            pool=Pool(profiles=()),
            network=np.arange(n),
            taste=taste,
            visit=np.array(self.visits or tuple(range(1, n + 1)), float),
            delay=delay,
            there=there,
            arrives=np.array([self.arrives.get(p, 0) for p in range(n)]),
            tells=np.array([p in self.tells for p in range(n)]),
            overlooks=overlooks,
            confirms=np.zeros(n, bool),
            foresees=np.zeros(n, bool),
            answers=np.ones((n, n), bool),
            advance=np.zeros(n, bool),
            replies=np.ones((n, n), bool),
        )


def mutual(*pairs: tuple[int, int], much: float = 1.5) -> dict[tuple[int, int], float]:
    """Both like each other."""
    return {p: much for a, b in pairs for p in ((a, b), (b, a))}


def everybody(people: int) -> list[list[int]]:
    """Cards: all others, in order."""
    return [[p for p in range(people) if p != own] for own in range(people)]


def told(history: History) -> list[tuple[int, int, bool | None]]:
    """Who asked whom, and the answer."""
    return [(r.asking, r.asked, r.answer) for r in history.requests]


def request(number: int, pair: tuple[int, int], at: float = 1.0) -> Request:
    """One that was agreed on."""
    return Request(number=number, asking=pair[0], asked=pair[1], at=at, answer=True, answered_at=at)
