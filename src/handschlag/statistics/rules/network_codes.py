"""Three letters for each network, so that a matrix of many fits on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, count
from typing import Final

LONGEST: Final = 4  # letters up to which a name is its own code
_LETTERS: Final = 3


def codes_of(names: Mapping[int, str]) -> dict[int, str]:
    """A code of its own for each name; short names stay as they are.

    >>> codes_of({1: "Lichtbogen", 2: "WKÜ", 3: "Lichtung Saale", 4: "Ost-West"})
    {1: 'LIC', 2: 'WKÜ', 3: 'LIH', 4: 'OST'}
    """
    kept = {key: name for key, name in names.items() if 0 < len(name) <= LONGEST}
    used = set[str]()
    found = {}
    for key, name in (*kept.items(), *(one for one in names.items() if one[0] not in kept)):
        code = next(one for one in _candidates(name, is_kept=key in kept) if one not in used)
        used.add(code)
        found[key] = code
    return {key: found[key] for key in names}


def _candidates(name: str, *, is_kept: bool) -> Iterator[str]:
    letters = [one for one in name.upper() if one.isalnum()][:20] or ["N"]
    if is_kept:
        yield name
    if len(letters) >= _LETTERS:
        yield from _spelled(letters)
    start = "".join(letters[:2])
    yield from (f"{start}{number}" for number in count(1))


def _spelled(letters: list[str]) -> Iterable[str]:
    """The first letter with two later ones in their order, the earliest first."""
    first, *rest = letters
    return (f"{first}{''.join(two)}" for two in combinations(rest, _LETTERS - 1))
