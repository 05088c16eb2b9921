"""A solver in a process of its own, so that it can be ended at any moment: `remote` starts this file.

Reads messages of lists and numbers from standard input, each by `marshal` behind its length: options,
clauses to add, assumptions, conflicts. Answers each question with (answer, true literals), written alike.
Run as a script that is told where the solver's library is: so Python begins without looking for packages.
"""

from __future__ import annotations

import gc
import marshal
import sys
from io import BufferedReader, BufferedWriter

LENGTH = 8  # bytes that say how long a message is


def _serve(asked: BufferedReader, answers: BufferedWriter) -> None:
    """Answer until nobody asks any more."""
    import pysolvers  # found where the path ends by now

    handle = pysolvers.cadical195_new()
    while size := int.from_bytes(asked.read(LENGTH)):
        options, clauses, assumptions, conflicts = marshal.loads(asked.read(size))  # noqa: S302  # our parent's
        for name, value in options.items():
            pysolvers.cadical195_set(handle, name, value)
        for clause in clauses:
            pysolvers.cadical195_add_cl(handle, clause)
        pysolvers.cadical195_cbudget(handle, conflicts)
        answer = pysolvers.cadical195_solve_lim(handle, assumptions, 0)
        model = list(pysolvers.cadical195_model(handle)) if answer > 0 else []
        reply = marshal.dumps((answer, model))
        answers.write(len(reply).to_bytes(LENGTH) + reply)
        answers.flush()


if __name__ == "__main__":
    sys.path.append(sys.argv[1])
    gc.disable()  # lists of numbers make no cycles
    with open(0, "rb") as questions, open(1, "wb") as replies:  # pipes have numbers, no paths
        _serve(questions, replies)
