"""Directed fits are held in runs, and read by rows and by columns at once."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from treffen.recommendation.score import fits as fits_module
from treffen.recommendation.score.fits import Fits


def _fits(matrix: np.ndarray, cuts: list[int]) -> Fits:
    ends = [*cuts, len(matrix)]
    parts = []
    for first, last in zip([0, *cuts], ends, strict=True):
        rows = sparse.csr_array(matrix[first:last])  # as products give them: unsorted
        rows.indices[:2], rows.data[:2] = (
            rows.indices[:2][::-1].copy(),
            rows.data[:2][::-1].copy(),
        )  # unsorted
        rows.has_sorted_indices = False
        parts.append((first, rows))
    return Fits.of(len(matrix), parts)


@pytest.mark.parametrize("size", [1, 3, 7, 40])
@pytest.mark.parametrize("cuts", [[], [5], [1, 2, 20]])
@pytest.mark.parametrize("large", [10, 2**24])
def test_blocks_hold_all_rows_and_all_columns(
    size: int, cuts: list[int], large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fits_module, "LARGE", large)  # many runs, or one
    rng = np.random.default_rng(size)
    matrix = (rng.random((23, 23)) * (rng.random((23, 23)) < 0.3)).astype(np.float32)
    matrix[4] = 0
    fits = _fits(matrix, cuts)
    blocks = list(fits.blocks(size))
    assert np.concatenate([one.for_row for one in blocks]).tolist() == matrix.tolist()
    assert np.concatenate([one.for_column for one in blocks]).tolist() == matrix.T.tolist()
    assert [i for one in blocks for i in range(one.rows.start, one.rows.stop)] == list(range(23))
    assert fits.matrix().toarray().tolist() == matrix.tolist()


def test_columns_take_two_bytes_where_two_are_enough() -> None:
    for people, width in ((200, 1), (300, 2), (70_000, 4)):
        fits = Fits.of(people, [(0, sparse.csr_array(([0.5], [0], [0, 1]), shape=(1, people)))])
        assert fits.runs[0].column.itemsize == width


def test_nobody_has_no_blocks() -> None:
    assert list(Fits.of(0, []).blocks(5)) == []
    assert Fits.of(0, []).matrix().shape == (0, 0)
