"""The page of one joint project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.times import format_date
from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Participation, Project, ProjectSource
from handschlag.directory.queries.project_profiles import ProjectProfile
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.screens import (
    filters,
    linked_data,
    projects,
    texts,
)
from handschlag.directory.screens.provenance import SourcedFacts
from handschlag.directory.screens.source_words import origins


def project_screen(profile: ProjectProfile, *, today: date) -> dict[str, Any]:
    """What the page of a joint project shows: its state on this day, who takes part, and its sources."""
    project = profile.project
    title, language = projects.project_title(project)
    kind, span = projects.kind_of(project), texts.span(project.starts_on, project.ends_on)
    parts = [_part_row(one, project, profile.sources) for one in profile.parts]
    return {
        "project": project,
        "title": title,
        "language": language,
        "lead": " · ".join(filter(None, (projects.short_name(project, title), kind, span))),
        "description": _description_of(profile, kind),
        "crumbs": (
            Crumb(_("Joint projects"), reverse("directory:projects")),
            Crumb(project.acronym or title),
        ),
        "state": projects.project_state(project, today=today),
        "parts": parts,
        "has_roles": any(one["role"] or one["span"] for one in parts),  # one catalogue names none
        "total": _total_of(profile.parts),
        "span": span,
        "programme_url": filters.address(reverse("directory:projects"), Criteria(text=project.programme)),
        "fields": profile.fields,
        "networks": profile.networks,
        "neighbours": [(one, projects.project_title(one)[0], number) for one, number in profile.neighbours],
        "source_url": projects.own_address(project),
        "source_label": projects.NAMES[project.catalogue],
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
        "role": projects.ROLES.get(part.role, ""),
        "span": texts.span(*own) if own != (project.starts_on, project.ends_on) else "",
        "grant": "" if part.cents is None else projects.euros(part.cents),
        "number": part.reference or part.organisation,
        "number_url": projects.address_of(project.catalogue, part.reference) if has_page else "",
        "later": _read_later(part, sources),
    }


def _total_of(parts: Sequence[Participation]) -> str:
    """What those named here get together; nothing where it is known of none or of only one."""
    known = [one.cents for one in parts if one.cents is not None]
    return projects.euros(sum(known)) if len(known) > 1 else ""


def _proofs_of(project: Project, sources: Sequence[ProjectSource]) -> list[SourcedFacts]:
    """Which facts were read where, and on which day; single ones may have been read later than the rest."""
    later = {one.fact: (one.source, one.seen_on) for one in sources if one.participation_id is None}
    grouped: dict[tuple[str, date], list[str]] = {}
    for fact, word in projects.FACTS.items():
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
            found.setdefault(one.seen_on, []).append(str(projects.FACTS_OF_PARTS[one.fact]))
    return tuple(
        _("%(facts)s: read on %(day)s") % {"facts": ", ".join(facts), "day": format_date(seen_on)}
        for seen_on, facts in found.items()
    )
