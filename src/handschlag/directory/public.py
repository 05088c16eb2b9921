"""What everybody may see: published entries and joint projects, and where old addresses lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce, Lower, NullIf

from handschlag.directory.models import (
    Actor,
    Network,
    NetworkStanding,
    Participation,
    Project,
    ProjectRole,
    ProjectStatus,
    Status,
    Story,
)

LONGEST_CHAIN = 8  # of merges upon merges
OVER: Final = (NetworkStanding.MERGED, NetworkStanding.DISSOLVED, NetworkStanding.ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts[Entry]:
    """What is at an address: an entry, another address that took its place, or nothing any more."""

    entry: Entry | None = None
    moved_to: str = ""
    is_gone: bool = False


def public_networks() -> QuerySet[Network]:
    """Those that are published, invented ones too."""
    return Network.objects.filter(status=Status.PUBLISHED)


def is_over(path: str = "") -> Q:
    """Networks that are no more or go on in another one: they can be found, and no total counts them."""
    return Q(**{f"{path}standing__in": OVER}) | Q(**{f"{path}successor__isnull": False})


def networks_of_today() -> QuerySet[Network]:
    """The public ones that totals count."""
    return public_networks().exclude(is_over())


def public_actors() -> QuerySet[Actor]:
    """Published, and not merged into another one."""
    return Actor.objects.filter(status=Status.PUBLISHED, merged_into__isnull=True)


def public_stories() -> QuerySet[Story]:
    """A story goes with its network: what is not public tells nothing."""
    return Story.objects.filter(status=Status.PUBLISHED, network__status=Status.PUBLISHED)


def is_public(entry: Network | Actor) -> bool:
    """The same for a row that is here already."""
    is_merged = isinstance(entry, Actor) and entry.merged_into_id is not None
    return entry.status == Status.PUBLISHED and not is_merged


def by_name() -> tuple[OrderBy, ...]:
    """The order of networks on a page: by the name that is shown there, whatever its capitals."""
    shown = Coalesce(NullIf(F("short_name"), Value("")), F("name"))
    return (Lower(shown).asc(), F("pk").asc())


def current(today: date, path: str = "") -> Q:
    """The memberships (at `path` from the model that is asked) that hold today."""
    since, until = f"{path}since", f"{path}until"
    begun = Q(**{f"{since}__isnull": True}) | Q(**{f"{since}__lte": today})
    not_ended = Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": today})
    return begun & not_ended


def of_public_actors(path: str = "actor__") -> Q:
    """The same as `public_actors`, seen from a row that points to one."""
    return Q(**{f"{path}status": Status.PUBLISHED, f"{path}merged_into__isnull": True})


def network_at(slug: str, among: QuerySet[Network] | None = None) -> Whereabouts[Network]:
    """`among` may fetch more with it; what is not published is never in the answer."""
    network = (Network.objects.all() if among is None else among).filter(slug=slug).first()
    if network is None or network.status == Status.PUBLISHED:
        return Whereabouts(entry=network)
    return Whereabouts(is_gone=network.status == Status.ARCHIVED and network.published_at is not None)


def actor_at(slug: str, among: QuerySet[Actor] | None = None) -> Whereabouts[Actor]:
    """A merged actor leads to the public one it became; one that was never published leaves no trace."""
    actor = (Actor.objects.all() if among is None else among).filter(slug=slug).first()
    if actor is None or (actor.status == Status.PUBLISHED and actor.merged_into_id is None):
        return Whereabouts(entry=actor)
    kept = _kept_for(actor)
    if kept is not None:
        return Whereabouts(moved_to=kept.slug)
    return Whereabouts(is_gone=actor.status == Status.ARCHIVED and actor.published_at is not None)


def _kept_for(actor: Actor) -> Actor | None:
    """The public actor that a merged one became, over merges of merges; None where there is none."""
    kept = actor
    for _ in range(LONGEST_CHAIN):
        if kept.merged_into is None:
            break
        kept = kept.merged_into
    is_public = kept.status == Status.PUBLISHED and kept.merged_into_id is None
    return kept if is_public and kept.pk != actor.pk else None


def story_at(slug: str, among: QuerySet[Story] | None = None) -> Whereabouts[Story]:
    """A story is shown only while its network is public too."""
    stories = Story.objects.all() if among is None else among
    story = stories.select_related("network").filter(slug=slug).first()
    if story is None:
        return Whereabouts()
    if story.status == Status.PUBLISHED and story.network.status == Status.PUBLISHED:
        return Whereabouts(entry=story)
    return Whereabouts(is_gone=story.status == Status.ARCHIVED and story.published_at is not None)


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
        partners=partners_in([one.project_id for one in rows], without=actor.pk),
        number=shown.number,
        pages=paginator.num_pages,
        total=paginator.count,
    )


def partners_in(project_ids: Sequence[int], *, without: int | None = None) -> Mapping[int, Sequence[Actor]]:
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
