"""The analyser with the vocabulary of the database, and the words of the index for a spelling."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from handschlag.common.files.prepared import prepared
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.directory.index.analysis import (
    Term,
    Vocabulary,
    conjuncts,
    index_tokens,
    lexicon_terms,
    surfaces,
)
from handschlag.directory.index.arrays import Version, View
from handschlag.directory.index.search_query import SearchQuery
from handschlag.directory.models import Concept, Field, IndexState, SearchDocument
from treffen.language import adopt_splitter, fold, splitter

CODE = ("treffen.language", "handschlag.directory.index")  # what reads words and names
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


SHORTEST = 4


def most_alike(word: str, known: Mapping[str, tuple[str, int]], folded: Sequence[str]) -> str | None:
    """How the index spells the word that is meant, or None.

    `known` maps folded words to their usual spelling and frequency; `folded` are its keys. A word of up to
    seven letters may have one mistake, a longer one two, a very long one three; of equally near ones the most
    frequent counts.
    """
    plain = fold(word)
    if len(plain) < SHORTEST or plain in known:
        return None
    mistakes = 1 if len(plain) < 8 else 2 if len(plain) < 14 else 3
    near = process.extract(plain, folded, scorer=DamerauLevenshtein.distance, score_cutoff=mistakes, limit=20)
    best = min(near, key=lambda hit: (hit[1], hit[0][0] != plain[0], -known[hit[0]][1], hit[0]), default=None)
    return known[best[0]][0] if best else None


@dataclass(frozen=True, slots=True)
class _Words:
    """Folded words, with their usual spelling and the number of documents that have them."""

    version: Version
    known: dict[str, tuple[str, int]]
    folded: tuple[str, ...]


_held_words: _Words | None = None


def words(version: Version) -> _Words:
    """The words of this version, read again only where the process holds another one."""
    global _held_words  # noqa: PLW0603 - one for the process, replaced as a whole
    held = _held_words
    if held is None or held.version != version:
        held = _held_words = _read(version)
    return held


def _read(version: Version) -> _Words:
    counts: Counter[str] = Counter()
    for line in SearchDocument.objects.filter(is_public=True).values_list("words", flat=True).iterator():
        counts.update(line.split())
    counts.update(spellings_of_terms(version.vocabulary))
    known: dict[str, tuple[str, int]] = {}
    for word, count in counts.most_common():
        spelling, number = known.get(fold(word), (word, 0))
        known[fold(word)] = (spelling, number + count)
    return _Words(version, known, tuple(known))


def corrected_text(question: SearchQuery, view: View) -> str | None:
    """The text with the usual spelling of every word that the index does not know; None if it stays."""
    held = words(view.snapshot.version)
    text = question.text
    for asked in question.asked:
        for word in asked.surface.split():
            other = most_alike(word, held.known, held.folded)
            if other is not None:
                text = text.replace(word, other if not word.islower() else other.lower(), 1)
    return text if text != question.text else None
