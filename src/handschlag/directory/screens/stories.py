"""News and success stories: as lines, and one by one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.design.components.parts import Crumb, Pages
from handschlag.directory.queries.story_pages import StoryPage, StoryProfile
from handschlag.directory.screens import texts


def stories_screen(page: StoryPage) -> dict[str, Any]:
    """One page of news as lines."""
    return {
        "rows": page.stories,
        "pages": Pages(number=page.number, count=page.count),
        "is_demo": False,
    }


def story_screen(profile: StoryProfile) -> dict[str, Any]:
    """What the page of one news item shows, in the reader's language as far as it was written in it."""
    story = profile.story
    title = pick(story.title_de, story.title_en)
    text = texts.prose(story.text_de, story.text_en)
    return {
        "title": title,
        "description": texts.excerpt(" ".join(text.paragraphs), most=160),
        "crumbs": (Crumb(_("News"), reverse("directory:stories")), Crumb(title)),
        "story": story,
        "text": text,
        "actors": profile.actors,
    }
