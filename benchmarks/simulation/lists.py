"""Whom people look at: ten recommendations, and what a search shows behind them."""

from __future__ import annotations

import numpy as np

from benchmarks.recommend.plain import Concepts
from benchmarks.simulation.world import World
from treffen.recommendation.lists import Recommender
from treffen.recommendation.score.weights import ListRules, Weights
from treffen.recommendation.settings import Settings

K, WANTED = 10, 8
Lists = list[list[int]]


def fair_lists(world: World, *, score: Weights | None = None) -> Lists:
    """The engine's lists of ten, with its own rules as they are."""
    used = Settings(lists=ListRules(k=K, wanted=WANTED), score=score or Weights())
    made = Recommender(world.pool, Concepts, settings=used, seed=world.seed)
    return [[int(p) for p in row if p >= 0] for row in made.built.partner]


def reserves(world: World, *, most: int = 20) -> Lists:
    """Who comes next for everybody, behind those on the list: offers of the day may rest on them, too."""
    used = Settings(lists=ListRules(k=K, wanted=WANTED))
    made = Recommender(world.pool, Concepts, settings=used, seed=world.seed)
    found: Lists = [[] for _ in range(world.people)]
    for one in made.reserves(most):
        found[int(one.owner[1:])].append(int(one.partner[1:]))
    return found


def ranking(world: World) -> Lists:
    """Everybody by what they do for oneself, as a search sorts by relevance; as many as may be looked at."""
    people, most = world.people, world.assumed.cards
    rules = ListRules(k=K, shortlist=max(K, people), reach=0)
    made = Recommender(world.pool, Concepts, settings=Settings(lists=rules), seed=world.seed)
    pairs, found = made.pairs, []
    for person in range(people):
        run = slice(int(pairs.start[person]), int(pairs.start[person + 1]))
        best = np.argsort(-pairs.for_row[run], kind="stable")[: most + K]
        found.append([int(c) for c in pairs.column[run][best]])
    return found


def cards(world: World, first: Lists, ranked: Lists) -> Lists:
    """The cards that each person looks at, in order: a list, then the search without those on it."""
    most = world.assumed.cards
    both = zip(first, ranked, strict=True)
    return [[*one, *(p for p in other if p not in one)][:most] for one, other in both]


def exposure(lists: Lists, people: int) -> list[int]:
    """In how many lists of ten everybody stands."""
    seen = [0] * people
    for row in lists:
        for partner in row[:K]:
            seen[partner] += 1
    return seen
