"""A case is measured in a process of its own, and whatever goes wrong is said."""

from pathlib import Path

import pytest
from benchmarks.command import main
from benchmarks.measuring import measured
from benchmarks.suites import INSTANCES, Choice, NoInstances, published_values, tasks_of
from benchmarks.task import Measurement, Moment, Task

ROUND_ROBIN = "alphabetical round-robin"


def task(contestant: str, *, family: str = "base", path: str = "", seconds: float | None = None) -> Task:
    return Task(
        suite="base", case="x", contestant=contestant, family=family, people=20, path=path, seconds=seconds
    )


def test_a_measurement_has_value_time_and_memory() -> None:
    one = measured(task(ROUND_ROBIN))
    assert one.status == "heuristic"
    assert one.value is not None
    assert one.value > 0
    assert one.seconds is not None
    assert one.megabytes is not None
    assert one.megabytes > 20


def test_the_same_task_gives_the_same_value_in_another_process() -> None:
    first, again = (measured(task(ROUND_ROBIN)) for _ in range(2))
    assert (first.value, first.held, first.idle) == (again.value, again.held, again.idle)


def test_a_child_that_fails_says_why() -> None:
    one = measured(task("nobody"))
    assert (one.status, "nobody" in one.note) == ("failed", True)


def test_a_file_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    assert measured(task(ROUND_ROBIN, path=str(tmp_path / "none.dzn"))).status == "failed"


def test_who_takes_too_long_is_ended() -> None:
    one = measured(
        Task(suite="base", case="x", contestant=ROUND_ROBIN, family="base", people=13_000, seconds=0.01)
    )
    assert one.status == "time out"
    assert one.value is None


def test_tasks_and_measurements_survive_their_text() -> None:
    asked = task(ROUND_ROBIN, seconds=2.5)
    one = Measurement(
        task=asked,
        status="feasible",
        value=3,
        moments=(Moment(goal="value", value=1, bound=None, seconds=0.1),),
    )
    assert Task.from_text(asked.to_text()) == asked
    assert Measurement.from_text(one.to_text()) == one


def test_a_missing_folder_of_instances_is_said_aloud(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["b2b", "--instances", str(tmp_path)]) == 1
    assert "NOT MEASURED: no .dzn files" in capsys.readouterr().out


def test_the_suite_of_a_missing_folder_has_no_tasks(tmp_path: Path) -> None:
    with pytest.raises(NoInstances):
        list(tasks_of("b2b", Choice(instances=tmp_path)))


def test_a_folder_without_published_values_can_be_measured(tmp_path: Path) -> None:
    (tmp_path / "own.dzn").write_text("", encoding="utf-8")
    tasks = list(tasks_of("b2b", Choice(instances=tmp_path, seeds=2)))
    assert [(t.case, t.contestant, t.published) for t in tasks] == [
        ("own", "treffen", ""),
        ("own", "treffen", ""),
        ("own", "UWrMaxSAT", ""),
        ("own", "RC2", ""),
    ]


def test_sizes_and_seeds_can_be_chosen() -> None:
    choice = Choice(sizes=(150, 60), seeds=2, with_peers=False, with_baselines=False)
    tasks = list(tasks_of("tight", choice))
    assert [(t.people, t.seed, t.seconds) for t in tasks] == [
        (150, 0, 5),
        (150, 1, 5),
        (150, 0, 35),
        (150, 1, 35),
        (150, 0, 35),
        (150, 1, 35),
        (60, 0, 30),
        (60, 1, 30),
    ]


def test_one_time_limit_for_all_measures_each_size_once() -> None:
    choice = Choice(seeds=1, seconds=7.0, with_peers=False, with_baselines=False)
    assert [(t.people, t.seconds) for t in tasks_of("tight", choice)] == [
        (150, 7.0),
        (1_000, 7.0),
        (13_000, 7.0),
    ]


@pytest.mark.skipif(not INSTANCES.exists(), reason=f"B2B INSTANCES ARE MISSING: no folder {INSTANCES}")
@pytest.mark.parametrize("name", ["tic-12.original.dzn", "tic-12.forb0003.dzn", "tic-12.fixed020-Forb.dzn"])
def test_the_published_formula_gives_the_published_optimum(name: str) -> None:
    published = published_values(INSTANCES)[name]
    one = measured(Task(suite="b2b", case=name, contestant="RC2", path=str(INSTANCES / name), seconds=60.0))
    found = "UNSAT" if one.status == "infeasible" else str(one.value)
    assert (found, one.status != "time out") == (published, True)
