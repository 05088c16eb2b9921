"""The rows of a list: entries in the order that was found, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from django.db.models import F, Prefetch, QuerySet

from handschlag.common.database.prepared_queries import PreparedQuery
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
from handschlag.directory.queries.entry_facts import holds
from handschlag.directory.queries.public import public_actors, public_networks

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


def with_statements(rows: Sequence[Actor], *, today: date) -> Sequence[Actor]:
    """The same actors with fields, offers and needs, and their memberships of today in public networks.

    They stand where Django's own fetching, which words its questions anew each time, would put them.
    """
    ids = [row.pk for row in rows]
    fields = _grouped(_FIELDS.rows(actors=ids), by="of_actor")
    said = _grouped(_STATEMENTS.rows(actors=ids))
    memberships = _MEMBERSHIPS.rows(actors=ids)
    members = _grouped(one for one in memberships if holds(one.since, one.until, today))
    named = _grouped(_NAMED.rows(actors=ids))
    for row in rows:
        vars(row).update(
            _prefetched_objects_cache={"fields": fields[row.pk], "statements": said[row.pk]},
            memberships_now=members[row.pk],
            named_now=named[row.pk],
        )
    return rows


def _grouped[Row](rows: Iterable[Row], *, by: str = "actor_id") -> Mapping[int, list[Row]]:
    """What belongs to each actor, in the order of the rows."""
    found = defaultdict[int, list[Row]](list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found


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
    found = {row.pk: row for row in _ACTORS.rows(actors=ids)}
    return list(with_statements([found[pk] for pk in ids if pk in found], today=today))


# Lists are made anew after every change of the directory, for each choice of filters.
_ACTORS: Final = PreparedQuery(
    lambda actors: public_actors().filter(pk__in=actors).select_related("land", "parent")
)
_FIELDS: Final = PreparedQuery(
    lambda actors: Field.objects.filter(actors__in=actors).annotate(of_actor=F("actors")).defer("synonyms")
)
_STATEMENTS: Final = PreparedQuery(
    lambda actors: Statement.objects.filter(actor_id__in=actors).order_by("position", "pk")
)
_MEMBERSHIPS: Final = PreparedQuery(
    lambda actors: _in_public_networks(Membership.objects.filter(actor_id__in=actors), "since", "until")
)
_NAMED: Final = PreparedQuery(
    lambda actors: _in_public_networks(NamedMember.objects.filter(actor_id__in=actors))
)


def _in_public_networks[Row: (Membership, NamedMember)](rows: QuerySet[Row], *more: str) -> QuerySet[Row]:
    """With the names of the networks, and by them."""
    public = rows.filter(network__status=Status.PUBLISHED).select_related("network")
    return public.only(*NAMED, *more).order_by("network__name", "pk")
