"""What public answers are made of: names in both languages, references by stable id, pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from handschlag.api.rules.licences import Licence
from handschlag.design.navigation import same_page
from handschlag.directory.models import Actor, Field, Land, Network, SourceKind
from handschlag.directory.queries.public import is_public
from handschlag.programmes.models import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    """What one source says, as it stands there; several may disagree, or follow in time."""

    fact: str
    value: str
    source: str
    source_kind: SourceKind
    copied_on: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The same in German and English; empty where it was not written."""

    de: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A field, a region or a programme: its id, and what it is called."""

    id: str
    de: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A network or an actor that is named only; `id` is null where it has no public page."""

    id: str | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing[Row]:
    """Rows in the order in which they were entered; ask for more with `after`, until it is null."""

    licence: Licence
    total: int
    after: str | None
    rows: list[Row]


def pages_of(name: str, *words: str) -> Text:
    """The addresses of a public page in both languages; the words are slugs."""
    frame = _frame_of(name, len(words))
    return Text(
        de=settings.BASE_URL + frame.de.format(*words), en=settings.BASE_URL + frame.en.format(*words)
    )


@cache
def _frame_of(name: str, words: int) -> Text:
    """The address with places for its words: a list asks for hundreds of the same kind."""
    marks = [f"word-{place}-here" for place in range(words)]
    with override("de"):
        path = reverse(name, args=marks)
    for place, mark in enumerate(marks):
        path = path.replace(mark, f"{{{place}}}")
    return Text(de=path, en=same_page(path, "en"))


def region_of(land: Land | None) -> Tag | None:
    """The Land by its stable id, in both languages; None where there is none."""
    return Tag(id=land.slug, de=land.name_de, en=land.name_en) if land else None


def fields_of(fields: Iterable[Field]) -> list[Tag]:
    """Each field by its stable id, in both languages and in the order given."""
    return [Tag(id=one.slug, de=one.label_de, en=one.label_en) for one in fields]


def programme_of(programme: Programme) -> Tag:
    """The programme by its stable id, in both languages."""
    return Tag(id=programme.slug, de=programme.name_de, en=programme.name_en)


def public_name(entry: Network | Actor | None) -> Named | None:
    """Nothing where it is not public: then not even its name is."""
    return Named(id=entry.slug, name=entry.name) if entry is not None and is_public(entry) else None
