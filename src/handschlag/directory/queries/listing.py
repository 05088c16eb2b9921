"""The rows of a list: entries in the order that was found, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from handschlag.directory.models import (
    Actor,
    Field,
    Membership,
    NamedMember,
    Network,
    NetworkProgramme,
    Statement,
    Status,
)
from handschlag.directory.queries.public import current, public_actors, public_networks

NAMED = ("actor_id", *(f"network__{column}" for column in ("name", "short_name", "slug")))


def in_order[Entry: (Network, Actor)](rows: QuerySet[Entry], ids: Sequence[int]) -> list[Entry]:
    """The rows with these ids, in this order; those that are not there any more are left out."""
    found = rows.in_bulk(list(ids))
    return [found[pk] for pk in ids if pk in found]


def _names_of_fields() -> Prefetch:
    """The fields of many entries, without the synonyms that only the search needs."""
    return Prefetch("fields", Field.objects.defer("synonyms"))


def with_facts(rows: QuerySet[Network]) -> QuerySet[Network]:
    """Networks with their Land, fields, programmes, labels and figures."""
    return rows.select_related("land").prefetch_related(
        _names_of_fields(),
        Prefetch("in_programmes", NetworkProgramme.objects.select_related("programme")),
        "labels",
        "member_figures",
    )


def with_statements(rows: QuerySet[Actor], *, today: date) -> QuerySet[Actor]:
    """Actors with their Land, fields, offers and needs, and their memberships of today in public networks."""
    memberships = Membership.objects.filter(current(today), network__status=Status.PUBLISHED)
    return rows.select_related("land", "parent").prefetch_related(
        _names_of_fields(),
        Prefetch("statements", Statement.objects.order_by("position", "pk")),
        Prefetch(
            "memberships",
            memberships.select_related("network").only(*NAMED).order_by("network__name", "pk"),
            to_attr="memberships_now",
        ),
        Prefetch(
            "named_by",
            NamedMember.objects.filter(network__status=Status.PUBLISHED)
            .select_related("network")
            .only(*NAMED)
            .order_by("network__name", "pk"),
            to_attr="named_now",
        ),
    )


def networks_of_today(actor: Actor) -> list[Network]:
    """The public networks that an actor fetched by `with_statements` is a member of, each once, by name."""
    memberships: list[Membership] = actor.memberships_now  # type: ignore[attr-defined]
    return list({one.network_id: one.network for one in memberships}.values())


def networks_that_name(actor: Actor) -> list[Network]:
    """The public networks that sources name the actor with, each once, by name."""
    rows: list[NamedMember] = actor.named_now  # type: ignore[attr-defined]
    return list({one.network_id: one.network for one in rows}.values())


def networks_in_order(ids: Sequence[int]) -> list[Network]:
    """The public networks with these ids, in this order, with the facts that a row shows."""
    return in_order(with_facts(public_networks()), ids)


def actors_in_order(ids: Sequence[int], *, today: date) -> list[Actor]:
    """The public actors with these ids, in this order, with statements and networks of today."""
    return in_order(with_statements(public_actors(), today=today), ids)
