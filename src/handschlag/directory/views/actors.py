"""The list of actors, and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.web.parameters import page_number
from handschlag.directory.queries import actor_profiles, browsing
from handschlag.directory.rules.bookmarks import BookmarkKind
from handschlag.directory.rules.criteria import PARAMETERS
from handschlag.directory.screens.actor import actor_screen
from handschlag.directory.screens.lists import actors_screen
from handschlag.directory.views.bookmarks import bookmarks_of
from handschlag.directory.views.editing.parameters import int_param
from handschlag.directory.views.parameters import criteria_of, elsewhere


@cached_for_visitors(parameters=(*PARAMETERS, "page"))
@require_safe
def actors(request: HttpRequest) -> HttpResponse:
    """The list of actors that the address asks for, one page of it."""
    criteria = criteria_of(request)
    today = timezone.localdate()
    page = browsing.page_of_actors(criteria, number=page_number(request), today=today)
    return render(request, "directory/actors.html", {"screen": actors_screen(page)})


@cached_for_visitors(parameters=("projects",))
@require_safe
def actor(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of an actor; what was merged or renamed leads on, what is gone says so."""
    today = timezone.localdate()
    found = actor_profiles.actor_profile(slug, today=today, page=int_param(request.GET.get("projects"), 1))
    if found.entry is None:
        return elsewhere(request, found, name="directory:actor")
    context = {
        "screen": actor_screen(found.entry, today=today),
        "is_kept": bookmarks_of(request).has(BookmarkKind.ACTOR, found.entry.actor.pk),
    }
    return render(request, "directory/actor.html", context)
