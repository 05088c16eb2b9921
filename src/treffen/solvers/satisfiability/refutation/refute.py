"""Refuting a claim, with every step written down."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from treffen.problem import Goal, ParticipantId
from treffen.solvers.base import Model, Stop
from treffen.solvers.base.model import Array
from treffen.solvers.satisfiability.refutation.claim import Claim
from treffen.solvers.satisfiability.refutation.gathering import gathered, is_rare
from treffen.solvers.satisfiability.refutation.limits import formula_of
from treffen.solvers.satisfiability.refutation.log import Steps, lines_of, steps_of
from treffen.solvers.satisfiability.refutation.prices import limit_prices
from treffen.timetable import AssignmentCertificate

WAIT = 0.05  # seconds between looks at the stop and at the size of the trace
MOST_BYTES = 6_000_000_000  # of a trace, whose log has some twice as many: a checker reads 16 GiB
LONGEST = 1_000_000  # seconds; where nothing else ends a solver whose parent was killed
REFUTED, POSSIBLE = b"UNSATISFIABLE", b"SATISFIABLE"


class Unrefuted(StrEnum):
    """Why a claim stays on trust: the formula says too little, or nothing of this goal or kind of event;
    time or room did not suffice; or no solver could be run."""

    FORMULA = "formula"
    GOAL = "goal"
    KIND = "kind"
    TIME = "time"
    SIZE = "size"
    PROCESS = "process"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refutation:
    """Steps from the formula of a claim to a contradiction; none where a clause of it is empty.

    `prices`: those of idle time that the formula was narrowed by; `order`: people whose idle time it sums up
    first, one after the other.
    """

    n_clauses: int
    steps: Steps
    prices: AssignmentCertificate | None = None
    order: tuple[ParticipantId, ...] = ()

    def lines(self) -> Iterator[str]:
        """The log as a checker reads it."""
        return lines_of(self.steps, self.n_clauses)


def refute(
    model: Model,
    options: Array,
    *,
    limits: Mapping[Goal, int],
    stop: Stop,
    prices: Callable[[], AssignmentCertificate | None] | None = None,
) -> Refutation | Unrefuted:
    """The refutation of "the requests with these options are all held within the limits".

    Or why there is none. The model is one that `is_supported`; `prices` finds those of idle time, and is
    asked only where they narrow the formula.
    """
    claim, sums = Claim(model=model, options=options, limits=limits), list[tuple[int, int]]()
    clauses, found = formula_of(claim), None
    if prices is not None and Goal.IDLE in limits and claim.is_one_day and [] not in clauses:
        found = prices()
    if is_rare(claim) and [] not in clauses:
        order, sums = gathered(model, limits, prices=found, stop=stop)
        claim = Claim(model=model, options=options, limits=limits, order=order)
        clauses = formula_of(claim)
    if found is not None:
        limit_prices(claim, found)  # idle time is counted last, and its prices after it
        clauses = claim.clauses.stated()
    if [] in clauses:
        return _refutation(claim, len(clauses), Steps(), found)
    import tempfile

    first = [
        rungs[least - 1] - 1 for n, least in sums for rungs in claim.sums[n - 1 : n] if least <= len(rungs)
    ]

    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            trace = Path(folder) / "trace"
            why = _why_not(clauses, trace, stop, first=first)
            steps = steps_of(trace, len(clauses)) if why is None else None
    except OSError:  # no process can be started, or it ended before it was told; or no folder for its trace
        return Unrefuted.PROCESS
    if steps is None:
        return why or Unrefuted.SIZE
    return _refutation(claim, len(clauses), steps, found)


def _refutation(
    claim: Claim, n_clauses: int, steps: Steps, prices: AssignmentCertificate | None
) -> Refutation:
    people = claim.model.problem.participants
    order = tuple(people[p].id for p in claim.order)
    return Refutation(n_clauses=n_clauses, steps=steps, prices=prices, order=order)


def _why_not(
    clauses: list[list[int]], trace: Path, stop: Stop, *, first: Sequence[int] = ()
) -> Unrefuted | None:
    """None where the solver refutes them, the literals `first` before all else.

    It does so in a process of its own that can be ended at any moment.
    """
    if stop.is_reached():
        return Unrefuted.TIME
    import subprocess  # takes longer to load than to ask for a timetable, which needs none

    # A session of its own keeps Ctrl-C from it: the parent decides what happens then.
    with subprocess.Popen(  # noqa: S603  # our own interpreter, our own file
        [sys.executable, "-P", str(Path(__file__).with_name("tracer.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=False,
    ) as process:
        assert process.stdin is not None
        pipe, process.stdin = process.stdin, None  # stays open: where it ends, we were killed
        pickle.dump((clauses, list(first), str(trace), int(stop.remaining(LONGEST)) + 5, MOST_BYTES), pipe)
        pipe.flush()
        while True:
            try:
                answer, _ = process.communicate(timeout=WAIT)
            except subprocess.TimeoutExpired:
                is_long = trace.exists() and trace.stat().st_size >= MOST_BYTES
                if is_long or stop.is_reached():
                    process.kill()
                continue
            pipe.close()
            if answer in (REFUTED, POSSIBLE):
                return None if answer == REFUTED else Unrefuted.FORMULA
            return Unrefuted.TIME if stop.is_reached() else Unrefuted.SIZE
