"""Did you mean: the word of the index that is written most like the one that nobody has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from handschlag.directory.rules.analysis import fold

SHORTEST = 4


def most_alike(word: str, known: Mapping[str, tuple[str, int]], folded: Sequence[str]) -> str | None:
    """How the index spells the word that is meant, or None.

    `known` maps folded words to their usual spelling and frequency; `folded` are its keys. A word of up to
    seven letters may have one mistake, a longer one two, a very long one three; of equally near ones the most
    frequent counts.
    """
    plain = fold(word)
    if len(plain) < SHORTEST or plain in known:
        return None
    mistakes = 1 if len(plain) < 8 else 2 if len(plain) < 14 else 3
    near = process.extract(plain, folded, scorer=DamerauLevenshtein.distance, score_cutoff=mistakes, limit=20)
    best = min(near, key=lambda hit: (hit[1], hit[0][0] != plain[0], -known[hit[0]][1], hit[0]), default=None)
    return known[best[0]][0] if best else None
