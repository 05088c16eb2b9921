"""One section of a network's page or of an actor's entry is edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Crumb
from handschlag.directory import versions
from handschlag.directory.access import own_actor, own_network
from handschlag.directory.contents import (
    SECTIONS,
    Content,
    NetworkContent,
    Provenance,
    Section,
    etag_of,
    section,
    source_names,
    with_changes,
)
from handschlag.directory.editing import dashboard, history
from handschlag.directory.editing import labels as editing_labels
from handschlag.directory.editing.fields import SectionForm, SourceForm
from handschlag.directory.editing.forms import ACTOR_FORMS, NETWORK_FORMS
from handschlag.directory.editing.history import home_of
from handschlag.directory.entries import (
    EditRefusal,
    content_of,
    kind_of,
    names_in,
    needs_source,
    owns,
    shown_to,
    way_for,
)
from handschlag.directory.models import Actor, Network, Status


def crumbs_of(entry: Network | Actor, last: str) -> tuple[Crumb, ...]:
    """The way to a page below the entry; `last` names that page."""
    if isinstance(entry, Network):
        return dashboard.crumbs(entry, Crumb(last))
    return (
        Crumb(_("Your networks"), reverse("directory:manage")),
        Crumb(entry.name, home_of(entry)),
        Crumb(last),
    )


def _next_section(kind_sections: tuple[Section, ...], name: str) -> str:
    names = [one.name for one in kind_sections]
    index = names.index(name) + 1
    return names[index] if index < len(names) else ""


def section_context(
    by: Subject,
    entry: Network | Actor,
    section: Section,
    *,
    form: forms.Form,
    source: forms.Form | None,
    current: Content,
    conflict: tuple[history.Changed, ...] | None = None,
) -> dict[str, Any]:
    """The form of a section and the way its changes take; `conflict` is what others saved meanwhile."""
    way, button = words_of_saving(by, entry, section)
    return {
        "entry": entry,
        "crumbs": crumbs_of(entry, editing_labels.section(section.name)),
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
        return str(editing_labels.DRAFT_WAY), _("Save")
    way = way_for(by, entry, section)
    return str(editing_labels.WAYS[way]), str(editing_labels.BUTTONS[way])


def _known_sources(content: Content, section: Section) -> Iterator[tuple[str, str]]:
    """The sources that facts of this section rest on, each with the name of its fact."""
    if not isinstance(content, NetworkContent):
        return
    facts = source_names(section.facts)
    for one in content.sources:
        if one.fact in facts:
            label = editing_labels.fact(history.SOURCE_FACTS.get(one.fact, one.fact))
            yield label, f"{one.source}, {history.read_when(one)}"


def conflict_between(
    current: Content, changes: Mapping[str, Any], section: Section
) -> tuple[history.Changed, ...]:
    """What is there now beside what was typed, fact by fact."""
    typed = with_changes(current, changes)
    found = history.differences(current, typed, names_in([current, typed]))
    labels = {editing_labels.fact(fact) for fact in section.facts}
    return tuple(one for one in found if one.label in labels)


def asks_for_source(entry: Network | Actor, section: Section) -> tuple[bool, bool]:
    """Whether a source can be named, and whether it has to be."""
    return isinstance(entry, Network) and section.needs_source, needs_source(entry, section)


CONFLICT = 409
UNFIT = 422
# Which field a refusal belongs to; the others concern the whole form.
FIELD_OF = {EditRefusal.ROR_TAKEN: "ror_id"}


@require_http_methods(["GET", "HEAD", "POST"])
def edit_network_page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The form for one section of a network, by the section's name."""
    network, by = own_network(request, slug)
    return _edit(request, network, by, name)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_actor_page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The form for one section of an actor, by the section's name."""
    actor, by = own_actor(request, slug)
    return _edit(request, actor, by, name)


def _edit(request: HttpRequest, entry: Network | Actor, by: Subject, name: str) -> HttpResponse:
    part = section(kind_of(entry), name)
    shapes = NETWORK_FORMS if isinstance(entry, Network) else ACTOR_FORMS
    if part is None or name not in shapes:
        raise Http404
    current = shown_to(by, entry, content_of(entry))
    data = request.POST if request.method == "POST" else None
    form = _form_of(entry, part, current, data)
    source = _source_of(entry, part, by, data)
    if data is not None and form.is_valid() and (source is None or source.is_valid()):
        try:
            saved = _save(entry, part, by=by, form=form, source=source)
        except Refusal as no:
            return _refused(request, entry, part, by, no=no, form=form, source=source)
        messages.success(request, str(editing_labels.SAVED[saved.way]))
        return HttpResponseRedirect(home_of(entry) + f"#{part.name}")
    screen = section_context(by, entry, part, form=form, source=source, current=current)
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/section.html", {"screen": screen}, status=status)


def _form_of(entry: Network | Actor, part: Section, current: Content, data: QueryDict | None) -> SectionForm:
    shapes = NETWORK_FORMS if isinstance(entry, Network) else ACTOR_FORMS
    options: dict[str, Any] = {"own_id": entry.pk} if part.name in {"identity", "standing"} else {}
    options["initial"] = {"seen": etag_of(current, part.facts)}
    return shapes[part.name](data, content=current, **options)


def _source_of(
    entry: Network | Actor, part: Section, by: Subject, data: QueryDict | None
) -> SourceForm | None:
    """Where the facts stand: asked of networks only, and first filled with the network's own statement."""
    is_asked, is_required = asks_for_source(entry, part)
    if not is_asked or not isinstance(entry, Network):
        return None
    today = timezone.localdate()
    is_own = owns(by, entry)
    own = (entry.management_body or entry.name)[:400] if is_own else ""
    return SourceForm(data, today=today, is_required=is_required, initial={"source": own, "seen_on": today})


def _save(
    entry: Network | Actor, part: Section, *, by: Subject, form: SectionForm, source: SourceForm | None
) -> versions.Saved:
    named = None
    if source is not None and source.cleaned_data["source"] and source.cleaned_data["seen_on"]:
        named = Provenance(
            facts=(), source=source.cleaned_data["source"], seen_on=source.cleaned_data["seen_on"]
        )
    return versions.save_section(
        kind=kind_of(entry),
        pk=entry.pk,
        section=part,
        changes=form.changes(),
        seen=form.cleaned_data["seen"],
        by=by,
        now=timezone.now(),
        source=named,
    )


def _refused(
    request: HttpRequest,
    entry: Network | Actor,
    part: Section,
    by: Subject,
    *,
    no: Refusal,
    form: SectionForm,
    source: SourceForm | None,
) -> HttpResponse:
    """The page once more with what was typed; after a change by others also with what is there now."""
    entry.refresh_from_db()
    current = shown_to(by, entry, content_of(type(entry).objects.get(pk=entry.pk)))
    is_stale = no.reason is EditRefusal.STALE
    conflict = conflict_between(current, form.changes(), part) if is_stale else None
    if is_stale:
        # Whoever sends this form again has seen what it shows now.
        data = request.POST.copy()
        data["seen"] = etag_of(current, part.facts)
        form = _form_of(entry, part, current, data)
        form.is_valid()
    else:
        form.add_error(FIELD_OF.get(EditRefusal(no.reason)), refusal_message(no.reason))
    screen = section_context(by, entry, part, form=form, source=source, current=current, conflict=conflict)
    status = CONFLICT if is_stale else UNFIT
    return render(request, "directory/editing/section.html", {"screen": screen}, status=status)
