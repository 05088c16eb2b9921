"""News and success stories."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handschlag.common.kept import kept
from handschlag.directory.queries import storytelling
from handschlag.directory.screens.stories import stories_screen, story_screen
from handschlag.directory.views.reading import elsewhere, page_number


@kept
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    page = storytelling.page_of_stories(number=page_number(request))
    return render(request, "directory/stories.html", {"screen": stories_screen(page)})


@kept
@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    found = storytelling.story_profile(slug)
    if found.entry is None:
        return elsewhere(request, found, name="directory:story")
    return render(request, "directory/story.html", {"screen": story_screen(found.entry)})
