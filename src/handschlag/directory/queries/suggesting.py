"""Names that begin like what somebody is typing: of entries, and of terms of the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from handschlag.common.language import InBothLanguages
from handschlag.directory.models import SearchDocument
from handschlag.directory.queries import analyser, fulltext, snapshots
from handschlag.directory.rules.analysis import Vocabulary, fold, index_tokens
from handschlag.directory.rules.snapshot import Lookup, View
from handschlag.directory.rules.snapshot.entries import FIELD, TYPES

MOST_ENTRIES, MOST_TERMS = 6, 3
SHORTEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An entry to go to, or a term (without slug) to search for."""

    type: str
    kind: str
    slug: str
    label_de: str
    label_en: str
    label = InBothLanguages()
    land: str = ""


def propose(text: str, *, today: date) -> list[Suggestion]:
    """Fields first, then networks, programmes and the rest; then terms that are no entries."""
    view = snapshots.view_on(today)
    vocabulary = analyser.vocabulary(view.snapshot.version.vocabulary)
    tokens = [word for token in index_tokens(text) for word in token.word.pieces]
    typed = tokens or [fold(text.strip())] * text.strip().isalnum()
    if not typed or len("".join(typed)) < SHORTEST:
        return []
    entries = _entries_like(typed, view)
    taken = {entry.label_de for entry in entries} | {entry.label_en for entry in entries}
    terms = [one for one in _terms_like(text, vocabulary) if not taken & {one.label_de, one.label_en}]
    return [*entries, *terms[:MOST_TERMS]]


def _entries_like(typed: Sequence[str], view: View) -> list[Suggestion]:
    """Entries whose names have all the words, the last of them as a beginning."""
    *whole, last = typed
    lookups = [
        *(Lookup("spelled", (word,)) for word in dict.fromkeys(whole)),
        Lookup("spelled", (f"{last}*",)),
    ]
    answers = fulltext.matching_documents(lookups, view.snapshot.version)
    rows = view.rows_of(answers[lookups[0]])
    for lookup in lookups[1:]:
        rows = np.intersect1d(rows, view.rows_of(answers[lookup]), assume_unique=True)
    types = np.where(view.table.types[rows] == FIELD, -1, view.table.types[rows])
    best = rows[np.lexsort((view.ranks[rows], view.table.lengths[rows], types))][:MOST_ENTRIES]
    documents = view.table.documents[best].tolist()
    found = SearchDocument.objects.filter(is_public=True).in_bulk(documents)
    return [
        Suggestion(
            type=one.type,
            kind=one.kind,
            slug=one.slug,
            label_de=one.title_de,
            label_en=one.title_en,
            land=one.land,
        )
        for one in (found[pk] for pk in documents if pk in found)
        if one.type in TYPES
    ]


def _terms_like(text: str, vocabulary: Vocabulary) -> list[Suggestion]:
    return [
        Suggestion(type="term", kind="term", slug="", label_de=term.label_de, label_en=term.label_en)
        for term in vocabulary.beginning(text)[: MOST_TERMS * 2]
    ]
