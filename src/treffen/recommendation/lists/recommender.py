"""One pool, worked out once: its lists, the reasons of any pair, and why somebody is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from treffen.errors import InvalidProblem
from treffen.recommendation.lists.answer import (
    Entry,
    Lists,
    PersonList,
    RecommendationReason,
    Shortfall,
    ShortfallKind,
    WhyNot,
)
from treffen.recommendation.lists.answers import Answers, answers_of, give_places, pair_keys
from treffen.recommendation.lists.balance import Equilibrium, equilibrium
from treffen.recommendation.lists.build import LEAST, PLACES, Built, EntryOrigin, ListInputs, build, shared
from treffen.recommendation.lists.candidates import CandidatePairs, Pairs, shortlists, symmetric
from treffen.recommendation.lists.cap import build_capped, fewest_lists, most_lists
from treffen.recommendation.lists.join import Names, by_keys
from treffen.recommendation.lists.order import order_by_directions
from treffen.recommendation.lists.places import ListPlaces
from treffen.recommendation.lists.reach import even_out, spread
from treffen.recommendation.lists.reasons import MOST_OF_A_SIDE, Explainer
from treffen.recommendation.lists.reserves import Reserve, best_left
from treffen.recommendation.lists.whynot import WhyNotQuery, why_not
from treffen.recommendation.pool import Pool
from treffen.recommendation.profiles import Statement
from treffen.recommendation.score.context import Surroundings
from treffen.recommendation.score.directed import Meanings, directed_fits, leading_needs
from treffen.recommendation.score.nearness import Distances
from treffen.recommendation.score.pool_arrays import PoolArrays, pool_arrays_of
from treffen.recommendation.score.twoway import log_odds, two_way
from treffen.recommendation.score.weights import Balance
from treffen.recommendation.settings import Settings
from treffen.recommendation.vocabulary import Vocabulary

EXACT_UP_TO = 30_000
MOST_BY_KEYS = 20  # partners that are kept for each where all pairs are too many to look at
Make = Callable[[Sequence[Statement], Sequence[Statement]], Meanings]


def _concepts(statement: Statement) -> Sequence[str]:
    """What is stated or named in the text, and the node above each."""
    named = _named(statement.text, statement.language)
    meant = dict.fromkeys((*statement.concepts, *(one for one in named if one not in statement.not_meant)))
    known = Vocabulary.standard().position
    ups = [up for code in meant for up in (_above(code) if code in known else (code,))]
    return tuple(dict.fromkeys(ups))


@lru_cache(maxsize=100_000)
def _named(text: str, language: str) -> tuple[str, ...]:
    tags = Vocabulary.standard().tags(text, language) if text else ()
    return tuple(tag.concept for tag in tags if not tag.is_filter)


@cache
def _above(code: str) -> tuple[str, ...]:
    return Vocabulary.standard().above(code)[:2]


class Recommender:
    """The lists of one pool.

    `make` turns all needs and all offers into their fits; what the settings say of fits and encoder is
    what it was made with. Raises `InvalidProblem` for a pool with faults. Everything follows from pool,
    settings and seed; the order of the pool does not matter. Above `exact_up_to` people partners are found
    by keys (see `join`), made of the concepts that `names` gives for a statement (default: stated or named
    in its text, and what is above).
    """

    def __init__(
        self,
        pool: Pool,
        make: Make,
        *,
        settings: Settings | None = None,
        seed: int = 0,
        names: Names | None = None,
        exact_up_to: int = EXACT_UP_TO,
    ) -> None:
        faults = pool.faults()
        if faults:
            raise InvalidProblem(faults)
        self.pool, self.settings = pool, settings or Settings()
        self.weights, self.rules = self.settings.score, self.settings.lists
        self.seed, self.exact_up_to, self._names = seed, exact_up_to, names
        self.crowd: PoolArrays = pool_arrays_of(pool.profiles, wanted=self.rules.wanted)
        self.frame = ListInputs(crowd=self.crowd, rules=self.rules, seed=seed)
        self.surroundings = Surroundings(self.crowd, self.weights, Distances(self.crowd))
        meanings = make(self.crowd.needs, self.crowd.offers)
        self._explainer = Explainer(self.surroundings, meanings)
        self.answers = self._answers(meanings)
        self.pairs = self._with_leads(self._pairs(meanings), meanings)
        self.market = self._market()
        self.built, self.barred, self.lonely = self._built()

    def _pairs(self, meanings: Meanings) -> Pairs:
        """All pairs are looked at, or, where those are too many, those under swapped keys."""
        m = self.rules.shortlist
        if self.crowd.n > self.exact_up_to:
            names = self._names or _concepts
            return by_keys(self.surroundings, names, meanings.pairs, m=min(m, MOST_BY_KEYS), seed=self.seed)
        found = self._shortlists(meanings, m)
        known = [
            pair_keys(part.row.astype(np.int64), part.column.astype(np.int64), self.crowd.n) for part in found
        ]
        return symmetric(self.crowd.n, [*found, self.answers.pairs(self._explainer, candidates=known)])

    def _answers(self, meanings: Meanings) -> Answers:
        """Nobody answers anything in pools too large to look at all pairs."""
        if self.crowd.n > self.exact_up_to:
            return Answers(start=np.zeros(len(self.crowd.needs) + 1, np.int64), person=np.empty(0, np.int64))
        return answers_of(self.surroundings, meanings)

    def _shortlists(self, meanings: Meanings, m: int) -> list[CandidatePairs]:
        """Fits of all pairs are the largest thing there is: they end with this."""
        fits = directed_fits(self.crowd, meanings, least=self.weights.least_fit)
        return shortlists(self.surroundings, fits, m=m, seed=self.seed)

    def _with_leads(self, pairs: Pairs, meanings: Meanings) -> Pairs:
        """The pairs with the need that each serves most, which lists cover one after the other."""
        if self.crowd.n > self.exact_up_to:
            return pairs
        least = self.weights.least_fit
        lead = leading_needs(self.crowd, meanings, start=pairs.start, column=pairs.column, least=least)
        return replace(pairs, lead=lead)

    def _market(self) -> Equilibrium | None:
        """The equilibrium, where it is wanted and found."""
        if self.rules.balance is not Balance.MARKET or not len(self.pairs.column):
            return None
        return equilibrium(self.pairs, self.crowd.wanted, temperature=self.rules.temperature, least=LEAST)

    @property
    def balance(self) -> Balance:
        """What was used: the market falls back to the cap where its equations were not solved."""
        wanted = self.rules.balance
        has_failed = self.market is not None and not self.market.has_converged
        return Balance.CAP if has_failed else wanted

    @property
    def price(self) -> NDArray[np.float64]:
        """What a score is lowered by for everybody's time, (n,), in log-odds; 0 without a market."""
        if self.balance is Balance.MARKET and self.market is not None:
            return self.rules.price * self.market.price
        return np.zeros(self.crowd.n)

    def _built(self) -> tuple[Built, NDArray[np.bool_], NDArray[np.int64]]:
        barred = np.zeros(len(self.pairs.column), bool)
        if self.balance is Balance.NONE:
            built = build(self.frame, self.pairs, price=self.price)
        else:
            built, barred = build_capped(self.frame, self.pairs, price=self.price)
        places = ListPlaces(self.frame, self.pairs, built)
        give_places(places, self.answers, most=self._most())
        lonely = spread(places)
        if self.balance is not Balance.NONE:
            even_out(places, fewest_lists(self.frame))
        order_by_directions(built, self.pairs, self.crowd)
        return built, barred, lonely

    def _most(self) -> NDArray[np.int64]:
        """In how many lists everybody may stand."""
        if self.balance is Balance.NONE:
            return np.full(self.crowd.n, self.crowd.n)
        return most_lists(self.frame)

    def lists(self, *, with_reasons: bool = True, most_named: int = MOST_OF_A_SIDE) -> Lists:
        """The lists of everybody who opted in, in the order of their ids.

        Reasons take most of the time: `with_reasons=False` leaves them out, `most_named` are named a side.
        """
        seen, market = self.built.seen(), self.market
        owners, places = np.nonzero(self.built.partner >= 0)
        partners = self.built.partner[owners, places]
        of_all = self._explainer.of_all(owners, partners, most=most_named)
        reasons = of_all if with_reasons else repeat(())
        return Lists(
            lists=tuple(
                PersonList(
                    participant=self.crowd.profiles[i].id,
                    entries=tuple(self._entries(i, reasons)),
                    seen=int(seen[i]),
                )
                for i in range(self.crowd.n)
            ),
            shortfalls=tuple(self._shortfalls(seen)),
            settings=self.settings,
            seed=self.seed,
            balance=self.balance,
            rounds=market.rounds if market else 0,
            residual=market.residual if market else 0.0,
            pool=self.pool.digest(),
        )

    def reserves(self, most: int) -> tuple[Reserve, ...]:
        """Up to `most` people for everybody who fit and are not on the list, the best first."""
        listed, profiles = self.built.partner, self.crowd.profiles
        rows, columns, scores = best_left(self.pairs, listed, price=self.price, most=most)
        reasons = self._explainer.of_all(rows, columns)
        return tuple(
            Reserve(owner=profiles[i].id, partner=profiles[j].id, score=float(score), reasons=why)
            for i, j, score, why in zip(rows, columns, scores, reasons, strict=True)
        )

    def reasons(self, owner: str, partner: str) -> tuple[RecommendationReason, ...]:
        """All reasons of a pair, seen from `owner`; raises `KeyError` for who is not in the pool."""
        number = self.crowd.number
        return self._explainer.reasons(number[owner], number[partner])

    def place(self, owner: str, partner: str) -> EntryOrigin | None:
        """Why `partner` has a place on the list of `owner`, if there is one."""
        number = self.crowd.number
        if owner not in number or partner not in number:
            return None
        at = np.flatnonzero(self.built.partner[number[owner]] == number[partner])
        return PLACES[self.built.place[number[owner], at[0]]] if len(at) else None

    def unanswered(self, owner: str) -> tuple[Statement, ...]:
        """The needs of `owner` that nobody answers; none where the pool is too large to look at all pairs."""
        if self.crowd.n > self.exact_up_to:
            return ()
        number = self.crowd.number[owner]
        first, last = np.searchsorted(self.crowd.owner_of_need, [number, number + 1]).tolist()
        return tuple(self.crowd.needs[n] for n in range(first, last) if not len(self.answers.of(n)))

    def why_not(self, owner: str, partner: str) -> WhyNot:
        """Why `partner` is not on the list of `owner`; raises `KeyError` for who is not in the pool."""
        return why_not(
            WhyNotQuery(
                frame=self.frame,
                surroundings=self.surroundings,
                explainer=self._explainer,
                pairs=self.pairs,
                price=self.price,
                barred=self.barred,
                built=self.built,
                everybody={str(p.id): p for p in self.pool.profiles},
            ),
            owner,
            partner,
        )

    def _entries(self, owner: int, reasons: Iterator[tuple[RecommendationReason, ...]]) -> list[Entry]:
        """The places of one list; `reasons` are those of the next places of all lists."""
        found = []
        for partner, place in zip(self.built.partner[owner], self.built.place[owner], strict=True):
            if partner < 0:
                continue
            at = self.pairs.find(owner, int(partner))
            one, other = self.pairs.for_row[at], self.pairs.for_column[at]
            entry = Entry(
                partner=self.crowd.profiles[partner].id,
                place=PLACES[place],
                score=float(self.pairs.score[at]),
                fit=float(two_way(np.array(one), np.array(other), self.weights)),
                for_you=float(one),
                for_them=float(other),
                price=float(self.price[partner]),
                reasons=next(reasons),
            )
            found.append(entry)
        return found

    def _shortfalls(self, seen: NDArray[np.int64]) -> list[Shortfall]:
        rules, found = self.rules, []
        wanted = {
            ShortfallKind.LENGTH: ((self.built.partner >= 0).sum(axis=1), rules.k),
            ShortfallKind.BRIDGES: (self._bridges(), rules.bridges),
            ShortfallKind.REACH: (seen, rules.reach),
        }
        for i, profile in enumerate(self.crowd.profiles):
            for kind, (has, needed) in wanted.items():
                if has[i] < needed:
                    found.append(
                        Shortfall(participant=profile.id, kind=kind, found=int(has[i]), wanted=needed)
                    )
        return found

    def _bridges(self) -> NDArray[np.int64]:
        """How many in each list come from other networks, above the floor."""
        partner = self.built.partner
        rows = np.repeat(np.arange(self.crowd.n), partner.shape[1])
        columns = partner.ravel()
        foreign = ~shared(self.crowd.networks[rows], self.crowd.networks[columns]) & (columns >= 0)
        floor = float(log_odds(np.array(self.rules.floor)))
        for at in np.flatnonzero(foreign):
            pair = self.pairs.find(int(rows[at]), int(columns[at]))
            foreign[at] = self.pairs.score[pair] >= floor
        return foreign.reshape(partner.shape).sum(axis=1)
