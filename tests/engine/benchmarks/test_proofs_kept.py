"""Proofs are measured in parts: what was measured stays, and what is missing is made up for."""

import json
from functools import partial
from pathlib import Path

import pytest
from benchmarks import proofs
from benchmarks.keeping import Kept
from benchmarks.suites import Choice
from tests.engine.benchmarks.tiny import break_event

from treffen.files.b2b_writing import write_b2b


def row(file: str, objective: str, verdict: str = "PROVED") -> tuple[str, ...]:
    numbers = ("1", "1", "0.10", "0.20", "0.30", "4", "5", "refutation", "20", "2026-11-30")
    return (file, objective, *numbers, verdict)


def kept(*rows: tuple[str, ...]) -> None:
    order = tuple(proofs.OBJECTIVES)
    proofs.Kept(suite="proofs", head=proofs.HEAD, objectives=order, total=proofs._total).keep(rows)


def test_a_run_goes_on_with_the_files_that_the_kept_table_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "measured.dzn").write_text("not to be read again", encoding="utf-8")
    write_b2b(tmp_path / "tiny.dzn", break_event(5))
    monkeypatch.setattr(proofs, "Kept", partial(Kept, into=tmp_path / "results"))
    before = row("measured", "ir")
    kept(before)
    assert proofs.report(Choice(instances=tmp_path), objectives=("ir",), is_kept=True, is_rest=True) == 0
    rows = json.loads((tmp_path / "results/proofs.json").read_text("utf-8"))["rows"]
    assert [row[0] for row in rows] == ["measured", "tiny", "all files"]
    assert tuple(rows[0]) == before
    assert rows[1][-1] == "PROVED"
    assert rows[2][-1].startswith("2 of 2 closed and proved")


def test_the_rest_is_what_is_missing_or_open_and_what_is_refused_stays_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_b2b(tmp_path / "tiny.dzn", break_event(5))
    monkeypatch.setattr(proofs, "Kept", partial(Kept, into=tmp_path / "results"))
    kept(row("tiny", "breaks"), row("tiny", "ir", "open, rest PROVED"), row("gone", "ir", "REFUSED: a bound"))
    choice = Choice(instances=tmp_path, seconds=30.0)
    assert proofs.report(choice, objectives=("breaks", "ir"), is_kept=True, is_rest=True) == 1
    rows = json.loads((tmp_path / "results/proofs.json").read_text("utf-8"))["rows"]
    assert tuple(rows[0]) == row("tiny", "breaks")
    assert rows[3][:2] == ["tiny", "ir"]
    assert (rows[3][-1], rows[3][-3]) == ("PROVED", "30")


def test_a_file_with_two_names_is_measured_once_and_told_under_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("first.dzn", "second.dzn"):
        write_b2b(tmp_path / name, break_event(5))
    write_b2b(tmp_path / "third.dzn", break_event(6))
    monkeypatch.setattr(proofs, "Kept", partial(Kept, into=tmp_path / "results"))
    choice = Choice(instances=tmp_path, only="second.dzn")
    assert proofs.report(choice, objectives=("ir",), is_kept=True) == 0
    first, second, _total = json.loads((tmp_path / "results/proofs.json").read_text("utf-8"))["rows"]
    assert (first[0], second[0]) == ("first", "second")
    assert first[1:] == second[1:]
    assert capfd.readouterr().err.count("PROVED") == 1
