"""Who answers each need best: that has a place on the list, whatever the other direction is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.lists.build import EntryOrigin
from treffen.recommendation.lists.candidates import CandidatePairs, score_pairs
from treffen.recommendation.lists.places import ListPlaces
from treffen.recommendation.lists.reasons import Explainer
from treffen.recommendation.score.context import Surroundings
from treffen.recommendation.score.directed import ROWS, Meanings

Whole = NDArray[np.int64]
ENOUGH = 0.3  # a fit below this answers nothing
NEAR = 0.1  # who fits so little worse than the best answers as well
MOST = 3  # people for a need who are thought of even where they are on nobody's shortlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The people who answer needs best: run i is that of need i, the best first."""

    start: Whole
    person: Whole

    def of(self, need: int) -> Whole:
        """Nobody, where nobody answers it."""
        return self.person[self.start[need] : self.start[need + 1]]

    def pairs(self, explainer: Explainer, *, candidates: Sequence[Whole]) -> CandidatePairs:
        """The first few of each need, with scores; `candidates` are keys of pairs that are so anyway."""
        crowd = explainer.crowd
        need = np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))
        is_first = np.arange(len(need)) - self.start[need] < MOST
        keys = np.unique(pair_keys(crowd.owner_of_need[need[is_first]], self.person[is_first], crowd.n))
        row, column = np.divmod(
            keys[~np.isin(keys, np.concatenate([*candidates, np.empty(0, np.int64)]))], max(crowd.n, 1)
        )
        fits = explainer.fits(column, row), explainer.fits(row, column)
        found = CandidatePairs(row=row, column=column, score=np.empty(0), for_row=fits[0], for_column=fits[1])
        score = score_pairs(explainer.surroundings, found)
        return CandidatePairs(row=row, column=column, score=score, for_row=fits[0], for_column=fits[1])


def pair_keys(one: Whole, other: Whole, n: int) -> Whole:
    """One number for a pair of people, whichever comes first."""
    return np.minimum(one, other) * n + np.maximum(one, other)


def answers_of(surroundings: Surroundings, meanings: Meanings) -> Answers:
    """All answers, in blocks of needs; who must not be suggested answers nothing."""
    crowd = surroundings.crowd
    parts = [
        _of_needs(surroundings, meanings, slice(first, min(first + ROWS, len(crowd.needs))))
        for first in range(0, len(crowd.needs) if crowd.offers else 0, ROWS)
    ]
    need, person = (
        np.concatenate([part[side] for part in parts] or [np.empty(0, np.int64)]) for side in (0, 1)
    )
    return Answers(start=np.searchsorted(need, np.arange(len(crowd.needs) + 1)), person=person)


def _of_needs(surroundings: Surroundings, meanings: Meanings, needs: slice) -> tuple[Whole, Whole]:
    crowd, block = surroundings.crowd, meanings.block(needs).tocoo()
    enough = block.data >= ENOUGH
    need, fit = block.row[enough].astype(np.int64) + needs.start, block.data[enough]
    person = crowd.owner_of_offer[block.col[enough]].astype(np.int64)
    allowed = ~surroundings.forbidden(crowd.owner_of_need[need], person)
    need, person, fit = need[allowed], person[allowed], fit[allowed]
    best = np.zeros(needs.stop - needs.start)
    np.maximum.at(best, need - needs.start, fit)
    kept = fit >= best[need - needs.start] - NEAR
    need, person, fit = need[kept], person[kept], fit[kept]
    order = np.lexsort((crowd.draw[person], -fit, need))
    # Of each person the best offer alone: the first place in the order.
    _, first = np.unique(need[order] * crowd.n + person[order], return_index=True)
    order = order[np.sort(first)]
    return need[order], person[order]


def give_places(places: ListPlaces, answers: Answers, *, most: Whole) -> None:
    """Each need that nobody on its owner's list answers has the best place that can be spared.

    `most` (n,) says in how many lists everybody may stand.
    """
    crowd = places.crowd
    for need in np.lexsort((-crowd.share, crowd.owner_of_need)).tolist():
        people, owner = answers.of(need), int(crowd.owner_of_need[need])
        if not len(people) or np.isin(people, places.built.partner[owner]).any():
            continue
        staying = _alone(answers, crowd.owner_of_need, owner, places.built.partner[owner])
        for person in people[:MOST].tolist():
            is_free = places.seen[person] < most[person] and places.pairs.find(owner, person) >= 0
            if is_free and places.give(owner, person, EntryOrigin.ANSWER, staying=staying):
                break


def _alone(answers: Answers, owners: Whole, owner: int, listed: Whole) -> frozenset[int]:
    """Whoever on a list is the only one there who answers a need of its owner."""
    first, last = np.searchsorted(owners, [owner, owner + 1]).tolist()
    found = (answers.of(need) for need in range(first, last))
    there = [people[np.isin(people, listed)] for people in found]
    return frozenset(int(people[0]) for people in there if len(people) == 1)
