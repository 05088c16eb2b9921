"""What the engine understands of words: concepts of its vocabulary, with their names in both languages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from treffen.language.concepts import standard_concepts
from treffen.recommendation.vocabulary import Vocabulary


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
