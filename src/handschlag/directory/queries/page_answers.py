"""Pages that answer a search: those of this app and those of apps above, kept until they change."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from functools import lru_cache

from handschlag.directory.hooks.found_pages import PageSource, found_pages
from handschlag.directory.queries import analyser, own_pages
from handschlag.directory.rules.analysis import SearchQuery
from handschlag.directory.rules.found_pages import (
    FoundPage,
    PageAnswer,
    PageIndex,
    ReadPage,
    page_answers,
    read_page,
)

MOST_READ = 8_000  # pages
_held: dict[PageSource, tuple[Hashable, PageIndex]] = {}


def answers_to(question: SearchQuery, *, vocabulary: str, today: date) -> list[PageAnswer]:
    """The pages that have every word; `vocabulary` is the stamp of what the question was read with."""
    return page_answers(question, _indexes(vocabulary), today=today)


def _indexes(vocabulary: str) -> Iterator[PageIndex]:
    for source in (own_pages.SOURCE, own_pages.CALL_SOURCE, *found_pages):
        stamp = (vocabulary, source.stamp())
        held = _held.get(source)
        if held is None or held[0] != stamp:
            held = _held[source] = (stamp, _read(source, vocabulary))
        yield held[1]


def _read(source: PageSource, vocabulary: str) -> PageIndex:
    return PageIndex.of([_page(page, vocabulary) for page in source.pages()])


@lru_cache(maxsize=MOST_READ)
def _page(page: FoundPage, vocabulary: str) -> ReadPage:
    """Most pages of a source stay as they are when one of them changes."""
    return read_page(page, analyser.vocabulary(vocabulary))
