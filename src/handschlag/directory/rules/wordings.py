"""How a question was understood, for showing it: compounds in their parts, and what else was looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handschlag.directory.rules.analysis import Naming, SearchQuery, Vocabulary, fold, splitter

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
