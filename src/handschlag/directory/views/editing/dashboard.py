"""What somebody looks after."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.directory.screens.editing.dashboard import dashboard_screen
from handschlag.directory.screens.editing.network_entry import network_screen
from handschlag.directory.views.editing.access import own_network, somebody


@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    """The page of all that somebody looks after; needs no more than an account."""
    screen = dashboard_screen(somebody(request), today=timezone.localdate())
    return render(request, "directory/editing/desk.html", {"screen": screen})


@require_safe
def manage_network(request: HttpRequest, slug: str) -> HttpResponse:
    """The page from which a network is edited, for those who may do so."""
    network, by = own_network(request, slug)
    screen = network_screen(by, network, today=timezone.localdate())
    return render(request, "directory/editing/network.html", {"screen": screen})
