"""The shared vocabulary: what is there, what a text names of it, and what lies near what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Self

from treffen.language import Lexicon
from treffen.language.concepts import (
    Concept,
    ConceptCode,
    Relation,
    standard_concepts,
    standard_relations,
)
from treffen.recommendation.vocabulary.name_words import kin_of
from treffen.recommendation.vocabulary.relations import Near, near_pairs
from treffen.recommendation.vocabulary.tagging import ConceptNames, Tag

MOST_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Concepts in a fixed order; `position` finds them by code, `near` lists all near pairs, `kin` holds the
    single words of the names of each concept, for texts that name none."""

    concepts: tuple[Concept, ...]
    position: Mapping[ConceptCode, int]
    near: tuple[Near, ...]
    names: ConceptNames
    kin: Lexicon

    @classmethod
    def of(cls, concepts: Iterable[Concept], related: Iterable[Relation] = ()) -> Self:
        """A vocabulary of these concepts; parents and related concepts must be among them (KeyError)."""
        kept = tuple(concepts)
        position = {concept.code: n for n, concept in enumerate(kept)}
        return cls(kept, position, near_pairs(kept, related), ConceptNames.of(kept), kin_of(kept))

    @classmethod
    def standard(cls) -> Vocabulary:
        """The vocabulary that comes with the engine, made once."""
        return _standard()

    def __getitem__(self, code: str) -> Concept:
        return self.concepts[self.position[ConceptCode(code)]]

    @property
    def codes(self) -> frozenset[str]:
        """All codes, to check what a caller states."""
        return frozenset(self.position)

    def tags(self, text: str, language: str) -> tuple[Tag, ...]:
        """The concepts that a text ("de" or "en") names, in its order; forms of co-operation among them,
        marked as filters."""
        return _tags(self, text, language)

    def above(self, code: str) -> tuple[ConceptCode, ...]:
        """The concept itself and all that it belongs to, the nearest first."""
        found: list[ConceptCode] = []
        at: ConceptCode | None = ConceptCode(code)
        while at is not None:
            found.append(at)
            at = self[at].parent
        return tuple(found)


@cache
def _standard() -> Vocabulary:
    return Vocabulary.of(standard_concepts(), standard_relations())


@lru_cache(maxsize=MOST_REMEMBERED)
def _tags(vocabulary: Vocabulary, text: str, language: str) -> tuple[Tag, ...]:
    return vocabulary.names.found(text, language)
