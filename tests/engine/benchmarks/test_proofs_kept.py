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


def test_a_run_goes_on_with_the_files_that_the_kept_table_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "measured.dzn").write_text("not to be read again", encoding="utf-8")
    write_b2b(tmp_path / "tiny.dzn", break_event(5))
    monkeypatch.setattr(proofs, "Kept", partial(Kept, into=tmp_path / "results"))
    before = ("measured", "ir", "1", "1", "0.10", "0.20", "0.30", "4", "5", "refutation", "PROVED")
    proofs.Kept(suite="proofs", head=proofs.HEAD, total=proofs._total, sentences=[]).keep([before], ("ir",))
    assert proofs.report(Choice(instances=tmp_path), objectives=("ir",), is_kept=True, is_rest=True) == 0
    rows = json.loads((tmp_path / "results/proofs.json").read_text("utf-8"))["rows"]
    assert [row[0] for row in rows] == ["measured", "tiny", "all files"]
    assert tuple(rows[0]) == before
    assert rows[1][-1] == "PROVED"
    assert rows[2][-1].startswith("2 of 2 closed and proved")
