"""What the page of one network tells: its actors, its composition, its relatives, its stories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.directory.models import (
    Actor,
    ActorKind,
    Direction,
    FactSource,
    Land,
    ManagedNetwork,
    Membership,
    NamedMember,
    Network,
    NetworkStatement,
    Statement,
    Story,
)
from handschlag.directory.queries import listing, snapshots
from handschlag.directory.queries.entry_facts import holds
from handschlag.directory.queries.index_memo import IndexMemo
from handschlag.directory.queries.projects import public_projects_of
from handschlag.directory.queries.public import (
    Whereabouts,
    current,
    network_at,
    of_public_actors,
    public_actors,
    public_networks,
    public_stories,
)
from handschlag.directory.rules.proportions import MemberGroup
from handschlag.directory.rules.relatedness import RelatedNetwork, Relative, relations

SPEAKERS, STORIES = 6, 5
type _Member = tuple[int, str, bool | None]  # an actor, its kind, whether it is small
_known_relatives: Final = IndexMemo[str, Sequence[Relative]](1)
# Of these facts several values are no history: sources disagree.
DISPUTED = ("founded", "place", "website")
# What sources say that a page shows beside the facts.
SAID = (
    *("topic", "lands_served", "members", "members_as_of", "known_members", "project", "event"),
    *("also_known_as", "standing", *DISPUTED),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkProfile:
    """A network with all that its page shows."""

    network: Network
    parts: Sequence[Network]  # the public networks under its umbrella
    composition: Mapping[MemberGroup, int]  # distinct public actors of today
    speakers: Sequence[Actor]  # those that offer or seek something, as `listing.with_statements` fetches them
    related: Sequence[tuple[Network, RelatedNetwork]]
    stories: Sequence[Story]
    projects: int  # public joint projects with members of today
    laender: Mapping[str, str]  # their names in the reader's language, by code
    is_looked_after: bool  # by somebody; who that is stays private
    named: Sequence[NamedMember]  # whom sources name with it, with their actors: also such as are not public


def network_profile(slug: str, *, today: date) -> Whereabouts[NetworkProfile]:
    """What is at the address of a network."""
    sources = Prefetch("sources", FactSource.objects.order_by("fact", "pk"))
    said = Prefetch("statements", NetworkStatement.objects.filter(fact__in=SAID))
    rows = listing.with_facts(Network.objects.all()).select_related("district", "umbrella", "successor")
    found = network_at(slug, rows.prefetch_related(sources, said))
    network = found.entry
    if network is None:
        return Whereabouts(is_gone=found.is_gone)
    members = _members_today(network.pk, today=today)
    profile = NetworkProfile(
        network=network,
        parts=_PARTS.rows(network=network.pk),
        composition=_composition(members),
        speakers=_actors_with_statements(network.pk, today=today, most=SPEAKERS),
        related=_related(network, members, today=today),
        stories=_STORIES.rows(network=network.pk),
        projects=public_projects_of(_members_of(network.pk, today=today)).count(),
        laender={land.code: land.name for land in _LAENDER.rows()},
        is_looked_after=_MANAGERS.first(network=network.pk) is not None,
        named=_NAMED.rows(network=network.pk),
    )
    return Whereabouts(entry=profile)


def _composition(members: Collection[_Member]) -> Mapping[MemberGroup, int]:
    """How many of these actors there are of each part."""
    return Counter(part_of(kind, is_sme) for _id, kind, is_sme in members)


def _members_today(network_id: int, *, today: date) -> set[_Member]:
    """The public actors that are members today."""
    rows = _MEMBERS.rows(network=network_id)
    return {(pk, kind, is_sme) for pk, kind, is_sme, since, until in rows if holds(since, until, today)}


def part_of(kind: str, is_sme: bool | None) -> MemberGroup:
    """Where an organisation belongs in the bar; `is_sme` matters for companies only."""
    if kind in {ActorKind.UNIVERSITY, ActorKind.RESEARCH}:
        return MemberGroup.RESEARCH
    if kind == ActorKind.OTHER:
        return MemberGroup.OTHER
    return {True: MemberGroup.SMALL, False: MemberGroup.LARGE, None: MemberGroup.COMPANY}[is_sme]


def _members_of(network_id: int, *, today: date) -> QuerySet[Actor]:
    """The public actors that are members of a network today."""
    memberships = Membership.objects.filter(current(today), network_id=network_id)
    return public_actors().filter(pk__in=memberships.values("actor_id"))


def _actors_with_statements(network_id: int, *, today: date, most: int) -> Sequence[Actor]:
    """Members that offer or seek something; those that do both come first, equal ones by name."""
    said = Statement.objects.filter(actor_id=OuterRef("pk"))
    rows = _members_of(network_id, today=today).annotate(
        offers=Exists(said.filter(direction=Direction.OFFER)),
        needs=Exists(said.filter(direction=Direction.NEED)),
    )
    rows = rows.filter(Q(offers=True) | Q(needs=True))
    both = Q(offers=True, needs=True)
    ordered = rows.annotate(does_both=both).order_by(F("does_both").desc(), "name", "pk")
    shown = ordered.select_related("land", "parent")[:most]
    return listing.with_statements(list(shown), today=today)


def _common_actors(network_id: int, members: Collection[_Member], *, today: date) -> Mapping[int, int]:
    """For every other network: how many of these members are members of it today, too."""
    ids = {pk for pk, _kind, _is_sme in members}
    rows = _ELSEWHERE.rows(network=network_id)
    both = {(other, pk) for other, pk, since, until in rows if pk in ids and holds(since, until, today)}
    return Counter(other for other, _pk in both)


def _relatives() -> Sequence[Relative]:
    """Every public network, as far as the comparison needs it; read again when the index has changed."""
    return _known_relatives.get("all", _read_relatives, version=snapshots.latest())


def _read_relatives() -> Sequence[Relative]:
    fields: defaultdict[int, set[str]] = defaultdict(set)
    pairs = Network.fields.through.objects.filter(network__in=public_networks())
    for network_id, code in pairs.values_list("network_id", "field_id"):
        fields[network_id].add(code)
    rows = list(public_networks().values_list("pk", "name", "umbrella_id", "latitude", "longitude"))
    known = {row[0] for row in rows}
    return [
        Relative(
            id=pk,
            name=name,
            umbrella_id=umbrella_id if umbrella_id in known else None,  # else it is not public itself
            fields=frozenset(fields[pk]),
            at=None if latitude is None or longitude is None else (latitude, longitude),
        )
        for pk, name, umbrella_id, latitude, longitude in rows
    ]


def _related(
    network: Network, members: Collection[_Member], *, today: date
) -> list[tuple[Network, RelatedNetwork]]:
    """The networks most related to this one, each with its reasons."""
    known = _relatives()
    own = next(relative for relative in known if relative.id == network.pk)
    found = relations(own, known, common_actors=_common_actors(network.pk, members, today=today))
    rows = {row.pk: row for row in _RELATED.rows(networks=[relation.id for relation in found])}
    return [(rows[relation.id], relation) for relation in found if relation.id in rows]


# A page of a network is made anew after every change of the directory, for each network.
_PARTS: Final = PreparedQuery(lambda network: public_networks().filter(umbrella=network))
_STORIES: Final = PreparedQuery(
    lambda network: public_stories().filter(network=network).select_related("network")[:STORIES]
)
_LAENDER: Final = PreparedQuery(Land.objects.all)
_MANAGERS: Final = PreparedQuery(
    lambda network: ManagedNetwork.objects.filter(network=network).values_list("pk")[:1]
)
_NAMED: Final = PreparedQuery(
    lambda network: NamedMember.objects.filter(network=network).select_related("actor")
)
_RELATED: Final = PreparedQuery(
    lambda networks: public_networks().filter(pk__in=networks).select_related("land")
)
_MEMBERS: Final = PreparedQuery(
    lambda network: Membership.objects.filter(of_public_actors(), network=network).values_list(
        "actor_id", "actor__kind", "actor__is_sme", "since", "until"
    )
)
_ELSEWHERE: Final = PreparedQuery(
    lambda network: (
        Membership.objects.filter(actor_id__in=Membership.objects.filter(network=network).values("actor_id"))
        .exclude(network=network)
        .values_list("network_id", "actor_id", "since", "until")
    )
)
