"""Tables say medians, the worst, and everything that went wrong."""

import json
from pathlib import Path

from benchmarks.report import SECTIONS, page
from benchmarks.results import write, write_table
from benchmarks.tables import aligned, best_bounds, markdown, ratios, settled, table_of
from benchmarks.task import Measurement, Moment, Task


def selection(seed: int, who: str = "treffen", **known: object) -> Measurement:
    task = Task(suite="base", case="base 150", contestant=who, people=150, seed=seed)
    return Measurement(task=task, **({"status": "feasible"} | known))  # type: ignore[arg-type]


def b2b(who: str, status: str, value: int | None, **known: object) -> Measurement:
    task = Task(suite="b2b", case="f", contestant=who, published="2", path="/somewhere/f.dzn")
    return Measurement(task=task, status=status, value=value, **known)  # type: ignore[arg-type]


def cells(suite: str, measurements: list[Measurement], row: int = 0) -> dict[str, str]:
    head, rows = table_of(suite, measurements)
    return dict(zip(head, rows[row], strict=True))


def test_a_row_has_the_median_and_the_worst_of_its_seeds() -> None:
    runs = [selection(n, value=100 - n, bound=100, seconds=float(n), megabytes=10.0 * n) for n in (1, 2, 9)]
    head, rows = table_of("base", runs)
    row = rows[0]
    assert row[:5] == ("base 150", "treffen", "3", "98", "100")
    assert row[head.index("gap %") : head.index("gap %") + 2] == ("2.0000", "9.0000")
    assert row[head.index("s") : head.index("s") + 2] == ("2.00", "9.00")
    assert row[head.index("MB")] == "90"
    assert row[-1] == "3 feasible"


def test_values_are_held_against_the_best_bound_of_the_same_event() -> None:
    runs = [
        selection(0, value=90, bound=120),
        selection(0, "peer", value=50, bound=100),
        selection(0, "liar", value=50, bound=10, status="wrong"),
    ]
    assert best_bounds(runs) == {(150, 0): 100}
    assert cells("base", runs)["% of best bound"] == "90.00"


def test_what_is_missing_or_wrong_is_written_in_capitals() -> None:
    runs = [selection(0), selection(1, status="missing", note="x is not installed")]
    assert cells("base", runs)["ended"] == "1 feasible, 1 MISSING: x is not installed"


def test_a_value_is_settled_when_it_changes_no_more() -> None:
    moments = [(5, 9, 0.1), (7, 9, 0.2), (8, 8, 0.5), (8, 8, 0.9)]
    one = selection(
        0, moments=tuple(Moment(goal="value", value=v, bound=b, seconds=s) for v, b, s in moments)
    )
    assert settled(one) == 0.5


def test_an_optimum_that_contradicts_the_published_one_is_shouted() -> None:
    assert cells("b2b", [b2b("treffen", "optimal", 3, bound=3)])["verdict"].startswith("CONTRADICTS")


def test_an_infeasible_word_on_a_feasible_file_is_shouted() -> None:
    assert cells("b2b", [b2b("treffen", "infeasible", None)])["verdict"].startswith("CONTRADICTS")


def test_an_unproved_value_is_not_taken_for_the_optimum() -> None:
    row = cells("b2b", [b2b("treffen", "feasible", 2, bound=1)])
    assert (row["verdict"], row["gap"]) == ("NOT PROVED: 1 feasible", "1")


def test_the_published_optimum_is_recognised() -> None:
    assert cells("b2b", [b2b("treffen", "optimal", 2, bound=2)])["verdict"] == "as published"


def test_all_rows_of_a_break_table_are_as_long_as_its_head() -> None:
    runs = [
        b2b("treffen", "optimal", 2, bound=2),
        b2b("UWrMaxSAT", "time out", None),
        b2b("RC2", "optimal", 2),
    ]
    head, rows = table_of("b2b", runs)
    assert [len(row) for row in rows] == [len(head)] * 4


def test_times_are_compared_on_files_that_both_finished() -> None:
    runs = [
        b2b("treffen", "optimal", 2, bound=2, cpu_seconds=1.0),
        b2b("UWrMaxSAT", "optimal", 2, cpu_seconds=4.0),
        b2b("RC2", "time out", None, cpu_seconds=60.0),
    ]
    assert ratios(runs)[-1].startswith("treffen takes 25.0 % of UWrMaxSAT's CPU seconds on the 1 files")


def test_terminal_and_markdown_show_the_same_cells() -> None:
    head, rows = table_of("b2b", [b2b("treffen", "optimal", 2, bound=2)])
    assert aligned(head, rows).split("\n")[2].split() == [
        "f",
        "2",
        "2",
        "2",
        "0",
        *["-"] * 4,
        "as",
        "published",
    ]
    assert markdown(head, rows).split("\n")[2] == "| f | 2 | 2 | 2 | 0 | - | - | - | - | as published |"


def test_written_results_do_not_say_where_the_files_lay(tmp_path: Path) -> None:
    paths = write("b2b", [b2b("treffen", "optimal", 2, bound=2)], {"cores": "2"}, into=tmp_path)
    assert [path.name for path in paths] == ["b2b.json", "b2b.md"]
    content = json.loads(paths[0].read_text(encoding="utf-8"))
    assert content["measurements"][0]["task"]["path"] == "f.dzn"
    assert not any("somewhere" in path.read_text(encoding="utf-8") for path in paths)


def test_the_page_shows_what_was_kept_and_says_what_was_not_measured(tmp_path: Path) -> None:
    host = {"processor": "p", "cores": "2", "memory": "m", "load before": "0", "python": "3"}
    runs = [b2b("treffen", "optimal", 2, bound=2), b2b("treffen", "optimal", 3, bound=3)]
    write("b2b", runs[:1], host, into=tmp_path)
    assert "| f |" not in page(tmp_path)
    write("b2b", runs[1:], host, into=tmp_path)
    assert "| f | 2 | 3 | 3 | 0 |" in page(tmp_path)
    assert page(tmp_path).count("Not measured yet") == len(SECTIONS) - 1


def test_a_table_of_the_command_line_survives_its_file(tmp_path: Path) -> None:
    host = {"processor": "p", "cores": "2", "memory": "m", "load before": "0", "python": "3"}
    head, rows = ("what", "s"), [("x", "1"), ("y", "2")]
    write_table("commandline", (head, rows), host, kept={"head": head, "rows": rows}, into=tmp_path)
    assert "| x | 1 |\n| y | 2 |" in page(tmp_path)
