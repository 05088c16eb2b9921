"""The list of imports, differences of joint projects, and the steps that change something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import numbers_in, refusal_message
from handschlag.common.times import format_date
from handschlag.common.web import number_in
from handschlag.design.components.parts import Crumb
from handschlag.directory import rows
from handschlag.directory.access import int_param
from handschlag.directory.contents import Kind
from handschlag.directory.editing import dashboard
from handschlag.directory.imports import applying, differences, labels, proceeding, uploading
from handschlag.directory.imports.differences import DifferencePage, page_of_differences
from handschlag.directory.imports.import_page import apply_words, undo_context
from handschlag.directory.imports.labels import (
    back_to,
    head_of,
    importer,
    list_url,
    own_import,
    refusals_told,
    seen_in,
    upload_url,
)
from handschlag.directory.imports.stages import is_undoable, networks_to_import_into, visible_imports
from handschlag.directory.models import (
    Import,
    ImportAction,
    ImportState,
    Network,
    Project,
    ProjectDifference,
    ProjectStatus,
)

_PAGE = 25
_TONES = {ImportState.APPLIED: "ok", ImportState.CHECKED: "wait", ImportState.COLUMNS: "wait"}


def imports_context(found: QuerySet[Import], *, network: Network | None, number: int) -> dict[str, Any]:
    """One page of the imports found; a `number` that is too high shows the last one."""
    page = Paginator(found, _PAGE).get_page(number)
    own = (Crumb(_("Your networks"), reverse("directory:manage")), Crumb(_("Imports")))
    return {
        "crumbs": dashboard.crumbs(network, Crumb(_("Imports"))) if network else own,
        "network": network,
        "rows": [(one, *_state(one), _what(one)) for one in page.object_list],
        "page": page,
        "new_url": upload_url(kind=Kind.ACTOR, network=network)
        if network
        else reverse("directory:new_import"),
    }


def _state(of: Import) -> tuple[str, str]:
    """Where the import is, and the tone of that word."""
    state = of.current_state
    return str(labels.STATES[state]), _TONES.get(state, "plain")


def _what(of: Import) -> str:
    """What it did or would do; what stands in its way."""
    counts = of.counts
    if not counts:
        return ""
    faulty, undecided = counts[ImportAction.FAULTY], counts[ImportAction.UNDECIDED]
    open_ones = [
        ngettext("%(n)s row with errors", "%(n)s rows with errors", faulty) % {"n": faulty} if faulty else "",
        ngettext("%(n)s decision", "%(n)s decisions", undecided) % {"n": undecided} if undecided else "",
    ]
    return ", ".join(part for part in open_ones if part) or apply_words(of)


def differences_context(of: Import, found: DifferencePage) -> dict[str, Any]:
    """One page of known projects that differ, with how many there are and how many are taken over."""
    return {
        **head_of(of, below=_("Known joint projects")),
        "total": found.page.paginator.count,
        "taken": found.taken,
        "projects": [_differing(project, some) for project, some in found.projects],
        "page": found.page,
    }


def _differing(project: Project, found: Sequence[ProjectDifference]) -> dict[str, Any]:
    """A project with what differs; a draft has no page."""
    title, _language = rows.project_title(project)
    is_public = project.status == ProjectStatus.PUBLISHED
    return {
        "pk": project.pk,
        "title": title,
        "url": rows.project_url(project) if is_public else "",
        "is_taken": all(one.is_taken for one in found),
        "rows": [(one, *_before_and_after(one)) for one in found],
    }


def _before_and_after(one: ProjectDifference) -> tuple[str, str, str]:
    """The fact in words, and what it says here and in the file; an empty text is no fact yet."""
    facts = rows.FACTS_OF_PARTS if one.participation_id else rows.FACTS
    return str(facts[one.fact]), _shown(one.fact, one.before), _shown(one.fact, one.after)


def _shown(fact: str, text: str) -> str:
    if not text:
        return ""
    if fact in {"starts_on", "ends_on"}:
        return format_date(date.fromisoformat(text))
    if fact == "cents":
        return rows.euros(int(text))
    return str(rows.ROLES.get(text, text)) if fact == "role" else text


@require_http_methods(["GET", "HEAD", "POST"])
def import_differences_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of known projects that differ; only a checked import with differences has one."""
    row, by = own_import(request, pk)
    if row.current_state is not ImportState.CHECKED or not row.counts.get("differing"):
        return back_to(pk)
    page = max(1, number_in(request.POST or request.GET, "page"))
    if request.method == "POST":
        with refusals_told(request):
            _choose(request, pk, by)
            messages.success(request, _("Saved. Nothing is applied yet."))
        return HttpResponseRedirect(reverse("directory:import_differences", args=[pk]) + f"?page={page}")
    screen = differences_context(row, page_of_differences(row, page=page))
    return render(request, "directory/importing/differences.html", {"screen": screen})


def _choose(request: HttpRequest, pk: int, by: Subject) -> None:
    """All of them or none, or those that are ticked among those that were shown."""
    data, seen = request.POST, seen_in(request)
    if (every := data.get("all", "")) in {"take", "leave"}:
        differences.take_all_differences(import_id=pk, seen=seen, is_taken=every == "take", by=by)
        return
    shown, taken = numbers_in(data, "shown"), numbers_in(data, "take")
    differences.take_differences(import_id=pk, seen=seen, shown=shown, taken=taken, by=by)


CONFLICT = 409


@require_safe
def imports_page(request: HttpRequest) -> HttpResponse:
    """The page of imports this person may see; of one network with `network`, or a 404."""
    by = importer(request)
    found, slug, network = visible_imports(by), request.GET.get("network", ""), None
    if slug:
        is_slug = re.fullmatch(r"[-\w]+", slug) is not None
        network = networks_to_import_into(by).filter(slug=slug).first() if is_slug else None
        if network is None:
            raise Http404
        found = found.filter(network=network)
    screen = imports_context(found, network=network, number=int_param(request.GET.get("page"), 1))
    return render(request, "directory/importing/list.html", {"screen": screen})


@require_POST
def import_check_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more: the directory has changed, or the check broke off."""
    row, by = own_import(request, pk)
    with refusals_told(request):
        if row.current_state is ImportState.CHECKING:
            _enter(request, pk, by, ImportState.CHECKING)
        else:
            proceeding.check_again(import_id=pk, seen=seen_in(request), by=by, now=timezone.now())
    return back_to(pk)


def _enter(request: HttpRequest, pk: int, by: Subject, stage: ImportState) -> None:
    """The stage is done or on its way."""
    proceeding.proceed(import_id=pk, seen=seen_in(request), stage=stage, by=by, now=timezone.now())


@require_POST
def import_apply_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Starts to apply a checked import, then leads to its page; a refusal is told there."""
    _row, by = own_import(request, pk)
    with refusals_told(request):
        _enter(request, pk, by, ImportState.APPLYING)
    return back_to(pk)


@require_POST
def import_publish_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The joint projects of a catalogue are public."""
    _row, by = own_import(request, pk)
    with refusals_told(request):
        number = applying.publish_projects(import_id=pk, seen=seen_in(request), by=by, now=timezone.now())
        text = ngettext("%(n)s joint project is public now.", "%(n)s joint projects are public now.", number)
        messages.success(request, text % {"n": number})
    return back_to(pk)


@require_POST
def import_cancel_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Stops the job that is at work, then leads to the import; says so if it was over already."""
    _row, by = own_import(request, pk)
    if not proceeding.cancel(import_id=pk, by=by, now=timezone.now()):
        messages.info(request, _("It was over already."))
    return back_to(pk)


@require_http_methods(["GET", "HEAD", "POST"])
def import_undo_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then undoes an applied import; leads back if that is no longer possible."""
    row, by = own_import(request, pk)
    if row.current_state not in {ImportState.APPLIED, ImportState.UNDOING} or not is_undoable(row):
        messages.info(request, _("This import cannot be undone."))
        return back_to(pk)
    fault = ""
    if request.method == "POST":
        try:
            _enter(request, pk, by, ImportState.UNDOING)
        except Refusal as no:
            fault = refusal_message(no.reason, no.details)
            row, by = own_import(request, pk)
        else:
            return back_to(pk)
    screen = undo_context(row, fault=fault)
    status = CONFLICT if fault else 200
    return render(request, "directory/importing/undo.html", {"screen": screen}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def import_discard_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then deletes an import that was not applied, and leads to the list."""
    row, by = own_import(request, pk)
    if row.current_state not in {ImportState.COLUMNS, ImportState.CHECKED}:
        messages.info(request, _("This import cannot be discarded now."))
        return back_to(pk)
    if request.method != "POST":
        return render(request, "directory/importing/discard.html", {"screen": head_of(row)})
    with refusals_told(request):
        uploading.discard(import_id=pk, seen=seen_in(request), by=by, now=timezone.now())
        messages.success(request, _("Import discarded. The file has been deleted; nothing was changed."))
        return HttpResponseRedirect(list_url(row.network))
    return back_to(pk)
