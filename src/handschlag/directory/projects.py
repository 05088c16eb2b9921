"""The list of joint projects, and the page of one: who takes part, from which fields and networks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.times import format_date
from handschlag.common.web import page_number
from handschlag.design.components.parts import Crumb
from handschlag.directory import filters, linked_data, lists, rows, texts
from handschlag.directory.access import criteria_of
from handschlag.directory.criteria import PARAMETERS, Criteria
from handschlag.directory.lists import projects_list
from handschlag.directory.models import (
    Field,
    Membership,
    Network,
    Participation,
    Project,
    ProjectSource,
    ProjectStatus,
)
from handschlag.directory.provenance import SourcedFacts, origins
from handschlag.directory.public import current, parts_in, public_networks, public_projects

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


def project_context(profile: ProjectProfile, *, today: date) -> dict[str, Any]:
    """What the page of a joint project shows: its state on this day, who takes part, and its sources."""
    project = profile.project
    title, language = rows.project_title(project)
    kind, span = rows.kind_of(project), texts.span(project.starts_on, project.ends_on)
    parts = [_part_row(one, project, profile.sources) for one in profile.parts]
    return {
        "project": project,
        "title": title,
        "language": language,
        "lead": " · ".join(filter(None, (rows.short_name(project, title), kind, span))),
        "description": _description_of(profile, kind),
        "crumbs": (
            Crumb(_("Joint projects"), reverse("directory:projects")),
            Crumb(project.acronym or title),
        ),
        "state": rows.project_state(project, today=today),
        "parts": parts,
        "has_roles": any(one["role"] or one["span"] for one in parts),  # one catalogue names none
        "total": _total_of(profile.parts),
        "span": span,
        "programme_url": filters.address(reverse("directory:projects"), Criteria(text=project.programme)),
        "fields": profile.fields,
        "networks": profile.networks,
        "neighbours": [(one, rows.project_title(one)[0], number) for one, number in profile.neighbours],
        "source_url": rows.own_address(project),
        "source_label": rows.NAMES[project.catalogue],
        "proofs": () if project.is_demo else _proofs_of(project, profile.sources),
        "is_demo": project.is_demo,
        "linked_data": linked_data.of_project(project, [one.actor for one in profile.parts]),
    }


def _description_of(profile: ProjectProfile, kind: str) -> str:
    """For search engines: what it is and who takes part."""
    names = list(dict.fromkeys(one.actor.name for one in profile.parts))
    return texts.excerpt(f"{kind}: {', '.join(names)}", most=160)


def _part_row(part: Participation, project: Project, sources: Sequence[ProjectSource]) -> dict[str, Any]:
    """One part: who, as what, with how much, and where that was read; an empty text is not documented."""
    own = (part.starts_on or project.starts_on, part.ends_on or project.ends_on)
    has_page = part.reference and not project.is_demo
    return {
        "part": part,
        "role": rows.ROLES.get(part.role, ""),
        "span": texts.span(*own) if own != (project.starts_on, project.ends_on) else "",
        "grant": "" if part.cents is None else rows.euros(part.cents),
        "number": part.reference or part.organisation,
        "number_url": rows.address_of(project.catalogue, part.reference) if has_page else "",
        "later": _read_later(part, sources),
    }


def _total_of(parts: Sequence[Participation]) -> str:
    """What those named here get together; nothing where it is known of none or of only one."""
    known = [one.cents for one in parts if one.cents is not None]
    return rows.euros(sum(known)) if len(known) > 1 else ""


def _proofs_of(project: Project, sources: Sequence[ProjectSource]) -> list[SourcedFacts]:
    """Which facts were read where, and on which day; single ones may have been read later than the rest."""
    later = {one.fact: (one.source, one.seen_on) for one in sources if one.participation_id is None}
    grouped: dict[tuple[str, date], list[str]] = {}
    for fact, word in rows.FACTS.items():
        if getattr(project, fact):
            read = later.get(fact, (project.source, project.seen_on))
            grouped.setdefault(read, []).append(str(word))
    return [
        (", ".join(facts), origins(source), _("read on %(day)s") % {"day": format_date(seen_on)})
        for (source, seen_on), facts in grouped.items()
    ]


def _read_later(part: Participation, sources: Sequence[ProjectSource]) -> tuple[str, ...]:
    """Facts of a part that were read later than the part: "Grant: read on 20 November 2026"."""
    found: dict[date, list[str]] = {}
    for one in sources:
        if one.participation_id == part.pk:
            found.setdefault(one.seen_on, []).append(str(rows.FACTS_OF_PARTS[one.fact]))
    return tuple(
        _("%(facts)s: read on %(day)s") % {"facts": ", ".join(facts), "day": format_date(seen_on)}
        for seen_on, facts in found.items()
    )


@cached_for_visitors(parameters=(*PARAMETERS, "page"))
@require_safe
def projects_page(request: HttpRequest) -> HttpResponse:
    """The list of joint projects that the address asks for, one page of it."""
    today = timezone.localdate()
    page = lists.page_of_projects(criteria_of(request), number=page_number(request), today=today)
    return render(request, "directory/projects.html", {"screen": projects_list(page, today=today)})


@cached_for_visitors
@require_safe
def project_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of a joint project; one that is not public is a 404."""
    today = timezone.localdate()
    profile = project_profile(slug, today=today)
    if profile is None:
        raise Http404
    return render(request, "directory/project.html", {"screen": project_context(profile, today=today)})
