"""Joint projects that everybody may see, and which public actors took part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import F, QuerySet

from handschlag.directory.models import Actor, Participation, Project, ProjectRole, ProjectStatus
from handschlag.directory.queries.exporting import pieces
from handschlag.directory.queries.public import of_public_actors

PAGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorsProjects:
    """One page of the projects of an actor; `partners` are the other public participants, by project."""

    rows: Sequence[Participation]
    partners: Mapping[int, Sequence[Actor]]
    number: int
    pages: int
    total: int


def projects_of(actor: Actor, *, page: int) -> ActorsProjects:
    """The newest first."""
    mine = Participation.objects.filter(actor=actor, project__status=ProjectStatus.PUBLISHED)
    begun = F("project__starts_on").desc(nulls_last=True)
    paginator = Paginator(mine.select_related("project").order_by(begun, "project_id", "pk"), PAGE)
    shown = paginator.get_page(page)
    rows = list(shown.object_list)
    return ActorsProjects(
        rows=rows,
        partners=_partners_in([one.project_id for one in rows], without=actor.pk),
        number=shown.number,
        pages=paginator.num_pages,
        total=paginator.count,
    )


def _partners_in(project_ids: Sequence[int], *, without: int | None = None) -> Mapping[int, Sequence[Actor]]:
    """The public actors in each project, by name, each once."""
    if not project_ids:
        return {}
    listed = Participation.objects.filter(of_public_actors(), project_id__in=project_ids)
    found: defaultdict[int, dict[int, Actor]] = defaultdict(dict)
    for one in listed.exclude(actor_id=without or 0).select_related("actor").order_by("actor__name", "pk"):
        found[one.project_id].setdefault(one.actor_id, one.actor)
    return {project: list(actors.values()) for project, actors in found.items()}


def parts_in(project_ids: Sequence[int]) -> Mapping[int, Sequence[Participation]]:
    """The parts of public actors in each project: who leads it first, then by name."""
    found: defaultdict[int, list[Participation]] = defaultdict(list)
    listed = Participation.objects.filter(of_public_actors(), project_id__in=project_ids)
    for one in listed.select_related("actor__land", "actor__district").order_by("actor__name", "pk"):
        found[one.project_id].append(one)
    for some in found.values():
        some.sort(key=lambda one: one.role != ProjectRole.COORDINATOR)
    return found


def public_projects(actor: Actor | None = None) -> QuerySet[Project]:
    """Published, and with a public actor in it; those of one actor, if one is named."""
    parts = Participation.objects.filter(of_public_actors())
    parts = parts if actor is None else parts.filter(actor=actor)
    return Project.objects.filter(status=ProjectStatus.PUBLISHED, pk__in=parts.values("project_id"))


def public_projects_of(actors: QuerySet[Actor]) -> QuerySet[Project]:
    """Published, and with one of these public actors in it."""
    parts = Participation.objects.filter(actor__in=actors)
    return Project.objects.filter(status=ProjectStatus.PUBLISHED, pk__in=parts.values("project_id"))


def projects_in(ids: Sequence[int]) -> Iterator[tuple[Project, Sequence[Actor]]]:
    """These projects in order, each with its public actors."""
    for some in pieces(ids):
        found, partners = public_projects().in_bulk(list(some)), _partners_in(some)
        for pk in some:
            if pk in found:
                yield found[pk], partners.get(pk, ())
