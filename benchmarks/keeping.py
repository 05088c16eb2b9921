"""Rows measured now beside rows measured before: a suite of hours may stop, and go on."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.results import RESULTS, write_table
from benchmarks.tables import NONE, Row

TOTAL = "all files"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The table of a suite, whose rows begin with file and objective, with a total for each objective."""

    suite: str
    head: Row
    total: Callable[[str, list[Row]], Row]
    sentences: Sequence[str]
    into: Path = RESULTS

    def rows(self) -> list[Row]:
        """What was measured before, without totals, in today's columns."""
        path = self.into / f"{self.suite}.json"
        if not path.exists():
            return []
        kept = json.loads(path.read_text(encoding="utf-8"))
        named = [dict(zip(kept["head"], row, strict=True)) for row in kept["rows"]]
        rows = [tuple(row.get(name, NONE) for name in self.head) for row in named]
        return [row for row in rows if row[0] != TOTAL]

    def with_totals(self, rows: Sequence[Row], objectives: Sequence[str]) -> list[Row]:
        """By objective, each with its total."""
        ordered: list[Row] = []
        for objective in objectives:
            if mine := [row for row in rows if row[1] == objective]:
                ordered += [*sorted(mine), self.total(objective, mine)]
        return ordered

    def keep(self, measured: Sequence[Row], objectives: Sequence[str]) -> None:
        """Write the table: rows measured now instead of those of the same file and objective."""
        is_new = {row[:2] for row in measured}
        rows = [row for row in self.rows() if row[:2] not in is_new]
        table = self.with_totals([*rows, *measured], objectives)
        kept = {"head": self.head, "rows": table}
        write_table(
            self.suite, (self.head, table), machine(), kept=kept, sentences=self.sentences, into=self.into
        )
