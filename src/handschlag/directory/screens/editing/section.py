"""One section of an entry as a form: the way its changes take, and what others wrote in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from handschlag.directory.screens.editing.history import home_of


def crumbs_of(entry: Network | Actor, last: str) -> tuple[Crumb, ...]:
    """The way to a page below the entry; `last` names that page."""
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
) -> dict[str, Any]:
    """The form of a section and the way its changes take; `conflict` is what others saved meanwhile."""
    way, button = words_of_saving(by, entry, section)
    return {
        "entry": entry,
        "crumbs": crumbs_of(entry, entry_labels.section(section.name)),
        "form": form,
        "source": source,
        "section": section.name,
        "way": way,
        "button": button,
        "next": _next_section(SECTIONS[kind_of(entry)], section.name),
        "edit": "directory:edit_network" if isinstance(entry, Network) else "directory:edit_actor",
        "is_stale": conflict is not None,
        "conflict": conflict or (),
        "known": tuple(_known_sources(current, section)),
    }


def words_of_saving(by: Subject, entry: Network | Actor, section: Section) -> tuple[str, str]:
    """What saving does, and the words on its button."""
    if entry.status != Status.PUBLISHED:
        return str(entry_labels.DRAFT_WAY), _("Save")
    way = way_for(by, entry, section)
    return str(entry_labels.WAYS[way]), str(entry_labels.BUTTONS[way])


def _known_sources(content: Content, section: Section) -> Iterator[tuple[str, str]]:
    """The sources that facts of this section rest on, each with the name of its fact."""
    if not isinstance(content, NetworkContent):
        return
    facts = source_names(section.facts)
    for one in content.sources:
        if one.fact in facts:
            label = entry_labels.fact(content_texts.SOURCE_FACTS.get(one.fact, one.fact))
            yield label, f"{one.source}, {content_texts.read_when(one)}"


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
