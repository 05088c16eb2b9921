"""What the engine understands of words, and who looks for what somebody offers, counted strictly."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from handschlag.common.memo import Memo
from handschlag.matching.people import DemandTexts, TextWithConcepts
from treffen.language.concepts import standard_concepts
from treffen.recommendation import Direction, Statement
from treffen.recommendation.meaning import Meaning
from treffen.recommendation.vocabulary import Vocabulary

if TYPE_CHECKING:
    from scipy.sparse import coo_matrix  # takes long to import


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One concept that people can name."""

    code: str
    label_de: str
    label_en: str


@cache
def terms() -> tuple[Term, ...]:
    """Everything that can be offered or sought, forms of co-operation left out."""
    return tuple(
        Term(code=row.code, label_de=row.label_de, label_en=row.label_en)
        for row in standard_concepts()
        if not row.is_filter
    )


@cache
def _by_code() -> dict[str, Term]:
    return {one.code: one for one in terms()}


@cache
def _by_label() -> dict[str, Term]:
    return {label.casefold(): one for one in terms() for label in (one.label_en, one.label_de)}


def term(code: str) -> Term | None:
    """The concept of this code; None for a code that the vocabulary does not have."""
    return _by_code().get(code)


def called(label: str) -> Term | None:
    """The concept of this name, in either language."""
    return _by_label().get(" ".join(label.split()).casefold())


def understood(text: str, language: str) -> tuple[Term, ...]:
    """The concepts that a text names, in its order."""
    known = _by_code()
    tags = Vocabulary.standard().tags(text, language) if text else ()
    return tuple(known[one.concept] for one in tags if not one.is_filter and one.concept in known)


def codes_named(text: str, language: str, not_meant: Collection[str] = ()) -> tuple[str, ...]:
    """The codes of what a text names, without those that the person does not mean."""
    return tuple(one.code for one in understood(text, language) if one.code not in not_meant)


def around(codes: Iterable[str]) -> frozenset[str]:
    """These concepts and what they belong to, whole fields left out where something finer is known."""
    vocabulary = Vocabulary.standard()
    known = [code for code in codes if code in vocabulary.position]
    return frozenset(up for code in known for up in _finer(vocabulary.above(code)))


def _finer(chain: tuple[str, ...]) -> tuple[str, ...]:
    """Without the field at the top, unless that is all there is."""
    return chain[:-1] if len(chain) > 1 else chain


def fields_of(codes: Iterable[str]) -> tuple[str, ...]:
    """The fields at the top to which these concepts belong, each once.

    How somebody wants to work together says no field, unless nothing else is said.
    """
    vocabulary = Vocabulary.standard()
    named = [code for code in codes if code in vocabulary.position]
    known = [code for code in named if not vocabulary[code].is_filter] or named
    return tuple(dict.fromkeys(str(vocabulary.above(code)[-1]) for code in known))


EXACT: Final = 0.6  # a fit from which on the words say that a need is met
SAME: Final = 0.4  # enough where both name the same thing
_MOST_EXAMPLES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FittingTopic:
    """What others look for, as topics of the vocabulary, and which own words meet it."""

    topics: tuple[str, ...]  # codes
    offer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _StrictDemand:
    seekers: int
    examples: tuple[FittingTopic, ...] = ()


_MOST_REMEMBERED: Final = 16  # questions: an email's preview asks the same one each time
_remembered = Memo[str, _StrictDemand](_MOST_REMEMBERED)


def strict_demand(texts: DemandTexts, needs: Sequence[TextWithConcepts]) -> _StrictDemand:
    """People with at least one need that an offer meets, and the best fits, each of another topic."""
    offered = _offered(texts)
    if not offered or not needs:
        return _StrictDemand(seekers=0)
    asked = hashlib.sha256(repr((offered, tuple(needs))).encode()).hexdigest()
    return _remembered.get(asked, lambda: _counted(offered, needs))


def _counted(offered: Sequence[TextWithConcepts], needs: Sequence[TextWithConcepts]) -> _StrictDemand:
    meaning = Meaning(_statements(needs, Direction.NEED), _statements(offered, Direction.OFFER))
    fits = meaning.block(slice(None)).tocoo()
    seekers: set[int] = set()
    found: dict[str, FittingTopic] = {}
    for fit, need, offer in _best_first(fits):
        if fit < SAME:
            break
        shared = meaning.parts(need, offer).concepts
        topics = tuple(one.need for one in shared if one.need == one.offer and term(one.need) is not None)
        if fit >= EXACT or topics:
            seekers.add(needs[need].owner)
        if topics:
            found.setdefault(topics[0], FittingTopic(topics=topics[:1], offer=offered[offer].text))
    return _StrictDemand(seekers=len(seekers), examples=tuple(found.values())[:_MOST_EXAMPLES])


def _best_first(fits: coo_matrix) -> list[tuple[float, int, int]]:
    rows = zip(fits.data.tolist(), fits.row.tolist(), fits.col.tolist(), strict=True)
    return sorted(rows, key=lambda one: (-one[0], one[1], one[2]))


def _offered(texts: DemandTexts) -> tuple[TextWithConcepts, ...]:
    """The sentences; the mere field of an entry is too wide to be met."""
    return tuple(one for one in texts.said if one.text or one.concepts)


def _statements(many: Sequence[TextWithConcepts], direction: Direction) -> list[Statement]:
    return [
        Statement(
            id=f"{direction.value}{number}",
            direction=direction,
            text=one.text,
            language=one.language,
            concepts=one.concepts,
            not_meant=one.not_meant,
        )
        for number, one in enumerate(many)
    ]
