"""What an import brought and nobody has published yet."""

from __future__ import annotations

from dataclasses import dataclass

from handschlag.directory.models import Actor, Import, Project, ProjectStatus, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    actors: int
    projects: int


def waiting_of(of: Import) -> _Waiting:
    """How many new actors still wait for an editor, and how many projects are still drafts."""
    brought = of.rows.filter(verdict="new").values("entry_id")
    return _Waiting(
        actors=Actor.objects.filter(pk__in=brought, status=Status.IN_REVIEW).count(),
        projects=Project.objects.filter(brought_by=of, status=ProjectStatus.DRAFT).count(),
    )
