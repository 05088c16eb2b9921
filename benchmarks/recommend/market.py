"""The simulated market: do fair, two-way lists lead to more meetings than one-sided ones?

Everybody has a hidden taste and hidden qualities (vectors); how much a likes b is a logistic function of
taste times quality, and of noise that belongs to the pair. The recommender sees neither:
it sees statements, drawn from the hidden vectors with error, as concepts. Nor does acceptance use its score.
A person looks at the list from the top, asks those whom they like (while they have time), each asked one
accepts by their own liking while they have time, and everybody answers only so many requests. What cannot
be concluded: how real people choose; the model has been chosen by us, and its figures compare ways of
making lists with one another, under the same assumptions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean, median

import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import machine
from benchmarks.recommend.plain import Concepts
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned
from treffen.recommendation import ActorKind, Direction, Pool, Profile, Statement
from treffen.recommendation.lists import Recommender
from treffen.recommendation.score.weights import Balance, ListRules
from treffen.recommendation.settings import Settings

PEOPLE, K, WANTED, ANSWERED = 150, 10, 8, 10
SEEDS, AREAS, SURE = 20, 16, 0.4
HEAD: Row = (
    "lists", "seeds", "meetings", "worst", "vs one-sided", "worst", "acceptance",
    "met nobody", "Gini", "worst", "fewest lists", "aim",
)  # fmt: skip
Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Lists = list[list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What the market is made of, and what has been chosen where people are not known.

    `popularity` says how unequal areas and people are; `error` is the share of statements that are
    about something else. `appeal` (standard deviation, log-odds) makes some people liked by all for
    what no profile says. `is_breadth_liked`: offers in many areas make somebody liked by many;
    otherwise only their mix counts. `is_sure`: everybody with a chance of `SURE` is wanted and
    nobody else, instead of chance deciding each time. `spread`: people want between WANTED less so
    many and WANTED and so many meetings, each number as often, and their profiles say so.
    """

    popularity: float = 0.4
    error: float = 0.1
    appeal: float = 0.0
    is_breadth_liked: bool = True
    is_sure: bool = False
    spread: int = 0


USUAL = Assumptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the recommender sees (`pool`), the hidden chance that row likes column, wanted meetings."""

    pool: Pool
    liking: Real
    wanted: Whole


def world(seed: int, *, people: int = PEOPLE, assumed: Assumptions = USUAL) -> World:
    """Hidden needs and offers over areas, statements drawn from them, and the likings that follow.

    Some areas are sought and offered more often than others, and some people offer in more areas
    than others. They are liked more, and fit more.
    """
    rng = np.random.default_rng(seed)
    weight = (1.0 + np.arange(AREAS)) ** -assumed.popularity
    broad = np.clip(np.rint(3 * np.exp(assumed.popularity * rng.normal(size=people))), 1, 8).astype(int)
    needs = _hidden(rng, np.full(people, 3), weight / weight.sum())
    offers = _hidden(rng, broad, weight / weight.sum())
    needs /= needs.sum(axis=1, keepdims=True)
    noise = rng.normal(0, 0.7, (people, people))
    given = offers if assumed.is_breadth_liked else offers / offers.sum(axis=1, keepdims=True) * 2
    appeal = assumed.appeal * np.random.default_rng([seed, 11]).normal(size=people)
    liking = 1 / (1 + np.exp(-(-2.0 + 5.0 * (needs @ given.T) + noise + appeal)))
    if assumed.is_sure:
        liking = (liking >= SURE).astype(float)
    np.fill_diagonal(liking, 0)
    spread = np.random.default_rng([seed, 13]).integers(-assumed.spread, assumed.spread + 1, people)
    wanted = WANTED + spread
    return World(pool=_pool(rng, needs, offers, assumed.error, wanted), liking=liking, wanted=wanted)


def _hidden(rng: np.random.Generator, sizes: NDArray[np.int64], weight: Real) -> Real:
    """How much everybody needs, or offers, in each area, 0.3 to 1; so many areas a person."""
    found = np.zeros((len(sizes), len(weight)))
    for person, size in enumerate(sizes):
        areas = rng.choice(len(weight), size=size, replace=False, p=weight)
        found[person, areas] = rng.uniform(0.3, 1.0, size)
    return found


def _pool(rng: np.random.Generator, needs: Real, offers: Real, error: float, wanted: Whole) -> Pool:
    """One statement for each hidden area, a share of them about something else."""

    def said(person: int, hidden: Real, direction: Direction) -> tuple[Statement, ...]:
        areas = np.flatnonzero(hidden)
        named = [int(rng.integers(0, AREAS)) if rng.random() < error else int(a) for a in areas]
        return tuple(
            Statement(id=f"{direction.value}{person}.{i}", direction=direction, concepts=(f"c{a}",))
            for i, a in enumerate(named)
        )

    kinds = (ActorKind.COMPANY, ActorKind.RESEARCH)
    return Pool(
        profiles=tuple(
            Profile(
                id=f"p{i:04d}",
                offers=said(i, offers[i], Direction.OFFER),
                needs=said(i, needs[i], Direction.NEED),
                kind=kinds[int(rng.integers(0, 2))],
                networks=frozenset([f"n{int(rng.integers(0, 12))}"]),
                wanted=int(wanted[i]),
            )
            for i in range(len(needs))
        )
    )


# --- ways of making lists ---------------------------------------------------------------------


Way = Callable[[Pool, int], Lists]


def ruled(rules: ListRules) -> Way:
    """Lists as the engine makes them, by these rules."""

    def make(pool: Pool, seed: int) -> Lists:
        made = Recommender(pool, Concepts, settings=Settings(lists=rules), seed=seed)
        return [[int(p) for p in row if p >= 0] for row in made.built.partner]

    return make


def _ranked(pool: Pool, seed: int, *, one_sided: bool) -> Lists:
    """The k best by score alone: for oneself, or for both; no rules, no balance."""
    made = Recommender(
        pool,
        Concepts,
        settings=Settings(lists=ListRules(k=K, shortlist=len(pool.profiles), reach=0)),
        seed=seed,
    )
    pairs, found = made.pairs, []
    for person in range(pairs.n):
        run = slice(int(pairs.start[person]), int(pairs.start[person + 1]))
        value = pairs.for_row[run] if one_sided else pairs.score[run]
        found.append([int(c) for c in pairs.column[run][np.argsort(-value, kind="stable")[:K]]])
    return found


RULES, DEFAULT = ListRules(k=K, wanted=WANTED), "with the limit"
WAYS: dict[str, Way] = {
    "one-sided": lambda pool, seed: _ranked(pool, seed, one_sided=True),
    "two-way": lambda pool, seed: _ranked(pool, seed, one_sided=False),
    "two-way, rules": ruled(replace(RULES, balance=Balance.NONE)),
    "with the limit": ruled(RULES),
    "with prices, too": ruled(replace(RULES, balance=Balance.MARKET)),
}


# --- what comes of them -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Of one market: meetings, share of requests accepted, who met nobody, exposure.

    `content` is the mean share of the meetings that somebody wants that they have.
    """

    meetings: int
    acceptance: float
    met_nobody: int
    gini: float
    fewest: int
    content: float


def play(lists: Lists, liking: Real, seed: int, wanted: Whole | None = None) -> Outcome:
    """Everybody looks at one place of the list after the other, in an order drawn anew each round."""
    rng = np.random.default_rng([seed, 7])
    n = len(lists)
    most = np.full(n, WANTED) if wanted is None else wanted
    met, answered, held = np.zeros(n, int), np.zeros(n, int), set[frozenset[int]]()
    asked = accepted = 0
    for place in range(K):
        for person in rng.permutation(n):
            if place >= len(lists[person]) or met[person] >= most[person]:
                continue
            other = lists[person][place]
            pair = frozenset((int(person), other))
            if pair in held or rng.random() >= liking[person, other]:
                continue
            asked += 1
            if answered[other] >= ANSWERED or met[other] >= most[other]:
                continue
            answered[other] += 1
            if rng.random() < liking[other, person]:
                accepted += 1
                held.add(pair)
                met[[person, other]] += 1
    seen = np.bincount([p for row in lists for p in row], minlength=n)
    return Outcome(
        meetings=len(held),
        acceptance=accepted / max(asked, 1),
        met_nobody=int((met == 0).sum()),
        gini=gini(seen),
        fewest=int(seen.min()),
        content=float(np.mean(met / most)),
    )


def gini(counts: NDArray[np.int64]) -> float:
    """0 where all are seen alike, near 1 where one is seen by all."""
    values = counts.astype(float)
    return float(np.abs(values[:, None] - values).mean() / (2 * values.mean()))


def played(
    ways: Mapping[str, Way], seeds: Iterable[int], *, assumed: Assumptions = USUAL
) -> dict[str, list[Outcome]]:
    """For each way of making lists what came of it, seed by seed, in the same worlds."""
    found: dict[str, list[Outcome]] = {name: [] for name in ways}
    for seed in seeds:
        drawn = world(seed, assumed=assumed)
        for name, make in ways.items():
            found[name].append(play(make(drawn.pool, seed), drawn.liking, seed, drawn.wanted))
    return found


def gains(mine: Sequence[Outcome], base: Sequence[Outcome]) -> list[float]:
    """How many meetings more than `base`, seed by seed; 0.1 is a tenth more."""
    return [a.meetings / max(b.meetings, 1) - 1 for a, b in zip(mine, base, strict=True)]


def report(*, seeds: int = SEEDS, is_kept: bool = False) -> int:
    """Print the table; 1 if the aims are missed."""
    host = machine()
    outcomes = played(WAYS, range(seeds))
    rows = [_row(name, outcomes) for name in WAYS]
    print(f"\nsimulated market, {PEOPLE} people, lists of {K}, popularity {USUAL.popularity}\n")
    print(aligned(HEAD, rows))
    if is_kept:
        write_table("recommend-market", (HEAD, rows), host, kept={"head": HEAD, "rows": rows})
    return int(any("MISSED" in row[-1] for row in rows))


def _row(name: str, outcomes: dict[str, list[Outcome]]) -> Row:
    mine, base = outcomes[name], outcomes["one-sided"]
    more = gains(mine, base)
    ginis, fewest = [o.gini for o in mine], min(o.fewest for o in mine)
    aim = ""
    if name == DEFAULT:
        is_kept = median(more) >= 0.25 and median(ginis) <= 0.20 and fewest >= 3
        aim = "+25 %, Gini 0.20, 3 lists: " + ("kept" if is_kept else "MISSED")
    meetings: Sequence[int] = [o.meetings for o in mine]
    return (
        name,
        str(len(mine)),
        f"{median(meetings):.0f}",
        str(min(meetings)),
        f"{median(more):+.0%}",
        f"{min(more):+.0%}",
        f"{mean(o.acceptance for o in mine):.0%}",
        f"{mean(o.met_nobody for o in mine):.1f}",
        f"{median(ginis):.2f}",
        f"{max(ginis):.2f}",
        str(fewest),
        aim,
    )
