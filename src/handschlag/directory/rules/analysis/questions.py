"""What somebody asks for in words: each word with every way in which an entry may answer it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handschlag.directory.rules.analysis.indexing import INSIDE, MEANT, NAMED
from handschlag.directory.rules.analysis.stems import key
from handschlag.directory.rules.analysis.vocabulary import Mention, Naming, Standing, Token, Vocabulary

QUOTED = re.compile(r"[\"„“”«»]([^\"„“”«»]+)[\"„“”«»]")
MOST_WORDS = 10
SHORTEST_PREFIX = 3


class Why(StrEnum):
    """How an entry answers a word."""

    WORD = "word"
    PHRASE = "phrase"
    INSIDE = "inside"
    PARTS = "parts"
    TERM = "term"
    START = "start"
    RELATED = "related"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An entry answers if one column has one of the tokens of every set in `all_of`, or the phrase.

    Tokens that end in * stand for all that begin like them.
    """

    why: Why
    weight: float
    all_of: tuple[tuple[str, ...], ...] = ()
    phrase: tuple[str, ...] = ()
    naming: Naming | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A word, or a phrase in quotation marks, with the ways to answer it; the best way counts."""

    surface: str
    keys: tuple[str, ...]
    parts: tuple[str, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An entry answers if it answers every word. `is_cut`: there were more words than anybody needs."""

    text: str
    asked: tuple[Asked, ...]
    mentions: tuple[Mention, ...] = ()
    is_cut: bool = False

    @property
    def says_nothing(self) -> bool:
        """Only words that every entry has, or signs."""
        return bool(self.text) and not self.asked


# How much each way counts against the word itself.
WEIGHTS = {Why.WORD: 1.0, Why.PHRASE: 1.0, Why.INSIDE: 0.75, Why.PARTS: 0.6, Why.START: 0.4, Why.RELATED: 0.1}
# A term: how it stands in the question, then how it stands in the entry.
STANDINGS = {Standing.LABEL: 0.8, Standing.SYNONYM: 0.6, Standing.ABBREVIATION: 0.6}
MEANT_IN_ENTRY = 0.75


def ask(text: str, vocabulary: Vocabulary) -> Question:
    """The question behind a text.

    >>> ask("von der", Vocabulary.of([])).says_nothing
    True
    """
    phrases = [quoted[1] for quoted in QUOTED.finditer(text)]
    rest = QUOTED.sub("; ", text)
    tokens = vocabulary.tokens(rest)
    kept = tokens[:MOST_WORDS]
    mentions = vocabulary.mentions(kept)
    words = [
        _of_word(token, _ways_by_terms(mentions, place), is_last=place == len(tokens) - 1)
        for place, token in enumerate(kept)
    ]
    said = [_of_phrase(phrase, vocabulary) for phrase in phrases[:MOST_WORDS]]
    return Question(
        text=text,
        asked=(*(phrase for phrase in said if phrase.ways), *words),
        mentions=tuple(mentions),
        is_cut=len(tokens) > len(kept) or len(phrases) > MOST_WORDS,
    )


def _of_phrase(text: str, vocabulary: Vocabulary) -> Asked:
    """Words in quotation marks: these words, one after the other."""
    tokens = vocabulary.tokens(text)[:MOST_WORDS]
    keys = tuple(key(piece) for token in tokens for piece in token.word.pieces)
    ways = (Way(why=Why.PHRASE, weight=WEIGHTS[Why.PHRASE], phrase=keys),) if keys else ()
    return Asked(surface=text.strip(), keys=keys, parts=(), ways=ways)


def _of_word(token: Token, terms: Sequence[Way], *, is_last: bool) -> Asked:
    ways = [
        Way(why=Why.WORD, weight=WEIGHTS[Why.WORD], all_of=((token.key,),)),
        Way(why=Why.INSIDE, weight=WEIGHTS[Why.INSIDE], all_of=((INSIDE + token.key,),)),
        *terms,
    ]
    if token.is_compound:
        sets = tuple((part, INSIDE + part) for part in dict.fromkeys(token.parts))
        ways.append(Way(why=Why.PARTS, weight=WEIGHTS[Why.PARTS], all_of=sets))
    if is_last and len(token.word.joined) >= SHORTEST_PREFIX:
        starts = tuple(f"{start}*" for start in dict.fromkeys((token.word.joined, token.key)))
        ways.append(Way(why=Why.START, weight=WEIGHTS[Why.START], all_of=(starts,)))
    return Asked(surface=token.word.surface, keys=(token.key,), parts=token.parts, ways=tuple(ways))


def _ways_by_terms(mentions: Sequence[Mention], place: int) -> list[Way]:
    """The terms that this word helps to name: an entry that names the term answers the word."""
    return [
        way
        for mention in mentions
        if mention.first <= place < mention.last
        for naming in mention.namings
        for way in _ways_by_term(naming)
    ]


def _ways_by_term(naming: Naming) -> Iterator[Way]:
    token, weight = naming.term.token, STANDINGS[naming.standing]
    yield Way(why=Why.TERM, weight=weight, all_of=((NAMED + token,),), naming=naming)
    yield Way(why=Why.TERM, weight=weight * MEANT_IN_ENTRY, all_of=((MEANT + token,),), naming=naming)


def widened(question: Question, vocabulary: Vocabulary) -> Question:
    """The same question, answered by related terms of the vocabulary too, at low weight."""
    asked = tuple(
        Asked(
            surface=one.surface, keys=one.keys, parts=one.parts, ways=(*one.ways, *_related(one, vocabulary))
        )
        for one in question.asked
    )
    return Question(text=question.text, asked=asked, mentions=question.mentions, is_cut=question.is_cut)


def _related(asked: Asked, vocabulary: Vocabulary) -> Iterator[Way]:
    for naming in {way.naming.term.code: way.naming for way in asked.ways if way.naming}.values():
        for code in naming.term.related:
            term = vocabulary.terms.get(code)
            if term is not None:
                tokens = (NAMED + term.token, MEANT + term.token)
                yield Way(
                    why=Why.RELATED,
                    weight=WEIGHTS[Why.RELATED],
                    all_of=(tokens,),
                    naming=Naming(term, Standing.LABEL, term.label_de),
                )
