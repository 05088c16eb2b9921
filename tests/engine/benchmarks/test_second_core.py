"""What a second core brings is said of events together, and of whole batches."""

from benchmarks.batch import rows_of
from benchmarks.second_core import sentences
from benchmarks.suites import Choice, tasks_of
from benchmarks.task import Measurement, Moment, Task


def run(seed: int, threads: int, *after: tuple[int, float]) -> Measurement:
    """A run whose value was that after so many seconds; its bound is 10,000."""
    task = Task(
        suite="tight",
        case="",
        contestant="treffen",
        people=150,
        seconds=35.0,
        seed=seed,
        threads=threads,
    )
    moments = tuple(Moment(goal="value", value=v, bound=10_000, seconds=s) for v, s in after)
    return Measurement(task=task, status="feasible", value=after[-1][0], bound=10_000, moments=moments)


def test_each_event_is_compared_with_itself() -> None:
    alone = [run(0, 1, (9990, 4.0), (9994, 20.0)), run(1, 1, (9990, 2.0))]
    both = [run(0, 2, (9990, 2.0), (9994, 10.0)), run(1, 2, (9990, 2.0))]
    told = (
        "tight 150, 35 s: with two threads a gap of 0.15 to 0.02 % is reached 1.41 times as fast as with one "
        "(events: 2; 1.00 to 2.00), aim 1.6, MISSED."
    )
    assert sentences([*alone, *both]) == [told]


def test_who_never_reaches_a_gap_counts_as_at_the_limit() -> None:
    told = sentences([run(0, 1, (9000, 1.0)), run(0, 2, (9990, 3.5))])
    assert "10.00 times as fast as with one (events: 1; 10.00 to 10.00)" in told[0]


def test_nothing_is_said_of_what_was_measured_one_way() -> None:
    assert sentences([run(0, 1, (9990, 4.0))]) == []


def test_what_nobody_reaches_is_not_compared() -> None:
    told = sentences([run(0, 1, (9000, 1.0)), run(0, 2, (9000, 1.0))])
    assert told == ["tight 150, 35 s: no event comes within 0.15 %, with one thread or with two."]


def test_the_tight_suite_has_a_case_of_two_threads_beside_one() -> None:
    choice = Choice(seeds=1, sizes=(150,), with_peers=False, with_baselines=False)
    cases = {task.case: task.threads for task in tasks_of("tight", choice)}
    assert cases == {"tight 150, 5 s": 1, "tight 150, 35 s": 1, "tight 150, 35 s, 2 threads": 2}


def test_a_batch_is_as_fast_as_its_median_run() -> None:
    rows = rows_of({1: [(20.0, 20.0, ""), (22.0, 20.0, "")], 2: [(11.0, 20.0, ""), (11.0, 20.0, "")]})
    assert [row[3:] for row in rows] == [
        ("21.00", "20.00", "1.00", "-", "-"),
        ("11.00", "20.00", "1.91", "1.9", "kept"),
    ]


def test_a_batch_that_failed_is_not_kept() -> None:
    assert rows_of({1: [(2.0, 2.0, "EXIT 2: x")], 2: [(1.0, 2.0, "")]})[0][-1] == "EXIT 2: x"
