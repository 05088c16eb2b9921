"""One click, and somebody is a made-up person: in a demo, and nowhere else."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from handschlag.accounts.actions.demo import sign_in_as_demo
from handschlag.accounts.rules.confirmation import Method
from handschlag.accounts.web import sessions
from handschlag.demo import clock
from handschlag.demo.rules.personas import BY_PART, PersonaRole
from handschlag.demo.screens import personas
from handschlag.demo.screens.clock import Mark, mark_now
from handschlag.demo.screens.journeys import journeys


def only_in_a_demo() -> None:
    """Elsewhere these pages do not exist."""
    if settings.MODE != "demo":
        raise Http404


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The page where a visitor picks a made-up person or a journey; 404 outside a demo."""
    only_in_a_demo()
    now = timezone.now()
    return render(
        request,
        "demo/people.html",
        {
            "parts": personas.parts(),
            "journeys": journeys(),
            "marks": Mark.choices,
            "mark_now": mark_now(now=now, is_true=not clock.ahead()),
            "now": now,
        },
    )


@require_POST
def enter(request: HttpRequest, part: str) -> HttpResponse:
    """Signs in as the person of this part, then leads to their dashboard; 404 for unknown parts."""
    only_in_a_demo()
    if part not in set(PersonaRole):
        raise Http404
    user = sign_in_as_demo(email=BY_PART[PersonaRole(part)].address)
    sessions.sign_in(request, user, method=Method.DEMO, now=timezone.now())
    return HttpResponseRedirect(personas.dashboard_url_of(PersonaRole(part), now=timezone.now()))


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Signs out, then leads to the start page; 404 outside a demo."""
    only_in_a_demo()
    sessions.sign_out(request)
    return HttpResponseRedirect(reverse("pages:start"))
