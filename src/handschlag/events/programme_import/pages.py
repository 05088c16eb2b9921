"""The programme as a workbook: taken along, changed in a spreadsheet, and brought back."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES, download, new_book, table_download, write_cells
from handschlag.common.table_import.drafts import (
    CELL_MESSAGES,
    Messages,
    TableForm,
    column_views,
    columns_in,
    fault_message,
    field_labels,
    label_of,
    table_field,
)
from handschlag.common.table_import.drafts import refusal_message as import_message
from handschlag.common.table_import.reading import FileRefusal, ImportRefusal
from handschlag.common.times import local, local_date
from handschlag.common.web import number_in, refusal_message
from handschlag.events.access import own_event_or_404
from handschlag.events.console import UNFIT, console_page
from handschlag.events.labels import SESSION_KINDS, SESSION_LANGUAGES
from handschlag.events.models import Event, ProgrammeImport, Session, SessionSpeaker
from handschlag.events.programme_import import actions
from handschlag.events.programme_import.actions import (
    PlannedRow,
    ProgrammeDryRun,
    all_speakers,
    newest_imports,
    programme_dry_run,
    sessions_with_speakers,
)
from handschlag.events.programme_import.rules import FIELDS, ProgrammeFault, SheetKind, speaker_text


class ProgrammeTableForm(TableForm):
    table = table_field(
        _("Table of sessions or speakers"),
        _("XLSX or CSV, up to 10 MB and 2,000 rows, with column headings."),
    )


_MOST_SHOWN: Final = 200
OUTCOMES: Final[Mapping[str, tuple[str | Promise, str]]] = {
    "new": (gettext_lazy("new"), "ok"),
    "changed": (gettext_lazy("changes"), "ok"),
    "same": (gettext_lazy("stays as it is"), ""),
    "faulty": (gettext_lazy("has an error"), "bad"),
}
SHEETS: Final[Mapping[SheetKind, str | Promise]] = {
    SheetKind.SESSIONS: gettext_lazy("Sessions"),
    SheetKind.SPEAKERS: gettext_lazy("Speakers"),
}
_FAULTS: Final[Messages] = {
    **CELL_MESSAGES,
    **{fault: gettext_lazy(fault.label) for fault in ProgrammeFault},
}


def import_screen(draft: ProgrammeImport, run: ProgrammeDryRun) -> dict[str, Any]:
    """What the file would do, row by row, faults first; and what its columns hold."""
    order = {"faulty": 0, "new": 1, "changed": 2, "same": 3}
    rows = sorted(run.rows, key=lambda planned: order[planned.outcome])
    return {
        "draft": draft,
        "figures": [(word, run.count(name)) for name, (word, _tone) in OUTCOMES.items()],
        "faulty": run.count("faulty"),
        "to_do": run.to_do,
        "lines": [_line_of(planned, run) for planned in rows[:_MOST_SHOWN]],
        "hidden": max(0, len(rows) - _MOST_SHOWN),
        "sheets": [_sheet_of(draft, sheet) for sheet in draft.sheets],
    }


def _line_of(planned: PlannedRow, run: ProgrammeDryRun) -> dict[str, Any]:
    word, tone = OUTCOMES[planned.outcome]
    labels = field_labels(FIELDS[planned.kind])
    return {
        "sheet": run.sheet_names[planned.kind] or SHEETS[planned.kind],
        "number": planned.row.number,
        "title": planned.row.text("title_de") or planned.row.text("name"),
        "word": word,
        "tone": tone,
        "faults": [
            {
                "cell": fault.cell,
                "column": labels.get(fault.field, ""),
                "value": fault.value,
                "message": fault_message(fault.kind, fault.details, _FAULTS),
            }
            for fault in planned.row.faults
        ],
    }


def _sheet_of(draft: ProgrammeImport, sheet: Mapping[str, Any]) -> dict[str, Any]:
    kind, rows = SheetKind(sheet["kind"]), sheet["rows"]
    return {
        "kind": kind.value,
        "title": SHEETS[kind],
        "columns": column_views(rows[0], rows[1:], draft.columns_of(kind)),
        "labels": field_labels(FIELDS[kind]),
    }


def headings(kind: SheetKind) -> str:
    """The columns that are recognised."""
    return ", ".join(field_labels(FIELDS[kind]).values())


def session_lines(event: Event) -> Iterator[Sequence[str]]:
    """The draft of the programme, as the import reads it again."""
    yield [label_of(one) for one in FIELDS[SheetKind.SESSIONS]]
    for row, speaking in sessions_with_speakers(event.pk):
        yield _cells_of(row, speaking)


def _cells_of(row: Session, speaking: Sequence[SessionSpeaker]) -> Sequence[str]:
    starts = local(row.starts_at) if row.starts_at else None
    ends = local(row.ends_at) if row.ends_at else None
    names = [speaker_text(one.speaker.name, one.speaker.organisation, one.part) for one in speaking]
    return (
        *(str(row.uid), row.title_de, row.title_en, str(SESSION_KINDS[row.kind])),
        starts.date().isoformat() if starts else "",
        starts.time().isoformat("minutes") if starts else "",
        ends.time().isoformat("minutes") if ends else "",
        pick(row.room.name_de, row.room.name_en) if row.room else "",
        pick(row.track.name_de, row.track.name_en) if row.track else "",
        *(str(SESSION_LANGUAGES[row.language]), "" if row.seats is None else str(row.seats)),
        *("; ".join(names), row.abstract_de, row.abstract_en),
    )


def speaker_rows(event: Event) -> Iterator[Sequence[str]]:
    """All speakers, as the import reads them again."""
    yield [label_of(one) for one in FIELDS[SheetKind.SPEAKERS]]
    for row in all_speakers(event.pk):
        yield row.name, row.organisation, row.role_de, row.role_en, row.about_de, row.about_en


IMPORTS = "events:programme_imports"


def _message(no: Refusal) -> str:
    if isinstance(no.reason, FileRefusal | ImportRefusal):
        return import_message(no.reason, no.details)
    return refusal_message(no.reason)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def imports_page(request: HttpRequest, slug: str) -> HttpResponse:
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
    return console_page(
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
def import_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the table would do; its columns are said, and it is applied or discarded."""
    event, by = own_event_or_404(request, slug)
    draft = _draft_or_404(event, pk)
    if request.method != "POST":
        screen = import_screen(draft, programme_dry_run(draft, event))
        return console_page(request, "programme_import", event=event, by=by, current=IMPORTS, **screen)
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
            messages.success(
                request, gettext("Imported into the draft. Nothing is public before you publish.")
            )
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
def programme_export(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
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
