"""Public data that comes with the platform: its tables are read, and a loader reports what it did."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


def read_table(path: Path) -> list[dict[str, str]]:
    """Every row by the names of the head line; an empty cell is an empty text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How many entries were new, brought up to date, or left alone because somebody has edited them."""

    created: int = 0
    updated: int = 0
    kept: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(
            created=self.created + other.created,
            updated=self.updated + other.updated,
            kept=self.kept + other.kept,
        )
