"""What waits for the editors is read, published or returned."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import moderation
from handschlag.directory.forms.moderation import ReturnForm
from handschlag.directory.queries.entries import SORTS, Entry
from handschlag.directory.queries.queue import QueueQuery
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.moderation import Seen
from handschlag.directory.screens.moderating.changes import changes_screen
from handschlag.directory.screens.moderating.queue import (
    bulk_screen,
    everything,
    queue_screen,
    review_screen,
    seen_in,
)
from handschlag.directory.views.editing.access import kind_in
from handschlag.directory.views.editing.parameters import int_param, int_params

UNFIT = 422
MOST_AT_ONCE = 2000


def editor(request: HttpRequest, action: Action = Action.PUBLISH_NETWORK) -> Subject:
    """The person who asks, if they may do this; raises Denied for anybody else."""
    by = subject_of(request.user)
    require(by, action)
    return by


def _wanted_in(query: QueryDict) -> QueueQuery:
    kind, network = query.get("kind", ""), int_param(query.get("network"), 0)
    return QueueQuery(kind=Kind(kind) if kind in set(Kind) else None, network=network or None)


@require_safe
def moderation_queue(request: HttpRequest) -> HttpResponse:
    """The page of what waits, for editors; the address narrows it to a kind or a network."""
    editor(request)
    screen = queue_screen(_wanted_in(request.GET), page=int_param(request.GET.get("page"), 1))
    return render(request, "directory/moderating/queue.html", {"screen": screen})


def _entry_at(kind: str, pk: int) -> Entry:
    entry = SORTS[kind_in(kind)].model._default_manager.filter(pk=pk).first()  # noqa: SLF001
    if entry is None:
        raise Http404
    return entry


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The page on which an editor publishes or returns an entry; a mark that does not fit is a 404."""
    by = editor(request, SORTS[kind_in(kind)].publish)
    entry = _entry_at(kind, pk)
    is_return = request.method == "POST" and "return" in request.POST
    form = ReturnForm(request.POST if is_return else None)
    status = 200
    if request.method == "POST" and (not is_return or form.is_valid()):
        seen = seen_in(request.POST.get("seen", ""))
        if seen is None or (seen.kind, seen.pk) != (kind_in(kind), pk):
            raise Http404
        try:
            return _decided(request, seen, form if is_return else None, by)
        except Refusal as no:
            messages.warning(request, refusal_message(no.reason))
            return HttpResponseRedirect(request.path)
    elif request.method == "POST":
        status = UNFIT
    screen = review_screen(by, entry, form)
    return render(request, "directory/moderating/review.html", {"screen": screen}, status=status)


def _decided(request: HttpRequest, seen: Seen, form: ReturnForm | None, by: Subject) -> HttpResponse:
    now = timezone.now()
    if form is None:
        moderation.publish(seen=seen, by=by, now=now)
        messages.success(request, _("Published."))
    else:
        moderation.send_back(seen=seen, comment=form.cleaned_data["comment"], by=by, now=now)
        messages.success(request, _("Returned, with your comment."))
    return HttpResponseRedirect(reverse("directory:moderation"))


@require_POST
def publish_several(request: HttpRequest) -> HttpResponse:
    """First the list by name, then, with its button, the publication."""
    by = editor(request)
    tokens = request.POST.getlist("e")[:MOST_AT_ONCE]
    chosen = [seen for token in tokens if (seen := seen_in(token))]
    if "all" in request.POST:
        chosen = everything(_wanted_in(request.POST), most=MOST_AT_ONCE)
    if not chosen:
        messages.info(request, _("Choose at least one entry."))
        return HttpResponseRedirect(reverse("directory:moderation"))
    if "confirmed" not in request.POST:
        return render(request, "directory/moderating/bulk.html", {"screen": bulk_screen(chosen)})
    outcome = moderation.publish_many(chosen=chosen, by=by, now=timezone.now())
    number = len(outcome.published)
    text = ngettext("%(n)s entry is public now.", "%(n)s entries are public now.", number)
    messages.success(request, text % {"n": number})
    if outcome.refused:
        number = len(outcome.refused)
        text = ngettext(
            "%(n)s entry was changed in the meantime and is still waiting for review.",
            "%(n)s entries were changed in the meantime and are still waiting for review.",
            number,
        )
        messages.warning(request, text % {"n": number})
    return HttpResponseRedirect(reverse("directory:moderation"))


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest) -> HttpResponse:
    """Changes that were published at once; a look afterwards."""
    by = editor(request)
    if request.method == "POST":
        ids = int_params(request.POST.getlist("r"))
        number = moderation.mark_looked_at(revision_ids=ids, by=by, now=timezone.now())
        text = ngettext("%(n)s change marked as reviewed.", "%(n)s changes marked as reviewed.", number)
        messages.success(request, text % {"n": number})
        return HttpResponseRedirect(request.path)
    screen = changes_screen(page=int_param(request.GET.get("page"), 1))
    return render(request, "directory/moderating/changes.html", {"screen": screen})
