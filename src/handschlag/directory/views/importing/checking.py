"""The page of an import, whatever it waits for: columns, a check, mending, its end."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.jobs.screens import JobScreen
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES
from handschlag.common.table_files.downloads import download
from handschlag.common.table_import.forms import cells_in, typed
from handschlag.common.table_import.refusal_messages import refusal_message
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.directory.actions import importing
from handschlag.directory.models import AT_WORK, Import, ImportState
from handschlag.directory.queries.importing.import_rows import Show, done_rows, rows_of
from handschlag.directory.queries.importing.row_actions import LEAVE_OUT
from handschlag.directory.screens.importing import files
from handschlag.directory.screens.importing.cells import SEPARATOR
from handschlag.directory.screens.importing.check import check_screen, first_show
from handschlag.directory.screens.importing.head import head_of
from handschlag.directory.screens.importing.result import result_screen
from handschlag.directory.views.editing.parameters import int_param
from handschlag.directory.views.importing.access import back_to, own_import, refusals_told, seen_in

CONFLICT = 409


@require_safe
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the import is now; htmx asks for it again as long as a job is at work."""
    row, by = own_import(request, pk)
    state = row.current_state
    if request.headers.get("HX-Request") and state not in AT_WORK:
        return _refreshed()
    if state is ImportState.COLUMNS:
        return HttpResponseRedirect(reverse("directory:import_columns", args=[pk]))
    if state in AT_WORK:
        return _in_progress(request, row)
    if state is ImportState.CHECKED:
        return _check_page(request, row, by, data=request.GET)
    found = done_rows(row, page=int_param(request.GET.get("page"), 1))
    screen = result_screen(by, row, found)
    return render(request, "directory/importing/result.html", {"screen": screen})


def _refreshed() -> HttpResponse:
    """Whoever waited sees the whole page anew."""
    response = HttpResponse(status=204)
    response["HX-Refresh"] = "true"
    return response


def _in_progress(request: HttpRequest, row: Import) -> HttpResponse:
    part = "#state" if request.headers.get("HX-Request") else ""
    job = JobScreen.of(row.job) if row.job else None
    context = {"screen": head_of(row) | {"job": job}}
    response = render(request, f"directory/importing/progress.html{part}", context)
    response["Cache-Control"] = "no-store"
    return response


def _show_in(data: QueryDict, row: Import) -> Show:
    name = data.get("show", "")
    return Show(name) if name in set(Show) else first_show(row)


def _check_page(
    request: HttpRequest,
    row: Import,
    by: Subject,
    *,
    data: QueryDict,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    show = _show_in(data, row)
    found = rows_of(row, show, page=int_param(data.get("page"), 1))
    screen = check_screen(by, row, found, show=show, typed=typed or {})
    return render(request, "directory/importing/check.html", {"screen": screen}, status=status)


@require_POST
def import_mend(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed and decided on one page; then the whole table is checked again."""
    row, by = own_import(request, pk)
    texts, decisions = _corrections_in(request.POST)
    try:
        moved = importing.correct_cells(
            import_id=pk, seen=seen_in(request), texts=texts, decisions=decisions, by=by
        )
        _check(moved, by)
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason, no.details))
        row, by = own_import(request, pk)
        if no.reason is ImportRefusal.STALE and row.current_state is ImportState.CHECKED:
            return _check_page(
                request, row, by, data=request.POST, typed=request.POST.dict(), status=CONFLICT
            )
        return back_to(pk)
    return _shown_again(pk, request.POST)


def _check(row: Import, by: Subject) -> None:
    importing.proceed(
        import_id=row.pk, seen=row.version, stage=ImportState.CHECKING, by=by, now=timezone.now()
    )


def _shown_again(pk: int, data: QueryDict) -> HttpResponseRedirect:
    """The same rows, unless nothing of them is left to be done."""
    show = data.get("show", "")
    row = Import.objects.get(pk=pk)
    is_done = show == Show.OPEN and row.counts and first_show(row) is not Show.OPEN
    return back_to(pk) if is_done or show not in set(Show) else back_to(pk, f"show={show}")


def _corrections_in(data: QueryDict) -> tuple[dict[int, dict[str, str]], dict[int, str]]:
    """Texts and decisions of a form, by row. `take` and `back` are buttons: they come last, and win."""
    texts, decisions = cells_in(data), dict[int, str]()
    for name in data:
        kind, _dash, rest = name.partition("-")
        row = int_param(rest, 0)
        if row and kind == "d":
            decisions[row] = data.get(name, "")
        elif row and kind == "has":  # a box that is not ticked sends nothing
            decisions.setdefault(row, LEAVE_OUT if f"d-{row}" in data else "")
    taken = data.get("take", "").split(SEPARATOR, 2)
    if len(taken) == 3 and int_param(taken[0], 0):
        texts.setdefault(int_param(taken[0], 0), {})[taken[1]] = typed(taken[2])
    if back := int_param(data.get("back"), 0):
        decisions[back] = ""
    return texts, decisions


@require_POST
def import_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision for all rows that wait for it."""
    _row, by = own_import(request, pk)
    if request.POST.get("choice") not in set(importing.ForAll):
        return back_to(pk)
    with refusals_told(request):
        moved = importing.decide_all(
            import_id=pk,
            seen=seen_in(request),
            choice=importing.ForAll(request.POST["choice"]),
            kind=request.POST.get("kind", ""),
            by=by,
        )
        _check(moved, by)
    return back_to(pk)


@require_safe
def import_faults(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """What is wrong, to mend it where the table comes from."""
    row, _by = own_import(request, pk)
    if ending not in MEDIA_TYPES:
        raise Http404
    if row.current_state is not ImportState.CHECKED:
        return back_to(pk)
    write = files.faults_csv if ending == "csv" else files.faults_xlsx
    return download(write(row), f"handschlag-import-{pk}.{ending}")
