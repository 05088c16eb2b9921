"""One event with some people who cheat, and the same event with everybody honest.

People, tastes and habits are those of the simulation, and lists, guarantees and timetables are the engine's.
What somebody has of an event is counted by what they really like: a meeting with somebody they like very much
is worth 4, much 2, at all 1, otherwise nothing, whatever they said. What a cheater gains and what honest
people lose are differences to the honest event, with all chance alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from benchmarks.recommend.plain import Concepts
from benchmarks.simulation.asking import MUST, WANT, WORTH, Fortnight, Open, Request, kinds
from benchmarks.simulation.day import slots_of
from benchmarks.simulation.lists import WANTED, K, Lists, cards
from benchmarks.simulation.service import Planned, arranged
from benchmarks.simulation.world import SLOTS, Flags, World
from treffen.admission import Policy
from treffen.recommendation import Pool
from treffen.recommendation.lists import Recommender
from treffen.recommendation.lists.engine import recommender
from treffen.recommendation.score.weights import ListRules
from treffen.recommendation.settings import Settings

Real = NDArray[np.float64]
Kind = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What people say and do; everybody is honest but those in `cheaters`.

    `world` is as they claim it to be. `most` requests may be sent by a cheater, who `asks_all` that they look
    at, whether they like them or not, `first` the people named; calls a wish `kind` instead of what it is;
    `declines` whoever asks them, to ask themselves later; takes whoever asks, and `cancels` before the event
    what they do not like. `owner` says for each registration who the person behind it is.
    """

    world: World
    cheaters: Flags
    most: int | None = None
    asks_all: bool = False
    first: tuple[int, ...] = ()
    kind: Kind | None = None
    declines: bool = False
    cancels: bool = False
    owner: NDArray[np.int64] | None = None
    has_texts: bool = False
    rules: ListRules = field(default_factory=lambda: ListRules(k=K, wanted=WANTED))

    def people(self) -> NDArray[np.int64]:
        """The person behind each registration."""
        return np.arange(self.world.people) if self.owner is None else self.owner


class Claimed(Fortnight):
    """Two weeks in which cheaters do as their claims say."""

    def __init__(self, claims: Claims, shown: Lists) -> None:
        super().__init__(claims.world, shown, Open(claims.world.people))
        self.claims = claims

    def _visit(self, person: int, at: float) -> None:
        claims = self.claims
        if not claims.cheaters[person]:
            super()._visit(person, at)
            return
        self._was_here[person] = True
        for request in self._inbox[person]:
            self._answer(request, at)
        most = self.world.assumed.budget if claims.most is None else claims.most
        again = [request.asking for request in self._inbox[person]] if claims.declines else []
        shown = sorted(self.cards[person], key=lambda partner: partner not in claims.first)
        sent = 0
        for partner in dict.fromkeys([*again, *shown]):
            likes = claims.asks_all or self.world.taste[person, partner] > 0
            if partner != person and likes and sent < most:
                sent += self._want(person, partner, at=at)

    def _answer(self, request: Request, at: float) -> None:
        claims, asked = self.claims, request.asked
        if not claims.cheaters[asked] or request.answer is not None:
            super()._answer(request, at)
        elif claims.declines and at == self.world.visit[asked]:
            self._settle(request, at, is_yes=False)
        elif claims.cancels:
            self._settle(request, at, is_yes=True)
        else:
            super()._answer(request, at)


def shown_to(claims: Claims) -> Lists:
    """The cards that everybody looks at: the list of ten, and what a search finds behind it."""
    world = claims.world
    settings = Settings(lists=claims.rules)
    wide = Settings(lists=ListRules(k=K, shortlist=max(K, world.people), reach=0))
    made, all_pairs = (_made(world.pool, one, world.seed, claims.has_texts) for one in (settings, wide))
    first = [[int(p) for p in row if p >= 0] for row in made.built.partner]
    ranked = []
    for person in range(world.people):
        run = slice(int(all_pairs.pairs.start[person]), int(all_pairs.pairs.start[person + 1]))
        best = np.argsort(-all_pairs.pairs.for_row[run], kind="stable")[: world.assumed.cards + K]
        ranked.append([int(c) for c in all_pairs.pairs.column[run][best]])
    return cards(world, first, ranked)


def _made(pool: Pool, settings: Settings, seed: int, has_texts: bool) -> Recommender:
    if has_texts:
        return recommender(pool, settings=settings, seed=seed)
    return Recommender(pool, Concepts, settings=settings, seed=seed)


def planned(claims: Claims) -> Planned:
    """From lists to the timetable of the eve."""
    world, nobody = claims.world, np.zeros(claims.world.people, bool)

    def worth_of(_: World, agreed: Sequence[Request]) -> Mapping[int, int]:
        said = kinds(world, agreed)
        if claims.kind is not None:
            said = {(a, b): claims.kind(k) if claims.cheaters[a] else k for (a, b), k in said.items()}
        return {r.number: WORTH[said[r.asking, r.asked]] + WORTH[said[r.asked, r.asking]] for r in agreed}

    history = Claimed(claims, shown_to(claims)).run()
    return arranged(world, history, Policy.PRICED, gone=nobody, worth_of=worth_of)


def benefits(claims: Claims, taste: Real) -> Real:
    """What everybody has of the meetings that take place, by what they really like, (people,).

    A person with several registrations can only be at one meeting at a time, the one they like best, and has
    nothing of meeting somebody twice; nor has the other one.
    """
    done = planned(claims)
    owner, has = claims.people(), np.zeros(len(taste))
    met: set[frozenset[int]] = set()
    busy = np.zeros((len(taste), SLOTS), bool)
    for one, other, slot in sorted(_held(done, claims, taste), key=lambda m: _wish(claims, taste, m)):
        a, b = int(owner[one]), int(owner[other])
        if frozenset((a, b)) in met or busy[a, slot] or busy[b, slot]:
            continue
        met.add(frozenset((a, b)))
        busy[[a, b], slot] = True
        has[a] += worth_of_liking(taste[a, b])
        has[b] += worth_of_liking(taste[b, a])
    return has


def _held(done: Planned, claims: Claims, taste: Real) -> list[tuple[int, int, int]]:
    """Both registrations and the slot of all meetings that nobody cancels."""
    owner, found = claims.people(), []
    for (one, other), slot in slots_of(done, done.timetable).items():
        both = ((one, other), (other, one))
        dislikes = any(claims.cheaters[a] and taste[owner[a], owner[b]] <= 0 for a, b in both)
        if not (claims.cancels and dislikes):
            found.append((one, other, slot))
    return found


def _wish(claims: Claims, taste: Real, meeting: tuple[int, int, int]) -> tuple[float, int, int]:
    """Who is at one place only goes where they like it best."""
    one, other, _ = meeting
    owner = claims.people()
    own = [-worth_of_liking(taste[owner[a], owner[b]]) for a, b in ((one, other), (other, one))]
    return sum(x for x, a in zip(own, (one, other), strict=True) if claims.cheaters[a]), one, other


def worth_of_liking(taste: float) -> int:
    """What a meeting is worth to somebody who likes the other so much."""
    return WORTH["must"] if taste >= MUST else WORTH["want"] if taste >= WANT else int(taste > 0)
