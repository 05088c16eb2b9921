"""The analyser with the vocabulary of the database; each process keeps it until the vocabulary changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import Final

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.common.files.prepared import prepared
from handschlag.directory.models import Concept, Field, IndexState
from handschlag.directory.rules.analysis import (
    Term,
    Vocabulary,
    adopt_splitter,
    conjuncts,
    index_tokens,
    lexicon_terms,
    splitter,
    surfaces,
)

CODE = ("treffen.language", "handschlag.directory.rules")  # what reads words and names
_held: tuple[str, Vocabulary] | None = None
_STAMP: Final = PreparedQuery(
    lambda: IndexState.objects.order_by("pk").values_list("vocabulary", flat=True)[:1]
)


def vocabulary(stamp: str | None = None) -> Vocabulary:
    """The vocabulary; `stamp` is that of the index, if somebody has just asked for it."""
    global _held  # noqa: PLW0603 - one for the process, replaced as a whole
    if stamp is None:
        stamp = _STAMP.first() or ""
    held = _held
    if held is None or held[0] != stamp or not stamp:
        held = (stamp, _made_of(tuple(_terms())))
        _held = held
    return held[1]


@lru_cache(maxsize=2)
def _made_of(terms: tuple[Term, ...]) -> Vocabulary:
    adopt_splitter(prepared("parts", None, splitter, code=CODE))
    return prepared(
        "vocabulary",
        terms,
        lambda: Vocabulary.of((*terms, *conjuncts(terms), *lexicon_terms())),
        code=CODE,
    )


def spellings_of_terms(stamp: str) -> Counter[str]:
    """The words of all names as they are written; `stamp` is that of the index."""
    terms = tuple(vocabulary(stamp).terms.values())
    return prepared("spellings", terms, lambda: _spellings(terms), code=CODE)


@lru_cache(maxsize=2)
def _spellings(terms: tuple[Term, ...]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for term in terms:
        for name in (*term.labels, *term.synonyms):
            counts.update(surfaces(index_tokens(name)))
    return counts


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
