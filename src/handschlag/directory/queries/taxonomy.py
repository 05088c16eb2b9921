"""Fields and Länder: who is there, and how much of the whole that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from handschlag.directory.models import Actor, Concept, Field, Land, Membership, Network
from handschlag.directory.queries import listing
from handschlag.directory.queries.public import (
    by_name,
    current,
    of_public_actors,
    public_actors,
    public_networks,
)

SOME_NETWORKS, SOME_ACTORS = 12, 8  # on the page of a field or a Land; the lists have the rest
type Numbers = Mapping[str, int]
NOWHERE = ""  # the key of those without a Land


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Networks, and distinct organisations, per code of a field or of a Land."""

    networks: Numbers
    actors: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview[Entry]:
    """All fields of the upper level with their children, or all Länder, with their numbers."""

    entries: Sequence[Entry]
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProfile:
    field: Field
    children: Sequence[Field]
    concepts: Sequence[Concept]
    counts: Counts  # per field
    networks: Sequence[Network]
    organisations: Mapping[int, int]  # per network above
    actors: Sequence[Actor]
    lands: Sequence[Land]
    here: Numbers  # distinct actors of the field per Land
    whole: Numbers  # distinct actors of all fields per Land


@dataclass(frozen=True, slots=True, kw_only=True)
class LandProfile:
    land: Land
    fields: Sequence[Field]  # of the upper level
    here: Counts  # per field, in this Land
    whole: Counts  # per field, everywhere
    number_of_networks: int
    number_of_actors: int
    all_actors: int  # everywhere
    memberships: int
    networks: Sequence[Network]
    organisations: Mapping[int, int]
    actors: Sequence[Actor]


def overview_of_fields() -> Overview[Field]:
    fields = Field.objects.filter(parent__isnull=True).prefetch_related("children")
    return Overview(entries=list(fields), counts=counts_per_field())


def overview_of_lands() -> Overview[Land]:
    counts = Counts(
        networks=per_land(public_networks()),
        actors=per_land(public_actors()),
    )
    return Overview(entries=list(Land.objects.all()), counts=counts)


def field_profile(slug: str, *, today: date) -> FieldProfile | None:
    """What the page of a field tells; None where there is no such field."""
    field = Field.objects.select_related("parent").filter(slug=slug).first()
    if field is None:
        return None
    children = list(field.children.all())
    networks = first(networks_of(field).order_by(*by_name()), SOME_NETWORKS)
    actors = first(actors_of(field).order_by("name", "pk"), SOME_ACTORS)
    codes = [field.code, *(child.code for child in children)]
    return FieldProfile(
        field=field,
        children=children,
        concepts=list(Concept.objects.filter(field_id__in=codes).order_by("kind", "label_de", "code")),
        counts=counts_per_field(),
        networks=listing.networks_in_order(networks),
        organisations=listing.organisations_per_network(networks, today=today),
        actors=listing.actors_in_order(actors, today=today),
        lands=list(Land.objects.all()),
        here=per_land(actors_of(field)),
        whole=per_land(public_actors()),
    )


def land_profile(slug: str, *, today: date) -> LandProfile | None:
    """What the page of a Land tells; None where there is no such Land."""
    land = Land.objects.filter(slug=slug).first()
    if land is None:
        return None
    own_networks, own_actors = public_networks().filter(land=land), public_actors().filter(land=land)
    networks = first(own_networks.order_by(*by_name()), SOME_NETWORKS)
    actors = first(own_actors.order_by("name", "pk"), SOME_ACTORS)
    return LandProfile(
        land=land,
        fields=list(Field.objects.filter(parent__isnull=True)),
        here=counts_per_field(land=land),
        whole=counts_per_field(),
        number_of_networks=own_networks.count(),
        number_of_actors=own_actors.count(),
        all_actors=public_actors().count(),
        memberships=memberships_of(land, today=today),
        networks=listing.networks_in_order(networks),
        organisations=listing.organisations_per_network(networks, today=today),
        actors=listing.actors_in_order(actors, today=today),
    )


def counts_per_field(*, land: Land | None = None) -> Counts:
    """Per field of both levels; the upper level counts what any of its children counts, once."""
    where = Q() if land is None else Q(land=land)
    networks, actors = public_networks().filter(where), public_actors().filter(where)
    return Counts(
        networks=per_field(Network.fields.through.objects.filter(network__in=networks), "network_id"),
        actors=per_field(Actor.fields.through.objects.filter(actor__in=actors), "actor_id"),
    )


def per_field(pairs: QuerySet, entry: str) -> Numbers:
    leaves = pairs.values("field_id").annotate(number=Count(entry, distinct=True))
    tops = pairs.annotate(top=Coalesce(F("field__parent_id"), F("field_id"))).values("top")
    found = {row["field_id"]: row["number"] for row in leaves}
    return found | {row["top"]: row["number"] for row in tops.annotate(number=Count(entry, distinct=True))}


def within(field: Field) -> Q:
    """The pairs of an entry with this field or with one of its children."""
    return Q(field=field) | Q(field__parent=field)


def networks_of(field: Field) -> QuerySet[Network]:
    pairs = Network.fields.through.objects.filter(within(field))
    return public_networks().filter(pk__in=pairs.values("network_id"))


def actors_of(field: Field) -> QuerySet[Actor]:
    pairs = Actor.fields.through.objects.filter(within(field))
    return public_actors().filter(pk__in=pairs.values("actor_id"))


def first(rows: QuerySet, most: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:most])


def per_land(rows: QuerySet) -> Numbers:
    """Distinct entries per code of a Land."""
    counted = rows.order_by().values("land_id").annotate(number=Count("pk"))
    return {row["land_id"] or NOWHERE: row["number"] for row in counted}


def memberships_of(land: Land, *, today: date) -> int:
    """Memberships of today of the actors of a Land in public networks: not distinct organisations."""
    rows = Membership.objects.filter(current(today), of_public_actors(), actor__land=land)
    return rows.filter(network__in=public_networks()).count()
