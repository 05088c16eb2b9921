"""The page of one joint project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import format_date
from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Actor, Catalogue, Participation, Project, ProjectSource
from handschlag.directory.queries.project_profiles import ProjectProfile
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.screens import (
    entry_rows,
    filters,
    kind_labels,
    linked_data,
    projects,
    provenance,
    texts,
)
from handschlag.directory.screens.kind_labels import Word
from handschlag.directory.screens.provenance import SourcedFacts

RIGHTS: Final[dict[str, Word]] = {
    Catalogue.CORDIS: gettext_lazy("CORDIS: © European Union, CC BY 4.0; read and arranged by us."),
    Catalogue.FOERDERKATALOG: gettext_lazy(
        "The Förderkatalog of the Federal Government names no licence; ask there before you pass on more "
        "than single facts."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _PartRow:
    """One part: who, as what, with how much, and where that was read; an empty text is not documented."""

    actor: Actor
    about: str
    role: str
    subject: str
    span: str  # only where it is not that of the project
    grant: str
    number: str
    number_url: str
    read: str
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    label: str
    value: str
    url: str = ""


def project_screen(profile: ProjectProfile, *, today: date) -> dict[str, Any]:
    """What the page of a joint project shows: its state on this day, who takes part, and its sources."""
    project = profile.project
    title, language = projects.project_title(project)
    kind = projects.kind_of(project)
    span = texts.span(project.starts_on, project.ends_on)
    parts = tuple(_part_row(one, project, profile.sources) for one in profile.parts)
    return {
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
        "has_roles": any(one.role or one.span for one in parts),  # one of the two catalogues names none
        "total": _total_of(profile.parts),
        "facts": tuple(_facts_of(project)),
        "fields": profile.fields,
        "networks": profile.networks,
        "neighbours": tuple(
            (one, projects.project_title(one)[0], number) for one, number in profile.neighbours
        ),
        "source_url": projects.own_address(project),
        "source_label": projects.NAMES[project.catalogue],
        "proofs": () if project.is_demo else _proofs_of(project, profile.sources),
        "rights": "" if project.is_demo else RIGHTS[project.catalogue],
        "is_demo": project.is_demo,
        "linked_data": linked_data.of_project(project, [one.actor for one in profile.parts]),
    }


def _description_of(profile: ProjectProfile, kind: str) -> str:
    """For search engines: what it is and who takes part."""
    names = list(dict.fromkeys(one.actor.name for one in profile.parts))
    return texts.excerpt(f"{kind}: {', '.join(names)}", most=160)


def _part_row(part: Participation, project: Project, sources: Sequence[ProjectSource]) -> _PartRow:
    seat = entry_rows.seat_of(part.actor)
    kind = kind_labels.actor_in_short(part.actor.kind, part.actor.is_sme)
    own = (part.starts_on or project.starts_on, part.ends_on or project.ends_on)
    number = part.reference or part.organisation
    return _PartRow(
        actor=part.actor,
        about=", ".join(filter(None, (kind, texts.seat(seat.place, seat.land)))),
        role=str(projects.ROLES.get(part.role, "")),
        subject=part.title_de,
        span=texts.span(*own) if own != (project.starts_on, project.ends_on) else "",
        grant="" if part.cents is None else projects.euros(part.cents),
        number=number,
        number_url=""
        if project.is_demo or not part.reference
        else projects.address_of(project.catalogue, part.reference),
        read="" if project.is_demo else format_date(part.seen_on),
        later=_read_later(part, sources),
    )


def _total_of(parts: Sequence[Participation]) -> str:
    """What those named here get together; nothing where it is known of none or of only one."""
    known = [one.cents for one in parts if one.cents is not None]
    return projects.euros(sum(known)) if len(known) > 1 else ""


def _facts_of(project: Project) -> Iterable[_Fact]:
    """What is known of the project as such; what is missing is shown as missing."""
    yield _Fact(label=_("Acronym"), value=project.acronym)
    yield _Fact(label=_("Catalogue"), value=projects.NAMES[project.catalogue])
    if project.catalogue == Catalogue.CORDIS:
        yield _Fact(label=_("Grant number"), value=project.reference, url=projects.own_address(project))
    found = ""
    if project.programme:
        found = filters.address(reverse("directory:projects"), Criteria(text=project.programme))
    yield _Fact(label=_("Programme"), value=project.programme, url=found)
    if project.catalogue == Catalogue.FOERDERKATALOG:
        yield _Fact(label=_("Ministry"), value=project.funder)
    yield _Fact(label=_("Project period"), value=texts.span(project.starts_on, project.ends_on))


def _proofs_of(project: Project, sources: Sequence[ProjectSource]) -> tuple[SourcedFacts, ...]:
    """Which facts were read where, and on which day; single ones may have been read later than the rest."""
    later = {one.fact: (one.source, one.seen_on) for one in sources if one.participation_id is None}
    grouped: dict[tuple[str, date], list[str]] = {}
    for fact, word in projects.FACTS.items():
        if getattr(project, fact):
            read = later.get(fact, (project.source, project.seen_on))
            grouped.setdefault(read, []).append(str(word))
    return tuple(
        SourcedFacts(
            facts=", ".join(facts),
            origins=provenance.origins(source),
            note=_("read on %(day)s") % {"day": format_date(seen_on)},
        )
        for (source, seen_on), facts in grouped.items()
    )


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
