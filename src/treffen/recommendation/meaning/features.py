"""What a statement holds that another can share: words in several readings, and concepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from treffen.recommendation.meaning.weights import FitWeights
from treffen.recommendation.profiles import Direction, Statement
from treffen.recommendation.text import Reading, Term, analysed, reading_of
from treffen.recommendation.vocabulary import ConceptCode, Vocabulary

MOST_REMEMBERED = 200_000


class Shared(StrEnum):
    """In which way two texts share a word."""

    WORD = "word"  # the same word, or the same part of a compound
    SYNONYM = "synonym"  # words of the same meaning, in one language or across both
    KIN = "kin"  # words of the same corner of the world
    DENIED = "denied"  # both say "no" to it


Feature = tuple[Shared, str]


@dataclass(frozen=True, slots=True)
class Held:
    """One feature of a text: how much of it, and the words as written."""

    weight: float
    surface: str


def word_features(statement: Statement, vocabulary: Vocabulary, weights: FitWeights) -> dict[Feature, Held]:
    """What a text can share, each feature once at its strongest."""
    held: dict[Feature, Held] = {}
    for term in _analysed(statement.text, statement.language):
        for feature, weight in _of_term(term, vocabulary, weights):
            if feature not in held or held[feature].weight < weight:
                held[feature] = Held(weight, term.surface)
    return held


@lru_cache(maxsize=MOST_REMEMBERED)
def _analysed(text: str, language: str) -> tuple[Term, ...]:
    return analysed(text, language)


def _of_term(term: Term, vocabulary: Vocabulary, weights: FitWeights) -> list[tuple[Feature, float]]:
    weight = term.share * (weights.common_word if term.is_common else 1.0)
    if term.is_negated:
        weight *= weights.denied_word
    found: list[tuple[Feature, float]] = [((Shared.WORD, term.key), weight)]
    # A word of many groups says less of each: together they never count more than one group would.
    kin = [*map(str, term.kin), *(f"c{number}" for number in vocabulary.kin.words.get(term.key, ()))]
    for shared, groups in ((Shared.SYNONYM, [*map(str, term.synonyms)]), (Shared.KIN, kin)):
        found += [((shared, group), weight / len(groups) ** 0.5) for group in groups]
    if term.is_negated:
        found.append(((Shared.DENIED, term.key), term.share))
    return found


@dataclass(frozen=True, slots=True)
class HeldConcept:
    """A concept of a statement: how sure it is, and the words that name it; none where it was stated."""

    strength: float
    surface: str


def concept_features(
    statement: Statement, vocabulary: Vocabulary, weights: FitWeights
) -> dict[ConceptCode, HeldConcept]:
    """The concepts that were stated, and those that the text names; filters are left out.

    A stated code that the vocabulary does not know is passed over: checking is up to who reads the input.
    """
    held: dict[ConceptCode, HeldConcept] = {}
    for tag in vocabulary.tags(statement.text, statement.language):
        if not tag.is_filter:
            held[tag.concept] = HeldConcept(weights.read_tag * tag.strength, tag.evidence)
    for code in statement.concepts:
        concept = ConceptCode(code)
        if concept in vocabulary.position and not vocabulary[concept].is_filter:
            held[concept] = HeldConcept(1.0, "")
    return {code: one for code, one in held.items() if one.strength > 0}


CONTRADICTS: Mapping[Direction, Reading] = {Direction.OFFER: Reading.SEEKS, Direction.NEED: Reading.GIVES}


def contradicts(statement: Statement) -> bool:
    """Whether a text reads the other way than the field that it was written into."""
    return reading_of(statement.text) is CONTRADICTS[statement.direction]
