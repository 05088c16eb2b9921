"""Fields and Länder: who is there, and how much of the whole that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from handschlag.design.rules.tallies import Tally
from handschlag.directory.models import Actor, Concept, Field, Land, Network
from handschlag.directory.queries import listing
from handschlag.directory.queries.counting import (
    NOWHERE,
    Counts,
    Numbers,
    actors_per_land,
    counts_per_field,
    counts_per_land,
    memberships_in,
    number_of,
    organisations_per_network,
)
from handschlag.directory.queries.public import by_name, networks_of_today, public_actors
from handschlag.directory.queries.snapshots import view_on

__all__ = ["NOWHERE", "Counts", "FieldProfile", "LandProfile", "Overview"]
SOME_NETWORKS, SOME_ACTORS = 12, 8  # on the page of a field or a Land; the lists have the rest


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
    number_of_networks: Tally
    number_of_actors: Tally
    all_actors: int  # real ones, everywhere
    memberships: Tally
    networks: Sequence[Network]
    organisations: Mapping[int, int]
    actors: Sequence[Actor]


def overview_of_fields(*, today: date) -> Overview[Field]:
    """The fields of the upper level with their children, and real and invented numbers for each."""
    fields = Field.objects.filter(parent__isnull=True).prefetch_related("children")
    return Overview(entries=list(fields), counts=counts_per_field(view_on(today)))


def overview_of_lands(*, today: date) -> Overview[Land]:
    """All Länder, those without any entry too, with real and invented numbers for each."""
    return Overview(entries=list(Land.objects.all()), counts=counts_per_land(view_on(today)))


def field_profile(slug: str, *, today: date) -> FieldProfile | None:
    """What the page of a field tells; None where there is no such field."""
    field = Field.objects.select_related("parent").filter(slug=slug).first()
    if field is None:
        return None
    children = list(field.children.all())
    networks = _first(_networks_of(field).order_by("is_demo", *by_name()), SOME_NETWORKS)
    actors = _first(_actors_of(field).order_by("is_demo", "name", "pk"), SOME_ACTORS)
    codes = [field.code, *(child.code for child in children)]
    view = view_on(today)
    return FieldProfile(
        field=field,
        children=children,
        concepts=list(Concept.objects.filter(field_id__in=codes).order_by("kind", "label_de", "code")),
        counts=counts_per_field(view),
        networks=listing.networks_in_order(networks),
        organisations=organisations_per_network(networks, today=today),
        actors=listing.actors_in_order(actors, today=today),
        lands=list(Land.objects.all()),
        here=actors_per_land(view, field=field.code),
        whole=actors_per_land(view),
    )


def land_profile(slug: str, *, today: date) -> LandProfile | None:
    """What the page of a Land tells; None where there is no such Land."""
    land = Land.objects.filter(slug=slug).first()
    if land is None:
        return None
    own_networks, own_actors = networks_of_today().filter(land=land), public_actors().filter(land=land)
    networks = _first(own_networks.order_by("is_demo", *by_name()), SOME_NETWORKS)
    actors = _first(own_actors.order_by("is_demo", "name", "pk"), SOME_ACTORS)
    view = view_on(today)
    return LandProfile(
        land=land,
        fields=list(Field.objects.filter(parent__isnull=True)),
        here=counts_per_field(view, land=land.code),
        whole=counts_per_field(view),
        number_of_networks=number_of(view, "network", land=land.code),
        number_of_actors=number_of(view, "actor", land=land.code),
        all_actors=number_of(view, "actor").real,
        memberships=memberships_in(view, land.code),
        networks=listing.networks_in_order(networks),
        organisations=organisations_per_network(networks, today=today),
        actors=listing.actors_in_order(actors, today=today),
    )


def _within(field: Field) -> Q:
    """The pairs of an entry with this field or with one of its children."""
    return Q(field=field) | Q(field__parent=field)


def _networks_of(field: Field) -> QuerySet[Network]:
    pairs = Network.fields.through.objects.filter(_within(field))
    return networks_of_today().filter(pk__in=pairs.values("network_id"))


def _actors_of(field: Field) -> QuerySet[Actor]:
    pairs = Actor.fields.through.objects.filter(_within(field))
    return public_actors().filter(pk__in=pairs.values("actor_id"))


def _first(rows: QuerySet, most: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:most])
