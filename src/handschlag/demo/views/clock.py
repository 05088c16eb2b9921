"""The clock of the demo is put forward, or back to the true time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from handschlag.accounts.rules.confirmation import Method
from handschlag.accounts.web import sessions
from handschlag.demo import clock
from handschlag.demo.actions import afterwards, day
from handschlag.demo.screens.clock import Mark, moment_of
from handschlag.demo.views.personas import only_in_a_demo


@require_POST
def set_clock(request: HttpRequest, mark: str) -> HttpResponse:
    """Whoever is signed in stays so: a session would have ended long before."""
    only_in_a_demo()
    if mark not in set(Mark):
        raise Http404
    user = request.user
    clock.set_clock(moment_of(Mark(mark)))
    if mark == Mark.EVE:
        day.confirm_people()
    if mark == Mark.DAY:
        day.begin(now=timezone.now())
    if mark == Mark.AFTER:
        day.check_in_people()
        afterwards.write_feedback(now=timezone.now())
    if user.is_authenticated:
        sessions.sign_in(request, user, method=Method.DEMO, now=timezone.now())
    return HttpResponseRedirect(reverse("demo:start"))
