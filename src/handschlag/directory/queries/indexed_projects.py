"""What the search index should say of joint projects: their own words, and who takes part in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from handschlag.directory.models import Actor, Catalogue, Membership, Participation, Project, SearchDocument
from handschlag.directory.queries.index_words import Texts, period, place_words, seat
from handschlag.directory.queries.projects import parts_in, public_projects
from handschlag.directory.rules.kind_words import KIND_WORDS

KINDS = {Catalogue.CORDIS.value: "eu_project", Catalogue.FOERDERKATALOG.value: "federal_project"}
LONGEST_TITLE = 240


def of_projects(keys: Collection[int]) -> Iterator[tuple[SearchDocument, Texts]]:
    """A project has the fields, Länder and networks of its public actors, and the seat of who leads it."""
    projects = list(public_projects().filter(pk__in=keys).order_by("pk"))
    parts = parts_in([one.pk for one in projects])
    actor_ids = {one.actor_id for some in parts.values() for one in some}
    fields, seats = _fields_of(actor_ids), _seats_of(actor_ids)
    for project in projects:
        mine = parts.get(project.pk, ())
        ids = list(dict.fromkeys(one.actor_id for one in mine))
        lead = lead_of(mine)
        title = project.title_de or project.title_en
        document = SearchDocument(
            key=str(project.pk),
            slug=project.slug,
            title_de=title[:LONGEST_TITLE],
            title_en=(project.title_en or title)[:LONGEST_TITLE],
            kind=KINDS[project.catalogue],
            day=project.starts_on,
            facts={
                "fields": sorted({code for pk in ids for code in fields.get(pk, ())}),
                "lands": sorted({one.actor.land_id for one in mine if one.actor.land_id}),
                "networks": [period(*one) for pk in ids for one in seats.get(pk, ())],
                "is_invented": project.is_demo,
                "until": project.ends_on.toordinal() if project.ends_on else 0,
            },
            **(seat(lead) if lead else {}),
        )
        yield document, _words_of(project, mine, lead)


def _words_of(project: Project, parts: Sequence[Participation], lead: Actor | None) -> Texts:
    numbers = {project.reference if project.catalogue == Catalogue.CORDIS else ""}
    numbers |= {one.reference for one in parts}
    return {
        "name": [project.acronym, project.title_de, project.title_en],
        "topics": [project.programme, project.funder],
        "statements": list(dict.fromkeys(one.title_de for one in parts)),
        "place": place_words(lead) if lead else [],
        "text": [
            *dict.fromkeys(one.actor.name for one in parts),
            *sorted(filter(None, numbers)),
            KIND_WORDS[KINDS[project.catalogue]],
        ],
    }


def lead_of(parts: Sequence[Participation]) -> Actor | None:
    """Who leads, where that is known."""
    return next((one.actor for one in parts if one.role == "coordinator"), None)


def _fields_of(actor_ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    pairs = Actor.fields.through.objects.filter(actor_id__in=actor_ids)
    for pk, code in pairs.values_list("actor_id", "field_id"):
        found.setdefault(pk, []).append(code)
    return found


def _seats_of(actor_ids: Collection[int]) -> dict[int, list[tuple[int, Any, Any]]]:
    """In which networks these actors are, and when."""
    found: dict[int, list[tuple[int, Any, Any]]] = {}
    rows = Membership.objects.filter(actor_id__in=actor_ids).order_by("pk")
    for pk, network, since, until in rows.values_list("actor_id", "network_id", "since", "until"):
        found.setdefault(pk, []).append((network, since, until))
    return found
