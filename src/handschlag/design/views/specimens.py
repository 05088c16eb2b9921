"""The parts of participants' and organisers' pages, all on one page each: for whoever builds with them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handschlag.design.screens import organising, taking_part


@require_safe
def participant(request: HttpRequest) -> HttpResponse:
    """The page of the parts that participants see."""
    shown = {"shell": taking_part.shell(), "screen": taking_part.page()}
    return render(request, "design/specimens_participant.html", shown)


@require_safe
def organiser(request: HttpRequest) -> HttpResponse:
    """The page of the parts that organisers see."""
    return render(request, "design/specimens_organiser.html", organising.page())
