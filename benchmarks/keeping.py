"""Rows measured now beside rows measured before: a suite of hours may stop, and go on."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.machine import ABSENT, PACKAGES, machine
from benchmarks.results import RESULTS, write_table
from benchmarks.tables import NONE, Row

TOTAL = "all files"
MEASURED, LIMIT = "measured", "limit, wall s"


def today() -> str:
    """The day of a row, for its column `measured`."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The table of a suite. The first `width` columns of a row are its name.

    Rows stand in the order of `names`, or by the objective in their second column, each with its `total`.
    `judge` says the last column of a row that was measured before: aims may have changed since.
    """

    suite: str
    head: Row
    names: Sequence[Row] = ()
    width: int = 2
    objectives: Sequence[str] = ()
    total: Callable[[str, list[Row]], Row] | None = None
    judge: Callable[[Row], str] | None = None
    sentences: Sequence[str] = ()
    into: Path = RESULTS
    host: Mapping[str, str] = field(default_factory=machine)

    def rows(self) -> list[Row]:
        """What was measured before on such a processor, without totals, in today's columns."""
        if (kept := self._content()) is None:
            return []
        was, columns = kept["machine"], [_numbered(kept["head"]), _numbered(self.head)]
        named = [dict(zip(columns[0], row, strict=True)) for row in kept["rows"] if row[0] != TOTAL]
        if any(was.get(key) != self.host.get(key) for key in ("processor", "cores")):
            self._drop(
                [f"{len(named)} rows"], f"they are of {was.get('processor')}, {was.get('cores')} cores"
            )
            return []
        self._drop([name for name, _ in columns[0] if name not in self.head], "no such column")
        new = {(MEASURED, 0): kept["date"][:10]}
        rows = [tuple(row.get(one, new.get(one, NONE)) for one in columns[1]) for row in named]
        return [(*row[:-1], self.judge(row)) for row in rows] if self.judge else rows

    def ordered(self, rows: Iterable[Row]) -> list[Row]:
        """As they stand in the table, with totals."""
        if self.total is None:
            at = {name: number for number, name in enumerate(self.names)}
            return sorted(rows, key=lambda row: at.get(row[: self.width], len(at)))
        ordered: list[Row] = []
        by_name = sorted(rows)
        for objective in self.objectives:
            if mine := [row for row in by_name if row[1] == objective]:
                ordered += [*mine, self.total(objective, mine)]
        return ordered

    def keep(self, measured: Sequence[Row]) -> list[Path]:
        """Write the table: rows measured now instead of those of the same name."""
        is_new = {row[: self.width] for row in measured}
        before = [row for row in self.rows() if row[: self.width] not in is_new]
        if self.names:
            others = [row for row in before if row[: self.width] not in self.names]
            self._drop([" ".join(row[: self.width]) for row in others], "no such case")
            before = [row for row in before if row not in others]
        table = self.ordered([*before, *measured])
        kept = {"head": self.head, "rows": table}
        host = self._host() if before else self.host
        return write_table(
            self.suite, (self.head, table), host, kept=kept, sentences=self.sentences, into=self.into
        )

    def _host(self) -> dict[str, str]:
        """This machine, with the versions of packages that only rows measured before have used."""
        was = (self._content() or {"machine": {}})["machine"]
        absent = [name for name in PACKAGES if self.host.get(name) == ABSENT]
        return {**self.host, **{name: was.get(name, ABSENT) for name in absent}}

    def _content(self) -> dict[str, Any] | None:
        path = self.into / f"{self.suite}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def _drop(self, what: Sequence[str], why: str) -> None:
        if what:
            print(f"{self.suite}: dropped of what was kept: {', '.join(what)}: {why}", file=sys.stderr)


def _numbered(head: Iterable[str]) -> list[tuple[str, int]]:
    """Names of columns, each with its number among those of the same name."""
    seen: Counter[str] = Counter()
    found = []
    for name in head:
        found.append((name, seen[name]))
        seen[name] += 1
    return found
