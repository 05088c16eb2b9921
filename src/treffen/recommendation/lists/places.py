"""Somebody takes the place of somebody else on a list that is there already, under the rules of lists."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.lists.build import PLACES, Built, EntryOrigin, ListInputs, shared
from treffen.recommendation.lists.candidates import Pairs
from treffen.recommendation.score.twoway import log_odds

Whole = NDArray[np.int64]
MATCH = PLACES.index(EntryOrigin.MATCH)


class ListPlaces:
    """Lists that are changed in place; `seen` counts in how many everybody stands.

    Nobody loses a place who stands in no more than `fewest` (n,) lists.
    """

    def __init__(self, frame: ListInputs, pairs: Pairs, built: Built) -> None:
        self.frame, self.pairs, self.built = frame, pairs, built
        self.crowd, self.rules = frame.crowd, frame.rules
        self.seen = built.seen()
        self.fewest = np.full(self.crowd.n, self.rules.reach)
        self.floor = float(log_odds(np.array(frame.rules.floor)))

    def give(self, owner: int, person: int, why: EntryOrigin, *, staying: Collection[int] = ()) -> bool:
        """Put a person on the list of an owner, if that is possible; `staying` are not touched."""
        partners = self.built.partner[owner]
        at = None if person in partners else self._spare(owner, person, staying)
        if at is None:
            return False
        gone = int(partners[at])
        if gone >= 0:
            self.seen[gone] -= 1
        partners[at] = person
        self.built.place[owner, at] = PLACES.index(why)
        self.seen[person] += 1
        return True

    def _spare(self, owner: int, person: int, staying: Collection[int]) -> int | None:
        """The last place of a list that can be given up for a person without breaking a rule."""
        partners, place = self.built.partner[owner], self.built.place[owner]
        for at in range(self.rules.k - 1, -1, -1):
            gone = int(partners[at])
            is_free = gone < 0
            can_go = not is_free and place[at] == MATCH and self.seen[gone] > self.fewest[gone]
            can_go = can_go and gone not in staying
            if (is_free or can_go) and self._fits(owner, np.delete(partners, at), person, gone):
                return at
        return None

    def _fits(self, owner: int, others: Whole, person: int, gone: int) -> bool:
        """Whether the list keeps its rules with a person in the place of another."""
        crowd, rules = self.crowd, self.rules
        others = others[others >= 0]
        same = (crowd.organisation[others] == crowd.organisation[person]) & (crowd.organisation[person] >= 0)
        near = shared(crowd.networks[others], crowd.networks[person])
        if same.sum() >= rules.organisation or near.sum() >= rules.network:
            return False
        if gone < 0 or not self._bridges(owner, np.array([gone])):
            return True
        enough = self._bridges(owner, others) >= rules.bridges
        return enough or self._bridges(owner, np.array([person])) > 0

    def _bridges(self, owner: int, people: Whole) -> int:
        crowd = self.crowd
        foreign = people[~shared(crowd.networks[people], crowd.networks[owner])]
        at = [self.pairs.find(owner, int(one)) for one in foreign]
        return sum(self.pairs.score[one] >= self.floor for one in at if one >= 0)
