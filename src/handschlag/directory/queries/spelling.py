"""The words of the index as people write them, for suggesting a spelling; read when first needed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from handschlag.directory.models import SearchDocument
from handschlag.directory.queries import analyser
from handschlag.directory.rules.analysis import SearchQuery, fold
from handschlag.directory.rules.snapshot import Version, View
from handschlag.directory.rules.spelling import most_alike


@dataclass(frozen=True, slots=True)
class _Words:
    """Folded words, with their usual spelling and the number of documents that have them."""

    version: Version
    known: dict[str, tuple[str, int]]
    folded: tuple[str, ...]


_held: _Words | None = None


def words(version: Version) -> _Words:
    """The words of this version, read again only where the process holds another one."""
    global _held  # noqa: PLW0603 - one for the process, replaced as a whole
    held = _held
    if held is None or held.version != version:
        held = _held = _read(version)
    return held


def _read(version: Version) -> _Words:
    counts: Counter[str] = Counter()
    for line in SearchDocument.objects.filter(is_public=True).values_list("words", flat=True).iterator():
        counts.update(line.split())
    counts.update(analyser.spellings_of_terms(version.vocabulary))
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
