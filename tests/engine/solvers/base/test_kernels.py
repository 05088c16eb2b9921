"""Kernels: plain Python and compiled code do the very same, and a small event needs no compiler."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.engine.cli.processes import environment
from tests.engine.plain import all_plain

from treffen.files import read_plan, write_problem_json
from treffen.generation import FAMILIES, all_must, base
from treffen.scheduling import Limits, schedule
from treffen.solvers.base import kernels
from treffen.solvers.placement.seating import seat_all
from treffen.timetable import Plan, PlanStatus, ProofKind

HEAVY = ("numba", "llvmlite")
ALL_HEAVY = (*HEAVY, "scipy", "highspy", "pysat", "xlsxwriter", "charset_normalizer")


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    kernels.let_work()


@kernels.late_jit()
def thrown(seed, sides, times):  # type: ignore[no-untyped-def]
    """So many throws of a die, a fraction after each."""
    np.random.seed(seed)
    found = np.zeros((times, 3))
    for i in range(times):
        found[i, 0] = np.random.randint(sides)
        found[i, 1] = np.exp(-np.random.random())
        found[i, 2] = np.log(1.0 - np.random.random())
    return found


def _both_ways(made: Callable[[], Plan]) -> list[Plan]:
    begun = seat_all.done
    with all_plain():
        found = [made()]
    assert seat_all.done > begun, "it was not compiled"
    with kernels.all_compiled():
        return [*found, made()]


@pytest.mark.parametrize("sides", [1, 2, 6, 100, 2**31, 2**40])
def test_plain_and_compiled_code_throw_the_same_dice(sides: int) -> None:
    plain, compiled = thrown.plain()(7, sides, 3_000), thrown.compiled()(7, sides, 3_000)
    assert np.array_equal(plain, compiled)
    assert len(np.unique(plain[:, 1])) == 3_000


@pytest.mark.parametrize("seed", [-1, 2**32 - 1, 2**32 + 7, 2**63 - 1])
def test_any_seed_of_64_bits_gives_both_the_same_dice(seed: int) -> None:
    assert np.array_equal(thrown.plain()(seed, 6, 10), thrown.compiled()(seed, 6, 10))


def test_dice_of_plain_code_leave_those_of_others_alone() -> None:
    np.random.seed(3)
    wanted = np.random.random(3)
    np.random.seed(3)
    thrown.plain()(7, 6, 10)
    assert np.array_equal(np.random.random(3), wanted)


def test_the_first_throws_of_threads_side_by_side_are_those_of_each_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted, interval = [thrown.plain()(seed, 6, 20) for seed in range(4)], sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(100):
            monkeypatch.setattr(kernels._Kernel, "_numpy", kernels._Numpy())  # as a process begins
            first = kernels.late_jit()(thrown._function).plain()
            with ThreadPoolExecutor(4, initializer=threading.Barrier(4).wait) as pool:
                made = list(pool.map(first, range(4), [6] * 4, [20] * 4))
            assert np.array_equal(made, wanted)
    finally:
        sys.setswitchinterval(interval)


@pytest.mark.parametrize("family", ["tight", "narrow", "conference"])
def test_a_plan_is_the_same_plain_and_compiled(family: str) -> None:
    problem = FAMILIES[family](12, 1)

    def planned() -> Plan:
        return schedule(problem, limits=Limits(work=2_000, seed=5))

    plain, compiled = _both_ways(planned)
    assert plain.timetable == compiled.timetable
    assert [(one.value, one.bound) for one in plain.goals] == [
        (one.value, one.bound) for one in compiled.goals
    ]


def test_work_in_plain_python_has_an_end() -> None:
    count = kernels.late_jit(units=50)(_count)
    kernels.let_work(120)
    assert [count(np.arange(4), 1) for _ in range(3)] == [4, 4, 4]
    assert count.done == 100, "two of three were paid for"
    assert count._compiled is not None


def test_what_is_too_much_at_once_is_not_begun() -> None:
    count = kernels.late_jit(steps="times")(_count)
    kernels.let_work()
    count(np.arange(4), kernels.MOST_AT_ONCE // kernels.STEP + 1)
    assert count.done == 0
    assert count._compiled is not None


def test_a_walk_is_charged_for_the_steps_it_took_and_a_long_one_is_compiled() -> None:
    walk = kernels.late_jit(units=10, steps="steps", tells_left=True)(_walk)
    kernels.let_work()
    assert walk(5, 200_000) == (5, 199_995)
    assert (walk.done, walk._compiled) == (10 + 5 * kernels.STEP, None)
    assert walk(50_000, 200_000) == (50_000, 150_000)
    assert walk.done <= 20 + 5 * kernels.STEP + kernels.MOST_AT_ONCE
    assert walk._compiled is not None


def test_what_a_step_costs_may_depend_on_what_it_is_done_with() -> None:
    walk = kernels.late_jit(units=10, steps="steps", step=lambda wanted, _: 100 * wanted, tells_left=True)(
        _walk
    )
    kernels.let_work()
    assert [walk(n, 50)[0] for n in (2, 3)] == [2, 3]
    assert walk.done == 10 + 2 * 200 + 10 + 3 * 300


def _count(many: Any, times: int) -> Any:
    return len(many) * min(times, 1)


def _walk(wanted: int, steps: int) -> Any:
    return (wanted, steps - wanted) if wanted <= steps else (-1, 0)


def last_line_of(script: str, folder: Path) -> str:
    """What it prints last, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.once
def test_a_small_event_loads_nothing_heavy(tmp_path: Path) -> None:
    write_problem_json(tmp_path / "event.json", base(10, 1))
    script = (
        "import sys\nfrom treffen.cli import main\n"
        f"ended = main(['schedule', 'event.json', '-o', 'plan.json', '--quiet'])\n"
        f"print(ended, sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    assert last_line_of(script, tmp_path) == "0 []"


EASY = f"""
import sys
from treffen.cli import main
ended = main(["schedule", "event.json", "-o", "plan.json", "--quiet"])
print(ended, sorted(set({ALL_HEAVY!r}) & set(sys.modules)))
"""


@pytest.mark.once
def test_where_all_fits_no_solver_is_loaded_and_value_needs_no_certificate(tmp_path: Path) -> None:
    write_problem_json(tmp_path / "event.json", base(6, 1))
    assert last_line_of(EASY, tmp_path) == "0 []"
    plan = read_plan(tmp_path / "plan.json").plan
    assert plan is not None
    assert (plan.status, len(plan.timetable.meetings)) == (PlanStatus.OPTIMAL, 7)
    assert plan.goals[0].proof is ProofKind.TRIVIAL


@pytest.mark.once
def test_a_plain_plan_loads_no_part_of_python_or_numpy_that_it_does_not_need(tmp_path: Path) -> None:
    write_problem_json(tmp_path / "event.json", base(10, 1))
    spared = ("difflib", "importlib.metadata", "logging", "numpy.ma", "pysat", "subprocess")
    script = EASY.replace(repr(ALL_HEAVY), repr((*ALL_HEAVY, *spared)))
    assert last_line_of(script, tmp_path) == "0 []"


ALL_MUST = """
import sys
from treffen.files import read_problem
from treffen.scheduling import schedule
plan = schedule(read_problem(sys.argv[1]).problem)
print([name for name in sys.argv[2:] if name in sys.modules])
"""


@pytest.mark.once
def test_an_event_in_which_all_is_held_loads_neither_words_nor_what_others_need(tmp_path: Path) -> None:
    write_problem_json(tmp_path / "event.json", all_must(12, 1))
    spared = (
        "treffen.scheduling.decimate",
        "treffen.solvers.placement.bounds",
        "treffen.solvers.satisfiability.refutation",
        "treffen.verification.core",
        "treffen.words",
    )
    done = subprocess.run(
        [sys.executable, "-c", ALL_MUST, "event.json", *spared],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


@pytest.mark.once
def test_a_full_event_of_150_people_needs_no_compiler(tmp_path: Path) -> None:
    write_problem_json(tmp_path / "event.json", base(150, 3))
    assert last_line_of(EASY.replace(repr(ALL_HEAVY), repr(HEAVY)), tmp_path) == "0 []"
    plan = read_plan(tmp_path / "plan.json").plan
    assert plan is not None
    assert plan.status is PlanStatus.OPTIMAL


GAP = f"""
import sys
from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.scheduling import Limits, schedule
at_ten = frozenset({{"10:00"}})
plan = schedule(
    Problem(
        slots=(Slot(id="10:00"), Slot(id="11:00")),
        places=(Place(id="1"), Place(id="2")),
        participants=(Participant(id="a"), *(Participant(id=one, free=at_ten) for one in ("b", "c"))),
        requests=(Request(id="1", participants=("a", "b")), Request(id="2", participants=("a", "c"))),
    ),
    limits=Limits(work=1),
)
print(len(plan.timetable.meetings), sorted(set({HEAVY!r}) & set(sys.modules)))
"""


@pytest.mark.once
def test_where_a_small_event_has_a_gap_slots_are_not_filled_again_and_again() -> None:
    done = subprocess.run(
        [sys.executable, "-c", GAP], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.splitlines()[-1] == "1 []"


def test_who_calls_a_kernel_while_another_thread_compiles_it_does_not_wait() -> None:
    count = kernels.late_jit()(_count)
    kernels.let_work()
    with kernels.compiled_for_all(), ThreadPoolExecutor(1) as others:
        assert count(np.arange(4), 3) == others.submit(count, np.arange(4), 3).result()
        assert (count._compiled is None, count.done) == (False, 4), "compiled here, plain there"
    with ThreadPoolExecutor(1) as others:
        others.submit(count, np.arange(4), 3).result()
    assert (kernels._Kernel.most, count.done) == (0, 4), "compiled for all"
