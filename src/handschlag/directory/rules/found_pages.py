"""Pages beside the entries of the directory that may answer a search, and which of them do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from handschlag.directory.rules.analysis import (
    Expansion,
    ExpansionKind,
    QueryTerm,
    SearchQuery,
    Vocabulary,
    column,
    index_tokens,
)

# What a word of the question is worth by where it stands on the page.
PLACES = {"title": 1.0, "words": 0.5, "text": 0.25}
LITTLE = 0.6  # of a title: what asks for as much of it asks for this page
TOPIC = "field"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAnswer:
    """A page that has every word of a question; `is_meant`: the question asks for it, not for its topic."""

    page: FoundPage
    worth: float
    is_meant: bool


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as the analyser sees it: the tokens of each of its places."""

    page: FoundPage
    tokens: Mapping[str, frozenset[str]]
    title_words: int


@dataclass(frozen=True, slots=True, eq=False)
class PageIndex:
    """Pages by their tokens: for each place and token, the numbers of the pages that have it there."""

    pages: Sequence[ReadPage]
    numbers: Mapping[tuple[str, str], frozenset[int]]

    @classmethod
    def of(cls, pages: Sequence[ReadPage]) -> Self:
        """The index of these pages."""
        numbers: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for number, page in enumerate(pages):
            for place, tokens in page.tokens.items():
                for token in tokens:
                    numbers[place, token].add(number)
        return cls(pages, {key: frozenset(some) for key, some in numbers.items()})

    def worths(self, asked: QueryTerm, place: str) -> dict[int, float]:
        """The pages that answer a word in one of their places, and how well."""
        found: dict[int, float] = {}
        for way in asked.ways:
            for number in self._having(way, place):
                found[number] = max(found.get(number, 0.0), way.weight)
        return found

    def _having(self, way: Expansion, place: str) -> frozenset[int]:
        if way.why in (ExpansionKind.START, ExpansionKind.RELATED):
            return frozenset()
        sets = [(token,) for token in way.phrase] or way.all_of
        nobody: frozenset[int] = frozenset()
        alternatives = [
            nobody.union(*(self.numbers.get((place, token), nobody) for token in tokens)) for tokens in sets
        ]
        return alternatives[0].intersection(*alternatives[1:]) if alternatives else nobody


def read_page(page: FoundPage, vocabulary: Vocabulary) -> ReadPage:
    """The page with its tokens, made as those of the index."""
    said = {
        "title": f"{page.short}\n{page.title_de}\n{page.title_en}",
        "short": page.short or f"{page.title_de}\n{page.title_en}",
        "words": page.words,
        "text": f"{page.text_de}\n{page.text_en}\n{page.beside}",
    }
    tokens = {
        place: frozenset(column(index_tokens(text), vocabulary).split()) for place, text in said.items()
    }
    return ReadPage(page, tokens, len(index_tokens(page.short or page.title_de)))


def page_answers(question: SearchQuery, indexes: Iterable[PageIndex], *, today: date) -> list[PageAnswer]:
    """The pages that have every word of the question, the best first."""
    answers = [answer for index in indexes for answer in _answers_in(index, question)]
    return sorted(answers, key=lambda one: _order(one, today))  # equal ones stay as they were told


def _order(answer: PageAnswer, today: date) -> tuple[bool, float, float]:
    """Inventions last, then by worth, then by what comes next."""
    day = answer.page.day
    distance = 0.0 if day is None else float((day - today).days)
    return answer.page.is_invented, -answer.worth, distance if distance >= 0 else 1e6 - distance


def _answers_in(index: PageIndex, question: SearchQuery) -> Iterator[PageAnswer]:
    found = [
        {place: index.worths(asked, place) for place in ("title", "short", "words", "text")}
        for asked in question.asked
    ]
    having = [frozenset().union(*(places[place] for place in PLACES)) for places in found]
    for number in sorted(having[0].intersection(*having[1:])) if having else ():
        worths = [
            max(weight * places[place].get(number, 0.0) for place, weight in PLACES.items())
            for places in found
        ]
        if max(worths) > PLACES["text"]:
            read = index.pages[number]
            covered = sum(number in places["short"] for places in found)
            yield PageAnswer(
                page=read.page,
                worth=round(sum(worths) / len(worths), 2),
                is_meant=any(number in places["words"] for places in found)
                or covered >= LITTLE * max(1, read.title_words),
            )
