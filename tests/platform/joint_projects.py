"""Makes joint projects, and facts that were read in a catalogue, for tests."""

from __future__ import annotations

from typing import Any

from tests.platform.builders import NOW

from handschlag.directory.index import documents
from handschlag.directory.models import Actor, ActorSource, Participation, Project


def project(title: str = "Licht leiten", *, taking_part: tuple[Actor, ...] = (), **values: Any) -> Project:
    """A published joint project of the EU's catalogue, with these participants; the first one leads."""
    read = {"source": "https://cordis.europa.eu/", "seen_on": NOW.date()}
    number = str(870000 + Project.objects.count())
    values = {"catalogue": "cordis", "reference": number, "status": "published", **read, **values}
    values = {"slug": f"project-{number}", "changed_at": NOW, **values}
    values = {"published_at": NOW if values["status"] == "published" else None, **values}
    made = Project.objects.create(title_en=title, **values)
    for place, one in enumerate(taking_part):
        role = "partner" if place else "coordinator"
        Participation.objects.create(project=made, actor=one, organisation=f"9{one.pk:05}", role=role, **read)
    documents.refresh(project_ids=[made.pk])
    return made


def read_in_a_catalogue(actor: Actor, fact: str) -> ActorSource:
    return ActorSource.objects.create(
        actor=actor, fact=fact, source="https://cordis.europa.eu/", seen_on=NOW.date()
    )
