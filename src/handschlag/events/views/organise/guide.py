"""The guide: what each page of the console is for, and what to do there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, require
from handschlag.events.screens.console import guide_groups, home_console


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """All pages of the console in the order of an event."""
    by = subject_of(request.user)
    require(by, Action.EDIT_EVENT, owns=True)
    context = {"console": home_console(by, current="events:guide"), "groups": guide_groups()}
    return render(request, "events/organise/guide.html", context)
