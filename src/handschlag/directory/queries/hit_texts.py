"""What a hit of the search tells: what it is, and its texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handschlag.common.language import InBothLanguages
from handschlag.directory.models import Actor, Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text of an entry in both languages; `what` says what it is."""

    what: str
    de: str
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry that was found; its passages come in the order in which they say what it is about."""

    type: str
    kind: str
    slug: str
    title_de: str
    title_en: str
    title = InBothLanguages()
    place: str = ""
    land_de: str = ""
    land_en: str = ""
    land = InBothLanguages()
    is_demo: bool = False
    standing: str = ""  # what became of a network
    is_sme: bool | None = None
    passages: tuple[Passage, ...] = ()


def seat(entry: Network | Actor) -> dict[str, Any]:
    """Where an entry is, for a hit: its place, and the names of its Land if it has one."""
    land = entry.land
    names = {"land_de": land.name_de, "land_en": land.name_en} if land else {}
    return {"place": entry.place, **names}


def fields_of(entry: Network | Actor) -> Passage:
    """The labels of an entry's fields as one text, with commas between them."""
    fields = entry.fields.all()
    return Passage(
        what="fields",
        de=", ".join(field.label_de for field in fields),
        en=", ".join(field.label_en for field in fields),
    )


def hit_texts(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Only the passages that have a text, in German or in English."""
    return tuple(passage for passage in passages if passage.de or passage.en)
