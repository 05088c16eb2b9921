"""News and success stories: one page of them, and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handschlag.directory.models import Actor, Story
from handschlag.directory.queries.browsing import PER_PAGE, pages_of
from handschlag.directory.queries.public import Whereabouts, public_actors, public_stories, story_at

IN_A_FEED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _StoryPage:
    stories: Sequence[Story]
    number: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryProfile:
    story: Story
    actors: Sequence[Actor]  # the public ones that it tells of


def page_of_stories(*, number: int) -> _StoryPage:
    """The newest first; a number past the end is the last page."""
    stories = public_stories().select_related("network")
    count = pages_of(stories.count())
    number = min(max(number, 1), count)
    return _StoryPage(
        stories=list(stories[(number - 1) * PER_PAGE : number * PER_PAGE]), number=number, count=count
    )


def latest_stories() -> list[Story]:
    """Those of a feed: whoever reads it comes back."""
    return list(public_stories().select_related("network")[:IN_A_FEED])


def story_profile(slug: str) -> Whereabouts[StoryProfile]:
    """What is at the address of a story."""
    found = story_at(slug)
    if found.entry is None:
        return Whereabouts(is_gone=found.is_gone)
    actors = list(public_actors().filter(stories=found.entry))
    return Whereabouts(entry=StoryProfile(story=found.entry, actors=actors))
