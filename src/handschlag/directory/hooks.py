"""What apps above may add to the directory."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from handschlag.common.hooks import Hook


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSource:
    """`pages` tells them all; they are asked for again when `stamp` says something else."""

    stamp: Callable[[], Hashable]
    pages: Callable[[], Iterable[FoundPage]]


found_pages: Final = Hook[PageSource]("directory.found_pages")


# Both are called with the kept and the merged actor: before a merge, for what would then stand twice; and
# after a merge or its undoing, for what rests on their keys.
before_merges: Final = Hook[Callable[[int, int], None]]("directory.before_merges")
after_merges: Final = Hook[Callable[[int, int], None]]("directory.after_merges")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page, by the name and the words of its address; `words` say that somebody wants a page like this.

    `short` is a short title, `beside` are words that may stand in a question and are not shown. What happens
    on a `day` is asked for the more, the nearer it is.
    """

    kind: str
    view: str
    args: tuple[str | int, ...] = ()
    title_de: str
    title_en: str
    short: str = ""
    words: str = ""
    text_de: str = ""
    text_en: str = ""
    beside: str = ""
    is_invented: bool = False
    day: date | None = None
