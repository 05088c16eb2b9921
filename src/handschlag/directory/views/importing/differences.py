"""Facts of known joint projects that a file tells otherwise: looked at, and taken over or not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts.rules.policy import Subject
from handschlag.common.table_import.forms import numbers_in
from handschlag.common.web.parameters import number_in
from handschlag.directory.actions import importing
from handschlag.directory.models import ImportState
from handschlag.directory.queries.importing.project_differences import page_of_differences
from handschlag.directory.screens.importing.differences import differences_screen
from handschlag.directory.views.importing.access import back_to, own_import, refusals_told, seen_in


@require_http_methods(["GET", "HEAD", "POST"])
def import_differences(request: HttpRequest, pk: int) -> HttpResponse:
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
    screen = differences_screen(row, page_of_differences(row, page=page))
    return render(request, "directory/importing/differences.html", {"screen": screen})


def _choose(request: HttpRequest, pk: int, by: Subject) -> None:
    """All of them or none, or those that are ticked among those that were shown."""
    data, seen = request.POST, seen_in(request)
    if (every := data.get("all", "")) in {"take", "leave"}:
        importing.take_all_differences(import_id=pk, seen=seen, is_taken=every == "take", by=by)
        return
    shown, taken = numbers_in(data, "shown"), numbers_in(data, "take")
    importing.take_differences(import_id=pk, seen=seen, shown=shown, taken=taken, by=by)
