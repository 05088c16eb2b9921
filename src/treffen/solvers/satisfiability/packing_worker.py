"""Formulas of `packing` answered in a process of its own: `packers` starts this file.

Reads pickled arguments of `pack` from standard input, and answers each with what it found.
"""

from __future__ import annotations

import pickle
from typing import BinaryIO

from treffen.solvers.satisfiability.packing import pack


def _serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    while True:
        try:
            sets, likely, given = pickle.load(asked)  # noqa: S301  # from our own parent
        except EOFError:
            return
        pickle.dump(pack(sets, likely, **given), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    with open(0, "rb") as questions, open(1, "wb") as replies:  # pipes have numbers, no paths
        _serve(questions, replies)
