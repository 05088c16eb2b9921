"""Nobody in more than so many lists: what remains when prices have done their part, or are not there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.lists.build import Built, ListInputs, build, rebuild
from treffen.recommendation.lists.candidates import Pairs

Whole = NDArray[np.int64]


def most_lists(frame: ListInputs) -> Whole:
    """In how many lists everybody may stand at most, (n,).

    `cap` times k for whoever wants as many meetings as people do on average, in proportion more or
    less for others; nobody less than the `reach` that everybody is to have.
    """
    return np.maximum(_in_proportion(frame, frame.rules.cap), max(frame.rules.reach, 1))


def fewest_lists(frame: ListInputs) -> Whole:
    """In how many lists everybody should stand whom enough others suit, (n,).

    As far below k as `cap` is above it, in the same proportion; nobody less than `reach`.
    """
    return np.maximum(_in_proportion(frame, max(2 - frame.rules.cap, 0.0)), frame.rules.reach)


def _in_proportion(frame: ListInputs, part: float) -> Whole:
    """That part of k for whoever wants as many meetings as people do on average."""
    wanted = frame.crowd.wanted
    share = wanted / max(float(wanted.mean()), 1e-9) if len(wanted) else wanted
    return np.floor(part * frame.rules.k * share + 1e-9).astype(np.int64)


def build_capped(
    frame: ListInputs, pairs: Pairs, *, price: NDArray[np.float64]
) -> tuple[Built, NDArray[np.bool_]]:
    """Lists in which nobody stands more often than `most_lists` says, and the pairs (pairs,) given up.

    Whoever stands in too many lists stays in those where the score is highest; the others are
    built again without that person. Pairs given up stay given up, so that this ends.
    """
    most = most_lists(frame)
    barred = np.zeros(len(pairs.column), bool)
    built = build(frame, pairs, price=price)
    while True:
        over = np.flatnonzero(built.seen() > most)
        if not len(over):
            return built, barred
        rows = _give_up(pairs, built, over=over, most=most, barred=barred)
        rebuild(frame, pairs, built, rows, price=price, barred=barred)


def _give_up(pairs: Pairs, built: Built, *, over: Whole, most: Whole, barred: NDArray[np.bool_]) -> Whole:
    """Bar the pairs beyond the `most` (n,) best of each person that is in too many lists; the rows hit."""
    where = np.flatnonzero(np.isin(built.partner, over).any(axis=1))
    row = np.repeat(where, built.partner.shape[1])
    column = built.partner[where].ravel()
    kept = np.isin(column, over)
    row, column = row[kept], column[kept]
    at = np.array([pairs.find(int(r), int(c)) for r, c in zip(row, column, strict=True)], np.int64)
    order = np.lexsort((row, -pairs.score[at], column))
    first = np.flatnonzero(np.r_[True, np.diff(column[order]) != 0])
    rank = np.arange(len(order)) - np.repeat(first, np.diff(np.r_[first, len(order)]))
    lost = order[rank >= most[column[order]]]
    barred[at[lost]] = True
    return np.unique(row[lost])
