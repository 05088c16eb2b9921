"""The steps that change something: check again, apply, cancel, undo, discard; and the list of imports."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.refusal_messages import refusal_message
from handschlag.directory.actions import importing
from handschlag.directory.models import ImportState
from handschlag.directory.queries.importing.imports import (
    is_undoable,
    networks_to_import_into,
    visible_imports,
)
from handschlag.directory.screens.importing.head import head_of, list_url
from handschlag.directory.screens.importing.lists import imports_screen
from handschlag.directory.screens.importing.result import undo_screen
from handschlag.directory.views.editing.parameters import int_param
from handschlag.directory.views.importing.access import back_to, importer, own_import, refusals_told, seen_in

CONFLICT = 409


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """The page of imports this person may see; of one network with `network`, or a 404."""
    by = importer(request)
    found, slug, network = visible_imports(by), request.GET.get("network", ""), None
    if slug:
        is_slug = re.fullmatch(r"[-\w]+", slug) is not None
        network = networks_to_import_into(by).filter(slug=slug).first() if is_slug else None
        if network is None:
            raise Http404
        found = found.filter(network=network)
    screen = imports_screen(found, network=network, number=int_param(request.GET.get("page"), 1))
    return render(request, "directory/importing/list.html", {"screen": screen})


@require_POST
def import_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more: the directory has changed, or the check broke off."""
    row, by = own_import(request, pk)
    with refusals_told(request):
        if row.current_state is ImportState.CHECKING:
            _enter(request, pk, by, ImportState.CHECKING)
        else:
            importing.check_again(import_id=pk, seen=seen_in(request), by=by, now=timezone.now())
    return back_to(pk)


def _enter(request: HttpRequest, pk: int, by: Subject, stage: ImportState) -> None:
    """The stage is done or on its way."""
    importing.proceed(import_id=pk, seen=seen_in(request), stage=stage, by=by, now=timezone.now())


@require_POST
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Starts to apply a checked import, then leads to its page; a refusal is told there."""
    _row, by = own_import(request, pk)
    with refusals_told(request):
        _enter(request, pk, by, ImportState.APPLYING)
    return back_to(pk)


@require_POST
def import_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The joint projects of a catalogue are public."""
    _row, by = own_import(request, pk)
    with refusals_told(request):
        number = importing.publish_projects(import_id=pk, seen=seen_in(request), by=by, now=timezone.now())
        text = ngettext("%(n)s joint project is public now.", "%(n)s joint projects are public now.", number)
        messages.success(request, text % {"n": number})
    return back_to(pk)


@require_POST
def import_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stops the job that is at work, then leads to the import; says so if it was over already."""
    _row, by = own_import(request, pk)
    if not importing.cancel(import_id=pk, by=by, now=timezone.now()):
        messages.info(request, _("It was over already."))
    return back_to(pk)


@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
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
    screen = undo_screen(row, fault=fault)
    status = CONFLICT if fault else 200
    return render(request, "directory/importing/undo.html", {"screen": screen}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then deletes an import that was not applied, and leads to the list."""
    row, by = own_import(request, pk)
    if row.current_state not in {ImportState.COLUMNS, ImportState.CHECKED}:
        messages.info(request, _("This import cannot be discarded now."))
        return back_to(pk)
    if request.method != "POST":
        return render(request, "directory/importing/discard.html", {"screen": head_of(row)})
    with refusals_told(request):
        importing.discard(import_id=pk, seen=seen_in(request), by=by, now=timezone.now())
        messages.success(request, _("Import discarded. The file has been deleted; nothing was changed."))
        return HttpResponseRedirect(list_url(row.network))
    return back_to(pk)
