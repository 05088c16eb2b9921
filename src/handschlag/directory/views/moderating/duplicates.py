"""Actors that may be one: looked at, merged, taken apart, or left alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Action
from handschlag.common.jobs import enqueue
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import duplicates, merging, unmerging
from handschlag.directory.models import Actor
from handschlag.directory.rules.refusals import MergeRefusal
from handschlag.directory.screens.editing.entry_labels import CHANGED_PARTS
from handschlag.directory.screens.moderating.duplicates import (
    duplicates_screen,
    merge_screen,
    merges_screen,
)
from handschlag.directory.views.editing.parameters import int_param
from handschlag.directory.views.moderating.queue import editor

CONFLICT = 409


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """The page of pairs, for editors who may merge; `dismissed=1` shows those that are none."""
    editor(request, Action.MERGE_ACTORS)
    screen = duplicates_screen(
        is_dismissed=request.GET.get("dismissed") == "1", page=int_param(request.GET.get("page"), 1)
    )
    return render(request, "directory/moderating/duplicates.html", {"screen": screen})


@require_POST
def start_search(request: HttpRequest) -> HttpResponse:
    """Starts the search for duplicates, then leads to the page of its job."""
    by = editor(request, Action.MERGE_ACTORS)
    job = enqueue(kind="directory.find_duplicates", owner_id=by.user_id, now=timezone.now())
    return HttpResponseRedirect(reverse("common:job", args=[job.pk]))


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a pair off the list of duplicates, or back onto it with `back`; then leads to the list."""
    by = editor(request, Action.MERGE_ACTORS)
    is_back = "back" in request.POST
    try:
        if is_back:
            duplicates.bring_back(pair_id=pk, by=by, now=timezone.now())
        else:
            duplicates.dismiss(pair_id=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        text = _("The pair is on the list again.") if is_back else _("Saved: these are not duplicates.")
        messages.success(request, text)
    return HttpResponseRedirect(reverse("directory:duplicates"))


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, kept: int, merged: int) -> HttpResponse:
    """What goes where, then the merge."""
    by = editor(request, Action.MERGE_ACTORS)
    actors = Actor.objects.filter(merged_into=None).in_bulk([kept, merged])
    if kept == merged or len(actors) < 2:
        raise Http404
    fault, status = "", 200
    if request.method == "POST":
        versions = (int_param(request.POST.get("kept"), 0), int_param(request.POST.get("merged"), 0))
        try:
            merging.merge(kept_id=kept, merged_id=merged, versions=versions, by=by, now=timezone.now())
        except Refusal as no:
            fault, status = refusal_message(no.reason), CONFLICT
        else:
            messages.success(request, _("Merged. Under “Merges” it can be undone."))
            return HttpResponseRedirect(reverse("directory:duplicates"))
    screen = merge_screen(actors[kept], actors[merged], fault=fault)
    return render(request, "directory/moderating/merge.html", {"screen": screen}, status=status)


@require_safe
def merges(request: HttpRequest) -> HttpResponse:
    """The page of merges that were done, for editors who may merge."""
    editor(request, Action.MERGE_ACTORS)
    screen = merges_screen(page=int_param(request.GET.get("page"), 1))
    return render(request, "directory/moderating/merges.html", {"screen": screen})


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undoes a merge, then leads to the merges; what has changed since and forbids it is named there."""
    by = editor(request, Action.MERGE_ACTORS)
    try:
        unmerging.undo_merge(merge_id=pk, by=by, now=timezone.now())
    except Refusal as no:
        parts = ", ".join(str(CHANGED_PARTS[name]) for name in no.details.get("changed", ()))
        is_changed = no.reason is MergeRefusal.CHANGED_SINCE
        messages.warning(
            request, f"{refusal_message(no.reason)} ({parts})" if is_changed else refusal_message(no.reason)
        )
    else:
        messages.success(request, _("Undone. Both entries are restored."))
    return HttpResponseRedirect(reverse("directory:merges"))
