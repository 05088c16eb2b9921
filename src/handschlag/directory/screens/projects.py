"""The joint projects on the page of an actor, and what an exported file says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.design.components.parts import Link, Pages
from handschlag.directory.models import Actor, Catalogue, Participation, Project, ProjectRole
from handschlag.directory.queries.indexed_projects import KINDS
from handschlag.directory.queries.projects import ActorsProjects
from handschlag.directory.rules.kind_words import KIND_NAMES, STATE_NAMES
from handschlag.directory.screens import entry_rows, texts
from handschlag.directory.screens.kind_labels import Word

MOST_PARTNERS = 8
NAMES: Final[dict[str, str]] = {Catalogue.CORDIS: "CORDIS", Catalogue.FOERDERKATALOG: "Förderkatalog"}
ROLES: Final[dict[str, Word]] = {
    ProjectRole.COORDINATOR: gettext_lazy("leads the project"),
    ProjectRole.PARTNER: gettext_lazy("partner"),
    ProjectRole.ASSOCIATED: gettext_lazy("associated partner"),
}
HEADS: Final[Mapping[str, Word]] = {
    "title": gettext_lazy("Title"),
    "acronym": gettext_lazy("Acronym"),
    "catalogue": gettext_lazy("Catalogue"),
    "number": gettext_lazy("Grant number"),
    "programme": gettext_lazy("Programme"),
    "funder": gettext_lazy("Ministry"),
    "starts_on": gettext_lazy("Start"),
    "ends_on": gettext_lazy("End"),
    "actors": gettext_lazy("Actors"),
    "source": gettext_lazy("Source"),
    "read_on": gettext_lazy("Read on"),
    "address": gettext_lazy("Address"),
    "is_invented": gettext_lazy("Invented"),
}
# The facts of a project as such, in the order of its page.
FACTS: Final[Mapping[str, Word]] = {
    "title_de": gettext_lazy("Title in German"),
    "title_en": gettext_lazy("Title in English"),
    "acronym": HEADS["acronym"],
    "programme": HEADS["programme"],
    "funder": HEADS["funder"],
    "starts_on": HEADS["starts_on"],
    "ends_on": HEADS["ends_on"],
}


FACTS_OF_PARTS: Final[Mapping[str, Word]] = {
    "role": gettext_lazy("Role in the project"),
    "title_de": gettext_lazy("Subject of the grant"),
    "cents": gettext_lazy("Grant"),
    "starts_on": HEADS["starts_on"],
    "ends_on": HEADS["ends_on"],
}


def projects_screen(actor: Actor, found: ActorsProjects) -> dict[str, Any]:
    """One page of the actor's joint projects with their partners; `total` counts all pages."""
    return {
        "total": found.total,
        "rows": [_project_row(one, found.partners.get(one.project_id, ())) for one in found.rows],
        "pages": Pages(number=found.number, count=found.pages, parameter="projects"),
        "downloads": [
            Link(label=label, url=f"{reverse('directory:projects_export', args=[ending])}?actor={actor.slug}")
            for ending, label in (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"))
        ],
    }


def _project_row(part: Participation, partners: Sequence[Actor]) -> dict[str, Any]:
    project = part.project
    title, language = project_title(project)
    number = part.reference or project.reference
    return {
        "part": part,
        "title": title,
        "language": language,
        "acronym": short_name(project, title),
        "facts": list(filter(None, _facts_of(part))),
        "partners": partners[:MOST_PARTNERS],
        "more": max(0, len(partners) - MOST_PARTNERS),
        "source": f"{NAMES[project.catalogue]} {number}",
        "url": address_of(project.catalogue, number),
    }


def project_title(project: Project) -> tuple[str, str]:
    """In the language of the page where there is one; the other language is named."""
    title = pick(project.title_de, project.title_en)
    language = "de" if title == project.title_de else "en"
    return title, "" if language == pick("de", "en") else language


def short_name(project: Project, title: str) -> str:
    """The acronym, where the title does not say it."""
    return project.acronym if project.acronym.casefold() not in title.casefold() else ""


def kind_of(project: Project) -> str:
    """What its catalogue calls such a project, in the reader's language."""
    return pick(*KIND_NAMES[KINDS[project.catalogue]])


def project_state(project: Project, *, today: date) -> str:
    """Whether it runs; empty where nobody knows."""
    if project.ends_on and project.ends_on < today:
        return pick(*STATE_NAMES["ended"])
    if project.starts_on and project.starts_on > today:
        return pick(*STATE_NAMES["ahead"])
    return pick(*STATE_NAMES["running"]) if project.starts_on and project.ends_on else ""


def project_url(project: Project) -> str:
    """The path of its public page, without the host."""
    return reverse("directory:project", args=[project.slug])


def euros(cents: int) -> str:
    """An amount of cents in whole euros, rounded, in words for the reader."""
    return _("%(n)s euros") % {"n": texts.number(round(cents / 100))}


def own_address(project: Project) -> str:
    """Where the catalogue shows it; the Förderkatalog shows only its grants, and nobody what is invented."""
    if project.is_demo or project.catalogue != Catalogue.CORDIS:
        return ""
    return address_of(project.catalogue, project.reference)


def _facts_of(part: Participation) -> tuple[str, ...]:
    """When, in which role, with how much money, in which programme."""
    project = part.project
    return (
        texts.span(part.starts_on or project.starts_on, part.ends_on or project.ends_on),
        str(ROLES.get(part.role, "")),
        "" if part.cents is None else _("grant %(n)s euros") % {"n": texts.number(round(part.cents / 100))},
        project.programme,
        project.funder,
    )


def address_of(catalogue: str, number: str) -> str:
    """Where the catalogue itself shows it."""
    if catalogue == Catalogue.CORDIS:
        return f"https://cordis.europa.eu/project/id/{quote(number)}"
    page = "https://foerderportal.bund.de/foekat/jsp/SucheAction.do?actionMode=view&fkz="
    return page + quote(number)


def project_record(project: Project, actors: Sequence[Actor]) -> dict[str, Any]:
    """A project as an exported file has it: addresses with the host, days as YYYY-MM-DD or empty.

    Its actors are those that the directory shows.
    """
    return {
        "title": project.title_de or project.title_en,
        "acronym": project.acronym,
        "catalogue": NAMES[project.catalogue],
        "number": project.reference if project.catalogue == Catalogue.CORDIS else "",
        "programme": project.programme,
        "funder": project.funder,
        "starts_on": texts.iso(project.starts_on),
        "ends_on": texts.iso(project.ends_on),
        "actors": tuple(one.name for one in actors),
        "pages": tuple(settings.BASE_URL + entry_rows.actor_url(one) for one in actors),
        "source": project.source,
        "read_on": texts.iso(project.seen_on),
        "address": settings.BASE_URL + project_url(project),
        "is_invented": project.is_demo,
    }
