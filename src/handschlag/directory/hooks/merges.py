"""Rows of apps above that follow an actor into another one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from handschlag.common.hooks import Hook


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeFollower:
    """Every row that points to the merged actor is led to the kept one, and back when the merge is undone.

    `make_room` is called before that, with the kept and the merged one: what would stand twice has to go.
    `settle` is called afterwards, both ways, with the two: what rests on their keys is worked out again.
    """

    make_room: Callable[[int, int], None]
    settle: Callable[[Collection[int]], None]


merge_followers: Final = Hook[MergeFollower]("directory.merge_followers")
