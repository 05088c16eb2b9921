"""News and success stories: as lines, and one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import format_date
from handschlag.design.components.parts import Crumb, Pages
from handschlag.directory.models import Story
from handschlag.directory.queries.story_pages import StoryPage, StoryProfile
from handschlag.directory.screens import entry_rows, kind_labels, texts
from handschlag.directory.screens.texts import Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    title: str
    url: str
    day: str
    iso_day: str
    kind: str
    network: str
    excerpt: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _StoriesScreen:
    title: str
    rows: Sequence[StoryRow]
    pages: Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class _StoryScreen:
    title: str
    description: str
    crumbs: Sequence[Crumb]
    kind: str
    day: str
    iso_day: str
    text: Prose
    network: str
    network_url: str
    actors: Sequence[tuple[str, str]]  # name and address
    is_demo: bool


def story_rows(stories: Iterable[Story]) -> tuple[StoryRow, ...]:
    """For stories that were fetched with their network."""
    return tuple(
        StoryRow(
            title=pick(story.title_de, story.title_en),
            url=reverse("directory:story", args=[story.slug]),
            day=format_date(story.day),
            iso_day=story.day.isoformat(),
            kind=str(kind_labels.STORY_KINDS[story.kind]),
            network=entry_rows.network_name(story.network),
            excerpt=texts.excerpt(pick(story.text_de, story.text_en), most=160),
            is_demo=story.is_demo,
        )
        for story in stories
    )


def stories_screen(page: StoryPage) -> _StoriesScreen:
    return _StoriesScreen(
        title=_("News and success stories"),
        rows=story_rows(page.stories),
        pages=Pages(number=page.number, count=page.count),
    )


def story_screen(profile: StoryProfile) -> _StoryScreen:
    story = profile.story
    title = pick(story.title_de, story.title_en)
    text = texts.prose(story.text_de, story.text_en)
    return _StoryScreen(
        title=title,
        description=texts.excerpt(" ".join(text.paragraphs), most=160),
        crumbs=(Crumb(_("News"), reverse("directory:stories")), Crumb(title)),
        kind=str(kind_labels.STORY_KINDS[story.kind]),
        day=format_date(story.day),
        iso_day=story.day.isoformat(),
        text=text,
        network=entry_rows.network_name(story.network),
        network_url=entry_rows.network_url(story.network),
        actors=tuple((actor.name, entry_rows.actor_url(actor)) for actor in profile.actors),
        is_demo=story.is_demo,
    )
