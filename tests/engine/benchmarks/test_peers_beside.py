"""Peers in the newer objectives: the formula says what the goals say, and no peer is taken at its word."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from benchmarks import objectives
from benchmarks.command import main
from benchmarks.keeping import Kept
from benchmarks.measuring import child_environment
from benchmarks.one_objective import OBJECTIVES
from benchmarks.peers import weighted
from benchmarks.peers.beside import Beside, peer_beside, proved_and_spent
from benchmarks.peers.maxsat import answer_of
from benchmarks.peers.objective_formula import objective_formula
from benchmarks.peers.weighted import Limit
from benchmarks.suites import Choice
from tests.engine.benchmarks.tiny import break_event, least

from treffen.files.b2b_writing import write_b2b
from treffen.problem import Problem
from treffen.verification import find_violations, measure

PACKAGES = {"UWrMaxSAT": "hermax", "RC2": "pysat", "CP-SAT": "ortools", "HiGHS": "highspy"}


def event_of(objective: str, seed: int) -> Problem:
    problem = break_event(seed)
    return problem if objective == "breaks" else replace(problem, break_spread=None)


@pytest.mark.parametrize("who", PACKAGES)
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_every_peer_finds_the_least_values_in_their_order(who: str, objective: str) -> None:
    pytest.importorskip(PACKAGES[who], reason=f"the optional package {PACKAGES[who]} is not installed")
    goals = OBJECTIVES[objective]
    for seed in range(4):
        problem = event_of(objective, seed)
        model = objective_formula(problem, goals)
        found = weighted.SOLVERS[who](model.formula, Limit())
        answer, best = answer_of(problem, model.formula, found), least(problem, goals)
        if best is None:
            assert (answer.status, answer.timetable) == ("infeasible", None)
            continue
        assert answer.timetable is not None
        assert list(find_violations(problem, answer.timetable)) == []
        assert [measure(problem, answer.timetable, goal) for goal in goals] == best
        assert (answer.status, model.values(answer.bound or 0)) == ("optimal", best)


def test_some_of_the_tiny_events_have_a_range_and_some_cannot_be_held() -> None:
    found = [least(event_of("ir_is", seed), OBJECTIVES["ir_is"]) for seed in range(4)]
    assert any(one is not None and one[0] > 0 for one in found), found
    assert any(one is not None and one[1] > one[0] for one in found), found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.dzn"
    write_b2b(path, break_event(5))
    return path


def test_a_peer_that_is_not_installed_is_named(file: Path, tmp_path: Path) -> None:
    (tmp_path / "highspy.py").write_text("raise ImportError", encoding="utf-8")
    environment = child_environment()
    environment["PYTHONPATH"] = f"{tmp_path}:{environment['PYTHONPATH']}"
    found = peer_beside(file, "ir", who="HiGHS", seconds=5.0, environment=environment)
    assert found.cell() == "highspy not installed"


def test_a_peer_whose_time_is_over_is_ended_and_its_bound_counts(file: Path, tmp_path: Path) -> None:
    (tmp_path / "highspy.py").write_text(
        "import json\nprint(json.dumps({'bound': [3]}), flush=True)\nwhile True: pass", encoding="utf-8"
    )
    environment = child_environment()
    environment["PYTHONPATH"] = f"{tmp_path}:{environment['PYTHONPATH']}"
    found = peer_beside(file, "ir", who="HiGHS", seconds=0.1, environment=environment)
    assert (found.status, found.values, found.bound, found.is_proved()) == ("time out", (), (3,), False)
    assert found.cell().startswith("-, >= 3 in ")


def test_what_a_peer_told_before_it_was_killed_counts_unless_it_was_refused(
    file: Path, tmp_path: Path
) -> None:
    told = {"status": "feasible", "values": [4], "bound": [3]}
    environment = child_environment()
    environment["PYTHONPATH"] = f"{tmp_path}:{environment['PYTHONPATH']}"
    for status, cell in (("feasible", "4, >= 3 in "), ("REFUSED", "REFUSED: ")):
        text = repr(json.dumps(told | {"status": status}))
        (tmp_path / "highspy.py").write_text(f"print({text}, flush=True)\nwhile True: pass", encoding="utf-8")
        found = peer_beside(file, "ir", who="HiGHS", seconds=0.1, environment=environment)
        assert found.cell().startswith(cell)


@pytest.mark.parametrize("who", ["RC2", "HiGHS"])
def test_a_peer_tells_bounds_that_rise_to_what_it_proves(who: str) -> None:
    model = objective_formula(event_of("ir_is", 3), OBJECTIVES["ir_is"])
    bounds: list[int] = []
    models: list[list[int]] = []
    found = weighted.SOLVERS[who](model.formula, Limit(tell=bounds.append, show=models.append))
    assert found.bound is not None
    assert bounds == sorted(bounds)
    assert bounds[0] >= 0
    assert bounds[-1] <= found.bound
    costs = [weighted.cost_of(model.formula, one) for one in models]
    assert (costs[-1:] == [found.bound]) == (who == "HiGHS"), costs


@pytest.mark.parametrize(
    ("value", "bound", "peer", "contradicts"),
    [
        ("2;7", "2;7", Beside(status="optimal", values=(2, 7), bound=(2, 7)), False),
        ("2;7", "2;7", Beside(status="optimal", values=(2, 9), bound=(2, 9)), True),
        ("2;7", "2;7", Beside(status="time out", values=(2, 6)), True),
        ("2;9", "2;5", Beside(status="time out", values=(2, 4)), True),
        ("2;9", "2;5", Beside(status="feasible", values=(2, 6)), False),
        ("4;9", "2;5", Beside(status="feasible", values=(2, 1)), False),
        ("4;9", "2;5", Beside(status="feasible", values=(1, 9)), True),
        ("2;9", "2;5", Beside(status="nothing found", bound=(3, 0)), True),
        ("UNSAT", "-", Beside(status="feasible", values=(1, 9)), True),
        ("UNSAT", "-", Beside(status="infeasible"), False),
        ("2;9", "2;5", Beside(status="infeasible"), True),
        ("-", "1;0", Beside(status="feasible", values=(1, 0), bound=(1, 0)), False),
        ("2;7", "2;7", Beside(status="REFUSED", values=(0, 0)), False),
    ],
)
def test_who_has_what_cannot_be_contradicts_whatever_it_ended_with(
    value: str, bound: str, peer: Beside, contradicts: bool
) -> None:
    assert objectives._contradicts(value, bound, peer) is contradicts


def test_a_cell_says_what_was_found_what_is_proved_and_what_it_took() -> None:
    cells = [
        Beside(status="optimal", values=(2, 7), bound=(2, 7), cpu=1.5).cell(),
        Beside(status="feasible", values=(2, 9), bound=(1, 0), cpu=10.0).cell(),
        Beside(status="feasible", values=(2, 9), cpu=10.0).cell(),
        Beside(status="infeasible", cpu=0.5).cell(),
        Beside(status="FAILED", note="out of memory").cell(),
    ]
    assert cells == [
        *("2;7 in 1.50", "2;9, >= 1;0 in 10.00", "2;9, >= ? in 10.00", "UNSAT in 0.50"),
        "FAILED: out of memory",
    ]
    assert proved_and_spent(cells) == "2 of 5 proved in 22, 1 failed"
    assert proved_and_spent(["FAILED: killed in 3.00", "REFUSED: twice in slot 1"]) == (
        "0 of 2 proved in 0, 1 failed, 1 refused"
    )
    assert proved_and_spent(["ortools not installed"] * 2) == "ortools not installed"


def test_peers_stand_in_the_row_of_the_engine(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objectives, "SOLVERS", {"RC2": weighted.rc2})
    monkeypatch.setattr(objectives, "HEAD", (*objectives.HEAD[: objectives.VERDICT + 1], "RC2"))
    assert main(["objectives", "--instances", str(file.parent), "--objective", "ir", "--peers"]) == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("tiny"))
    best = least(event_of("ir", 5), OBJECTIVES["ir"])
    assert best is not None
    assert f" {best[0]} in " in row, row


def test_cells_of_peers_stay_where_the_engine_alone_is_measured_again(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objectives, "Kept", partial(Kept, into=tmp_path / "results"))
    name, cells = ("tiny", "ir"), ("0 in 1.00", "1 in 1.00", "2 in 1.00", "3 in 1.00")
    before = (*name, *["0"] * 6, "2026-11-30", "open", *cells)
    order = tuple(OBJECTIVES)
    one = objectives.Kept(suite="objectives", head=objectives.HEAD, objectives=order, total=objectives._total)
    one.keep([before])
    choice = Choice(instances=file.parent, with_peers=False)
    assert objectives.report(choice, objectives=("ir",), is_kept=True) == 0
    row = one.rows()[0]
    assert (row[:2], row[objectives.VERDICT], row[-4:]) == (name, "proved", cells)


def test_the_rest_gives_peers_to_rows_without_and_leaves_what_the_engine_was_measured_at(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objectives, "SOLVERS", {"RC2": weighted.rc2})
    monkeypatch.setattr(objectives, "HEAD", (*objectives.HEAD[: objectives.VERDICT + 1], "RC2"))
    monkeypatch.setattr(objectives, "Kept", partial(Kept, into=tmp_path / "results"))
    order = tuple(OBJECTIVES)
    kept = objectives.Kept(
        suite="objectives", head=objectives.HEAD, objectives=order, total=objectives._total
    )
    engine = {one: ("tiny", one, *["0"] * 6, "2026-11-01", "open") for one in ("ir", "ir_is")}
    kept.keep([(*engine["ir"], "7 in 1.00"), (*engine["ir_is"], "-")])
    asked = ("breaks", "ir", "ir_is")
    objectives.report(Choice(instances=file.parent), objectives=asked, is_kept=True, is_rest=True)
    rows = {row[1]: row for row in kept.rows()}
    assert sorted(rows) == ["ir", "ir_is"]
    assert rows["ir"] == (*engine["ir"], "7 in 1.00")
    assert rows["ir_is"][:9] == engine["ir_is"][:9]
    assert " in " in rows["ir_is"][-1]


def test_rows_that_were_not_measured_again_stay(tmp_path: Path) -> None:
    def total(objective: str, rows: list[tuple[str, ...]]) -> tuple[str, ...]:
        return ("all files", objective, str(sum(int(row[2]) for row in rows)))

    order = ("ir", "breaks")
    kept = Kept(suite="x", head=("file", "objective", "n"), objectives=order, total=total, into=tmp_path)
    kept.keep([("b", "ir", "1"), ("a", "ir", "2")])
    kept.keep([("a", "ir", "5"), ("a", "breaks", "3")])
    rows = json.loads((tmp_path / "x.json").read_text("utf-8"))["rows"]
    assert rows == [
        *(["a", "ir", "5"], ["b", "ir", "1"], ["all files", "ir", "6"]),
        *(["a", "breaks", "3"], ["all files", "breaks", "3"]),
    ]
    wider = Kept(suite="x", head=("file", "objective", "n", "peer"), total=total, into=tmp_path)
    assert ("a", "ir", "5", "-") in wider.rows()
