"""Pages of apps above that the search shows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Final

from handschlag.common.hooks import Hook
from handschlag.directory.rules.found_pages import FoundPage


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSource:
    """`pages` tells them all; they are asked for again when `stamp` says something else."""

    stamp: Callable[[], Hashable]
    pages: Callable[[], Iterable[FoundPage]]


found_pages: Final = Hook[PageSource]("directory.found_pages")
