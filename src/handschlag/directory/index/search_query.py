"""What somebody asks for in words, how that was understood, and which words of a text answer it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum

from handschlag.directory.index.analysis import (
    INSIDE,
    MEANT,
    NAMED,
    Area,
    IndexToken,
    Naming,
    Vocabulary,
    index_tokens,
)
from treffen.language import Mention, NameKind, fold, splitter, stem

QUOTED = re.compile(r"[\"„“”«»]([^\"„“”«»]+)[\"„“”«»]")
# Not in "Frankfurt oder Berlin", which asks for either.
_ON_THE_ODER = re.compile(
    r"\bfrankfurt\s*(?:\(\s*oder\s*\)?|/\s*oder\b|an der oder\b|oder\s*$)", re.IGNORECASE
)
MOST_WORDS = 10
SHORTEST_PREFIX = 3
# Words of whoever asks in a sentence: they do not say what is looked for, unless they stand alone.
_OF_SENTENCES = frozenset(
    (
        *("jemand", "jemanden", "jemandem", "viel", "viele", "hilft", "helfen", "kennt", "kenne", "kennen"),
        *("finde", "finden", "findet", "bekomme", "bekommen", "bekommt", "kriege", "kriegen", "nähe"),
        *("gute", "guten", "guter", "gutes", "meine", "meinem", "meinen", "meiner", "meines"),
        *("anyone", "anybody", "someone", "somebody", "help", "helps", "know", "knows"),
        *("find", "finds", "good"),
    )
)
SHORTEST_PLACE = 5  # letters; shorter names are looked for where they are spelled alike (Hof is no Höfe)

type Spans = Callable[[Sequence[IndexToken]], Iterable[tuple[int, int, Area]]]


class ExpansionKind(StrEnum):
    """How an entry answers a word."""

    WORD = "word"
    PHRASE = "phrase"
    INSIDE = "inside"
    PARTS = "parts"
    TERM = "term"
    START = "start"
    RELATED = "related"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """An entry answers if one column has one of the tokens of every set in `all_of`, or the phrase.

    Tokens that end in * stand for all that begin like them. Without `columns`, all of them count.
    """

    why: ExpansionKind
    weight: float
    all_of: tuple[tuple[str, ...], ...] = ()
    phrase: tuple[str, ...] = ()
    naming: Naming | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTerm:
    """A word, or a phrase in quotation marks, with the ways to answer it; the best way counts.

    Where it names a part of the country, being in this `area` is an answer, too.
    """

    surface: str
    keys: tuple[str, ...]
    parts: tuple[str, ...]
    ways: tuple[Expansion, ...]
    area: Area | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """An entry answers if it answers every word. `is_cut`: there were more words than anybody needs."""

    text: str
    asked: tuple[QueryTerm, ...]
    mentions: tuple[Mention[Naming], ...] = ()
    is_cut: bool = False

    @property
    def is_of_places(self) -> bool:
        """Whether it only says where."""
        return bool(self.asked) and all(asked.area for asked in self.asked)

    @property
    def says_nothing(self) -> bool:
        """Only words that every entry has, or signs."""
        return bool(self.text) and not self.asked


# How much each way counts against the word itself.
WEIGHTS = {
    ExpansionKind.WORD: 1.0,
    ExpansionKind.PHRASE: 1.0,
    ExpansionKind.INSIDE: 0.75,
    ExpansionKind.PARTS: 0.6,
    ExpansionKind.START: 0.4,
    ExpansionKind.RELATED: 0.1,
}
# A term: how it stands in the question, then how it stands in the entry.
_OF_KINDS = {NameKind.LABEL: 0.8, NameKind.SYNONYM: 0.6, NameKind.ABBREVIATION: 0.6}
MEANT_IN_ENTRY = 0.75


def with_whole_names(text: str) -> str:
    """The text with the one town as one word that has a stop word in its name.

    >>> with_whole_names("Sensorik Frankfurt (Oder)"), with_whole_names("Frankfurt an der Oder")
    ('Sensorik Frankfurtoder', 'Frankfurtoder')
    >>> with_whole_names("Frankfurt oder Berlin")
    'Frankfurt oder Berlin'
    """
    return _ON_THE_ODER.sub("Frankfurtoder", text)


def _nowhere(tokens: Sequence[IndexToken]) -> Iterable[tuple[int, int, Area]]:
    del tokens
    return ()


def parse_query(text: str, vocabulary: Vocabulary, spans: Spans = _nowhere) -> SearchQuery:
    """The question behind a text; `spans` finds the names of places among its words.

    >>> parse_query("von der", Vocabulary.of([])).says_nothing
    True
    """
    phrases = [quoted[1] for quoted in QUOTED.finditer(text)]
    rest = with_whole_names(QUOTED.sub("; ", text))
    tokens = asked_words(rest)
    kept = tokens[:MOST_WORDS]
    mentions = vocabulary.mentions(kept)
    words = list(_of_words(kept, mentions, spans, typed=len(tokens)))
    said = [_of_phrase(phrase) for phrase in phrases[:MOST_WORDS]]
    return SearchQuery(
        text=text,
        asked=(*(phrase for phrase in said if phrase.ways), *words),
        mentions=tuple(mentions),
        is_cut=len(tokens) > len(kept) or len(phrases) > MOST_WORDS,
    )


def asked_words(text: str) -> list[IndexToken]:
    """What a whole sentence asks for; in capitals a word is a name (FIND).

    >>> [token.word.surface for token in asked_words("Wer kennt jemanden, der Kupfer schweißt?")]
    ['Kupfer', 'schweißt']
    """
    tokens = index_tokens(text)
    words = [(token, token.word.surface) for token in tokens]
    said = [token for token, word in words if word.isupper() or word.lower() not in _OF_SENTENCES]
    return said or tokens


def _of_phrase(text: str) -> QueryTerm:
    """Words in quotation marks: these words, one after the other."""
    tokens = index_tokens(text)[:MOST_WORDS]
    keys = tuple(stem(piece) for token in tokens for piece in token.word.pieces)
    ways = (
        (Expansion(why=ExpansionKind.PHRASE, weight=WEIGHTS[ExpansionKind.PHRASE], phrase=keys),)
        if keys
        else ()
    )
    return QueryTerm(surface=text.strip(), keys=keys, parts=(), ways=ways)


def _of_words(
    tokens: Sequence[IndexToken], mentions: Sequence[Mention[Naming]], spans: Spans, *, typed: int
) -> Iterator[QueryTerm]:
    """Words and names of places in their order; what names a topic is no place."""
    topics = {
        place
        for mention in mentions
        if any(not naming.term.is_of_lexicon for naming in mention.named)
        for place in range(mention.first, mention.last)
    }
    areas = {
        first: (last, area) for first, last, area in spans(tokens) if topics.isdisjoint(range(first, last))
    }
    place = 0
    while place < len(tokens):
        last, area = areas.get(place, (place + 1, None))
        terms = _ways_by_terms(mentions, place)
        if area is not None:
            yield _of_area(tokens[place:last], area, terms)
        else:
            terms = [*terms, *_joined(tokens, place)]
            yield _of_word(tokens[place], terms, is_last=place == typed - 1)
        place = last


def _joined(tokens: Sequence[IndexToken], place: int) -> Iterator[Expansion]:
    """Names that write this word and a neighbour as one: whoever types Bio RN means BioRN."""
    for first in (place - 1, place):
        pair = tokens[max(0, first) : first + 2]
        if len(pair) == 2 and pair[0].word.run == pair[1].word.run:
            key = stem("".join(token.word.joined for token in pair))
            why = ExpansionKind.INSIDE
            yield Expansion(why=why, weight=WEIGHTS[why], all_of=((key, INSIDE + key),), columns=("name",))


def _of_area(tokens: Sequence[IndexToken], area: Area, terms: Sequence[Expansion]) -> QueryTerm:
    """A name of a place is never taken apart, nor stemmed where it is short."""
    keys = tuple(stem(piece) for token in tokens for piece in token.word.pieces)
    weight = WEIGHTS[ExpansionKind.WORD]
    stems = tuple(stem(name) for name in area.names)
    ways = [
        Expansion(why=ExpansionKind.WORD, weight=weight, all_of=(area.names,), columns=("spelled",)),
        Expansion(why=ExpansionKind.WORD, weight=weight, all_of=(stems,), columns=("place",)),
    ]
    if len(keys) > 1:
        ways.append(Expansion(why=ExpansionKind.PHRASE, weight=weight, phrase=keys))
    elif len(tokens[0].word.joined) >= SHORTEST_PLACE:
        ways.append(Expansion(why=ExpansionKind.WORD, weight=weight, all_of=(keys,), columns=("text",)))
    surface = " ".join(token.word.surface for token in tokens)
    return QueryTerm(surface=surface, keys=keys, parts=(), ways=(*ways, *terms), area=area)


def _of_word(token: IndexToken, terms: Sequence[Expansion], *, is_last: bool) -> QueryTerm:
    ways = [
        Expansion(why=ExpansionKind.WORD, weight=WEIGHTS[ExpansionKind.WORD], all_of=((token.key,),)),
        Expansion(
            why=ExpansionKind.INSIDE, weight=WEIGHTS[ExpansionKind.INSIDE], all_of=((INSIDE + token.key,),)
        ),
        *terms,
    ]
    if token.is_compound:
        sets = tuple((part, INSIDE + part) for part in dict.fromkeys(token.parts))
        ways.append(Expansion(why=ExpansionKind.PARTS, weight=WEIGHTS[ExpansionKind.PARTS], all_of=sets))
    if is_last and len(token.word.joined) >= SHORTEST_PREFIX:
        starts = tuple(f"{start}*" for start in dict.fromkeys((token.word.joined, token.key)))
        ways.append(Expansion(why=ExpansionKind.START, weight=WEIGHTS[ExpansionKind.START], all_of=(starts,)))
    return QueryTerm(surface=token.word.surface, keys=(token.key,), parts=token.parts, ways=tuple(ways))


def _ways_by_terms(mentions: Sequence[Mention[Naming]], place: int) -> list[Expansion]:
    """The terms that this word helps to name: an entry that names the term answers the word."""
    return [
        way
        for mention in mentions
        if mention.first <= place < mention.last
        for naming in mention.named
        for way in _ways_by_term(naming)
    ]


def _ways_by_term(naming: Naming) -> Iterator[Expansion]:
    token, weight = naming.term.token, _OF_KINDS[naming.kind]
    yield Expansion(why=ExpansionKind.TERM, weight=weight, all_of=((NAMED + token,),), naming=naming)
    yield Expansion(
        why=ExpansionKind.TERM, weight=weight * MEANT_IN_ENTRY, all_of=((MEANT + token,),), naming=naming
    )


def widened(question: SearchQuery, vocabulary: Vocabulary) -> SearchQuery:
    """The same question, answered by related terms of the vocabulary too, at low weight."""
    asked = tuple(replace(one, ways=(*one.ways, *_related(one, vocabulary))) for one in question.asked)
    return replace(question, asked=asked)


def _related(asked: QueryTerm, vocabulary: Vocabulary) -> Iterator[Expansion]:
    for naming in {way.naming.term.code: way.naming for way in asked.ways if way.naming}.values():
        for code in naming.term.related:
            term = vocabulary.terms.get(code)
            if term is not None:
                tokens = (NAMED + term.token, MEANT + term.token)
                yield Expansion(
                    why=ExpansionKind.RELATED,
                    weight=WEIGHTS[ExpansionKind.RELATED],
                    all_of=(tokens,),
                    naming=Naming(term, NameKind.LABEL, term.label_de),
                )


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


MOST_NAMES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compound:
    """A word of the question, and the parts that were looked for too."""

    word: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _AlsoAsked:
    """A term that the question names, in both languages."""

    name: str
    label_de: str
    label_en: str


def compounds(question: SearchQuery) -> Iterator[_Compound]:
    """The words of the question that were taken apart, as far as their parts can be written."""
    for asked in question.asked:
        parts = splitter().written(asked.surface) if len(asked.parts) > 1 else ()
        if parts:
            yield _Compound(word=asked.surface, parts=parts)


def also_asked(question: SearchQuery) -> list[_AlsoAsked]:
    """The terms of the vocabulary that the question names, each once, as far as they say something new."""
    found: dict[tuple[str, str], _AlsoAsked] = {}
    for naming in _namings(question):
        term = naming.term
        labels = (term.label_de, term.label_en)
        if {fold(label) for label in labels} != {fold(question.text)}:
            found.setdefault(labels, _AlsoAsked(name=naming.name, label_de=labels[0], label_en=labels[1]))
    return list(found.values())[:MOST_NAMES]


def _namings(question: SearchQuery) -> Iterator[Naming]:
    for mention in question.mentions:
        yield from mention.named


def related_words(question: SearchQuery, vocabulary: Vocabulary) -> Sequence[tuple[str, str]]:
    """Other words to try, German and English: related terms, fields, and the parts of compounds."""
    found: dict[tuple[str, str], None] = {}
    for naming in _namings(question):
        terms = (vocabulary.terms.get(code) for code in naming.term.related)
        found.update(dict.fromkeys((term.label_de, term.label_en) for term in terms if term is not None))
    for compound in compounds(question):
        found.update(dict.fromkeys((part, part) for part in compound.parts if len(part) > MOST_NAMES))
    return list(found)
