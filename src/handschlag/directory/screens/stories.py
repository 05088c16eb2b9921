"""News and success stories: as lines, and one by one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Crumb
from handschlag.directory.queries.story_pages import StoryProfile
from handschlag.directory.screens import linked_data, texts


def story_screen(profile: StoryProfile) -> dict[str, Any]:
    """What the page of one news item shows, in the reader's language as far as it was written in it."""
    story = profile.story
    text = texts.prose(story.text_de, story.text_en)
    return {
        "title": story.title,
        "description": texts.excerpt(" ".join(text.paragraphs), most=160),
        "crumbs": (Crumb(_("News"), reverse("directory:stories")), Crumb(story.title)),
        "story": story,
        "text": text,
        "actors": profile.actors,
        "linked_data": linked_data.of_story(story, text="\n".join(text.paragraphs)),
    }
