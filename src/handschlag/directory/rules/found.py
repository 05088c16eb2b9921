"""What a search answers: which entries, in which order, and what else could be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet; `count` is what choosing it would show, with the other facets as they are."""

    value: str
    label_de: str
    label_en: str
    count: int
    is_chosen: bool = False
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """`name` is the parameter in the address."""

    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Ids in order; `total` is their number; `suggestion` is another spelling that would find something."""

    ids: Sequence[int]
    total: int
    facets: tuple[Facet, ...] = ()
    suggestion: str | None = None
