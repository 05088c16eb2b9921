"""One line of the search across everything: what was found, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import is_english, pick
from handschlag.directory.queries.hits import Hit, Passage
from handschlag.directory.rules.analysis import (
    Excerpt,
    ExpansionKind,
    SearchQuery,
    Segment,
    Vocabulary,
    excerpt,
)
from handschlag.directory.rules.kind_words import KIND_NAMES
from handschlag.directory.screens import kind_labels, texts

ADDRESSES = {
    "network": "directory:network",
    "actor": "directory:actor",
    "programme": "programmes:programme",
    "field": "directory:field",
    "story": "directory:story",
    "project": "directory:project",
}
WHATS = {
    "offer": gettext_lazy("Offers"),
    "need": gettext_lazy("Looking for"),
    "management": gettext_lazy("Management"),
    "programmes": gettext_lazy("Programme"),
    "upper": gettext_lazy("Part of"),
    "synonyms": gettext_lazy("Also called"),
    "network": gettext_lazy("Network"),
    "parent": gettext_lazy("Part of"),
    "concept": gettext_lazy("Topic"),
    "concepts": gettext_lazy("Topics"),
    "partners": gettext_lazy("Partners"),
    "funding": gettext_lazy("Funding"),
    "subject": gettext_lazy("Subject of the grant"),
}
# What an entry says in its own words tells more than the words by which it was filed.
PREFERRED = {"concept": 0.3, "concepts": 0.6, "synonyms": 0.6}
ABROAD = 0.7  # in the other language, which not everybody reads
MOST_REASONS = 2
NOTHING = Excerpt(segments=(), matches=())


class _Reading(Protocol):
    """What of a text answers the question."""

    def __call__(self, text: str, *, is_whole: bool = False) -> Excerpt: ...


def hit_row_maker(question: SearchQuery | None, vocabulary: Vocabulary) -> Callable[[Hit], dict[str, Any]]:
    """The entries of one page share many words, fields and topics: each text is read once."""

    @cache
    def read(text: str, *, is_whole: bool = False) -> Excerpt:
        return _marked(text, question, vocabulary, is_whole=is_whole)

    return lambda hit: _row_of(hit, read)


def _row_of(hit: Hit, read: _Reading) -> dict[str, Any]:
    """One hit: what it is, and the words that answer the question."""
    title = read(hit.title, is_whole=True)
    what, language, told = _most_telling(hit, read, known={match.asked for match in title.matches})
    return {
        "hit": hit,
        "url": reverse(ADDRESSES[hit.type], args=[hit.slug]),
        "title": title.segments,
        "kind": _kind_word(hit),
        "seat": texts.seat(hit.place, hit.land),
        "what": WHATS.get(what, ""),
        "language": language,
        "excerpt": told.segments,
        "reasons": list(dict.fromkeys(_reasons_of([title, told])))[:MOST_REASONS],
    }


def _kind_word(hit: Hit) -> str:
    if hit.type == "actor":
        return kind_labels.actor_kind(hit.kind, hit.is_sme)
    return pick(*KIND_NAMES[hit.kind])


def _marked(
    text: str, question: SearchQuery | None, vocabulary: Vocabulary, *, is_whole: bool = False
) -> Excerpt:
    if question is not None and text:
        return excerpt(text, question, vocabulary, is_whole=is_whole)
    short = text if is_whole else texts.excerpt(text, most=180)
    return Excerpt(segments=(Segment(short),) if short else (), matches=())


def _most_telling(hit: Hit, read: _Reading, *, known: AbstractSet[int]) -> tuple[str, str, Excerpt]:
    """The passage that says most beyond the title, which has the words `known` already.

    What it is, its language where that is not the one of the page, and its text.
    """
    best, best_value = ("", "", NOTHING), -1.0
    for passage in hit.passages:
        for text, language in _versions(passage):
            found = read(text)
            value = found.worth(known) * PREFERRED.get(passage.what, 1.0) * (ABROAD if language else 1.0)
            if value > best_value:
                best, best_value = (passage.what, language, found), value
    return best


def _versions(passage: Passage) -> Iterator[tuple[str, str]]:
    """A text in the language of the page, then in the other one, which is named."""
    own, other, name = (passage.en, passage.de, "de") if is_english() else (passage.de, passage.en, "en")
    if own:
        yield own, ""
    if other and other != own:
        yield other, name


def _reasons_of(shown: Sequence[Excerpt]) -> Iterator[str]:
    """In words: why, where the marked words are not those that were typed."""
    matches = [match for one in shown for match in one.matches]
    literal = {match.asked for match in matches if match.why in (ExpansionKind.WORD, ExpansionKind.PHRASE)}
    for match in matches:
        if match.naming is None or match.asked in literal:
            continue
        term = both_labels(match.naming.term.label_de, match.naming.term.label_en)
        if match.why is ExpansionKind.RELATED:
            yield _("by a related topic: %(term)s") % {"term": term}
        else:
            yield _("by the term: %(term)s") % {"term": term}


def both_labels(de: str, en: str) -> str:
    """A term in the language of the page, and in the other one."""
    own, other = (en, de) if is_english() else (de, en)
    return own if own.casefold() == other.casefold() else f"{own} ({other})"
