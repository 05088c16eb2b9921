"""What the columns of a file hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.forms import columns_in
from handschlag.common.table_import.refusal_messages import refusal_message
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.common.web.parameters import number_in
from handschlag.directory.actions import importing
from handschlag.directory.forms.editing.section import SourceForm
from handschlag.directory.forms.importing import CatalogueSourceForm
from handschlag.directory.models import Import, ImportState
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.catalogues import SOURCES, Catalogue
from handschlag.directory.screens.importing.check import job_note
from handschlag.directory.screens.importing.columns import columns_screen
from handschlag.directory.views.importing.access import back_to, own_import, refusals_told, seen_in

UNFIT = 422
_OPEN = frozenset({ImportState.COLUMNS, ImportState.CHECKED})
_ON_THIS_PAGE = frozenset({ImportRefusal.NO_NAME_COLUMN, ImportRefusal.COLUMN_TWICE, ImportRefusal.NO_SOURCE})


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for what the columns hold; saving it checks the table, and a later stage leads on."""
    row, by = own_import(request, pk)
    if row.current_state not in _OPEN:
        return back_to(pk)
    data = request.POST if request.method == "POST" else None
    chosen = columns_in(data) if data is not None else row.fields
    source = _source_form(row, data, today=timezone.localdate())
    refused = None
    if data is not None and (source is None or source.is_valid()):
        try:
            said: dict[str, Any] = source.cleaned_data if source else {"source": "", "seen_on": None}
            _choose(request, row, by, chosen=chosen, source=said["source"], seen_on=said["seen_on"])
            return back_to(pk)
        except Refusal as no:
            if no.reason not in _ON_THIS_PAGE:
                messages.warning(request, refusal_message(no.reason, no.details))
                return back_to(pk)
            refused = ImportRefusal(no.reason)
    note = "" if data is not None else job_note(row)
    screen = columns_screen(row, chosen=chosen, source=source, refused=refused, note=note)
    status = UNFIT if data is not None else 200
    return render(request, "directory/importing/columns.html", {"screen": screen}, status=status)


def _source_form(row: Import, data: QueryDict | None, *, today: date) -> SourceForm | None:
    """Where the facts stand is asked for networks, as everywhere, and for catalogues."""
    if row.kind != Kind.NETWORK and not row.catalogue:
        return None
    usual = SOURCES[Catalogue(row.catalogue)] if row.catalogue else ""
    start = {"source": row.source or usual, "seen_on": row.seen_on or today}
    form = CatalogueSourceForm if row.catalogue else SourceForm
    return form(data, today=today, is_required=True, initial=start)


def _choose(
    request: HttpRequest, row: Import, by: Subject, *, chosen: Mapping[int, str], **source: Any
) -> None:
    moved = importing.choose_columns(import_id=row.pk, seen=seen_in(request), columns=chosen, by=by, **source)
    stage, now = ImportState.CHECKING, timezone.now()
    importing.proceed(import_id=row.pk, seen=moved.version, stage=stage, by=by, now=now)


@require_POST
def import_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Chooses the sheet to read, then leads to the import; a refusal is told there."""
    _row, by = own_import(request, pk)
    with refusals_told(request):
        position = number_in(request.POST, "sheet")
        importing.choose_sheet(import_id=pk, seen=seen_in(request), position=position, by=by)
    return back_to(pk)
