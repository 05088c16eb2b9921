"""The solver here and in a process of its own: right answers, and an end at any moment."""

from __future__ import annotations

import io
import queue
import threading
from itertools import combinations

import pysolvers
import pytest

from treffen.solvers.base import Stop
from treffen.solvers.satisfiability import oracle as room
from treffen.solvers.satisfiability import remote
from treffen.solvers.satisfiability.oracle import Oracle
from treffen.solvers.satisfiability.remote import Remote
from treffen.solvers.satisfiability.worker import write_message


def pigeons(n: int, holes: int) -> list[list[int]]:
    """Everybody needs a hole, no hole takes two: exponential for this kind of proof where n > holes."""
    seat = [[1 + p * holes + h for h in range(holes)] for p in range(n)]
    one_each = [[-seat[p][h], -seat[q][h]] for h in range(holes) for p, q in combinations(range(n), 2)]
    return seat + one_each


def ask_until_told(oracle: Oracle, assumptions: tuple[int, ...] = ()) -> bool:
    for _ in range(200):
        answer = oracle.solve(assumptions)
        if answer is not None:
            return answer
    pytest.fail("no answer after 200 questions")


@pytest.fixture
def short_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SLICE", 20)


def test_a_process_of_its_own_goes_on_where_the_first_slice_did_not_tell(short_slices: None) -> None:
    with Oracle(stop=Stop()) as oracle:
        oracle.add(pigeons(7, 6))
        assert oracle.solve() is None
        assert ask_until_told(oracle) is False


@pytest.mark.parametrize(
    ("clauses", "first", "tried"),
    [
        (9, 200, 5_000),
        (39_999, 200, 5_000),
        (40_000, 200, 200),
        (120_000, 2_500, 2_500),
        (299_999, 2_500, 2_000),
    ],
)
def test_a_whole_slice_is_tried_here_where_clauses_are_few(
    clauses: int, first: int, tried: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(Oracle, "_ask_local", lambda _, __, conflicts: asked.append(conflicts) or (1, []))
    with Oracle(stop=Stop(), first=first) as oracle:
        oracle.add([[1]] * clauses)
        assert oracle.solve() is True
    assert asked == [tried]


def test_clauses_and_assumptions_reach_the_other_process(short_slices: None) -> None:
    with Oracle(stop=Stop()) as oracle:
        off = 1000
        oracle.add([[*clause, off] for clause in pigeons(7, 6)])
        assert ask_until_told(oracle, (-off,)) is False
        assert ask_until_told(oracle) is True
        assert oracle.model()[off - 1] == off
        oracle.add([[-off]])
        assert ask_until_told(oracle) is False


@pytest.mark.parametrize("conflicts", [None, 10_000])
def test_of_the_assumptions_those_are_named_that_contradict(conflicts: int | None) -> None:
    with Oracle(stop=Stop()) as oracle:
        off, other = 1000, 1001
        oracle.add([[*clause, off] for clause in pigeons(5, 4)])
        assert oracle.solve((-other, -off), conflicts=conflicts) is False
        assert oracle.core() == [-off]


def test_the_other_process_is_killed_in_the_middle_of_a_thought() -> None:
    """Fourteen pigeons would keep it busy for much longer than this suite may take."""
    stop = Stop()
    remote = Remote({})
    threading.Timer(0.3, stop.request).start()
    try:
        assert remote.ask(pigeons(14, 13), (), conflicts=10**9, stop=stop) is None
    finally:
        remote.close()
    assert stop.elapsed() < 5


@pytest.mark.parametrize("kept", [0, 4, 8, 11, -1])
def test_an_answer_that_is_cut_off_is_none(kept: int) -> None:
    whole = io.BytesIO()
    write_message(whole, 1, [1, -2, 3])
    answers: queue.Queue[remote.Answer | None] = queue.Queue()
    remote._listen(io.BytesIO(whole.getvalue()[:kept]), answers)
    assert answers.get_nowait() is None


@pytest.fixture
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(options: object) -> Remote:
        raise OSError("no more processes")

    monkeypatch.setattr(remote, "Remote", refuse)


def test_where_no_process_can_be_started_the_oracle_goes_on_alone(
    short_slices: None, no_processes: None
) -> None:
    with Oracle(stop=Stop()) as oracle:
        oracle.add(pigeons(6, 5))
        assert ask_until_told(oracle) is False


def test_where_no_process_can_be_started_nothing_is_thought_about_for_long(
    short_slices: None, no_processes: None
) -> None:
    with Oracle(stop=Stop()) as oracle:
        oracle.add(pigeons(7, 6))
        assert oracle.solve() is None
        assert oracle.solve(is_last=True) is None, "nobody could end it, so a slice is all it gets"


def test_a_process_that_is_lost_is_done_without(short_slices: None) -> None:
    with Oracle(stop=Stop()) as oracle:
        oracle.add(pigeons(7, 6))
        assert oracle.solve() is None
        assert oracle.solve() is None
        assert oracle._remote is not None
        oracle._remote._process.kill()
        assert ask_until_told(oracle) is False


def test_the_solver_here_learns_what_only_the_lost_process_was_told(short_slices: None) -> None:
    with Oracle(stop=Stop()) as oracle:
        off = 1000
        oracle.add([[*clause, off] for clause in pigeons(7, 6)])
        assert oracle.solve((-off,)) is None
        oracle.solve((-off,))
        assert oracle._remote is not None
        oracle.add([[-off]])
        oracle._remote._process.kill()
        assert ask_until_told(oracle) is False


def test_a_solver_that_nobody_closes_is_freed_and_one_that_is_closed_only_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    freed, free = [], pysolvers.cadical195_del

    def counted(handle: object, file: None) -> None:
        freed.append(handle)
        free(handle, file)

    monkeypatch.setattr(pysolvers, "cadical195_del", counted)
    Oracle(stop=Stop())
    assert len(freed) == 1
    with Oracle(stop=Stop()):
        pass
    assert len(freed) == 2
