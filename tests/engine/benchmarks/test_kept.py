"""Tables that are measured in parts keep the rows that were not run again."""

import json
from pathlib import Path

import pytest
from benchmarks.kept import with_kept

pytestmark = pytest.mark.once
HEAD = ("file", "objective", "value")


def _keep(folder: Path, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> None:
    text = json.dumps({"head": head, "rows": rows})
    (folder / "objectives.json").write_text(text, encoding="utf-8")


def test_rows_that_were_not_run_again_stay(tmp_path: Path) -> None:
    _keep(tmp_path, ("a", "ir", "3"), ("a", "ir_is", "3;7"), ("b", "ir", "1"))
    rows = with_kept("objectives", HEAD, [("a", "ir_is", "3;5"), ("c", "ir", "0")], where=tmp_path)
    assert rows == [("a", "ir", "3"), ("a", "ir_is", "3;5"), ("b", "ir", "1"), ("c", "ir", "0")]


def test_a_table_of_other_columns_is_replaced_as_a_whole(tmp_path: Path) -> None:
    _keep(tmp_path, ("a", "ir", "3", "12"), head=(*HEAD, "seconds"))
    assert with_kept("objectives", HEAD, [("b", "ir", "1")], where=tmp_path) == [("b", "ir", "1")]


def test_the_first_measurement_keeps_nothing_else(tmp_path: Path) -> None:
    assert with_kept("objectives", HEAD, [("b", "ir", "1")], where=tmp_path) == [("b", "ir", "1")]
