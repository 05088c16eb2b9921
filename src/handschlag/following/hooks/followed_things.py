"""What can be followed: apps above say what a key stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handschlag.common.hooks import Hook
from handschlag.following.rules.news import FollowedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What a key stands for, in the language that is spoken now; `url` is its page, from `/` on."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingSource:
    """`things` answers for the keys that stand for something public, and leaves out the others."""

    kind: FollowedKind
    things: Callable[[Sequence[str]], Mapping[str, Thing]]


followed_things: Final = Hook[ThingSource]("following.followed_things")
