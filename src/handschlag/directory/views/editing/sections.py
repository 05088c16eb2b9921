"""One section of a network's page or of an actor's entry is edited."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import editing
from handschlag.directory.forms.editing import ACTOR_FORMS, NETWORK_FORMS, SectionForm, SourceForm
from handschlag.directory.models import Actor, Network
from handschlag.directory.queries.entries import content_of, kind_of
from handschlag.directory.queries.managing import owns
from handschlag.directory.queries.review_modes import shown_to
from handschlag.directory.rules.contents import Content
from handschlag.directory.rules.provenance import Provenance, etag_of
from handschlag.directory.rules.refusals import EditRefusal
from handschlag.directory.rules.sections import Section, section
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing.history import home_of
from handschlag.directory.screens.editing.section import (
    asks_for_source,
    conflict_between,
    section_screen,
)
from handschlag.directory.views.editing.access import own_actor, own_network

CONFLICT = 409
UNFIT = 422
# Which field a refusal belongs to; the others concern the whole form.
FIELD_OF = {EditRefusal.ROR_TAKEN: "ror_id"}


@require_http_methods(["GET", "HEAD", "POST"])
def edit_network(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The form for one section of a network, by the section's name."""
    network, by = own_network(request, slug)
    return _edit(request, network, by, name)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_actor(request: HttpRequest, slug: str, name: str) -> HttpResponse:
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
        messages.success(request, str(entry_labels.SAVED[saved.way]))
        return HttpResponseRedirect(home_of(entry) + f"#{part.name}")
    screen = section_screen(by, entry, part, form=form, source=source, current=current)
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
) -> editing.Saved:
    named = None
    if source is not None and source.cleaned_data["source"] and source.cleaned_data["seen_on"]:
        named = Provenance(
            facts=(), source=source.cleaned_data["source"], seen_on=source.cleaned_data["seen_on"]
        )
    return editing.save_section(
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
    screen = section_screen(by, entry, part, form=form, source=source, current=current, conflict=conflict)
    status = CONFLICT if is_stale else UNFIT
    return render(request, "directory/editing/section.html", {"screen": screen}, status=status)
