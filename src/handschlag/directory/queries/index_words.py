"""Words and places of entries, as documents of the search index say them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from handschlag.directory.models import Actor, Concept, Field, Network
from handschlag.directory.rules.snapshot import Period
from handschlag.directory.rules.snapshot.entries import ALWAYS
from handschlag.programmes.models import Programme

Texts = dict[str, list[str]]


def period(target: int, since: Any, until: Any) -> list[int]:
    """The target, and the first and last day as ordinals; an open end lies beyond all dates."""
    found = Period.of(target, since, until)
    return (
        [found.target, found.since, found.until] if (since or until) else [found.target, ALWAYS, found.until]
    )


def seat(entry: Network | Actor) -> dict[str, Any]:
    """The code of the Land and the coordinates, in degrees; empty or None where nobody knows."""
    return {"land": entry.land_id or "", "latitude": entry.latitude, "longitude": entry.longitude}


def size_of(actor: Actor) -> str:
    """Only companies have a size; that of many is not known."""
    if actor.kind != "company":
        return ""
    return {True: "sme", False: "large", None: "unknown"}[actor.is_sme]


def place_words(entry: Network | Actor) -> list[str]:
    """The place, its Land in both languages and its district, without what follows a comma."""
    land, district = entry.land, entry.district
    return [
        entry.place,
        *((land.name_de, land.name_en) if land else ()),
        district.name.split(",")[0] if district else "",
    ]


def field_words(fields: Iterable[Field]) -> list[str]:
    """The labels of fields and of the fields above them, in both languages."""
    every = dict.fromkeys(one for field in fields for one in (field, field.parent) if one is not None)
    return [label for field in every for label in (field.label_de, field.label_en)]


def concept_words(concepts: Iterable[Concept]) -> list[str]:
    """The labels of concepts, in both languages."""
    return [label for concept in concepts for label in (concept.label_de, concept.label_en)]


def programme_words(programmes: Iterable[Programme]) -> list[str]:
    """The short and the full names of programmes, in both languages, each name once."""
    return [name for one in programmes for name in dict.fromkeys((one.short_name, one.name_de, one.name_en))]
