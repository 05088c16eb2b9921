"""Pages beside the entries of the directory that may answer a search, and which of them do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

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
PLACES = {"title": 1.0, "words": 0.9, "text": 0.3}
LITTLE = 0.6  # of a title: what asks for as much of it asks for this page
TOPIC = "field"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page, by the name and the words of its address; `words` say that somebody wants a page like this.

    `short` is a short title. What happens on a `day` is asked for the more, the nearer it is.
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


def read_page(page: FoundPage, vocabulary: Vocabulary) -> ReadPage:
    """The page with its tokens, made as those of the index."""
    said = {
        "title": f"{page.short}\n{page.title_de}\n{page.title_en}",
        "short": page.short or f"{page.title_de}\n{page.title_en}",
        "words": page.words,
        "text": f"{page.text_de}\n{page.text_en}",
    }
    tokens = {
        place: frozenset(column(index_tokens(text), vocabulary).split()) for place, text in said.items()
    }
    return ReadPage(page, tokens, len(index_tokens(page.short or page.title_de)))


def page_answers(question: SearchQuery, pages: Iterable[ReadPage], *, today: date) -> list[PageAnswer]:
    """The pages that have every word of the question, the best first."""
    found = [answer for page in pages if (answer := _answer(question, page)) is not None]
    return sorted(found, key=lambda answer: (*_order(answer, today), answer.page.title_de, answer.page.args))


def _order(answer: PageAnswer, today: date) -> tuple[bool, float, float]:
    """Inventions last, then by worth, then by what comes next."""
    day = answer.page.day
    distance = 0.0 if day is None else float((day - today).days)
    return answer.page.is_invented, -answer.worth, distance if distance >= 0 else 1e6 - distance


def _answer(question: SearchQuery, read: ReadPage) -> PageAnswer | None:
    worths = [_best(asked, read) for asked in question.asked]
    if not worths or 0.0 in worths or max(worths) <= PLACES["text"]:
        return None
    covered = sum(_value(asked, read.tokens["short"]) > 0 for asked in question.asked)
    wanted = any(_value(asked, read.tokens["words"]) > 0 for asked in question.asked)
    return PageAnswer(
        page=read.page,
        worth=round(sum(worths) / len(worths), 2),
        is_meant=wanted or covered >= LITTLE * max(1, read.title_words),
    )


def _best(asked: QueryTerm, read: ReadPage) -> float:
    return max(weight * _value(asked, read.tokens[place]) for place, weight in PLACES.items())


def _value(asked: QueryTerm, tokens: frozenset[str]) -> float:
    """How well these tokens answer a word."""
    return max((way.weight for way in asked.ways if _has(way, tokens)), default=0.0)


def _has(way: Expansion, tokens: frozenset[str]) -> bool:
    if way.why in (ExpansionKind.START, ExpansionKind.RELATED):
        return False
    if way.phrase:
        return tokens.issuperset(way.phrase)
    return all(not tokens.isdisjoint(some) for some in way.all_of)
