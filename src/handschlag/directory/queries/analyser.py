"""The analyser with the vocabulary of the database; each process keeps it until the vocabulary changes."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from handschlag.directory.models import Concept, Field, IndexState
from handschlag.directory.rules.analysis import Term, Vocabulary, conjuncts, lexicon_terms

_held: tuple[str, Vocabulary] | None = None


def vocabulary(stamp: str | None = None) -> Vocabulary:
    """The vocabulary; `stamp` is that of the index, if somebody has just asked for it."""
    global _held  # noqa: PLW0603 - one for the process, replaced as a whole
    if stamp is None:
        stamp = IndexState.objects.values_list("vocabulary", flat=True).first() or ""
    held = _held
    if held is None or held[0] != stamp or not stamp:
        held = (stamp, _made_of(tuple(_terms())))
        _held = held
    return held[1]


@lru_cache(maxsize=2)
def _made_of(terms: tuple[Term, ...]) -> Vocabulary:
    return Vocabulary.of((*terms, *conjuncts(terms), *lexicon_terms()))


def _terms() -> list[Term]:
    """Fields and concepts, with their relations."""
    related: defaultdict[str, list[str]] = defaultdict(list)
    pairs = Concept.related.through.objects.order_by("from_concept_id", "to_concept_id")
    for one, other in pairs.values_list("from_concept_id", "to_concept_id"):
        related[one].append(other)
    fields = [
        Term(code=field.code, labels=(field.label_de, field.label_en), synonyms=tuple(field.synonyms))
        for field in Field.objects.all()
    ]
    concepts = [
        Term(
            code=concept.code,
            labels=(concept.label_de, concept.label_en),
            synonyms=(*concept.synonyms_de, *concept.synonyms_en),
            abbreviations=tuple(concept.abbreviations),
            related=(*related[concept.code], *([concept.field_id] if concept.field_id else [])),
            is_concept=True,
        )
        for concept in Concept.objects.all()
    ]
    return fields + concepts
