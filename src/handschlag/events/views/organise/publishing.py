"""The programme is published, looked at version by version, and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Action
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.events.actions.publishing import publish_programme
from handschlag.events.actions.version_restore import take_back
from handschlag.events.forms.events import VersionNoteForm
from handschlag.events.queries.editing import draft_of
from handschlag.events.queries.programme import drafted, published, version
from handschlag.events.rules.programme import etag_of
from handschlag.events.screens.organise.differences import lines_between, part_changes
from handschlag.events.screens.organise.publishing import publish_screen
from handschlag.events.views.organise.frame import CONFLICT, UNFIT, page
from handschlag.events.web.access import own_event_or_404

PUBLISH = "events:publish"
ON_A_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """The form that makes the draft a new public version; for those who may publish the event."""
    event, by = own_event_or_404(request, slug, Action.PUBLISH_EVENT)
    form = VersionNoteForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            made = publish_programme(
                event_id=event.pk,
                seen=number_in(request.POST, "seen", otherwise=-1),
                mark=request.POST.get("mark", ""),
                note=form.cleaned_data["note"],
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            form.add_error(None, refusal_message(no.reason))
            status = CONFLICT
        else:
            messages.success(request, _("Version %(number)s is public.") % {"number": made.number})
            return HttpResponseRedirect(reverse("events:version", args=[slug, made.number]))
    elif form.is_bound:
        status = UNFIT
    values = publish_screen(event, draft_of(event.pk), published(event.pk), now=timezone.now())
    return page(request, "publish", event=event, by=by, current=PUBLISH, status=status, form=form, **values)


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """The published versions of the programme, page by page; for organisers."""
    event, by = own_event_or_404(request, slug)
    found = event.programme_versions.select_related("published_by").defer("content")
    rows = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "1"))
    return page(request, "versions", event=event, by=by, current=PUBLISH, rows=rows)


@require_safe
def one_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One published version and what it changed; 404 where there is no such number."""
    event, by = own_event_or_404(request, slug)
    shown, before = version(event.pk, number), version(event.pk, number - 1)
    if number < 1 or shown is None or before is None:
        raise Http404
    is_last = version(event.pk, number + 1) is None
    return page(
        request,
        "version",
        event=event,
        by=by,
        current=PUBLISH,
        shown=shown,
        before=before,
        lines=lines_between(before.programme, shown.programme),
        parts=part_changes(before.programme, shown.programme),
        is_last=is_last,
        mark="" if is_last else etag_of(drafted(event.pk)),
    )


@require_POST
def restore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Makes the draft what an older version was; nothing is public until it is published."""
    event, by = own_event_or_404(request, slug)
    mark = request.POST.get("mark", "")
    try:
        take_back(event_id=event.pk, number=number, mark=mark, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        text = _("The draft now matches version %(number)s. Publish it to make it public.")
        messages.success(request, text % {"number": number})
    return HttpResponseRedirect(reverse(PUBLISH, args=[slug]))
