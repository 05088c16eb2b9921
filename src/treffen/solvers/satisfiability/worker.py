"""A solver in a process of its own, so that it can be ended at any moment: `remote` starts this file.

Reads pickled messages from standard input: clauses to add, then (assumptions, conflicts). Answers
each question with (answer, literals): those that are true, or the assumptions that contradict the
clauses. Run as a script, beside an engine already imported, it needs nothing but the solver's library.
"""

from __future__ import annotations

import marshal
import pickle
from typing import BinaryIO

import pysolvers


def _serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    handle = pysolvers.cadical195_new()
    while True:
        try:
            options, clauses, assumptions, conflicts = pickle.load(asked)  # noqa: S301  # from our own parent
        except EOFError:
            return
        for name, value in options.items():
            pysolvers.cadical195_set(handle, name, value)
        for clause in marshal.loads(clauses):  # noqa: S302  # from our own parent
            pysolvers.cadical195_add_cl(handle, clause)
        pysolvers.cadical195_cbudget(handle, conflicts)
        answer = pysolvers.cadical195_solve_lim(handle, assumptions, 0)
        found = pysolvers.cadical195_model(handle) if answer > 0 else ()
        if answer < 0:
            found = pysolvers.cadical195_core(handle, assumptions)
        pickle.dump((answer, list(found or ())), answers)
        answers.flush()


if __name__ == "__main__":
    with open(0, "rb") as questions, open(1, "wb") as replies:  # pipes have numbers, no paths
        _serve(questions, replies)
