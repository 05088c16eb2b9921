"""What the page of one joint project tells: who takes part, from which fields and networks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from handschlag.directory.models import (
    Field,
    Membership,
    Network,
    Participation,
    Project,
    ProjectSource,
    ProjectStatus,
)
from handschlag.directory.queries.projects import parts_in, public_projects
from handschlag.directory.queries.public import current, public_networks

NEIGHBOURS = 5
SHARED = 2  # public actors that a neighbour has in common


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectProfile:
    """A published project with what public actors say of it; numbers are of distinct public actors in it."""

    project: Project
    parts: Sequence[Participation]
    sources: Sequence[ProjectSource]  # of single facts that were read later
    fields: Sequence[tuple[Field, int]]
    networks: Sequence[tuple[Network, int]]
    neighbours: Sequence[tuple[Project, int]]


def project_profile(slug: str, *, today: date) -> ProjectProfile | None:
    """What is at the address of a project; nothing where it is a draft or nobody in it is public."""
    project = public_projects().filter(slug=slug).first()
    if project is None:
        return None
    parts = parts_in([project.pk]).get(project.pk, ())
    sources = list(project.sources.order_by("pk"))
    actor_ids = {one.actor_id for one in parts}
    return ProjectProfile(
        project=project,
        parts=parts,
        sources=sources,
        fields=_fields_of(actor_ids),
        networks=_networks_of(actor_ids, today=today),
        neighbours=_neighbours_of(project, actor_ids),
    )


def _fields_of(actor_ids: Collection[int]) -> list[tuple[Field, int]]:
    """The most frequent first."""
    counted = Count("actors", filter=Q(actors__in=actor_ids), distinct=True)
    rows = Field.objects.filter(actors__in=actor_ids).annotate(number=counted).distinct()
    return [(one, one.number) for one in rows.order_by("-number", "position", "pk")]


def _networks_of(actor_ids: Collection[int], *, today: date) -> list[tuple[Network, int]]:
    """The networks that they are members of today, those with the most of them first."""
    held = Membership.objects.filter(current(today), actor_id__in=actor_ids)
    rows = held.values("network_id").annotate(number=Count("actor_id", distinct=True))
    numbers = dict(rows.values_list("network_id", "number"))
    found = public_networks().filter(pk__in=numbers)
    return sorted(
        ((one, numbers[one.pk]) for one in found), key=lambda pair: (-pair[1], pair[0].name, pair[0].pk)
    )


def _neighbours_of(project: Project, actor_ids: Collection[int]) -> list[tuple[Project, int]]:
    """Other published projects in which several of the same actors take part."""
    rows = (
        Participation.objects.filter(actor_id__in=actor_ids, project__status=ProjectStatus.PUBLISHED)
        .exclude(project_id=project.pk)
        .values("project_id")
        .annotate(number=Count("actor_id", distinct=True))
        .filter(number__gte=SHARED)
        .order_by("-number", "-project__starts_on", "project_id")
    )
    numbers = dict(rows.values_list("project_id", "number")[:NEIGHBOURS])
    found = Project.objects.in_bulk(list(numbers))
    return [(found[pk], number) for pk, number in numbers.items() if pk in found]
