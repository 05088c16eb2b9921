"""Actors as machines read them: organisations, never people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handschlag.api.shapes import Listing, Named, Tag, Text, checked, page_of_ids, pages_of, public_name
from handschlag.directory import rows as directory_rows
from handschlag.directory.criteria import Criteria
from handschlag.directory.index import finding
from handschlag.directory.models import Actor, ActorKind, Direction, Land, Membership, Statement, Status
from handschlag.directory.public import Whereabouts, actor_at, current, public_actors


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
    wikidata: str
    euid: str
    pic: str
    nuts: str  # of the district of the seat
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
    return page_of_ids(
        ids,
        of=Actor.objects.all(),
        after=after,
        limit=limit,
        show=lambda some: list(actor_rows(some, today=today)),
    )


def actor_rows(ids: Sequence[int], *, today: date) -> Iterator[ActorRow]:
    """These actors in this order, as far as they are public."""
    rows = public_actors().defer("description_de", "description_en").select_related("parent")
    beside = _around(ids, today=today)
    for actor in directory_rows.in_order(rows, ids):
        yield ActorRow(**_facts_of(actor, beside))


def actor(slug: str, *, today: date) -> Whereabouts[ActorFacts]:
    """What is at a stable id; one that was merged leads to the one that it became."""
    found = actor_at(slug, Actor.objects.select_related("parent", "merged_into"))
    one = found.entry
    if one is None:
        return Whereabouts(moved_to=found.moved_to, is_gone=found.is_gone)
    facts = _facts_of(one, _around([one.pk], today=today))
    return Whereabouts(
        entry=ActorFacts(**facts, description=Text(de=one.description_de, en=one.description_en))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What stands around actors, by their numbers: read as plain values, since lists are long."""

    regions: Mapping[str, Tag]
    fields: Mapping[int, list[Tag]]
    networks: Mapping[int, list[Named]]
    said: Mapping[tuple[int, str], list[Text]]


def _around(ids: Sequence[int], *, today: date) -> _Around:
    fields: defaultdict[int, list[Tag]] = defaultdict(list)
    pairs = Actor.fields.through.objects.filter(actor_id__in=ids).order_by("field__position", "field_id")
    columns = ("actor_id", "field__slug", "field__label_de", "field__label_en")
    for pk, slug, de, en in pairs.values_list(*columns):
        fields[pk].append(Tag(id=slug, de=de, en=en))
    networks: defaultdict[int, dict[str, Named]] = defaultdict(dict)
    members = Membership.objects.filter(
        current(today), actor_id__in=ids, network__status=Status.PUBLISHED
    ).order_by("network__name", "pk")
    for pk, slug, name in members.values_list("actor_id", "network__slug", "network__name"):
        networks[pk][slug] = Named(id=slug, name=name)
    said: defaultdict[tuple[int, str], list[Text]] = defaultdict(list)
    rows = Statement.objects.filter(actor_id__in=ids).order_by("position", "pk")
    for pk, direction, de, en in rows.values_list("actor_id", "direction", "text_de", "text_en"):
        said[pk, direction].append(Text(de=de, en=en))
    return _Around(
        regions={
            code: Tag(id=slug, de=de, en=en)
            for code, slug, de, en in Land.objects.values_list("code", "slug", "name_de", "name_en")
        },
        fields=fields,
        networks={pk: list(each.values()) for pk, each in networks.items()},
        said=said,
    )


def _facts_of(actor: Actor, beside: _Around) -> dict[str, Any]:
    return {
        "id": actor.slug,
        "name": actor.name,
        "kind": ActorKind(actor.kind),
        "is_sme": actor.is_sme,
        "employees": actor.employees,
        "parent": public_name(actor.parent),
        "place": actor.place,
        "region": beside.regions.get(actor.land_id or ""),
        "latitude": actor.latitude,
        "longitude": actor.longitude,
        "fields": beside.fields.get(actor.pk, []),
        "networks": beside.networks.get(actor.pk, []),
        "offers": beside.said.get((actor.pk, Direction.OFFER.value), []),
        "needs": beside.said.get((actor.pk, Direction.NEED.value), []),
        "website": actor.website,
        "ror": actor.ror_id,
        "wikidata": actor.wikidata_id,
        "euid": actor.euid,
        "pic": actor.pic,
        "nuts": actor.district_id or "",
        "is_invented": actor.is_demo,
        "changed_at": actor.updated_at,
        "pages": pages_of("directory:actor", actor.slug),
    }
