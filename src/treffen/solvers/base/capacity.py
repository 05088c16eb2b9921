"""Places and interpreters as capacity rows: Hall's condition instead of assignment variables.

Meetings in one slot can all be given a suitable place if and only if, for every set of meetings,
the union of their suitable places is large enough (P. Hall, On Representatives of Subsets, 1935).
It suffices to look at unions of overlapping sets; where these are nested, at the sets themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MOST_ROWS = 400


def hall_family(sets: Iterable[frozenset[int]]) -> tuple[list[frozenset[int]], bool]:
    """The sets closed under union of overlapping members, and whether the closure is complete."""
    family = list(dict.fromkeys(s for s in sets if s))
    known = set(family)
    at = 0
    while at < len(family):
        for other in family[:at]:
            one = family[at]
            if one.isdisjoint(other) or one <= other or other <= one:
                continue
            union = one | other
            if union not in known:
                if len(family) >= MOST_ROWS:
                    return family, False
                known.add(union)
                family.append(union)
        at += 1
    return family, True


def rows_of(sets: Sequence[frozenset[int]], family: Sequence[frozenset[int]]) -> list[list[int]]:
    """For each set, the members of the family that contain it: the rows its meetings count in."""
    return [[i for i, row in enumerate(family) if one <= row] if one else [] for one in sets]
