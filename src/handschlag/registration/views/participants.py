"""Who else comes, for those who come: by the personal link of a confirmed registration."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.common.table_files import MEDIA_TYPES
from handschlag.common.table_files.downloads import dated_name, table_download
from handschlag.registration.models import Registration, RegistrationState
from handschlag.registration.rules.participants import ParticipantQuery
from handschlag.registration.screens.participants import participant_lines, participants_screen
from handschlag.registration.screens.shell import page_context
from handschlag.registration.views.decorators import by_link


def _only_who_comes(registration: Registration) -> None:
    if registration.state != RegistrationState.CONFIRMED:
        raise Http404


@require_safe
@by_link
def participants(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Who else comes; not found for people without a confirmed place."""
    _only_who_comes(registration)
    asked, page = ParticipantQuery.read(request.GET.dict()), request.GET.get("page", "1")
    context = page_context(registration, token, now=timezone.now())
    screen = participants_screen(registration, asked, page=page)
    return render(request, "registration/participants.html", context | screen)


@require_safe
def participants_export(request: HttpRequest, token: str, ending: str) -> HttpResponse:
    """The same list as a file, in the same order."""
    if ending not in MEDIA_TYPES:
        raise Http404

    @by_link
    def answered(request: HttpRequest, registration: Registration, _token: str) -> HttpResponse:
        _only_who_comes(registration)
        lines = participant_lines(registration.event_id, ParticipantQuery.read(request.GET.dict()))
        return table_download(lines, dated_name(registration.event.slug, "participants", ending))

    return answered(request, token)  # type: ignore[return-value]
