"""Tables that are measured in parts: rows that were not run again stay as they were."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.results import RESULTS
from benchmarks.tables import Row

N_NAMES = 2  # columns that say what a row is about


def with_kept(suite: str, head: Row, rows: Sequence[Row], *, where: Path = RESULTS) -> list[Row]:
    """These rows, and those kept of the suite that were not run again, in the order that was kept.

    A table with other columns than `head` is replaced as a whole.
    """
    path = where / f"{suite}.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    before = kept.get("rows", []) if tuple(kept.get("head", ())) == head else []
    merged = {tuple(row[:N_NAMES]): tuple(row) for row in (*before, *rows)}
    return list(merged.values())
