"""News and success stories."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.web.parameters import page_number
from handschlag.design.components.parts import Pages
from handschlag.directory.queries import story_pages
from handschlag.directory.screens import feeds
from handschlag.directory.screens.stories import story_screen
from handschlag.directory.views.parameters import elsewhere


@cached_for_visitors(parameters=("page",))
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """The list of public news, one page of it."""
    page = story_pages.page_of_stories(number=page_number(request))
    pages = Pages(number=page.number, count=page.count)
    screen = {"rows": page.stories, "pages": pages, "is_demo": False}
    return render(request, "directory/stories.html", {"screen": screen})


@require_safe
@cache_control(public=True, no_cache=True)
@conditional_page
def stories_feed(request: HttpRequest) -> HttpResponse:
    """The latest ones for feed readers; asked again and again, answered in full after a change only."""
    del request
    found = feeds.stories_feed(story_pages.latest_stories())
    response = HttpResponse(found, content_type="application/atom+xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response


@cached_for_visitors
@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of a news item; one that moved leads on, one that is gone says so."""
    found = story_pages.story_profile(slug)
    if found.entry is None:
        return elsewhere(request, found, name="directory:story")
    return render(request, "directory/story.html", {"screen": story_screen(found.entry)})
