"""What somebody asks for in words: each word with every way in which an entry may answer it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from handschlag.directory.rules.analysis.indexing import INSIDE, MEANT, NAMED
from handschlag.directory.rules.analysis.vocabulary import IndexToken, Naming, Vocabulary, index_tokens
from handschlag.directory.rules.areas import Area
from treffen.language import Mention, NameKind, stem

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
