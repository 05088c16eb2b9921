"""What may be said of a need and an offer that fit: only what stands in both, or is near by its own name.

The fit weighs much that is no more than likely: parts of compounds, words of one corner of the world, names
of concepts inside of other words. None of that is repeated to people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from treffen.language.stems import stem
from treffen.language.stop_words import meaningful
from treffen.recommendation.profiles import Statement
from treffen.recommendation.text.analysis import is_common, negated, spoken
from treffen.recommendation.text.whole_words import (
    WholeWord,
    are_forms,
    is_form_of_any,
    is_unspecific,
    whole_words,
)
from treffen.recommendation.vocabulary import (
    Concept,
    ConceptCode,
    ConceptKind,
    Near,
    Nearness,
    Tag,
    Vocabulary,
)

MOST = 3  # of each sort
_OUTRIGHT = 0.9  # a name that stands for itself, neither inside of a compound nor taken back
_CLOSE = 0.5  # of concepts in different fields

type Pairs = tuple[tuple[str, str], ...]  # as the need has it, as the offer has it


@dataclass(frozen=True, slots=True)
class CommonGround:
    """`common`: concepts that both have stated or call by their label; `words`: words that stand in both;
    `related`: a concept or words of the need, and what is near to them in the offer."""

    common: Pairs
    words: Pairs
    related: Pairs


def said_of(need: Statement, offer: Statement, vocabulary: Vocabulary) -> CommonGround:
    """Everything that is true of the two statements, the most telling first."""
    mine, theirs = _held(need, vocabulary), _held(offer, vocabulary)
    common = tuple((code, code) for code in mine if code in theirs and mine[code] == code == theirs[code])
    words = whole_words(need.text, need.language), whole_words(offer.text, offer.language)
    shared = tuple(_same(*words))
    known = {one for pair in (*common, *shared) for one in pair}
    related = (
        pair
        for pair in (*_translated(*words), *_near(mine, theirs, vocabulary))
        if not (known & {*pair} or pair[0] == pair[1])
    )
    return CommonGround(common[:MOST], shared[:MOST], tuple(dict.fromkeys(related))[:MOST])


def _held(statement: Statement, vocabulary: Vocabulary) -> Mapping[str, str]:
    """By concept how it is said: by itself where it was stated or stands there under its label, else by the
    words that name it."""
    held = dict(_named(vocabulary, statement.text, statement.language))
    held.update({str(code): str(code) for code in statement.concepts if not _is_filter(vocabulary, code)})
    return {
        code: how
        for code, how in held.items()
        if code in statement.concepts or code not in statement.not_meant
    }


def _is_filter(vocabulary: Vocabulary, code: str) -> bool:
    return code in vocabulary.position and vocabulary[code].is_filter


@lru_cache(maxsize=100_000)
def _named(vocabulary: Vocabulary, text: str, language: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (tag.concept, tag.concept if stands_in(text, vocabulary, tag.concept) else tag.evidence)
        for tag in vocabulary.tags(text, language)
        if _is_outright(tag, language) and is_form_of_any(tag.evidence, _all_names(vocabulary[tag.concept]))
    )


def _is_outright(tag: Tag, language: str) -> bool:
    """Whether words name a concept, and nothing else; how somebody wants to work together is none."""
    is_weak = is_unspecific(tag.evidence, language) or is_common(tag.evidence)
    return tag.strength >= _OUTRIGHT and not tag.is_filter and not is_weak


def _all_names(concept: Concept) -> tuple[str, ...]:
    return (*concept.names, *concept.abbreviations)


def stands_in(text: str, vocabulary: Vocabulary, code: str) -> bool:
    """Whether a text calls a concept by its label, in either language."""
    read = spoken(text)
    known = {stem(token.joined) for token, is_no in zip(read, negated(read), strict=True) if not is_no}
    concept = vocabulary[code]
    labels = (_stems(label) for label in (concept.label_de, concept.label_en))
    return any(label and label <= known for label in labels)


@lru_cache(maxsize=10_000)
def _stems(label: str) -> frozenset[str]:
    return frozenset(
        stem(token.joined) for token in spoken(label) if meaningful(token.surface, is_statement=True)
    )


def _same(mine: Iterable[WholeWord], theirs: Iterable[WholeWord]) -> Iterator[tuple[str, str]]:
    """The same word in any form, or a compound and the words that it is made of."""
    here, there = {one.key: one for one in mine}, {one.key: one for one in theirs}
    for key, one in here.items():
        if not one.is_telling:
            continue
        if key in there and are_forms(one.surface, there[key].surface):
            yield one.surface, there[key].surface
        elif made_of := _made_of(one, there):
            yield one.surface, made_of
    for one in there.values():
        if one.is_telling and one.key not in here and (made_of := _made_of(one, here)):
            yield made_of, one.surface


def _made_of(compound: WholeWord, words: Mapping[str, WholeWord]) -> str:
    """All words that a compound is made of, if they are there and tell something."""
    found = [words[part] for part in compound.parts if part in words]
    is_whole = len(found) == len(compound.parts) and any(one.is_telling for one in found)
    return " ".join(one.surface for one in found) if is_whole else ""


def _translated(mine: Iterable[WholeWord], theirs: Iterable[WholeWord]) -> Iterator[tuple[str, str]]:
    """Two words of one meaning, where the word has no other."""
    here, there = (
        [one for one in many if one.is_telling and len(one.synonyms) == 1] for many in (mine, theirs)
    )
    known = {one.synonyms[0]: one for one in there}
    for one in here:
        if one.synonyms[0] in known and known[one.synonyms[0]].key != one.key:
            yield one.surface, known[one.synonyms[0]].surface


def _near(
    mine: Mapping[str, str], theirs: Mapping[str, str], vocabulary: Vocabulary
) -> Iterator[tuple[str, str]]:
    """Concepts next to one another, the nearest first, as each side says them."""
    for code in mine:
        for near in _around(vocabulary, code):
            other = str(vocabulary.concepts[near.other].code)
            if other in theirs:
                yield mine[code], theirs[other]


def _around(vocabulary: Vocabulary, code: str) -> tuple[Near, ...]:
    return _by_need(vocabulary).get(ConceptCode(code), ())


def _is_close(near: Near, vocabulary: Vocabulary) -> bool:
    """Two that only belong to one field, or to one parent, may have nothing to do with one another."""
    is_in_field = vocabulary.concepts[near.through].kind is ConceptKind.FIELD
    return near.nearness is Nearness.SAME or (
        near.nearness is not Nearness.SIBLING and near.strength >= _CLOSE and not is_in_field
    )


@lru_cache(maxsize=4)
def _by_need(vocabulary: Vocabulary) -> Mapping[ConceptCode, tuple[Near, ...]]:
    found: dict[ConceptCode, list[Near]] = {}
    for near in vocabulary.near:
        if _is_close(near, vocabulary):
            found.setdefault(vocabulary.concepts[near.one].code, []).append(near)
    order = list(Nearness)
    return {
        code: tuple(sorted(many, key=lambda one: (order.index(one.nearness), -one.strength, one.other)))
        for code, many in found.items()
    }
