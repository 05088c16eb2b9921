"""The list of actors, and the page of one: its parts, its memberships, its news, and who fits it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.common.web import page_number
from handschlag.design.components.parts import Crumb
from handschlag.directory import labels, linked_data, lists, provenance, related, rows, texts
from handschlag.directory.access import criteria_of, elsewhere, int_param
from handschlag.directory.bookmarks import BookmarkKind, bookmarks_of
from handschlag.directory.contents import Kind
from handschlag.directory.criteria import PARAMETERS
from handschlag.directory.index import snapshots
from handschlag.directory.index.arrays import Ints
from handschlag.directory.index.snapshots import IndexMemo, weight
from handschlag.directory.lists import actors_context
from handschlag.directory.models import (
    Actor,
    ActorSource,
    Concept,
    Direction,
    Membership,
    NamedMember,
    Revision,
    Statement,
    Status,
    Story,
)
from handschlag.directory.public import (
    ActorsProjects,
    Whereabouts,
    actor_at,
    is_public,
    projects_of,
    public_actors,
    public_networks,
    public_stories,
)
from handschlag.directory.related import Lookalike, Resemblance, resemblances
from handschlag.directory.rows import holds, projects_context
from handschlag.directory.texts import Prose

MOST_BYTES: Final = 4_000_000
_NOBODY: Final = np.array([], dtype=np.int64)
_NUMBER: Final = _NOBODY.itemsize
_known: Final = IndexMemo[str, Ints](MOST_BYTES, weigh=weight)


def closest_by_concepts(actor_id: int, codes: Sequence[str], *, most: int) -> list[int]:
    """The other actors with most of these concepts; equal ones by their ids."""
    if not codes:
        return []
    found = _known.get_many(codes, _read, version=snapshots.latest())
    ids, numbers = np.unique(np.concatenate([found[code] for code in codes]), return_counts=True)
    numbers, ids = numbers[ids != actor_id], ids[ids != actor_id]
    closest: list[int] = ids[np.lexsort((ids, -numbers))[:most]].tolist()
    return closest


def remember_all() -> None:
    """Reads all concepts together, as far as they fit in: page by page, the database would join them anew.

    Without their names: SQLite would look for each of them at each statement.
    """
    pairs = Statement.concepts.through.objects.all()
    codes = list(Concept.objects.order_by("pk").values_list("pk", flat=True))
    if pairs.count() * _NUMBER + len(codes) * weight(_NOBODY) <= MOST_BYTES:
        _known.get_many(codes, lambda codes: _actors(codes, pairs), version=snapshots.latest())


def _read(codes: Sequence[str]) -> Mapping[str, Ints]:
    """Of these concepts alone."""
    return _actors(codes, Statement.concepts.through.objects.filter(concept_id__in=codes))


def _actors(codes: Sequence[str], pairs: QuerySet[Any]) -> Mapping[str, Ints]:
    """The ids of the actors that speak of each concept, public or not, each once."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for code, actor_id in pairs.values_list("concept_id", "statement__actor_id"):
        found[code].add(actor_id)
    return {code: np.array(sorted(found[code]), dtype=np.int64) for code in codes}


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


def actor_context(profile: ActorProfile, *, today: date) -> dict[str, Any]:
    """What the page of an actor shows; memberships of `today` come first, former ones after them."""
    actor = profile.actor
    current = [one for one in profile.memberships if rows.holds(one.since, one.until, today)]
    return {
        "slug": actor.slug,
        "actor": actor,
        "kind": labels.actor_kind(actor.kind, actor.is_sme),
        "lead": _lead_of(actor),
        "crumbs": _crumbs(actor),
        "about": texts.prose(actor.description_de, actor.description_en),
        "parent": actor.parent if actor.parent and is_public(actor.parent) else None,
        "parts": profile.parts,
        "offers": _statements(actor, Direction.OFFER),
        "needs": _statements(actor, Direction.NEED),
        # Those of today first, then the former ones.
        "memberships": sorted(profile.memberships, key=lambda one: _is_over(one, today)),
        "stories": profile.stories,
        "similar": related.similar_to(actor, current, profile.similar),
        "projects": projects_context(actor, profile.projects),
        "named_by": [_named(one) for one in profile.named_by],
        "is_named_only": _is_named_only(profile),
        "proofs": () if actor.is_demo else provenance.of_actor(profile.sources),
        "is_demo": actor.is_demo,
        "today": today,
        "linked_data": linked_data.of_actor(actor, list(dict.fromkeys(one.network for one in current))),
    }


def _named(row: NamedMember) -> dict[str, Any]:
    """The network that a source names the actor with, and where that was read."""
    return {
        "network": row.network,
        "words": row.words if "(" in row.words else "",
        "origins": provenance.origins(row.source, source_kind=row.source_kind),
        "when": provenance.copied(row.source_kind, row.copied_on),
    }


def _is_named_only(profile: ActorProfile) -> bool:
    """Nobody has entered anything: all that is known is that sources name it."""
    actor = profile.actor
    is_untouched = actor.version == 1 and not profile.is_written_by_people
    is_untouched = is_untouched and not profile.memberships and not profile.sources
    return (
        bool(profile.named_by)
        and is_untouched
        and not any(rows.statements_of(actor, one) for one in Direction)
    )


def _is_over(one: Membership, today: date) -> bool:
    return one.until is not None and one.until < today


def _crumbs(actor: Actor) -> Sequence[Crumb]:
    trail = [Crumb(_("Actors"), reverse("directory:actors"))]
    if actor.land:
        trail.append(Crumb(actor.land.name, reverse("directory:land", args=[actor.land.slug])))
    return (*trail, Crumb(actor.name))


def _lead_of(actor: Actor) -> str:
    """Small or medium-sized company in Jena, Thüringen."""
    kind = labels.actor_kind(actor.kind, actor.is_sme)
    return _("%(kind)s in %(seat)s") % {"kind": kind, "seat": actor.seat} if actor.seat else kind


def _statements(actor: Actor, direction: Direction) -> list[Prose]:
    return [texts.prose(one.text_de, one.text_en) for one in rows.statements_of(actor, direction)]


@cached_for_visitors(parameters=(*PARAMETERS, "page"))
@require_safe
def actors_page(request: HttpRequest) -> HttpResponse:
    """The list of actors that the address asks for, one page of it."""
    criteria = criteria_of(request)
    today = timezone.localdate()
    page = lists.page_of_actors(criteria, number=page_number(request), today=today)
    return render(request, "directory/actors.html", {"screen": actors_context(page)})


@cached_for_visitors(parameters=("projects",))
@require_safe
def actor_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of an actor; what was merged or renamed leads on, what is gone says so."""
    today = timezone.localdate()
    found = actor_profile(slug, today=today, page=int_param(request.GET.get("projects"), 1))
    if found.entry is None:
        return elsewhere(request, found, name="directory:actor")
    context = {
        "screen": actor_context(found.entry, today=today),
        "is_kept": bookmarks_of(request).has(BookmarkKind.ACTOR, found.entry.actor.pk),
    }
    return render(request, "directory/actor.html", context)
