"""How near two concepts are: the same, parent and child, siblings, or related across fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations

from treffen.language.concepts import Concept, ConceptCode, Relation


class Nearness(StrEnum):
    """The kinds of nearness, the nearest first."""

    SAME = "same"
    PARENT = "parent"
    RELATED = "related"
    SIBLING = "sibling"


@dataclass(frozen=True, slots=True)
class Near:
    """Two concepts (by position) that are near, how, and through which node they are: the one whose rarity
    says how much the nearness tells."""

    one: int
    other: int
    nearness: Nearness
    through: int
    strength: float


def near_pairs(concepts: tuple[Concept, ...], related: Iterable[Relation]) -> tuple[Near, ...]:
    """All near pairs, in both directions, each at its nearest; filters are near to nothing.

    strength is 1 but for related pairs, where it stands in the table.
    """
    position = {concept.code: n for n, concept in enumerate(concepts)}
    found: dict[tuple[int, int], Near] = {}
    for near in (*_same(concepts), *_parents(concepts, position), *_related(related, position)):
        found.setdefault((near.one, near.other), near)
    for near in _siblings(concepts, position):
        found.setdefault((near.one, near.other), near)
    kept = (n for n in found.values() if not (concepts[n.one].is_filter or concepts[n.other].is_filter))
    return tuple(sorted(kept, key=lambda near: (near.one, near.other)))


def _same(concepts: tuple[Concept, ...]) -> Iterator[Near]:
    yield from (Near(n, n, Nearness.SAME, n, 1.0) for n in range(len(concepts)))


def _parents(concepts: tuple[Concept, ...], position: Mapping[ConceptCode, int]) -> Iterator[Near]:
    for n, concept in enumerate(concepts):
        if concept.parent is not None:
            above = position[concept.parent]
            yield Near(n, above, Nearness.PARENT, above, 1.0)
            yield Near(above, n, Nearness.PARENT, above, 1.0)


def _siblings(concepts: tuple[Concept, ...], position: Mapping[ConceptCode, int]) -> Iterator[Near]:
    below: dict[ConceptCode, list[int]] = {}
    for n, concept in enumerate(concepts):
        if concept.parent is not None:
            below.setdefault(concept.parent, []).append(n)
    for parent, many in below.items():
        for one, other in permutations(many, 2):
            yield Near(one, other, Nearness.SIBLING, position[parent], 1.0)


def _related(related: Iterable[Relation], position: Mapping[ConceptCode, int]) -> Iterator[Near]:
    for pair in related:
        one, other = position[pair.one], position[pair.other]
        yield Near(one, other, Nearness.RELATED, other, pair.strength)
        yield Near(other, one, Nearness.RELATED, other, pair.strength)
