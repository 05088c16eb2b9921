"""The matrix that HiGHS reads is the one that scipy would make."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from treffen.solvers.relaxation.compressed import compressed

pytestmark = pytest.mark.once


@pytest.mark.parametrize("seed", range(20))
def test_a_compressed_matrix_is_that_of_scipy_entries_at_one_place_added_up(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, shape = int(rng.integers(0, 30)), (int(rng.integers(1, 6)), int(rng.integers(1, 6)))
    rows, columns = rng.integers(0, shape[0], n), rng.integers(0, shape[1], n)
    weights = rng.integers(-5, 6, n).astype(float)
    ours = compressed(rows, columns, weights, shape=shape)
    theirs = sparse.csc_matrix((weights, (rows, columns)), shape=shape)
    assert ours.start.tolist() == theirs.indptr.tolist()
    assert ours.row.tolist() == theirs.indices.tolist()
    assert ours.weight.tolist() == theirs.data.tolist()
    assert ours.shape == shape


def test_no_rows_are_no_entries() -> None:
    empty = np.empty(0, np.int64)
    found = compressed(empty, empty, empty, shape=(0, 3))
    assert (found.start.tolist(), found.row.tolist(), found.weight.tolist()) == ([0, 0, 0, 0], [], [])
