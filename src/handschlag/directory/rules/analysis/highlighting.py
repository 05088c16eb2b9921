"""Why an entry was found: the words of its texts that answer the question, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from handschlag.directory.rules.analysis.search_query import (
    WEIGHTS,
    Expansion,
    ExpansionKind,
    QueryTerm,
    SearchQuery,
)
from handschlag.directory.rules.analysis.vocabulary import IndexToken, Naming, Vocabulary

AROUND = 70  # letters before the first match of an excerpt
LONGEST = 220


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Letters of a text that answer a word of the question, and how; `naming` says by which term."""

    start: int
    end: int
    asked: int
    why: ExpansionKind
    naming: Naming | None = None

    @property
    def weight(self) -> float:
        return WEIGHTS.get(self.why, 0.5)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text; what is marked answers the question."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """The part of a text that says most about the question."""

    segments: tuple[Segment, ...]
    matches: tuple[Match, ...]

    def worth(self, known: AbstractSet[int]) -> float:
        """How much it says of the question; little of the words that are `known` already."""
        values: dict[int, float] = {}
        for match in self.matches:
            values[match.asked] = max(values.get(match.asked, 0.0), match.weight)
        return sum(weight * (0.1 if asked in known else 1.0) for asked, weight in values.items())


def matches(text: str, question: SearchQuery, vocabulary: Vocabulary) -> list[Match]:
    """Everything in a text that answers a word of the question, in the order of the text."""
    read = vocabulary.words(text)
    found = [
        *_by_words(read, question),
        *_by_terms(read, question, vocabulary),
        *_by_phrases(read, question),
    ]
    return sorted(found, key=lambda match: (match.start, -match.weight))


def _by_words(tokens: Sequence[IndexToken], question: SearchQuery) -> Iterator[Match]:
    for number, asked in enumerate(question.asked):
        if not asked.parts:  # a phrase
            continue
        starts = tuple(
            start[:-1] for way in asked.ways if way.why is ExpansionKind.START for start in way.all_of[0]
        )
        for token in tokens:
            why = answers(token, asked, starts)
            if why is not None:
                yield Match(start=token.word.start, end=token.word.end, asked=number, why=why)


def answers(token: IndexToken, asked: QueryTerm, starts: tuple[str, ...]) -> ExpansionKind | None:
    """How one word of a text answers a word of the question, which may only be a start."""
    if token.key == asked.keys[0] or asked.keys[0] in token.parts:
        return ExpansionKind.WORD if token.key == asked.keys[0] else ExpansionKind.INSIDE
    if len(asked.parts) > 1 and not set(asked.parts).isdisjoint(token.parts):
        return ExpansionKind.PARTS
    return ExpansionKind.START if starts and token.word.joined.startswith(starts) else None


def _by_terms(read: Sequence[IndexToken], question: SearchQuery, vocabulary: Vocabulary) -> Iterator[Match]:
    ways = [(number, way) for number, asked in enumerate(question.asked) for way in asked.ways if way.naming]
    if not ways:
        return
    for mention in vocabulary.mentions_of({_code_of(way) for _, way in ways}, read):
        codes = {naming.term.code: naming for naming in mention.named}
        for number, way in ways:
            naming = codes.get(_code_of(way))
            if naming is not None:
                yield Match(
                    start=read[mention.first].word.start,
                    end=read[mention.last - 1].word.end,
                    asked=number,
                    why=way.why,
                    naming=naming,
                )


def _code_of(way: Expansion) -> str:
    return way.naming.term.code if way.naming else ""


def _by_phrases(tokens: Sequence[IndexToken], question: SearchQuery) -> Iterator[Match]:
    for number, asked in enumerate(question.asked):
        if asked.parts or not asked.keys:
            continue
        for first in range(len(tokens) - len(asked.keys) + 1):
            some = tokens[first : first + len(asked.keys)]
            if tuple(token.key for token in some) == asked.keys:
                yield Match(
                    start=some[0].word.start, end=some[-1].word.end, asked=number, why=ExpansionKind.PHRASE
                )


def excerpt(text: str, question: SearchQuery, vocabulary: Vocabulary, *, is_whole: bool = False) -> Excerpt:
    """The most telling part of a text with its matches marked; `is_whole` keeps all of it."""
    found = matches(text, question, vocabulary)
    start, end = (0, len(text)) if is_whole else _window(text, found)
    inside = [match for match in found if start <= match.start and match.end <= end]
    segments = [Segment("… ")] if start > 0 else []
    segments.extend(marked(text, start, end, inside))
    if end < len(text):
        segments.append(Segment(" …"))
    return Excerpt(segments=tuple(segments), matches=tuple(inside))


def _window(text: str, found: Sequence[Match]) -> tuple[int, int]:
    """From where to where the excerpt goes: cut between words, around most of the words asked for."""
    if len(text) <= LONGEST:
        return 0, len(text)
    best, best_value = 0, -1.0
    for match in found:
        seen: dict[int, float] = {}
        for other in found:
            if match.start <= other.start and other.end <= match.start + LONGEST - AROUND:
                seen[other.asked] = max(seen.get(other.asked, 0.0), other.weight)
        if sum(seen.values()) > best_value:
            best, best_value = match.start, sum(seen.values())
    start = 0 if best <= AROUND else text.find(" ", best - AROUND) + 1
    if start + LONGEST >= len(text):
        return start, len(text)
    cut = text.rfind(" ", start, start + LONGEST)
    return start, cut if cut > start else start + LONGEST


def marked(text: str, start: int, end: int, found: Sequence[Match]) -> Iterator[Segment]:
    """The text from `start` to `end` in pieces; matches that overlap or touch are one piece."""
    place = start
    for first, last in _together(found):
        if first > place:
            yield Segment(text[place:first])
        yield Segment(text[first:last], is_marked=True)
        place = last
    if place < end:
        yield Segment(text[place:end])


def _together(found: Sequence[Match]) -> list[tuple[int, int]]:
    """The letters of all matches; those that overlap are one."""
    spans: list[tuple[int, int]] = []
    for match in sorted(found, key=lambda match: match.start):
        if spans and match.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], match.end))
        else:
            spans.append((match.start, match.end))
    return spans
