"""Everybody is seen: who stands in too few lists takes the place of somebody who can spare it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.lists.build import PLACES, Built, EntryOrigin, ListInputs, shared
from treffen.recommendation.lists.candidates import Pairs
from treffen.recommendation.score.twoway import log_odds

Whole = NDArray[np.int64]
MATCH, BRIDGE, REACH = (PLACES.index(p) for p in (EntryOrigin.MATCH, EntryOrigin.BRIDGE, EntryOrigin.REACH))


class Reach:
    """Changes lists in place until everybody is in `reach` of them, as far as the rules allow."""

    def __init__(self, frame: ListInputs, pairs: Pairs, built: Built) -> None:
        self.frame, self.pairs, self.built = frame, pairs, built
        self.crowd, self.rules = frame.crowd, frame.rules
        self.seen = built.seen()
        self.floor = float(log_odds(np.array(frame.rules.floor)))

    def spread(self) -> Whole:
        """Who is in too few lists even so, by number."""
        lonely = np.flatnonzero(self.seen < self.rules.reach)
        for person in lonely[np.argsort(self.seen[lonely], kind="stable")]:
            self._show(int(person))
        return np.flatnonzero(self.seen < self.rules.reach)

    def _show(self, person: int) -> None:
        """Put one person into the lists of those for whom the score is best."""
        first, last = self.pairs.start[person], self.pairs.start[person + 1]
        order = np.argsort(-self.pairs.score[first:last], kind="stable")
        for owner in self.pairs.column[first:last][order]:
            if self.seen[person] >= self.rules.reach:
                return
            self._offer(int(owner), person)

    def _offer(self, owner: int, person: int) -> None:
        partners = self.built.partner[owner]
        if person in partners:
            return
        at = self._spare(owner, person)
        if at is None:
            return
        gone = int(partners[at])
        if gone >= 0:
            self.seen[gone] -= 1
        partners[at] = person
        self.built.place[owner, at] = REACH
        self.seen[person] += 1

    def _spare(self, owner: int, person: int) -> int | None:
        """The last place of a list that can be given up for a person without breaking a rule."""
        partners, place = self.built.partner[owner], self.built.place[owner]
        for at in range(self.rules.k - 1, -1, -1):
            gone = int(partners[at])
            is_free = gone < 0
            can_go = not is_free and place[at] == MATCH and self.seen[gone] > self.rules.reach
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
