"""An aim is kept only if every run keeps it, in time."""

from benchmarks.aims import breaks_sentences, reached_after, verdict
from benchmarks.objectives import aimed
from benchmarks.task import Measurement, Moment, Task


def run(people: int = 150, **known: object) -> Measurement:
    task = Task(suite="base", case="", contestant="treffen", people=people, seconds=5.0)
    sound = {"status": "optimal", "value": 100, "bound": 100, "idle": 0, "seconds": 0.5, "megabytes": 90.0}
    return Measurement(task=task, **(sound | known))  # type: ignore[arg-type]


def moments(*known: tuple[int, int, float]) -> tuple[Moment, ...]:
    return tuple(Moment(goal="value", value=v, bound=b, seconds=s) for v, b, s in known)


def test_an_aim_that_every_run_keeps_is_kept() -> None:
    assert verdict([run(), run()]) == "kept"


def test_one_run_that_misses_is_counted() -> None:
    assert verdict([run(), run(value=99), run(idle=3)]) == "MISSED: gap 1, idle 1 of 3"


def test_a_gap_that_closes_too_late_is_missed() -> None:
    late = run(moments=moments((99, 100, 0.1), (100, 100, 1.5)), seconds=0.9)
    assert verdict([late]) == "MISSED: time of the gap 1 of 1"


def test_a_run_without_a_plan_misses_everything() -> None:
    assert verdict([run(value=None, status="time out")]) == "MISSED: no plan 1 of 1"


def test_nothing_is_aimed_at_for_sizes_that_are_not_stated() -> None:
    assert verdict([run(people=77)]) == "-"


def test_the_gap_is_reached_at_the_first_moment_that_has_it() -> None:
    one = run(moments=moments((90, 100, 0.1), (99, 100, 0.2), (100, 100, 0.4)))
    assert [reached_after(one, gap) for gap in (10.0, 1.0, 0.0)] == [0.1, 0.2, 0.4]


def test_the_slowest_infeasible_file_is_named_apart() -> None:
    feasible = run(seconds=13.0)
    infeasible = run(status="infeasible", value=None, seconds=0.1)
    assert breaks_sentences([feasible, infeasible]) == [
        "Worst run: 13.00 s, aim 6 s, MISSED.",
        "Worst run on an infeasible file: 0.10 s, aim 0.2 s, kept.",
    ]


def test_totals_of_an_objective_say_which_goals_they_keep() -> None:
    assert aimed("breaks", [33.0, 7.0]) == "; goals: all 40 kept, worst 6 MISSED"
    assert aimed("ir", [2.5] * 9) == "; goals: all 20 MISSED, worst 3 kept"
    assert aimed("ir_is", [99.0]) == ""
