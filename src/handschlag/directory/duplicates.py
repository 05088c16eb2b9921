"""Actors that may be one: looked for, looked at, merged, taken apart, or left alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Crumb, Link
from handschlag.directory import merging
from handschlag.directory.access import int_param
from handschlag.directory.contents import ActorContent, field_names
from handschlag.directory.editing import labels
from handschlag.directory.editing.history import text_of
from handschlag.directory.editing.labels import CHANGED_PARTS, duplicate_reason
from handschlag.directory.entries import EditRefusal, MergeRefusal, names_in
from handschlag.directory.merging import MergePlan, plan
from handschlag.directory.models import Actor, DuplicatePair, Status
from handschlag.directory.moderation import editor, tabs
from handschlag.directory.similar_actors import Likely, candidates, likely_pairs


def find_duplicates(*, now: datetime) -> int:
    """The list of pairs is that of today; what was dismissed stays dismissed. How many wait for a look."""
    found = {(one.first, one.second): one for one in likely_pairs(candidates())}
    return keep(found, now=now)


@transaction.atomic
def keep(found: dict[tuple[int, int], Likely], *, now: datetime) -> int:
    """Computed before, kept here: the write lock is held for the write alone."""
    known = {(row.first_id, row.second_id): row for row in DuplicatePair.objects.select_for_update()}
    gone = [row.pk for pair, row in known.items() if pair not in found and row.dismissed_at is None]
    DuplicatePair.objects.filter(pk__in=gone).delete()
    there = set(Actor.objects.values_list("pk", flat=True))
    new = []
    for pair, likely in found.items():
        row = known.get(pair)
        reasons = [reason.value for reason in likely.reasons]
        if row is None and there.issuperset(pair):
            one = DuplicatePair(first_id=pair[0], second_id=pair[1], found_at=now)
            one.reasons, one.likeness = reasons, likely.likeness
            new.append(one)
        elif row is not None and (row.reasons, row.likeness) != (reasons, likely.likeness):
            DuplicatePair.objects.filter(pk=row.pk).update(reasons=reasons, likeness=likely.likeness)
    DuplicatePair.objects.bulk_create(new)
    return DuplicatePair.objects.filter(dismissed_at__isnull=True).count()


@transaction.atomic
def dismiss(*, pair_id: int, by: Subject, now: datetime) -> None:
    """These are two: the pair is not shown again."""
    require(by, Action.MERGE_ACTORS)
    rows = DuplicatePair.objects.filter(pk=pair_id, dismissed_at__isnull=True)
    row = rows.first()
    if row is None or not rows.update(dismissed_at=now, dismissed_by_id=by.user_id):
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    audit.record(verb="dismissed", target=row, by_id=by.user_id, now=now)


@transaction.atomic
def bring_back(*, pair_id: int, by: Subject, now: datetime) -> None:
    """The pair waits for a look again."""
    require(by, Action.MERGE_ACTORS)
    rows = DuplicatePair.objects.filter(pk=pair_id, dismissed_at__isnull=False)
    row = rows.first()
    if row is None or not rows.update(dismissed_at=None, dismissed_by_id=None):
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    audit.record(verb="brought_back", target=row, by_id=by.user_id, now=now)


PAGE = 30
UNITED = ("fields", "statements")


def _kept_first(first: Actor, second: Actor) -> tuple[Actor, Actor]:
    """Which of the two to keep, unless somebody says otherwise: the public one, then the older one."""
    if second.status == Status.PUBLISHED != first.status:
        return second, first
    return first, second


def duplicates_context(*, is_dismissed: bool, page: int) -> dict[str, Any]:
    """One page of pairs, to look at or dismissed; those with an actor that was merged are left out."""
    shown = Paginator(merging.pairs(is_dismissed=is_dismissed), PAGE).get_page(page)
    here = reverse("directory:duplicates")
    return {
        "tabs": tabs("duplicates"),
        "switch": (
            Link(label=_("To look at"), url=here, is_current=not is_dismissed),
            Link(label=_("No duplicates"), url=f"{here}?dismissed=1", is_current=is_dismissed),
        ),
        "rows": [
            {
                "pair": pair,
                "reasons": [duplicate_reason(reason) for reason in pair.reasons],
                "merge": _kept_first(pair.first, pair.second),
            }
            for pair in shown.object_list
        ],
        "page": shown,
        "is_dismissed": is_dismissed,
    }


def merge_context(kept: Actor, merged: Actor, *, fault: str = "") -> dict[str, Any]:
    """What a merge would do: which facts differ, what goes over, what stays; changes nothing yet."""
    side, other = merging.side_of(kept), merging.side_of(merged)
    found = plan(side, other)
    return {
        "crumbs": (Crumb(_("Duplicates"), reverse("directory:duplicates")), Crumb(_("Merge"))),
        "kept": kept,
        "merged": merged,
        "facts": _compared(side.content, other.content, found),
        "plan": found,
        "networks": merging.names_of_networks(found.memberships),
        "fault": fault,
    }


def _compared(kept: ActorContent, merged: ActorContent, found: MergePlan) -> list[dict[str, Any]]:
    """Each fact of both, and what the kept actor will say."""
    names = names_in([kept, merged])
    rows = []
    for fact in field_names(ActorContent):
        mine, theirs = text_of(kept, fact, names), text_of(merged, fact, names)
        is_filled = fact in found.fills
        result = theirs if is_filled else mine
        if fact in UNITED and theirs and theirs != mine:
            result = _("both together")
        if mine or theirs:
            label = labels.fact(fact)
            rows.append(
                {"label": label, "kept": mine, "merged": theirs, "result": result, "is_filled": is_filled}
            )
    return rows


def merges_context(*, page: int) -> dict[str, Any]:
    """One page of merges that were done, with who did them."""
    return {"tabs": tabs("merges"), "rows": Paginator(merging.merges(), PAGE).get_page(page)}


CONFLICT = 409


@require_safe
def duplicates_page(request: HttpRequest) -> HttpResponse:
    """The page of pairs, for editors who may merge; `dismissed=1` shows those that are none."""
    editor(request, Action.MERGE_ACTORS)
    screen = duplicates_context(
        is_dismissed=request.GET.get("dismissed") == "1", page=int_param(request.GET.get("page"), 1)
    )
    return render(request, "directory/moderating/duplicates.html", {"screen": screen})


@require_POST
def find_duplicates_page(request: HttpRequest) -> HttpResponse:
    """Starts the search for duplicates, then leads to the page of its job."""
    by = editor(request, Action.MERGE_ACTORS)
    job = enqueue(kind="directory.find_duplicates", owner_id=by.user_id, now=timezone.now())
    return HttpResponseRedirect(reverse("common:job", args=[job.pk]))


@require_POST
def dismiss_pair_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a pair off the list of duplicates, or back onto it with `back`; then leads to the list."""
    by = editor(request, Action.MERGE_ACTORS)
    is_back = "back" in request.POST
    try:
        if is_back:
            bring_back(pair_id=pk, by=by, now=timezone.now())
        else:
            dismiss(pair_id=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        text = _("The pair is on the list again.") if is_back else _("Saved: these are not duplicates.")
        messages.success(request, text)
    return HttpResponseRedirect(reverse("directory:duplicates"))


@require_http_methods(["GET", "HEAD", "POST"])
def merge_page(request: HttpRequest, kept: int, merged: int) -> HttpResponse:
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
    screen = merge_context(actors[kept], actors[merged], fault=fault)
    return render(request, "directory/moderating/merge.html", {"screen": screen}, status=status)


@require_safe
def merges_page(request: HttpRequest) -> HttpResponse:
    """The page of merges that were done, for editors who may merge."""
    editor(request, Action.MERGE_ACTORS)
    screen = merges_context(page=int_param(request.GET.get("page"), 1))
    return render(request, "directory/moderating/merges.html", {"screen": screen})


@require_POST
def undo_merge_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Undoes a merge, then leads to the merges; what has changed since and forbids it is named there."""
    by = editor(request, Action.MERGE_ACTORS)
    try:
        merging.undo_merge(merge_id=pk, by=by, now=timezone.now())
    except Refusal as no:
        parts = ", ".join(str(CHANGED_PARTS[name]) for name in no.details.get("changed", ()))
        is_changed = no.reason is MergeRefusal.CHANGED_SINCE
        messages.warning(
            request, f"{refusal_message(no.reason)} ({parts})" if is_changed else refusal_message(no.reason)
        )
    else:
        messages.success(request, _("Undone. Both entries are restored."))
    return HttpResponseRedirect(reverse("directory:merges"))
