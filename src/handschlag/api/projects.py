"""Joint projects as machines read them: who has worked with whom, with the source of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handschlag.api.shapes import Listing, Named, Text, UnknownValue, checked, page_of_ids, pages_of
from handschlag.directory.criteria import Criteria
from handschlag.directory.index import finding
from handschlag.directory.models import Catalogue, Participation, Project, ProjectRole
from handschlag.directory.public import parts_in, public_actors, public_projects


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """A joint project. `number` is that of its grant in CORDIS; in the Förderkatalog only parts have one.

    `partners` are the organisations in it that are public here; the catalogue may know more. `source` says
    where it was read, `source_seen_on` when.
    """

    id: str
    title: Text
    acronym: str
    catalogue: Catalogue
    number: str
    programme: str
    funder: str
    starts_on: date | None
    ends_on: date | None
    partners: list[Named]
    source: str
    source_seen_on: date
    is_invented: bool
    changed_at: datetime
    pages: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFacts:
    """The part of one organisation: its own grant, days and subject, where the catalogue has them."""

    actor: Named
    role: ProjectRole
    number: str
    subject: str
    grant_cents: int | None
    starts_on: date | None
    ends_on: date | None
    source: str
    source_seen_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterSource:
    """Where a single fact was read later than the rest; `actor` says whose part it is of, if of one."""

    fact: str
    actor: str | None
    source: str
    source_seen_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFacts(ProjectRow):
    """All that is public of a joint project."""

    parts: list[PartFacts]
    later_sources: list[LaterSource]


def projects(
    criteria: Criteria, *, actor: str = "", after: str, limit: int, today: date
) -> Listing[ProjectRow]:
    """The projects that fit, in the order of entry; of one actor, if one is named."""
    checked(criteria, today=today)
    ids = finding.find_projects(criteria, today=today).ids
    if actor:
        found = public_actors().filter(slug=actor).first()
        if found is None:
            raise UnknownValue("actor")
        wanted = set(public_projects(found).values_list("pk", flat=True))
        ids = [pk for pk in ids if pk in wanted]
    return page_of_ids(
        ids, of=Project.objects.all(), after=after, limit=limit, show=lambda some: list(project_rows(some))
    )


def project_rows(ids: Sequence[int]) -> Iterator[ProjectRow]:
    """These projects in this order, as far as they are public."""
    found, parts = public_projects().in_bulk(list(ids)), parts_in(ids)
    for pk in ids:
        if pk in found:
            yield ProjectRow(**_facts_of(found[pk], parts))


def project(slug: str) -> ProjectFacts | None:
    """What is at a stable id."""
    one = public_projects().filter(slug=slug).first()
    if one is None:
        return None
    parts = parts_in([one.pk])
    mine = parts.get(one.pk, ())
    return ProjectFacts(
        **_facts_of(one, parts),
        parts=[_part_of(part) for part in mine],
        later_sources=_later_sources(one, mine),
    )


def _later_sources(project: Project, parts: Sequence[Participation]) -> list[LaterSource]:
    """Of the project and of the parts of public actors."""
    slugs: dict[int | None, str | None] = {None: None, **{part.pk: part.actor.slug for part in parts}}
    return [
        LaterSource(
            fact=one.fact,
            actor=slugs[one.participation_id],
            source=one.source,
            source_seen_on=one.seen_on,
        )
        for one in project.sources.order_by("pk")
        if one.participation_id in slugs
    ]


def _facts_of(project: Project, parts: Mapping[int, Sequence[Participation]]) -> dict[str, Any]:
    actors = {part.actor_id: part.actor for part in parts.get(project.pk, ())}
    return {
        "id": project.slug,
        "title": Text(de=project.title_de, en=project.title_en),
        "acronym": project.acronym,
        "catalogue": Catalogue(project.catalogue),
        "number": project.reference if project.catalogue == Catalogue.CORDIS else "",
        "programme": project.programme,
        "funder": project.funder,
        "starts_on": project.starts_on,
        "ends_on": project.ends_on,
        "partners": [Named(id=actor.slug, name=actor.name) for actor in actors.values()],
        "source": project.source,
        "source_seen_on": project.seen_on,
        "is_invented": project.is_demo,
        "changed_at": project.changed_at,
        "pages": pages_of("directory:project", project.slug),
    }


def _part_of(part: Participation) -> PartFacts:
    return PartFacts(
        actor=Named(id=part.actor.slug, name=part.actor.name),
        role=ProjectRole(part.role),
        number=part.reference,
        subject=part.title_de,
        grant_cents=part.cents,
        starts_on=part.starts_on,
        ends_on=part.ends_on,
        source=part.source,
        source_seen_on=part.seen_on,
    )
