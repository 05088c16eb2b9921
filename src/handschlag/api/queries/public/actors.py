"""Actors as machines read them: organisations, never people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handschlag.api.queries.public.filters import checked
from handschlag.api.queries.public.parts import of_ids
from handschlag.api.queries.public.shapes import (
    Listing,
    Named,
    Tag,
    Text,
    fields_of,
    named,
    pages_of,
    region_of,
)
from handschlag.directory.models import Actor, ActorKind, Direction
from handschlag.directory.queries import finding, listing
from handschlag.directory.queries.public import Whereabouts, actor_at, public_actors
from handschlag.directory.rules.criteria import Criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """An organisation or a part of one; `networks` are those that it is a member of today."""

    id: str
    name: str
    kind: ActorKind
    is_sme: bool | None
    employees: int | None
    parent: Named | None
    place: str
    region: Tag | None
    latitude: float | None
    longitude: float | None
    fields: list[Tag]
    networks: list[Named]
    offers: list[Text]
    needs: list[Text]
    website: str
    ror: str
    is_invented: bool
    changed_at: datetime
    pages: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorFacts(ActorRow):
    """All that is public of an actor."""

    description: Text


def actors(criteria: Criteria, *, after: str, limit: int, today: date) -> Listing[ActorRow]:
    """The actors that fit, in the order of entry."""
    checked(criteria, today=today)
    ids = finding.find_actors(criteria, today=today).ids
    return of_ids(
        ids,
        of=Actor.objects.all(),
        after=after,
        limit=limit,
        show=lambda some: list(rows_of(some, today=today)),
    )


def rows_of(ids: Sequence[int], *, today: date) -> Iterator[ActorRow]:
    """These actors in this order, as far as they are public."""
    rows = public_actors().defer("description_de", "description_en")
    for actor in listing.in_order(listing.with_statements(rows, today=today), ids):
        yield ActorRow(**facts_of(actor))


def actor(slug: str, *, today: date) -> Whereabouts[ActorFacts]:
    """What is at a stable id; one that was merged leads to the one that it became."""
    rows = listing.with_statements(Actor.objects.all(), today=today).select_related(
        "land", "parent", "merged_into"
    )
    found = actor_at(slug, rows)
    if found.entry is None:
        return Whereabouts(moved_to=found.moved_to, is_gone=found.is_gone)
    description = Text(de=found.entry.description_de, en=found.entry.description_en)
    return Whereabouts(entry=ActorFacts(**facts_of(found.entry), description=description))


def facts_of(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.slug,
        "name": actor.name,
        "kind": ActorKind(actor.kind),
        "is_sme": actor.is_sme,
        "employees": actor.employees,
        "parent": named(actor.parent),
        "place": actor.place,
        "region": region_of(actor.land),
        "latitude": actor.latitude,
        "longitude": actor.longitude,
        "fields": fields_of(actor.fields.all()),
        "networks": [Named(id=one.slug, name=one.name) for one in listing.networks_of_today(actor)],
        "offers": said(actor, Direction.OFFER),
        "needs": said(actor, Direction.NEED),
        "website": actor.website,
        "ror": actor.ror_id,
        "is_invented": actor.is_demo,
        "changed_at": actor.updated_at,
        "pages": pages_of("directory:actor", actor.slug),
    }


def said(actor: Actor, direction: Direction) -> list[Text]:
    return [
        Text(de=one.text_de, en=one.text_en) for one in actor.statements.all() if one.direction == direction
    ]
