"""The team's pages of contributions: the list, the call, and one with its reviews."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.common import pictures
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES
from handschlag.common.table_files.downloads import table_download
from handschlag.common.times import local_date
from handschlag.common.web.parameters import number_in
from handschlag.events.actions.contributions import calls, deciding, reviewing
from handschlag.events.forms.contributions import CallForm, ReviewForm
from handschlag.events.models import Contribution, Event
from handschlag.events.queries.contributions import (
    call_of,
    contribution_or_none,
    counts_by_state,
    reviewed_contribution,
    reviewed_contributions,
    speakers_of_contribution,
    untold,
)
from handschlag.events.rules.contribution_query import ContributionQuery
from handschlag.events.rules.refusals import EventRefusal
from handschlag.events.screens.contributions.organising import (
    contribution_lines,
    list_screen,
    one_screen,
)
from handschlag.events.views.organise.frame import CONFLICT, UNFIT, page
from handschlag.events.web.access import own_event_or_404

CONTRIBUTIONS: Final = "events:contributions"
_ON_A_PAGE: Final = 50


@never_cache
@require_safe
def contributions(request: HttpRequest, slug: str) -> HttpResponse:
    """All that was handed in, narrowed and sorted as the address says."""
    event, by = own_event_or_404(request, slug)
    call, wanted = call_of(event.pk), ContributionQuery.of(request.GET.dict())
    found = reviewed_contributions(event.pk, wanted, user_id=by.user_id) if call else []
    rows = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page", "1"))
    screen = list_screen(
        event,
        call,
        wanted,
        counts=counts_by_state(event.pk),
        untold=untold(event.pk).count(),
        now=timezone.now(),
    )
    return page(
        request,
        "contributions",
        event=event,
        by=by,
        current=CONTRIBUTIONS,
        rows=rows,
        wanted=wanted,
        **screen,
    )


@require_safe
def export(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """What the list shows, all of its pages, with the scores that this person may see."""
    event, by = own_event_or_404(request, slug)
    if ending not in MEDIA_TYPES:
        raise Http404
    rows = reviewed_contributions(event.pk, ContributionQuery.of(request.GET.dict()), user_id=by.user_id)
    now = timezone.now()
    deciding.note_export(event_id=event.pk, number=len(rows), by=by, now=now)
    name = f"{event.slug}-contributions-{local_date(now).isoformat()}.{ending}"
    return table_download(contribution_lines(rows), name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_call(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for the call; saving the first one begins it."""
    event, by = own_event_or_404(request, slug)
    row = call_of(event.pk)
    form = CallForm(request.POST if request.method == "POST" else None, row=row, last_day=event.last_day)
    status = UNFIT if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            calls.save_call(
                event_id=event.pk,
                values=form.values(),
                seen=number_in(request.POST, "seen"),
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            form.add_error(None, refusal_message(no.reason))
            status = CONFLICT if no.reason is EventRefusal.STALE else UNFIT
        else:
            messages.success(request, _("Saved."))
            return redirect(CONTRIBUTIONS, slug=slug)
    return page(
        request, "call", event=event, by=by, current=CONTRIBUTIONS, status=status, form=form, call=row
    )


def contribution_at(event: Event, pk: int) -> Contribution:
    """One of this event that was handed in; 404 for others."""
    row = contribution_or_none(event.pk, pk)
    if row is None:
        raise Http404
    return row


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One contribution with what this person may see of its reviews; saves their own."""
    event, by = own_event_or_404(request, slug)
    row = contribution_at(event, pk)
    reviewed = reviewed_contribution(row, user_id=by.user_id)
    screen = one_screen(reviewed, speakers_of_contribution(row.pk))
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=screen.pop("own"))
    if form.is_bound and form.is_valid():
        try:
            reviewing.review(
                event_id=event.pk,
                contribution_id=pk,
                score=form.number(),
                remark=form.cleaned_data["remark"],
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
        else:
            messages.success(request, _("Saved."))
        return redirect("events:one_contribution", slug=slug, pk=pk)
    status = UNFIT if form.is_bound else 200
    return page(
        request,
        "contribution",
        event=event,
        by=by,
        current=CONTRIBUTIONS,
        status=status,
        form=form,
        **screen,
    )


@never_cache
@require_safe
def picture(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The picture that the speaker has sent."""
    event, _by = own_event_or_404(request, slug)
    first = speakers_of_contribution(contribution_at(event, pk).pk)[0]
    if not first.picture:
        raise Http404
    return pictures.picture_response(str(first.picture.name), is_public=False)


@require_POST
def link(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The speaker gets their link once more."""
    event, by = own_event_or_404(request, slug)
    row = contribution_at(event, pk)
    try:
        deciding.send_link_again(event_id=event.pk, contribution_id=row.pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("We have sent the link again."))
    return redirect("events:one_contribution", slug=slug, pk=pk)
