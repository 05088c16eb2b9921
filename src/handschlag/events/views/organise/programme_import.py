"""The programme as a workbook: taken along, changed in a spreadsheet, and brought back."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES, new_book, write_cells
from handschlag.common.table_files.downloads import download, table_download
from handschlag.common.table_import.forms import columns_in
from handschlag.common.table_import.refusal_messages import refusal_message as import_message
from handschlag.common.table_import.rules.refusals import FileRefusal, ImportRefusal
from handschlag.common.times import local_date
from handschlag.common.web.parameters import number_in
from handschlag.events.actions import programme_import as actions
from handschlag.events.forms.programme_import import ProgrammeTableForm
from handschlag.events.models import Event, ProgrammeImport
from handschlag.events.queries.programme_import import newest_imports, programme_dry_run
from handschlag.events.rules.programme_import import SheetKind
from handschlag.events.screens.organise.programme_import import (
    SHEETS,
    headings,
    import_screen,
    session_lines,
    speaker_rows,
)
from handschlag.events.views.organise.frame import UNFIT, page
from handschlag.events.web.access import own_event_or_404

IMPORTS = "events:programme_imports"


def _message(no: Refusal) -> str:
    if isinstance(no.reason, FileRefusal | ImportRefusal):
        return import_message(no.reason, no.details)
    return refusal_message(no.reason)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a table; a readable one leads to its page."""
    event, by = own_event_or_404(request, slug)
    is_sent = request.method == "POST"
    form = ProgrammeTableForm(request.POST, request.FILES) if is_sent else ProgrammeTableForm()
    if is_sent and form.is_valid():
        try:
            made = actions.upload(
                event_id=event.pk, content=form.content, file_name=form.file_name, by=by, now=timezone.now()
            )
        except Refusal as no:
            form.add_error("table", _message(no))
        else:
            return redirect("events:programme_import", slug=slug, pk=made.pk)
    return page(
        request,
        "programme_imports",
        event=event,
        by=by,
        current=IMPORTS,
        status=UNFIT if is_sent else 200,
        form=form,
        drafts=newest_imports(event.pk),
        headings=[(SHEETS[kind], headings(kind)) for kind in SheetKind],
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_import(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the table would do; its columns are said, and it is applied or discarded."""
    event, by = own_event_or_404(request, slug)
    draft = _draft_or_404(event, pk)
    if request.method != "POST":
        screen = import_screen(draft, programme_dry_run(draft, event))
        return page(request, "programme_import", event=event, by=by, current=IMPORTS, **screen)
    seen, step = number_in(request.POST, "seen"), request.POST.get("do", "")
    try:
        if step == "columns":
            kind = SheetKind.SPEAKERS if request.POST.get("sheet") == "speakers" else SheetKind.SESSIONS
            columns = columns_in(request.POST)
            actions.choose_columns(
                event_id=event.pk, import_id=pk, kind=kind, columns=columns, seen=seen, by=by
            )
        elif step == "discard":
            actions.discard(event_id=event.pk, import_id=pk, by=by, now=timezone.now())
            return redirect(IMPORTS, slug=slug)
        elif step == "apply":
            expected = number_in(request.POST, "expected")
            actions.apply(
                event_id=event.pk, import_id=pk, expected=expected, seen=seen, by=by, now=timezone.now()
            )
            messages.success(request, _("Imported into the draft. Nothing is public before you publish."))
            return redirect("events:programme_editor", slug=slug)
    except Refusal as no:
        messages.error(request, _message(no))
    return redirect("events:programme_import", slug=slug, pk=pk)


def _draft_or_404(event: Event, pk: int) -> ProgrammeImport:
    draft = ProgrammeImport.objects.filter(event=event, pk=pk).first()
    if draft is None:
        raise Http404
    return draft


@require_safe
def export(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The draft as a workbook of two sheets, or its sessions as CSV; both can be imported again."""
    event, _by = own_event_or_404(request, slug)
    if ending not in MEDIA_TYPES:
        raise Http404
    name = f"{event.slug}-programme-{local_date(timezone.now()).isoformat()}.{ending}"
    if ending == "csv":
        return table_download(session_lines(event), name)
    file = io.BytesIO()
    with new_book(file) as book:
        bold = book.add_format({"bold": True})
        for kind, lines in (
            (SheetKind.SESSIONS, session_lines(event)),
            (SheetKind.SPEAKERS, speaker_rows(event)),
        ):
            sheet = book.add_worksheet(str(SHEETS[kind]))
            sheet.freeze_panes(1, 2)
            sheet.set_column(0, 20, 24)
            for number, cells in enumerate(lines):
                write_cells(sheet, number, cells, bold if number == 0 else None)
    return download(file.getvalue(), name)
