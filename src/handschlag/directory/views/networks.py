"""The list of networks, and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.web.parameters import page_number
from handschlag.directory.queries import browsing, profiles
from handschlag.directory.rules.bookmarks import BookmarkKind
from handschlag.directory.rules.criteria import PARAMETERS
from handschlag.directory.screens.lists import networks_screen
from handschlag.directory.screens.network import network_screen
from handschlag.directory.views.bookmarks import bookmarks_of
from handschlag.directory.views.parameters import criteria_of, elsewhere


@cached_for_visitors(parameters=(*PARAMETERS, "page"))
@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """The list of networks that the address asks for, one page of it."""
    today = timezone.localdate()
    criteria = criteria_of(request)
    page = browsing.page_of_networks(criteria, number=page_number(request), today=today)
    return render(request, "directory/networks.html", {"screen": networks_screen(page, today=today)})


@cached_for_visitors
@require_safe
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of a network; one that was renamed leads on, one that is gone says so."""
    today = timezone.localdate()
    found = profiles.network_profile(slug, today=today)
    if found.entry is None:
        return elsewhere(request, found, name="directory:network")
    context = {
        "screen": network_screen(found.entry, today=today),
        "is_kept": bookmarks_of(request).has(BookmarkKind.NETWORK, found.entry.network.pk),
    }
    return render(request, "directory/network.html", context)
