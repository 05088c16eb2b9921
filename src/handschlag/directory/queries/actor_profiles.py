"""What the page of one actor tells: its parts, its memberships, its stories, and who fits it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Prefetch, QuerySet

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.directory.models import (
    Actor,
    ActorSource,
    Direction,
    Membership,
    NamedMember,
    Revision,
    Statement,
    Status,
    Story,
)
from handschlag.directory.queries.concept_actors import closest_by_concepts
from handschlag.directory.queries.entry_facts import holds
from handschlag.directory.queries.projects import ActorsProjects, projects_of
from handschlag.directory.queries.public import (
    Whereabouts,
    actor_at,
    public_actors,
    public_networks,
    public_stories,
)
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.resemblance import Lookalike, Resemblance, resemblances

STORIES = 5
CANDIDATES = 60  # the closest by concepts, and as many by field and Land


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorProfile:
    """An actor with all that its page shows."""

    actor: Actor
    memberships: Sequence[Membership]  # in public networks; former ones too
    parts: Sequence[Actor]
    stories: Sequence[Story]
    similar: Sequence[tuple[Actor, Resemblance]]
    projects: ActorsProjects
    sources: Sequence[ActorSource]
    named_by: Sequence[NamedMember]  # with public networks
    is_written_by_people: bool  # somebody has created or edited it here


def actor_profile(slug: str, *, today: date, page: int = 1) -> Whereabouts[ActorProfile]:
    """What is at the address of an actor."""
    said = Statement.objects.order_by("position", "pk").prefetch_related("concepts")
    rows = Actor.objects.select_related("land", "district", "parent", "merged_into")
    found = actor_at(slug, rows.prefetch_related("fields", Prefetch("statements", said)))
    actor = found.entry
    if actor is None:
        return Whereabouts(moved_to=found.moved_to, is_gone=found.is_gone)
    profile = ActorProfile(
        actor=actor,
        memberships=_MEMBERSHIPS.rows(actor=actor.pk),
        parts=_PARTS.rows(actor=actor.pk),
        stories=_STORIES.rows(actor=actor.pk),
        similar=_similar(actor, today=today),
        projects=projects_of(actor, page=page),
        sources=_SOURCES.rows(actor=actor.pk),
        named_by=_NAMED_BY.rows(actor=actor.pk),
        is_written_by_people=_WRITTEN.first(actor=actor.pk) is not None,
    )
    return Whereabouts(entry=profile)


def _similar(actor: Actor, *, today: date, most: int = 5) -> list[tuple[Actor, Resemblance]]:
    """The public actors that fit this one or are like it, each with its reasons."""
    seen = _lookalikes({*_candidates(actor), actor.pk}, today=today)
    own = next(one for one in seen if one.id == actor.pk)
    found = resemblances(own, seen, most=most)
    rows = {row.pk: row for row in _ROWS.rows(actors=[one.id for one in found])}
    return [(rows[one.id], one) for one in found if one.id in rows]


def _candidates(actor: Actor) -> set[int]:
    """Whom to compare with: 13,000 would be too many, and most have nothing in common."""
    codes = {concept.pk for statement in actor.statements.all() for concept in statement.concepts.all()}
    by_concept = closest_by_concepts(actor.pk, sorted(codes), most=CANDIDATES)
    fields = [field.pk for field in actor.fields.all()]
    if actor.land_id is None:
        return {*by_concept, *_neighbours(fields, None, actor.pk)}
    return {*by_concept, *_NEIGHBOURS.rows(fields=fields, land=actor.land_id, actor=actor.pk)}


def _neighbours(fields: Collection[str], land: str | None, actor: int) -> QuerySet[Actor, int]:
    """The public actors of one of these fields in the same Land, or in none as well."""
    rows = public_actors().filter(fields__in=fields, land_id=land).exclude(pk=actor).order_by("pk")
    return rows.values_list("pk", flat=True).distinct()[:CANDIDATES]


def _lookalikes(ids: Collection[int], *, today: date) -> list[Lookalike]:
    """These actors, as far as the comparison needs them; those that are not public are left out."""
    said: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for pk, direction, code in _SAID.rows(actors=ids):
        said[pk, direction].add(code)
    fields: defaultdict[int, set[str]] = defaultdict(set)
    for pk, code in _FIELDS.rows(actors=ids):
        fields[pk].add(code)
    networks: defaultdict[int, set[int]] = defaultdict(set)
    for pk, network_id, since, until in _NETWORKS.rows(actors=ids):
        if holds(since, until, today):
            networks[pk].add(network_id)
    return [
        Lookalike(
            id=pk,
            name=name,
            offers=frozenset(said[pk, Direction.OFFER]),
            needs=frozenset(said[pk, Direction.NEED]),
            fields=frozenset(fields[pk]),
            networks=frozenset(networks[pk]),
            at=None if latitude is None or longitude is None else (latitude, longitude),
        )
        for pk, name, latitude, longitude in _PLACED.rows(actors=ids)
    ]


# Every public page of an actor is made anew after each change of the directory.
_MEMBERSHIPS: Final = PreparedQuery(
    lambda actor: (
        Membership.objects.filter(actor=actor, network__in=public_networks())
        .select_related("network")
        .order_by("network__name", "pk")
    )
)
_PARTS: Final = PreparedQuery(lambda actor: public_actors().filter(parent=actor))
_STORIES: Final = PreparedQuery(
    lambda actor: public_stories().filter(actors=actor).select_related("network")[:STORIES]
)
_SOURCES: Final = PreparedQuery(lambda actor: ActorSource.objects.filter(actor=actor).order_by("pk"))
_NAMED_BY: Final = PreparedQuery(
    lambda actor: (
        NamedMember.objects.filter(actor=actor, network__in=public_networks())
        .select_related("network")
        .order_by("network__name", "pk")
    )
)
_WRITTEN: Final = PreparedQuery(
    lambda actor: (
        Revision.objects.filter(kind=Kind.ACTOR.value, object_id=actor)
        .exclude(verb="loaded")
        .values_list("pk")[:1]
    )
)
_ROWS: Final = PreparedQuery(lambda actors: public_actors().filter(pk__in=actors).select_related("land"))
_NEIGHBOURS: Final = PreparedQuery(_neighbours)
_SAID: Final = PreparedQuery(
    lambda actors: Statement.concepts.through.objects.filter(statement__actor_id__in=actors).values_list(
        "statement__actor_id", "statement__direction", "concept_id"
    )
)
_FIELDS: Final = PreparedQuery(
    lambda actors: Actor.fields.through.objects.filter(actor_id__in=actors).values_list(
        "actor_id", "field_id"
    )
)
_NETWORKS: Final = PreparedQuery(
    lambda actors: Membership.objects.filter(
        actor_id__in=actors, network__status=Status.PUBLISHED
    ).values_list("actor_id", "network_id", "since", "until")
)
_PLACED: Final = PreparedQuery(
    lambda actors: public_actors().filter(pk__in=actors).values_list("pk", "name", "latitude", "longitude")
)
