"""Rows of apps above that follow an actor into another one, and back when the merge is undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from handschlag.common.hooks import Hook

# Both are called with the kept and the merged actor: before a merge, for what would then stand twice; and
# after a merge or its undoing, for what rests on their keys.
before_merges: Final = Hook[Callable[[int, int], None]]("directory.before_merges")
after_merges: Final = Hook[Callable[[int, int], None]]("directory.after_merges")
