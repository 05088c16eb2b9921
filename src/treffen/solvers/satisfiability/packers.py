"""As many who answer formulas of `packing` as there are threads, so that none waits for another.

The solver does not let go of the interpreter, nor does the writing of a formula. One thread asks in its own
process; of several each has a process that answers it. Where none can be started, or one is lost, it asks
in its own.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.satisfiability.packing import Sets, pack


class Pack(Protocol):
    """`packing.pack`, or who does the same."""

    def __call__(
        self,
        sets: Sets,
        likely: NDArray[np.bool_],
        *,
        limit: float,
        largest: float,
        conflicts: int,
    ) -> list[int] | None:
        """The ways chosen."""


class _Packer:
    """One process. Raises OSError where it cannot be started."""

    def __init__(self) -> None:
        # A session of its own keeps Ctrl-C from it: the parent decides what happens then.
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter, our own file
            [sys.executable or "", "-P", str(Path(__file__).with_name("packing_worker.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def __call__(self, sets: Sets, likely: NDArray[np.bool_], **given: Any) -> list[int] | None:
        """As `pack`."""
        asked, answers = self._process.stdin, self._process.stdout
        try:
            assert asked is not None
            assert answers is not None
            pickle.dump((sets, likely, given), asked, pickle.HIGHEST_PROTOCOL)
            asked.flush()
            return cast("list[int] | None", pickle.load(answers))  # noqa: S301  # from our own child
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            return pack(sets, likely, **given)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


@contextmanager
def packers(threads: int) -> Iterator[list[Pack]]:
    """One for each thread; their processes end with the block."""
    started: list[_Packer] = []
    try:
        while threads > 1 and len(started) < threads:
            try:
                started.append(_Packer())
            except OSError:
                break
        yield [*started, *[pack] * (threads - len(started))]
    finally:
        for one in started:
            one.close()
