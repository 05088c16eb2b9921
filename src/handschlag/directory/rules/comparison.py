"""Networks side by side: which rows differ, and which actors they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

MOST = 4


def chosen(slugs: Iterable[str]) -> tuple[str, ...]:
    """The first four, each once, in their order.

    >>> chosen(["b", "a", "b", "", "c", "d", "e"])
    ('b', 'a', 'c', 'd')
    """
    return tuple(dict.fromkeys(slug for slug in slugs if slug and slug.isprintable()))[:MOST]


def differs(values: Sequence[object]) -> bool:
    """Whether at least one of them is unlike the others; a single one differs from nothing."""
    return any(value != values[0] for value in values[1:])


def shared_actors(members: Mapping[int, frozenset[int]]) -> dict[tuple[int, int], frozenset[int]]:
    """For each pair of networks, in their order: the actors of both."""
    return {(one, other): members[one] & members[other] for one, other in combinations(members, 2)}
