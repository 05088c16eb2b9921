"""Everybody who takes part, and one person."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handschlag.common.web.parameters import number_in
from handschlag.matching.models import Participant
from handschlag.matching.queries.everybody import PeopleQuery
from handschlag.matching.screens.participant.browse import browse_screen
from handschlag.matching.screens.participant.person import person_screen
from handschlag.matching.views.participant.recommendations import box_for
from handschlag.matching.web.decorators import for_participants


@require_safe
@for_participants
def browse(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of search among people who take part; only participants see it."""
    page = number_in(request.GET, "page")
    screen = browse_screen(
        participant, PeopleQuery.of(request.GET), page=page, token=token, box=box_for(request, participant)
    )
    context = {"screen": screen, "shell": screen["shell"], "token": token, "me": participant}
    return render(request, "matching/people/browse.html", context)


@require_safe
@for_participants
def person(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Whoever is not there, has left or belongs to another event is not found, always alike."""
    screen = person_screen(
        participant,
        number,
        token=token,
        asks_why="why" in request.GET,
        box=box_for(request, participant),
    )
    if screen is None:
        raise Http404
    context = {"screen": screen, "shell": screen["shell"], "token": token, "me": participant}
    return render(request, "matching/people/person.html", context)
