"""Joint projects among the hits of a search."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from handschlag.directory.queries.hit_texts import Hit, Passage, hit_texts, seat
from handschlag.directory.queries.indexed_projects import KINDS, lead_of
from handschlag.directory.queries.projects import parts_in, public_projects


def of_projects(keys: Collection[str]) -> Iterator[tuple[str, Hit]]:
    """Each with the seat of who leads it."""
    projects = list(public_projects().filter(pk__in=[int(key) for key in keys]))
    parts = parts_in([one.pk for one in projects])
    for project in projects:
        mine = parts.get(project.pk, ())
        lead = lead_of(mine)
        where: dict[str, Any] = seat(lead) if lead else {}
        passages = (
            *(Passage(what="subject", de=text) for text in dict.fromkeys(one.title_de for one in mine)),
            Passage(what="partners", de=", ".join(dict.fromkeys(one.actor.name for one in mine))),
            Passage(what="funding", de=", ".join(filter(None, (project.programme, project.funder)))),
        )
        yield (
            str(project.pk),
            Hit(
                type="project",
                kind=KINDS[project.catalogue],
                slug=project.slug,
                title_de=project.title_de or project.title_en,
                title_en=project.title_en or project.title_de,
                passages=hit_texts(passages),
                is_demo=project.is_demo,
                **where,
            ),
        )
