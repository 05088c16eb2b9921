"""What the page of one actor tells: its parts, its memberships, its stories, and who fits it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from handschlag.directory.models import (
    Actor,
    ActorSource,
    Direction,
    Membership,
    NamedMember,
    Revision,
    Statement,
    Story,
)
from handschlag.directory.queries.concept_actors import closest_by_concepts
from handschlag.directory.queries.projects import ActorsProjects, projects_of
from handschlag.directory.queries.public import (
    Whereabouts,
    actor_at,
    current,
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
    memberships = Membership.objects.filter(actor=actor, network__in=public_networks())
    profile = ActorProfile(
        actor=actor,
        memberships=list(memberships.select_related("network").order_by("network__name", "pk")),
        parts=list(public_actors().filter(parent=actor)),
        stories=list(public_stories().filter(actors=actor).select_related("network")[:STORIES]),
        similar=_similar(actor, today=today),
        projects=projects_of(actor, page=page),
        sources=list(actor.sources.order_by("pk")),
        named_by=list(
            actor.named_by.filter(network__in=public_networks())
            .select_related("network")
            .order_by("network__name", "pk")
        ),
        is_written_by_people=Revision.objects.filter(kind=Kind.ACTOR.value, object_id=actor.pk)
        .exclude(verb="loaded")
        .exists(),
    )
    return Whereabouts(entry=profile)


def _similar(actor: Actor, *, today: date, most: int = 5) -> list[tuple[Actor, Resemblance]]:
    """The public actors that fit this one or are like it, each with its reasons."""
    seen = _lookalikes({*_candidates(actor), actor.pk}, today=today)
    own = next(one for one in seen if one.id == actor.pk)
    found = resemblances(own, seen, most=most)
    rows = public_actors().select_related("land").in_bulk([one.id for one in found])
    return [(rows[one.id], one) for one in found if one.id in rows]


def _candidates(actor: Actor) -> set[int]:
    """Whom to compare with: 13,000 would be too many, and most have nothing in common."""
    codes = {concept.pk for statement in actor.statements.all() for concept in statement.concepts.all()}
    by_concept = closest_by_concepts(actor.pk, sorted(codes), most=CANDIDATES)
    fields = Q(fields__in=[field.pk for field in actor.fields.all()], land_id=actor.land_id)
    by_field = public_actors().filter(fields).exclude(pk=actor.pk).order_by("pk").values_list("pk", flat=True)
    return {*by_concept, *by_field.distinct()[:CANDIDATES]}


def _lookalikes(ids: Collection[int], *, today: date) -> list[Lookalike]:
    """These actors, as far as the comparison needs them; those that are not public are left out."""
    said: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    through = Statement.concepts.through.objects.filter(statement__actor_id__in=ids)
    for pk, direction, code in through.values_list(
        "statement__actor_id", "statement__direction", "concept_id"
    ):
        said[pk, direction].add(code)
    fields: defaultdict[int, set[str]] = defaultdict(set)
    for pk, code in Actor.fields.through.objects.filter(actor_id__in=ids).values_list("actor_id", "field_id"):
        fields[pk].add(code)
    networks: defaultdict[int, set[int]] = defaultdict(set)
    members = Membership.objects.filter(current(today), actor_id__in=ids, network__in=public_networks())
    for pk, network_id in members.values_list("actor_id", "network_id"):
        networks[pk].add(network_id)
    rows = public_actors().filter(pk__in=ids).values_list("pk", "name", "latitude", "longitude")
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
        for pk, name, latitude, longitude in rows
    ]
