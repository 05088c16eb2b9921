"""Why somebody is not on a list: a rule, the score, or a list that is full.

The answer is found by trying: the list is built again with one thing changed, and the first
change that lets the partner in is the reason. The score that was needed is found the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.lists.answer import WhyNot, WhyNotKind
from treffen.recommendation.lists.build import (
    LEAST,
    WIDTH,
    Built,
    ListBuffer,
    ListInputs,
    fill,
    list_buffer_of,
    shared,
)
from treffen.recommendation.lists.candidates import CandidatePairs, Pairs, score_pairs
from treffen.recommendation.lists.reasons import Explainer
from treffen.recommendation.profiles import Profile
from treffen.recommendation.score.context import Surroundings

HIGHEST = 60.0  # log-odds: no score is above
STEPS = 40  # of the search for the score that was needed
K = WhyNotKind


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNotQuery:
    """What an answer is made from."""

    frame: ListInputs
    surroundings: Surroundings
    explainer: Explainer
    pairs: Pairs
    price: NDArray[np.float64]
    barred: NDArray[np.bool_]
    built: Built
    everybody: Mapping[str, Profile]


def why_not(asked: WhyNotQuery, owner: str, partner: str) -> WhyNot:
    """Why `partner` is not on the list of `owner`; raises `KeyError` for who is not in the pool."""
    here, there = asked.everybody[owner], asked.everybody[partner]
    kind = _rule(asked, here, there)
    answer = WhyNot(participant=here.id, partner=there.id, kind=kind or K.SCORE)
    if kind is not None:
        return answer
    number = asked.frame.crowd.number
    return _Tried(asked, number[owner], number[partner]).answer(answer)


def _rule(asked: WhyNotQuery, here: Profile, there: Profile) -> WhyNotKind | None:
    if here.id == there.id:
        return K.SELF
    if not (here.opted_in and there.opted_in):
        return K.NOT_OPTED_IN
    number = asked.frame.crowd.number
    row, column = number[here.id], number[there.id]
    if there.id in here.blocked or here.id in there.blocked:
        return K.BLOCKED
    if here.organisation is not None and here.organisation == there.organisation:
        return K.SAME_ORGANISATION
    surroundings = asked.surroundings
    silent = surroundings.speechless(np.array([row]), np.array([column]))[0]
    if surroundings.weights.language and silent:
        return K.NO_COMMON_LANGUAGE
    if not surroundings.weights.again and (there.id in here.known or here.id in there.known):
        return K.KNOWN
    return K.LISTED if column in asked.built.partner[row] else None


class _Tried:
    """The list of one person, built again with changes."""

    def __init__(self, asked: WhyNotQuery, row: int, column: int) -> None:
        self.asked, self.row, self.column = asked, row, column
        self.score = self._score()
        rows = np.array([row])
        width = max(len(asked.pairs.column), 1)
        shelf = list_buffer_of(asked.pairs, rows, price=asked.price, width=width, barred=asked.barred)
        best = np.argsort(-shelf.value[0], kind="stable")[: WIDTH * asked.frame.rules.shortlist]
        others = np.sort(best[shelf.column[0, best] != column])
        price = asked.price[column]
        self.shelf = ListBuffer(
            row=rows,
            column=_beside(shelf.column[:, others], column),
            value=_beside(shelf.value[:, others], self.score - price),
            score=_beside(shelf.score[:, others], self.score),
            lead=_beside(shelf.lead[:, others], self._lead()),
            allowed=_beside(shelf.allowed[:, others], True),
        )

    def _score(self) -> float:
        at = self.asked.pairs.find(self.row, self.column)
        if at >= 0:
            return float(self.asked.pairs.score[at])
        both = np.array([self.row, self.column])
        fits = self.asked.explainer.fits(both[::-1], both)
        pair = CandidatePairs(
            row=np.array([self.row]),
            column=np.array([self.column]),
            score=np.empty(0),
            for_row=np.array([fits[0]]),
            for_column=np.array([fits[1]]),
        )
        return float(score_pairs(self.asked.surroundings, pair)[0])

    def _lead(self) -> int:
        served = self.asked.explainer.served(self.column, self.row)
        owner = self.asked.frame.crowd.owner_of_need
        return served[0].need - int(np.searchsorted(owner, self.row)) if served else -1

    def _is_in(self, *, score: float, price: float | None = None, **rules: int | float) -> bool:
        """Whether the partner gets in with this score, this price, and rules changed so."""
        price = self.asked.price[self.column] if price is None else price
        shelf, value = self.shelf, self.shelf.value.copy()
        scores, allowed = shelf.score.copy(), shelf.allowed.copy()
        value[0, -1], scores[0, -1], allowed[0, -1] = score - price, score, score > LEAST
        frame = replace(self.asked.frame, rules=replace(self.asked.frame.rules, **rules))  # type: ignore[arg-type]  # names of counts
        partner, _ = fill(frame, replace(shelf, value=value, score=scores, allowed=allowed))
        return self.column in partner[0]

    def answer(self, answer: WhyNot) -> WhyNot:
        kind, evidence = self._kind()
        seen = int(self.asked.built.seen()[self.column])
        return replace(
            answer,
            kind=kind,
            score=self.score,
            needed=self._needed() if kind in (K.SCORE, K.IN_DEMAND, K.NEED_COVERED) else None,
            lists=seen,
            evidence=evidence,
            reasons=self.asked.explainer.reasons(self.row, self.column),
        )

    def _kind(self) -> tuple[WhyNotKind, tuple[str, ...]]:
        """The first change that lets the partner in."""
        k, score = self.asked.frame.rules.k, self.score
        crowd, partners = self.asked.frame.crowd, self._partners()
        barred_at = self.asked.pairs.find(self.row, self.column)
        if barred_at >= 0 and self.asked.barred[barred_at]:
            return K.IN_DEMAND, ()
        if self._is_in(score=score):
            return K.PLACES_KEPT, ()
        if self._is_in(score=score, organisation=k):
            same = crowd.organisation[partners] == crowd.organisation[self.column]
            return K.ORGANISATION_FULL, self._ids(partners[same])
        if self._is_in(score=score, network=k):
            near = shared(crowd.networks[partners], crowd.networks[self.column])
            return K.NETWORK_FULL, self._ids(partners[near])
        if self._is_in(score=score, bridges=0, exploration=0):
            return K.PLACES_KEPT, ()
        if self._is_in(score=score, cover=0.0):
            return K.NEED_COVERED, ()
        free = min(0.0, float(self.asked.price[self.column]))
        return (K.IN_DEMAND if self._is_in(score=score, price=free) else K.SCORE), ()

    def _partners(self) -> NDArray[np.int64]:
        partners = self.asked.built.partner[self.row]
        return np.asarray(partners[partners >= 0])

    def _ids(self, people: NDArray[np.int64]) -> tuple[str, ...]:
        return tuple(self.asked.frame.crowd.ids[one] for one in people)

    def _needed(self) -> float | None:
        """The least score that lets the partner in, to a thousandth; None where none does."""
        low, high = self.score, HIGHEST
        if not self._is_in(score=high):
            return None
        for _ in range(STEPS):
            middle = (low + high) / 2
            low, high = (low, middle) if self._is_in(score=middle) else (middle, high)
            if high - low < 1e-3:
                break
        return high


def _beside[T: np.generic](row: NDArray[T], one: float) -> NDArray[T]:
    return np.concatenate([row, np.array([[one]], row.dtype)], axis=1)
