"""What a statement holds that another can share: words in several readings, and concepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from treffen.recommendation.meaning.weights import FitWeights
from treffen.recommendation.profiles import Direction, Statement
from treffen.recommendation.text import Name, Reading, Term, groups, reading_of
from treffen.recommendation.vocabulary import ConceptCode, Vocabulary


class Shared(StrEnum):
    """In which way two texts share a word."""

    WORD = "word"  # the same word, or the same part of a compound
    SYNONYM = "synonym"  # words of the same meaning, in one language or across both
    KIN = "kin"  # words of the same corner of the world
    DENIED = "denied"  # both say "no" to it


Feature = tuple[Shared, str]


class Held(NamedTuple):
    """One feature of a text: how much of it, and the words as written."""

    weight: float
    surface: str


class WordReader:
    """What texts can share, for one vocabulary and one set of weights; remembers what words hold.

    Features have numbers, in the order in which they were first met; `met` names them.
    """

    def __init__(self, vocabulary: Vocabulary, weights: FitWeights) -> None:
        self._kin, self._weights = vocabulary.kin.words, weights
        self._known: dict[Name, tuple[tuple[int, Held], ...]] = {}
        self._numbers: dict[Feature, int] = {}

    @property
    def met(self) -> list[Feature]:
        """All features met so far, by number."""
        return list(self._numbers)

    def features(self, text: str, language: str) -> dict[int, Held]:
        """What a text can share, each feature once at its strongest."""
        held: dict[int, Held] = {}
        known = self._known
        for name, terms in groups(text, language):
            found = known.get(name)
            if found is None:
                found = known[name] = tuple(self._numbered(terms))
            for number, one in found:
                before = held.get(number)
                if before is None or before[0] < one[0]:
                    held[number] = one
        return held

    def _numbered(self, terms: tuple[Term, ...]) -> Iterator[tuple[int, Held]]:
        for term in terms:
            for feature, one in self._of_term(term):
                yield self._numbers.setdefault(feature, len(self._numbers)), one

    def _of_term(self, term: Term) -> Iterator[tuple[Feature, Held]]:
        weight = term.share * (self._weights.common_word if term.is_common else 1.0)
        if term.is_negated:
            weight *= self._weights.denied_word
            yield (Shared.DENIED, term.key), Held(term.share, term.surface)
        yield (Shared.WORD, term.key), Held(weight, term.surface)
        # A word of many groups says less of each: together they never count more than one group would.
        kin = [*map(str, term.kin), *(f"c{number}" for number in self._kin.get(term.key, ()))]
        for shared, numbers in ((Shared.SYNONYM, [*map(str, term.synonyms)]), (Shared.KIN, kin)):
            for number in numbers:
                yield (shared, number), Held(weight / len(numbers) ** 0.5, term.surface)


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
