"""Lists under their rules, all rows at once: greedy rounds over padded arrays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.lists.candidates import Pairs
from treffen.recommendation.score.pool_arrays import Bits, PoolArrays, pair_noise
from treffen.recommendation.score.twoway import SMALLEST, log_odds
from treffen.recommendation.score.weights import ListRules

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Yes = NDArray[np.bool_]
ROWS = 1_000  # lists that are built side by side
WIDTH = 3  # a row looks at so many times its shortlist: it may be on more people's shortlists
LEAST = float(log_odds(np.array(SMALLEST))) + 0.01  # below this a pair has no reason at all


class EntryOrigin(StrEnum):
    """Why somebody stands in a list at all."""

    MATCH = "match"
    BRIDGE = "bridge"  # kept for other networks
    EXPLORATION = "exploration"  # drawn
    REACH = "reach"  # so that everybody is seen
    ANSWER = "answer"  # answers a need best, and little the other way


PLACES = tuple(EntryOrigin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """Lists as arrays (n, k): `partner` (-1: empty) and `place` (number in `PLACES`)."""

    partner: Whole
    place: Whole

    def seen(self) -> Whole:
        """In how many lists everybody stands, (n,)."""
        return np.bincount(self.partner[self.partner >= 0], minlength=len(self.partner))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBuffer:
    """Rows of candidates side by side, padded: what a list is chosen from.

    All are (rows, width). `value` is the score minus the price, `score` without; `allowed` marks
    what may be chosen.
    """

    row: Whole
    column: Whole
    value: Real
    score: Real
    lead: Whole
    allowed: Yes


def list_buffer_of(
    pairs: Pairs, rows: Whole, *, price: Real, width: int, barred: Yes | None = None
) -> ListBuffer:
    """The candidates of some rows; of longer rows those with the best value.

    `barred` (pairs,) marks pairs that may not be chosen.
    """
    lengths = (pairs.start[1:] - pairs.start[:-1])[rows]
    size = int(lengths.max(initial=1))
    at = pairs.start[rows][:, None] + np.arange(size)
    inside = np.arange(size) < lengths[:, None]
    at = np.where(inside, at, 0)
    if not len(pairs.column):
        empty = np.zeros((len(rows), 1))
        whole = empty.astype(np.int64)
        return ListBuffer(row=rows, column=whole, value=empty, score=empty, lead=whole, allowed=empty > 0)
    score = np.where(inside, pairs.score[at], -np.inf).astype(np.float64)
    column = pairs.column[at].astype(np.int64)
    allowed = inside & (score > LEAST)
    if barred is not None:
        allowed &= ~barred[at]
    value = np.where(allowed, score - price[column], -np.inf)
    lead = pairs.lead[at].astype(np.int64)
    if size > width:
        best = np.argpartition(value, size - width, axis=1)[:, size - width :]
        best.sort(axis=1)
        picked = [np.take_along_axis(one, best, axis=1) for one in (column, value, score, lead, allowed)]
        column, value, score, lead, allowed = picked
    return ListBuffer(row=rows, column=column, value=value, score=score, lead=lead, allowed=allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListInputs:
    """What does not change while lists are built."""

    crowd: PoolArrays
    rules: ListRules
    seed: int


def build(frame: ListInputs, pairs: Pairs, *, price: Real, barred: Yes | None = None) -> Built:
    """The lists of everybody, in chunks of rows."""
    rules, n = frame.rules, pairs.n
    built = Built(partner=np.full((n, rules.k), -1), place=np.zeros((n, rules.k), np.int64))
    rebuild(frame, pairs, built, np.arange(n), price=price, barred=barred)
    return built


def rebuild(
    frame: ListInputs, pairs: Pairs, built: Built, rows: Whole, *, price: Real, barred: Yes | None = None
) -> None:
    """Build some of the lists again, in place."""
    for first in range(0, len(rows), ROWS):
        some = rows[first : first + ROWS]
        width = WIDTH * frame.rules.shortlist
        shelf = list_buffer_of(pairs, some, price=price, width=width, barred=barred)
        built.partner[some], built.place[some] = fill(frame, shelf)


def fill(frame: ListInputs, shelf: ListBuffer) -> tuple[Whole, Whole]:
    """The lists of the rows of a shelf: partners and places, (rows, k)."""
    return _Rounds(frame, shelf).all()


class _Rounds:
    """One place a round, for all rows at once."""

    def __init__(self, frame: ListInputs, shelf: ListBuffer) -> None:
        self.rules, self.shelf, self.frame = frame.rules, shelf, frame
        crowd = frame.crowd
        self.value, self.open = shelf.value.copy(), shelf.allowed.copy()
        self.organisation = crowd.organisation[shelf.column]
        self.networks = crowd.networks[shelf.column]
        foreign = ~(self.networks & crowd.networks[shelf.row][:, None]).any(axis=2)
        self.hopeful = shelf.score >= log_odds(np.array(frame.rules.floor))
        self.bridge = foreign & self.hopeful
        self.of_organisation = np.zeros(shelf.column.shape, np.int16)
        self.of_network = np.zeros(shelf.column.shape, np.int16)
        self.bridges = np.zeros(len(shelf.row), np.int64)
        self.all_rows = np.arange(len(shelf.row))

    def all(self) -> tuple[Whole, Whole]:
        k = self.rules.k
        partner = np.full((len(self.shelf.row), k), -1)
        place = np.zeros((len(self.shelf.row), k), np.int64)
        for turn in range(k):
            is_draw = turn >= k - self.rules.exploration
            at, kind = self._drawn(k - turn) if is_draw else self._best(k - turn)
            ok = at >= 0
            partner[ok, turn] = self.shelf.column[self.all_rows[ok], at[ok]]
            place[ok, turn] = kind[ok]
            self._take(self.all_rows[ok], at[ok])
        return partner, place

    def _must_bridge(self, left: int) -> tuple[Yes, Yes]:
        """Rows whose remaining places are all needed for other networks, and where that is possible."""
        missing = self.rules.bridges - self.bridges
        tight = (missing > 0) & (missing >= left)
        return tight, tight & (self.open & self.bridge).any(axis=1)

    def _best(self, left: int) -> tuple[Whole, Whole]:
        """The best value that is open; places for other networks are kept while there are any."""
        _, bound = self._must_bridge(left - self.rules.exploration)
        may = self.open & (self.bridge | ~bound[:, None])
        at = self._argmax(np.where(may, self.value, -np.inf))
        return at, np.where(bound, PLACES.index(EntryOrigin.BRIDGE), PLACES.index(EntryOrigin.MATCH))

    def _drawn(self, left: int) -> tuple[Whole, Whole]:
        """By lot among what lies above the floor, chances as scores say; else the best that is open."""
        _, bound = self._must_bridge(left)
        draw = self.frame.crowd.draw
        lot = pair_noise(draw[self.shelf.row][:, None], draw[self.shelf.column], self.frame.seed)
        noisy = np.where(self.shelf.allowed, self.shelf.score, 0) - np.log(-np.log(lot))
        may = self.open & self.hopeful & (self.bridge | ~bound[:, None])
        at = self._argmax(np.where(may, noisy, -np.inf))
        spare, kind = self._best(left + self.rules.exploration)
        return np.where(at >= 0, at, spare), np.where(at >= 0, PLACES.index(EntryOrigin.EXPLORATION), kind)

    def _argmax(self, value: Real) -> Whole:
        at = value.argmax(axis=1)
        return np.where(np.isfinite(value[self.all_rows, at]), at, -1)

    def _take(self, rows: Whole, at: Whole) -> None:
        """Note what was chosen: it is gone, and what is like it counts for less or not at all."""
        rules = self.rules
        self.open[rows, at] = False
        self.bridges[rows] += self.bridge[rows, at]
        lead = self.shelf.lead[rows, at][:, None]
        self.value[rows] -= rules.cover * ((self.shelf.lead[rows] == lead) & (lead >= 0))
        organisation = self.organisation[rows, at][:, None]
        self.of_organisation[rows] += (self.organisation[rows] == organisation) & (organisation >= 0)
        self.of_network[rows] += shared(self.networks[rows], self.networks[rows, at][:, None])
        full = self.of_organisation[rows] >= rules.organisation
        self.open[rows] &= ~(full | (self.of_network[rows] >= rules.network))


def shared(one: Bits, other: Bits) -> Yes:
    """Whether sets of bits, (..., words), have a common member."""
    return np.asarray((one & other).any(axis=-1))
