"""Fits of statements by stated concepts alone, for measuring what stands above the fit of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from treffen.recommendation import Statement


@dataclass(frozen=True, slots=True)
class Parts:
    """A fit through shared concepts."""

    fit: float
    concepts: tuple[Any, ...] = ()
    terms: tuple[Any, ...] = ()


class Concepts:
    """1 - 2^(-shared): half for one shared concept, three quarters for two."""

    def __init__(self, needs: Sequence[Statement], offers: Sequence[Statement]) -> None:
        names = {c: i for i, c in enumerate(sorted({c for s in (*needs, *offers) for c in s.concepts}))}
        self._needs, self._offers = (_rows(many, names) for many in (needs, offers))

    def block(self, rows: slice) -> sparse.csr_array:
        """(needs of `rows`, offers)."""
        shared = sparse.csr_array(self._needs[rows] @ self._offers.T)
        shared.data = (1 - 0.5**shared.data).astype(np.float32)
        return shared

    def pairs(self, needs: Any, offers: Any) -> Any:
        """Pair by pair."""
        shared = self._needs[needs].multiply(self._offers[offers]).sum(axis=1)
        return 1 - 0.5 ** np.asarray(shared).ravel()

    def parts(self, i: int, j: int) -> Parts:
        """One pair."""
        return Parts(float(self.pairs(np.array([i]), np.array([j]))[0]))


def _rows(many: Sequence[Statement], names: dict[str, int]) -> sparse.csr_array:
    columns = [sorted({names[c] for c in s.concepts}) for s in many]
    starts = np.r_[0, np.cumsum([len(one) for one in columns])]
    flat = np.array([c for one in columns for c in one], np.int32)
    return sparse.csr_array(
        (np.ones(len(flat), np.float32), flat, starts), shape=(len(many), max(1, len(names)))
    )
