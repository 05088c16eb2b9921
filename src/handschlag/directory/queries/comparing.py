"""Up to four networks side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handschlag.directory.models import Actor, Membership, Network
from handschlag.directory.queries import listing
from handschlag.directory.queries.profiles import part_of
from handschlag.directory.queries.public import (
    by_name,
    current,
    of_public_actors,
    public_actors,
    public_networks,
)
from handschlag.directory.rules.comparison import shared_actors
from handschlag.directory.rules.proportions import MemberGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    networks: Sequence[Network]
    compositions: Mapping[int, Mapping[MemberGroup, int]]  # per network: distinct public actors of today
    shared: Mapping[tuple[int, int], Sequence[Actor]]  # per pair of networks, by name
    others: Sequence[Network]  # that could be added


def comparison(slugs: Sequence[str], *, today: date) -> Comparison:
    """The public ones of these networks, in this order."""
    found = {one.slug: one for one in listing.with_facts(public_networks()).filter(slug__in=slugs)}
    networks = [found[slug] for slug in slugs if slug in found]
    ids = [network.pk for network in networks]
    members: dict[int, set[int]] = {pk: set() for pk in ids}
    counts: dict[int, defaultdict[MemberGroup, int]] = {pk: defaultdict(int) for pk in ids}
    rows = Membership.objects.filter(current(today), of_public_actors(), network_id__in=ids)
    columns = ("network_id", "actor_id", "actor__kind", "actor__is_sme")
    for network_id, actor_id, kind, is_sme in rows.values_list(*columns).distinct():
        members[network_id].add(actor_id)
        counts[network_id][part_of(kind, is_sme)] += 1
    return Comparison(
        networks=networks,
        compositions={pk: dict(parts) for pk, parts in counts.items()},
        shared=_named({pk: frozenset(actors) for pk, actors in members.items()}),
        others=list(public_networks().exclude(pk__in=ids).order_by("kind", *by_name())),
    )


def _named(members: Mapping[int, frozenset[int]]) -> Mapping[tuple[int, int], Sequence[Actor]]:
    """The actors that two networks share, as rows instead of numbers."""
    pairs = shared_actors(members)
    wanted = set().union(*pairs.values()) if pairs else set()
    actors = public_actors().in_bulk(sorted(wanted))
    by_name = sorted(actors.values(), key=lambda actor: (actor.name, actor.pk))
    return {pair: [actor for actor in by_name if actor.pk in both] for pair, both in pairs.items()}
