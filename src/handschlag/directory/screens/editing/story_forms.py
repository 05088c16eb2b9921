"""The news of a network: the list, and one story as a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject
from handschlag.directory.models import Network, Status, Story
from handschlag.directory.queries.review_modes import way_for
from handschlag.directory.queries.story_forms import stories_in_change, stories_of
from handschlag.directory.rules.sections import STORY_SECTIONS
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing import network_entry as page
from handschlag.directory.screens.editing.content_texts import Changed


def stories_screen(network: Network) -> dict[str, Any]:
    """All news of a network, drafts included; `changed` are the ids of those with changes under way."""
    stories = stories_of(network)
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_stories"),
        "tabs": page.tabs(network, "manage_stories"),
        "rows": stories,
        "changed": stories_in_change(stories),
    }


def story_screen(
    by: Subject,
    network: Network,
    story: Story | None,
    form: forms.Form,
    *,
    conflict: tuple[Changed, ...] | None = None,
) -> dict[str, Any]:
    """The form for a news item; without a story it is a new one, which is saved as a draft."""
    title = story.title_de if story else _("Write a news item")
    is_public = story is not None and story.status == Status.PUBLISHED
    way = way_for(by, story, STORY_SECTIONS[0]) if story is not None and is_public else None
    return {
        "title": title,
        "network": network,
        "story": story,
        "crumbs": page.crumbs_of_part(network, "manage_stories", title),
        "form": form,
        "state": page.entry_state(by, story) if story else None,
        "way": entry_labels.WAYS[way] if way else entry_labels.DRAFT_WAY,
        "button": entry_labels.BUTTONS[way] if way else _("Save as a draft"),
        "is_stale": conflict is not None,
        "conflict": conflict or (),
    }
