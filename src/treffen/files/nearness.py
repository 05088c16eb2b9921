"""Did you mean: the nearest name that exists."""

from __future__ import annotations

from collections.abc import Iterable

ENOUGH = 0.7


def nearest(wanted: str, there: Iterable[str]) -> str:
    """The candidate most like `wanted` if it is alike enough, else the empty string.

    >>> nearest("prticipants", ["places", "participants"])
    'participants'
    >>> nearest("xyz", ["places"])
    ''
    """
    from difflib import SequenceMatcher  # few make mistakes

    best, found = ENOUGH, ""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted.casefold()[:100])
    for candidate in there:
        if 2 * min(len(candidate), len(wanted)) < best * (len(candidate) + len(wanted)):
            continue
        matcher.set_seq1(candidate.casefold()[:100])
        if matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, found = ratio, candidate
    return found
