"""What a statement holds that another can share: words in several readings, and concepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.meaning.weights import FitWeights
from treffen.recommendation.profiles import Direction, Statement
from treffen.recommendation.text import DirectionCue, Name, Term, direction_of, names, terms_of
from treffen.recommendation.vocabulary import ConceptCode, Vocabulary

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


class Shared(StrEnum):
    """In which way two texts share a word."""

    WORD = "word"  # the same word, or the same part of a compound
    SYNONYM = "synonym"  # words of the same meaning, in one language or across both
    KIN = "kin"  # words of the same corner of the world
    DENIED = "denied"  # both say "no" to it


Feature = tuple[Shared, str]
Numbers = NDArray[np.float64]


class TextFeature(NamedTuple):
    """One feature of a text: how much of it, and the words as written."""

    weight: float
    surface: str


def strongest(many: Iterable[tuple[tuple[int, TextFeature], ...]]) -> dict[int, TextFeature]:
    """Features of many words, each once at its strongest."""
    found: dict[int, TextFeature] = {}
    for held in many:
        for number, one in held:
            before = found.get(number)
            if before is None or before.weight < one.weight:
                found[number] = one
    return found


class WordReader:
    """What texts can share, for one vocabulary and one set of weights; remembers what words hold.

    Features have numbers, in the order in which they were first met; `met` names them.
    """

    def __init__(self, vocabulary: Vocabulary, weights: FitWeights) -> None:
        self._kin, self._weights = vocabulary.kin.words, weights
        self._number_of: dict[Name, int] = {}
        self._held: list[tuple[tuple[int, TextFeature], ...]] = []
        self._numbers: dict[Feature, int] = {}

    @property
    def met(self) -> list[Feature]:
        """All features met so far, by number."""
        return list(self._numbers)

    def telling(self, worth: Numbers) -> list[tuple[tuple[int, TextFeature], ...]]:
        """Of each word met so far the features that are worth anything; `worth` (features,)."""
        kept = frozenset(np.flatnonzero(worth).tolist())
        return [tuple(one for one in held if one[0] in kept) for held in self._held]

    def names(self, text: str, language: str) -> list[int]:
        """The numbers of the words and expressions of a text."""
        found = []
        for name in names(text, language):
            number = self._number_of.get(name)
            if number is None:
                number = self._number_of[name] = len(self._held)
                self._held.append(tuple(self._numbered(terms_of(name))))
            found.append(number)
        return found

    def matrix(self, many: Sequence[Sequence[int]]) -> csr_matrix:
        """Texts, given as their `names`, by all features met so far: float32, each at its strongest."""
        from scipy.sparse import csr_matrix  # takes long to import

        sizes = np.array([len(held) for held in self._held], dtype=np.int64)
        flat = np.fromiter(chain.from_iterable(many), np.int64, sum(map(len, many)))
        rows = np.repeat(np.arange(len(many)), np.fromiter(map(len, many), np.int64, len(many)))
        # Of each word of each text, all its features: where they lie among those of all words.
        taken = sizes[flat]
        starts = (np.cumsum(sizes) - sizes)[flat] - (np.cumsum(taken) - taken)
        lie = np.repeat(starts, taken) + np.arange(taken.sum())
        columns = np.array([number for held in self._held for number, _ in held], dtype=np.int64)
        weights = np.array([one.weight for held in self._held for _, one in held], dtype=np.float32)
        width = len(self._numbers)
        places = np.repeat(rows, taken) * width + columns[lie]
        order = np.argsort(places, kind="stable")
        places = places[order]
        first = np.flatnonzero(np.diff(places, prepend=-1))
        values = np.maximum.reduceat(weights[lie][order], first) if len(first) else weights[:0]
        rows, columns = np.divmod(places[first], max(1, width))
        begins = np.searchsorted(rows, np.arange(len(many) + 1)).astype(np.int32)
        return csr_matrix((values, columns.astype(np.int32), begins), shape=(len(many), width))

    def _numbered(self, terms: tuple[Term, ...]) -> Iterator[tuple[int, TextFeature]]:
        for term in terms:
            for feature, one in self._of_term(term):
                yield self._numbers.setdefault(feature, len(self._numbers)), one

    def _of_term(self, term: Term) -> Iterator[tuple[Feature, TextFeature]]:
        weight = term.share * (self._weights.common_word if term.is_common else 1.0)
        if term.is_negated:
            weight *= self._weights.denied_word
            yield (Shared.DENIED, term.key), TextFeature(term.share, term.surface)
        yield (Shared.WORD, term.key), TextFeature(weight, term.surface)
        # A word of many groups says less of each: together they never count more than one group would.
        kin = [*map(str, term.kin), *(f"c{number}" for number in self._kin.get(term.key, ()))]
        for shared, numbers in ((Shared.SYNONYM, [*map(str, term.synonyms)]), (Shared.KIN, kin)):
            for number in numbers:
                yield (shared, number), TextFeature(weight / len(numbers) ** 0.5, term.surface)


@dataclass(frozen=True, slots=True)
class HeldConcept:
    """A concept of a statement: how sure it is, and the words that name it; none where it was stated."""

    strength: float
    surface: str


def concept_features(
    statement: Statement, vocabulary: Vocabulary, weights: FitWeights
) -> dict[ConceptCode, HeldConcept]:
    """The concepts that were stated, and those that the text names and means; filters are left out.

    A stated code that the vocabulary does not know is passed over: checking is up to who reads the input.
    """
    held: dict[ConceptCode, HeldConcept] = {}
    for tag in vocabulary.tags(statement.text, statement.language):
        if not tag.is_filter and tag.concept not in statement.not_meant:
            held[tag.concept] = HeldConcept(weights.read_tag * tag.strength, tag.evidence)
    for code in statement.concepts:
        concept = ConceptCode(code)
        if concept in vocabulary.position and not vocabulary[concept].is_filter:
            held[concept] = HeldConcept(1.0, "")
    return {code: one for code, one in held.items() if one.strength > 0}


CONTRADICTS: Mapping[Direction, DirectionCue] = {
    Direction.OFFER: DirectionCue.SEEKS,
    Direction.NEED: DirectionCue.GIVES,
}


def contradicts(statement: Statement) -> bool:
    """Whether a text reads the other way than the field that it was written into."""
    return direction_of(statement.text) is CONTRADICTS[statement.direction]
