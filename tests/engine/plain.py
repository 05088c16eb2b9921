"""Kernels in plain Python, whatever this process has compiled before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from treffen.solvers.base import kernels

ENOUGH = 10**15
NOBODY = -1  # no thread has this number


@contextmanager
def all_plain() -> Iterator[None]:
    """Within, every kernel that may runs as the Python that it is, however long it takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "MOST_AT_ONCE", ENOUGH)
        patch.setattr(kernels._Kernel, "most", ENOUGH)
        patch.setattr(kernels._Kernel, "loader", NOBODY)  # so nobody finds one compiled
        yield
