"""One section of an entry as a form: the way its changes take, and what others wrote in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject
from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Actor, Network, Status
from handschlag.directory.queries.entries import kind_of
from handschlag.directory.queries.names import names_in
from handschlag.directory.queries.review_modes import needs_source, way_for
from handschlag.directory.rules.contents import Content, NetworkContent, with_changes
from handschlag.directory.rules.sections import SECTIONS, Section, source_names
from handschlag.directory.screens.editing import content_texts, entry_labels, network_entry


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A source that facts of this section rest on."""

    fact: str
    source: str
    seen_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _SectionScreen:
    title: str
    entry: str
    crumbs: tuple[Crumb, ...]
    form: forms.Form
    source: forms.Form | None
    kind: str
    way: str
    button: str
    back_url: str
    next_url: str
    next_title: str
    is_stale: bool
    conflict: tuple[content_texts.Changed, ...]
    known: tuple[_Known, ...]


def home_of(entry: Network | Actor) -> str:
    name = "directory:manage_network" if isinstance(entry, Network) else "directory:manage_actor"
    return reverse(name, args=[entry.slug])


def crumbs_of(entry: Network | Actor, last: str) -> tuple[Crumb, ...]:
    if isinstance(entry, Network):
        return network_entry.crumbs(entry, Crumb(last))
    return (
        Crumb(_("Your networks"), reverse("directory:manage")),
        Crumb(entry.name, home_of(entry)),
        Crumb(last),
    )


def _next_section(kind_sections: tuple[Section, ...], name: str) -> str:
    names = [one.name for one in kind_sections]
    index = names.index(name) + 1
    return names[index] if index < len(names) else ""


def section_screen(
    by: Subject,
    entry: Network | Actor,
    section: Section,
    *,
    form: forms.Form,
    source: forms.Form | None,
    current: Content,
    conflict: tuple[content_texts.Changed, ...] | None = None,
) -> _SectionScreen:
    way = way_for(by, entry, section)
    is_network = isinstance(entry, Network)
    follower = _next_section(SECTIONS[kind_of(entry)], section.name)
    edit = "directory:edit_network" if is_network else "directory:edit_actor"
    is_public = entry.status == Status.PUBLISHED
    return _SectionScreen(
        title=entry_labels.section(section.name),
        entry=entry.name,
        crumbs=crumbs_of(entry, entry_labels.section(section.name)),
        form=form,
        source=source,
        kind=section.name,
        way=str(entry_labels.WAYS[way] if is_public else entry_labels.DRAFT_WAY),
        button=str(entry_labels.BUTTONS[way] if is_public else _("Save")),
        back_url=home_of(entry),
        next_url=reverse(edit, args=[entry.slug, follower]) if follower else "",
        next_title=entry_labels.section(follower) if follower else "",
        is_stale=conflict is not None,
        conflict=conflict or (),
        known=_known_sources(current, section),
    )


def _known_sources(content: Content, section: Section) -> tuple[_Known, ...]:
    if not isinstance(content, NetworkContent):
        return ()
    facts = source_names(section.facts)
    return tuple(
        _Known(
            fact=entry_labels.fact(content_texts.SOURCE_FACTS.get(one.fact, one.fact)),
            source=one.source,
            seen_on=content_texts.day(one.seen_on),
        )
        for one in content.sources
        if one.fact in facts
    )


def conflict_between(
    current: Content, changes: Mapping[str, Any], section: Section
) -> tuple[content_texts.Changed, ...]:
    """What is there now beside what was typed, fact by fact."""
    typed = with_changes(current, changes)
    found = content_texts.differences(current, typed, names_in([current, typed]))
    labels = {entry_labels.fact(fact) for fact in section.facts}
    return tuple(one for one in found if one.label in labels)


def asks_for_source(entry: Network | Actor, section: Section) -> tuple[bool, bool]:
    """Whether a source can be named, and whether it has to be."""
    return isinstance(entry, Network) and section.needs_source, needs_source(entry, section)
