"""The best partners of everybody by their score, exactly, over all pairs in blocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.score.context import Surroundings
from treffen.recommendation.score.fits import Block, Fits
from treffen.recommendation.score.pool_arrays import pair_noise
from treffen.recommendation.score.twoway import chance, log_odds, two_way

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
CELLS = 1_000_000  # pairs that are looked at in one block
AGAIN = 32  # rows that are looked at once more in one go
NOTHING = 3e-6  # a rank below this is no fit at all, only the draw that breaks ties


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of people with their scores, by row; both (i, j) and (j, i) are there.

    `start` (n + 1,) gives each row's run in `column`, `score` (log-odds), `for_row` (what the
    column's person does for the row's) and `for_column`; columns rise within a row. `lead` is the
    place of the row's need that is served most, -1 where none is.
    """

    start: Whole
    column: NDArray[np.int32]
    score: NDArray[np.float32]
    for_row: NDArray[np.float32]
    for_column: NDArray[np.float32]
    lead: NDArray[np.int8]

    @property
    def n(self) -> int:
        """How many people."""
        return len(self.start) - 1

    def rows(self) -> Whole:
        """The row of each pair."""
        return np.repeat(np.arange(self.n), np.diff(self.start))

    def find(self, row: int, column: int) -> int:
        """Where a pair stands, or -1."""
        first, last = int(self.start[row]), int(self.start[row + 1])
        at = first + int(np.searchsorted(self.column[first:last], column))
        return at if at < last and self.column[at] == column else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatePairs:
    """Directed candidates: `row` should look at `column`; one entry a pair."""

    row: NDArray[np.signedinteger]
    column: NDArray[np.signedinteger]
    score: NDArray[np.floating]
    for_row: NDArray[np.floating]
    for_column: NDArray[np.floating]


def score_pairs(surroundings: Surroundings, found: CandidatePairs) -> Real:
    """The scores of pairs whose directed fits are known; symmetric."""
    fit = two_way(found.for_row, found.for_column, surroundings.weights)
    return log_odds(fit) + surroundings.context(found.row, found.column).total()


def shortlists(surroundings: Surroundings, fits: Fits, *, m: int, seed: int) -> list[CandidatePairs]:
    """The m best partners of everybody by score among all pairs, block by block.

    `fits` are directed fits. Exact among pairs with any fit; where somebody has fewer than
    m of those, others fill up by a draw. Ties are broken by the seed, never by the order of the pool.
    """
    crowd = surroundings.crowd
    step = max(1, CELLS // max(1, crowd.n))
    return [_narrow(_Block(surroundings, block, seed).best(m)) for block in fits.blocks(step)]


class _Block:
    """All pairs of a run of rows, dense."""

    def __init__(self, surroundings: Surroundings, block: Block, seed: int) -> None:
        self.surroundings, self.rows = surroundings, np.arange(block.rows.start, block.rows.stop)
        self.for_row, self.for_column = block.for_row, block.for_column
        fit = two_way(self.for_row, self.for_column, surroundings.weights)
        draw = surroundings.crowd.draw
        here, there = pair_noise(draw[self.rows], draw[:1] * 0, seed), pair_noise(draw, draw[:1] * 0, ~seed)
        jitter = np.add.outer(here.astype(np.float32), there.astype(np.float32)) % np.float32(1)
        self.rank = fit + np.float32(1e-6) * jitter
        self.seed = seed

    def best(self, m: int) -> CandidatePairs:
        """Shortlist by fit, score the shortlist, and look again where context could reorder."""
        n = self.rank.shape[1]
        width = min(n, 4 * m + 1)
        short = np.argpartition(self.rank, n - width, axis=1)[:, n - width :] if width < n else None
        if short is None:
            short = np.broadcast_to(np.arange(n), self.rank.shape)
        found = self._scored(np.repeat(np.arange(len(self.rows)), width), short.ravel())
        kept, least = self._top(found, m)
        if width == n:
            return kept
        # What was left out has at most the fit of the last one looked at, and all of the context.
        edge = np.take_along_axis(self.rank, short, axis=1).min(axis=1)
        most = self.surroundings.most(self.rows)
        reach = log_odds(edge) + most
        again = np.flatnonzero((reach > least) & (edge > NOTHING))
        if not len(again):
            return kept
        return self._again(kept, again, m, least - most)

    def _again(self, kept: CandidatePairs, again: Whole, m: int, edge: Real) -> CandidatePairs:
        """Rows in which context may lift somebody with log-odds above `edge` into the best m."""
        parts = [_only(kept, ~np.isin(kept.row, self.rows[again]))]
        lowest = chance(edge) * (1 - 1e-6)
        for first in range(0, len(again), AGAIN):
            some = again[first : first + AGAIN]
            rank = self.rank[some]
            hopeful = (rank >= lowest[some][:, None]) & (rank > NOTHING)
            local, column = np.nonzero(hopeful)
            parts.append(self._top(self._scored(some[local], column), m)[0])
        return merged_pairs(parts)

    def _scored(self, local: Whole, column: Whole) -> CandidatePairs:
        row = self.rows[local]
        allowed = ~self.surroundings.forbidden(row, column)
        local, row, column = local[allowed], row[allowed], column[allowed]
        one, other = self.for_row[local, column], self.for_column[local, column]
        found = CandidatePairs(row=row, column=column, score=np.empty(0), for_row=one, for_column=other)
        score = score_pairs(self.surroundings, found)
        return CandidatePairs(row=row, column=column, score=score, for_row=one, for_column=other)

    def _top(self, found: CandidatePairs, m: int) -> tuple[CandidatePairs, Real]:
        """The m best of each row, and the score of the last of them (-inf where there are fewer)."""
        kept = _only(found, best_of_rows(self.surroundings, found, m=m, seed=self.seed))
        least = np.full(len(self.rows), np.inf)
        np.minimum.at(least, kept.row - self.rows[0], kept.score)
        least[np.bincount(kept.row - self.rows[0], minlength=len(self.rows)) < m] = -np.inf
        return kept, least


def best_of_rows(surroundings: Surroundings, found: CandidatePairs, *, m: int, seed: int) -> Whole:
    """Where the m best of each row stand; ties by a draw for each pair."""
    draw = surroundings.crowd.draw
    lot = pair_noise(draw[found.row], draw[found.column], seed)
    order = np.lexsort((lot, -found.score, found.row))
    rows = found.row[order]
    first = np.flatnonzero(np.r_[True, np.diff(rows) != 0]) if len(rows) else np.empty(0, np.int64)
    rank = np.arange(len(rows)) - np.repeat(first, np.diff(np.r_[first, len(rows)]))
    return np.asarray(order[rank < m])


def _narrow(found: CandidatePairs) -> CandidatePairs:
    """The same in half of the memory: where candidates of many people are held, and not reckoned with."""
    return CandidatePairs(
        row=found.row.astype(np.int32),
        column=found.column.astype(np.int32),
        score=found.score.astype(np.float32),
        for_row=found.for_row.astype(np.float32),
        for_column=found.for_column.astype(np.float32),
    )


def _only(found: CandidatePairs, at: NDArray[np.int64] | NDArray[np.bool_]) -> CandidatePairs:
    return CandidatePairs(
        row=found.row[at],
        column=found.column[at],
        score=found.score[at],
        for_row=found.for_row[at],
        for_column=found.for_column[at],
    )


def merged_pairs(parts: list[CandidatePairs]) -> CandidatePairs:
    """Several as one."""
    if not parts:
        nobody, nothing = np.empty(0, np.int64), np.empty(0)
        return CandidatePairs(row=nobody, column=nobody, score=nothing, for_row=nothing, for_column=nothing)
    return CandidatePairs(
        row=np.concatenate([p.row for p in parts]),
        column=np.concatenate([p.column for p in parts]),
        score=np.concatenate([p.score for p in parts]),
        for_row=np.concatenate([p.for_row for p in parts]),
        for_column=np.concatenate([p.for_column for p in parts]),
    )


def symmetric(n: int, parts: list[CandidatePairs]) -> Pairs:
    """Candidates both ways round, each pair once a row."""
    one = merged_pairs([_narrow(part) for part in parts])
    row, column = one.row.astype(np.int64), one.column.astype(np.int64)
    keys, at = np.unique(np.r_[row * n + column, column * n + row], return_index=True)
    del row, column
    return Pairs(
        start=np.searchsorted(keys, np.arange(n + 1) * n),
        column=(keys % max(n, 1)).astype(np.int32),
        score=np.r_[one.score, one.score][at].astype(np.float32),
        for_row=np.r_[one.for_row, one.for_column][at].astype(np.float32),
        for_column=np.r_[one.for_column, one.for_row][at].astype(np.float32),
        lead=np.full(len(keys), -1, np.int8),
    )
