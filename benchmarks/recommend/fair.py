"""Fairness of lists: ours beside those of large Nash welfare, on our market and on that of the papers.

On our market all ways know what the engine knows, the scores of pairs, and meetings come about as always:
people look at lists, ask whom they like, and have limited time. On the market of the papers (see `nash`)
chances are known, two sides look for one another, and two people match if each is shown the other and both
like one another; there ten of each list are looked at. What is compared: meetings or matches, envy, CPU time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import machine
from benchmarks.recommend.market import RULES, WAYS, K, Lists, World, play, world
from benchmarks.recommend.nash import (
    TwoSides,
    attention,
    by_scaling,
    by_sorting,
    draw_lists,
    one_lottery,
    two_lotteries,
    two_sides,
)
from benchmarks.recommend.plain import Concepts
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned
from treffen.recommendation import Profile
from treffen.recommendation.lists import Recommender
from treffen.recommendation.lists.build import ListInputs
from treffen.recommendation.lists.candidates import CandidatePairs, symmetric
from treffen.recommendation.lists.cap import build_capped, fewest_lists
from treffen.recommendation.lists.fairness import Envy, envy, gini, worst_off
from treffen.recommendation.lists.places import ListPlaces
from treffen.recommendation.lists.reach import even_out, spread
from treffen.recommendation.score.pool_arrays import pool_arrays_of
from treffen.recommendation.score.twoway import chance, log_odds, two_way
from treffen.recommendation.score.weights import ListRules, Weights
from treffen.recommendation.settings import Settings

Real = NDArray[np.float64]
SEEDS, FIRST = 20, 40_000  # seeds that have chosen nothing
SIDE, POPULARITIES = 50, (0.2, 0.5, 0.8)
OURS = "ours"
HEAD: Row = (
    "market", "lists", "meetings", "matches", "envious %", "pairs %", "would gain %",
    "by taste: envious %", "pairs %", "would gain %", "Gini", "worst tenth %", "CPU ms",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one way in one world. `worst`: what the worst-off tenth has, of the mean."""

    meetings: float
    matches: float
    places: Envy
    by_taste: Envy | None
    gini: float
    worst: float
    seconds: float


# --- our market -------------------------------------------------------------------------------


def chances_of(made: Recommender) -> Real:
    """The chances that the engine sees, (n, n)."""
    found = np.zeros((made.pairs.n, made.pairs.n))
    found[made.pairs.rows(), made.pairs.column] = chance(made.pairs.score)
    return found


def all_chances(drawn: World, seed: int) -> Real:
    """The chances of all pairs of a world, as the engine sees them."""
    rules = ListRules(k=K, shortlist=len(drawn.pool.profiles), reach=0)
    return chances_of(Recommender(drawn.pool, Concepts, settings=Settings(lists=rules), seed=seed))


def _nash(worth: Real, seed: int, *, must_both_look: bool) -> Lists:
    return one_lottery(worth, k=K, must_both_look=must_both_look).drawn(seed)


MARKET_WAYS: dict[str, Callable[[World, Real, int], Lists]] = {
    "one-sided": lambda drawn, _, seed: WAYS["one-sided"](drawn.pool, seed),
    "two-way": lambda drawn, _, seed: WAYS["two-way"](drawn.pool, seed),
    OURS: lambda drawn, _, seed: WAYS["with the limit"](drawn.pool, seed),
    "Nash welfare": lambda _, worth, seed: _nash(worth, seed, must_both_look=True),
    "Nash welfare, either looks": lambda _, worth, seed: _nash(worth, seed, must_both_look=False),
}


def of_market(name: str, drawn: World, worth: Real, seed: int) -> Figures:
    """One way of making lists in one world."""
    begin = time.process_time()
    lists = MARKET_WAYS[name](drawn, worth, seed)
    seconds = time.process_time() - begin
    shown = np.zeros(worth.shape)
    for person, row in enumerate(lists):
        shown[person, row] = 1
    outcome = play(lists, drawn.liking, seed, drawn.wanted)
    taste = drawn.liking * drawn.liking.T
    has = (worth * np.maximum(shown, shown.T)).sum(axis=1)
    return Figures(
        meetings=outcome.meetings,
        matches=float((np.triu(taste) * np.maximum(shown, shown.T)).sum()),
        places=envy(worth, shown.T, is_one_pool=True),
        by_taste=envy(taste, shown.T, is_one_pool=True),
        gini=outcome.gini,
        worst=worst_off(has) / has.mean(),
        seconds=seconds,
    )


# --- the market of the papers -----------------------------------------------------------------


def our_lists(market: TwoSides, *, rules: ListRules) -> list[list[int]]:
    """The engine's lists for two sides, from chances instead of statements; people of the right come last."""
    n, m = market.left.shape
    row, column = np.divmod(np.arange(n * m), m)
    one, other = market.left.ravel(), market.right.T.ravel()
    score = log_odds(two_way(one, other, Weights()))
    pairs = symmetric(
        n + m, [CandidatePairs(row=row, column=n + column, score=score, for_row=one, for_column=other)]
    )
    crowd = pool_arrays_of([Profile(id=f"p{i:05d}") for i in range(n + m)], wanted=rules.wanted)
    frame = ListInputs(crowd=crowd, rules=rules, seed=0)
    built, _ = build_capped(frame, pairs, price=np.zeros(n + m))
    places = ListPlaces(frame, pairs, built)
    spread(places)
    even_out(places, fewest_lists(frame))
    return [[int(p) for p in row if p >= 0] for row in built.partner]


def shares(lists: list[list[int]], sides: tuple[int, int], v: Real) -> tuple[Real, Real]:
    """The attention of lists of both sides."""
    n, m = sides
    left, right = np.zeros((n, m)), np.zeros((m, n))
    for person, row in enumerate(lists):
        own, others = (left[person], np.array(row) - n) if person < n else (right[person - n], np.array(row))
        own[others] = v[: len(row)]
    return left, right


def _ours(market: TwoSides, v: Real) -> tuple[Real, Real]:
    rules = ListRules(k=K, wanted=RULES.wanted, shortlist=max(K, len(v)))
    return shares(our_lists(market, rules=rules), market.left.shape, v)


PAPER_WAYS: dict[str, Callable[[TwoSides, Real], tuple[Real, Real]]] = {
    "one-sided": lambda market, v: (by_sorting(market.left, v), by_sorting(market.right, v)),
    "two-way": lambda market, v: (by_sorting(market.mutual, v), by_sorting(market.mutual.T, v)),
    OURS: _ours,
    "sum of matches": lambda market, v: two_lotteries(market, v, is_nash=False),
    "Nash welfare": two_lotteries,
    "Nash welfare, fast method": lambda market, v: two_lotteries(market, v, oracle=by_scaling),
}


def _meetings(market: TwoSides, left: Real, right: Real, seed: int) -> int:
    """What comes of drawn lists by the rules of our market, all people of both sides being one pool."""
    n, m = market.left.shape
    liking = np.zeros((n + m, n + m))
    liking[:n, n:], liking[n:, :n] = market.left, market.right
    lists = [[n + p for p in row] for row in draw_lists(left, k=K, seed=seed)]
    return play([*lists, *draw_lists(right, k=K, seed=seed)], liking, seed).meetings


def of_paper(name: str, market: TwoSides, seed: int) -> Figures:
    """One way of making lists on the market of the papers: expected matches, and envy of places."""
    v = attention(len(market.right), shown=K, is_alike=True)
    begin = time.process_time()
    left, right = PAPER_WAYS[name](market, v)
    seconds = time.process_time() - begin
    match = market.mutual * left * right.T
    one, other = envy(market.mutual * left, right.T), envy(market.mutual.T * right, left.T)
    has = np.r_[match.sum(axis=1), match.sum(axis=0)]
    return Figures(
        meetings=_meetings(market, left, right, seed),
        matches=float(match.sum()),
        places=Envy(
            people=(one.people + other.people) / 2,
            pairs=(one.pairs + other.pairs) / 2,
            mean=(one.mean + other.mean) / 2,
        ),
        by_taste=None,
        gini=gini(np.r_[left.sum(axis=0), right.sum(axis=0)]),
        worst=worst_off(has) / max(float(has.mean()), 1e-9),
        seconds=seconds,
    )


# --- the table --------------------------------------------------------------------------------


def measured(*, seeds: int, side: int = SIDE) -> Iterator[tuple[str, str, list[Figures]]]:
    """Market, way, and the figures seed by seed, in the same worlds."""
    worlds = [(seed, world(seed)) for seed in range(FIRST, FIRST + seeds)]
    known = [(seed, drawn, all_chances(drawn, seed)) for seed, drawn in worlds]
    for name in MARKET_WAYS:
        yield "ours", name, [of_market(name, drawn, worth, seed) for seed, drawn, worth in known]
    for popularity in POPULARITIES:
        markets = [(n, two_sides(n, people=side, popularity=popularity)) for n, _ in worlds]
        for name in PAPER_WAYS:
            yield f"papers, {popularity}", name, [of_paper(name, market, seed) for seed, market in markets]


def _row(where: str, name: str, many: list[Figures]) -> Row:
    def mean(of: Callable[[Figures], float], form: str) -> str:
        return format(float(np.mean([of(one) for one in many])), form)

    taste = [one.by_taste for one in many if one.by_taste]
    told = [np.mean([[t.people, t.pairs, t.mean] for t in taste], axis=0)] if taste else []
    return (
        where,
        name,
        mean(lambda f: f.meetings, ".1f"),
        mean(lambda f: f.matches, ".1f"),
        mean(lambda f: 100 * f.places.people, ".1f"),
        mean(lambda f: 100 * f.places.pairs, ".1f"),
        mean(lambda f: 100 * f.places.mean, ".1f"),
        *([f"{100 * x:.1f}" for x in told[0]] if told else ["-"] * 3),
        mean(lambda f: f.gini, ".2f"),
        mean(lambda f: 100 * f.worst, ".0f"),
        mean(lambda f: 1000 * f.seconds, ".0f"),
    )


def report(*, seeds: int = SEEDS, is_kept: bool = False) -> int:
    """Print the table, keep it if wanted."""
    host = machine()
    table = [_row(*one) for one in measured(seeds=seeds)]
    told = [
        f"Means of {seeds} seeds each. Envy is of places: who would rather be shown where another is.",
        "By taste: by what people really like, which no way of making lists knows.",
        "Meetings: by the rules of our market. Matches: expected, if nobody's time were limited.",
        "On the market of the papers, people match only if each is shown the other.",
    ]
    print(f"\nrecommend, fair: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, table))
    print("\n".join(["", *told]))
    if is_kept:
        kept = {"head": HEAD, "rows": table}
        write_table("recommend-fair", (HEAD, table), host, kept=kept, sentences=told)
    return 0
