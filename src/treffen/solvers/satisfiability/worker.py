"""A solver in a process of its own, so that it can be ended at any moment: `remote` starts this file.

It is told the folder of the solver's library, then options, clauses to add, assumptions and a number of
conflicts, again and again; each time it answers (answer, literals): those that are true, or the assumptions
that contradict the clauses. Run as a script that is told where that library is, Python begins without
looking for packages.
"""

from __future__ import annotations

import gc
import marshal
import sys

TYPE_CHECKING = False  # `typing` takes as long to load as all this
if TYPE_CHECKING:
    from typing import IO, Any

LENGTH = 8  # bytes that say how long a message is


def write_message(pipe: IO[bytes], *message: Any) -> None:
    """Write a message behind its length: of lists of numbers `marshal` is several times as fast as pickle."""
    written = marshal.dumps(message)
    pipe.write(len(written).to_bytes(LENGTH))
    pipe.write(written)


def read_message(pipe: IO[bytes]) -> Any:
    """The next message; raises EOFError, ValueError or TypeError where there is none, or a part of one."""
    return marshal.loads(pipe.read(int.from_bytes(pipe.read(LENGTH))))  # noqa: S302  # from our own


def _serve(asked: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until nobody asks any more."""
    sys.path += read_message(asked)
    import pysolvers

    handle = pysolvers.cadical195_new()
    while True:
        try:
            options, clauses, assumptions, conflicts = read_message(asked)
        except EOFError:
            return
        for name, value in options.items():
            pysolvers.cadical195_set(handle, name, value)
        for clause in clauses:
            pysolvers.cadical195_add_cl(handle, clause)
        pysolvers.cadical195_cbudget(handle, conflicts)
        answer = pysolvers.cadical195_solve_lim(handle, assumptions, 0)
        found = pysolvers.cadical195_model(handle) if answer > 0 else ()
        if answer < 0:
            found = pysolvers.cadical195_core(handle, assumptions)
        write_message(answers, answer, list(found or ()))
        answers.flush()


if __name__ == "__main__":
    gc.disable()  # lists of numbers make no cycles
    with open(0, "rb") as questions, open(1, "wb") as replies:  # pipes have numbers, no paths
        _serve(questions, replies)
