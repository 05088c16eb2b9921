"""Fields and Länder: who is there, and how much of the whole that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from handschlag.directory.models import Actor, Concept, Field, Land, Membership, Network
from handschlag.directory.queries.public import (
    current,
    of_public_actors,
    public_actors,
    public_networks,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Networks, and distinct organisations, per field or per Land."""

    networks: Mapping[str, int]
    actors: Mapping[str, int]


def fields_with_children() -> list[Field]:
    """The upper level, each with its children, in the order of the vocabulary."""
    return list(Field.objects.filter(parent__isnull=True).prefetch_related("children"))


def numbers_per_field(*, land: str | None = None) -> Numbers:
    """Per field of both levels; the upper level counts what any of its children counts, once."""
    where = Q() if land is None else Q(land_id=land)
    networks = public_networks().filter(where)
    actors = public_actors().filter(where)
    return Numbers(
        networks=per_field(Network.fields.through.objects.filter(network__in=networks), "network_id"),
        actors=per_field(Actor.fields.through.objects.filter(actor__in=actors), "actor_id"),
    )


def per_field(pairs: QuerySet, entry: str) -> Mapping[str, int]:
    leaves = pairs.values("field_id").annotate(number=Count(entry, distinct=True))
    tops = pairs.annotate(top=Coalesce(F("field__parent_id"), F("field_id"))).values("top")
    found = {row["field_id"]: row["number"] for row in leaves}
    found |= {row["top"]: row["number"] for row in tops.annotate(number=Count(entry, distinct=True))}
    return found


def within(field: Field) -> Q:
    """Entries of a field or of its children."""
    return Q(fields=field) | Q(fields__parent=field)


def networks_of_field(field: Field) -> list[int]:
    ids = public_networks().filter(within(field)).order_by("name", "pk").values_list("pk", flat=True)
    return list(dict.fromkeys(ids))


def actors_per_land(field: Field | None = None) -> Mapping[str, int]:
    """Distinct public actors per code of a Land; those without a Land are under ""."""
    rows = public_actors() if field is None else public_actors().filter(within(field))
    counted = rows.order_by().values("land_id").annotate(number=Count("pk", distinct=True))
    return Counter({row["land_id"] or "": row["number"] for row in counted})


def networks_per_land() -> Mapping[str, int]:
    counted = public_networks().order_by().values("land_id").annotate(number=Count("pk"))
    return Counter({row["land_id"] or "": row["number"] for row in counted})


def memberships_of_land(land: Land, *, today: date) -> int:
    """Memberships of today in public networks, of the public actors of a Land: not distinct organisations."""
    rows = Membership.objects.filter(current(today), of_public_actors(), actor__land=land)
    return rows.filter(network__in=public_networks()).count()


def some_actors(where: Q, *, most: int) -> list[int]:
    """The first by name; in a field with thousands the list page shows the rest."""
    rows = public_actors().filter(where).order_by("name", "pk").values_list("pk", flat=True)
    return list(rows.distinct()[:most])


def lands() -> list[Land]:
    return list(Land.objects.all())


def concepts_of(codes: Iterable[str]) -> list[Concept]:
    return list(Concept.objects.filter(field_id__in=list(codes)).order_by("kind", "label_de", "code"))
