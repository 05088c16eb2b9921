"""Writes invented joint projects of invented actors into the directory, each marked as invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from django.db import transaction

from handschlag.common.rules.slugs import free_slug
from handschlag.demo.rules.projects import InventedProject, cast, grant, invented_projects
from handschlag.directory.actions import index
from handschlag.directory.models import (
    Actor,
    Direction,
    Participation,
    Project,
    ProjectRole,
    ProjectStatus,
    Statement,
)

SEED: Final = 2016
SOURCE: Final = "Für die Demo erfunden"


@transaction.atomic
def write_joint_projects(*, now: datetime) -> None:
    """The projects are there, public, with members of invented networks only."""
    dice, taken = Random(SEED), set[str]()
    made = [_write_one(one, dice, taken, now=now) for one in invented_projects()]
    index.refresh(project_ids=[project.pk for project in made])


def _write_one(one: InventedProject, dice: Random, taken: set[str], *, now: datetime) -> Project:
    slug = free_slug(one.acronym or one.title_de.removeprefix("Verbundprojekt: "), taken)
    taken.add(slug)
    begins = (now + timedelta(days=one.days)).date().replace(day=1)
    read: dict[str, Any] = {"source": SOURCE, "seen_on": now.date()}
    is_of_eu = one.catalogue == "cordis"
    project = Project.objects.create(
        slug=slug,
        catalogue=one.catalogue,
        reference=f"ERFUNDEN-{one.number:02}" if is_of_eu else f"{one.funder}: {one.title_de}",
        acronym=one.acronym,
        title_de=one.title_de,
        title_en=one.title_en,
        programme=one.programme,
        funder=one.funder,
        starts_on=begins,
        ends_on=_last_day(begins, one.months),
        status=ProjectStatus.PUBLISHED,
        published_at=now,
        changed_at=now,
        is_demo=True,
        **read,
    )
    Participation.objects.bulk_create(
        Participation(
            project=project,
            actor_id=pk,
            role=_role_of(place, is_of_eu=is_of_eu),
            organisation=f"ERFUNDEN-{pk}" if is_of_eu else "",
            reference="" if is_of_eu else f"ERFUNDEN-{one.number:02}{chr(65 + place)}",
            cents=grant(dice),
            **read,
        )
        for place, pk in enumerate(_partners_of(one, dice))
    )
    return project


def _last_day(begins: date, months: int) -> date:
    """The day before the first of a month, as funded projects end."""
    past = begins.month - 1 + months
    return date(begins.year + past // 12, past % 12 + 1, 1) - timedelta(days=1)


def _role_of(place: int, *, is_of_eu: bool) -> str:
    """The Förderkatalog does not say who leads."""
    if not is_of_eu:
        return ProjectRole.UNKNOWN
    return ProjectRole.PARTNER if place else ProjectRole.COORDINATOR


def _partners_of(one: InventedProject, dice: Random) -> list[int]:
    members = Actor.objects.filter(is_demo=True, memberships__network__slug=one.network)
    others = list(members.order_by("slug").distinct().values_list("pk", flat=True))
    said = Statement.objects.filter(
        actor_id__in=others, concepts=one.concept, direction=Direction.OFFER
    ).values_list("actor_id", flat=True)
    offering = set(said)
    fitting = [pk for pk in others if pk in offering]
    return cast(dice, fitting=fitting, others=others, partners=one.partners)
