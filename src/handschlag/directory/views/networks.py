"""The list of networks, and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.common.kept import kept
from handschlag.directory.queries import browsing, profiles
from handschlag.directory.rules.criteria import PARAMETERS
from handschlag.directory.rules.keeping import Kept
from handschlag.directory.screens.bookmarks import keep
from handschlag.directory.screens.lists import networks_screen
from handschlag.directory.screens.network import network_screen
from handschlag.directory.views.bookmarks import bookmarks_of
from handschlag.directory.views.reading import criteria_of, elsewhere, page_number


@kept(parameters=(*PARAMETERS, "page"))
@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    criteria = criteria_of(request)
    page = browsing.page_of_networks(criteria, number=page_number(request), today=today)
    return render(request, "directory/networks.html", {"screen": networks_screen(page, today=today)})


@kept
@require_safe
def network(request: HttpRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    found = profiles.network_profile(slug, today=today)
    if found.entry is None:
        return elsewhere(request, found, name="directory:network")
    context = {
        "screen": network_screen(found.entry, today=today),
        "keep": keep(bookmarks_of(request), Kept.NETWORK, found.entry.network.pk),
    }
    return render(request, "directory/network.html", context)
