"""Places by category: whoever registers needs one in the house and one in the category."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

MOST_CATEGORIES: Final = 30


def promoted(
    line: Iterable[tuple[int, int | None]], *, free: int | None, rooms: Mapping[int, int]
) -> list[int]:
    """Who of those that wait get a place, first come first served; `rooms` has the free places of categories.

    A full category keeps nobody of another one waiting.

    >>> promoted([(1, 7), (2, 7), (3, None)], free=5, rooms={7: 1})
    [1, 3]
    """
    left = dict(rooms)
    found: list[int] = []
    for registration, category in line:
        if free is not None and len(found) >= free:
            break
        if category in left:
            if left[category] <= 0:
                continue
            left[category] -= 1
        found.append(registration)
    return found
