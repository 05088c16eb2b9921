"""Concepts of the vocabulary, found by what people call them."""

from __future__ import annotations

from collections.abc import Iterable

from handschlag.common.rules.folding import folded_name
from handschlag.directory.models import Concept

MOST_FOUND = 12


def find_concepts(text: str) -> list[Concept]:
    """Those whose labels, synonyms or abbreviations hold every word; those that begin with it come first."""
    words = folded_name(text).split()
    if not words:
        return []
    found = []
    for concept in Concept.objects.all():
        labels = folded_name(f"{concept.label_de} {concept.label_en}")
        others = folded_name(" ".join([*concept.synonyms_de, *concept.synonyms_en, *concept.abbreviations]))
        if all(word in labels or word in others for word in words):
            is_label = all(word in labels for word in words)
            begins = any(part.startswith(words[0]) for part in labels.split())
            found.append(((not is_label, not begins, concept.label_de.casefold()), concept))
    return [concept for _rank, concept in sorted(found, key=lambda pair: pair[0])[:MOST_FOUND]]


def concepts_of(codes: Iterable[str]) -> list[Concept]:
    """The concepts with these codes, by German label; unknown codes are left out."""
    return list(Concept.objects.filter(pk__in=list(codes)).order_by("label_de"))
