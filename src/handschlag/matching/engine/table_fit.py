"""What a topic table has to do with what somebody offers and seeks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from handschlag.matching.engine.vocabulary import around, codes_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One offer or need of the person who looks at the tables."""

    direction: str
    text: str
    language: str
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFit:
    """The statement that fits best, and how: the same concept, or one of the same kind."""

    said: Said
    is_same: bool

    @property
    def rank(self) -> tuple[int, int]:
        """The same before what is related, what is sought before what is offered."""
        return (0 if self.is_same else 1, 0 if self.said.direction == "need" else 1)


def fit_of(topic: str, language: str, statements: Iterable[Said]) -> TableFit | None:
    """The best of the person's statements for a topic; None where none shares a concept with it."""
    named = _codes(topic, language)
    near = around(named)
    found = []
    for one in statements:
        own = {*one.concepts, *_codes(one.text, one.language)}
        if named & own:
            found.append(TableFit(said=one, is_same=True))
        elif near & around(own):
            found.append(TableFit(said=one, is_same=False))
    return min(found, key=lambda one: one.rank, default=None)


@lru_cache(maxsize=1024)
def _codes(text: str, language: str) -> frozenset[str]:
    return frozenset(codes_named(text, language))
