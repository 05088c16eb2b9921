"""Who has confirmed, who has not, and an answer given on the telephone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES
from handschlag.common.table_files.downloads import dated_name, table_download
from handschlag.events.web.console import console_context
from handschlag.matching.actions import access_log, assisting
from handschlag.matching.queries.confirmations import expected_people
from handschlag.matching.screens.preparing.confirmations import (
    answer_in,
    chosen,
    confirmation_lines,
    confirmations_screen,
)
from handschlag.matching.screens.preparing.refusal_messages import refusal_message
from handschlag.matching.views.preparing.frame import own
from handschlag.matching.web.not_yet import no_matching_yet


@never_cache
@require_safe
def confirmations(request: HttpRequest, slug: str) -> Any:
    """The page of confirmations; leads to the key dates where none are saved."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    wanted = answer_in(request.GET.get("answer", ""))
    is_all = request.GET.get("all") == "1"
    screen = confirmations_screen(event, expected_people(service), wanted, is_all=is_all)
    context = console_context(event, by, current="matching:confirmations", screen=screen)
    return render(request, "matching/preparing/confirmations.html", context)


@require_POST
def answer_by_phone(request: HttpRequest, slug: str, number: int) -> Any:
    """Somebody has phoned: they come, or they release their meetings."""
    event, by, service = own(request, slug)
    answer = request.POST.get("answer", "")
    if answer not in {"yes", "no"}:
        raise Http404
    if service is None:
        raise no_matching_yet(request, event, by)
    try:
        assisting.confirm_on_behalf(
            service_id=service.pk,
            registration_id=number,
            comes=answer == "yes",
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        messages.error(request, refusal_message(no))
    else:
        messages.success(request, _("Saved."))
    return redirect("matching:confirmations", slug=slug)


@require_safe
def confirmations_export(request: HttpRequest, slug: str, ending: str) -> Any:
    """What the page shows, as a table; the log keeps who took it. 404 for unknown endings."""
    event, by, service = own(request, slug)
    if ending not in MEDIA_TYPES:
        raise Http404
    if service is None:
        raise no_matching_yet(request, event, by)
    people = chosen(expected_people(service), answer_in(request.GET.get("answer", "")))
    access_log.note_confirmations(service=service, number=len(people), by=by, now=timezone.now())
    return table_download(confirmation_lines(people), dated_name(event.slug, "confirmations", ending))
