"""A solver that writes down every step, in a process of its own: `refute` starts this file.

Reads pickled clauses, and the name of the file for the trace, from standard input. It needs nothing but the
solver's library.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import sys

import pysolvers

if sys.platform != "win32":
    import fcntl
    import resource


def _trace(clauses: list[list[int]], first: list[int], path: str) -> bool:
    """Whether the clauses contradict each other; the steps are in the file then.

    Of some literals it is shown first, one after the other, that they cannot be false.
    """
    handle = pysolvers.cadical195_new()
    for option in ("lrat", "binary"):
        pysolvers.cadical195_set(handle, option, 1)
    # The library never closes its file, and writes what it holds when the process ends: so it stays open.
    file = open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b", closefd=False)  # noqa: SIM115
    pysolvers.cadical195_tracepr(handle, file)
    for clause in clauses:
        pysolvers.cadical195_add_cl(handle, clause)
    for literal in first:
        pysolvers.cadical195_solve(handle, [-literal], 0)
    answer = pysolvers.cadical195_solve(handle, [], 0)
    pysolvers.cadical195_del(handle, file)
    return answer is False


def _end_in_time(pipe: int, seconds: int, most_bytes: int) -> None:
    """Have the system end this process: by time, by the size of a file, or when the parent's pipe ends."""
    if sys.platform != "win32":
        signal.alarm(seconds)
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
        if select.select([pipe], [], [], 0)[0]:  # it has ended already: no signal will come
            raise SystemExit(1)


if __name__ == "__main__":
    with open(0, "rb") as asked, open(1, "wb") as answers:  # pipes have numbers, no paths
        clauses, first, path, seconds, most_bytes = pickle.load(asked)  # noqa: S301  # from our own parent
        _end_in_time(asked.fileno(), seconds, most_bytes)
        answers.write(b"UNSATISFIABLE" if _trace(clauses, first, path) else b"SATISFIABLE")
