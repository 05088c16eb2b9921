"""What a loader of public data reports."""

from __future__ import annotations

from dataclasses import dataclass


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
