"""One person's slots: in a meeting, hearing a talk, waiting, free, or not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

type Kind = Literal["meeting", "must", "talk", "idle", "free", "away"]
BUSY = ("meeting", "must", "talk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    meetings: int
    idle: int
    changes: int
    in_a_row: int


def with_idle(kinds: Sequence[Kind], blocks: Sequence[int]) -> list[Kind]:
    """Free slots between two busy ones of a block are idle.

    >>> with_idle(["meeting", "free", "must", "free"], [1, 1, 1, 1])
    ['meeting', 'idle', 'must', 'free']
    """
    found = list(kinds)
    for at, kind in enumerate(kinds):
        if kind == "free":
            same = [one for one in range(len(kinds)) if blocks[one] == blocks[at]]
            before = any(kinds[one] in BUSY for one in same if one < at)
            after = any(kinds[one] in BUSY for one in same if one > at)
            if before and after:
                found[at] = "idle"
    return found


def figures(kinds: Sequence[Kind], places: Sequence[str], blocks: Sequence[int]) -> Figures:
    """What a row of slots adds up to; a change is another place than in the meeting before.

    >>> figures(["meeting", "idle", "must"], ["1", "", "2"], [1, 1, 1])
    Figures(meetings=2, idle=1, changes=1, in_a_row=1)
    """
    held = [place for kind, place in zip(kinds, places, strict=True) if kind in ("meeting", "must")]
    changes = sum(one != other for one, other in pairwise(held))
    longest = run = 0
    for at, kind in enumerate(kinds):
        is_next = at > 0 and blocks[at] == blocks[at - 1]
        run = (run + 1 if is_next else 1) if kind in ("meeting", "must") else 0
        longest = max(longest, run)
    return Figures(meetings=len(held), idle=list(kinds).count("idle"), changes=changes, in_a_row=longest)
